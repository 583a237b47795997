"""Two of one name on two sites: when they are one person, and when not."""

import json
from typing import Any

from aggregator.config import Author
from aggregator.model import Person
from aggregator.text.identity import Aliases
from aggregator.text.register import MOST, Register
from tests.build import article

JANE = Person(name="Jane Roe")


def told(seed: str, source: str, *names: str, **given: Any) -> Any:
    return article(seed, source=source, authors=tuple(Person(name=name) for name in names), **given)


def common(register: Register, number: int, *names: str) -> Register:
    """A story that mill.example and weir.example have, credited to these names by both."""
    return register.observed(
        f"story {number}", [told(str(number), "mill", *names), told(str(number), "weir", *names)]
    )


def test_one_article_in_common_is_no_proof() -> None:
    register = common(Register(), 1, "Jane Roe")
    assert register.key(JANE, "mill.example") != register.key(JANE, "weir.example")


def test_two_articles_in_common_make_one_person() -> None:
    register = common(common(Register(), 1, "Jane Roe"), 2, "Jane Roe")
    assert register.key(JANE, "mill.example") == register.key(JANE, "weir.example")
    assert register.key(JANE, "lock.example") != register.key(JANE, "weir.example")


def test_two_who_were_published_apart_become_one() -> None:
    register = Register()
    for host in ("mill.example", "weir.example"):
        register = register.noted(JANE, host, register.key(JANE, host))
    register = common(common(register, 1, "Jane Roe"), 2, "Jane Roe")
    assert register.key(JANE, "weir.example") == register.key(JANE, "mill.example")


def test_a_full_name_on_the_site_of_ones_page_is_oneself() -> None:
    guest = Person(name="Jane Roe", uri="https://mill.example/about/jane")
    for first, second in ((JANE, guest), (guest, JANE)):
        hosts = {JANE: "mill.example", guest: "weir.example"}
        register = Register()
        given = register.key(first, hosts[first])
        register = register.noted(first, hosts[first], given)
        assert register.key(second, hosts[second]) == given


def test_who_comes_into_the_alias_book_keeps_the_key_of_before() -> None:
    register = Register()
    given = register.key(JANE, "mill.example")
    register = register.noted(JANE, "mill.example", given)
    book = Aliases({"name:jane roe": "Jane Roe", "name:j roe": "Jane Roe"})
    assert register.key(JANE, "mill.example", book) == given
    register = register.noted(JANE, "mill.example", given, book)
    assert register.key(JANE, "weir.example", book) == given


def test_the_same_article_seen_twice_is_one_article() -> None:
    register = common(common(Register(), 1, "Jane Roe"), 1, "Jane Roe")
    assert register.key(JANE, "mill.example") != register.key(JANE, "weir.example")


def test_agencies_and_one_word_names_are_not_tied() -> None:
    register = Register()
    for number in range(3):
        register = common(register, number, "Reuters", "Jane", "Fjord Post Staff")
    assert register.ties == {}


def test_a_key_once_given_is_kept() -> None:
    register = Register()
    given = register.key(JANE, "weir.example")
    register = register.noted(
        Person(name="Jane Roe", email="jane@roe.example"), "weir.example", given
    )
    register = common(common(register, 1, "Jane Roe"), 2, "Jane Roe")
    mailed = Person(name="Jane Roe", email="jane@roe.example")
    assert register.key(mailed, "elsewhere.example") == given


def test_an_address_seen_before_finds_its_person_on_another_site() -> None:
    mailed = Person(name="Jane Roe", email="jane@roe.example")
    first = Register().key(mailed, "mill.example")
    register = Register().noted(mailed, "mill.example", first)
    assert register.key(mailed, "weir.example") == first
    assert register.key(JANE, "weir.example") != first
    register = register.noted(mailed, "weir.example", first)
    assert register.key(JANE, "weir.example") == first


def test_the_alias_book_comes_first() -> None:
    book = Aliases.of([Author(name="Jane Roe", aliases=("J. Roe",))])
    keys = {
        Register().key(one, host, book) for one in (JANE, Person(name="J. Roe")) for host in "ab"
    }
    assert len(keys) == 1


def test_what_was_learned_survives_the_store() -> None:
    register = common(common(Register(), 1, "Jane Roe"), 2, "Jane Roe")
    assert Register.from_json(json.loads(json.dumps(register.as_json()))) == register
    assert Register.from_json({"ties": 3, "met": []}) == Register()


def test_what_is_remembered_is_bounded() -> None:
    register = Register()
    for number in range(60):
        person = Person(name="Jane Roe", email=f"jane{number}@roe.example")
        register = register.noted(person, f"site{number}.example", "the key")
    assert len(register.ties) <= MOST
