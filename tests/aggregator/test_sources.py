"""aggregator.sources: bytes in, a Feed or a ReadError that names the reason out."""

import json
from pathlib import Path
from typing import Any

import pytest

from aggregator.errors import ReadError
from aggregator.sources import read
from tests.build import fetched
from tests.values import plain

CORPUS = Path(__file__).parent.parent / "corpus"
FEEDS = sorted(path for path in (CORPUS / "feeds").iterdir() if ".expected" not in path.name)


@pytest.mark.parametrize("path", FEEDS, ids=lambda path: path.stem)
def test_a_document_of_the_corpus_reads_as_expected(
    path: Path, request: pytest.FixtureRequest
) -> None:
    expectation = path.parent / f"{path.stem}.expected.json"
    expected = json.loads(expectation.read_text("utf-8")) if expectation.exists() else {}
    given = expected.get("given", {})
    found = {**({"given": given} if given else {}), **outcome(path.read_bytes(), given)}
    if request.config.getoption("--update"):
        expectation.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", "utf-8")
    assert found == json.loads(expectation.read_text("utf-8"))


def outcome(body: bytes, given: dict[str, Any]) -> dict[str, Any]:
    """What reading comes to, as JSON."""
    try:
        return {"feed": plain(read(fetched(body, **given)))}
    except ReadError as error:
        return {"error": str(error)} | (
            {"feed_urls": list(error.feed_urls)} if error.feed_urls else {}
        )
