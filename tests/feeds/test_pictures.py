"""Small pictures: the right bars, all visible, and the same in words."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from feeds.pictures import WEEKS, by_week, drawn, start_of, weeks_to
from tests.build import NOW, at
from tests.feeds.site import THREE, open_site, told

COUNTS = st.lists(st.integers(min_value=0, max_value=10**6), min_size=WEEKS, max_size=WEEKS)


def test_the_weeks_are_whole_and_end_with_that_of_the_newest_story() -> None:
    weeks = weeks_to(NOW)  # a Thursday
    assert len(weeks) == WEEKS
    assert weeks[-1] == date(2026, 1, 12)
    assert all(monday.weekday() == 0 for monday in weeks)
    assert start_of(weeks).isoformat() == "2025-10-27T00:00:00+00:00"


def test_days_are_counted_under_their_monday_and_only_those_weeks_count() -> None:
    weeks = weeks_to(NOW)
    days = {date(2026, 1, 12): 1, date(2026, 1, 18): 2, date(2026, 1, 11): 4, date(2020, 1, 1): 9}
    assert by_week(days, weeks)[-2:] == (4, 3)
    assert sum(by_week(days, weeks)) == 7


@given(counts=COUNTS, most=st.integers(min_value=0, max_value=10**6))
def test_every_bar_stands_in_the_picture_and_what_is_there_is_seen(
    counts: list[int], most: int
) -> None:
    picture = drawn(counts, weeks_to(NOW), max(most, *counts))
    assert picture.total == sum(counts)
    for bar in picture.bars:
        assert 0 <= bar.x <= picture.width - bar.width
        assert bar.y >= 0 and bar.y + bar.height == picture.height
        assert (bar.height > 1) == (bar.count > 0)


def test_an_index_draws_each_group_on_one_scale_and_tells_it_in_words() -> None:
    with open_site(*THREE, told("old", topics=("science/rivers",), published=at(days=-8))) as site:
        tree = LexborHTMLParser(site.get("/topics/").content)
        town, rivers = (
            next(card for card in tree.css(".card") if card.css_first(f"h2 a[href='{path}']"))
            for path in ("/topics/town", "/topics/science/rivers")
        )
        assert town.css_first("title").text() == "Stories a week in Town life"
        zeros = "0, " * 10
        assert town.css_first("desc").text() == (
            f"12 weeks to that of 12 January 2026, oldest first: {zeros}0, 2; 2 in all."
        )
        assert rivers.css_first("desc").text().endswith(f"{zeros}1, 1; 2 in all.")
        heights = [[bar.attributes["height"] for bar in card.css("rect.bar")] for card in
                   (town, rivers)]  # fmt: skip
        assert heights == [["32"], ["16", "16"]]
        quiet = next(card for card in tree.css(".card") if "quiet" in str(card.html))
        assert not quiet.css("svg")


def test_a_groups_page_shows_its_own_weeks_and_its_older_pages_do_not() -> None:
    stories = [told(str(n), published=at(hours=-n)) for n in range(7)]
    with open_site(*stories) as site:
        for path in ("/", "/topics/town", "/sources/mill", "/topics/town/authors/ada-miller"):
            tree = LexborHTMLParser(site.get(path).content)
            assert tree.css_first(".volume figcaption").text() == "7 stories in 12 weeks"
        older = tree.css_first("a[rel=next]").attributes["href"]
        assert ".weeks" not in site.get(str(older)).text
        assert "<svg" not in site.get("/topics/quiet").text
