"""Four weeks of a planet in simulated time: sources that copy, edit, merge and move.

The intake is the real one, from the sources' bytes to what is stored, and so is the server.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

from feeds.server import create_app
from tests.build import NOW
from tests.feeds.site import Site
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


def live(look: Callable[[Site], object]) -> tuple[Planet, Site, World]:
    """The weeks; `look` is called with the site after each poll."""
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
    for day in range(DAYS):
        world.turn(day)
        planet.now = NOW + timedelta(days=day, hours=1)
        planet.answers[hosts["mill"]] = world.original(day)
        planet.answers[hosts["weir"]] = world.copyist(day)
        planet.answers[hosts["lock"]] = world.rewriter(day)
        order = planet.sources if day % 2 else tuple(reversed(planet.sources))
        for source in order:
            planet.poll([source], force=True)
            look(site)
    return planet, site, world
