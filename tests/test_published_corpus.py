"""P5 and P6 of the published promises: whatever sources write, what we publish is valid and inert.

Every document of the corpus of odd and broken feeds is a source of one planet; all that it
publishes passes our validator without an error or a warning, in every format.
"""

from pathlib import Path

import pytest

from feeds.archivist import Archivist
from feeds.documents import Documents
from feeds.inspection import published
from tests.rim import Site

CORPUS = Path(__file__).parent / "corpus/feeds"
DOCUMENTS = sorted(
    path
    for path in CORPUS.iterdir()
    if path.suffix in (".xml", ".json") and ".expected" not in path.name
)
CONFIG = """
[site]
title = "Planet of <b>oddities</b> & more"
url = "https://planet.example"
contact = "ops@planet.example"
entries = 20

[[topics]]
slug = "all/of-it"
title = "Everything < that"
match = "NOT unobtainium"
"""


@pytest.fixture(scope="module")
def planet() -> Site:
    """All the corpus, polled once."""
    answers = {
        f"https://{place}.example/{path.stem}.xml": path.read_bytes()
        for place, path in enumerate(DOCUMENTS)
    }
    site = Site(
        answers,
        CONFIG + "".join(f'[[sources]]\nurl = "{address}"\n' for address in answers),
    )
    site.poll_all()
    return site


def test_the_corpus_is_published(planet: Site) -> None:
    assert len(DOCUMENTS) > 60
    assert len(planet.stories()) > 60


def test_everything_published_is_valid_and_nothing_in_it_is_active(planet: Site) -> None:
    documents = Documents(planet.config)
    Archivist(planet.store, documents.editions).keep_up()
    with planet.store.reading() as read:
        found = list(published(read, documents))
    assert len(found) > 100
    assert any("/archive/" in path for path, _ in found)
    wrong = [f"{path}: {one.severity}: {one}" for path, problems in found for one in problems]
    assert wrong == [], "\n".join(wrong)
