"""The flagship case, from the bytes of two feeds to those of /all.json: an op-ed whose writer only
its last paragraph names, and its reworded copy under a house byline, with page furniture."""

import html
import json
from typing import Any

import pytest

from feeds.documents import Documents
from feeds.routes import target_of
from tests.corpus import opeds
from tests.rim import Site

CASES = opeds.cases()


def planet(*documents: tuple[str, str]) -> Site:
    site = Site(dict(documents))
    assert {polled.outcome for polled in site.poll_all()} == {"read"}
    return site


def items(site: Site, address: str = "/all.json") -> list[dict[str, Any]]:
    with site.read() as read:
        target = target_of(address)
        assert target is not None
        return json.loads(Documents(site.config).make(read, target).body)["items"]


def names(item: dict[str, Any]) -> list[str]:
    return sorted(one["name"] for one in item.get("authors", []))


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("copy_first", [False, True], ids=["original-first", "copy-first"])
def test_with_both_there_is_one_story_led_by_the_original_and_its_writers(
    name: str, copy_first: bool
) -> None:
    case = CASES[name]
    both = [(opeds.FIRST, opeds.original_of(case)), (opeds.FARM, opeds.copy_of(case))]
    site = planet(*(reversed(both) if copy_first else both))
    (item,) = items(site)
    assert item["url"] == "https://first.example/op-ed"
    assert names(item) == sorted(case["writers"])
    (story,) = site.stories()
    assert [one.article.link for one in story.copies] == ["https://farm.example/op-ed"]
    assert set(case["posters"]) <= {person.name for person in story.contributors}
    for member in story.memberships:
        if member.group.kind == "author":
            assert [one["url"] for one in items(site, f"/authors/{member.group.slug}.json")] == [
                item["url"]
            ]


@pytest.mark.parametrize("name", CASES)
def test_with_the_copy_alone_its_writers_are_credited_and_the_furniture_is_gone(name: str) -> None:
    case = CASES[name]
    site = planet((opeds.FARM, opeds.copy_of(case)))
    (item,) = items(site)
    assert names(item) == sorted(case["writers"])
    published = html.unescape(item["content_html"])
    assert [words for words in case["gone"] if words in published] == []
    body = [line for line in case["copy"].split("\n") if len(line) > 60 or "。" in line]
    lost = [line for line in body if line not in published]
    assert [line for line in lost if not any(words in line for words in case["gone"])] == []
    (story,) = site.stories()
    assert set(case["posters"]) <= {person.name for person in story.contributors}
