import tracemalloc

import pytest

from aggregator.config import parse_config
from aggregator.errors import ConfigError, ReadError
from aggregator.subscriptions import (
    Outline,
    add_sources,
    as_sources,
    read_opml,
    read_planet_ini,
    remove_source,
)
from tests.build import source

OPML = b"""
<?xml version="1.0"?><opml version="2.0"><head><title>x</title></head><body>
 <outline text="Rivers"><outline text="Mill" type="rss" xmlUrl="https://mill.example/f"/>
  <outline text="Weir" category="/a/b,c" xmlUrl="https://weir.example/f"/></outline>
 <outline text="Again" xmlUrl="https://mill.example/f"/>
 <outline text="And again" xmlUrl="https://mill.example/f#2"/>
 <outline text="Bad" xmlUrl="javascript:alert(1)"/><outline text="local" xmlUrl="file:///etc/passwd"/>
</body></opml>"""

CONFIG = """# mine
[site]
title = "Planet"  # stays

[[sources]]
url = "https://mill.example/f"
# a comment on the mill
"""


def test_an_opml_lists_each_web_address_once():
    outlines = read_opml(OPML, subject="x.opml")
    assert [(o.url, o.title) for o in outlines] == [
        ("https://mill.example/f", "Mill"),
        ("https://weir.example/f", "Weir"),
    ]


def test_folders_within_folders_cost_nothing_for_each_source():
    """300 kB of such a list once took 400 MB."""
    folder = b'<outline text="%s">' % (b"f" * 1000)
    sources = b"".join(b'<outline xmlUrl="https://a.example/%d"/>' % n for n in range(2000))
    body = b"<opml>%s%s%s</opml>" % (folder * 200, sources, b"</outline>" * 200)
    tracemalloc.start()
    outlines = read_opml(body, subject="x.opml")
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(outlines) == 2000
    assert most < 20 * 1024**2


@pytest.mark.parametrize("body", [b"", b"<html/>", b"\x00\xff", b"{}", b"<rss version='2.0'/>"])
def test_what_is_no_opml_is_refused_by_name(body):
    with pytest.raises(ReadError, match=r"x\.opml: not an OPML document"):
        read_opml(body, subject="x.opml")


def test_entities_of_an_opml_are_not_expanded():
    bomb = (
        b'<!DOCTYPE o [<!ENTITY a "b"><!ENTITY x SYSTEM "file:///etc/passwd">]><opml><body>'
        b'<outline text="&x;" xmlUrl="https://a.example/&a;"/></body></opml>'
    )
    assert all("root:" not in outline.title for outline in read_opml(bomb, subject="x"))


def test_a_planet_ini_names_feeds_by_section_or_key():
    ini = (
        "[Planet]\nname = P\n[https://a.example/f]\nname = A\n"
        "[b]\nfeed = https://b.example/f\ntitle = B\n"
    )
    assert read_planet_ini(ini, subject="p.ini") == (
        Outline(url="https://a.example/f", title="A"),
        Outline(url="https://b.example/f", title="B"),
    )


def test_adding_keeps_comments_and_skips_what_is_there():
    text, fresh = add_sources(CONFIG, read_opml(OPML, subject="x"))
    assert [outline.url for outline in fresh] == ["https://weir.example/f"]
    assert "# a comment on the mill" in text
    assert 'title = "Planet"  # stays' in text
    assert [s.url for s in parse_config(text).sources] == [
        "https://mill.example/f",
        "https://weir.example/f",
    ]


def test_adding_to_a_config_without_sources_begins_the_list():
    text, _ = add_sources("[site]\ntitle='x'\n", [Outline(url="https://a.example/f", title="A")])
    assert parse_config(text).sources[0].title == "A"


def test_removing_takes_out_one_source():
    assert parse_config(remove_source(CONFIG, "https://mill.example/f")).sources == ()
    with pytest.raises(ConfigError, match=r"https://no\.example"):
        remove_source(CONFIG, "https://no.example")


def test_a_followed_list_hands_its_settings_to_its_sources():
    followed = source("list", topics=("rivers",), publish="excerpt")
    (found,) = as_sources([Outline(url="https://mill.example/f", title="Mill")], followed)
    assert (found.id, found.topics, found.publish) == ("mill", ("rivers",), "excerpt")
