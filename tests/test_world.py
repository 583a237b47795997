"""A planet of sound, odd and hostile sources, polled once through the whole machine.

Every source ends in its right outcome, those that fail with a stored reason that names them, and
none is in the way of another. What each behaviour does to `fetch` alone is in test_fetch.
"""

import asyncio
import gzip
import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from aggregator.config import parse_config
from aggregator.hosts import Gate
from aggregator.network import open_client
from aggregator.once import fetch_once
from aggregator.pipeline import Outside
from aggregator.roster import call_roster
from aggregator.store import SourceRow, View, open_store
from tests.build import NOW
from tests.world.behaviours import (
    FEED,
    answer,
    bomb,
    drip,
    endless_head,
    hang,
    head,
    raw,
    redirect,
    reset,
    stream,
)
from tests.world.server import Behaviour, World, trusting

ENTRY = (
    "<entry><id>urn:x:%s</id><title>%s</title><link href='https://world.example/%s'/>"
    "<updated>2026-01-10T00:00:00Z</updated><content type='html'>%s</content></entry>"
)


def atom(*entries: tuple[str, str], head: str = '<?xml version="1.0"?>') -> bytes:
    """A feed of (title, content) pairs."""
    inner = "".join(
        ENTRY % (number, title, number, content) for number, (title, content) in enumerate(entries)
    )
    return (
        f'{head}<feed xmlns="http://www.w3.org/2005/Atom"><id>urn:x</id><title>X</title>'
        f"<updated>2026-01-10T00:00:00Z</updated>{inner}</feed>"
    ).encode("utf-8", "surrogatepass")


LAUGHS = "<!DOCTYPE feed [" + '<!ENTITY a0 "ha">' + "".join(
    f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10)
) + "]>"  # fmt: skip
FILE = '<!DOCTYPE feed [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
WORDS = "Words enough to tell this story from the others, told by a source of its own. "
JSON_FEED = {"version": "https://jsonfeed.org/version/1.1", "title": "J", "items": []}

SOUND = {
    "/atom": answer(FEED, content_type="application/atom+xml", etag='"1"'),
    "/gzip": answer(gzip.compress(FEED), content_encoding="gzip"),
    "/feed.xml.gz": answer(gzip.compress(FEED), content_type="application/gzip"),
    "/untyped": answer(FEED),
    "/wrongly-typed": answer(FEED, content_type="text/plain; charset=us-ascii"),
    "/old": raw(b"HTTP/1.0 200 OK\r\n\r\n", FEED),
    "/hinted": raw(b"HTTP/1.1 103 Early Hints\r\nLink: </s.css>\r\n\r\n", head(200, []), FEED),
    "/moved": redirect("/atom", 301),
    "/page": answer(
        b'<html><head><link rel="alternate" type="application/atom+xml" href="/atom">'
        b"<title>P</title></head><body><p>Hello</p></body></html>",
        content_type="text/html",
    ),
    "/cookies": answer(FEED, set_cookie="a=1"),
    "/empty-feed": answer(atom()),
    "/control": answer(atom(("Bell \x07 and \x00 nul", WORDS + "\x0b"))),
    "/latin": answer(
        atom(("Café", WORDS), head='<?xml version="1.0" encoding="utf-8"?>')
        .decode().encode("latin-1")
    ),
    "/surrogate": answer(
        json.dumps(
            JSON_FEED | {"items": [{"id": "x\ud800", "title": "\udfff x", "content_text": WORDS}]}
        ).encode(),
        content_type="application/feed+json",
    ),
    "/deep": answer(atom(("Deep", "&lt;div&gt;" * 20_000 + WORDS))),
    "/laughs": answer(atom(("One &a9;", WORDS), head=LAUGHS)),
    "/wide-laughs": answer(atom(("One &a9;", WORDS), head=LAUGHS).decode().encode("utf-16")),
    "/external": answer(atom(("Two &x;", WORDS), head=FILE)),
    "/long-entry": answer(atom(("Long", WORDS * 5_000))),
}  # fmt: skip

FAILING = {
    "/missing": (answer(b"", 404), "fetch"),
    "/gone": (answer(b"", 410), "gone"),
    "/limited": (answer(b"", 429, retry_after="7200"), "throttled"),
    "/busy": (answer(b"", 503), "throttled"),
    "/broken": (answer(b"", 500), "fetch"),
    "/unasked": (answer(b"", 304), "fetch"),
    "/circle": (redirect("/circle"), "fetch"),
    "/inside": (redirect("http://127.0.0.1:1/"), "refused"),
    "/metadata": (redirect("http://169.254.169.254/latest/"), "refused"),
    "/spelled": (redirect("http://2130706433/"), "refused"),
    "/script": (redirect("javascript:alert(1)"), "refused"),
    "/bomb": (answer(bomb("gzip", 40 * 1024**2), content_encoding="gzip"), "fetch"),
    "/brotli-bomb": (answer(bomb("br", 40 * 1024**2), content_encoding="br"), "fetch"),
    "/twice": (answer(gzip.compress(gzip.compress(FEED)), content_encoding="gzip,gzip"), "fetch"),
    "/large": (stream(b"a" * 65536, 200 * 1024**2), "fetch"),
    "/endless": (stream(b"a" * 65536, None), "fetch"),
    "/head": (endless_head(), "fetch"),
    "/reset": (reset(), "fetch"),
    "/short": (raw(head(200, [("Content-Length", "99999")]), FEED), "fetch"),
    "/ssh": (raw(b"SSH-2.0-OpenSSH_9.2\r\n"), "fetch"),
    "/nothing": (answer(b""), "read"),
    "/prose": (answer(b"Not a feed at all.", content_type="text/plain"), "read"),
    "/picture": (answer(b"\x89PNG\r\n\x1a\n" + bytes(2000), content_type="image/png"), "read"),
    "/many-attributes": (
        answer(b"<feed " + b" ".join(b'a%d="1"' % n for n in range(100_000)) + b"/>"),
        "read",
    ),
}

SLOW = {"/drip": drip(), "/silent": hang()}

ROUTES = SOUND | {path: behaviour for path, (behaviour, _) in FAILING.items()}


@contextmanager
def polled(
    directory: Path, routes: dict[str, Behaviour], timeout: str
) -> Iterator[tuple[World, dict[str, SourceRow], dict[str, int]]]:
    """Poll every source once: the world, the rows of the store by path, and stories by path."""
    with World(routes) as world:
        sources = "".join(f'[[sources]]\nurl = "{world.url(path)}"\n' for path in routes)
        allowed = f'allow_networks = ["127.0.0.1:{world.port}"]'
        config = parse_config(f'[fetch]\ntimeout = "{timeout}"\n{allowed}\n{sources}')
        store = open_store(f"sqlite:///{directory / 'world.db'}")
        rules = call_roster(config, directory, store, NOW)

        async def main() -> None:
            async with open_client(config, ssl_context=trusting()) as client:
                # read in threads: starting child processes takes longer than all the rest
                outside = Outside(
                    client=client, gate=Gate(config.fetch), store=store, directory=directory
                )
                await fetch_once(
                    tuple(rules.sources.values()), outside, rules,
                    force=False, refresh=lambda: rules, done=lambda: None,
                )  # fmt: skip

        asyncio.run(main())
        with store.reading() as read:
            rows = {row.source.url.removeprefix(world.url("")): row for row in read.sources()}
            told = {path: len(read.stories(View(source=row.source.id), limit=9))
                    for path, row in rows.items()}  # fmt: skip
        store.close()
        yield world, rows, told


@pytest.fixture(scope="module")
def outcome(tmp_path_factory: pytest.TempPathFactory):
    with polled(tmp_path_factory.mktemp("world"), ROUTES, "120s") as found:
        yield found


@pytest.mark.parametrize("path", SOUND)
def test_what_can_be_read_is_read(outcome, path: str) -> None:
    _, rows, told = outcome
    assert rows[path].state.failure is None
    assert rows[path].state.last_success is not None
    assert told[path] == (0 if path == "/empty-feed" else 1)


@pytest.mark.parametrize(("path", "kind"), [(path, kind) for path, (_, kind) in FAILING.items()])
def test_what_cannot_is_a_stored_failure_that_names_its_source(
    outcome, path: str, kind: str
) -> None:
    world, rows, _ = outcome
    state = rows[path].state
    assert state.failure is not None
    assert (state.failure.kind, state.last_success) == (kind, None)
    assert state.failure.message.startswith(world.url(path))
    assert "\n" not in state.failure.message
    assert state.gone is (kind == "gone")
    if kind != "gone":
        assert state.next_poll - state.last_poll >= timedelta(hours=1)


def test_a_server_that_wants_quiet_has_it(outcome) -> None:
    _, rows, _ = outcome
    state = rows["/limited"].state
    assert state.next_poll - state.last_poll >= timedelta(hours=2)


def test_every_source_was_asked_once_and_its_feed_where_it_named_one(outcome) -> None:
    world, _, _ = outcome
    counts = {path: len(world.asked(path)) for path in ROUTES}
    assert counts.pop("/atom") == 3  # by itself, by /moved and by /page
    assert set(counts.values()) == {1}


def test_whoever_keeps_us_waiting_is_a_failure_at_the_deadline(tmp_path: Path) -> None:
    with polled(tmp_path, SLOW, "1s") as (world, rows, _):
        for path, row in rows.items():
            assert row.state.failure is not None
            message = f"{world.url(path)}: no whole answer within 1 s"
            assert (row.state.failure.kind, row.state.failure.message) == ("fetch", message)
