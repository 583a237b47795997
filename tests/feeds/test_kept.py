"""The shelf of documents: what stays, what goes, what is shared."""

from aggregator.model import StoryId
from feeds.answers import Document
from feeds.kept import Shelf
from feeds.routes import StoryPage, Target
from tests.build import at


def page(name: str) -> Target:
    return StoryPage(id=StoryId(name))


def document(body: bytes = b"words " * 50) -> Document:
    return Document(body, "text/html", at())


def put(shelf: Shelf, name: str, given: Document, own: int = 1) -> Document:
    return shelf.put(page(name), given, own=own, checked=own, now=at(hours=1))


def test_equal_bytes_keep_the_document_with_its_coded_forms() -> None:
    shelf = Shelf()
    first = put(shelf, "a", document())
    first.coded("gzip")
    again = put(shelf, "a", document(), own=2)
    assert again is first and again.has("gzip")
    kept = shelf.get(page("a"))
    assert kept is not None and (kept.own, kept.checked) == (2, 2)


def test_other_bytes_at_the_same_date_were_modified_now() -> None:
    shelf = Shelf()
    put(shelf, "a", document(b"one"))
    assert put(shelf, "a", document(b"two")).updated == at(hours=1)


def test_no_document_is_from_the_future() -> None:
    late = Document(b"words", "text/html", at(days=9))
    assert put(Shelf(), "a", late).updated == at(hours=1)


def test_the_least_used_goes_when_room_is_needed() -> None:
    shelf = Shelf(most_bytes=1000)
    for name in "abc":
        put(shelf, name, document(b"x" * 300))
    shelf.get(page("a"))
    put(shelf, "d", document(b"x" * 300))
    assert [shelf.get(page(name)) is not None for name in "abcd"] == [True, False, True, True]
    assert shelf.size == 900


def test_coded_forms_count_and_a_document_too_large_is_not_kept() -> None:
    shelf = Shelf(most_bytes=1000)
    kept = put(shelf, "a", document(b"x" * 990))
    kept.coded("gzip")
    shelf.weigh(page("a"))
    assert len(shelf) == 0 and shelf.size == 0
    assert put(shelf, "b", document(b"x" * 2000)).body
    assert shelf.get(page("b")) is None
    shelf.weigh(page("b"))


def test_there_is_a_most_to_the_number_of_documents_too() -> None:
    shelf = Shelf(most_documents=3)
    for number in range(9):
        put(shelf, str(number), document(b""))
    assert len(shelf) == 3
