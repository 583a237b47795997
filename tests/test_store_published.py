"""The contract of `Publication`, on every database: what is listed, counted, versioned, buried."""

from dataclasses import replace

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine

from aggregator.model import Group, SourceId, StoryId, Tombstone
from aggregator.store import Counts, Cursor, GroupRow, Store, View
from tests import stores
from tests.build import NOW, article, at, copy, entry, feed, source, story
from tests.stores import group, hold, places, publish

store, store_url = stores.store, stores.store_url  # fixtures
LONG_AGO = at(days=-300)


def version(store: Store, view: View | None = None) -> int:
    with store.reading() as read:
        return read.version(view or View())


def test_an_empty_store_has_nothing_to_publish(store: Store) -> None:
    with store.reading() as read:
        assert read.stories(View(), limit=9) == ()
        assert read.updated(View()) is None
        assert read.group("all", "") is None
        assert read.groups("topic") == ()
        assert read.counts() == Counts(stories=0, articles=0, authors=0, topics=0)
        assert read.find("anything") == ()
        assert read.tombstones(View(), LONG_AGO) == ()
        assert read.newest() is None
        assert read.daily(View(), LONG_AGO) == read.daily_by_group("topic", LONG_AGO) == {}


def test_pages_follow_one_another_without_gap_or_repeat(store: Store) -> None:
    # several are listed at the same moment: then the id decides
    all_of_them = [
        story(str(n), listed=at(hours=-(n // 3)), memberships=places("t")) for n in range(20)
    ]
    newest_first = sorted(all_of_them, key=lambda one: (one.listed, one.id), reverse=True)
    with store.writing() as write:
        publish(write, *all_of_them)
    for view in (View(), View(topic="t"), View(topic="t", source="mill")):
        seen: list[StoryId] = []
        before = None
        with store.reading() as read:
            while page := read.stories(view, limit=7, before=before):
                seen += [one.id for one in page]
                before = Cursor.after(page[-1])
        assert seen == [one.id for one in newest_first]


def test_a_view_of_several_groups_is_what_they_have_in_common(store: Store) -> None:
    one = story("1", memberships=places("a", "b", author="ada"))
    two = story("2", memberships=places("a", author="bob"), listed=at(hours=-5))
    three = story(
        "3", memberships=places("b", author="ada", sources=("weir",)), listed=at(hours=-9)
    )
    with store.writing() as write:
        publish(write, one, two, three)
    with store.reading() as read:
        assert read.stories(View(topic="a"), limit=9) == (one, two)
        assert read.stories(View(topic="b", author="ada"), limit=9) == (one, three)
        assert read.stories(View(topic="b", author="ada", source="weir"), limit=9) == (three,)
        assert read.stories(View(topic="b", author="bob"), limit=9) == ()
        assert read.stories(View(topic="unheard-of"), limit=9) == ()
        assert read.updated(View(topic="b", author="ada")) == max(one.updated, three.updated)
        assert read.updated(View(topic="b", author="bob")) is None


def test_hidden_stories_and_such_of_held_articles_only_are_not_published(store: Store) -> None:
    hidden = story("1", hidden=True, memberships=places("t"))
    held = story("2", lead=article("2", held="re-dated"), memberships=places("t"))
    half = story(
        "3", lead=article("3", held="re-dated"), copies=(copy("4"),), memberships=places("t")
    )
    with store.writing() as write:
        publish(write, hidden, held, half)
    with store.reading() as read:
        assert read.stories(View(), limit=9) == read.stories(View(topic="t"), limit=9) == (half,)
        assert read.story(hidden.id) is None and read.story(held.id) is None
        assert read.counts() == Counts(stories=1, articles=4, authors=0, topics=1)
        assert read.find(hidden.id) == (hidden,)
        assert read.groups("topic")[0].stories == 1


def test_an_article_released_or_held_back_later_changes_what_is_published(store: Store) -> None:
    held = article("1", held="re-dated")
    given = story("1", lead=held, memberships=places("t"))
    with store.writing() as write:
        publish(write, given)
    with store.writing() as write:
        hold(write, replace(held, held=""))
    with store.reading() as read:
        assert [one.id for one in read.stories(View(topic="t"), limit=9)] == [given.id]
    with store.writing() as write:
        hold(write, held)
    with store.reading() as read:
        assert read.stories(View(topic="t"), limit=9) == read.stories(View(), limit=9) == ()


def test_groups_tell_their_size_and_their_newest(store: Store) -> None:
    with store.writing() as write:
        publish(
            write,
            story("1", memberships=places("a", author="ada"), listed=at(hours=-3)),
            story("2", memberships=places("a", author="ada"), listed=at(hours=-2)),
            story("3", memberships=places("b", author="bob"), listed=at(hours=-1)),
        )
    number = version(store)
    with store.reading() as read:
        a = Group(kind="topic", slug="a", title="A")
        assert read.groups("topic")[1] == GroupRow(
            group=a, stories=2, latest=at(hours=-2), version=number
        )
        assert [row.group.slug for row in read.groups("topic")] == ["b", "a"]
        assert [row.group.slug for row in read.groups("author")] == ["ada", "bob"]
        assert [row.stories for row in read.groups("all")] == [3]
        assert read.group("topic", "a") == a
        assert read.group("author", "a") is None
        assert read.updated(View(topic="b")) == story("3").updated


def test_a_group_takes_its_newest_title_and_outlives_its_stories(store: Store) -> None:
    first = story("1", memberships=(group("topic", "t"),))
    renamed = Group(kind="topic", slug="t", title="New name")
    with store.writing() as write:
        publish(write, first)
        write.put_story(replace(first, memberships=(replace(first.memberships[0], group=renamed),)))
    with store.reading() as read:
        assert read.group("topic", "t") == renamed
        assert read.stories(View(), limit=1)[0].memberships[0].group == renamed
    with store.writing() as write:
        write.put_story(replace(first, memberships=()))
    with store.reading() as read:
        assert read.group("topic", "t") == renamed
        assert read.groups("topic") == ()


def test_a_new_title_of_a_topic_is_news_to_all_documents_and_of_an_author_to_theirs(
    store: Store,
) -> None:
    one = story("1", memberships=places("t", author="ada-lane"))
    with store.writing() as write:
        publish(write, one, story("2", memberships=places("u", sources=("weir",))))

    def put_titled(kind: str, title: str) -> tuple[int, int]:
        with store.writing() as write:
            renamed = tuple(
                replace(each, group=replace(each.group, title=title))
                if each.group.kind == kind
                else each
                for each in one.memberships
            )
            write.put_story(replace(one, memberships=renamed))
        return version(store, View(author="ada-lane")), version(store, View(topic="u"))

    own, other = put_titled("author", "Ada Lane")
    assert put_titled("author", "ADA LANE") == (own, other)
    assert put_titled("author", "Countess Ada") == (own + 1, other)
    assert put_titled("topic", "Another title") == (own + 2, own + 2)


# ---- versions --------------------------------------------------------------------------------


def test_putting_what_is_there_changes_no_version(store: Store) -> None:
    given = story("1", copies=(copy("2"),), memberships=places("t", author="ada"))
    with store.writing() as write:
        publish(write, given)
    before = version(store)
    with store.writing() as write:
        publish(write, given)
        write.adopt([source("mill"), source("weir")], NOW)
        write.put_poll_state(replace(write.poll_state(SourceId("mill")), next_poll=NOW))
    assert version(store) == before > 0


def test_a_change_gives_a_new_version_to_the_groups_it_touches_and_to_no_other(
    store: Store,
) -> None:
    moving = story("1", memberships=places("a"))
    staying = story("2", memberships=places("c", sources=("weir",)))
    with store.writing() as write:
        publish(write, moving, staying)
    before = version(store)
    with store.writing() as write:
        write.put_story(replace(moving, memberships=places("b")))
    for view in (View(), View(topic="a"), View(topic="b"), View(source="mill")):
        assert version(store, view) == before + 1
    for view in (View(topic="c"), View(source="weir"), View(topic="c", source="weir")):
        assert version(store, view) == before


def test_a_revised_article_gives_its_story_a_new_version(store: Store) -> None:
    given = story("1", copies=(copy("2"),), memberships=places("t"))
    with store.writing() as write:
        publish(write, given)
    before = version(store)
    with store.writing() as write:
        hold(write, replace(given.copies[0].article, title="Corrected"))
    assert version(store, View(topic="t")) == before + 1


@pytest.mark.parametrize(
    ("change", "counts"),
    [({"title": "Other"}, True), ({"publish": "title"}, True), ({"headers": (("A", "b"),)}, False)],
)
def test_configuration_that_shows_gives_a_new_version(
    store: Store, change: dict[str, object], counts: bool
) -> None:
    with store.writing() as write:
        publish(write, story("1", memberships=places("t")))
    before = version(store, View(topic="t"))
    with store.writing() as write:
        write.adopt([source("mill", **change), source("weir")], NOW)
    assert (version(store, View(topic="t")) > before) is counts


def test_a_changed_head_of_a_source_gives_a_new_version_but_its_date_does_not(store: Store) -> None:
    with store.writing() as write:
        publish(write, story("1"))
        write.put_poll_state(replace(write.poll_state(SourceId("mill")), feed=feed()))
    before = version(store)
    with store.writing() as write:
        state = write.poll_state(SourceId("mill"))
        write.put_poll_state(replace(state, feed=feed(updated=NOW), next_poll=NOW))
    assert version(store) == before
    with store.writing() as write:
        write.put_poll_state(replace(state, feed=feed(title="Renamed")))
    assert version(store) == before + 1


# ---- withdrawal ------------------------------------------------------------------------------


def test_a_merged_story_leaves_tombstones_and_leads_to_its_heir(store: Store) -> None:
    lost = story("1", memberships=places("a", author="ada"))
    heir = story("2", memberships=places("b"))
    with store.writing() as write:
        publish(write, lost, heir)
        write.withdraw(lost.id, into=heir.id, comment="merged", now=NOW)
        assert write.stories_of([lost.lead.id]) == ()
        write.put_story(replace(heir, copies=(replace(copy("1"), article=lost.lead),)))
        assert write.uri_taken(lost.uri) == lost.id
    grave = Tombstone(uri=lost.uri, when=NOW, comment="merged")
    with store.reading() as read:
        assert read.story(lost.id) is None
        assert read.moved(lost.id) == heir.id
        assert read.moved(heir.id) is None
        for view in (View(), View(topic="a"), View(topic="a", author="ada"), View(source="mill")):
            assert read.tombstones(view, LONG_AGO) == (grave,)
        for view in (View(topic="b"), View(topic="b", author="ada")):
            assert read.tombstones(view, LONG_AGO) == ()
        assert read.tombstones(View(), at(seconds=1)) == ()
        assert read.updated(View(topic="a")) == NOW
        assert [one.id for one in read.find(lost.uri)] == [heir.id]


def test_addresses_of_merged_stories_lead_to_the_last_heir_and_never_in_a_circle(
    store: Store,
) -> None:
    a, b, c = (story(str(n)) for n in range(3))
    with store.writing() as write:
        publish(write, a, b, c)
        write.withdraw(a.id, into=b.id, comment="merged", now=NOW)
        write.withdraw(b.id, into=c.id, comment="merged", now=NOW)
    with store.reading() as read:
        assert read.moved(a.id) == read.moved(b.id) == c.id
    with store.writing() as write:
        write.withdraw(c.id, into=a.id, comment="merged", now=NOW)
        write.put_story(a)
    with store.reading() as read:
        assert read.moved(a.id) is None
        assert read.moved(b.id) == read.moved(c.id) == a.id


def test_a_withdrawn_story_that_is_put_again_is_as_before_and_has_no_tombstone(
    store: Store,
) -> None:
    given = story("1", memberships=places("t"))
    with store.writing() as write:
        publish(write, given)
        write.withdraw(given.id, into=None, comment="hidden", now=NOW)
    with store.reading() as read:
        assert read.stories(View(), limit=9) == ()
        assert len(read.tombstones(View(topic="t"), LONG_AGO)) == 1
    before = version(store)
    with store.writing() as write:
        assert write.stories_of([given.lead.id]) == (replace(given, hidden=True),)
        write.put_story(given)
    with store.reading() as read:
        assert read.stories(View(topic="t"), limit=9) == (given,)
        assert read.tombstones(View(topic="t"), LONG_AGO) == ()
    assert version(store) == before + 1


def test_a_story_filed_otherwise_dates_the_groups_it_left_and_joined(store: Store) -> None:
    filed = story("1", memberships=places("a", "b"))
    with store.writing() as write:
        publish(write, filed)
    with store.reading() as read:
        before = {topic: read.updated(View(topic=topic)) for topic in ("a", "b")}
    later = at(days=1)
    with store.writing() as write:
        write.put_story(replace(filed, memberships=places("b", "c")), now=later)
    with store.reading() as read:
        assert read.updated(View(topic="a")) == later, "one story fewer"
        assert read.updated(View(topic="b")) == before["b"], "nothing new"
        assert read.updated(View(topic="c")) == later, "one story more"
        assert read.updated(View()) == before["b"]


def test_what_was_never_shown_leaves_no_tombstone(store: Store) -> None:
    with store.writing() as write:
        publish(write, story("1", hidden=True))
        write.withdraw(story("1").id, into=None, comment="", now=NOW)
        write.withdraw(StoryId("unknown"), into=None, comment="", now=NOW)
    with store.reading() as read:
        assert read.tombstones(View(), LONG_AGO) == ()


def test_a_story_put_as_hidden_with_the_time_leaves_a_tombstone(store: Store) -> None:
    given = story("1", memberships=places("t"))
    with store.writing() as write:
        publish(write, given)
        write.put_story(replace(given, hidden=True), now=NOW)
    with store.reading() as read:
        assert [one.when for one in read.tombstones(View(topic="t"), LONG_AGO)] == [NOW]


# ---- questions -------------------------------------------------------------------------------


def test_a_story_is_found_by_whatever_names_it(store: Store) -> None:
    lead = article(
        "1", link="https://mill.example/1?utm=x", url="https://mill.example/1", entry_id="urn:1"
    )
    given = story("1", lead=lead, copies=(copy("2"),))
    with store.writing() as write:
        publish(write, given, story("3"))
    with store.reading() as read:
        second = given.copies[0].article
        for name in (given.id, given.uri, lead.id, lead.url, lead.link, second.id, second.url):
            assert read.find(f" {name}\n") == (given,)
        assert read.entry(lead.id) == entry("urn:1")


def test_sources_tell_what_is_held_of_them(store: Store) -> None:
    with store.writing() as write:
        publish(write, story("1", copies=(copy("2"), copy("3"))), story("4"))
        publish(write, story("5", lead=article("5", source="weir")))
        write.put_poll_state(replace(write.poll_state(SourceId("weir")), last_poll=NOW))
    with store.reading() as read:
        mill, weir = read.sources()
    assert (mill.entries, mill.stories, mill.copies) == (2, 2, 0)
    assert (weir.entries, weir.stories, weir.copies) == (3, 2, 2)
    assert weir.state.last_poll == NOW and mill.state.last_poll is None


def test_a_page_takes_three_statements_whatever_its_length(store: Store) -> None:
    with store.writing() as write:
        publish(
            write, *(story(str(n), memberships=places("t", "u", author="ada")) for n in range(60))
        )
    seen: list[str] = []

    def count(*given: object) -> None:
        seen.append(str(given[2]))

    event.listen(Engine, "before_cursor_execute", count)
    try:
        with store.reading() as read:
            assert len(read.stories(View(topic="t", author="ada"), limit=50)) == 50
    finally:
        event.remove(Engine, "before_cursor_execute", count)
    assert len([one for one in seen if one.startswith("SELECT")]) <= 3


def test_stories_are_counted_by_the_day_they_were_listed_on(store: Store) -> None:
    with store.writing() as write:
        publish(
            write,
            story("1", memberships=places("a", author="ada")),
            story("2", memberships=places("a", "b"), listed=at(hours=-12)),  # midnight is of today
            story("3", memberships=places("a", author="ada"), listed=at(hours=-12.1)),
            story("4", memberships=places("b", sources=("weir",)), listed=at(days=-30)),
            story("5", memberships=places("a"), hidden=True, listed=at(hours=1)),
        )
    today, yesterday, month_ago = (at(days=-n).date() for n in (0, 1, 30))
    with store.reading() as read:
        assert read.newest() == story("1").listed
        assert read.daily(View(), LONG_AGO) == {today: 2, yesterday: 1, month_ago: 1}
        assert read.daily(View(), at(days=-1)) == {today: 2, yesterday: 1}
        assert read.daily(View(topic="b"), LONG_AGO) == {today: 1, month_ago: 1}
        assert read.daily(View(topic="a", author="ada"), LONG_AGO) == {today: 1, yesterday: 1}
        assert read.daily_by_group("topic", LONG_AGO) == {
            "a": {today: 2, yesterday: 1},
            "b": {today: 1, month_ago: 1},
        }
        assert read.daily_by_group("source", at(days=-2)) == {"mill": {today: 2, yesterday: 1}}
        assert read.listed_between(at(days=-30), at(hours=-12)) == 2
        assert read.listed_between(at(hours=-12), at(days=1)) == 2


def test_the_days_are_told_whose_stories_came_changed_or_went(store: Store) -> None:
    with store.writing() as write:
        publish(write, story("1"), story("2", listed=at(days=-9)), story("3", listed=at(days=-5)))
    with store.reading() as read:
        before = read.version()
        everything = {at(days=-n).date() for n in (0, 5, 9)}
        assert read.listed_days_touched(0, 3) == everything
        assert read.listed_days_touched(0, 2) is None
        assert read.listed_days_touched(before, 9) == frozenset()
    with store.writing() as write:
        write.withdraw(story("2").id, into=None, comment="", now=at())
        publish(write, story("4", listed=at(days=-40)))
    with store.reading() as read:
        assert read.listed_days_touched(before, 9) == {at(days=-9).date(), at(days=-40).date()}
        last = read.version()
    with store.writing() as write:
        write.past.let_go(story("4").articles)  # of which no news tell
    with store.reading() as read:
        assert read.listed_days_touched(last, 9) is None
        assert read.listed_days_touched(read.version(), 9) == frozenset()


def test_heads_are_those_of_the_sources_and_equal_ones_are_read_once(store: Store) -> None:
    mill, weir = source("mill"), source("weir")
    odd = feed(title='A "mill"\u0000 at 100 % \u2014 \ud83d', subtitle="<i>\\u0000</i>")
    with store.writing() as write:
        write.put_poll_state(replace(write.poll_state(mill.id), feed=odd))
    with store.reading() as read:
        rows = read.sources()
        first = read.heads({})
        assert {id: (one.source, one.feed) for id, one in first.items()} == {
            row.source.id: (row.source, row.state.feed) for row in rows
        }
        assert list(first) == [mill.id, weir.id] and first[weir.id].feed is None
    with store.writing() as write:
        write.put_poll_state(replace(write.poll_state(weir.id), feed=feed(title="Weir")))
    with store.reading() as read:
        again = read.heads(first)
        assert again[mill.id] is first[mill.id]
        assert again[weir.id].feed == read.sources()[1].state.feed is not None
    with store.writing() as write:
        write.adopt([weir], NOW)
    with store.reading() as read:
        assert list(read.heads(again)) == [weir.id]
