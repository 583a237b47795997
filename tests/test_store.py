"""The contract of `Intake`: what the store keeps, and how it is asked for it, on every database."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from aggregator.errors import StoreError
from aggregator.model import (
    ArticleId,
    Edge,
    Failure,
    Hints,
    Move,
    SourceId,
    StoryId,
    Validators,
    Verdict,
)
from aggregator.store import Store, View
from tests import stores
from tests.build import NOW, article, at, copy, entry, feed, source, story
from tests.stores import hold, places, publish

store, store_url = stores.store, stores.store_url  # fixtures
MILL = SourceId("mill")
LONG_AGO = at(days=-300)


# ---- sources ---------------------------------------------------------------------------------


def test_a_known_url_keeps_its_id_whatever_its_title_says(store: Store) -> None:
    with store.writing() as write:
        (again,) = write.adopt([replace(source("mill"), id=SourceId("grinder"), title="G")], NOW)
    assert (again.id, again.title) == ("mill", "G")


def test_a_taken_id_gets_a_number(store: Store) -> None:
    given = [source("mill"), *(source("mill", url=f"https://{n}.example/f") for n in "abc")]
    with store.writing() as write:
        adopted = write.adopt(given, NOW)
        again = write.adopt(given, NOW)
    assert [one.id for one in adopted] == ["mill", "mill-2", "mill-3", "mill-4"]
    assert again == adopted


def test_of_two_equal_urls_the_first_is_adopted(store: Store) -> None:
    with store.writing() as write:
        adopted = write.adopt([source("mill"), replace(source("mill"), title="Twin")], NOW)
    assert [one.title for one in adopted] == ["Mill"]


def test_everything_configured_of_a_source_comes_back(store: Store) -> None:
    full = source(
        "full", kind="feed", topics=("a", "b"), author="Ada", publish="title", rank=-1,
        every=timedelta(minutes=5), headers=(("A", "env:B"),), distrust=frozenset({"ids", "dates"}),
        max_items=3, clean=True,
    )  # fmt: skip
    with store.writing() as write:
        write.adopt([full], NOW)
    with store.reading() as read:
        assert [row.source for row in read.sources()] == [full]


def test_a_source_no_longer_given_is_not_polled_and_keeps_its_articles(store: Store) -> None:
    with store.writing() as write:
        publish(write, story("1"))
        write.adopt([source("weir")], NOW)
        assert write.due(NOW, 9) == ("weir",)
        assert write.held_entries(MILL) == 1
    with store.reading() as read:
        assert [row.source.id for row in read.sources()] == ["weir"]
        assert read.stories(View(), limit=9) == (story("1"),)


def test_a_source_given_again_is_due_when_it_was_to_be(store: Store) -> None:
    with store.writing() as write:
        write.put_poll_state(replace(write.poll_state(MILL), next_poll=at(hours=1)))
        write.adopt([source("weir")], NOW)
        assert write.adopt([source("weir"), source("mill")], NOW)[1].id == "mill"
        assert write.due(NOW, 9) == ("weir",)
        assert write.due(at(hours=1), 9) == ("weir", "mill")


# ---- polls -----------------------------------------------------------------------------------


def test_a_source_never_polled_has_a_fresh_state_and_is_due_at_once(store: Store) -> None:
    with store.writing() as write:
        state = write.poll_state(MILL)
        assert (state.source, state.url, state.next_poll) == ("mill", source("mill").url, None)
        assert write.due(NOW, 9) == ("mill", "weir")
        assert write.due(NOW, 1) == ("mill",)
        assert write.next_due() == datetime(1970, 1, 1, tzinfo=UTC)


def test_due_are_the_longest_overdue_first_and_none_before_its_time(store: Store) -> None:
    with store.writing() as write:
        for name, minutes in (("mill", -1), ("weir", -5)):
            state = write.poll_state(SourceId(name))
            write.put_poll_state(replace(state, next_poll=at(minutes=minutes)))
        assert write.due(NOW, 9) == ("weir", "mill")
        assert write.due(at(minutes=-2), 9) == ("weir",)
        assert write.due(at(minutes=-6), 9) == ()
        assert write.next_due() == at(minutes=-5)


@pytest.mark.parametrize("why", ["gone", "paused"])
def test_a_source_gone_or_paused_is_never_due(store: Store, why: str) -> None:
    with store.writing() as write:
        write.put_poll_state(replace(write.poll_state(MILL), next_poll=at(hours=-1), **{why: True}))
        write.put_poll_state(replace(write.poll_state(SourceId("weir")), next_poll=at(hours=9)))
        assert write.due(NOW, 9) == ()
        assert write.next_due() == at(hours=9)


def test_all_that_a_poll_finds_out_comes_back_but_for_the_entries(store: Store) -> None:
    with store.writing() as write:
        state = replace(
            write.poll_state(MILL),
            url="https://mill.example/found.xml",
            validators=Validators(url="u", etag='W/"1"', last_modified="yesterday"),
            body_hash="aa",
            hints=Hints(at_least=timedelta(hours=2), skip_hours=frozenset({1, 23})),
            fresh_until=NOW, last_poll=NOW, last_success=at(days=-1), next_poll=at(hours=1),
            every=timedelta(hours=1),
            failure=Failure(kind="throttled", message="429", since=at(days=-1), times=3),
            move=Move(to="https://new.example/", since=NOW, times=2),
            feed=feed(language="en"),
        )  # fmt: skip
        write.put_poll_state(state)
        assert state.feed is not None
        assert write.poll_state(MILL) == replace(state, feed=replace(state.feed, entries=()))


def test_a_source_that_was_never_adopted_has_no_state(store: Store) -> None:
    with pytest.raises(StoreError, match="nobody: no such source"), store.writing() as write:
        write.poll_state(SourceId("nobody"))


def test_rhythm_is_of_dated_articles_newest_first(store: Store) -> None:
    with store.writing() as write:
        hold(write, *(article(str(n), published=at(hours=-n)) for n in (3, 1, 2)))
        hold(write, article("9", published=NOW, dated=False), article("8", source="weir"))
        assert write.rhythm(MILL) == (at(hours=-1), at(hours=-2), at(hours=-3))
        assert write.rhythm(MILL, 1) == (at(hours=-1),)
        assert write.held_entries(MILL) == 4


# ---- articles --------------------------------------------------------------------------------


def test_an_article_and_its_entry_come_back_whole(store: Store) -> None:
    given = copy("x", origin=feed(), title="Grüße, 世界 \U0001f600", rights="©").article
    original = entry("odd", origin=feed(), content="a\x00b")
    with store.writing() as write:
        write.put_article(given, original, frozenset())
    with store.writing() as write:
        assert write.article(given.id) == given
        assert write.entry(given.id) == original
        assert write.article(ArticleId("none")) is None
        assert write.entry(ArticleId("none")) is None


def test_articles_come_in_the_order_asked_for_and_only_those_there_are(store: Store) -> None:
    one, two = article("1"), article("2", source="weir")
    with store.writing() as write:
        hold(write, one, two)
        assert write.articles([two.id, ArticleId("none"), one.id, two.id]) == (two, one)
        assert write.known(MILL, [two.id, one.id]) == {one.id: one}
        assert write.articles([]) == ()


def test_more_articles_than_one_statement_takes_come_back(store: Store) -> None:
    many = [article(str(n)) for n in range(1201)]
    with store.writing() as write:
        hold(write, *many)
        assert write.articles([one.id for one in many]) == tuple(many)


def test_a_revision_keeps_when_it_was_first_seen(store: Store) -> None:
    first = article("1", first_seen=at(days=-1))
    with store.writing() as write:
        hold(write, first)
        hold(write, replace(first, title="New", first_seen=NOW))
        assert write.article(first.id) == replace(first, title="New")
        assert write.held_entries(MILL) == 1


def test_an_undated_article_keeps_the_date_it_was_given_on_arrival(store: Store) -> None:
    first = article("1", dated=False, published=at(days=-1))
    with store.writing() as write:
        hold(write, first)
        hold(write, replace(first, published=NOW))
        assert write.articles([first.id])[0].published == at(days=-1)


def test_identity_is_sought_by_link_or_text_within_one_source(store: Store) -> None:
    one = article("1", fingerprint="f1")
    two = article("2", fingerprint="f2")
    foreign = article("1", source="weir", url=one.url, fingerprint="f2")
    with store.writing() as write:
        hold(write, one, two, foreign)
        assert write.find(MILL, urls=[one.url]) == (one,)
        assert write.find(MILL, fingerprints=["f2"]) == (two,)
        assert write.find(MILL, urls=[one.url], fingerprints=["f2", ""]) == (one, two)
        assert write.find(MILL) == ()
        assert write.find(MILL, urls=["https://elsewhere.example/"]) == ()


def test_sources_asked_when_the_clock_was_far_ahead_are_asked_again_once_it_is_set(
    store: Store,
) -> None:
    given = [source("mill"), source("weir"), source("lock")]
    with store.writing() as write:
        write.adopt(given, NOW)
        for name, last, due in (
            ("mill", at(days=300), at(days=301)),  # the clock was ahead
            ("weir", at(days=-1), at(days=30)),  # asked once a month
            ("lock", at(hours=1), at(hours=25)),
        ):
            state = write.poll_state(SourceId(name))
            write.put_poll_state(replace(state, last_poll=last, next_poll=due))
    with store.writing() as write:
        write.adopt(given, NOW)
        assert write.due(NOW, 10) == (MILL,)


# ---- candidates ------------------------------------------------------------------------------


def test_candidates_are_those_that_share_most_keys_then_by_id(store: Store) -> None:
    top, bottom = 2**63 - 1, -(2**63)
    one, two, three, four = (article(str(n)) for n in range(4))
    with store.writing() as write:
        hold(write, one, keys=frozenset({top}))
        hold(write, two, keys=frozenset({top, bottom, 0}))
        hold(write, three, keys=frozenset({bottom, 7}))
        hold(write, four, keys=frozenset({8}))
        tied = sorted((one, three), key=lambda each: each.id)
        assert write.candidates({top, bottom}, since=LONG_AGO, limit=9) == (two, *tied)
        assert write.candidates({top, bottom}, since=LONG_AGO, limit=2) == (two, three)
        assert write.candidates([], since=LONG_AGO, limit=9) == ()


def test_of_each_key_the_newest_arrivals_are_looked_at(store: Store) -> None:
    crowd = [article(str(n)) for n in range(5)]
    with store.writing() as write:
        hold(write, *crowd)
        found = write.candidates({1}, since=LONG_AGO, limit=9, each=2)
    assert {one.id for one in found} == {one.id for one in crowd[-2:]}


def test_candidates_first_seen_before_the_window_are_left_out(store: Store) -> None:
    old, new = article("1", first_seen=at(days=-40)), article("2", first_seen=at(days=-3))
    with store.writing() as write:
        hold(write, old, new)
        assert write.candidates({1}, since=at(days=-30), limit=9) == (new,)


def test_a_revision_is_found_by_its_new_keys_only(store: Store) -> None:
    one = article("1")
    with store.writing() as write:
        hold(write, one, keys=frozenset({1, 2}))
        hold(write, one, keys=frozenset({2, 3}))
        found = [write.candidates({key}, since=LONG_AGO, limit=9) for key in (1, 2, 3)]
    assert found == [(), (one,), (one,)]


def test_many_keys_are_looked_up_at_once(store: Store) -> None:
    one = article("1")
    keys = frozenset(range(700))
    with store.writing() as write:
        hold(write, one, keys=keys)
        hold(write, article("2"), keys=frozenset({699}))
        assert write.candidates(keys, since=LONG_AGO, limit=1) == (one,)


def test_candidates_as_of_an_arrival_are_those_that_came_before_it(store: Store) -> None:
    one, two, three = (article(str(n)) for n in range(3))
    with store.writing() as write:
        hold(write, one, two, three)
        found = [
            write.candidates({1}, since=LONG_AGO, limit=9, before=each.id)
            for each in (one, two, three)
        ]
        assert [len(each) for each in found] == [0, 1, 2]
        unknown = write.candidates({1}, since=LONG_AGO, limit=9, before=ArticleId("none"))
        assert len(unknown) == 3


def test_what_an_article_is_found_by_can_be_made_anew(store: Store) -> None:
    one = article("1")
    with store.writing() as write:
        hold(write, one, keys=frozenset({1, 2}))
        write.put_keys(one.id, frozenset({2, 3}))
        write.put_keys(ArticleId("none"), frozenset({3}))
        found = [write.candidates({key}, since=LONG_AGO, limit=9) for key in (1, 2, 3)]
        assert write.entry(one.id) == entry(one.entry_id)
    assert found == [(), (one,), (one,)]


def test_articles_are_listed_as_they_arrived(store: Store) -> None:
    late, early = article("1", first_seen=at(days=-1)), article("2", first_seen=at(days=-3))
    old = article("3", first_seen=at(days=-30))
    with store.writing() as write:
        hold(write, late, old, early)
        assert write.arrived(at(days=-3)) == (late.id, early.id)


# ---- decisions -------------------------------------------------------------------------------


def test_edges_are_of_pairs_and_the_last_word_stands(store: Store) -> None:
    a, b, c = sorted((article(str(n)) for n in range(3)), key=lambda one: one.id)
    first = Edge(a=a.id, b=b.id, how="edited", score=0.5, because=("x", "y"))
    other = Edge(a=b.id, b=c.id, how="reworded", score=0.25, because=(), merges=False)
    with store.writing() as write:
        hold(write, a, b, c)
        write.put_edges([replace(first, score=0.1), other])
        write.put_edges([replace(first, a=b.id, b=a.id)])
        assert write.edges_of([b.id]) == (first, other)
        assert write.edges_of([a.id]) == (first,)
        write.drop_edge(c.id, a.id)
        write.drop_edge(b.id, a.id)
        assert write.edges_of([a.id, b.id, c.id]) == (other,)
        write.put_edges([first])
        write.drop_edges(a.id)
        assert write.edges_of([a.id, b.id, c.id]) == (other,)
    with store.reading() as read:
        assert read.edges_of([c.id]) == (other,)


def test_verdicts_are_kept_in_order_without_those_that_nothing_changed(store: Store) -> None:
    one = article("1")
    new = Verdict(kind="new", article=one.id, story=StoryId("s"))
    later = Verdict(kind="copy", article=one.id, how="same-link", score=0.5, because=("x",))
    with store.writing() as write:
        hold(write, one)
        write.put_verdicts([new, Verdict(kind="unchanged", article=one.id)], at(hours=-1))
        write.put_verdicts([later], NOW)
    with store.reading() as read:
        assert read.verdicts(one.id) == ((at(hours=-1), new), (NOW, later))
        assert read.verdicts(ArticleId("none")) == ()


def test_pins_are_numbered_listed_and_undone(store: Store) -> None:
    a, b, c = ArticleId("a"), ArticleId("b"), ArticleId("c")
    with store.writing() as write:
        first = write.add_pin("merge", a, b, "", NOW)
        second = write.add_pin("author", c, None, "Ada", NOW)
        assert write.pins() == (first, second)
        assert write.pins([b]) == write.pins([a]) == (first,)
        assert (second.value, second.at, first.other) == ("Ada", NOW, b)
        assert write.drop_pin(second.id) == second
        assert write.drop_pin(second.id) is None
        assert write.add_pin("hide", a, None, "", NOW).id not in (first.id, second.id)


def test_an_author_has_one_slug_for_ever(store: Store) -> None:
    with store.writing() as write:
        assert write.author_slug("mail:ada", "Ada Miller") == "ada-miller"
        assert write.author_slug("uri:ada", "Ada Miller") == "ada-miller-2"
        assert write.author_slug("mail:ada", "Countess Ada") == "ada-miller"
        assert write.author_slug("mail:none", "") == "mail-none"


def test_notes_are_kept_by_name(store: Store) -> None:
    with store.writing() as write:
        assert write.get_note("furniture") is None
        write.put_note("furniture", '{"a": 1}')
        write.put_note("furniture", '{"a": 2}')
        assert write.get_note("furniture") == '{"a": 2}'


# ---- stories ---------------------------------------------------------------------------------


def test_a_story_comes_back_whole(store: Store) -> None:
    given = story(
        "1", copies=(copy("2", how="edited", score=0.9, because=("a", "b")), copy("3")),
        memberships=places("mills", author="ada", sources=("mill", "weir")), event="e",
        independent=2, evidence="byline", updated=NOW,
    )  # fmt: skip
    with store.writing() as write:
        publish(write, given)
    with store.writing() as write:
        assert write.story(given.id) == given
        assert write.stories_of([given.copies[1].article.id, given.lead.id]) == (given,)
        assert write.stories_of([ArticleId("none")]) == ()
        assert write.story(StoryId("none")) is None
        assert write.uri_taken(given.uri) == given.id
        assert write.uri_taken("urn:other") is None


def test_a_story_id_follows_from_its_seed_and_is_never_given_twice(store: Store) -> None:
    seed = article("1").id
    with store.writing() as write:
        first = write.new_story_id(seed)
        assert write.new_story_id(seed) == first
        publish(write, story("1", id=first))
        second = write.new_story_id(seed)
        write.withdraw(first, into=None, comment="", now=NOW)
        assert write.new_story_id(seed) == second != first
    assert len(first) == 12 and first.isalnum() and first.islower()


def test_the_published_id_of_a_story_is_frozen(store: Store) -> None:
    with store.writing() as write:
        publish(write, story("1"))
    with pytest.raises(StoreError, match="frozen"), store.writing() as write:
        write.put_story(story("1", uri="urn:other"))


def test_a_story_of_an_article_that_is_not_stored_is_refused(store: Store) -> None:
    with pytest.raises(StoreError, match="not stored"), store.writing() as write:
        write.put_story(story("1"))


def test_an_article_is_in_one_story_only(store: Store) -> None:
    both = story("1", copies=(copy("2"),))
    own = story("2", lead=both.copies[0].article, id=StoryId("own"))
    with store.writing() as write:
        publish(write, both, own)
        assert write.stories_of([own.lead.id]) == (own,)
        assert write.story(both.id) == replace(both, copies=())
