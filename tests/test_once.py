"""An entry is published exactly once, whatever its source does to it from poll to poll.

Each case is a way in which real sources write the same entries anew. Nothing may be doubled, moved
or "updated"; where the addresses stay, every published document must be the same bytes.
"""

import random
from collections.abc import Callable
from datetime import timedelta
from email.utils import format_datetime

import pytest

from feeds.documents import Documents
from feeds.routes import target_of
from tests.build import NOW, at
from tests.rim import Site

URL = "https://mill.example/feed.xml"
SUBJECTS = {
    "gauge": "The river gauge at Ferry Lane was read 1,095 times in three years by 31 volunteers, "
    "who never missed a morning, said alderman Petra Quist when she thanked them on Tuesday.",
    "eels": "Two boards of Harl Weir will be replaced in April before the eels return; the wood of "
    "1911 is harder than what is sold today, its engineer Tomas Brede told the river board.",
    "regatta": "Forty boats may pass the lower lock at night from Friday on, for the first time "
    "since the war. Crews ring a brass bell twice, asks the keeper Ida Sorn, and hold their dogs.",
    "library": "Nobody has borrowed the atlas of 1874 since 1902, the town library found when it "
    "counted its 12,408 books. It will be shown in the hall with the names of its nine readers.",
    "bakery": "Rye bread costs 40 pence more at Lund's from Monday. The mill in Sallow raised its "
    "prices twice this winter, the baker says, and her oven eats as much coal as ever.",
    "chess": "At 91, Wilhelmina Oort has won the harbour's chess cup again, against a boy of "
    "eleven who offered her a draw on move 34 and shook her hand on move 61.",
}


def entry(name: str, **changed: str) -> dict[str, str]:
    number = list(SUBJECTS).index(name)
    written = {
        "title": f"About the {name}",
        "guid": f"https://mill.example/{name}",
        "link": f"https://mill.example/{name}",
        "date": format_datetime(at(hours=-30 * (number + 1))),
        "text": f"<p>{SUBJECTS[name]}</p>",
    }
    return written | changed


def rss(entries: list[dict[str, str]]) -> str:
    items = "".join(
        f"<item><title>{one['title']}</title>"
        + (f"<guid isPermaLink='false'>{one['guid']}</guid>" if one["guid"] else "")
        + (f"<link>{one['link']}</link>" if one["link"] else "")
        + (f"<pubDate>{one['date']}</pubDate>" if one["date"] else "")
        + f"<description><![CDATA[{one['text']}]]></description></item>"
        for one in entries
    )
    return f'<rss version="2.0"><channel><title>Mill</title>{items}</channel></rss>'


Rewrite = Callable[[int], list[dict[str, str]]]
"""The entries as the document has them at the poll of that number."""


def each(change: Callable[[str, int], dict[str, str]]) -> Rewrite:
    return lambda poll: [entry(name, **change(name, poll)) for name in SUBJECTS]


def come_and_go(poll: int) -> list[dict[str, str]]:
    names = list(SUBJECTS)
    return [entry(name) for number, name in enumerate(names) if poll == 0 or (number + poll) % 3]


def shuffled(poll: int) -> list[dict[str, str]]:
    entries = [entry(name) for name in SUBJECTS]
    random.Random(poll).shuffle(entries)
    return entries


def emptied(poll: int) -> list[dict[str, str]]:
    return [] if poll % 2 else [entry(name) for name in SUBJECTS]


def secure(address: str, poll: int) -> str:
    return address.replace("https:", "http:") if poll % 2 else address


REWRITES: dict[str, Rewrite] = {
    "the same": each(lambda name, poll: {}),
    "a new guid at every poll": each(lambda name, poll: {"guid": f"urn:{poll}:{name}"}),
    "a guid that counts down the page": lambda poll: [
        entry(name, guid=f"{number}") for number, name in enumerate(sorted(SUBJECTS, key=hash))
    ],
    "tracking in links": each(
        lambda name, poll: {
            "link": f"https://mill.example/{name}?utm_source=p{poll}&fbclid=x{poll}"
        }
    ),
    "tracking in links that are all the identity there is": each(
        lambda name, poll: {
            "guid": "",
            "link": f"https://mill.example/{name}?utm_campaign=p{poll}#c{poll}",
        }
    ),
    "http and https by turns": each(
        lambda name, poll: {
            "guid": secure(f"https://mill.example/{name}", poll),
            "link": secure(f"https://mill.example/{name}", poll),
        }
    ),
    "links with and without www": each(
        lambda name, poll: {
            "guid": "",
            "link": f"https://{'www.' if poll % 2 else ''}mill.example/{name}/",
        }
    ),
    "entries that come and go": come_and_go,
    "an order by chance": shuffled,
    "empty by turns": emptied,
    "neither guid nor link": each(lambda name, poll: {"guid": "", "link": ""}),
    "a moved blog with ids and links of its own": each(
        lambda name, poll: {
            "guid": f"tag:new,{poll}:{name}",
            "link": f"https://mill.example/{2026 + poll}/{name}.html",
        }
    ),
    "one guid on all entries": each(lambda name, poll: {"guid": "urn:mill"}),
    "one guid on entries that come and go": lambda poll: [
        one | {"guid": "urn:mill"} for one in come_and_go(poll)
    ],
    "one link on all entries": each(
        lambda name, poll: {"link": "https://mill.example/", "guid": f"urn:{name}"}
    ),
    "whitespace": each(
        lambda name, poll: {"text": f"{' ' * poll}<p>{SUBJECTS[name]}</p>{chr(10) * poll}"}
    ),
}


def published(site: Site, path: str) -> bytes:
    with site.store.reading() as read:
        target = target_of(path)
        assert target is not None
        return Documents(site.config).make(read, target).body


def told(site: Site) -> dict[str, tuple[object, ...]]:
    """What subscribers must never see change of a story that has not changed."""
    return {one.id: (one.uri, one.published, one.updated, one.listed) for one in site.stories()}


@pytest.mark.parametrize("name", REWRITES)
def test_whatever_its_source_does_an_entry_is_published_once(name: str) -> None:
    site = Site({URL: rss(REWRITES[name](0))})
    site.poll_all()
    documents = () if "link" in name or "http" in name else ("/all.atom", "/all.rss", "/all.json")
    before = {path: published(site, path) for path in documents}
    known = told(site)
    assert len(known) == len(SUBJECTS)
    for poll in range(1, 5):
        site.now += timedelta(hours=3)
        site.answers[URL] = rss(REWRITES[name](poll))
        (polled,) = site.poll_all()
        assert polled.outcome != "failed"
        assert told(site) == known
        assert {path: published(site, path) for path in before} == before


REDATED: dict[str, Rewrite] = {
    "now, at every poll": each(
        lambda name, poll: {"date": format_datetime(NOW + timedelta(hours=3 * poll))}
    ),
    "dates that come later": each(lambda name, poll: {} if poll else {"date": ""}),
    "no date any more": each(lambda name, poll: {"date": ""} if poll else {}),
    "nonsense": each(lambda name, poll: {"date": "0000-00-00 00:00:00"} if poll else {}),
    "the far future": each(
        lambda name, poll: {"date": "Fri, 01 Jan 2999 00:00:00 GMT"} if poll else {}
    ),
}


@pytest.mark.parametrize("name", REDATED)
def test_a_blog_that_dates_everything_anew_publishes_nothing_anew(name: str) -> None:
    site = Site({URL: rss(REDATED[name](0))})
    site.poll_all()
    before = {story.id: (story.published, story.listed) for story in site.stories()}
    for poll in range(1, 4):
        site.now += timedelta(hours=3)
        site.answers[URL] = rss(REDATED[name](poll))
        site.poll_all()
        assert {s.id: (s.published, s.listed) for s in site.stories()} == before


def edited(text: str) -> tuple[bool, bool]:
    """Whether one entry's new text is published in place, and whether it counts as an update."""
    site = Site({URL: rss([entry("gauge"), entry("eels")])})
    site.poll_all()
    before = {story.lead.title: story for story in site.stories()}
    site.now += timedelta(hours=3)
    site.answers[URL] = rss([entry("gauge", text=text), entry("eels")])
    site.poll_all()
    after = {story.lead.title: story for story in site.stories()}
    assert {title: story.id for title, story in after.items()} == {
        title: story.id for title, story in before.items()
    }
    old, new = before["About the gauge"], after["About the gauge"]
    assert (new.published, new.listed) == (old.published, old.listed)
    assert after["About the eels"].updated == before["About the eels"].updated
    return new.lead.html != old.lead.html, new.updated > old.updated


@pytest.mark.parametrize(
    ("text", "is_taken_over", "is_material"),
    [
        (f"<p>{SUBJECTS['gauge']} It needs a second.</p>", True, True),
        (f"<p>{SUBJECTS['gauge'].replace('1,095', '1,059')}</p>", True, False),
        (f"<div class='wp'><p>{SUBJECTS['gauge']}</p></div>", True, False),
        (f"<p><b>{SUBJECTS['gauge']}</b></p>", True, False),
    ],
)  # fmt: skip
def test_an_edit_is_taken_over_and_counts_only_when_more_than_a_few_words_change(
    text: str, is_taken_over: bool, is_material: bool
) -> None:
    assert edited(text) == (is_taken_over, is_material)
