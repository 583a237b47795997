"""Through the store: any order of arrival gives the same stories, leads and events."""

from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st

from aggregator.config import Config
from aggregator.identify import Arrival
from aggregator.model import Article, ArticleId, Source, Story, Verdict
from aggregator.placing import Rules, place
from aggregator.store import Store, View, open_store
from tests.build import NOW, entry
from tests.corpus.worlds import World, worlds

WORLDS = {world.about: world for world in worlds() if not world.pins and len(world.articles) > 3}


class Planet:
    """The sources of a world, and a store in memory that its articles come into."""

    def __init__(self, world: World) -> None:
        names = sorted({article.source for article in world.articles})
        given = [
            Source(id=name, url=f"https://{name}.example/feed", rank=world.ranks.get(name, 0))
            for name in names
        ]
        self.store: Store = open_store("sqlite:///:memory:")
        with self.store.writing() as write:
            self.rules = Rules.of(Config(), write.adopt(given, NOW))

    def arrive(self, article: Article) -> Verdict:
        with self.store.writing() as write:
            arrival = Arrival(entry=entry(article.entry_id), article=article)
            return place(write, arrival, rules=self.rules, now=NOW)

    def stories(self) -> tuple[Story, ...]:
        with self.store.reading() as read:
            return read.stories(View(), limit=100)

    def version(self) -> int:
        with self.store.reading() as read:
            return read.version()


def partition(stories: tuple[Story, ...]) -> dict[frozenset[ArticleId], ArticleId]:
    """Each story's articles with who leads."""
    return {frozenset(a.id for a in story.articles): story.lead.id for story in stories}


def happenings(stories: tuple[Story, ...]) -> set[frozenset[ArticleId]]:
    """The leads of the stories that are linked as one event."""
    events = {story.event for story in stories} - {""}
    return {frozenset(s.lead.id for s in stories if s.event == event) for event in events}


@cache
def in_their_order(about: str) -> tuple[Story, ...]:
    planet = Planet(WORLDS[about])
    for article in WORLDS[about].articles:
        planet.arrive(article)
    return planet.stories()


@settings(deadline=None, max_examples=25)
@given(st.data())
def test_any_order_of_arrival_gives_the_same_stories_leads_and_events(data: st.DataObject) -> None:
    about = data.draw(st.sampled_from(sorted(WORLDS)))
    world = WORLDS[about]
    planet = Planet(world)
    for article in data.draw(st.permutations(world.articles)):
        planet.arrive(article)
    found = planet.stories()
    assert partition(found) == partition(in_their_order(about))
    assert partition(found).keys() == {frozenset(story) for story in world.stories}
    assert happenings(found) == happenings(in_their_order(about))
    before = planet.version()
    assert {planet.arrive(article).kind for article in world.articles} == {"unchanged"}
    assert planet.version() == before
    planet.store.close()
