"""The strict checker of `tests.inert`: it finds what is active wherever it stands, and no more."""

import json

import pytest
from lxml import etree

from tests.hostility import ATTACKS, before, documents
from tests.inert import active_in, words_of


def entry(**fields: str) -> bytes:
    feed = etree.Element("feed")
    for name, text in fields.items():
        etree.SubElement(feed, name).text = text
    return etree.tostring(feed)


@pytest.mark.parametrize("field", ["title", "name", "rights", "content"])
@pytest.mark.parametrize(
    "active",
    [
        "<script>x</script>", "<img src=x onerror=x>", "<svg><use href='#x'/></svg>",
        "<a href='java&#10;script:x'>x</a>", "<p style='x'>", "<iframe>", "<form action=x>",
        "<a href='data:text/html,x'>x</a>", "<math>", "<base href='https://evil.example/'>",
        "<img srcset='https://ok.example/a 1x, javascript:x 2x'>", "<video poster='vbscript:x'>",
    ],
)  # fmt: skip
def test_what_is_active_is_found_in_any_field(field: str, active: str) -> None:
    assert active_in(entry(**{field: f"Words {active}"}), "x.atom")
    assert active_in(json.dumps({"items": [{field: f"Words {active}"}]}).encode(), "x.json")
    assert active_in(f"<!doctype html><p>Words {active}".encode(), "x.html") or active.startswith(
        ("<form", "<svg")  # which our own pages have
    )


@pytest.mark.parametrize(
    "scheme", ["javascript:x", " java\tscript:x", "data:text/html,x", "blob:x"]
)
def test_an_address_that_runs_something_is_found_where_readers_make_links(scheme: str) -> None:
    for name in ("link", "guid", "uri", "comments", "icon"):
        assert active_in(entry(**{name: scheme.strip()}), "x.rss"), name
    for key in ("url", "image", "avatar", "home_page_url"):
        assert active_in(json.dumps({key: scheme}).encode(), "x.json"), key
    assert active_in(f'<feed><link href="{scheme}"/></feed>'.encode(), "x.atom")


def test_what_is_harmless_is_left_alone() -> None:
    text = "1 < 2 & AT&T <\u2060script> javascript: the good parts; see https://ok.example/?a=b"
    html = '<p dir="rtl">Words <a href="https://ok.example/" rel="noopener">here</a></p>'
    assert active_in(entry(title=text, content=html, id="yt:video:abc"), "x.atom") == []
    assert active_in(json.dumps({"title": text, "content_html": html}).encode(), "x.json") == []


def test_words_are_those_that_a_person_sees() -> None:
    html = "<p>One <b>two</b></p><script>three</script><style>four</style>Five &amp; six"
    assert words_of(html) == ["one", "two", "five", "six"]


def test_every_attack_stands_in_three_formats_and_in_heads() -> None:
    served = documents()
    whole = b"".join(served.values()).decode("utf-8", "replace")
    for start in (1000, 2000, 3000, 4000):
        assert all(f"keep{start + n} " in whole for n in range(len(ATTACKS)))
    assert len({before(n) for n in range(1000, 4200)}) == 3200
