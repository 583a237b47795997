"""An entry that comes back under another id and link, edited, is a revision and not news."""

from datetime import timedelta
from email.utils import format_datetime

import pytest

from tests.build import NOW
from tests.rim import Site

FEED = "https://mill.example/feed.xml"
OLD = "An entry that stands in the feed all the time, on the history of the weir and its keepers."
TEXT = (
    "The council of Pell will keep the lock at Lower Weir open until November, it said on Monday. "
    "Boats had been turned away since the gates jammed in spring, and the inn beside the basin lost"
    " half of its trade. A diver found a bicycle wheel in the sill. The keeper, Ada Orme, says that"
    " the gates now close within a hand's breadth, which is as good as they have ever been. "
    "Repairs to the sluice are planned for the winter."
)
FORM = (
    "Good morning from the harbour office. Here is the state of the tide and the wind at Pell "
    "pier. The wind is {wind} and high water is at {hour}. Visitors moor at the {pier} pontoon "
    "and pay at the office, which is open until six. Dogs are welcome on the lead. Please keep "
    "the slipway clear for the lifeboat. We wish all crews a pleasant day on the water."
)


def test_an_edit_under_another_id_and_link_is_a_revision() -> None:
    edited = TEXT.replace("in spring", "in early spring").replace(
        "Repairs", "The inn reopens this week. Repairs"
    )
    site = two_looks(
        ("lock-open", "Lock stays open", TEXT), ("lock-open-2", "Lock stays open", edited)
    )
    stories = site.stories()
    assert sorted(story.lead.title for story in stories) == ["Lock stays open", "The weir"]
    (story,) = (one for one in stories if one.lead.title == "Lock stays open")
    assert not story.copies
    assert story.lead.link.endswith("lock-open-2")
    assert "reopens" in story.lead.text


def test_its_new_headline_does_not_make_it_news() -> None:
    edited = TEXT.replace("in spring", "in early spring")
    title = "Lock at Lower Weir stays open until November"
    site = two_looks(("a", "Lock at Lower Weir stays open", TEXT), ("b", title, edited))
    assert len(site.stories()) == 2


def test_the_next_look_changes_nothing() -> None:
    edited = TEXT.replace("in spring", "in early spring")
    site = two_looks(("a", "Lock stays open", TEXT), ("b", "Lock stays open", edited))
    before = site.stories()
    (polled,) = site.poll_all(force=True)
    assert {verdict.kind for verdict in polled.verdicts} == {"unchanged"}
    assert site.stories() == before


@pytest.mark.parametrize(
    "anew",
    [
        {"wind": "light", "hour": "14:20", "pier": "north"},
        {"wind": "strong", "hour": "11:50", "pier": "Queensway"},
    ],
)
def test_a_form_filled_in_anew_is_another_article(anew: dict[str, str]) -> None:
    first = FORM.format(
        wind="light", hour="11:50", pier="Kingsway" if "Queensway" in anew["pier"] else "north"
    )
    site = two_looks(
        ("tide-1", "Tide and wind", first), ("tide-2", "Tide and wind", FORM.format(**anew))
    )
    assert len(site.stories()) == 3


def test_what_only_made_room_was_not_taken_back() -> None:
    edited = TEXT.replace("in spring", "in early spring")
    site = Site({FEED: document(("a", "Lock stays open", TEXT, 0))})
    site.poll_all()
    site.now += timedelta(hours=5)
    site.answers[FEED] = document(("b", "Lock stays open", edited, 4))
    site.poll_all(force=True)
    assert len(site.stories()) == 2


def test_what_still_stands_beside_it_was_not_taken_back() -> None:
    edited = TEXT.replace("in spring", "in early spring")
    old = ("old", "The weir", OLD, -50)
    site = Site({FEED: document(("a", "Lock stays open", TEXT, 0), old)})
    site.poll_all()
    site.now += timedelta(hours=5)
    site.answers[FEED] = document(
        ("b", "Lock stays open", edited, 4), ("a", "Lock stays open", TEXT, 0), old
    )
    site.poll_all(force=True)
    assert len(site.stories()) == 3


def two_looks(before: tuple[str, str, str], after: tuple[str, str, str]) -> Site:
    """A feed at two looks some hours apart: one entry gave way to the other, an older one stays."""
    site = Site({FEED: document((*before, 0), ("old", "The weir", OLD, -50))})
    site.poll_all()
    site.now += timedelta(hours=5)
    site.answers[FEED] = document((*after, 3), ("old", "The weir", OLD, -50))
    site.poll_all(force=True)
    return site


def document(*entries: tuple[str, str, str, int]) -> str:
    """An RSS document; the hours count from an hour before the first look."""
    rows = "".join(
        f"<item><guid>https://mill.example/{name}</guid><link>https://mill.example/{name}</link>"
        f"<title>{title}</title><description>{text}</description>"
        f"<pubDate>{format_datetime(NOW + timedelta(hours=hours - 1))}</pubDate></item>"
        for name, title, text, hours in entries
    )
    return f"<rss version='2.0'><channel><title>Mill</title>{rows}</channel></rss>"
