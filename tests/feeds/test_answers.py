"""Documents: whole, or known by their digest; and since when they are as they are."""

import pytest

from feeds.answers import Document, modified
from feeds.coding import CODINGS, Coding, decode, encode
from tests.build import at

BODY = b"words " * 500


def document(body: bytes = BODY, hours: int = 0) -> Document:
    return Document(body, "text/html", at(hours=hours))


@pytest.mark.parametrize("coding", CODINGS)
def test_what_is_decoded_is_what_was_encoded(coding: Coding) -> None:
    assert decode(encode(BODY, coding), coding) == BODY


def test_tags_tell_bodies_and_codings_apart_and_cost_no_coding() -> None:
    one, other = document(), document(b"other")
    assert len({*one.etags, *other.etags}) == 2 * len(CODINGS)
    assert [coding for coding in CODINGS if one.has(coding)] == ["identity"]
    assert document().etags == one.etags


@pytest.mark.parametrize("coding", CODINGS)
def test_a_document_without_its_body_has_its_tags_and_is_whole_once_filled(coding: Coding) -> None:
    one = document()
    bare = Document.known(one.digest, one.media_type, one.updated, links=(), told=frozenset())
    assert not bare.is_whole and bare.size == 0
    assert bare.etags == one.etags
    bare.fill(coding, one.coded(coding))
    assert bare.is_whole and bare.body == BODY
    assert [bare.coded(each) for each in CODINGS] == [one.coded(each) for each in CODINGS]


def test_it_was_modified_when_its_stories_were_unless_that_tells_nothing() -> None:
    now = at(hours=9)
    before = document()
    assert modified(document(b"new", 2), None, now) == at(hours=2)
    assert modified(document(b"new", 2), before, now) == at(hours=2)
    assert modified(document(b"new", 0), before, now) == now
    assert modified(document(b"new", -1), before, now) == now
    assert modified(document(BODY, 5), before, now) == at()
    assert modified(document(b"new", 99), before, now) == now
    undated = Document(b"new", "text/html")
    assert modified(undated, before, now) is None
