"""How well articles become stories, from feed documents in to stories out: precision and recall.

    python -m benchmarks.duplicates [FOLDER] [--only NAME]   default: ../shared/data, if it is there

Every set of articles is written as RSS documents, one a source, and polled by the whole pipeline
into a store in memory. Pairs: of all pairs of articles in one story, how many belong together, and
of all that belong together, how many are in one story - for each kind of copy by the pairs it is
in. Stories: how many are exactly one article's copies. Ends with 1 when a figure is below its
floor (`FLOORS`).
"""

import argparse
import gzip
import json
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from email.utils import format_datetime
from itertools import combinations
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import structlog

from aggregator.normalise import fingerprint
from aggregator.store import Cursor, View
from tests.build import NOW
from tests.corpus.pairs import cases, groups
from tests.rim import Site

FLOORS = {
    # set: (precision, recall of pairs)
    "corpus": (0.995, 0.95),
    "stream_dev": (0.99, 0.975),
    "handwritten": (1.0, 0.8),
}
_APART = ("N-template", "N-release", "N-earn", "N-sametitle")


@dataclass(frozen=True, slots=True)
class Told:
    """One article of a set; `gold` is what its copies have in common."""

    id: str
    source: str
    title: str
    text: str
    gold: str
    kind: str
    event: str = ""


# ---- the sets ----------------------------------------------------------------------------------


def corpus() -> list[Told]:
    """The project's own: each article, what sites make of it and what only looks like it. Every
    kind of copy stands in a source of its own."""
    titles = {group.base.title: group.base.name for group in groups()}
    told: dict[str, Told] = {}
    for case in cases():
        # "headline only" pairs are made of a text and the headline of another: no article
        for one in (case.a, case.b) if case.kind != "headline only" else (case.b,):
            base, _, made = one.name.partition("+")
            if "/copy" in base:
                base = base.partition("/")[0]
            elif case.kind.startswith("quoted in"):  # another article of the corpus, in full
                base = titles.get(one.title, base) if "/other" in base else base
            kind = case.kind if one is case.b else "base"
            number = f"{one.name} {one.title}"
            told.setdefault(number, Told(number, made or kind, one.title, one.text, base, kind))
    return list(told.values())


def stream(folder: Path) -> list[Told]:
    """stream_dev: articles in order of arrival."""
    with gzip.open(folder / "duplicates/stream_dev.jsonl.gz", "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    return [
        Told(r["id"], r["src"], r["title"], r["text"], r["gold"], r["kind"], r["story"] or "")
        for r in rows
    ]


def handwritten(folder: Path) -> list[Told]:
    """Rewrites by hand, each with the text it was made from; translations are other articles."""
    rows = (folder / "duplicates/handwritten.jsonl").read_text(encoding="utf-8").splitlines()
    told: dict[str, Told] = {}
    for number, row in enumerate(map(json.loads, rows)):
        base = row["base"]
        told[base] = Told(base, "base", row["base_title"], row["base_text"], base, "base")
        gold = row["id"] if row["style"] == "translation" else base
        told[row["id"]] = Told(
            row["id"], f"hand{number}", row["title"], row["text"], gold, row["style"]
        )
    return list(told.values())


# ---- through the pipeline ----------------------------------------------------------------------


def documents(told: Sequence[Told]) -> dict[str, str]:
    """An RSS document for each source; article n is published n minutes after the first."""
    entries: dict[str, list[str]] = defaultdict(list)
    first = NOW - timedelta(minutes=len(told) + 1)
    for number, one in enumerate(told):
        html = "".join(f"<p>{escape(row)}</p>" for row in one.text.split("\n") if row.strip())
        entries[one.source].append(
            f"<item><guid isPermaLink='false'>{escape(one.id)}</guid>"
            f"<link>{_host(one.source)}/{number}</link>"
            f"<title>{escape(one.title)}</title><description>{escape(html)}</description>"
            f"<pubDate>{format_datetime(first + timedelta(minutes=number))}</pubDate></item>"
        )
    return {
        f"{_host(source)}/feed": f"<rss version='2.0'><channel><title>{escape(source)}</title>"
        f"{''.join(rows)}</channel></rss>"
        for source, rows in entries.items()
    }


def _host(source: str) -> str:
    name = "".join(letter if letter.isalnum() else "-" for letter in source.lower()).strip("-")
    return f"https://{name}.example"


@dataclass(frozen=True, slots=True)
class Outcome:
    """Which story each article came to be in, and what that cost."""

    story: dict[str, str]
    event: dict[str, str]
    seconds: float  # of CPU


def run(told: Sequence[Told]) -> Outcome:
    """The set through the whole pipeline, source after source."""
    site = Site(dict(documents(told)))
    began = time.process_time()
    failed = [polled.error for polled in site.poll_all() if polled.outcome != "read"]
    seconds = time.process_time() - began
    if failed:
        sys.exit(f"not read: {failed}")
    story = {article.entry_id: one.id for one in _stories(site) for article in one.articles}
    event = {a.entry_id: one.event or one.id for one in _stories(site) for a in one.articles}
    return Outcome(story=story, event=event, seconds=seconds)


def _stories(site: Site) -> Iterator[Any]:
    with site.store.reading() as read:
        page = read.stories(View(), limit=500)
        while page:
            yield from page
            page = read.stories(View(), limit=500, before=Cursor.after(page[-1]))


# ---- the figures -------------------------------------------------------------------------------


def pairs_of(groups: Iterable[Sequence[str]]) -> set[tuple[str, str]]:
    """Every two that are together, in one order."""
    return {pair for group in groups for pair in combinations(sorted(group), 2)}


def reposts(told: Sequence[Told]) -> dict[str, str]:
    """Labels that stand for another: a set may hold one text twice under two labels."""
    first: dict[str, str] = {}
    label: dict[str, str] = {}
    for one in told:
        mark = fingerprint(one.title, one.text)
        if mark and first.setdefault(mark, one.gold) != one.gold:
            label[one.gold] = first[mark]
    return label


def report(name: str, told: Sequence[Told], outcome: Outcome) -> bool:
    """Print the figures of one set; whether they hold their floor."""
    by_id = {one.id: one for one in told}
    gold, found = defaultdict(list), defaultdict(list)
    label = reposts(told)
    for one in told:
        gold[label.get(one.gold, one.gold)].append(one.id)
        found[outcome.story.get(one.id, one.id)].append(one.id)
    wanted, given = pairs_of(gold.values()), pairs_of(found.values())
    right = wanted & given
    precision, recall = _share(len(right), len(given)), _share(len(right), len(wanted))
    exact = {tuple(sorted(g)) for g in gold.values()} & {tuple(sorted(g)) for g in found.values()}
    links = sum(len(group) - 1 for group in found.values())
    astray = sum(
        len({label.get(by_id[n].gold, by_id[n].gold) for n in group}) - 1
        for group in found.values()
    )
    print(f"\n{name}: {len(told)} articles, {len(gold)} stories wanted, {len(found)} found")
    print(f"  pairs    precision {precision:.4f}  recall {recall:.4f}")
    print(f"  links    precision {1 - _share(astray, links):.4f}  ({astray} of {links} astray)")
    print(
        f"  stories  precision {_share(len(exact), len(found)):.4f}"
        f"  recall {_share(len(exact), len(gold)):.4f}  (exactly right)"
    )
    print(f"  cost     {1000 * outcome.seconds / len(told):.1f} ms CPU an article, all stages")
    kinds: Counter[str] = Counter()
    kept: Counter[str] = Counter()
    for pair in wanted:
        for kind in {by_id[number].kind for number in pair}:
            kinds[kind] += 1
            kept[kind] += pair in right
    for kind in sorted(kinds):
        print(f"  {kind:<14} recall {_share(kept[kind], kinds[kind]):.3f}  of {kinds[kind]} pairs")
    wrong = sorted(given - wanted)
    look_alikes = [p for p in wrong if any(by_id[number].kind in _APART for number in p)]
    same_event = [p for p in wrong if by_id[p[0]].event and by_id[p[0]].event == by_id[p[1]].event]
    events = Counter(one.event for one in told if one.event)
    reports = sum(n * (n - 1) // 2 for n in events.values())
    print(f"  merged wrongly: {len(wrong)} pairs, {len(look_alikes)} of look-alikes, ", end="")
    print(f"{len(same_event)} of {reports} pairs of reports of one event")
    for one, other in wrong[:12]:
        print(f"    {one} ({by_id[one].kind}) with {other} ({by_id[other].kind})")
    _report_events(told, outcome)
    least = FLOORS[name]
    return precision >= least[0] and recall >= least[1]


def _report_events(told: Sequence[Told], outcome: Outcome) -> None:
    """Of pairs of different articles: linked as one event, and labelled as one."""
    wanted, given = defaultdict(list), defaultdict(list)
    for one in told:
        if one.event and one.gold == one.id:
            wanted[one.event].append(one.id)
            given[outcome.event.get(one.id, one.id)].append(one.id)
    if wanted:
        asked, linked = pairs_of(wanted.values()), pairs_of(given.values())
        right = len(asked & linked)
        print(
            f"  events   precision {_share(right, len(linked)):.3f}"
            f"  recall {_share(right, len(asked)):.3f}  of {len(asked)} pairs of reports"
        )


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 1.0


def main() -> None:
    """Every set that is there, one after another."""
    arguments = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    arguments.add_argument("folder", nargs="?", type=Path, default=Path("../shared/data"))
    arguments.add_argument("--only", choices=FLOORS)
    given = arguments.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))
    sets = {"corpus": corpus}
    if (given.folder / "duplicates").is_dir():
        sets |= {
            "handwritten": lambda: handwritten(given.folder),
            "stream_dev": lambda: stream(given.folder),
        }
    held = True
    for name, load in sets.items():
        if given.only in (None, name):
            told = load()
            held &= report(name, told, run(told))
    sys.exit(0 if held else 1)


if __name__ == "__main__":
    main()
