"""Slugs are promises: these answers may never change."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aggregator.text.slug import slugify, source_slug


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Jane Doe", "jane-doe"),
        ("  Jürgen  Müller! ", "jurgen-muller"),
        ("Bjørn Łukasz Æbel", "bjorn-lukasz-aebel"),
        ("O'Brien & Sons", "o-brien-sons"),
        ("Анна Щукина", "anna-shchukina"),
        ("Юрій Їжак", "iurii-izhak"),
        ("Νίκος Ξένος", "nikos-xenos"),
        ("Ｆｕｌｌ １", "full-1"),
        ("PyCon 東京", "pycon"),
        ("山田太郎", "560146e0"),
        ("…", ""),
        ("", ""),
        ("x" * 80, "x" * 60),
    ],
)
def test_a_name_has_one_slug(text: str, slug: str) -> None:
    assert slugify(text) == slug


def test_names_in_scripts_without_a_spelling_are_told_apart() -> None:
    assert slugify("山田太郎") != slugify("山田花子")
    assert len(slugify("x" * 70 + "山" * 80)) == 60


@given(st.text())
def test_a_slug_is_fit_for_an_address(text: str) -> None:
    slug = slugify(text)
    assert slug == "" or re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug)
    assert len(slug) <= 60
    assert slugify(slug) == slug


@given(st.text(min_size=1))
def test_whoever_has_a_letter_has_a_slug(text: str) -> None:
    assert bool(slugify("a" + text))


@pytest.mark.parametrize(
    ("url", "slug"),
    [
        ("https://www.example.org/feed.xml", "example-org"),
        ("https://blog.example.org/posts/rss", "blog-example-org-posts"),
        ("https://example.org/~jane/atom.xml", "example-org-jane"),
        ("https://example.org/python.xml", "example-org-python"),
        ("https://example.org/Feed.RSS2", "example-org"),
        ("https://example.org/v1.0/rss", "example-org-v1-0"),
        ("file:examples/sources/harbour-gazette.xml", "harbour-gazette"),
        ("file:///srv/feeds/b%C3%A4r.rss", "bar"),
        ("file:", "file"),
        ("https://[::1]/", "1"),
    ],
)
def test_a_source_without_title_is_named_by_its_address(url: str, slug: str) -> None:
    assert source_slug(url) == slug
