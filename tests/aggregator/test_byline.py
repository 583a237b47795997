"""Who wrote it, as opposed to who posted it: the corpora of texts and op-eds, and the laws."""

import re
import tomllib
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aggregator.byline import Aliases, author_key, byline, credit, links
from aggregator.config import Author
from aggregator.model import Person
from aggregator.text.identity import registrable
from benchmarks import authors
from tests.build import WORDS, article, at

CORPUS = Path(__file__).parent.parent / "corpus"
TEXTS = tomllib.loads((CORPUS / "bylines" / "texts.toml").read_text(encoding="utf-8"))["text"]
OPEDS = {
    path.stem: tomllib.loads(path.read_text(encoding="utf-8"))
    for path in sorted((CORPUS / "opeds").glob("*.toml"))
}
NOBODY = Aliases()


def person(words: str) -> Person:
    match = re.fullmatch(r"(.*) <(.*)>", words)
    return Person(name=match[1], email=match[2]) if match else Person(name=words)


def people(words: list[str]) -> tuple[Person, ...]:
    return tuple(map(person, words))


def names(persons: tuple[Person, ...]) -> list[str]:
    return [one.name for one in persons]


# ---- texts -----------------------------------------------------------------------------------


@pytest.mark.parametrize("case", TEXTS, ids=[case["name"] for case in TEXTS])
def test_a_text_is_credited_as_a_person_would(case: dict[str, Any]) -> None:
    book = case.get("aliases", {})
    aliases = Aliases.of([Author(name=name, aliases=tuple(book[name])) for name in book])
    given_article = article(
        text=case["text"].strip(), claimed_authors=people(case["claimed"]), authors=()
    )
    options = {key: case[key] for key in ("source_author", "pinned") if key in case}
    page = people(case.get("page", []))
    found = byline(given_article, aliases, page=page, **options)
    assert names(found.authors) == case["authors"]
    assert found.evidence == case["evidence"]
    if "contributors" in case:
        assert sorted(names(found.contributors)) == sorted(case["contributors"])
    assert byline(found, aliases, page=page, **options) == found


def test_every_credit_says_what_it_rests_on() -> None:
    found = byline(article(text="By Corinna Vasquez\n\nA cottage was sold.", authors=()), NOBODY)
    assert "By Corinna Vasquez" in found.author_because


def test_the_configured_author_is_told_from_the_feeds_own() -> None:
    configured = article(
        text="A cottage was sold.", claimed_authors=people(["Corinna Vasquez"]), evidence="source"
    )
    found = byline(configured, NOBODY, source_author="Corinna Vasquez")
    assert (names(found.authors), found.evidence) == (["Corinna Vasquez"], "source")
    assert byline(found, NOBODY, source_author="Corinna Vasquez") == found


# ---- op-eds under a house byline -------------------------------------------------------------


def html(text: str) -> str:
    return "".join(f"<p>{line}</p>" for line in text.split("\n") if line)


def original(case: dict[str, Any]) -> Any:
    return article(
        "original", text=case["original"].strip(), title=case["original_title"],
        claimed_authors=(), authors=(), published=at(days=-3), language=case["language"],
    )  # fmt: skip


def copied(case: dict[str, Any]) -> Any:
    return article(
        "copy", source="weir", text=case["copy"].strip(), title=case["copy_title"],
        summary=" ".join(case["copy"].split())[:300] + "…",
        html=html(case["copy"]), authors=(), language=case["language"],
        claimed_authors=people(case["claimed"]),
    )  # fmt: skip


@pytest.mark.parametrize("name", OPEDS)
def test_an_op_ed_is_credited_to_the_writer_its_last_paragraph_names(name: str) -> None:
    found = byline(original(OPEDS[name]), NOBODY)
    assert names(found.authors) == OPEDS[name]["writers"]
    assert found.text == OPEDS[name]["original"].strip()


@pytest.mark.parametrize("name", OPEDS)
def test_a_reworded_op_ed_under_a_house_byline_is_credited_to_its_writer(name: str) -> None:
    case = OPEDS[name]
    found = byline(copied(case), NOBODY)
    assert names(found.authors) == case["writers"]
    assert found.evidence == "byline"
    assert set(case["posters"]) <= set(names(found.contributors))


@pytest.mark.parametrize("name", OPEDS)
def test_house_byline_biography_and_furniture_leave_the_text_and_nothing_else(name: str) -> None:
    case = OPEDS[name]
    found = byline(copied(case), NOBODY)
    assert [words for words in case["gone"] if words in found.text] == []
    assert [words for words in case["keep"] if words not in found.text] == []
    body = [
        line for line in case["copy"].split("\n") if len(line) > 150 and line[:9].isupper() is False
    ]
    lost = [line for line in body if line not in found.text]
    assert all(any(words in line for words in case["gone"]) for line in lost)
    assert not any(words in found.summary for words in case["gone"])


@pytest.mark.parametrize("name", OPEDS)
def test_crediting_twice_is_crediting_once(name: str) -> None:
    found = byline(copied(OPEDS[name]), NOBODY)
    assert byline(found, NOBODY) == found


@pytest.mark.parametrize("name", OPEDS)
def test_a_story_of_both_is_the_writers_with_the_house_as_contributor(name: str) -> None:
    case = OPEDS[name]
    both = [byline(original(case), NOBODY), byline(copied(case), NOBODY)]
    authors, contributors, evidence, because = credit(both)
    assert names(authors) == case["writers"]
    assert set(case["posters"]) <= set(names(contributors))
    assert evidence == "byline"
    assert because


# ---- laws ------------------------------------------------------------------------------------

PARAGRAPHS = [line for case in TEXTS for line in case["text"].split("\n") if line]
CLAIMED = [name for case in TEXTS for name in case["claimed"]]


@given(
    st.lists(st.sampled_from(PARAGRAPHS), max_size=8),
    st.lists(st.sampled_from(CLAIMED), max_size=3),
)
def test_the_claimed_authors_are_never_lost(lines: list[str], claimed: list[str]) -> None:
    found = byline(
        article(text="\n\n".join(lines), claimed_authors=people(claimed), authors=()), NOBODY
    )
    kept = (*found.authors, *found.contributors)
    shown = " ".join(names(kept)).casefold()
    for name in claimed:
        one = byline(article(text="", claimed_authors=people([name]), authors=()), NOBODY)
        for person in one.authors:
            is_known = bool(person.email) and person.email in {other.email for other in kept}
            assert is_known or person.name.split()[-1].casefold() in shown


@given(st.lists(st.sampled_from(PARAGRAPHS), max_size=8))
def test_nobody_is_invented(lines: list[str]) -> None:
    text = "\n\n".join(lines)
    found = byline(article(text=text, claimed_authors=(), authors=()), NOBODY)
    for name in names(found.authors):
        assert name.split()[-1].casefold() in text.casefold()


@given(st.text(max_size=400))
def test_no_text_is_too_strange(text: str) -> None:
    found = byline(article(text=text, claimed_authors=(), authors=()), NOBODY)
    assert byline(found, NOBODY) == found


# ---- a story's credit ------------------------------------------------------------------------


def told(seed: str, claimed: list[str], text: str = "A cottage was sold.", **given: Any) -> Any:
    given.setdefault("source", seed)
    return byline(
        article(seed, text=text, claimed_authors=people(claimed), authors=(), **given), NOBODY
    )


def test_a_lead_without_an_author_takes_the_copys() -> None:
    lead, copy = told("mill", ["admin"]), told("weir", ["Corinna Vasquez"])
    authors, contributors, evidence, because = credit([lead, copy])
    assert names(authors) == ["Corinna Vasquez"]
    assert (contributors, evidence) == ((), "copy")
    assert copy.url in because


def test_a_lead_credited_to_an_agency_takes_the_copys_and_keeps_the_agency() -> None:
    authors, contributors, evidence, _ = credit(
        [told("mill", ["Reuters"]), told("weir", ["Corinna Vasquez"])]
    )
    assert names(authors) == ["Corinna Vasquez"]
    assert names(contributors) == ["Reuters"]
    assert evidence == "copy"


def test_a_lead_with_an_author_keeps_it_whoever_signs_the_copy() -> None:
    lead = told("mill", ["Corinna Vasquez"])
    copy = told("weir", ["admin"], "By EWAN TOLLIVER, Staff Writer\n\nA cottage was sold.")
    authors, contributors, evidence, _ = credit([lead, copy])
    assert names(authors) == ["Corinna Vasquez"]
    assert names(contributors) == ["Ewan Tolliver"]
    assert evidence == "claimed"


def test_a_house_byline_over_a_copy_is_no_credit_of_anothers_article() -> None:
    signed = (
        "BY MARK HALLORAN\n\nA co-op of 340 homes has turned on a shared battery.\n\n"
        "MARK HALLORAN is a senior energy correspondent at GreenPulse Daily. He joined the site "
        "in 2019. Get in touch with him at tips@greenpulse.example."
    )
    lead = told("mill", ["admin"])
    for copy in (told("weir", ["admin"], signed), told("weir", ["MARK HALLORAN"], signed)):
        authors, contributors, _, _ = credit([lead, copy])
        assert authors == ()
        assert names(contributors) == ["Mark Halloran"]
        assert names(credit([copy])[0]) == ["Mark Halloran"]  # alone, nobody else is named
        writer = told("lock", ["admin"], "By Ines Carvalhal\n\nA co-op of 340 homes has a battery.")
        assert names(credit([copy, writer])[0]) == ["Ines Carvalhal"]


def test_of_two_copies_that_know_better_the_earlier_is_believed() -> None:
    lead = told("mill", ["admin"])
    late = told("lock", ["Ewan Tolliver"], published=at(hours=-1))
    early = told("weir", ["Corinna Vasquez"], published=at(hours=-1) - timedelta(hours=5))
    authors, contributors, _, _ = credit([lead, late, early])
    assert names(authors) == ["Corinna Vasquez"]
    assert names(contributors) == ["Ewan Tolliver"]


def test_initials_in_a_copy_are_not_a_second_person() -> None:
    _, contributors, _, _ = credit(
        [told("mill", ["Corinna Vasquez"]), told("weir", ["C. Vasquez"])]
    )
    assert contributors == ()


def test_an_editors_decision_overrules_every_copy() -> None:
    authors, contributors, evidence, _ = credit(
        [told("mill", ["Ewan Tolliver"])], NOBODY, pinned="Corinna Vasquez"
    )
    assert names(authors) == ["Corinna Vasquez"]
    assert names(contributors) == ["Ewan Tolliver"]
    assert evidence == "pin"


def test_nobody_is_nobody() -> None:
    assert credit([told("mill", ["admin"]), told("weir", [])])[0] == ()


# ---- figures -----------------------------------------------------------------------------------


def test_precision_and_recall_are_above_their_floors() -> None:
    found = authors.tallies(rounds=300, sources=9)
    low = {
        name: (one.precision, one.recall)
        for name, one in found.items()
        if authors.is_low(name, one)
    }
    assert low == {}


# ---- who is the same person ------------------------------------------------------------------

JANE = Person(name="Jane Roe")
WITH_MAIL = Person(name="Jane Roe", email="jane@roe.example")
WITH_PAGE = Person(name="J. Roe", uri="https://roe.example/")


def test_a_name_is_one_person_within_a_site() -> None:
    assert author_key(JANE, "news.mill.example") == author_key(WITH_MAIL, "www.mill.example")


def test_a_name_on_two_sites_is_two_people() -> None:
    assert author_key(JANE, "mill.example") != author_key(JANE, "weir.example")


def test_the_alias_book_makes_one_of_them() -> None:
    book = Aliases.of(
        [Author(name="Jane Roe", aliases=("jane@roe.example", "https://roe.example"))]
    )
    keys = {
        author_key(JANE, "mill.example", aliases=book),
        author_key(WITH_MAIL, "weir.example", aliases=book),
        author_key(WITH_PAGE, "lock.example", aliases=book),
    }
    assert len(keys) == 1


def test_a_personal_address_ties_two_sites_once_it_was_seen() -> None:
    first = author_key(WITH_MAIL, "mill.example")
    known = links(WITH_MAIL, "mill.example", first)
    assert author_key(WITH_MAIL, "weir.example", known=known) == first
    known |= links(WITH_MAIL, "weir.example", first)
    assert author_key(JANE, "weir.example", known=known) == first
    assert author_key(JANE, "lock.example", known=known) != first


def test_a_shared_mailbox_ties_nobody() -> None:
    desk = Person(name="Jane Roe", email="newsroom@mill.example")
    known = links(desk, "mill.example", author_key(desk, "mill.example"))
    other = Person(name="Jane Roe", email="newsroom@mill.example")
    assert author_key(other, "weir.example", known=known) not in known.values()


def test_an_address_used_by_another_surname_ties_nobody() -> None:
    known = links(WITH_MAIL, "mill.example", author_key(WITH_MAIL, "mill.example"))
    other = Person(name="John Poe", email="jane@roe.example")
    assert author_key(other, "weir.example", known=known) not in known.values()


@pytest.mark.parametrize(
    ("host", "site"),
    [
        ("news.mill.example", "mill.example"),
        ("www.mill.co.uk", "mill.co.uk"),
        ("jane.github.io", "jane.github.io"),
        ("blog.jane.substack.com", "jane.substack.com"),
        ("127.0.0.1", "127.0.0.1"),
        ("localhost", "localhost"),
    ],
)
def test_a_site_is_the_name_somebody_registered(host: str, site: str) -> None:
    assert registrable(host) == site


def test_an_alias_may_be_written_as_people_write_addresses() -> None:
    book = Aliases.of(
        [Author(name="Jane Roe", aliases=("acct:jane@roe.example", "http://www.Roe.example"))]
    )
    assert book.resolve(WITH_PAGE).name == "Jane Roe"
    assert book.resolve(Person(email="Jane@Roe.example")).name == "Jane Roe"
    assert book.resolve(Person(name="John Poe")) == Person(name="John Poe")


@pytest.mark.parametrize("line", ["By Ada Miller", "By Ada Miller, Harbour Correspondent"])
def test_a_summary_cut_from_the_text_begins_with_the_article_and_the_text_keeps_its_byline(
    line: str,
) -> None:
    signed = article(text=f"{line}\n\n{WORDS}", summary=f"{line} {WORDS}", authors=())
    found = byline(signed, NOBODY)
    assert found.summary == WORDS
    assert found.text == signed.text
    assert byline(found, NOBODY) == found
    own = byline(replace(signed, summary="What the council said."), NOBODY)
    assert own.summary == "What the council said."
