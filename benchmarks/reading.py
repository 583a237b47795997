"""Our reading of real documents against feedparser alone: what differs, and what it costs.

    python -m benchmarks.reading [FOLDER]     default: ../shared/data/feeds

Every document must be read without a crash. Entries are paired by position; links, dates, persons,
titles and texts are compared, and each difference is counted under its kind with one example. Fails
where a document crashes us or a difference is not intended. Times are CPU seconds; the ratio inside
one run is the thing to trust.
"""

import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import feedparser

from aggregator.errors import ReadError
from aggregator.model import Entry, Feed, Fetched, Source, SourceId
from aggregator.normalise import normalise
from aggregator.sources import read
from aggregator.text.html import to_text

# What we mean to read otherwise, and the case in tests/corpus/feeds that holds it.
INTENDED = {
    "id": "kept as written, not resolved against the address asked (guid-as-permalink)",
    "published": "the year 1 is no date (dates)",
    "number of entries": "entries in entries are read once (nested-entries), and documents that "
    "feedparser gives up are mended (junk-before-root)",
    "feed title": "likewise",
    "text is shorter": "the caption of a picture is not the text (media-caption-is-not-the-text)",
}

URL = "https://example.com/feed.xml"
NOW = datetime(2026, 11, 22, tzinfo=UTC)


def main(folder: Path) -> int:
    documents = sorted(path for path in folder.iterdir() if path.is_file())
    ours, theirs, defaults, cleaning = 0.0, 0.0, 0.0, 0.0
    kinds: Counter[str] = Counter()
    examples: dict[str, str] = {}
    entries = crashed = 0
    for path in documents:
        body = path.read_bytes()
        fetched = Fetched(url=URL, body=body, at=NOW)
        spent, feed = _timed(lambda fetched=fetched: _read(fetched))
        ours += spent
        spent, alone = _timed(lambda body=body: _alone(body, plain=True))
        theirs += spent
        spent, _ = _timed(lambda body=body: _alone(body, plain=False))
        defaults += spent
        if isinstance(feed, str):
            crashed += feed.startswith("!")
            kinds[f"document: {feed}"] += 1
            examples.setdefault(f"document: {feed}", path.name)
            continue
        entries += len(feed.entries)
        spent, _ = _timed(lambda feed=feed: _normalised(feed))
        cleaning += spent
        for kind, detail in _differences(feed, alone):
            kinds[kind] += 1
            examples.setdefault(kind, f"{path.name}: {detail}")
    print(f"{len(documents)} documents, {entries} entries, {crashed} crashed")
    for kind, count in kinds.most_common():
        print(f"{count:6} {kind}: {INTENDED.get(kind, 'NOT INTENDED')}")
        print(f"         {examples[kind][:230]}")
    whole = ours + cleaning
    print(f"read {ours:.2f} s; feedparser, sanitiser off, {theirs:.2f} s ({theirs / ours:.1f}x);")
    print(
        f"as it comes {defaults:.2f} s ({defaults / whole:.1f}x); read and normalise {whole:.2f} s"
    )
    return 1 if crashed or kinds.keys() - INTENDED.keys() else 0


def _timed(work: Callable[[], Any]) -> tuple[float, Any]:
    start = time.process_time()
    outcome = work()
    return time.process_time() - start, outcome


def _read(fetched: Fetched) -> Feed | str:
    try:
        return read(fetched)
    except ReadError as error:
        return str(error)
    except Exception as error:  # the point of the exercise
        return f"! {error!r}"


def _alone(body: bytes, *, plain: bool) -> Any:
    headers = {"content-location": URL}
    if plain:
        return feedparser.parse(
            BytesIO(body),
            response_headers=headers,
            sanitize_html=False,
            resolve_relative_uris=False,
        )
    return feedparser.parse(BytesIO(body), response_headers=headers)


def _normalised(feed: Feed) -> None:
    source = Source(id=SourceId("bench"), url=URL)
    for entry in feed.entries:
        normalise(entry, feed, source, NOW)


def _differences(feed: Feed, alone: Any) -> Iterator[tuple[str, str]]:
    if len(feed.entries) != len(alone.entries):
        yield "number of entries", f"{len(feed.entries)} for {len(alone.entries)}"
    if feed.title != " ".join(to_text(alone.feed.get("title") or "").split()):
        yield "feed title", f"{feed.title!r} for {alone.feed.get('title')!r}"
    if len(feed.entries) == len(alone.entries):
        for entry, other in zip(feed.entries, alone.entries, strict=True):
            yield from _of_entry(entry, other)


def _of_entry(entry: Entry, other: Any) -> Iterator[tuple[str, str]]:
    if entry.id != (dict.get(other, "id") or ""):
        yield "id", f"{entry.id!r} for {other.get('id')!r}"
    yield from _of_links(entry, other)
    yield from _of_dates(entry, other)
    mine = {(one.name or "", one.email or "") for one in entry.authors}
    named = (one for one in other.get("authors", []) if one)
    theirs = {(" ".join(one.get("name", "").split()), one.get("email", "")) for one in named}
    if mine != theirs - {("", "")}:
        yield "authors", f"{mine} for {theirs}"
    terms = {" ".join(tag["term"].split()) for tag in other.get("tags", []) if tag.get("term")}
    if {category.term for category in entry.categories} != terms:
        yield "categories", f"{[one.term for one in entry.categories][:6]} for {sorted(terms)[:6]}"
    if (title := " ".join(to_text(other.get("title", "")).split())) != entry.title:
        yield "title", f"{entry.title!r} for {title!r}"
    yield from _of_texts(entry, other)


def _of_links(entry: Entry, other: Any) -> Iterator[tuple[str, str]]:
    hrefs = {link.href.rstrip("/") for link in entry.links}
    link = dict.get(other, "link") or ""
    if link and link.rstrip("/") not in hrefs:
        yield "link", f"{sorted(hrefs)[:3]} for {link!r}"
    stated = {(one.get("href") or "").rstrip("/") for one in other.get("links", [])}
    if lost := stated - hrefs - {""}:
        yield "other links", f"without {sorted(lost)[:2]}"


def _of_dates(entry: Entry, other: Any) -> Iterator[tuple[str, str]]:
    """RSS's one date is "updated" to feedparser when it is a dc:date: ours is when it appeared."""
    mine = {entry.published, entry.updated}
    for name in ("published", "updated"):
        theirs = _moment(dict.get(other, f"{name}_parsed"))
        if theirs is not None and theirs not in mine:
            yield name, f"{mine} for {theirs} from {dict.get(other, name)!r}"


def _of_texts(entry: Entry, other: Any) -> Iterator[tuple[str, str]]:
    texts = [part.get("value", "") for part in other.get("content", [])] + [
        other.get("summary", "")
    ]
    theirs = max((to_text(text) for text in texts), key=len)
    mine = max(to_text(entry.content), to_text(entry.summary), key=len)
    detail = f"{mine[:80]!r} ({len(mine)}) for {theirs[:80]!r} ({len(theirs)})"
    if len(mine) < len(theirs) * 0.9 - 5:
        yield "text is shorter", detail
    elif len(mine) > len(theirs) * 1.1 + 5:
        yield "text is longer", detail


def _moment(stamp: Any) -> datetime | None:
    try:
        return datetime(*stamp[:6], tzinfo=UTC) if stamp else None
    except ValueError:
        return None


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1] if len(sys.argv) > 1 else "../shared/data/feeds")))
