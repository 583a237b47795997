"""What is promised of entries and sources, and how it turned out.

    python -m benchmarks.promises [--polls 24]

P7: an entry is published exactly once, whatever its source does to it from poll to poll, with the
store closed and opened again before each. P8: no source changes what another one wrote. P13: every
source that fails is told of, with its reason, its next try and what the server answered. Fails when
one of them was not kept (protocol.md 6). Kill -9 at any moment is `tests/test_store_faults.py`.
"""

import argparse
import json
import logging
import re
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import structlog

from aggregator.model import Article, Entry
from aggregator.store import open_store
from feeds.documents import Documents
from feeds.routes import target_of
from tests.build import NOW
from tests.rim import Site
from tests.test_once import REDATED, REWRITES, SUBJECTS, URL, entry, rss
from tests.test_world import FAILING, SLOW, polled

EVIL = "Words that the mill has never written, to be believed as the words of the mill. " * 4
STATUS = re.compile(r"\b[45]\d\d\b")
ANSWERED = {"/missing": 404, "/gone": 410, "/limited": 429, "/busy": 503, "/broken": 500}
ATTACKS: dict[str, Callable[[str], dict[str, str]]] = {
    "its guid": lambda name: {"link": f"https://evil.example/{name}", "text": EVIL},
    "its link": lambda name: {"guid": f"urn:evil:{name}", "text": EVIL},
    "its guid and link": lambda name: {"text": EVIL},
    "its guid, link and text, dated earlier": lambda name: {
        "date": "Mon, 01 Jan 2024 00:00:00 GMT"
    },
    "its text, dated earlier": lambda name: {
        "guid": f"urn:evil:{name}",
        "link": f"https://evil.example/{name}",
        "date": "Mon, 01 Jan 2024 00:00:00 GMT",
    },
    "its guid and link, without text": lambda name: {"text": "", "title": ""},
}


@dataclass(slots=True)
class Once:
    """What became of some entries: published more than once, not any more, or changed."""

    doubled: int = 0
    lost: int = 0
    changed: int = 0


def once(rewrite: Callable[[int], list[dict[str, str]]], polls: int) -> Once:
    """Poll so often; what subscribers saw of each story must not change."""
    with tempfile.TemporaryDirectory() as directory:
        site = Site({URL: rss(rewrite(0))})
        address = f"sqlite:///{directory}/store.db"
        site.store.close()
        site.store = open_store(address)
        with site.store.writing() as write:
            write.adopt(site.sources, NOW)
        site.poll_all()
        before = {one.id: (one.uri, one.published, one.listed) for one in site.stories()}
        for poll in range(1, polls + 1):
            site.store.close()
            site.store = open_store(address)
            site.now += timedelta(hours=3)
            site.answers[URL] = rss(rewrite(poll))
            site.poll_all()
        after = {one.id: (one.uri, one.published, one.listed) for one in site.stories()}
        site.store.close()
    return Once(
        doubled=len(after) - len(SUBJECTS),
        lost=len(before.keys() - after.keys()),
        changed=sum(after[number] != before[number] for number in before.keys() & after.keys()),
    )


def written(site: Site) -> dict[str, tuple[Article, Entry | None]]:
    """All that is stored of what the mill wrote."""
    articles = {a.id: a for story in site.stories() for a in story.articles}
    with site.read() as read:
        return {n: (a, read.entry(n)) for n, a in articles.items() if a.source == "mill-example"}


def attacked(attack: Callable[[str], dict[str, str]], *, first: bool) -> tuple[int, int, int]:
    """(entries of the mill, those that another source changed by what it says of itself, stories of
    the mill that it leads: what claims to be earlier and is the same text is believed)."""
    evil = "https://evil.example/feed.xml"
    honest = rss([entry(name) for name in SUBJECTS])
    forged = rss([entry(name, **attack(name)) for name in SUBJECTS])
    alone, both = Site({URL: honest}), Site({URL: honest, evil: forged})
    alone.poll_all()
    both.poll(reversed(both.sources) if first else both.sources)
    before, after = written(alone), written(both)
    leads = sum(
        story.lead.source != "mill-example" and any(a.id in before for a in story.articles)
        for story in both.stories()
    )
    changed = sum(after.get(number) != value for number, value in before.items())
    return len(before), changed, leads


def told() -> Iterator[tuple[str, list[str]]]:
    """Each failing source with what is missing of its account in /status.json and /status."""
    with tempfile.TemporaryDirectory() as directory:
        routes = {path: behaviour for path, (behaviour, _) in FAILING.items()} | SLOW
        with polled(Path(directory), routes, "20s") as (world, rows, _):
            store = open_store(f"sqlite:///{directory}/world.db")
            documents = Documents(Site({}).config)
            with store.reading() as read:
                status, page = (
                    documents.make(read, target_of(path)).body.decode()
                    for path in ("/status.json", "/status")
                )
            store.close()
            by_url = {row["url"]: row for row in json.loads(status)["sources"]}
            for path in rows:
                row = by_url.get(world.url(path), {})
                missing = []
                if not row.get("error") or not row["error"]["message"]:
                    missing.append("its reason")
                if not row.get("next_poll") and row.get("health") != "gone":
                    missing.append("its next try")
                said = STATUS.search(row["error"]["message"]) if row.get("error") else None
                if path in ANSWERED and (said is None or int(said[0]) != ANSWERED[path]):
                    missing.append("what the server answered")
                if world.url(path) not in page:
                    missing.append("its line on the page")
                yield path, missing


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--polls", type=int, default=24)
    given = parser.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    wrong = 0
    print(f"P7, {len(SUBJECTS)} entries, {given.polls} polls each   doubled  lost  changed")
    for name, rewrite in (REWRITES | REDATED).items():
        found = once(rewrite, given.polls)
        wrong += abs(found.doubled) + found.lost + found.changed
        print(f"  {name:<54}{found.doubled:>4}{found.lost:>6}{found.changed:>9}", flush=True)
    print("P8, another source claims                            entries  changed  stories it leads")
    for name, attack in ATTACKS.items():
        for first in (False, True):
            of, changed, leads = attacked(attack, first=first)
            wrong += changed
            title = f"{name}, and comes first" if first else name
            print(f"  {title:<56}{of:>4}{changed:>9}{leads:>18}")
    accounts = dict(told())
    partial = {path: missing for path, missing in accounts.items() if missing}
    wrong += len(partial)
    print(f"P13: {len(accounts) - len(partial)} of {len(accounts)} failing sources told of in full")
    for path, missing in partial.items():
        print(f"  {path}: {', '.join(missing)}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
