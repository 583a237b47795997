"""A composed feed in which every field that a document can have is filled. Pure."""

from dataclasses import replace

from aggregator.config import Site
from aggregator.episode import Episode
from aggregator.model import (
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
from feeds.compose import compose
from tests.build import WORDS, article, at, copy, feed, source, story

SITE = Site(title="Example Planet", url="https://planet.example")
SPACE = Group(kind="topic", slug="science/space", title="Space")
HUB = Link(href="https://planet.example/hub", rel="hub")
SOURCES = {SourceId(name): source(name) for name in ("mill", "weir", "lock")}
HEADS = {
    SourceId("mill"): replace(
        feed(), entries=(), rights="CC BY", icon="https://mill.example/icon.png", language="en-GB"
    )
}

FULL = story(
    lead=article(
        title='Tom & <b>Jerry</b> &amp; "friends"',
        html=f"<p>{WORDS}</p>",
        language="de",
        authors=(
            Person(name="Ada Miller", uri="https://ada.example/", email="ada@mill.example"),
            Person(name="Ben Weaver"),
        ),
        contributors=(Person(name="The Desk"),),
        categories=(Category(term="rivers", scheme="https://mill.example/tags/", label="Rivers"),),
        enclosures=(
            Link(
                href="https://mill.example/talk.mp3",
                rel="enclosure",
                type="audio/mpeg",
                length=12345,
                duration=1830,
                title="The talk",
            ),
            Link(href="https://mill.example/talk.ogg", rel="enclosure", duration=1831),
        ),
        links=(
            Link(href="https://found.example/here", rel="via", title="Found here"),
            Link(href="https://mill.example/talk.vtt", rel="transcript", hreflang="de"),
            Link(href="https://mill.example/talk.json", rel="chapters"),
        ),
        episode=Episode(number=12, season=2, kind="bonus", explicit=False),
        image="https://mill.example/wheel.jpg",
        rights="© Mill",
        comments="https://mill.example/1#comments",
    ),
    copies=(copy(), copy("3", source="lock", how="reworded", score=0.81234)),
    updated=at(hours=-1),
    event="e1",
    independent=2,
    evidence="byline",
    memberships=(Membership(group=SPACE),),
)
BARE = story(
    "2",
    lead=article(
        "2",
        title="",
        html="",
        summary="",
        text="",
        authors=(),
        claimed_authors=(),
        language="",
        published=at(hours=-5),
    ),
)
GONE = Tombstone(uri="https://mill.example/0", when=at(hours=-3), by="Ed", comment="merged")


def sample(*stories: Story, **given: object) -> Feed:
    """The stories (default: one with everything, one with next to nothing) as a topic's feed."""
    values: dict[str, object] = {"removed": (GONE,), "links": (HUB,)}
    return compose(
        SPACE,
        stories or (FULL, BARE),
        site=SITE,
        sources=SOURCES,
        heads=HEADS,
        **(values | given),  # type: ignore[arg-type]
    )
