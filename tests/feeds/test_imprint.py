"""What makes equal stories other documents has another imprint, and nothing else has."""

import pytest

from feeds.imprint import imprint_of
from tests.build import source
from tests.feeds.site import CONFIG


def test_it_is_the_same_in_every_process_of_a_build() -> None:
    assert imprint_of(CONFIG) == imprint_of(CONFIG.model_copy())


@pytest.mark.parametrize("change", [{"title": "Sea"}, {"entries": 6}, {"hub": "none"}])
def test_what_the_site_says_of_itself_is_in_it(change: dict[str, object]) -> None:
    other = CONFIG.model_copy(update={"site": CONFIG.site.model_copy(update=change)})
    assert imprint_of(other) != imprint_of(CONFIG)


def test_so_are_its_topics() -> None:
    assert imprint_of(CONFIG.model_copy(update={"topics": CONFIG.topics[:1]})) != imprint_of(CONFIG)


def test_a_port_and_a_source_are_not() -> None:
    """The store tells of sources; machines differ."""
    other = CONFIG.model_copy(
        update={
            "server": CONFIG.server.model_copy(update={"port": 1}),
            "sources": (source("mill"),),
        }
    )
    assert imprint_of(other) == imprint_of(CONFIG)
