"""The `match` language: what it finds, why, and how it refuses."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aggregator.text.query import Haystack, Query, QueryError, excludes, parse_query, search, sought

ARTICLE: dict[str, str | tuple[str, ...]] = {
    "title": "Free-threading lands in CPython",
    "content": "The Zürich sprint brought pythonic news: no GIL. 東京都でもPyConが開かれた。",
    "author": ("Jane Doe", "J. Müller"),
    "category": ("open source", "PyPy"),
    "source": ("example-blog", "Example blog"),
    "lang": "en-GB",
}


def found(query: str, **fields: str | tuple[str, ...]) -> str | None:
    return search(parse_query(query), {**ARTICLE, **fields})


@pytest.mark.parametrize(
    "query",
    [
        "cpython",
        "CPYTHON",
        "zurich",
        "Zürich",
        '"free threading"',
        "free-threading",
        "“free threading”",
        "pyth*",
        '"no gi*"',
        '"no gi"*',
        "東京",
        "cpython gil",
        "cpython AND gil",
        "absent OR gil",
        "gil NOT absent",
        "gil -absent",
        "gil -(absent OR missing)",
        "NOT absent",
        "-absent",
        "NOT NOT gil",
        "category:pypy",
        'category:"open source"',
        "category:(absent OR pypy)",
        "title:cpython body:gil",
        "TITLE: cpython",
        'author:"jane doe"',
        "author:muller",
        "source:example-blog",
        "lang:en",
        "lang:en-gb",
        "by:jane",
        "absent AND gil OR cpython",
        "cpython OR gil AND absent",
        "cpython OR gil AND NOT sprint",
        "(cpython OR absent) (gil OR missing)",
        "title:(cpython category:pypy)",
    ],
)
def test_finds(query: str) -> None:
    assert found(query)


@pytest.mark.parametrize(
    "query",
    [
        "python",
        "pytho",
        '"threading free"',
        "pypy",
        "京東",
        "cpython absent",
        "NOT gil",
        "-gil",
        "cpython -gil",
        "cpython AND NOT gil",
        "cpython OR title NOT gil",
        "category:(open source) -category:pypy",
        "title:gil",
        "title:(cpython gil)",
        'category:"source pypy"',
        "lang:de",
        "(absent OR cpython) AND missing",
    ],
)
def test_does_not_find(query: str) -> None:
    assert found(query) is None


def test_the_example_of_the_manual_excludes_the_release_bot_whatever_else_is_true() -> None:
    query = 'python OR "free threading" OR category:pypy NOT author:"Release Bot"'
    assert found(query) == 'title: "free threading"; category: pypy'
    assert found(query, author="Release Bot") is None


def test_a_not_after_and_binds_to_its_neighbour_only() -> None:
    assert found("cpython OR absent NOT gil") is None
    assert found("cpython OR absent AND NOT gil") == "title: cpython"
    assert found("cpython OR (absent NOT gil)") == "title: cpython"
    assert found("absent NOT sprint OR gil") == "content: gil"


def test_words_of_different_values_are_no_phrase() -> None:
    assert found('author:"Doe J"') is None


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ("pyth*", "content: pythonic"),
        ('"no gi*"', "content: no gil"),
        ("gil OR cpython OR category:pypy", "content: gil; title: cpython; category: pypy"),
        ("gil NOT absent", "content: gil"),
        ("NOT absent", "not absent"),
        ("NOT (absent OR lang:de)", "not (absent lang:de)"),
        ("NOT NOT gil", "not not gil"),
        ("-absent AND -missing", "not absent; not missing"),
        ("東京", "content: 東京"),
        ("gil gil", "content: gil"),
    ],
)
def test_the_reason_names_the_words_and_where(query: str, reason: str) -> None:
    assert found(query) == reason


@pytest.mark.parametrize(
    ("query", "column", "words"),
    [
        ("", 1, "expected a word, a phrase or '(', found the end"),
        ("   ", 4, "found the end"),
        ("(gil", 5, "expected ')', found the end"),
        ("gil)", 4, "found ')'"),
        ("gil OR", 7, "expected a word"),
        ("gil OR OR no", 8, "found 'OR'"),
        ("AND gil", 1, "found 'AND'"),
        ("gil NOT", 8, "found the end"),
        ("()", 2, "found ')'"),
        ("colour:red", 1, "unknown field 'colour': expected one of title:, content:, author:"),
        ("gil title:", 11, "expected a word"),
        ('gil "free', 5, "expected a closing quotation mark"),
        ("py*thon", 1, "'*' stands at the end of a word only"),
        ("gil *", 5, "holds no letter"),
        ("gil & cpython", 5, "holds no letter"),
        ("(" * 30 + "gil" + ")" * 30, 26, "nested more than 24 deep"),
        ("NOT " * 30 + "gil", 101, "nested more than 24 deep"),
        ("title:" * 30 + "gil", 151, "nested more than 24 deep"),
        ("a" * 4097, 4097, "at most 4096 characters"),
    ],
)
def test_what_is_no_query_is_refused_with_its_column(query: str, column: int, words: str) -> None:
    with pytest.raises(QueryError) as refusal:
        parse_query(query)
    assert refusal.value.column == column
    assert str(refusal.value).startswith(f"column {column}: ")
    assert words in str(refusal.value)


def test_addresses_and_times_are_words_not_fields() -> None:
    text = "see https://example.org/x at 12:30 in std::vector"
    assert search(parse_query("https://example.org/x 12:30 std::vector"), {"content": text})


@pytest.mark.parametrize(
    ("query", "no"),
    [
        ("cpython NOT author:jane", True),
        ("cpython -author:jane -absent", True),
        ("NOT author:jane", True),
        ("cpython NOT absent", False),
        ("absent", False),
        ("absent OR (gil NOT author:jane)", False),
    ],
)
def test_an_express_no_is_told_from_not_found(query: str, no: bool) -> None:
    assert excludes(parse_query(query), ARTICLE) is no


def test_the_words_that_are_looked_for_are_known() -> None:
    query = 'Python OR "free thread*" OR (title:Füchse content:gil) OR category:pypy NOT snake'
    assert sought(parse_query(query)) == {"python", "free", "thread*", "fuchse", "gil"}


def test_a_query_is_a_value_that_carries_its_text() -> None:
    one, two = parse_query("a OR b"), parse_query("a OR b")
    assert one == two
    assert hash(one) == hash(two)
    assert one.text == str(one) == "a OR b"
    assert "root" not in repr(one)


def test_many_queries_share_one_haystack() -> None:
    haystack = Haystack(ARTICLE)
    assert search(parse_query("cpython"), haystack) == "title: cpython"
    assert search(parse_query("gil"), haystack) == "content: gil"


@given(st.text(alphabet='ab"():-*ANDORT \u6771“', max_size=60))
def test_any_text_is_a_query_or_refused(text: str) -> None:
    try:
        query = parse_query(text)
    except QueryError as refusal:
        assert 1 <= refusal.column <= len(text) + 1
        return
    assert isinstance(query, Query)
    reason = search(query, {"title": "ab a b", "content": "東"})
    assert reason is None or reason


@given(st.sampled_from(["a", "b", "c", "zz"]), st.sampled_from(["a", "b", "zz"]))
def test_not_is_the_complement(one: str, two: str) -> None:
    fields = {"title": "a b", "content": "c"}
    for query in (f"{one} {two}", f"{one} OR {two}", f"{one} NOT {two}"):
        plain = search(parse_query(query), fields)
        assert (search(parse_query(f"NOT ({query})"), fields) is None) == (plain is not None)


def test_a_hostile_query_over_a_long_article_takes_bounded_time() -> None:
    words = "a" * 40
    query = parse_query(" OR ".join(f'"{words[: n % 40 + 1]} b*"' for n in range(130)))
    text = "a " * 250_000
    start = time.process_time()
    assert search(query, {"content": text}) is None
    assert time.process_time() - start < 20, "hours, where it is not bounded"
