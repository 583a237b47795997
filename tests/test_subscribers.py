"""Four weeks of a planet as its subscribers see them: nothing is lost, doubled or shown again.

Simulated time; sources that copy, edit, merge and move; readers of four kinds. The intake is the
real one, from the sources' bytes to what is stored, and so is the server.
"""

import json
import random
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import timedelta

import httpx
import pytest
from lxml import etree

from feeds import urls
from feeds.server import create_app
from tests.build import NOW
from tests.feeds.site import Site
from tests.feeds.walker import AT, A, walk
from tests.rim import Site as Planet

DAYS = 28
MOVED = 15  # the day on which the original moves to another address and gives its items new ids
CONFIG = """
[site]
title = "Planet"
url = "https://planet.example"
contact = "ops@planet.example"
entries = 6
"""
SYLLABLES = [a + b for a in "bdfgklmnprstv" for b in ("a", "e", "i", "o", "u", "ar", "en")]


def words(chance: random.Random, count: int) -> list[str]:
    return ["".join(chance.choices(SYLLABLES, k=chance.randint(1, 3))) for _ in range(count)]


@dataclass
class Post:
    """Something written: by one source first, and by others again."""

    number: int
    day: int
    body: list[str]
    title: str
    edited: int = 0

    @property
    def text(self) -> str:
        return " ".join(self.body).capitalize() + "."


@dataclass
class World:
    """What the sources say on a day."""

    chance: random.Random = field(default_factory=lambda: random.Random(6))
    posts: list[Post] = field(default_factory=list)
    late: dict[int, int] = field(default_factory=dict)  # who stood at the copyist's first

    def turn(self, day: int) -> None:
        for _ in range(1 + day % 2):
            number = len(self.posts)
            body = words(self.chance, 70)
            title = " ".join(words(self.chance, 4)).title()
            self.posts.append(Post(number=number, day=day, body=body, title=title))
            if number % 4 == 1:
                self.late[number] = day + 1  # the original shows it a day after its copyist
        if day % 3 == 2:
            old = self.posts[max(0, len(self.posts) - 5)]
            old.edited += 1
            old.body[5:15] = words(self.chance, 10)

    def original(self, day: int) -> bytes:
        shown = [one for one in self.posts if self.late.get(one.number, one.day) <= day][-8:]
        return rss("mill", [item(one, day, moved=day >= MOVED) for one in reversed(shown)])

    def copyist(self, day: int) -> bytes:
        """Takes every other post, a day late or, where the original is late, at once."""
        shown = [one for one in self.posts if one.number % 2 and self._taken(one) <= day][-6:]
        return rss("weir", [item(one, day, host="weir") for one in reversed(shown)])

    def _taken(self, one: Post) -> int:
        return one.day if one.number in self.late else one.day + 1

    def rewriter(self, day: int) -> bytes:
        """Says something of its own, and puts a post of the original in its place a day later."""
        shown = []
        for one in self.posts:
            if one.number % 5 == 3 and one.day <= day:
                own = Post(one.number, one.day, words(random.Random(one.number), 70), "Own words")
                shown.append(own if one.day == day else one)
        return rss("lock", [item(one, day, host="lock") for one in reversed(shown[-5:])])


def rss(host: str, items: list[str]) -> bytes:
    head = f"<title>{host}</title><link>https://{host}.example/</link>"
    return f'<rss version="2.0"><channel>{head}{"".join(items)}</channel></rss>'.encode()


def item(one: Post, day: int, *, host: str = "mill", moved: bool = False) -> str:
    hours = 0 if host == "mill" else 3
    date = (NOW + timedelta(days=one.day, hours=hours - 4)).strftime("%a, %d %b %Y %H:%M:%S GMT")
    place = f"2026/{one.number}/" if moved else str(one.number)
    guid = f"new-{one.number}" if moved else f"https://{host}.example/{one.number}"
    return (
        f"<item><title>{one.title}</title><guid isPermaLink='false'>{guid}</guid>"
        f"<link>https://{host}.example/{place}</link><pubDate>{date}</pubDate>"
        f"<description>{one.text}</description></item>"
    )


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
    world = World()
    hosts = {host: f"https://{host}.example/feed.xml" for host in ("mill", "weir", "lock")}
    planet = Planet(dict.fromkeys(hosts.values(), b""), CONFIG + "".join(
        f'[[sources]]\nurl = "{address}"\n' for address in hosts.values()
    ))  # fmt: skip
    site = Site(
        store=planet.store,
        config=planet.config,
        app=create_app(planet.store, planet.config, lambda: planet.now),
    )
    readers = {
        "atom": Reader("/all.atom"),
        "rss": Reader("/all.rss"),
        "json": Reader("/all.json"),
        "news": Reader("/all.atom", {"a_im": "feed"}),
    }
    for day in range(DAYS):
        world.turn(day)
        planet.now = NOW + timedelta(days=day, hours=1)
        planet.answers[hosts["mill"]] = world.original(day)
        planet.answers[hosts["weir"]] = world.copyist(day)
        planet.answers[hosts["lock"]] = world.rewriter(day)
        order = planet.sources if day % 2 else tuple(reversed(planet.sources))
        for source in order:
            planet.poll([source], force=True)
            for reader in readers.values():
                reader.visit(site)
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
