"""RFC 5005: a feed and its archives hold every story once, and archives keep their bytes."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from aggregator.model import Story
from aggregator.store.archives import Filed
from aggregator.store.views import View
from feeds import filing, urls
from feeds.archivist import Archivist
from feeds.conformance import check, errors
from feeds.documents import Documents
from feeds.export import build
from feeds.filing import standing
from tests.build import NOW, at, copy, entry, source
from tests.feeds.site import CONFIG, Site, open_site, told
from tests.feeds.walker import AT, A, links, walk

MANY = [told(str(n), published=at(hours=-n)) for n in range(23)]


@pytest.fixture
def site() -> Iterator[Site]:
    with open_site(*MANY) as opened:
        yield opened


def shown(site: Site, **groups: str) -> set[str]:
    with site.store.reading() as read:
        return {urls.iri(one.uri) for one in read.stories(View(**groups), limit=9999)}


def test_a_feed_of_few_stories_has_no_archive() -> None:
    with open_site(*MANY[:5]) as site:
        assert walk(site).archives == {}
        assert site.get("/all/archive/1.atom").status_code == 404


def test_a_walk_finds_every_story_once(site: Site) -> None:
    found = walk(site)
    assert found.ids == shown(site) == {one.uri for one in MANY}
    assert set(found.times.values()) == {1}
    assert list(found.archives) == ["https://planet.example/all/archive/1.atom"]
    for path, view in (
        ("/topics/town.atom", {"topic": "town"}),
        ("/authors/ada-miller.atom", {"author": "ada-miller"}),
        ("/sources/mill.atom", {"source": "mill"}),
    ):
        assert walk(site, path).ids == shown(site, **view)


def test_an_archive_is_valid_and_names_where_it_belongs(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(filing, "LARGEST", 10)
    found = walk(site, "/topics/town.atom")
    assert len(found.archives) == 3
    for address, body in found.archives.items():
        assert errors(check(body, "atom", address)) == ()
    newest = links(etree.fromstring(next(iter(found.archives.values()))))
    assert newest["current"] == "https://planet.example/topics/town.atom"
    assert newest["prev-archive"] == "https://planet.example/topics/town/archive/2.atom"
    assert newest["alternate"] == "https://planet.example/topics/town"


def test_what_comes_later_stands_in_later_documents(site: Site) -> None:
    before = walk(site).archives
    # new ones at the top, and the past of a new source, older than all that was archived
    site.publish(*[told(f"new{n}", published=at(hours=n + 1)) for n in range(7)])
    site.publish(*[told(f"old{n}", source="weir", published=at(days=-99 - n)) for n in range(4)])
    after = walk(site)
    assert after.ids == shown(site)
    assert set(after.times.values()) == {1}
    assert {address: after.archives[address] for address in before} == before


def test_an_edit_leaves_archives_alone_and_the_feed_tells_it(site: Site) -> None:
    before = walk(site).archives
    lead = replace(MANY[0].lead, title="The mill burns", updated=NOW)
    site.publish(replace(MANY[0], lead=lead, updated=NOW))
    old = replace(MANY[20].lead, title="Corrected", updated=NOW)
    site.publish(replace(MANY[20], lead=old, updated=NOW))
    after = walk(site)
    assert after.archives == before
    newest = after.told[MANY[0].uri]
    assert newest is not None and newest.findtext(f"{A}title") == "The mill burns"


def test_a_merged_story_is_told_gone_and_its_archive_stays(site: Site) -> None:
    before = walk(site).archives
    with site.store.writing() as write:
        kept = replace(MANY[0], copies=(replace(copy(), article=MANY[20].lead),))
        write.put_story(kept, now=NOW)
        write.withdraw(MANY[20].id, into=MANY[0].id, comment="", now=NOW)
    after = walk(site)
    assert after.ids == shown(site)
    assert MANY[20].uri in after.told and MANY[20].uri not in after.ids
    assert {address: after.archives[address] for address in before} == before


def test_what_is_withdrawn_is_taken_out_of_archives_as_well(site: Site) -> None:
    (address,) = walk(site).archives
    with site.store.writing() as write:
        write.put_story(replace(MANY[20], hidden=True), now=NOW)
    after = walk(site)
    assert after.ids == shown(site)
    body = after.archives[address]
    assert MANY[20].uri not in {one.findtext(f"{A}id") for one in etree.fromstring(body).iter()}
    assert f'ref="{MANY[20].uri}"'.encode() in body
    assert errors(check(body, "atom", address)) == ()
    site.publish(MANY[20])
    again = walk(site)
    assert again.ids == shown(site) and MANY[20].uri in again.ids


def test_a_tombstone_outlives_the_feeds_window(site: Site) -> None:
    walk(site)
    with site.store.writing() as write:
        write.withdraw(MANY[22].id, into=MANY[0].id, comment="", now=at(hours=1))
    walk(site)
    site.publish(*[told(f"new{n}", published=at(hours=2 + n)) for n in range(9)])
    feed = etree.fromstring(site.get("/all.atom").content)
    assert feed.findall(f"{AT}deleted-entry") == []
    assert walk(site).ids == shown(site)


def test_a_story_that_is_filed_elsewhere_leaves_the_topics_history(site: Site) -> None:
    walk(site, "/topics/town.atom")
    elsewhere = tuple(m for m in MANY[20].memberships if m.group.kind != "topic")
    site.publish(replace(MANY[20], memberships=elsewhere))
    after = walk(site, "/topics/town.atom")
    assert after.ids == shown(site, topic="town")
    assert walk(site).ids == shown(site)


def test_what_a_source_may_not_fill_a_document_with_is_in_the_archive() -> None:
    capped = (source("mill", max_items=2), source("weir"))
    with open_site(*MANY[:4], told("w", source="weir"), sources=capped) as site:
        assert walk(site).ids == shown(site)


def test_a_site_that_moves_closes_its_archives_anew(site: Site) -> None:
    walk(site)
    moved = site.config.model_copy(
        update={"site": site.config.site.model_copy(update={"url": "https://new.example"})}
    )
    Archivist(site.store, Documents(moved).editions).keep_up()
    with site.store.reading() as read:
        found = read.archives.document(("all", ""), 1)
    assert found is not None
    assert b"https://planet.example" not in found.body and b"https://new.example" in found.body


def test_nothing_that_waits_is_forgotten_by_a_second_archivist(site: Site) -> None:
    one, other = (Archivist(site.store, Documents(site.config).editions) for _ in range(2))
    one.keep_up()
    other.keep_up()
    with site.store.reading() as read:
        assert read.archives.last(("all", "")) == 1


def test_a_static_site_has_the_same_archives(site: Site, tmp_path: Path) -> None:
    build(site.store, site.config, tmp_path)
    for address, body in walk(site).archives.items():
        path = address.removeprefix("https://planet.example/")
        assert (tmp_path / path).read_bytes() == body


def test_archives_may_be_kept_for_a_day_and_have_validators(site: Site) -> None:
    walk(site)
    answer = site.get("/all/archive/1.atom")
    assert answer.headers["cache-control"].startswith("public, max-age=86400")
    again = site.get("/all/archive/1.atom", if_none_match=answer.headers["etag"])
    assert again.status_code == 304


@pytest.mark.parametrize(
    "path",
    ["/all/archive/0.atom", "/all/archive/2.atom", "/all/archive/999999999.atom",
     "/all/archive/1.rss", "/topics/none/archive/1.atom", "/search/archive/1.atom",
     "/topics/town/authors/ada-miller/archive/1.atom", "/all/archive/-1.atom"],
)  # fmt: skip
def test_other_archives_are_not_there(site: Site, path: str) -> None:
    walk(site)
    assert site.get(path).status_code == 404


def test_further_pages_lead_to_the_end_in_every_format(site: Site) -> None:
    seen, path = [], "/all.json"
    while path:
        page = site.get(path).json()
        seen += [item["id"] for item in page["items"]]
        path = page.get("next_url", "").removeprefix("https://planet.example")
    assert sorted(seen) == sorted(one.uri for one in MANY)
    rss = etree.fromstring(site.get("/all.rss").content)
    named = {one.get("rel"): one.get("href") for one in rss.iter(f"{A}link")}
    assert named["next"].startswith("https://planet.example/all.rss?before=2026")
    assert "prev-archive" not in named
    pair = links(etree.fromstring(site.get("/topics/town/authors/ada-miller.atom").content))
    assert pair["next"].startswith("https://planet.example/topics/town/authors/ada-miller.atom?b")


@pytest.mark.parametrize("before", ["", "x", "20260115T120000Z-", "99999999T999999Z-a", "../../x"])
def test_a_forged_place_is_the_beginning(site: Site, before: str) -> None:
    assert site.get(f"/all.json?before={before}").json()["items"][0]["id"] == MANY[0].uri


# ---- laws ----------------------------------------------------------------------------------------

STEP = st.tuples(
    st.sampled_from(["new", "old", "edit", "hide", "show", "merge", "file", "walk"]),
    st.integers(0, 30),
)


@settings(max_examples=25, deadline=None)
@given(st.lists(STEP, min_size=5, max_size=40))
def test_whatever_happens_a_walk_finds_what_the_store_shows(steps: list[tuple[str, int]]) -> None:
    config = CONFIG.model_copy(update={"site": CONFIG.site.model_copy(update={"entries": 3})})
    with open_site(config=config) as site:
        stories: dict[str, Story] = {}
        kept: dict[str, bytes] = {}
        for turn, (what, number) in enumerate((*steps, ("walk", 0))):
            if what != "walk":
                happen(site, stories, what, number, at(minutes=turn))
                continue
            for path, view in (("/all.atom", {}), ("/topics/town.atom", {"topic": "town"})):
                found = walk(site, path)
                assert found.ids == shown(site, **view)
                for address, body in found.archives.items():
                    assert errors(check(body, "atom", address)) == ()
                    was = kept.setdefault(address, body)
                    assert body == was or "hide" in dict(steps)


def happen(site: Site, stories: dict[str, Story], what: str, number: int, now: datetime) -> None:
    """One thing that an intake or an editor does."""
    if what in ("new", "old"):
        moment = now if what == "new" else at(days=-number - 1)
        one = told(f"s{now:%H%M%S}", published=moment, listed=moment)
        stories[one.id] = one
        site.publish(one)
    elif stories:
        one = list(stories.values())[number % len(stories)]
        stories[one.id] = changed = change(one, what, now)
        other = list(stories.values())[(number + 1) % len(stories)]
        with site.store.writing() as write:
            write.put_article(changed.lead, entry(), frozenset({1}))
            write.put_story(changed, now=now)
            if what == "merge" and one is not other and not other.hidden:
                write.withdraw(one.id, into=other.id, comment="", now=now)
                del stories[one.id]


def change(one: Story, what: str, now: datetime) -> Story:
    if what == "edit":
        return replace(one, lead=replace(one.lead, title=f"Edited {now}"), updated=now)
    if what in ("hide", "show"):
        return replace(one, hidden=what == "hide")
    if what == "file":
        topics = tuple(m for m in one.memberships if m.group.kind != "topic")
        return replace(one, memberships=topics)
    return one


def test_what_changed_is_put_in_line_or_taken_out_of_it() -> None:
    town, all_ = ("topic", "town"), ("all", "")
    known = [
        Filed(group=all_, story="a", number=3),
        Filed(group=town, story="a", number=1),
        Filed(group=all_, story="b"),
        Filed(group=town, story="c", number=2, gone=True),
        Filed(group=all_, story="d", gone=True),
    ]
    places = frozenset({(all_, "a"), (town, "c"), (all_, "e"), (all_, "d")})
    put, drop = standing(places, known)
    assert put == (
        Filed(group=all_, story="d"),
        Filed(group=all_, story="e"),
        Filed(group=town, story="a", gone=True),
        Filed(group=town, story="c"),
    )
    assert drop == (Filed(group=all_, story="b"),)
