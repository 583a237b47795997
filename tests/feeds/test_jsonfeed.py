"""JSON Feed 1.1 as written, and the `_feedmill` extension, which is a promise to machines."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aggregator.errors import FormatError
from aggregator.model import Category, Evidence, Feed, How, Link, Person
from feeds.conformance import check
from feeds.formats import FORMATS
from feeds.formats.jsonfeed import render
from feeds.words import one_line
from tests.build import WORDS, copy, story
from tests.feeds.sample import FULL, HUB, SITE, sample

SELF = "https://planet.example/topics/science/space.json"


def _written(made: Feed | None = None) -> Any:
    return json.loads(render(made or sample(), SELF, SITE))


def test_the_document_is_the_golden_one(golden: Callable[[str, bytes], None]) -> None:
    golden("published/space.json", render(sample(), SELF, SITE))


def test_an_empty_feed_is_a_document_too(golden: Callable[[str, bytes], None]) -> None:
    body = render(replace(sample(), entries=()), SELF, SITE)
    golden("published/empty.json", body)
    assert check(body, "json", SELF) == ()


def test_our_own_validator_finds_nothing() -> None:
    assert check(render(sample(), SELF, SITE), "json", SELF) == ()


def test_every_field_of_an_entry_is_there() -> None:
    item = _written()["items"][0]
    extension = item.pop("_feedmill")
    assert item.pop("content_html").startswith(f"<p>{WORDS}</p>")
    assert extension["story"] == FULL.id
    assert item == {
        "id": "https://mill.example/1",
        "url": "https://mill.example/1",
        "title": 'Tom & <\u2060b>Jerry<\u2060/b> &\u2060amp; "friends"',  # nobody takes it for HTML
        "summary": WORDS,
        "image": "https://mill.example/wheel.jpg",
        "date_published": "2026-01-15T10:00:00Z",
        "date_modified": "2026-01-15T11:00:00Z",
        "authors": [{"name": "Ada Miller", "url": "https://ada.example/"}, {"name": "Ben Weaver"}],
        "tags": ["Rivers", "Space"],
        "language": "de",
        "attachments": [
            {
                "url": "https://mill.example/talk.mp3",
                "mime_type": "audio/mpeg",
                "title": "The talk",
                "size_in_bytes": 12345,
                "duration_in_seconds": 1830,
            },
            {
                "url": "https://mill.example/talk.ogg",
                "mime_type": "audio/ogg",
                "duration_in_seconds": 1831,
            },
        ],
    }


def test_what_names_no_author_is_not_said_to_be_by_the_planet() -> None:
    """Authors of a feed are those of each item without any (JSON Feed 1.1, Top-level)."""
    [entry] = [one for one in sample().entries if not one.authors][:1]
    document = json.loads(render(replace(sample(), entries=(entry,)), SELF, SITE))
    assert "authors" not in document["items"][0]
    assert "authors" not in document


def test_a_tag_is_said_once_however_it_is_written() -> None:
    tags = (Category(term="python"), Category(term="Web"), Category(term="Python"))
    entry = replace(sample().entries[0], categories=tags)
    document = json.loads(render(replace(sample(), entries=(entry,)), SELF, SITE))
    assert document["items"][0]["tags"] == ["python", "Web"]


def test_the_extension_is_as_published() -> None:
    assert _written()["items"][0]["_feedmill"] == {
        "about": "https://planet.example/docs/json",
        "story": FULL.id,
        "event": "e1",
        "independent_sources": 2,
        "source": {"id": "mill", "title": "Mill", "url": "https://mill.example/"},
        "copies": [
            {
                "id": "https://weir.example/2",
                "url": "https://weir.example/2",
                "source": "weir",
                "published": "2026-01-15T10:00:00Z",
                "how": "same-text",
                "score": 1.0,
            },
            {
                "id": "https://lock.example/3",
                "url": "https://lock.example/3",
                "source": "lock",
                "published": "2026-01-15T10:00:00Z",
                "how": "reworded",
                "score": 0.8123,
            },
        ],
        "author_evidence": "byline",
        "topics": ["science/space"],
    }


def test_an_event_that_is_none_is_null() -> None:
    assert _written()["items"][1]["_feedmill"]["event"] is None


@pytest.mark.parametrize("how", get_args(How))
def test_how_is_one_of_the_four_published_words(how: How) -> None:
    item = _written(sample(story(copies=(copy(how=how),))))["items"][0]
    word = item["_feedmill"]["copies"][0]["how"]
    assert word in {"same-link", "same-text", "edited", "reworded"}
    assert word == how or how in {"same-entry", "pinned"}


@pytest.mark.parametrize("evidence", get_args(Evidence))
def test_author_evidence_is_one_of_the_four_published_words(evidence: Evidence) -> None:
    item = _written(sample(story(evidence=evidence)))["items"][0]
    word = item["_feedmill"]["author_evidence"]
    assert word in {"byline", "claimed", "alias", "source"}
    assert word == evidence or evidence in {"pin", "page", "copy"}


def test_the_head_has_its_addresses_and_hubs() -> None:
    head = _written(sample(links=(HUB, Link(href="https://planet.example/2.json", rel="next"))))
    assert next(iter(head)) == "version"
    assert (head["feed_url"], head["next_url"]) == (SELF, "https://planet.example/2.json")
    assert head["hubs"] == [{"type": "WebSub", "url": HUB.href}]
    assert head["language"] == "en"


def test_the_next_page_is_never_the_page_itself() -> None:
    assert "next_url" not in _written(sample(links=(Link(href=SELF, rel="next"),)))


def test_an_entry_that_is_no_story_has_no_extension() -> None:
    made = sample()
    plain = replace(made, entries=(replace(made.entries[0], story=None, origin=None),))
    assert "_feedmill" not in _written(plain)["items"][0]


def test_ids_are_the_same_in_every_format() -> None:
    for format in FORMATS.values():
        assert format.content_type == f"{format.media_type}; charset=utf-8"
        body = format.render(sample(), SELF, SITE).decode()
        assert all(entry.id in body for entry in sample().entries)


def test_a_fault_in_the_head_is_our_error() -> None:
    with pytest.raises(FormatError):
        render(replace(sample(), id=""), SELF, SITE)


_odd = st.text(st.characters(), max_size=30)


@settings(max_examples=60, deadline=None)
@given(_odd, _odd, _odd, _odd)
def test_whatever_a_source_wrote_the_document_is_valid(
    one: str, two: str, three: str, four: str
) -> None:
    made = sample()
    first = made.entries[0]
    odd = replace(
        first,
        title=one,
        language=three,
        authors=(Person(name=four, uri=one, email=two),),
        categories=(Category(term=three, scheme=four, label=one),),
        origin=replace(first.origin or Feed(), title=two),
    )
    body = render(replace(made, subtitle=one, entries=(odd,)), SELF, SITE)
    assert check(body, "json", SELF) == ()
    title = json.loads(body)["items"][0].get("title", "")
    assert title.replace("\u2060", "") == one_line(one).replace("\u2060", "")
