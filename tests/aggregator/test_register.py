"""Two of one name on two sites: when they are one person, and when not."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from aggregator.config import Author
from aggregator.model import Person
from aggregator.text.identity import Aliases
from aggregator.text.register import MOST, Register
from tests.build import NOW, article
from tests.rim import Site

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


def test_a_familys_mailbox_and_home_page_make_no_one_person() -> None:
    for shared in ({"email": "family@roe.example"}, {"uri": "https://roe.example/"}):
        jane, john = (Person(name=name, **shared) for name in ("Jane Roe", "John Roe"))
        register = Register().noted(jane, "mill.example", register_key := "name:jane roe@mill")
        assert register.key(john, "mill.example") != register_key
        assert register.key(john, "weir.example") != register_key


def test_an_initial_with_the_address_is_the_one_who_is_known_by_it() -> None:
    jane, initial = (Person(name=name, email="jane@roe.example") for name in ("Jane Roe", "J. Roe"))
    given = Register().key(jane, "mill.example")
    register = Register().noted(jane, "mill.example", given)
    assert register.key(initial, "weir.example") == given


def test_pages_on_one_platform_make_no_one_person_of_two() -> None:
    first, second = (
        Person(name="Jane Roe", uri=f"https://everybody.example/{page}") for page in ("jr1", "roe")
    )
    register = Register().noted(first, "mill.example", register_key := "name:jane roe@mill")
    assert register.key(second, "weir.example") != register_key


@pytest.mark.parametrize("alias", ["*", ".*", "...", "(", "[", "?", "@", "https://", "mailto:"])
def test_an_alias_that_is_no_name_is_nobodys(alias: str) -> None:
    book = Aliases.of([Author(name="Max Poe", aliases=(alias,))])
    for name in ("Jane Roe", "***", "…", alias):
        assert book.canonical(Person(name=name)) in ("", "Max Poe" if name == alias else "")
    assert book.canonical(Person(name="***")) == ""


def test_whom_the_alias_book_renames_keeps_their_address(tmp_path: Path) -> None:
    url, database = "https://mill.example/feed.xml", f"sqlite:///{tmp_path / 'planet.db'}"
    slugs = []
    for day, (name, alias) in enumerate([("Jane Roe", "J. Roe"), ("Jane Poe", "Jane Roe")]):
        site = Site(
            {url: written_by("Jane Roe", stories=day + 1)},
            f'[[authors]]\nname = "{name}"\naliases = ["{alias}"]\n',
            now=NOW + timedelta(days=day),
            at=database,
        )
        site.poll_all()
        groups = {m.group for story in site.stories() for m in story.memberships}
        slugs.append({(one.slug, one.title) for one in groups if one.kind == "author"})
    assert slugs == [{("jane-roe", "Jane Roe")}, {("jane-roe", "Jane Poe")}]


def written_by(name: str, stories: int) -> str:
    entries = "".join(
        f"<entry><title>{title}</title><id>https://mill.example/{number}</id>"
        f"<updated>2026-01-0{number + 1}T00:00:00Z</updated><content>{title} and no more.</content>"
        f"<author><name>{name}</name></author></entry>"
        for number, title in enumerate(["The sluice is open", "Eels came up the ladder"][:stories])
    )
    return (
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>Mill</title><id>https://mill.example/</id>'
        f"<updated>2026-01-01T00:00:00Z</updated>{entries}</feed>"
    )
