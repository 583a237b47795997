"""The archive by month, as people read it."""

from contextlib import suppress
from datetime import UTC, datetime
from typing import cast

from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from aggregator.store import Publication
from feeds import months
from feeds.routes import Month
from tests.build import at
from tests.feeds.site import open_site, told


def titles(page: LexborHTMLParser) -> list[str]:
    return [link.text() for link in page.css(".lines [dir] a")]


def test_months_are_listed_under_their_years_with_what_they_hold() -> None:
    stories = (told("1"), told("2", published=at(days=-1)), told("3", published=at(days=-20)))
    with open_site(*stories) as site:
        page = LexborHTMLParser(site.get("/archive/").content)
        assert [node.text() for node in page.css(".year > h2")] == ["2026", "2025"]
        rows = [(row.css_first("a").attributes["href"], row.css_first(".soft").text())
                for row in page.css(".months li")]  # fmt: skip
        assert rows == [("/archive/2026/01", "2 stories"), ("/archive/2025/12", "1 story")]
        assert [bar.attributes["width"] for bar in page.css("rect")] == ["100", "50"]


def test_a_month_holds_what_was_listed_in_it_to_the_moment() -> None:
    first = datetime(2026, 1, 1, tzinfo=UTC)
    stories = (
        told("new", title="On the first", published=first),
        told("old", title="Just before", published=datetime(2025, 12, 31, 23, 59, 59, tzinfo=UTC)),
    )
    with open_site(*stories) as site:
        january = LexborHTMLParser(site.get("/archive/2026/01").content)
        december = LexborHTMLParser(site.get("/archive/2025/12").content)
        assert (titles(january), titles(december)) == (["On the first"], ["Just before"])
        assert january.css_first("a[rel=prev]").attributes["href"] == "/archive/2025/12"
        assert december.css_first("a[rel=next]").attributes["href"] == "/archive/2026/01"


def test_a_month_without_stories_is_not_there() -> None:
    with open_site(told("1")) as site:
        for path in (
            "/archive/2025/11",
            "/archive/2026/13",
            "/archive/0000/01",
            "/archive/9999/12",
        ):
            assert site.get(path).status_code == 404, path


def test_an_empty_archive_says_so() -> None:
    with open_site() as site:
        assert "No stories yet" in site.get("/archive/").text


def test_a_full_month_goes_on_over_pages_and_shows_every_story_once() -> None:
    many = months.AT_ONCE + 7
    stories = [told(str(n), title=f"Number {n}", published=at(minutes=-n)) for n in range(many)]
    stories.append(told("before", title="Of December", published=at(days=-20)))
    with open_site(*stories) as site:
        page = LexborHTMLParser(site.get("/archive/2026/01").content)
        seen = titles(page)
        assert len(seen) == months.AT_ONCE
        path = str(page.css_first(".older a").attributes["href"])
        further = LexborHTMLParser(site.get(path).content)
        seen += titles(further)
        assert seen == [f"Number {n}" for n in range(many)]
        assert further.css_first("meta[name=robots]").attributes["content"] == "noindex, follow"
        assert not further.css(".older")
        with site.store.reading() as read:
            tally = months.tally_of(read, months.Tally())
            leaf = months.leaf_of(read, Month(year=2026, month=1), tally)
        assert leaf is not None and leaf.row.stories == many


STEPS = st.lists(
    st.tuples(st.sampled_from(["publish", "withdraw", "look"]), st.integers(0, 120)), max_size=30
)


@settings(max_examples=25, deadline=None)
@given(STEPS)
def test_a_tally_that_was_kept_is_the_one_that_is_counted_anew(
    steps: list[tuple[str, int]],
) -> None:
    with open_site() as site:
        kept = months.Tally()
        for step, days in [*steps, ("look", 0)]:
            story = told(f"d{days}", published=at(days=-days))
            if step == "publish":
                site.publish(story)
            elif step == "withdraw":
                with site.store.writing() as write, suppress(KeyError):
                    write.withdraw(story.id, into=None, comment="", now=at())
            else:
                with site.store.reading() as read:
                    kept = months.tally_of(read, kept)
                    assert kept == months.tally_of(read, months.Tally())


def test_only_months_with_changes_are_counted_anew() -> None:
    with open_site(*(told(str(n), published=at(days=-40 * n)) for n in range(5))) as site:
        with site.store.reading() as read:
            first = months.tally_of(read, months.Tally())
        site.publish(told("new"))
        asked: list[str] = []

        class Counting:
            def __getattr__(self, name: str) -> object:
                asked.append(name)
                return getattr(read, name)

        with site.store.reading() as read:
            months.tally_of(cast(Publication, Counting()), first)
    assert asked == ["version", "listed_days_touched", "listed_between"]
