"""Fetching: every rule of manners, and every way an answer can be odd."""

import asyncio
import gzip
import socket
import ssl
import subprocess
import sys
import zlib
from collections import Counter
from contextlib import suppress
from datetime import timedelta

import brotli
import httpx
import pytest
import zstandard

from aggregator.config import Config, Fetch
from aggregator.errors import FetchError
from aggregator.fetch import fetch, open_client
from aggregator.hosts import Gate
from aggregator.model import Fetched, NotModified, PollState, Validators
from aggregator.network import Refused
from tests.aggregator.asking import ask, failure, mocked
from tests.build import NOW, source
from tests.world.behaviours import (
    FEED,
    answer,
    bomb,
    drip,
    endless_head,
    endless_hints,
    hang,
    head,
    in_turn,
    raw,
    redirect,
    reset,
    slowly,
    stream,
    when,
)
from tests.world.clock import run_simulated
from tests.world.server import Asked, World
from tests.world.spellings import REFUSED, as_sent

# ---- what is sent ----------------------------------------------------------------------------


def test_a_request_says_who_asks_what_it_reads_and_nothing_else() -> None:
    with World({"/f": answer()}) as world:
        ask(world.url("/f"), world.config(), client={"subscribers": 12})
    sent = world.log[0].headers
    assert {name.lower() for name in sent} == {"host", "user-agent", "accept", "accept-encoding"}
    assert sent["user-agent"].startswith("Feedmill/")
    assert sent["user-agent"].endswith(
        " (+https://planet.example; mailto:ops@planet.example; 12 subscribers)"
    )
    assert "application/atom+xml" in sent["accept"]
    assert sent["accept-encoding"] == "gzip, br, zstd"


def test_validators_are_sent_back_byte_for_byte() -> None:
    odd = {"etag": 'W/"ab\'c-gzip" ', "last_modified": "Sunday, 1-Nov-26 10:00:00 gmt"}
    with World({"/f": answer(**odd)}) as world:
        first = ask(world.url("/f"), world.config())
        ask(world.url("/f"), world.config(), known=first)
    sent = world.log[1].headers
    assert sent["if-none-match"] == odd["etag"].strip()
    assert sent["if-modified-since"] == odd["last_modified"]
    assert sent["a-im"] == "feed"


def test_an_unquoted_etag_is_returned_unquoted() -> None:
    with World({"/f": answer(etag="5f3a")}) as world:
        first = ask(world.url("/f"), world.config())
        ask(world.url("/f"), world.config(), known=first)
    assert world.log[1].headers["if-none-match"] == "5f3a"


def test_an_absent_validator_is_not_invented() -> None:
    with World({"/f": answer(date="Sun, 01 Nov 2026 10:00:00 GMT")}) as world:
        first = ask(world.url("/f"), world.config())
        ask(world.url("/f"), world.config(), known=first)
    assert "if-modified-since" not in world.log[1].headers
    assert "if-none-match" not in world.log[1].headers


def test_validators_go_only_to_the_address_that_gave_them() -> None:
    routes = {"/a": redirect("/b"), "/b": answer(etag='"b"')}
    with World(routes) as world:
        first = ask(world.url("/a"), world.config())
        assert isinstance(first, Fetched)
        assert first.validators.url == first.url == world.url("/b")
        ask(world.url("/a"), world.config(), known=first)
    assert [one.headers["if-none-match"] for one in world.log] == [None, None, None, '"b"']


def test_validators_of_the_redirecting_address_do_not_follow_the_redirect() -> None:
    routes = {"/a": in_turn(answer(etag='"a"'), redirect("/b")), "/b": answer(etag='"b"')}
    with World(routes) as world:
        first = ask(world.url("/a"), world.config())
        ask(world.url("/a"), world.config(), known=first)
    assert world.asked("/a")[1].headers["if-none-match"] == '"a"'
    assert world.asked("/b")[0].headers["if-none-match"] is None


def test_cookies_are_never_returned() -> None:
    routes = {
        "/a": redirect("/b", set_cookie="hop=1; Path=/"),
        "/b": answer(set_cookie="track=1; Path=/; Max-Age=99999"),
    }
    with World(routes) as world:
        first = ask(world.url("/a"), world.config())
        ask(world.url("/a"), world.config(), known=first)
    assert not any("cookie" in one.headers or "referer" in one.headers for one in world.log)


# ---- unchanged -------------------------------------------------------------------------------


@pytest.mark.parametrize("odd", [b'"\xe9\xff"', '"日本"'.encode(), b'"a\x01b"', b"yesterday"])
@pytest.mark.parametrize("field", [b"ETag", b"Last-Modified"])
def test_validators_of_any_bytes_go_back_as_they_came(field: bytes, odd: bytes) -> None:
    given = b"HTTP/1.1 200 OK\r\nContent-Type: text/xml; caf\xc3\xa9\r\n" + field + b": " + odd
    given += b"\r\nContent-Length: %d\r\n\r\n" % len(FEED)
    with World({"/f": in_turn(raw(given, FEED), answer(b"", 304))}) as world:
        first = ask(world.url("/f"), world.config())
        assert isinstance(ask(world.url("/f"), world.config(), known=first), NotModified)
    sent = world.log[1].headers
    value = sent["if-none-match" if field == b"ETag" else "if-modified-since"]
    assert value.encode("latin-1", "surrogateescape") == odd


def test_an_empty_validator_of_a_304_takes_none_away() -> None:
    unchanged = answer(b"", 304, ("ETag", ""))
    with World({"/f": in_turn(answer(etag='"1"'), unchanged)}) as world:
        first = ask(world.url("/f"), world.config())
        second = ask(world.url("/f"), world.config(), known=first)
    assert second.validators == first.validators


def test_a_source_whose_name_cannot_be_is_refused() -> None:
    assert failure("http://xn--a/", Config()).kind == "refused"


def test_a_validator_that_no_server_takes_back_is_none() -> None:
    """Sent back, it would end in 431 for ever."""
    with World({"/f": answer(etag=f'"{"e" * 20_000}"', last_modified="Sat, 3 Jan")}) as world:
        first = ask(world.url("/f"), world.config())
    assert (first.validators.etag, first.validators.last_modified) == ("", "Sat, 3 Jan")


def test_a_validator_stored_as_utf_8_by_an_earlier_feedmill_is_sent() -> None:
    with World({"/f": answer(b"", 304)}) as world:
        known = NotModified(at=NOW, validators=Validators(url=world.url("/f"), etag='"日"'))
        ask(world.url("/f"), world.config(), known=known)
    assert world.log[0].headers["if-none-match"]


def test_what_is_sent_beyond_an_answer_is_not_taken_for_the_next() -> None:
    """A length too short, on a connection that is kept, is one source's fault and not another's."""
    surplus = head(200, [("Content-Length", str(len(FEED)))]) + FEED + head(200, []) + b"not yours"

    def answer_too_much(connection: socket.socket, asked: Asked) -> bool:
        connection.sendall(surplus)
        return True

    with World({"/long": answer_too_much, "/f": answer()}) as world:

        async def main() -> list[Fetched | NotModified]:
            async with open_client(world.config()) as client:
                found = []
                for path in ("/f", "/f", "/long", "/f", "/f"):
                    one = source(url=world.url(path))
                    state = PollState(source=one.id, url=one.url)
                    found.append(await fetch(client, one, state, world.config(), NOW))
                return found

        answers = asyncio.run(main())
    assert [one.body for one in answers if isinstance(one, Fetched)] == [FEED] * 5
    assert [one.connection for one in world.log] == [1, 1, 1, 2, 2]


def test_a_304_replaces_the_validators_it_names_and_keeps_the_others() -> None:
    routes = {
        "/f": in_turn(
            answer(etag='"1"', last_modified="Sun, 01 Nov 2026 10:00:00 GMT"),
            answer(b"", 304, etag='"2"', cache_control="max-age=600"),
        )
    }
    with World(routes) as world:
        first = ask(world.url("/f"), world.config())
        second = ask(world.url("/f"), world.config(), known=first)
    assert isinstance(second, NotModified)
    assert second.validators == Validators(
        url=world.url("/f"), etag='"2"', last_modified="Sun, 01 Nov 2026 10:00:00 GMT"
    )
    assert second.body_hash == first.body_hash
    assert second.fresh_for == timedelta(minutes=10)


def test_the_same_body_without_validators_is_unchanged() -> None:
    with World({"/f": answer()}) as world:
        first = ask(world.url("/f"), world.config())
        assert isinstance(ask(world.url("/f"), world.config(), known=first), NotModified)


def test_the_same_body_under_a_new_etag_is_unchanged_and_the_etag_is_kept() -> None:
    with World({"/f": in_turn(answer(etag='"1"'), answer(etag='"2"'))}) as world:
        first = ask(world.url("/f"), world.config())
        second = ask(world.url("/f"), world.config(), known=first)
    assert isinstance(second, NotModified)
    assert second.validators.etag == '"2"'


def test_a_304_nobody_asked_for_is_an_error() -> None:
    with World({"/f": answer(b"", 304)}) as world:
        error = failure(world.url("/f"), world.config())
    assert "304 to a request without conditions" in str(error)


def test_226_is_a_delta_when_it_was_asked_for_and_an_error_otherwise() -> None:
    delta = answer(FEED + b" ", 226, etag='"2"', im="feed")
    with World({"/f": when("a-im", "feed", delta, answer(etag='"1"')), "/odd": delta}) as world:
        first = ask(world.url("/f"), world.config())
        second = ask(world.url("/f"), world.config(), known=first)
        assert "226" in str(failure(world.url("/odd"), world.config()))
    assert isinstance(second, Fetched)
    assert second.delta
    assert second.validators.etag == '"2"'


# ---- statuses --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "fields", "kind", "wait"),
    [
        (429, {"retry_after": "120"}, "throttled", 120),
        (429, {}, "throttled", None),
        (429, {"retry_after": "soon"}, "throttled", None),
        (429, {"x_ratelimit_reset": "45", "x_ratelimit_remaining": "0"}, "throttled", 45),
        (503, {"retry_after": "Thu, 15 Jan 2026 12:05:00 GMT"}, "throttled", 300),
        (503, {"retry_after": "999999999"}, "throttled", 86400),
        (503, {"retry_after": "Thu, 15 Jan 2009 12:05:00 GMT"}, "throttled", None),
        (403, {"retry_after": "60"}, "throttled", 60),
        (403, {"x_ratelimit_remaining": "0", "x_ratelimit_reset": "30"}, "throttled", 30),
        (403, {"x_ratelimit_remaining": "59", "x_ratelimit_reset": "30"}, "fetch", None),
        (403, {}, "fetch", None),
        (410, {}, "gone", None),
        (404, {}, "fetch", None),
        (401, {}, "fetch", None),
        (500, {"retry_after": "60"}, "fetch", None),
        (502, {}, "fetch", None),
        (204, {}, "fetch", None),
        (206, {}, "fetch", None),
        (300, {}, "fetch", None),
        (451, {}, "fetch", None),
        (599, {}, "fetch", None),
    ],
)
def test_each_status_has_its_meaning(
    status: int, fields: dict[str, str], kind: str, wait: int | None
) -> None:
    with World({"/f": answer(b"<p>no</p>", status, **fields)}) as world:
        error = failure(world.url("/f"), world.config())
    assert error.kind == kind
    assert error.retry_after == (None if wait is None else timedelta(seconds=wait))
    assert str(error).startswith(f"{world.url('/f')}: {status}")


def test_gone_behind_a_temporary_redirect_is_not_gone() -> None:
    routes = {"/a": redirect("/b", 302), "/b": answer(b"", 410), "/c": redirect("/b", 301)}
    with World(routes) as world:
        assert failure(world.url("/a"), world.config()).kind == "fetch"
        assert failure(world.url("/c"), world.config()).kind == "gone"


# ---- redirects -------------------------------------------------------------------------------


def test_only_the_permanent_beginning_of_a_chain_is_a_move() -> None:
    routes = {
        "/a": redirect("/b", 301),
        "/b": redirect("c", 308),
        "/c": redirect("/d", 307),
        "/d": redirect("/e#top", 301),
        "/e": answer(),
        "/t": redirect("/u", 302),
        "/u": redirect("/e", 301),
    }
    with World(routes) as world:
        chain = ask(world.url("/a"), world.config())
        temporary = ask(world.url("/t"), world.config())
    assert isinstance(chain, Fetched)
    assert (chain.url, chain.moved_to) == (world.url("/e"), world.url("/c"))
    assert temporary.moved_to == ""


@pytest.mark.parametrize(
    ("routes", "kind", "words"),
    [
        ({"/f": redirect("/f")}, "fetch", "in a circle"),
        ({"/f": redirect("/g"), "/g": redirect("/f#x")}, "fetch", "in a circle"),
        ({"/f": redirect("/f?1"), **{f"/f?{n}": redirect(f"/f?{n + 1}") for n in range(1, 9)}},
         "fetch", "more than 5 times"),
        ({"/f": redirect("")}, "fetch", "without a location"),
        ({"/f": redirect("file:///etc/passwd")}, "refused", "no web address"),
        ({"/f": redirect("gopher://a.test/")}, "refused", "no web address"),
        ({"/f": redirect("//[oops/")}, "refused", "no web address"),
        ({"/f": redirect("javascript:alert(1)")}, "refused", "no web address"),
        ({"/f": redirect("http://xn--a/")}, "refused", "no web address"),
        ({"/f": redirect("data:text/html,x")}, "refused", "no web address"),
        ({"/f": redirect("http://a.test:99999/")}, "refused", "no web address"),
        ({"/f": redirect("/" + "a" * 9000)}, "refused", "no web address"),
    ],
)  # fmt: skip
def test_redirects_that_lead_nowhere_are_errors(routes, kind: str, words: str) -> None:
    with World(routes) as world:
        error = failure(world.url("/f"), world.config())
    assert (error.kind, words in str(error)) == (kind, True)


def test_five_redirects_are_followed() -> None:
    routes = {f"/{n}": redirect(f"/{n + 1}") for n in range(5)} | {"/5": answer()}
    with World(routes) as world:
        assert isinstance(ask(world.url("/0"), world.config()), Fetched)
        assert len(world.log) == 6


def test_no_spelling_of_a_private_address_is_reached_by_a_redirect() -> None:
    routes = {f"/{n}": redirect(as_sent(url)) for n, url in enumerate(REFUSED)}
    with World(routes) as world:
        config = world.config()
        kinds = {url: failure(world.url(f"/{n}"), config) for n, url in enumerate(REFUSED)}
    assert {url: error.kind for url, error in kinds.items() if error.kind != "refused"} == {}


def test_another_port_of_an_allowed_address_is_refused() -> None:
    with World({"/secret": answer()}) as other, World({"/f": redirect("")}) as world:
        world.routes["/f"] = redirect(other.url("/secret"))
        error = failure(world.url("/f"), world.config())
    assert error.kind == "refused"
    assert other.log == []
    assert "127.0.0.1 is a loopback address" in str(error)


def test_own_headers_and_credentials_stay_at_their_origin() -> None:
    with World({"/g": answer()}) as other, World({"/f": redirect("/h")}) as world:
        world.routes["/h"] = redirect(other.url("/g"))
        config = world.config(allow_networks=(f"127.0.0.1:{other.port}",))
        own = {"Authorization": "env:TOKEN", "X-Key": "k"}
        ask(world.url("/f"), config, headers=own, environ={"TOKEN": "Bearer sesame"})
    assert [one.headers["authorization"] for one in world.log] == ["Bearer sesame"] * 2
    assert world.log[1].headers["x-key"] == "k"
    assert "authorization" not in other.log[0].headers
    assert "x-key" not in other.log[0].headers


def test_an_adopted_move_to_another_origin_does_not_get_the_own_headers() -> None:
    with World({"/g": answer()}) as other:
        config = other.config()
        ask("http://blog.example/f", config, headers={"X-Key": "k"}, asked_at=other.url("/g"))
    assert "x-key" not in other.log[0].headers


def test_userinfo_in_a_redirect_is_not_turned_into_credentials() -> None:
    with World({"/g": answer()}) as world:
        world.routes["/f"] = redirect(f"http://ann:secret@127.0.0.1:{world.port}/g")
        answered = ask(world.url("/f"), world.config())
    assert "authorization" not in world.asked("/g")[0].headers
    assert isinstance(answered, Fetched)
    assert answered.url == world.url("/g")


# ---- messages --------------------------------------------------------------------------------


def test_messages_hold_no_secret() -> None:
    with World({"/f": answer(b"", 404)}) as world:
        address = world.url("/f?token=sesame").replace("//", "//ann:sesame@")
        error = failure(
            address, world.config(), headers={"X-Key": "env:K"}, environ={"K": "sesame"}
        )
    assert str(error) == f"{world.url('/f')}?…: 404 not found"


def test_an_unset_variable_and_an_unsendable_value_are_named_but_not_told() -> None:
    with World({"/f": answer()}) as world:
        unset = failure(world.url("/f"), world.config(), headers={"X-Key": "env:NO_SUCH"})
        broken = failure(
            world.url("/f"), world.config(), headers={"X-Key": "env:K"}, environ={"K": "se\nsame"}
        )
    assert "$NO_SUCH is not set (X-Key)" in str(unset)
    assert "the value of X-Key cannot be sent" in str(broken)
    assert "same" not in str(broken).removeprefix(world.url("/f"))
    assert world.log == []


def test_logging_of_addresses_by_the_libraries_is_silenced(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with World({"/f": answer()}) as world, caplog.at_level("DEBUG"):
        ask(world.url("/f?token=sesame"), world.config(), headers={"X-Key": "open-sesame"})
    assert "sesame" not in caplog.text


# ---- bodies ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("coding", "body"),
    [
        ("gzip", gzip.compress(FEED)),
        ("x-gzip", gzip.compress(FEED)),
        ("GZIP", gzip.compress(FEED[:50]) + gzip.compress(FEED[50:]) + b"\0" * 100),
        ("deflate", zlib.compress(FEED)),
        ("deflate", zlib.compress(FEED)[2:-4]),
        ("br", brotli.compress(FEED)),
        ("zstd", zstandard.compress(FEED)),
        ("identity", FEED),
        ("", FEED),
    ],
)
def test_each_coding_is_undone(coding: str, body: bytes) -> None:
    with World({"/f": answer(body, content_encoding=coding)}) as world:
        answered = ask(world.url("/f"), world.config())
    assert isinstance(answered, Fetched)
    assert answered.body == FEED


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zstd"])
def test_a_bomb_ends_at_the_limit(coding: str) -> None:
    with World({"/f": answer(bomb(coding, 8 * 1024**2), content_encoding=coding)}) as world:
        error = failure(world.url("/f"), world.config(max_bytes="1MiB"))
    assert "larger than 1048576 bytes when decoded" in str(error)


@pytest.mark.parametrize(
    ("behaviour", "words"),
    [
        (stream(b"a" * 65536, 200 * 1024**2, length=True), "larger than 1048576 bytes"),
        (stream(b"a" * 65536, 200 * 1024**2), "larger than 1048576 bytes"),
        (stream(b"a" * 1000, None), "larger than 1048576 bytes"),
        (stream(gzip.compress(b""), None, coding="gzip"), "more than 1000 parts"),
        (answer(gzip.compress(gzip.compress(FEED)), content_encoding="gzip, gzip"),
         "more than one content coding"),
        (answer(FEED, content_encoding="compress"), "a content coding nobody asked for"),
        (answer(FEED, content_encoding="gzip"), "broken gzip data"),
        (answer(FEED, content_encoding="br"), "broken brotli data"),
        (answer(FEED, content_encoding="zstd"), "broken zstd data"),
        (answer(gzip.compress(FEED)[:-9], content_encoding="gzip"), "the gzip data is cut short"),
        (answer(brotli.compress(FEED)[:-3], content_encoding="br"), "the brotli data is cut"),
        (answer(zstandard.compress(FEED)[:-3], content_encoding="zstd"), "the zstd data is cut"),
        (raw(head(200, [("Content-Length", "5000")]), FEED), "incomplete or no HTTP"),
        (raw(head(200, [("Transfer-Encoding", "chunked")]), b"40\r\n" + FEED[:20]),
         "incomplete or no HTTP"),
        (raw(head(200, [("Transfer-Encoding", "chunked")]), b"zz\r\nabc\r\n0\r\n\r\n"),
         "incomplete or no HTTP"),
        (raw(head(200, [("Content-Length", "5"), ("Content-Length", "500")]), FEED),
         "incomplete or no HTTP"),
        (raw(head(200, [("Content-Length", "-5")]), FEED), "incomplete or no HTTP"),
        (raw(b"SSH-2.0-OpenSSH_9.2\r\n"), "incomplete or no HTTP"),
        (raw(b"HTTP/1.1 twohundred OK\r\n\r\n"), "incomplete or no HTTP"),
        (raw(FEED), "incomplete or no HTTP"),
        (raw(b""), "incomplete or no HTTP"),
        (raw(b"HTTP/1.1 200 OK\r\nX-Bad: a\0b\r\n\r\n"), "incomplete or no HTTP"),
        (reset(), "cut off"),
        (reset(head(200, [("Content-Length", "5000")]) + FEED[:100]), "cut off"),
        (endless_head(), "incomplete or no HTTP"),
        (endless_hints(), "incomplete or no HTTP"),
        (raw(head(200, [("X-Huge", "a" * 300_000)]), FEED), "incomplete or no HTTP"),
    ],
)  # fmt: skip
def test_a_body_that_is_not_whole_is_an_error(behaviour, words: str) -> None:
    with World({"/f": behaviour}) as world:
        error = failure(world.url("/f"), world.config(max_bytes="1MiB", timeout="60s"))
    assert error.kind == "fetch"
    assert words in str(error)
    assert str(error).startswith(world.url("/f"))
    assert "\n" not in str(error)


def test_a_body_sent_in_crumbs_is_not_worth_its_time() -> None:
    with World({"/f": stream(b"a", None)}) as world:
        error = failure(world.url("/f"), world.config(timeout="60s"))
    assert "sent in crumbs of less than 16 bytes" in str(error)


@pytest.mark.parametrize("behaviour", [drip(), hang(), slowly(answer(), 3), drip(chunk=b"ab")])
def test_whatever_takes_too_long_ends_at_the_deadline(behaviour) -> None:
    with World({"/f": behaviour}) as world:
        error = failure(world.url("/f"), world.config(timeout="0.3s"))
    assert str(error) == f"{world.url('/f')}: no whole answer within 0.3 s"


def test_the_deadline_is_for_the_whole_chain() -> None:
    routes = {f"/{n}": slowly(redirect(f"/{n + 1}"), 0.15) for n in range(5)} | {"/5": answer()}
    with World(routes) as world:
        assert "no whole answer" in str(failure(world.url("/0"), world.config(timeout="0.4s")))


@pytest.mark.parametrize(
    "behaviour",
    [
        raw(b"HTTP/1.0 200 OK\r\n\r\n", FEED),
        raw(b"HTTP/1.0 200 OK\r\nServer: old\r\n\r\n", FEED[:10], FEED[10:]),
        raw(b"HTTP/1.1 200\r\nConnection: close\r\n\r\n", FEED),
        raw(b"HTTP/1.1 103 Early Hints\r\nLink: </s.css>\r\n\r\n", head(200, []), FEED),
        raw(b"HTTP/1.1 100 Continue\r\n\r\n", head(200, []), FEED),
        answer(FEED, 203),
        answer(FEED, 200, ("X-Many", "a")),
        answer(FEED, 200, ("Content-Type", "text/html"), ("Content-Type", "application/xml")),
        raw(head(200, [(f"X-{n}", "a" * 100) for n in range(300)]), FEED),
        raw(head(200, [("X-Name", "caf\xe9 \x80")]), FEED),
    ],
)
def test_odd_but_harmless_answers_are_taken(behaviour) -> None:
    with World({"/f": behaviour}) as world:
        answered = ask(world.url("/f"), world.config())
    assert isinstance(answered, Fetched)
    assert answered.body == FEED


def test_only_as_much_as_content_length_says_is_the_body() -> None:
    sent = raw(head(200, [("Content-Length", str(len(FEED)))]), FEED, b"and more")
    with World({"/f": sent}) as world:
        answered = ask(world.url("/f"), world.config())
    assert isinstance(answered, Fetched)
    assert answered.body == FEED


def test_what_the_head_says_is_kept() -> None:
    fields = [
        ("Content-Type", "application/atom+xml"),
        ("Content-Language", "de"),
        ("Link", '<https://hub.example/>; rel="hub"'),
        ("Link", "</f>; rel=self"),
        ("Cache-Control", "public, max-age=1800"),
        ("Age", "600"),
    ]
    with World({"/f": answer(FEED, 200, *fields)}) as world:
        answered = ask(world.url("/f"), world.config())
    assert isinstance(answered, Fetched)
    assert answered.content_type == "application/atom+xml"
    assert answered.content_language == "de"
    assert [(link.rel, link.href) for link in answered.links] == [
        ("hub", "https://hub.example/"),
        ("self", world.url("/f")),
    ]
    assert answered.fresh_for == timedelta(minutes=20)


def test_nothing_listens_there() -> None:
    with World({}) as world:
        pass
    assert str(failure(world.url("/f"), world.config())) == (
        f"{world.url('/f')}: connection refused"
    )


MEASURE = """
import asyncio, resource, sys
from aggregator.config import Config, Fetch
from aggregator.errors import FetchError
from aggregator.fetch import fetch, open_client
from aggregator.model import PollState
from tests.build import NOW, source

async def main(sound, *hostile):
    config = Config(fetch=Fetch(allow_networks=("127.0.0.1",)))
    async with open_client(config) as client:
        async def ask(url):
            one = source(url=url)
            return await fetch(client, one, PollState(source=one.id, url=url), config, NOW)
        await ask(sound)
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        for url in hostile:
            try:
                await ask(url)
            except FetchError as error:
                assert "larger than" in str(error), error
            else:
                raise AssertionError(url)
        print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)

asyncio.run(main(*sys.argv[1:]))
"""


def test_two_hundred_megabytes_of_body_or_bomb_cost_little_more_than_the_limit() -> None:
    codings = ("gzip", "deflate", "br", "zstd")
    hostile = {f"/{coding}": answer(bomb(coding), content_encoding=coding) for coding in codings}
    hostile["/large"] = stream(b"a" * 65536, 200 * 1024**2)
    with World({"/f": answer(FEED), **hostile}) as world:
        measured = subprocess.run(
            [sys.executable, "-c", MEASURE, *(world.url(path) for path in world.routes)],
            check=True, capture_output=True, text=True, timeout=300,
        )  # fmt: skip
    assert int(measured.stdout) < 40 * 1024  # KiB; the limit is 10 MiB


def because(cause: Exception) -> httpx.ConnectError:
    error = httpx.ConnectError("sesame")
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "kind", "words"),
    [
        (httpx.ConnectTimeout("x"), "fetch", "no connection in time"),
        (httpx.ReadTimeout("x"), "fetch", "no answer in time"),
        (httpx.ConnectError("x\ny"), "fetch", "x y"),
        (httpx.ConnectError(""), "fetch", "no connection"),
        (because(ssl.SSLError("x")), "fetch", "no TLS connection"),
        (because(ConnectionResetError(104, "x")), "fetch", "connection reset by peer"),
        (httpx.RemoteProtocolError("b'sesame'"), "fetch", "the answer is incomplete or no HTTP"),
        (httpx.ReadError("sesame"), "fetch", "the connection was cut off"),
        (httpx.LocalProtocolError("sesame"), "fetch", "cannot be asked (LocalProtocolError)"),
        (httpx.InvalidURL("sesame"), "refused", "it or where it leads is no web address"),
        (Refused("10.0.0.1 is a private address"), "refused",
         "refused, 10.0.0.1 is a private address"),
    ],
)  # fmt: skip
def test_errors_of_the_client_are_told_in_words_of_ours(
    error: Exception, kind: str, words: str
) -> None:
    def handle(request: httpx.Request) -> httpx.Response:
        raise error

    async def main() -> None:
        one = source(url="https://a.example/f")
        async with mocked(handle) as client:
            await fetch(client, one, PollState(source=one.id, url=one.url), Config(), NOW)

    with pytest.raises(FetchError) as caught:
        asyncio.run(main())
    assert (caught.value.kind, str(caught.value)) == (kind, f"https://a.example/f: {words}")


# ---- at the gate -------------------------------------------------------------------------------


def gated(answers: dict[str, httpx.Response], *urls: str) -> tuple[Gate, list[float], float]:
    """Fetch each in its turn, in simulated time: the gate, when requests came, and the end."""
    config = Config(fetch=Fetch(host_every="10s", host_burst=1, timeout="5s"))
    times: list[float] = []

    def handle(request: httpx.Request) -> httpx.Response:
        times.append(asyncio.get_running_loop().time())
        return answers[str(request.url)]

    async def main() -> tuple[Gate, list[float], float]:
        gate = Gate(config.fetch)
        async with mocked(handle) as client:
            for url in urls:
                one = source(url=url)
                state = PollState(source=one.id, url=url)
                with suppress(FetchError):
                    await fetch(client, one, state, config, NOW, gate=gate)
        return gate, times, asyncio.get_running_loop().time()

    return run_simulated(main())


def room(gate: Gate, url: str, at: float) -> bool:
    async def main() -> bool:
        await asyncio.sleep(at)
        return gate.has_room(url)

    return run_simulated(main())


def test_a_redirect_to_another_host_waits_for_its_bucket_and_not_for_ours() -> None:
    answers = {
        "https://a.example/1": httpx.Response(302, headers={"location": "https://b.example/1"}),
        "https://c.example/2": httpx.Response(302, headers={"location": "https://b.example/1"}),
        "https://b.example/1": httpx.Response(200, content=FEED),
    }
    _, times, _ = gated(answers, "https://a.example/1", "https://c.example/2")
    assert times == [0, 0, 0, 10], "longer than the deadline, which is for the server only"


def test_no_redirect_is_followed_to_a_host_that_is_being_asked() -> None:
    # two hosts that lead to each other, and answer slowly: nobody waits for ever
    under_way: Counter[str] = Counter()
    most = 0
    config = Config(fetch=Fetch(host_every="1s", host_burst=9, timeout="60s"))

    async def handle(request: httpx.Request) -> httpx.Response:
        nonlocal most
        host, other = request.url.host, {"a.example": "b.example", "b.example": "a.example"}
        under_way[host] += 1
        most = max(most, under_way[host])
        await asyncio.sleep(7)
        under_way[host] -= 1
        if request.url.path == "/end":
            return httpx.Response(200, content=FEED)
        return httpx.Response(302, headers={"location": f"https://{other[host]}/end"})

    async def main() -> list[Fetched | NotModified]:
        gate = Gate(config.fetch)
        async with mocked(handle) as client:
            return await asyncio.gather(
                *(
                    fetch(
                        client, one, PollState(source=one.id, url=one.url), config, NOW, gate=gate
                    )
                    for one in (
                        source(url=f"https://{host}.example/{n}") for host in "ab" for n in "12"
                    )
                )
            )

    answers = run_simulated(main())
    assert [answer.url for answer in answers if isinstance(answer, Fetched)] == [
        f"https://{host}.example/end" for host in "bbaa"
    ]
    assert most == 1


@pytest.mark.parametrize(
    ("status", "fields", "closed"),
    [
        (429, {"retry-after": "120"}, 120),
        (429, {}, 60),
        (503, {"retry-after": "90"}, 60),
        (503, {}, 10),
        (403, {"x-ratelimit-remaining": "0", "x-ratelimit-reset": "45"}, 45),
        (403, {}, 10),
        (200, {"x-ratelimit-remaining": "0.0", "x-ratelimit-reset": "45"}, 45),
        (200, {"x-ratelimit-remaining": "9.0", "x-ratelimit-reset": "45"}, 10),
    ],
)
def test_a_host_that_has_had_enough_is_closed_for_all_its_sources(
    status: int, fields: dict[str, str], closed: int
) -> None:
    url = "https://a.example/1"
    gate, _, _ = gated({url: httpx.Response(status, headers=fields, content=FEED)}, url)
    assert not room(gate, url, closed - 2)
    assert room(gate, url, closed)
