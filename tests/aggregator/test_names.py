"""Who is named in an author field: the corpus of fields, and the laws of names."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aggregator.model import Person
from aggregator.text.name_shape import display
from aggregator.text.names import Names, is_generic, is_organisation, name_key, persons

FIELDS = Path(__file__).parent.parent / "corpus" / "bylines" / "fields.toml"
CASES = tomllib.loads(FIELDS.read_text(encoding="utf-8"))["field"]


def written(names: Names, raw: str) -> list[str]:
    """The names as the corpus writes them."""
    found = []
    for person, handle in zip(names.persons, names.handles, strict=True):
        uri = person.uri or ""
        if uri.startswith("http://www.") and "http://" not in raw:
            uri = uri.removeprefix("http://")
        marks = (f"<{person.email}>" if person.email else "", f"[{uri}]" if uri else "")
        handles = f"[{handle}]" if handle else ""
        found.append(" ".join(part for part in (person.name, *marks, handles) if part))
    found += [f"ORG:{name}" for name in names.organisations]
    found += [f"~{credit.name}" for credit in names.credits]
    return sorted(found) or (["GENERIC"] if names.generic else ["NONE"])


@pytest.mark.parametrize("case", CASES, ids=[case["raw"][:50] for case in CASES])
def test_a_field_is_read_as_a_person_would(case: dict[str, str]) -> None:
    names = persons(case["raw"], site="The Site")
    assert written(names, case["raw"]) == sorted(case["is"].split(" & "))


def test_the_corpus_has_what_was_promised() -> None:
    assert len(CASES) >= 100


def test_an_address_beside_the_name_is_the_one_persons() -> None:
    names = persons("Ola Nordby", email="ola@nordby.example", uri="https://nordby.example/")
    assert names.persons == (
        Person(name="Ola Nordby", email="ola@nordby.example", uri="https://nordby.example/"),
    )


def test_an_address_beside_two_names_is_nobodys() -> None:
    names = persons("Ola Nordby, Pia Vester", email="ola@nordby.example")
    assert [person.email for person in names.persons] == [None, None]


def test_a_shared_mailbox_is_no_key() -> None:
    assert persons("Ola Nordby", email="noreply@nordby.example").persons[0].email is None


def test_a_lone_page_is_a_person_without_a_name() -> None:
    assert persons("", uri="https://nordby.example/").persons == (
        Person(uri="https://nordby.example/"),
    )


def test_the_role_of_a_credit_is_kept() -> None:
    (credit,) = persons("Photos: Ola Nordby").credits
    assert (credit.role, credit.name) == ("photo", "Ola Nordby")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Dr. JANE  DÖE, PhD", "Jane Doe"),
        ("J.K. Rowan", "J K Rowan"),
        ("JK Rowan", "J. K. Rowan"),
        ("Tim O’Reilly", "Tim O'Reilly"),
        ("Jean-Luc Morel", "Jean Luc Morel"),
        ("Ола Нордбю", "ОЛА НОРДБЮ"),
        ("ﾔﾏﾀﾞ", "ヤマダ"),
    ],
)
def test_two_spellings_of_one_name_have_one_key(one: str, other: str) -> None:
    assert name_key(one) == name_key(other) != ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Jane Doe", "Jane A. Doe"),
        ("Li Wei", "Wei Li"),
        ("Jane Doe", "Jane Doe Jr."),
        ("Al B. Sure", "A. L. B. Sure"),
        ("王伟", "王薇"),
    ],
)
def test_two_names_have_two_keys(one: str, other: str) -> None:
    assert name_key(one) != name_key(other)


@pytest.mark.parametrize("name", ["admin", "Die Redaktion", "STAFF WRITER", "wpadmin3", "编辑部"])
def test_an_account_that_says_nothing_is_generic(name: str) -> None:
    assert is_generic(name)


@pytest.mark.parametrize("name", ["Ada Guest", "Carla Editor", "Adam", "王小明"])
def test_a_person_is_not_generic(name: str) -> None:
    assert not is_generic(name)


@pytest.mark.parametrize(
    "name",
    ["Reuters", "Fjord Post Staff", "The Rust Team", "dependabot[bot]", "Port Ellary School"],
)
def test_an_organisation_is_told_by_its_words(name: str) -> None:
    assert is_organisation(name)


@pytest.mark.parametrize("name", ["Tim Press", "Jane Doe", "Anna Church", "Ludwig van Beethoven"])
def test_a_person_is_no_organisation(name: str) -> None:
    assert not is_organisation(name)


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("FERGUS MCALLISTER", "Fergus McAllister"),
        ("ludwig van beethoven", "Ludwig van Beethoven"),
        ("JEAN-LUC D'ARCY", "Jean-Luc D'Arcy"),
        ("OLA NORDBY III", "Ola Nordby III"),
        ("bell hooks jr", "Bell Hooks Jr"),
        ("DeShawn McNair", "DeShawn McNair"),
        ("AASLAND", "AASLAND"),
        ("TJ NORDBY", "TJ Nordby"),
        ("J.-L. Morel", "J.-L. Morel"),
    ],
)
def test_shouting_and_whispering_are_made_usual(raw: str, shown: str) -> None:
    assert display(raw) == shown


@given(st.text(max_size=200))
def test_no_field_is_too_strange(raw: str) -> None:
    names = persons(raw)
    assert len(names.handles) == len(names.persons)


INITIALED = st.lists(
    st.sampled_from(
        ["D", "R", "M.A.", "B", "Dr", "PhD", "Jane", "Ann", "Smith", ":", "-", "&", "jr"]
    )
).map(" ".join)


@given(st.sampled_from([case["raw"] for case in CASES]))
def test_a_person_as_shown_is_read_as_the_same_person(raw: str) -> None:
    for person in persons(raw, site="The Site").persons:
        if " " in person.name:
            again = persons(person.name).persons
            assert [name_key(one.name) for one in again] == [name_key(person.name)]


def test_initials_that_spell_a_title_are_none() -> None:
    assert name_key("D. R. Smith") == name_key("D.R. Smith") == name_key("D R Smith") == "d_r smith"
    assert name_key("Dr Smith") == "smith"
    assert name_key("J.K. Rowling") == name_key("JK Rowling") == "jk rowling"


@given(st.text(max_size=60) | INITIALED)
def test_a_key_is_its_own_key(raw: str) -> None:
    assert name_key(name_key(raw)) == name_key(raw)
