"""How well articles become stories, from feed documents in to stories out: precision and recall.

    python -m benchmarks.duplicates [FOLDER] [--only NAME]   default: ../shared/data, if it is there

Every set of articles is written as RSS documents, one a source, and polled by the whole pipeline
into a store in memory. Pairs: of all pairs of articles in one story, how many belong together, and
of all that belong together, how many are in one story - for each kind of copy by the pairs it is
in. Stories: how many are exactly one article's copies. What /all.json says must be what the store
holds. Ends with 1 when a figure is below its floor (`FLOORS`).
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

from aggregator.store import Cursor, View
from feeds.documents import Documents
from feeds.routes import target_of
from tests.build import NOW
from tests.corpus.pairs import cases, groups
from tests.rim import Site


@dataclass(frozen=True, slots=True)
class Floor:
    """What a set must reach. `kinds`: recall of the pairs that kinds are in, by first words."""

    precision: float
    recall: float
    kinds: tuple[tuple[tuple[str, ...], float], ...] = ()
    look_alikes: tuple[str, ...] = ()  # kinds of which no two articles may be merged
    reports: float = 1.0  # the most that may be merged of pairs of reports of one event
    copies: int = 0  # copies that must be in their original's story


FLOORS = {
    "corpus": Floor(
        precision=0.995,
        recall=0.95,
        kinds=(
            (("exact", "furniture", "headline", "edited", "embedded"), 0.99),
            (("truncated", "excerpt"), 0.97),
            (("reworded",), 0.90),
        ),
    ),
    "handwritten": Floor(precision=1.0, recall=0.8, copies=20),
    "stream_dev": Floor(
        precision=0.99, recall=0.975, look_alikes=("N-template", "N-release"), reports=0.001
    ),
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
        if case.kind == "teaser":  # made of two articles that are there already
            continue
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


def documents(told: Sequence[Told], first: int = 0, of: int = 0) -> dict[str, str]:
    """An RSS document for each source; article n of the set is published n minutes after its
    beginning. `first` is the number of the first of these, `of` how many the set has."""
    entries: dict[str, list[str]] = defaultdict(list)
    beginning = NOW - timedelta(minutes=(of or len(told)) + 1)
    for number, one in enumerate(told, first):
        html = "".join(f"<p>{escape(row)}</p>" for row in one.text.split("\n") if row.strip())
        entries[one.source].append(
            f"<item><guid isPermaLink='false'>{escape(one.id)}</guid>"
            f"<link>{_host(one.source)}/{number}</link>"
            f"<title>{escape(one.title)}</title><description>{escape(html)}</description>"
            f"<pubDate>{format_datetime(beginning + timedelta(minutes=number))}</pubDate></item>"
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
    seconds = _read_all(site)
    _check_published(site)
    story = {article.entry_id: one.id for one in _stories(site) for article in one.articles}
    event = {a.entry_id: one.event or one.id for one in _stories(site) for a in one.articles}
    return Outcome(story=story, event=event, seconds=seconds)


def _read_all(site: Site) -> float:
    """Poll until nothing is new: a poll places for a while only. Seconds of CPU of the first."""
    began, spent = time.process_time(), 0.0
    while True:
        polled = site.poll_all(force=True)
        spent = spent or time.process_time() - began
        if failed := [one.error for one in polled if one.outcome != "read"]:
            sys.exit(f"not read: {failed}")
        if all(verdict.kind == "unchanged" for one in polled for verdict in one.verdicts):
            return spent


def _check_published(site: Site) -> None:
    """What subscribers read of the stories is what the store holds of them."""
    with site.store.reading() as read:
        body = Documents(site.config).make(read, target_of("/all.json", "limit=500")).body
        held = {one.id: {a.link for a in one.articles} for one in read.stories(View(), limit=500)}
    items = json.loads(body)["items"]
    told = {
        item["_feedmill"]["story"]: {item["url"], *(c["url"] for c in item["_feedmill"]["copies"])}
        for item in items
    }
    if told != held:
        sys.exit("/all.json says something else than the store")


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


@dataclass(frozen=True, slots=True)
class Figures:
    """A set's articles by what they are and by where they came to be."""

    by_id: dict[str, Told]
    gold: frozenset[tuple[str, ...]]
    found: frozenset[tuple[str, ...]]
    wanted: frozenset[tuple[str, str]]
    given: frozenset[tuple[str, str]]

    @classmethod
    def of(cls, told: Sequence[Told], outcome: Outcome) -> "Figures":
        by_id = {one.id: one for one in told}
        gold, found = defaultdict(list), defaultdict(list)
        for one in told:
            gold[one.gold].append(one.id)
            found[outcome.story.get(one.id, one.id)].append(one.id)
        wanted, given = pairs_of(gold.values()), pairs_of(found.values())
        return cls(
            by_id=by_id,
            gold=frozenset(tuple(sorted(group)) for group in gold.values()),
            found=frozenset(tuple(sorted(group)) for group in found.values()),
            wanted=frozenset(wanted),
            given=frozenset(given),
        )

    def kinds(self, group: Iterable[str]) -> set[str]:
        """The kinds of these articles."""
        return {self.by_id[number].kind for number in group}

    def pairs(self, kinds: Sequence[str]) -> tuple[int, int, int]:
        """Of the pairs that articles of such kinds are in: right, given and wanted."""
        wanted = {pair for pair in self.wanted if self._of(pair, kinds)}
        given = {pair for pair in self.given if self._of(pair, kinds)}
        return len(wanted & given), len(given), len(wanted)

    def stories(self, kinds: Sequence[str]) -> tuple[int, int, int]:
        """Of the stories that articles of such kinds are in: right, given and wanted."""
        wanted = {group for group in self.gold if self._of(group, kinds)}
        given = {group for group in self.found if self._of(group, kinds)}
        return len(wanted & given), len(given), len(wanted)

    def wrong(self, kinds: Sequence[str] = ("",)) -> list[tuple[str, str]]:
        """Pairs that were put together wrongly, both of such kinds."""
        pairs = self.given - self.wanted
        return sorted(p for p in pairs if all(self._is(number, kinds) for number in p))

    def reports(self) -> tuple[int, int]:
        """Of pairs of different articles about one event: merged, and all."""
        event = {number: one.event for number, one in self.by_id.items() if one.event}
        merged = [p for p in self.wrong() if p[0] in event and event[p[0]] == event.get(p[1])]
        sizes = Counter(event.values())
        return len(merged), sum(n * (n - 1) // 2 for n in sizes.values())

    def copies(self) -> int:
        """Copies that are in the story of the article they were made from."""
        return sum(self.kinds(pair) > {"base"} for pair in self.wanted & self.given)

    def _of(self, group: Sequence[str], kinds: Sequence[str]) -> bool:
        return any(self._is(number, kinds) for number in group)

    def _is(self, number: str, kinds: Sequence[str]) -> bool:
        kind = self.by_id[number].kind
        return any(not one or kind == one or kind.startswith(f"{one} ") for one in kinds)


def report(name: str, told: Sequence[Told], outcome: Outcome) -> bool:
    """Print the figures of one set; whether they hold their floor."""
    figures = Figures.of(told, outcome)
    print(
        f"\n{name}: {len(told)} articles, {len(figures.gold)} stories wanted,"
        f" {len(figures.found)} found, {1000 * outcome.seconds / len(told):.1f} ms CPU an article"
    )
    print(f"  {'':34}{'pairs':>24}{'stories exactly right':>32}")
    print(
        f"  {'':34}{'precision':>12}{'recall':>8}{'of':>8}{'precision':>12}{'recall':>8}{'of':>8}"
    )
    for kind in ("", *sorted(figures.kinds(figures.by_id))):
        pairs, stories = figures.pairs((kind,)), figures.stories((kind,))
        if kind and not pairs[2]:
            continue
        cells = "".join(
            f"{_share(right, given):12.4f}{_share(right, wanted):8.4f}{wanted:8}"
            for right, given, wanted in (pairs, stories)
        )
        print(f"  {kind or 'all':34}{cells}")
    wrong = figures.wrong()
    look_alikes = [pair for pair in wrong if figures.kinds(pair) & set(_APART)]
    merged, reports = figures.reports()
    print(f"  merged wrongly: {len(wrong)} pairs, {len(look_alikes)} of look-alikes, ", end="")
    print(f"{merged} of {reports} pairs of reports of one event")
    for one, other in wrong[:12]:
        kinds = (figures.by_id[one].kind, figures.by_id[other].kind)
        print(f"    {one} ({kinds[0]}) with {other} ({kinds[1]})")
    _report_events(told, outcome)
    missed = list(_below(figures, FLOORS[name]))
    for line in missed:
        print(f"  BELOW ITS FLOOR: {line}")
    return not missed


def _below(figures: Figures, floor: Floor) -> Iterator[str]:
    """Each figure that does not reach its floor."""
    right, given, wanted = figures.pairs(("",))
    reached = [
        ("precision", _share(right, given), floor.precision),
        ("recall", _share(right, wanted), floor.recall),
        ("copies", figures.copies(), floor.copies),
    ]
    for kinds, least in floor.kinds:
        right, _, wanted = figures.pairs(kinds)
        reached.append((f"recall of {', '.join(kinds)}", _share(right, wanted), least))
    yield from (f"{name} {got:.4f} of {least}" for name, got, least in reached if got < least)
    if floor.look_alikes and (pairs := figures.wrong(floor.look_alikes)):
        yield f"{len(pairs)} pairs of look-alikes merged: {pairs[:3]}"
    merged, reports = figures.reports()
    if merged > floor.reports * reports:
        yield f"{merged} of {reports} pairs of reports of one event merged"


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
