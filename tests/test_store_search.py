"""Full-text search: what is found, that it follows every change, and that no query is an error."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import create_engine, text

from aggregator.model import Category, Person, Story
from aggregator.store import Cursor, Intake, Store, View, open_store
from aggregator.store import search as index
from aggregator.text.query import LONGEST_ASKED, MOST_ASKED, Term, asked, excludes, search
from tests import stores
from tests.build import NOW, article, at, copy, story
from tests.stores import places, publish

store, store_url = stores.store, stores.store_url  # fixtures


def told(seed: str, title: str, body: str = "", **given: object) -> Story:
    lead = article(seed, title=title, text=body, summary="")
    return story(seed, lead=lead, **({"memberships": places("town", author="ada")} | given))


MILL = told("1", "The mill stays open", "The river gauge was read by volunteers.", listed=at())
CAT = told("2", "東京タワーの猫", "まいにち 三匹の猫がいた。", listed=at(hours=-1))
HINDI = told("3", "हिन्दी किताब", "C++ and C# in Zürich, free-threading", listed=at(hours=-2))
THAI = told("4", "น้ำท่วมกรุงเทพ", "서울에서 비가 온다", listed=at(hours=-3))
SHELF = (MILL, CAT, HINDI, THAI)


@pytest.fixture
def shelf(store: Store) -> Store:
    """A store that holds the four."""
    with store.writing() as write:
        publish(write, *SHELF)
    return store


def found(store: Store, words: str, **view: str) -> list[str]:
    query = asked(words)
    assert query is not None
    with store.reading() as read:
        chosen = read.stories(View(words=query, **view), limit=99)
    return [one.lead.title for one in chosen]


FINDS: tuple[tuple[str, tuple[Story, ...]], ...] = (
    ("mill", (MILL,)),
    ("MILL gauge", (MILL,)),
    ("mill猫", ()),
    ('"river gauge"', (MILL,)),
    ('"gauge river"', ()),
    ("gaug*", (MILL,)),
    ("g*", ()),  # one letter is a word, not the beginning of a thousand
    ("猫", (CAT,)),
    ("東京", (CAT,)),
    ("京東", ()),
    ("タワー", (CAT,)),
    ("किताब", (HINDI,)),
    ("zurich", (HINDI,)),
    ("c++", (HINDI,)),
    ("free threading", (HINDI,)),
    ("กรุงเทพ", (THAI,)),
    ("서울", (THAI,)),
    ("-mill", (CAT, HINDI, THAI)),
    ("猫 OR mill", (MILL, CAT)),
    ("NOT (猫 OR mill)", (HINDI, THAI)),
    ("mill OR NOT 猫", (MILL, HINDI, THAI)),
    ("title:gauge", ()),
    ("content:gauge", (MILL,)),
    ("Ada Miller", SHELF),
    ("author:miller -mill", (CAT, HINDI, THAI)),
    ("category:town 猫", (CAT,)),
    ("source:mill lang:en mill", (MILL,)),
)


def test_words_are_found_in_every_script(shelf: Store) -> None:
    assert {words: found(shelf, words) for words, _ in FINDS} == {
        words: [one.lead.title for one in stories] for words, stories in FINDS
    }


def test_a_search_is_narrowed_by_groups_and_read_page_by_page(store: Store) -> None:
    many = [told(str(n), f"Mill {n}", listed=at(hours=-n)) for n in range(7)]
    with store.writing() as write:
        publish(write, *many, told("x", "Mill", memberships=places("other")))
    assert len(found(store, "mill")) == 8
    assert found(store, "mill", topic="other") == ["Mill"]
    assert found(store, "mill", topic="town", author="ada") == [one.lead.title for one in many]
    view = View(topic="town", words=asked("mill"))
    with store.reading() as read:
        first = read.stories(view, limit=3)
        rest = read.stories(view, limit=9, before=Cursor.after(first[-1]))
    assert [one.id for one in (*first, *rest)] == [one.id for one in many]


def _edit(write: Intake) -> None:
    edited = replace(MILL.lead, text="A weir was built.")
    stores.hold(write, edited)


def _lead(write: Intake) -> None:
    other = article("9", source="weir", title="Weir news", text="The weir was built.")
    stores.hold(write, other)
    write.put_story(replace(MILL, lead=other, copies=(copy_of(MILL),)))


def copy_of(one: Story) -> object:
    return replace(copy(), article=one.lead)


CHANGES: dict[str, tuple[Callable[[Intake], object], list[str], list[str]]] = {
    "an edit": (_edit, [], ["The mill stays open"]),
    "another lead": (_lead, [], ["Weir news"]),
    "hiding": (lambda write: write.put_story(replace(MILL, hidden=True), now=NOW), [], []),
    "withdrawal": (lambda write: write.withdraw(MILL.id, into=None, comment="", now=NOW), [], []),
    "merging": (lambda write: write.withdraw(MILL.id, into=CAT.id, comment="", now=NOW), [], []),
    "holding back": (
        lambda write: stores.hold(write, replace(MILL.lead, held="from another site")),
        [],
        [],
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_the_index_follows_each_change_in_its_transaction(store: Store, change: str) -> None:
    make, gauge, weir = CHANGES[change]
    with store.writing() as write:
        publish(write, MILL, CAT)
    assert found(store, "gauge") == ["The mill stays open"]
    with store.writing() as write:
        make(write)
    assert (found(store, "gauge"), found(store, "weir")) == (gauge, weir)


def test_what_was_hidden_is_found_again_when_it_is_shown_again(store: Store) -> None:
    with store.writing() as write:
        publish(write, MILL)
        write.put_story(replace(MILL, hidden=True), now=NOW)
    with store.writing() as write:
        write.put_story(MILL, now=NOW)
    assert found(store, "gauge") == ["The mill stays open"]


def test_a_change_that_fails_leaves_the_index_as_it_was(store: Store) -> None:
    with store.writing() as write:
        publish(write, MILL)
    with pytest.raises(ZeroDivisionError), store.writing() as write:
        _edit(write)
        write.put_story(replace(MILL, event="e"))
        raise ZeroDivisionError
    assert found(store, "gauge") == ["The mill stays open"]
    assert found(store, "weir") == []


def test_the_title_of_a_copy_and_every_writer_are_found(store: Store) -> None:
    other = copy(title="Grinding goes on", text="Other words altogether.")
    two = replace(
        told("1", "Mill"),
        copies=(other,),
        authors=(Person(name="Ada Miller"), Person(name="Bo Weir")),
        lead=article("1", title="Mill", categories=(Category(term="m-1", label="Millstones"),)),
    )
    with store.writing() as write:
        publish(write, two)
    for words in ("grinding", '"bo weir"', "category:millstones", "source:weir"):
        assert found(store, words) == ["Mill"]
    assert found(store, "altogether") == []
    assert found(store, '"miller bo"') == []  # a phrase ends with the value it is in


def test_an_older_index_is_made_anew_when_the_store_is_opened(store_url: str) -> None:
    if store_url.endswith(":memory:"):
        pytest.skip("what is in memory is gone once closed")
    opened = open_store(store_url)
    with opened.writing() as write:
        write.adopt([stores.build.source("mill")], NOW)
        publish(write, *SHELF, replace(told("5", "hidden gauge"), hidden=True))
    opened.close()
    engine = create_engine(store_url)
    with engine.begin() as connection:
        connection.execute(text("DELETE FROM search"))
        connection.execute(text("UPDATE meta SET value = 0 WHERE name = 'search'"))
    engine.dispose()
    opened = open_store(store_url)
    assert found(opened, "gauge") == ["The mill stays open"]
    opened.close()


def test_an_article_of_any_size_is_indexed_as_far_as_is_useful(store: Store) -> None:
    long = " ".join(f"w{number}" for number in range(20_000)) + " " + "x" * 5000
    wide = "".join(chr(0x4E00 + number % 20_000) for number in range(30_000))
    with store.writing() as write:
        publish(write, told("1", "long", long), told("2", "wide", wide))
        publish(write, told("3", "x" * 5000, "\U0001d400" * 80_000))
    assert found(store, "w15000") == ["long"]
    assert found(store, chr(0x4E01)) == ["wide"]
    assert found(store, "x" * 200) == ["x" * 5000]


WILD = st.text(
    st.sampled_from("ab猫 \"'()*:-+#^{}[]\\/.,;%_~|&!<>$\x00\ud800\n“”") | st.characters()
)
WORDY = st.lists(
    st.sampled_from(
        ["mill", "AND", "OR", "NOT", "NEAR", "NEAR(", "-", "(", ")", '"', "*", "title:", "lang:en",
         "rowid:1", "^mill", "mi*", "猫", "{title}", "col : x", "'; DROP TABLE story; --"]
    )
).map(" ".join)  # fmt: skip


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(words=WILD | WORDY)
def test_nothing_that_is_typed_is_an_error(store: Store, words: str) -> None:
    query = asked(words)
    if query is None:
        return
    assert len(query.text) <= LONGEST_ASKED
    with store.reading() as read:
        read.stories(View(words=query), limit=3)
        read.stories(View(words=query, topic="town", author="ada"), limit=3)


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    words=st.lists(
        st.sampled_from(
            ["mill", "river", "猫", "gauge", "OR", "NOT", "AND", "mi*", '"river gauge"']
        )
    ).map(" ".join)
)
def test_a_search_finds_what_a_rule_of_these_words_would(shelf: Store, words: str) -> None:
    query = asked(words)
    if query is None:
        return
    expected = [
        one.lead.title
        for one in SHELF
        if search(
            query, {"title": one.lead.title, "content": one.lead.text, "author": "Ada Miller"}
        )
    ]
    assert found(shelf, words) == expected


def test_a_giant_query_is_cut_and_its_terms_are_counted() -> None:
    query = asked("mill " * 100_000)
    assert query is not None
    assert len(query.text) <= LONGEST_ASKED
    nested = asked("(" * 40 + "mill")
    assert nested is not None and nested.root == Term(
        "mill", " mill ", ("title", "content", "author")
    )
    many = asked(" OR ".join("abcdefghijklmnopqrstuvwxyz0123456789"))
    assert many is not None
    assert len(getattr(many.root, "parts", ())) <= MOST_ASKED


@pytest.mark.parametrize("words", ["", "   ", "()", '"', '""', "-", "***", "AND", "🦊", "\ud800"])
def test_a_search_without_a_word_is_none(words: str) -> None:
    assert asked(words) is None


@pytest.mark.parametrize(
    ("typed", "means"),
    [
        ('mill "river gau', 'mill "river gau"'),
        ("mill (river", "mill river"),
        ("mill AND", "mill"),
        ("re: mill", "re mill"),
        ("-release (mill", "mill"),
    ],
)
def test_half_a_query_is_read_as_meant(typed: str, means: str) -> None:
    one, other = asked(typed), asked(means)
    assert one is not None and other is not None
    texts = ["mill river gauge", "mill river gau re", "release mill", "x", "mill re"]
    answers = [[bool(search(q, {"title": t})) for t in texts] for q in (one, other)]
    assert answers[0] == answers[1]
    assert not excludes(one, {"title": "mill"})


def test_of_very_many_matches_the_last_to_come_are_looked_at(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index, "NEWEST", 3)
    with store.writing() as write:
        publish(write, *[told(str(n), f"Mill {n}", listed=at(hours=n)) for n in range(5)])
    assert found(store, "mill") == ["Mill 4", "Mill 3", "Mill 2"]
