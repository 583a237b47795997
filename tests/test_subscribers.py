"""Four weeks of a planet as its subscribers see them: nothing is lost, doubled or shown again.

Readers of four kinds watch what `tests.feeds.weeks` tells.
"""

import json
from collections import defaultdict
from dataclasses import dataclass, field

import httpx
import pytest
from lxml import etree

from feeds import urls
from tests.feeds.site import Site
from tests.feeds.walker import AT, A, walk
from tests.feeds.weeks import World, live
from tests.rim import Site as Planet


@dataclass
class Reader:
    """A feed reader of the usual kind: shows what has an id that it has not seen."""

    path: str
    headers: dict[str, str] = field(default_factory=dict)
    held: dict[str, str] = field(default_factory=dict)  # id -> updated
    shown: list[str] = field(default_factory=list)
    answers: dict[int, int] = field(default_factory=lambda: defaultdict(int))

    def visit(self, site: Site) -> None:
        answer = site.get(self.path, **self.headers)
        self.answers[answer.status_code] += 1
        if answer.status_code == 304:
            return
        self.headers["if_none_match"] = answer.headers["etag"]
        for id, updated in self._entries(answer):
            if id not in self.held:
                self.shown.append(id)
            self.held[id] = updated

    def _entries(self, answer: httpx.Response) -> list[tuple[str, str]]:
        if self.path.endswith(".json"):
            items = json.loads(answer.content)["items"]
            return [(one["id"], one["date_modified"]) for one in items]
        root = etree.fromstring(answer.content)
        for grave in root.findall(f"{AT}deleted-entry"):
            self.held.pop(str(grave.get("ref")), None)
        entries, id = root.findall(f"{A}entry"), f"{A}id"
        if self.path.endswith(".rss"):
            entries, id = root.findall("channel/item"), "guid"
        return [(str(one.findtext(id)), str(one.findtext(f"{A}updated"))) for one in entries]


@pytest.fixture(scope="module")
def lived() -> tuple[Planet, Site, World, dict[str, Reader]]:
    """The four weeks, once for all tests here."""
    readers = {
        "atom": Reader("/all.atom"),
        "rss": Reader("/all.rss"),
        "json": Reader("/all.json"),
        "news": Reader("/all.atom", {"a_im": "feed"}),
    }

    def visit(site: Site) -> None:
        for reader in readers.values():
            reader.visit(site)

    planet, site, world = live(visit)
    return planet, site, world, readers


Lived = tuple[Planet, Site, World, dict[str, Reader]]


def test_the_weeks_have_everything_that_may_go_wrong(lived: Lived) -> None:
    planet, site, world, readers = lived
    stories = planet.stories()
    assert len(world.posts) >= 40
    assert sum(1 for one in stories if one.copies) > 12
    assert sum(one.edited for one in world.posts) > 7
    ids = {urls.iri(one.uri) for one in stories}
    assert len(set(readers["atom"].shown) - ids) > 3  # became a part of another story
    assert sum(1 for one in stories if "weir" in one.uri and "mill" in one.lead.source) > 3
    assert len(walk(site).archives) > 4
    assert readers["news"].answers[226] > 20 and readers["atom"].answers[304] > 10


def test_every_story_is_published_once(lived: Lived) -> None:
    planet, _, world, _ = lived
    titles = [one.lead.title for one in planet.stories() if one.lead.title != "Own words"]
    assert sorted(titles) == sorted(one.title for one in world.posts)


@pytest.mark.parametrize("kind", ["atom", "rss", "json", "news"])
def test_a_reader_who_came_all_the_time_saw_each_story_once(lived: Lived, kind: str) -> None:
    planet, _, _, readers = lived
    shown = readers[kind].shown
    assert len(shown) == len(set(shown))
    stories = planet.stories()
    now = {urls.iri(one.uri) for one in stories}
    assert now <= set(shown)
    # beside what is there now it saw only what became a part of another story
    with planet.store.reading() as read:
        into = {one.id for id in set(shown) - now for one in read.find(id)}
    assert into and into <= {one.id for one in stories}


def test_who_asks_for_news_only_knows_the_same(lived: Lived) -> None:
    _, _, _, readers = lived
    assert readers["news"].shown == readers["atom"].shown
    assert readers["news"].held == readers["atom"].held


def test_who_comes_at_the_end_finds_exactly_the_stores_stories(lived: Lived) -> None:
    planet, site, _, readers = lived
    found = walk(site)
    assert found.ids == {urls.iri(one.uri) for one in planet.stories()}
    assert set(found.times.values()) == {1}
    assert found.ids == set(readers["atom"].held)


def test_no_published_moment_ever_moved(lived: Lived) -> None:
    planet, site, _, _ = lived
    now = {urls.iri(one.uri): one.published for one in planet.stories()}
    for id, entry in walk(site).told.items():
        if entry is not None:
            stamp = str(entry.findtext(f"{A}published"))
            assert stamp.startswith(f"{now[id]:%Y-%m-%dT%H:%M:%S}")
