"""Editorial choices, one sentence each."""

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aggregator.config import Site
from aggregator.model import (
    Article,
    Category,
    Feed,
    Group,
    Link,
    Membership,
    Person,
    SourceId,
    Story,
    Tombstone,
)
from feeds.compose import EXCERPT, NEVER, compose, excerpt, feed_id, select
from tests.build import NOW, WORDS, article, at, copy, feed, source, story
from tests.feeds.sample import FULL, HEADS, SITE, SOURCES, SPACE, sample

ALL = Group(kind="all")
MILL = SourceId("mill")


def _compose(*stories: Story, **given: Any) -> Feed:
    values: dict[str, Any] = {"site": SITE, "sources": SOURCES, "heads": HEADS}
    return compose(given.pop("group", ALL), stories, **(values | given))


def _entry(lead: Article, **given: Any) -> Any:
    return _compose(story(lead=lead), **given).entries[0]


# ---- the feed --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("group", "title", "page"),
    [
        (ALL, "Example Planet", "/"),
        (SPACE, "Space – Example Planet", "/topics/science/space"),
        (
            Group(kind="author", slug="ada", title="Ada Miller"),
            "Ada Miller – Example Planet",
            "/authors/ada",
        ),
        (Group(kind="source", slug="mill"), "mill – Example Planet", "/sources/mill"),
    ],
)
def test_a_feed_is_named_for_its_group_and_the_site(group: Group, title: str, page: str) -> None:
    made = _compose(group=group)
    assert made.title == title
    assert made.links[0].href == SITE.url + page


def test_the_feed_id_is_the_atom_address_in_every_format_and_page() -> None:
    assert _compose(group=SPACE).id == "https://planet.example/topics/science/space.atom"
    assert _compose(group=SPACE, links=(Link(href="https://x/2", rel="next"),)).id == (
        "https://planet.example/topics/science/space.atom"
    )
    assert feed_id(SITE, "/search?q=a") == "https://planet.example/search.atom?q=a"


def test_a_view_that_is_no_group_says_its_path_and_title() -> None:
    made = _compose(path="/search?q=mill", title="mill")
    assert (made.id, made.title) == ("https://planet.example/search.atom?q=mill", "mill")


def test_updated_is_that_of_the_newest_story() -> None:
    early, late = story("1", updated=at(hours=-9)), story("2", updated=at(hours=-1))
    assert _compose(early, late).updated == late.updated


def test_a_removal_counts_as_an_update() -> None:
    gone = Tombstone(uri="urn:x:1", when=at(hours=1))
    assert _compose(story(), removed=(gone,)).updated == gone.when


def test_an_empty_feed_has_a_fixed_updated() -> None:
    assert _compose().updated == NEVER


def test_what_is_in_the_document_has_no_tombstone_in_it() -> None:
    one = story()
    assert _compose(one, removed=(Tombstone(uri=one.uri, when=NOW),)).removed == ()


# ---- choice and order ------------------------------------------------------------------------


def test_entries_stand_newest_published_first_then_by_id() -> None:
    old, new = story("1", published=at(days=-3)), story("2", published=at(days=-1))
    twin = story("3", published=at(days=-1))
    found = [entry.story for entry in _compose(old, new, twin).entries]
    assert found == [*sorted((new, twin), key=lambda story: story.id), old]


def test_the_order_given_decides_only_who_is_in() -> None:
    stories = [story(str(n), published=at(hours=-n)) for n in range(5)]
    assert _compose(*stories).entries == _compose(*stories[::-1]).entries
    assert {entry.story for entry in _compose(*stories, limit=2).entries} == set(stories[:2])


def test_no_source_fills_a_document_beyond_its_max_items() -> None:
    capped = {MILL: source(max_items=2)}
    stories = [story(str(n)) for n in range(4)] + [story("w", lead=article("w", source="weir"))]
    chosen = select(stories, capped, 10)
    assert [s.lead.source for s in chosen].count(MILL) == 2
    assert stories[4] in chosen


def test_an_archive_holds_everything() -> None:
    stories = [story(str(n)) for n in range(4)]
    assert len(_compose(*stories, sources={MILL: source(max_items=2)}, capped=False).entries) == 4


def test_the_site_says_how_many_entries_a_document_has() -> None:
    stories = [story(str(n)) for n in range(5)]
    assert len(_compose(*stories, site=Site(url=SITE.url, entries=3)).entries) == 3


# ---- the entry -------------------------------------------------------------------------------


def test_the_published_id_is_the_storys_whoever_leads() -> None:
    moved = replace(FULL, lead=FULL.copies[0].article, copies=())
    assert _compose(moved).entries[0].id == FULL.uri


def test_persons_are_those_we_credit_and_not_those_claimed() -> None:
    credited = story(authors=(Person(name="True Author"),), contributors=(Person(name="Poster"),))
    entry = _compose(credited).entries[0]
    assert entry.authors == (Person(name="True Author"),)
    assert entry.contributors == (Person(name="Poster"),)


def test_updated_is_never_before_published() -> None:
    odd = story(published=at(hours=-1), updated=at(hours=-5))
    assert _compose(odd).entries[0].updated == at(hours=-1)


def test_the_body_says_where_it_is_from_and_who_else_has_it() -> None:
    content = sample().entries[0].content
    assert content.startswith(f"<p>{WORDS}</p>")
    assert content.endswith(
        '<p class="feedmill-credit">From <a href="https://mill.example/1">Mill</a>. '
        'Also at: <a href="https://weir.example/2">Weir</a>, '
        '<a href="https://lock.example/3">Lock</a> (reworded).</p>'
    )


def test_copies_are_related_links_with_the_sources_name() -> None:
    related = [link for link in sample().entries[0].links if link.rel == "related"]
    assert [(link.href, link.title) for link in related] == [
        ("https://weir.example/2", "Weir"),
        ("https://lock.example/3", "Lock"),
    ]


def test_a_copy_that_leads_to_a_page_already_named_is_not_named_again() -> None:
    lead = article(link="https://mill.example/1?utm_source=rss", url="https://mill.example/1")
    planets = copy("p", source="weir", link="https://mill.example/1", url="https://mill.example/1")
    elsewhere = copy("m", source="lock", url="https://mill.example/1")
    silent = tuple(copy(seed, source="mute", link="", url="") for seed in "xy")
    entry = _compose(story(lead=lead, copies=(planets, elsewhere, *silent))).entries[0]
    assert 'Also at: <a href="https://lock.example/m">Lock</a>, mute.' in entry.content
    assert [link.href for link in entry.links if link.rel == "related"] == [
        "https://lock.example/m"
    ]


def test_via_links_and_all_enclosures_are_carried_along() -> None:
    links = sample().entries[0].links
    assert [link.href for link in links if link.rel == "via"] == ["https://found.example/here"]
    assert [link.href for link in links if link.rel == "enclosure"] == [
        "https://mill.example/talk.mp3",
        "https://mill.example/talk.ogg",
    ]


def test_a_story_without_an_address_leads_to_its_page_here() -> None:
    one = story(lead=article(link="", url=""))
    assert _compose(one).entries[0].links[0].href == f"https://planet.example/stories/{one.id}"


def test_the_sources_categories_stand_before_our_topics() -> None:
    assert sample().entries[0].categories == (
        Category(term="rivers", scheme="https://mill.example/tags/", label="Rivers"),
        Category(term="science/space", scheme="https://planet.example/topics/", label="Space"),
    )


@pytest.mark.parametrize("title", ["", "A title"])
def test_every_entry_has_a_title(title: str) -> None:
    assert _entry(article(title=title)).title == (title or excerpt(WORDS, 80))
    assert _entry(article(title=title, text="", summary="")).title == (title or "Mill")


# ---- what a source lets be published ---------------------------------------------------------


def test_full_gives_the_text() -> None:
    assert WORDS in _entry(article(summary="short")).content


def test_excerpt_gives_no_more_than_the_excerpt_anywhere() -> None:
    long = " ".join(f"word{n}" for n in range(500))
    lead = article(html=f"<p>{long}</p>", text=long, summary=long)
    entry = _entry(lead, sources={MILL: source(publish="excerpt")})
    assert "word400" not in entry.content + entry.summary
    assert entry.summary == excerpt(long)
    assert f"<p>{excerpt(long)}</p>" in entry.content


def test_title_gives_neither_text_nor_summary() -> None:
    entry = _entry(article(), sources={MILL: source(publish="title")})
    assert entry.summary == ""
    assert "council" not in entry.content
    assert "From <a" in entry.content


def test_a_reader_may_ask_for_excerpts_but_not_for_more_than_the_source_gives() -> None:
    assert "<p>short</p>" in _entry(article(summary="short"), full=False).content
    titled = _entry(article(), sources={MILL: source(publish="title")}, full=False)
    assert "council" not in titled.content


def test_a_source_that_we_no_longer_know_is_shown_by_its_id() -> None:
    entry = _entry(article(), sources={}, heads={})
    assert entry.origin.title == "mill"
    assert entry.origin.id == "https://planet.example/sources/mill"
    assert "From <a" in entry.content


# ---- origin ----------------------------------------------------------------------------------


def test_origin_is_the_head_of_the_leads_source() -> None:
    origin = sample().entries[0].origin
    assert origin is not None
    assert (origin.id, origin.title, origin.rights) == (
        "https://mill.example/feed.xml",
        "Mill",
        "CC BY",
    )
    assert {link.rel: link.href for link in origin.links} == {
        "alternate": "https://mill.example/",
        "self": "https://mill.example/feed.xml",
    }


def test_origin_always_has_id_title_and_updated() -> None:
    for sources, heads in (({}, {}), (SOURCES, {}), ({}, HEADS), ({}, {MILL: Feed()})):
        origin = _entry(article(), sources=sources, heads=heads).origin
        assert origin.id and origin.title and origin.updated


def test_origin_does_not_change_because_the_source_dates_each_answer_anew() -> None:
    later = {MILL: replace(HEADS[MILL], updated=at(days=1))}
    assert _entry(article(), heads=later) == _entry(article(), heads=HEADS)


def test_what_came_through_another_planet_names_the_feed_it_was_first_in() -> None:
    first = feed(id="tag:first,2026:f", title="First", links=(), updated=at(days=-1), entries=())
    entry = _entry(article(origin=first))
    assert (entry.origin.id, entry.origin.title, entry.origin.updated) == (
        "tag:first,2026:f",
        "First",
        at(days=-1),
    )
    assert "From <a" in entry.content and ">First</a>" in entry.content


def test_the_operators_title_goes_before_the_feeds_own() -> None:
    assert _entry(article(), sources={MILL: source(title="Our name")}).origin.title == "Our name"
    assert _entry(article(), sources={MILL: source(title="")}).origin.title == "Mill"


def test_the_path_of_a_local_file_is_not_published() -> None:
    local = {MILL: source(url="file:///srv/private/feed.xml", title="")}
    assert "private" not in repr(_entry(article(), sources=local, heads={}).origin)


# ---- nothing active --------------------------------------------------------------------------


def test_names_and_titles_cannot_add_markup() -> None:
    bad = '"><script>alert(1)</script>'
    tainted = story(lead=article(title=bad, summary=bad, html=""), copies=(copy(),))
    sources = {MILL: source(title=bad), SourceId("weir"): source("weir", title=bad)}
    entry = _compose(tainted, sources=sources, heads={}).entries[0]
    assert "<script" not in entry.content + entry.summary


def test_only_web_addresses_are_linked() -> None:
    bad = "javascript:alert(1)"
    link = Link(href=bad, rel="enclosure")
    lead = article(
        link=bad, url=bad, image=bad, comments=bad, enclosures=(link,),
        links=(replace(link, rel="via"),),
    )  # fmt: skip
    entry = _compose(story(lead=lead, copies=(copy(link=bad, url=bad),))).entries[0]
    assert "javascript" not in repr(replace(entry, story=None))


# ---- excerpts --------------------------------------------------------------------------------


@given(st.text(), st.integers(min_value=1, max_value=500))
def test_an_excerpt_is_one_short_line(text: str, longest: int) -> None:
    cut = excerpt(text, longest)
    assert len(cut) <= longest
    assert "\n" not in cut
    assert cut == " ".join(text.split()) or cut.endswith("…")


def test_an_excerpt_is_cut_at_a_word() -> None:
    assert excerpt("one two three four", 12) == "one two…"
    assert excerpt("x" * 600) == "x" * (EXCERPT - 1) + "…"
    assert excerpt("one two, three four", 12) == "one two…", "nothing that waits for a word"


def test_equal_input_gives_an_equal_feed() -> None:
    assert sample() == sample()
    assert isinstance(sample().updated, datetime)


def test_topics_come_from_memberships_only() -> None:
    one = story(memberships=(Membership(group=Group(kind="author", slug="ada")),))
    assert _compose(one).entries[0].categories == ()
