"""Pages in, nothing out: each kind of page is made once of sample values in which all is filled.

So a theme's mistake is found when a site starts, and not by its first visitor. Pure.
"""

from dataclasses import replace
from datetime import UTC, date, datetime

from aggregator.model import (
    Article,
    ArticleId,
    Copy,
    Feed,
    Group,
    GroupKind,
    Link,
    Membership,
    Person,
    Source,
    SourceId,
    Story,
    StoryId,
)

from . import cards, pictures, urls
from .cards import Known, Named
from .catalogue import Listing, listing
from .frames import Head, IndexOf, Nothing, Shelf
from .months import Leaf, MonthRow, Year
from .pages import Pages
from .routes import Embed, Filter, Month, SearchPage
from .schedule import schedule_of
from .status import HealthGroup, SourceLine

_WHEN = datetime(2026, 1, 15, 12, tzinfo=UTC)
_SOURCE = SourceId("mill")
_KNOWN = Known(sources={_SOURCE: Source(id=_SOURCE, url="https://mill.example/feed", title="Mill")})
_PERSON = Person(name="Ada Miller")
_KINDS: tuple[GroupKind, ...] = ("topic", "author", "source")


def try_out(pages: Pages) -> None:
    """Make every kind of page, full and empty. Raises FormatError with the template's name."""
    _try_lists(pages)
    _try_stories(pages)
    _try_archive(pages)
    _try_status(pages)
    pages.manual(500)
    pages.absent("Nothing is here", "This address leads nowhere.")
    pages.moved("/")


def _try_lists(pages: Pages) -> None:
    rows = tuple(_listing(pages, kind) for kind in _KINDS)
    nothing = Nothing(title="Nothing yet", lines=("Come back.",), code="feedmill")
    head = Head(
        title="Mill",
        path="/topics/mill",
        description="Stories",
        shelf="/topics/",
        feeds=cards.feed_links("/topics/mill"),
        crumbs=(Named(title="Topics", path="/topics/"), Named(title="Mills", path="/topics/x")),
        image="https://mill.example/wheel.jpg",
    )
    shelves = [Shelf(title="Topics", path="/topics/", all="All 3 topics", rows=rows)]
    days = cards.days_of([_story()], _KNOWN)
    link = Named(title="https://mill.example/", path="https://mill.example/")
    picture = _picture()
    pages.river(head, [], nothing=nothing)
    pages.river(
        head,
        days,
        tell="Stories that match",
        tell_rule="mill",
        tell_link=link,
        narrower=(link, link),
        before=_WHEN.date(),
        older="/before/x",
        picture=picture,
        shelves=shelves,
        nothing=nothing,
    )
    index = IndexOf(head=head, rows=rows, tell="Follow.", nothing=nothing)
    pages.index(replace(index, pictures={row.path: picture for row in rows}))
    pages.index(replace(index, rows=()))
    for words, found in (("", ()), ("mill", ()), ("mill", days)):
        filter = Filter(words=words, wanted=(("topic", "mill"),))
        pages.search(SearchPage(filter=filter), found, older="/search?q=mill")


def _try_stories(pages: Pages) -> None:
    story = _story()
    pages.story(story, _KNOWN, ((story, "a name shared"),))
    pages.story(replace(story, lead=_article("3", title="", html=""), copies=()), _KNOWN)
    target = Embed(address=urls.Address(path="/"))
    pages.embed([cards.card_of(story, _KNOWN)], "Mill", target)


def _try_archive(pages: Pages) -> None:
    row = MonthRow(first=date(2026, 1, 1), path="/archive/2026/01", stories=1, share=100)
    leaf = Leaf(
        row=row,
        stories=(_story(),),
        earlier=row,
        later=row,
        following=Month(year=2026, month=1),
    )
    pages.months([])
    pages.months([Year(year=2026, months=(row,))])
    pages.month(leaf, cards.days_of(leaf.stories, _KNOWN), path=row.path)


def _try_status(pages: Pages) -> None:
    line = SourceLine(
        source=Named(title="Mill", path="/sources/mill"),
        url="https://mill.example/feed",
        last_success=_WHEN,
        next_poll=_WHEN,
        no_poll="none",
        trouble="No usable answer: 503",
        since=_WHEN,
        times=2,
        entries=1,
        stories=1,
        copies=0,
    )
    waiting = replace(line, last_success=None, next_poll=None, trouble="", since=None)
    health = HealthGroup(name="failing", title="Failing", tell="Look.", rows=(line, waiting))
    pages.status([], figures=())
    polls = schedule_of([_WHEN, _WHEN.replace(hour=15)])
    pages.status([health], figures=[("sources", 1)], schedule=polls)


def _picture() -> pictures.Picture:
    weeks = pictures.weeks_to(_WHEN)
    return pictures.drawn([0, 2] * (len(weeks) // 2), weeks, 2)


def _listing(pages: Pages, kind: GroupKind) -> Listing:
    group = Group(kind=kind, slug="mill", title="Mill")
    return listing(group, pages.site, stories=1, latest=_WHEN)


def _article(seed: str, title: str = "The mill stays open", html: str = "<p>Text</p>") -> Article:
    address = f"https://mill.example/{seed}"
    return Article(
        id=ArticleId(seed),
        source=_SOURCE,
        entry_id=address,
        link=address,
        url=address,
        title=title,
        html=html,
        text="The mill stays open through the winter.",
        published=_WHEN,
        updated=_WHEN,
        first_seen=_WHEN,
        language="en",
        claimed_authors=(Person(name="The desk"),),
        authors=(_PERSON,),
        author_because="By Ada Miller",
        enclosures=(Link(href=f"{address}.mp3", type="audio/mpeg", length=1000),),
        image=f"{address}.jpg",
        rights="CC BY",
        comments=f"{address}#talk",
        origin=Feed(title="Mill"),
    )


def _story() -> Story:
    memberships = (
        Membership(group=Group(kind=kind, slug="mill", title="Mill"), because="a rule")
        for kind in _KINDS
    )
    copy = Copy(article=_article("2"), how="reworded", score=0.9, because=("14 of 16 agree",))
    return Story(
        id=StoryId("sample"),
        uri="https://mill.example/1",
        lead=_article("1"),
        copies=(copy,),
        authors=(_PERSON,),
        evidence="byline",
        published=_WHEN,
        updated=_WHEN.replace(day=16),
        listed=_WHEN,
        memberships=tuple(memberships),
        event="e",
        independent=2,
    )
