"""The hub, as a subscriber meets it; websub.rocks' cases 100 to 106 have their numbers."""

import asyncio
import hashlib
import hmac
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from urllib.parse import urlencode

import feedparser
import httpx
import pytest

from aggregator.config import Config
from feeds import hub_door
from feeds.hub_requests import LEASE, LONGEST, SHORTEST, feed_at, host_of, lease_of
from tests.build import at, copy
from tests.feeds.pushed import CALLBACK, World, answering, open_hub, willing
from tests.feeds.site import CONFIG, THREE, told
from tests.rim import cut_off

NEW = told("9", title="Fresh from the river", first_seen=at(minutes=-1))


@pytest.fixture
def world() -> Iterator[World]:
    with open_hub(*THREE) as opened:
        yield opened


def entries(request: httpx.Request) -> list[str]:
    if "json" in request.headers["content-type"]:
        return [one["id"] for one in json.loads(request.content)["items"]]
    return [one.id for one in feedparser.parse(request.content).entries]


# ---- asking ----------------------------------------------------------------------------------


def test_who_hangs_up_amid_a_request_is_no_error_of_ours(world: World) -> None:
    form = {"content_type": "application/x-www-form-urlencoded", "content_length": "1000"}
    assert asyncio.run(cut_off(world.hub, "/hub", b"hub.mode=sub", **form)) == 400


@pytest.mark.parametrize("format", ["atom", "rss", "json"])
def test_100_a_subscriber_is_verified_and_gets_what_is_new_only(world: World, format: str) -> None:
    feed = f"/topics/town.{format}"
    answer = world.ask(feed=feed)
    assert answer.status_code == 202
    assert world.requests == []  # the answer does not wait for the verification
    world.sweep()
    (asked,) = world.asked
    assert asked["hub.mode"] == "subscribe"
    assert asked["hub.topic"] == f"https://planet.example{feed}"
    assert asked["hub.lease_seconds"] == str(10 * 86400)
    assert len(asked["hub.challenge"]) >= 32
    world.site.publish(NEW)
    world.sweep()
    (got,) = world.got
    assert str(got.url) == CALLBACK
    assert entries(got) == [NEW.uri]
    served = world.site.get(feed)
    assert got.headers["content-type"] == served.headers["content-type"]
    assert got.headers["link"] == served.headers["link"]
    assert "x-hub-signature" not in got.headers
    world.sweep()
    assert len(world.got) == 1


def test_101_a_secret_signs_exactly_the_body(world: World) -> None:
    world.subscribe(secret="fully secret")
    world.site.publish(NEW)
    world.sweep()
    (got,) = world.got
    digest = hmac.new(b"fully secret", got.content, hashlib.sha256).hexdigest()
    assert got.headers["x-hub-signature"] == f"sha256={digest}"


def test_102_parameters_that_we_do_not_know_change_nothing(world: World) -> None:
    assert world.ask(foo="bar", verify="sync", **{"": "x"}).status_code == 202
    world.sweep()
    assert world.subscription() is not None


def test_103_a_renewal_changes_secret_and_lease_once_it_is_verified(world: World) -> None:
    world.subscribe(secret="first", lease_seconds="86400")
    before = world.subscription()
    assert before is not None
    world.later(hours=1)
    world.ask(secret="second", lease_seconds="172800")
    assert world.subscription() == before
    world.sweep()
    after = world.subscription()
    assert after is not None
    assert (after.secret, after.expires) == ("second", world.now + timedelta(days=2))
    assert (after.number, after.delivered) == (before.number, before.delivered)


@pytest.mark.parametrize("status", [404, 302])
def test_a_renewal_that_is_not_verified_changes_nothing(world: World, status: int) -> None:
    world.subscribe(secret="first")
    before = world.subscription()
    world.behaviour["/cb"] = lambda request: httpx.Response(
        status, headers={"location": "https://elsewhere.example/"}
    )
    world.ask(secret="stolen")
    world.sweep()
    assert world.subscription() == before
    assert {request.url.host for request in world.requests} == {"reader.example"}


def test_104_an_unsubscription_is_verified_and_then_nothing_comes(world: World) -> None:
    world.subscribe()
    world.ask(mode="unsubscribe")
    assert world.subscription() is not None
    world.sweep()
    (asked,) = world.asked
    assert asked["hub.mode"] == "unsubscribe"
    assert "hub.lease_seconds" not in asked
    assert world.subscription() is None
    world.site.publish(NEW)
    world.sweep()
    assert world.got == []


def test_nobody_can_unsubscribe_another(world: World) -> None:
    world.subscribe()
    world.behaviour["/cb"] = lambda request: httpx.Response(404)
    world.ask(mode="unsubscribe")
    world.sweep()
    assert world.subscription() is not None


def test_the_callbacks_own_query_stays_before_ours(world: World) -> None:
    callback = f"{CALLBACK}?a=1&b=%2F&a=2"
    world.ask(callback)
    world.sweep()
    assert str(world.requests[0].url).startswith(f"{callback}&hub.mode=subscribe&")
    world.site.publish(NEW)
    world.sweep()
    assert str(world.got[0].url) == callback


@pytest.mark.parametrize(
    "answer",
    [
        lambda challenge: httpx.Response(200, text="yes"),
        lambda challenge: httpx.Response(200, text=f"{challenge} "),
        lambda challenge: httpx.Response(200, text=challenge * 200),
        lambda challenge: httpx.Response(404, text=challenge),
        lambda challenge: httpx.Response(301, text=challenge, headers={"location": "/x"}),
    ],
)
def test_only_the_challenge_itself_confirms(world: World, answer) -> None:  # type: ignore[no-untyped-def]
    world.behaviour["/cb"] = lambda request: answer(request.url.params["hub.challenge"])
    world.ask()
    world.sweep()
    assert len(world.requests) == 1
    assert world.subscription() is None


def test_a_verification_that_meets_no_answer_is_tried_again_with_another_challenge(
    world: World,
) -> None:
    def silent(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectTimeout("no")

    world.behaviour["/cb"] = silent
    world.ask()
    world.sweep()
    assert len(world.requests) == 1
    world.later(minutes=1)
    world.sweep()
    world.behaviour["/cb"] = willing
    world.later(minutes=5)
    world.sweep()
    assert world.subscription() is not None
    assert len({one["hub.challenge"] for one in world.asked}) == len(world.asked) == 3


def test_after_three_tries_a_wish_is_forgotten(world: World) -> None:
    world.behaviour["/cb"] = lambda request: httpx.Response(503)
    world.ask()
    for _ in range(6):
        world.sweep()
        world.later(hours=1)
    assert len(world.requests) == 3
    with world.site.store.reading() as read:
        assert read.hub.count() == 0


@pytest.mark.parametrize(
    ("changed", "status", "word"),
    [
        ({"mode": "publish"}, 400, "hub.mode"),
        ({"mode": ""}, 400, "hub.mode"),
        ({"callback": "ftp://reader.example/"}, 400, "hub.callback"),
        ({"callback": "/cb"}, 400, "hub.callback"),
        ({"callback": "https://user:word@reader.example/"}, 400, "hub.callback"),
        ({"callback": "https://reader.example/#top"}, 400, "hub.callback"),
        ({"callback": "https://reader.example/\r\nx: y"}, 400, "hub.callback"),
        ({"callback": "https://reader.example/" + "x" * 2000}, 400, "hub.callback"),
        ({"callback": "https://reader.example:port/"}, 400, "hub.callback"),
        ({"secret": "x" * 200}, 400, "hub.secret"),
        ({"secret": "é" * 100}, 400, "hub.secret"),
        ({"feed": "https://elsewhere.example/all.atom"}, 404, "hub.topic"),
        ({"feed": "/"}, 404, "hub.topic"),
        ({"feed": "/topics/town"}, 404, "hub.topic"),
        ({"feed": "/topics/nothing.atom"}, 404, "hub.topic"),
        ({"feed": "/all.atom?utm_source=x"}, 404, "hub.topic"),
        ({"feed": "/all.xml"}, 404, "hub.topic"),
    ],
)
def test_what_cannot_be_is_refused_at_once_with_a_reason(
    world: World, changed: dict[str, str], status: int, word: str
) -> None:
    answer = world.ask(**changed)
    assert (answer.status_code, word in answer.text) == (status, True)
    assert "elsewhere" not in answer.text
    world.sweep()
    assert world.requests == []


@pytest.mark.parametrize(("limit", "most"), [("_MOST", 2), ("_MOST_OF_ONE_HOST", 2)])
def test_a_full_hub_takes_nobody_new_and_keeps_those_it_has(
    world: World, monkeypatch: pytest.MonkeyPatch, limit: str, most: int
) -> None:
    monkeypatch.setattr(hub_door, limit, most)
    for number in range(most):
        world.subscribe(f"https://reader.example/cb{number}")
    refused = world.ask("https://reader.example/one-more")
    assert refused.status_code == 503
    assert refused.headers["retry-after"] == "600"
    assert "too many subscriptions" in refused.text
    elsewhere = world.ask("https://another.example/cb").status_code
    assert elsewhere == (503 if limit == "_MOST" else 202)
    assert world.ask("https://reader.example/cb0").status_code == 202  # renews
    world.site.publish(NEW)
    world.sweep()
    told = {request.url.host + request.url.path for request in world.got}
    assert {"reader.example/cb0", "reader.example/cb1"} <= told


def test_a_request_must_be_a_small_form(world: World) -> None:
    assert world.send(b"x" * 20_000).status_code == 413
    assert world.send(b"{}", content_type="application/json").status_code == 415
    assert world.send("hub.mode=%ff").status_code == 400
    answer = world.send(b"", method="GET")
    assert (answer.status_code, answer.headers["allow"]) == (405, "POST")
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_a_secret_of_199_bytes_is_taken_and_seen_by_nobody(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    secret = "s" * 199
    world.subscribe(secret=secret)
    world.site.publish(NEW)
    world.sweep()
    output = capsys.readouterr()
    assert secret not in output.out + output.err
    assert CALLBACK not in output.out + output.err  # a capability, too


@pytest.mark.parametrize(
    ("wished", "given"),
    [
        ("", LEASE), ("0", LEASE), ("-5", LEASE), ("for ever", LEASE), ("١٠", LEASE),
        ("1", SHORTEST), ("3600", timedelta(hours=1)), ("99999999", LONGEST), ("9" * 500, LONGEST),
    ],
)  # fmt: skip
def test_a_lease_is_never_for_ever(wished: str, given: timedelta) -> None:
    assert lease_of(wished) == given


def test_a_host_is_told_with_its_port() -> None:
    assert host_of("https://A.example/x") == "a.example"
    assert host_of("http://[::1]:8099/x") == "::1:8099"
    assert host_of("http:///x") == ""


def test_a_feed_has_one_address() -> None:
    site = "https://planet.example/sub"
    assert feed_at(f"{site}/topics/a.rss?lang=en&topic=b", site) is not None
    assert feed_at(f"{site}/topics/a.rss?topic=b&lang=en", site) is None
    assert feed_at("https://planet.example/all.atom", site) is None
    assert feed_at("https://planet.example/subway/all.atom", site) is None


# ---- deliveries ------------------------------------------------------------------------------


def test_a_changed_story_and_a_withdrawn_one_are_news(world: World) -> None:
    world.subscribe()
    world.subscribe(f"{CALLBACK}?json", "/all.json")
    first, second, _ = THREE
    world.site.publish(replace(second, copies=(copy("7"),)))
    with world.site.store.writing() as write:
        write.withdraw(first.id, into=None, comment="hidden", now=at())
    world.sweep()
    atom, feed = sorted(world.got, key=lambda one: str(one.url))
    assert entries(atom) == [second.uri]
    assert f'ref="{first.uri}"' in atom.content.decode()
    assert entries(feed) == [second.uri]


def test_what_does_not_concern_a_feed_is_not_pushed_to_its_subscribers(world: World) -> None:
    world.subscribe(feed="/topics/science/rivers.atom")
    world.site.publish(NEW)
    world.sweep()
    assert world.got == []


def test_a_view_with_a_query_gets_what_is_in_it(world: World) -> None:
    world.subscribe(feed="/all.atom?lang=de")
    german = told("10", language="de", first_seen=at(minutes=-1))
    world.site.publish(NEW, german)
    world.sweep()
    assert [entries(one) for one in world.got] == [[german.uri]]


def test_a_search_can_be_subscribed_to(world: World) -> None:
    world.subscribe(feed="/search.atom?q=title%3Aheron+-weir")
    heron = told("10", title="A heron at the lock", first_seen=at(minutes=-1))
    world.site.publish(NEW, heron, told("11", title="Heron at the weir"))
    world.sweep()
    assert [entries(one) for one in world.got] == [[heron.uri]]


def test_more_than_one_document_holds_comes_in_several_and_none_is_lost(world: World) -> None:
    world.subscribe()
    many = [told(f"many-{n}", first_seen=at(seconds=n)) for n in range(23)]
    world.site.publish(*many)
    world.sweep(times=10)
    sizes = [len(entries(one)) for one in world.got]
    assert max(sizes) <= CONFIG.site.entries
    told_of = [uri for one in world.got for uri in entries(one)]
    assert sorted(told_of) == sorted(story.uri for story in many)


def test_a_source_has_its_most_items_in_each_delivery() -> None:
    from tests.build import source

    sources = (replace(source("mill"), max_items=2), source("weir"), source("fresh"))
    with open_hub(*THREE, sources=sources) as world:
        world.subscribe()
        many = [told(f"many-{n}", first_seen=at(seconds=n)) for n in range(5)]
        world.site.publish(*many)
        world.sweep(times=10)
        assert max(len(entries(one)) for one in world.got) == 2
        told_of = [uri for one in world.got for uri in entries(one)]
        assert sorted(told_of) == sorted(story.uri for story in many)


def test_an_old_story_that_changes_is_in_no_document_and_no_news(world: World) -> None:
    old = [told(f"old-{n}", first_seen=at(days=-9, seconds=n)) for n in range(8)]
    world.site.publish(*old)
    world.subscribe()
    world.site.publish(replace(old[0], copies=(copy("77"),)))
    world.sweep()
    assert world.got == []


def test_what_comes_between_request_and_verification_is_delivered(world: World) -> None:
    world.ask()
    world.site.publish(NEW)
    world.sweep()
    assert [entries(one) for one in world.got] == [[NEW.uri]]


@pytest.mark.parametrize("status", [500, 404, 301, 302, 307, 304])
def test_whatever_is_not_well_is_tried_again_after_ever_longer_pauses(
    world: World, status: int
) -> None:
    world.subscribe()
    world.behaviour["/cb"] = answering(status, location="https://elsewhere.example/")
    world.site.publish(NEW)
    tries = []
    for minute in range(60):
        before = len(world.got)
        world.sweep(times=1)
        tries += [minute] * (len(world.got) - before)
        world.later(minutes=1)
    pauses = [b - a for a, b in pairwise(tries)]
    assert pauses == sorted(pauses)
    assert 5 <= len(tries) <= 9
    assert {request.url.host for request in world.requests} == {"reader.example"}
    world.behaviour["/cb"] = willing
    world.later(hours=6)
    world.sweep()
    assert entries(world.got[-1]) == [NEW.uri]
    known = world.subscription()
    assert known is not None
    assert known.failures == 0


def test_a_failing_subscriber_is_kept_until_the_lease_ends_and_no_longer(world: World) -> None:
    world.subscribe(lease_seconds="86400")
    world.behaviour["/cb"] = answering(500)
    world.site.publish(NEW)
    for _ in range(23):
        world.sweep()
        world.later(hours=1)
    assert world.subscription() is not None
    world.later(hours=2)
    world.sweep()
    assert world.subscription() is None
    count = len(world.got)
    world.later(days=1)
    world.sweep()
    assert len(world.got) == count


def test_a_lease_that_ends_ends_the_deliveries(world: World) -> None:
    world.subscribe(lease_seconds="60")
    world.later(seconds=61)
    world.site.publish(NEW)
    world.sweep()
    assert world.got == []
    assert world.subscription() is None


def test_410_ends_a_subscription(world: World) -> None:
    world.subscribe()
    world.behaviour["/cb"] = answering(410)
    world.site.publish(NEW)
    world.sweep()
    assert world.subscription() is None
    assert len(world.got) == 1


def test_who_asks_for_time_gets_it(world: World) -> None:
    world.subscribe()
    world.behaviour["/cb"] = answering(503, retry_after="7200")
    world.site.publish(NEW)
    world.sweep()
    world.later(minutes=119)
    world.sweep()
    assert len(world.got) == 1
    world.later(minutes=2)
    world.sweep()
    assert len(world.got) == 2


def test_what_arrives_while_a_delivery_fails_comes_with_the_next(world: World) -> None:
    world.subscribe()
    world.behaviour["/cb"] = answering(500)
    world.site.publish(NEW)
    world.sweep()
    second = told("10", first_seen=at())
    world.site.publish(second)
    world.behaviour["/cb"] = willing
    world.later(minutes=1)
    world.sweep()
    assert sorted(entries(world.got[-1])) == sorted([NEW.uri, second.uri])


def test_one_deaf_subscriber_does_not_keep_the_others_waiting(world: World) -> None:
    world.subscribe()
    world.subscribe("https://deaf.example/cb2")
    world.turns.closed.add("deaf.example")
    world.site.publish(NEW)
    world.sweep()
    assert [one.url.host for one in world.got] == ["reader.example"]
    world.turns.closed.clear()
    world.sweep()
    assert [one.url.host for one in world.got] == ["reader.example", "deaf.example"]


def test_hundreds_of_subscribers_of_one_host_and_others_are_all_told(world: World) -> None:
    callbacks = [f"https://r{n % 7}.example/cb?{n}" for n in range(210)]
    for callback in callbacks:
        world.ask(callback)
    world.sweep(times=40)
    with world.site.store.reading() as read:
        assert read.hub.count() == read.hub.count("r0.example") * 7 == 210
    world.requests.clear()
    world.site.publish(NEW)
    world.sweep(times=40)
    assert sorted(str(one.url) for one in world.got) == sorted(callbacks)


# ---- denial ----------------------------------------------------------------------------------


def without_quiet() -> Config:
    return CONFIG.model_copy(update={"topics": CONFIG.topics[:2]})


def test_a_feed_that_is_gone_before_the_verification_is_denied(world: World) -> None:
    assert world.ask(feed="/topics/quiet.atom").status_code == 202
    world.site.config = without_quiet()
    world.start()
    world.sweep()
    (asked,) = world.asked
    assert asked["hub.mode"] == "denied"
    assert asked["hub.topic"] == "https://planet.example/topics/quiet.atom"
    assert "not published" in asked["hub.reason"]
    assert world.subscription(feed="/topics/quiet.atom") is None


def test_subscribers_of_a_feed_that_ends_are_told_so(world: World) -> None:
    world.subscribe(feed="/topics/quiet.atom")
    world.site.config = without_quiet()
    world.start()
    world.site.publish(NEW)
    world.sweep()
    assert [one["hub.mode"] for one in world.asked] == ["denied"]
    assert world.subscription(feed="/topics/quiet.atom") is None
    world.sweep()
    assert len(world.requests) == 1


# ---- what documents say ----------------------------------------------------------------------


@pytest.mark.parametrize(
    "path", ["/all.atom", "/topics/town.rss", "/authors/ada-miller.json", "/sources/mill.atom"]
)
def test_every_feed_names_hub_and_self_in_header_and_document(world: World, path: str) -> None:
    answer = world.site.get(path)
    link = f'<https://planet.example/hub>; rel="hub", <https://planet.example{path}>; rel="self"'
    assert answer.headers["link"] == link
    if path.endswith("json"):
        hubs = answer.json()["hubs"]
        assert hubs == [{"type": "WebSub", "url": "https://planet.example/hub"}]
    else:
        links = feedparser.parse(answer.content).feed.links
        assert [one.href for one in links if one.rel == "hub"] == ["https://planet.example/hub"]
        assert [one.href for one in links if one.rel == "self"] == [f"https://planet.example{path}"]
    again = world.site.get(path, if_none_match=answer.headers["etag"])
    assert (again.status_code, again.headers["link"]) == (304, link)


def test_a_form_with_the_same_parameter_twice_means_the_first(world: World) -> None:
    form = [("hub.mode", "subscribe"), ("hub.mode", "unsubscribe"), ("hub.callback", CALLBACK)]
    form += [("hub.topic", "https://planet.example/all.atom")]
    assert world.send(urlencode(form)).status_code == 202
    world.sweep()
    assert world.asked[0]["hub.mode"] == "subscribe"
