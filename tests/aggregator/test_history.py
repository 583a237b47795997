"""What a source did before counts when a lead is chosen: learned while placing, story by story."""

import json
from datetime import timedelta

from tests.aggregator.test_reclustering import rss
from tests.build import NOW
from tests.corpus.pairs import furnished, groups
from tests.rim import Site

BASES = [group.base for group in groups() if group.base.language != "th"][:26]
MILL, FARM = "https://mill.example/feed", "https://farm.example/feed"


def told(host: str, count: int, *, hours: int, first: int = 0) -> str:
    names = [(text.name, text) for text in BASES[first:count]]
    if host == "farm":
        names = [(name, furnished(text)) for name, text in names]
    return rss(host, *names, hours=hours)


def counted(site: Site, source: str) -> list[int]:
    with site.store.writing() as write:
        return json.loads(write.get_note(f"copying:{source}") or "[0, 0]")


def polled(site: Site, address: str, document: str) -> None:
    site.answers[address] = document
    site.now += timedelta(hours=1)
    site.poll([one for one in site.sources if one.url == address], force=True)


def test_a_source_that_copied_all_it_has_does_not_take_the_lead_by_an_earlier_date() -> None:
    site = Site({MILL: "", FARM: ""})
    polled(site, MILL, told("mill", 25, hours=30))
    polled(site, FARM, told("farm", 25, hours=20))
    assert {story.lead.source for story in site.stories()} == {"mill-example"}
    assert counted(site, "mill-example") == [25, 0]
    assert counted(site, "farm-example") == [25, 25]
    polled(site, MILL, told("mill", 26, hours=9, first=25))
    polled(site, FARM, told("farm", 26, hours=10, first=25))
    newest = next(s for s in site.stories() if s.lead.title == BASES[25].title)
    assert len(newest.articles) == 2
    assert newest.lead.source == "mill-example"


def test_what_was_counted_is_taken_back_when_a_story_is_told_apart() -> None:
    from aggregator import editing

    site = Site({MILL: "", FARM: ""})
    polled(site, MILL, told("mill", 2, hours=30))
    polled(site, FARM, told("farm", 2, hours=20))
    assert counted(site, "farm-example") == [2, 2]
    away = f"https://farm.example/{BASES[0].name}"
    pin, _ = editing.pin(site.store, site.rules, "split", away, now=NOW)
    assert counted(site, "farm-example") == [2, 1]
    editing.unpin(site.store, site.rules, pin.id, now=NOW)
    assert counted(site, "farm-example") == [2, 2]
    assert counted(site, "mill-example") == [2, 0]
