"""config.toml: what it means, and that each mistake is named with its key and line."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aggregator.config import Config, duration, parse_config, size
from aggregator.errors import ConfigError

WHOLE = """
[site]
title = "Example Planet"
url = "https://planet.example/"

[fetch]
every = "30m"
max_bytes = "512KiB"
allow_networks = ["10.1.0.0/16", "127.0.0.1:8099", "[::1]:80", "::1"]

[[topics]]
slug = "science/space"
title = "Space"
match = 'nasa OR category:space'

[[topics]]
slug = "water"

[[authors]]
name = "Jane Doe"
aliases = ["J. Doe", "jdoe@example.org"]

[[sources]]
url = "https://blog.example.org/feed.xml"
title = "Example blog"
topics = ["water"]
author = "Jane Doe"
publish = "excerpt"
rank = 3
every = "2h"
headers = { Authorization = "env:BLOG_TOKEN", Accept = "text/xml" }
distrust = ["dates", "ids"]
max_items = 20
clean = true

[[sources]]
url = "file:examples/sources/*"

[[sources]]
opml = "https://example.org/members.opml"
topics = ["science/space"]
"""


def test_nothing_configured_is_the_defaults() -> None:
    config = parse_config("")
    assert config == Config()
    assert config.fetch.every == timedelta(hours=1)
    assert config.fetch.max_bytes == 10 * 1024**2
    assert config.store.url == "sqlite:///feedmill.db"
    assert config.duplicates.window == timedelta(days=30)


def test_a_whole_file_is_read() -> None:
    config = parse_config(WHOLE)
    assert config.site.url == "https://planet.example"
    assert config.fetch.max_bytes == 512 * 1024
    assert [topic.slug for topic in config.topics] == ["science/space", "water"]
    assert config.topics[0].rule == "nasa OR category:space"
    assert config.topics[1].rule == ""
    assert config.authors[0].aliases == ("J. Doe", "jdoe@example.org")
    blog, files = config.sources
    assert blog.id == "example-blog"
    assert blog.headers == (("Accept", "text/xml"), ("Authorization", "env:BLOG_TOKEN"))
    assert blog.distrust == {"dates", "ids"}
    assert blog.every == timedelta(hours=2)
    assert (blog.rank, blog.max_items, blog.clean, blog.publish) == (3, 20, True, "excerpt")
    assert files.url == "file:examples/sources/*"
    assert [each.url for each in config.lists] == ["https://example.org/members.opml"]
    assert config.lists[0].topics == ("science/space",)


def test_the_same_text_gives_the_same_value() -> None:
    assert parse_config(WHOLE) == parse_config(WHOLE)


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("[site\n", None, "line 1"),
        ("colour = 1", None, "colour: unknown key"),
        ("[site]\ntitle = 'x'\ncolour = 'red'", 3, "site.colour: unknown key"),
        ("[site]\nurl = 'planet.example'", 2, "site.url: must be an absolute http or https"),
        ("[site]\nurl = 'https://a.example/?q=1'", 2, "must not carry a query"),
        ("[server]\nport = 70000", 2, "server.port: "),
        ("[fetch]\n\nevery = '1 fortnight'", 3, "fetch.every: a duration is"),
        ("[fetch]\nevery = '0s'", 2, "a number above 0"),
        ("[fetch]\nevery = '99999999999999999999d'", 2, "at most 36500d"),
        ("[fetch]\nmax_bytes = 'ten'", 2, "fetch.max_bytes: a size is"),
        ("[fetch]\nmax_bytes = '0KiB'", 2, "a whole number above 0"),
        ("[fetch]\nallow_networks = ['home']", None, "'home' is no network and no address:port"),
        ("[fetch]\nallow_networks = ['1.2.3.4:99999']", None, "no address:port"),
        ("[fetch]\nmin_every = '2d'", None, "min_every must not exceed max_every"),
        (
            "[fetch]\nhosts = { 'https://a.example/' = '1s' }",
            2,
            "is no host as it stands in an address",
        ),
        ("[fetch]\nhosts = { 'a.example' = 'soon' }", 2, "fetch.hosts.a.example: a duration is"),
        ("[[topics]]\nslug = 'Python 3'", 2, "topics[0].slug: a slug is lower-case"),
        ("[[topics]]\nslug = 'a'\n[[topics]]\nslug = 'a'", 4, "topics[1]: 'a' stands twice"),
        ("[[topics]]\nslug = 'a'\nmatch = 'a OR'", 3, "topics[0].match: column 5: expected a word"),
        ("[[topics]]\nslug = 'a'\nmatch = 3", 3, "must be a string"),
        ("[[topics]]\nslug = 'a'\nrule = 'x'", 3, "topics[0].rule: unknown key"),
        ("topics = 'a'", None, "topics: "),
        ("[[authors]]\nname = ''", 2, "authors[0].name: "),
        (
            "[[authors]]\nname = 'A'\naliases = ['x']\n[[authors]]\nname = 'B'\naliases = ['X']",
            6,
            "authors[1]: 'X' also means 'A'",
        ),
        ("[[sources]]\ntitle = 'a'", 1, "sources[0]: needs either url or opml"),
        ("[[sources]]\nurl = 'ftp://a.example/x'", 2, "must be an http(s) address, or file:"),
        ("[[sources]]\nurl = 'https://me:pw@a.example/x'", 2, "must not carry a password"),
        (
            "[[sources]]\nurl = 'https://a.example/'\n[[sources]]\nurl = 'https://a.example/'",
            4,
            "sources[1]: 'https://a.example/' stands twice",
        ),
        (
            "[[sources]]\nurl = 'https://a.example/'\ntopics = ['x']",
            3,
            "sources[0].topics: no [[topics]] has slug 'x'",
        ),
        ("[[sources]]\nurl = 'https://a.example/'\npublish = 'all'", 3, "sources[0].publish: "),
        ("[[sources]]\nurl = 'https://a.example/'\nmax_items = 0", 3, "sources[0].max_items: "),
        (
            "[[sources]]\nurl = 'https://a.example/'\nheaders = { 'a b' = 'c' }",
            3,
            "is no name of a request header",
        ),
        (
            '[[sources]]\nurl = "https://a.example/"\nheaders = { a = "b\\nc" }',
            3,
            "a header value is one line",
        ),
        (
            "[[sources]]\nurl = 'https://a.example/'\nheaders = { a = 'env:' }",
            3,
            "after env: stands the name",
        ),
        ("sources = 3", None, "sources: "),
        ("[[lists]]\nurl = 'x'", None, "use [[sources]] with opml"),
    ],
)
def test_a_mistake_is_named_with_its_key_and_line(text: str, line: int | None, words: str) -> None:
    with pytest.raises(ConfigError) as refusal:
        parse_config(text)
    said = str(refusal.value)
    assert words in said
    assert "\n" not in said
    if line is not None:
        assert said.startswith(f"config.toml:{line}: ")


def test_a_bad_secret_is_not_repeated_in_the_message() -> None:
    text = "[[sources]]\nurl = 'https://a.example/'\nheaders = { a = \"hunter2\\n\" }"
    with pytest.raises(ConfigError) as refusal:
        parse_config(text)
    assert "hunter2" not in str(refusal.value)


def test_the_same_page_with_a_password_is_refused_without_repeating_it() -> None:
    with pytest.raises(ConfigError) as refusal:
        parse_config("[[sources]]\nurl = 'https://me:hunter2@a.example/x'")
    assert "hunter2" not in str(refusal.value)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("90s", 90), ("15m", 900), ("1h", 3600), ("30d", 30 * 86400), ("1.5 h", 5400), (" 1s ", 1)],
)
def test_a_duration_is_a_number_and_a_unit(text: str, seconds: float) -> None:
    assert duration(text) == timedelta(seconds=seconds)


@pytest.mark.parametrize(
    ("text", "expected"), [("1B", 1), ("2 KiB", 2048), ("10MiB", 10 * 1024**2), ("1kb", 1000)]
)
def test_a_size_is_a_number_and_a_unit(text: str, expected: int) -> None:
    assert size(text) == expected


@given(st.text(max_size=200))
def test_any_text_is_a_configuration_or_refused(text: str) -> None:
    try:
        parse_config(text)
    except ConfigError as refusal:
        assert str(refusal).startswith("config.toml")


def test_articles_are_kept_for_ever_or_for_as_long_as_copies_are_looked_for():
    assert parse_config("").store.keep is None
    assert parse_config('[store]\nkeep = ""').store.keep is None
    assert parse_config('[store]\nkeep = "400d"').store.keep == timedelta(days=400)
    with pytest.raises(ConfigError, match=r"config.toml:2: store.keep: .*window \(30 days\)"):
        parse_config('[store]\nkeep = "29d"')
    with pytest.raises(ConfigError, match=r"config.toml:2: store.keep: a duration is"):
        parse_config('[store]\nkeep = "soon"')
