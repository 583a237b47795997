import asyncio
import hashlib
import hmac
from dataclasses import replace
from datetime import timedelta
from urllib.parse import parse_qs

import httpx
import pytest

from aggregator.model import Link, PollState, Push
from aggregator.push import can_be_reached, hub_of, is_due, is_pushed, is_signed, judge
from aggregator.websub import Callbacks, subscribe
from tests.build import at
from tests.rim import Site, cut_off

FEED = "https://mill.example/feed.xml"
HUB = "https://hub.example/"
LINKS = (Link(href=HUB, rel="hub"), Link(href=FEED, rel="self"))


def rss(*titles):
    items = "".join(
        f"<item><title>{title}</title><guid>https://mill.example/{title}</guid>"
        f"<link>https://mill.example/{title}</link>"
        f"<description>All that there is to say about {title} in ten words.</description></item>"
        for title in titles
    )
    return (
        '<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>Mill</title>'
        f'<atom:link rel="hub" href="{HUB}"/><atom:link rel="self" href="{FEED}"/>{items}'
        "</channel></rss>"
    )


def state(push=None, links=LINKS):
    return PollState(source="mill", url=FEED, links=links, push=push)


def push(**given):
    values = {"hub": HUB, "feed_url": FEED, "token": "t0k3n", "secret": "s3cr3t", "asked": at()}
    return Push(**(values | given))


def test_hub_and_topic_are_taken_from_headers_before_the_document():
    assert hub_of(state()) == (HUB, FEED)
    assert hub_of(state(links=LINKS[:1])) is None


def test_a_hub_is_asked_at_first_on_change_before_the_end_and_after_silence(now):
    assert is_due(state(), now)
    assert not is_due(state(push()), now)
    assert is_due(state(push(asked=at(hours=-7))), now)
    assert is_due(state(push(hub="https://other.example/")), now)
    active = push(state="active", asked=at(days=-1), expires=at(days=5))
    assert not is_due(state(active), now)
    assert is_due(state(replace(active, expires=at(hours=20))), now)
    assert not is_due(state(links=()), now)


def test_push_works_only_while_a_verified_lease_runs(now):
    assert not is_pushed(state(push()), now)
    assert is_pushed(state(push(state="active", expires=at(days=1))), now)
    assert not is_pushed(state(push(state="active", expires=at(days=-1))), now)


@pytest.mark.parametrize(
    ("token", "query", "answer"),
    [
        ("t0k3n", {"hub.mode": "subscribe", "hub.topic": FEED}, "confirm"),
        ("t0k3n", {"hub.mode": "subscribe", "hub.topic": FEED + "x"}, "refuse"),
        ("wrong", {"hub.mode": "subscribe", "hub.topic": FEED}, "refuse"),
        ("t0k3n", {"hub.mode": "unsubscribe", "hub.topic": FEED}, "refuse"),
        ("t0k3n", {"hub.mode": "denied", "hub.topic": FEED}, "denied"),
        ("t0k3n", {}, "refuse"),
    ],
)
def test_only_what_was_asked_for_is_confirmed(now, token, query, answer):
    assert judge(state(push()), token, query, now) == answer


def test_nobody_can_renew_a_subscription_that_we_did_not_renew(now):
    stale = push(state="active", asked=at(days=-3), expires=at(days=5))
    query = {"hub.mode": "subscribe", "hub.topic": FEED}
    assert judge(state(stale), "t0k3n", query, now) == "refuse"


def test_a_delivery_is_believed_by_its_signature_alone():
    for method in ("sha1", "sha256", "sha512"):
        digest = hmac.new(b"s", b"body", getattr(hashlib, method)).hexdigest()
        assert is_signed(b"body", f"{method}={digest}", "s")
        assert not is_signed(b"body!", f"{method}={digest}", "s")
        assert not is_signed(b"body", f"{method}={digest}", "other")
    assert not is_signed(b"body", "", "s")
    assert not is_signed(b"body", "md5=00", "s")
    assert not is_signed(b"body", "sha256=\xe9", "s")


def test_a_hub_cannot_reach_a_loopback_site():
    assert can_be_reached("https://planet.example")
    assert not can_be_reached("http://127.0.0.1:8080")
    assert not can_be_reached("http://localhost")


class World:
    """A site with a hub: what the hub is asked, and what it does."""

    def __init__(self, hub=HUB):
        self.asked, self.moved_to = [], ""
        self.site = Site(
            {FEED: rss("one").replace(HUB, hub), hub: self.hub},
            config=f'[site]\nurl = "https://planet.example"\n[[sources]]\nurl = "{FEED}"\n',
        )

    def hub(self, request):
        if self.moved_to:
            location, self.moved_to = self.moved_to, ""
            return httpx.Response(307, headers={"Location": location})
        self.asked.append({k: v[0] for k, v in parse_qs(request.content.decode()).items()})
        return httpx.Response(202)

    def run(self, *steps):
        async def go():
            transport = httpx.MockTransport(self.site.answer)
            async with httpx.AsyncClient(transport=transport) as client:
                outside = self.site.outside(client)
                (source,) = self.site.sources
                app = Callbacks(outside, lambda: self.site.rules, lambda: self.site.now).app()
                ours = httpx.ASGITransport(app=app)
                async with httpx.AsyncClient(
                    transport=ours, base_url="https://planet.example"
                ) as world:
                    answers = []
                    for step in steps:
                        if step == "subscribe":
                            await subscribe(source, outside, self.site.rules, self.site.now)
                        elif step == "settle":
                            await asyncio.sleep(0)
                            pending = asyncio.all_tasks() - {asyncio.current_task()}
                            await asyncio.gather(*pending)
                        else:
                            answers.append(await step(world))
                    return answers

        return asyncio.run(go())

    def verify(self, **changed):
        def step(world):
            asked = self.asked[-1]
            path = asked["hub.callback"].removeprefix("https://planet.example")
            query = {
                "hub.mode": "subscribe",
                "hub.topic": asked["hub.topic"],
                "hub.challenge": "c-42",
                "hub.lease_seconds": "86400",
            }
            return world.get(path, params=query | changed)

        return step

    def send(self, body, secret=None):
        def step(world):
            asked = self.asked[-1]
            path = asked["hub.callback"].removeprefix("https://planet.example")
            key = (secret or asked["hub.secret"]).encode()
            signature = hmac.new(key, body.encode(), hashlib.sha256).hexdigest()
            headers = {"X-Hub-Signature": f"sha256={signature}", "Content-Type": "text/xml"}
            return world.post(path, content=body, headers=headers)

        return step


def test_a_hub_that_hangs_up_amid_a_delivery_is_no_error_of_ours():
    def hang_up(world, given):
        path = world.asked[-1]["hub.callback"].removeprefix("https://planet.example")
        return cut_off(given._transport.app, path, b"<rss>", content_length="100000")

    world = World()
    world.site.poll_all()
    status, delivered = world.run(
        "subscribe", lambda given: hang_up(world, given), world.send(rss("one", "two")), "settle"
    )
    assert (status, delivered.status_code) == (400, 202)


def test_a_source_with_a_hub_is_subscribed_verified_and_pushed():
    world = World()
    world.site.poll_all()
    verified, delivered = world.run(
        "subscribe", world.verify(), world.send(rss("one", "two")), "settle"
    )
    assert world.asked[0]["hub.mode"] == "subscribe"
    assert world.asked[0]["hub.topic"] == FEED
    assert len(world.asked[0]["hub.secret"]) < 200
    assert (verified.status_code, verified.text) == (200, "c-42")
    assert delivered.status_code == 202
    assert {story.lead.title for story in world.site.stories()} == {"one", "two"}
    with world.site.store.writing() as write:
        known = write.poll_state("mill-example")
    assert is_pushed(known, world.site.now)


def test_a_forged_delivery_is_answered_and_ignored():
    world = World()
    world.site.poll_all()
    (delivered,) = world.run("subscribe", world.send(rss("evil"), secret="guess"), "settle")
    assert delivered.status_code == 202
    assert {story.lead.title for story in world.site.stories()} == {"one"}


def test_a_question_about_another_topic_gets_no_challenge_back():
    world = World()
    world.site.poll_all()
    (answer,) = world.run("subscribe", world.verify(**{"hub.topic": "https://evil.example/"}))
    assert answer.status_code == 404
    assert "c-42" not in answer.text


def test_a_hub_is_not_asked_twice():
    world = World()
    world.site.poll_all()
    world.run("subscribe", "subscribe")
    assert len(world.asked) == 1


def test_secrets_are_in_no_log_and_no_repr_of_status(capsys):
    world = World()
    world.site.poll_all()
    world.run("subscribe")
    output = capsys.readouterr()
    assert world.asked[0]["hub.secret"] not in output.out + output.err


def expiry(world):
    with world.site.read() as read:
        return read.poll_state("mill-example").push.expires


@pytest.mark.parametrize(
    ("said", "days"),
    [("0", 1 / 24), ("-5", 1 / 24), ("", 1 / 24), ("9" * 40, 1 / 24), ("x", 1 / 24),
     ("864000", 10), ("999999999", 31)],
)  # fmt: skip
def test_a_lease_is_no_longer_than_is_sensible(said, days):
    world = World()
    world.site.poll_all()
    world.run("subscribe", world.verify(**{"hub.lease_seconds": said}))
    assert expiry(world) == world.site.now + timedelta(days=days)


def test_a_question_that_is_asked_again_much_later_is_not_answered():
    world = World()
    world.site.poll_all()
    world.run("subscribe", world.verify())
    before = expiry(world)
    world.site.now += timedelta(hours=7)
    (answer,) = world.run(world.verify())
    assert answer.status_code == 404
    assert expiry(world) == before


def test_a_hub_that_moved_is_asked_where_it_is_now():
    world = World()
    world.site.answers["https://new.example/hub"] = world.hub
    world.moved_to = "https://new.example/hub"
    world.site.poll_all()
    world.run("subscribe")
    assert world.asked[0]["hub.topic"] == FEED


@pytest.mark.parametrize(
    "location", ["http://new.example/hub", "file:///etc/passwd", "", HUB, "https://[x/"]
)
def test_a_hub_that_leads_nowhere_good_is_not_followed(location):
    world = World()
    world.site.answers["http://new.example/hub"] = world.hub
    world.moved_to = location or " "
    world.site.poll_all()
    world.run("subscribe")
    assert world.asked == []


@pytest.mark.parametrize(
    "hub", ["javascript:x", "https://[x/", "https://:0/", "mailto:a@b.example"]
)
def test_a_hub_that_is_no_web_address_harms_nobody(hub):
    world = World(hub)
    world.site.poll_all()
    world.run("subscribe")
    assert world.asked == []


def test_a_hubs_answer_is_not_read():
    """It is a stranger's: it may be without end, or grow when it is decoded."""

    async def without_end():
        raise AssertionError("somebody reads it")
        yield b""

    world = World()
    world.site.answers[HUB] = lambda request: httpx.Response(
        200, content=without_end(), headers={"Content-Encoding": "br"}
    )
    world.site.poll_all()
    world.run("subscribe")


def test_a_source_that_names_another_hub_gets_another_subscription():
    world = World()
    world.site.poll_all()
    world.run("subscribe", world.verify())
    old = world.asked[-1]["hub.callback"].removeprefix("https://planet.example")
    other = "https://other.example/hub"
    world.site.answers |= {FEED: rss("one").replace(HUB, other), other: world.hub}
    world.site.now += timedelta(days=2)
    world.site.poll_all(force=True)
    answers = world.run("subscribe", lambda ours: ours.post(old, content=b"old"), world.verify())
    assert [one.status_code for one in answers] == [404, 200]
    assert len(world.asked) == 2
    assert world.asked[0]["hub.secret"] != world.asked[1]["hub.secret"]


def test_deliveries_beyond_what_can_be_held_come_again_later(monkeypatch):
    monkeypatch.setattr("aggregator.websub._AT_ONCE", 0)
    world = World()
    world.site.poll_all()
    (refused,) = world.run("subscribe", world.send(rss("one", "two")))
    assert (refused.status_code, refused.headers["retry-after"]) == (503, "60")
    monkeypatch.setattr("aggregator.websub._AT_ONCE", 2)
    (taken,) = world.run(world.send(rss("one", "two")), "settle")
    assert taken.status_code == 202
    assert {story.lead.title for story in world.site.stories()} == {"one", "two"}


def test_what_is_held_is_let_go_of_whatever_came_of_it():
    world = World()
    world.site.poll_all()

    async def go():
        async with httpx.AsyncClient(transport=httpx.MockTransport(world.site.answer)) as client:
            callbacks = Callbacks(
                world.site.outside(client), lambda: world.site.rules, lambda: world.site.now
            )
            transport = httpx.ASGITransport(app=callbacks.app(), raise_app_exceptions=False)
            async with httpx.AsyncClient(
                transport=transport, base_url="https://planet.example"
            ) as ours:
                await world.send(rss("one", "two"))(ours)
                await world.send(rss("x"), secret="guess")(ours)
                await asyncio.gather(*callbacks._deliveries)
                await asyncio.sleep(0)
                return callbacks._held

    world.run("subscribe")
    assert asyncio.run(go()) == 0
