"""aggregator.sources: the fast reader against feedparser, whose judgement it must repeat."""

import random
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from aggregator.errors import ReadError
from aggregator.model import Feed, Fetched
from aggregator.sources import feed as reading
from aggregator.sources._characters import characters
from aggregator.sources._document import prepared
from aggregator.sources._fast import read_fast
from tests.build import fetched
from tests.values import plain

CORPUS = sorted((Path(__file__).parent.parent / "corpus/feeds").glob("*.xml"))


def fast(answer: Fetched) -> Feed | None:
    """The feed as the fast reader alone has it; None where it leaves it to feedparser."""
    text = characters(answer.body)
    document, _, _ = prepared(text)
    return reading.read_feed(answer, text) if read_fast(document, answer.url) else None


def judged(answer: Fetched, monkeypatch: pytest.MonkeyPatch) -> Feed:
    with monkeypatch.context() as patch:
        patch.setattr(reading, "read_fast", lambda *_: None)
        return reading.read_feed(answer, characters(answer.body))


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.stem)
def test_the_fast_reader_repeats_the_judge_or_leaves_it_to_him(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = fetched(path.read_bytes())
    try:
        found = fast(answer)
    except ReadError:
        return
    if found is not None:
        assert plain(found) == plain(judged(answer, monkeypatch))


def test_most_of_the_corpus_that_is_well_formed_is_read_fast() -> None:
    usual = (
        "rss-2.0",
        "atom-1.0",
        "rss-1.0-rdf",
        "podcast",
        "podcast-episodes",
        "media-group",
        "atom-source",
        "hints",
    )
    for name in usual:
        path = next(path for path in CORPUS if path.stem == name)
        assert fast(fetched(path.read_bytes())) is not None, name


NAMESPACES = " ".join(
    f'xmlns:{prefix}="{uri}"'
    for prefix, uri in {
        "dc": "http://purl.org/dc/elements/1.1/",
        "content": "http://purl.org/rss/1.0/modules/content/",
        "media": "http://search.yahoo.com/mrss/",
        "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
        "atom": "http://www.w3.org/2005/Atom",
        "slash": "http://purl.org/rss/1.0/modules/slash/",
        "podcast": "https://podcastindex.org/namespace/1.0",
        "own": "urn:own",
    }.items()
)
_NAMES = """
    title link guid id description summary content content:encoded pubDate published updated dc:date
    author dc:creator itunes:author contributor category dc:subject itunes:category itunes:keywords
    media:group media:content media:thumbnail media:title media:description media:category
    enclosure source atom:link comments rights language itunes:image itunes:summary image url name
    uri email slash:comments own:thing own:title generator ttl skipHours hour textInput subtitle
    icon itunes:duration itunes:episode itunes:season itunes:episodeType itunes:explicit
    podcast:transcript podcast:chapters x_itunes_kind
"""
NAMES = some.sampled_from(_NAMES.split())
TEXTS = some.sampled_from(
    [
        *(
            "",
            " ",
            "plain",
            "a &lt; b",
            "&lt;b&gt;x&lt;/b&gt;",
            "https://x.example/1",
            "/rel",
            "x,y",
        ),
        *("<![CDATA[<p>y</p>]]>", "é\u0096", "&amp;amp;", "j@x.example (Jane)", "2026-01-05", "12"),
        *("12:34", "true", "bonus"),
    ]
)
ATTRIBUTES = some.lists(
    some.sampled_from(
        [
            *(
                'href="/h"',
                'url="u.mp3"',
                'rel="enclosure"',
                'rel="self"',
                'type="html"',
                'type="text"',
            ),
            *('type="xhtml"', 'term="t"', 'scheme="s"', 'domain="d"', 'label="l"', 'text="T"'),
            *('isPermaLink="false"', 'xml:base="b/"', 'xml:lang="de"', 'length="5"', 'own:x="1"'),
            *('language="de"', 'duration="7"'),
        ]
    ),
    max_size=3,
    unique_by=lambda attribute: attribute.split("=")[0],
).map(" ".join)


def _element(name: str, attributes: str, inner: str) -> str:
    return f"<{name} {attributes}>{inner}</{name}>"


LEAVES = some.builds(_element, NAMES, ATTRIBUTES, TEXTS)
ELEMENTS = LEAVES | some.builds(
    _element, NAMES, ATTRIBUTES, some.lists(LEAVES, max_size=3).map("".join)
)
SOME = some.lists(ELEMENTS, max_size=6).map("".join)


def rss(head: str, entries: list[str]) -> str:
    items = "".join(f"<item>{entry}</item>" for entry in entries)
    return f'<rss version="2.0" {NAMESPACES}><channel>{head}{items}</channel></rss>'


def atom(head: str, entries: list[str]) -> str:
    inner = "".join(f"<entry>{entry}</entry>" for entry in entries)
    return f'<feed xmlns="http://www.w3.org/2005/Atom" {NAMESPACES}>{head}{inner}</feed>'


DOCUMENTS = some.builds(rss, SOME, some.lists(SOME, max_size=3)) | some.builds(
    atom, SOME, some.lists(SOME, max_size=3)
)


@settings(max_examples=300, deadline=None)
@given(DOCUMENTS)
def test_generated_feeds_read_the_same_both_ways(document: str) -> None:
    answer = fetched(document)
    found = fast(answer)
    if found is not None:
        with pytest.MonkeyPatch.context() as patch:
            assert plain(found) == plain(judged(answer, patch))


def _cut(text: str, chance: random.Random) -> str:
    start = chance.randrange(len(text) + 1)
    return text[:start] + text[start + chance.randrange(1, 40) :]


def _doubled(text: str, chance: random.Random) -> str:
    """One element again, somewhere else."""
    found = list(re.finditer(r"<(\w[\w:]*)[^<>]*>[^<>]*</\1>", text))
    if not found:
        return text
    place = chance.choice(found).end()
    return text[:place] + chance.choice(found)[0] + text[place:]


def _renamed(text: str, chance: random.Random) -> str:
    """One element under another's name."""
    names = sorted(set(re.findall(r"</([\w:]+)>", text)))
    if not names:
        return text
    old, new = chance.choice(names), chance.choice(names)
    return re.sub(rf"(</?){re.escape(old)}(?=[\s/>])", rf"\g<1>{new}", text)


def _elsewhere(text: str, chance: random.Random) -> str:
    """One namespace for another."""
    spaces = re.findall(r"xmlns[:\w]*=[\"']([^\"']+)", text)
    return text.replace(chance.choice(spaces), chance.choice(spaces)) if spaces else text


def _reordered(text: str, chance: random.Random) -> str:
    lines = text.split("\n")
    first, second = (chance.randrange(len(lines)) for _ in "ab")
    lines[first], lines[second] = lines[second], lines[first]
    return "\n".join(lines)


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.stem)
def test_damaged_documents_read_the_same_both_ways(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chance = random.Random(path.stem)
    original = path.read_bytes().decode("utf-8", "replace")[:20_000]
    for _ in range(12):
        text = original
        for change in chance.choices((_cut, _doubled, _renamed, _elsewhere, _reordered), k=3):
            text = change(text, chance) or original
        answer = fetched(text.encode())
        try:
            found = fast(answer)
        except ReadError:
            continue
        if found is not None:
            assert plain(found) == plain(judged(answer, monkeypatch)), text
