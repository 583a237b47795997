"""Themes: only what is given changes, and a mistake is told before anything is served with it."""

import re
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser
from typer.testing import CliRunner

from aggregator import cli
from aggregator.config import Site
from aggregator.errors import ConfigError
from feeds.export import build
from feeds.pages import OURS, Pages, Theme
from feeds.server import create_app
from feeds.theme import theme_of
from feeds.trial import try_out
from tests.build import NOW
from tests.feeds.site import THREE, open_site

THEMED = Site(theme="mine")
DOCUMENT = Path(__file__).parents[2] / "docs/themes.md"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder of a theme that `THEMED` names."""
    made = tmp_path / "mine"
    made.mkdir()
    return made


def complaint(folder: Path) -> str:
    with pytest.raises(ConfigError) as error:
        theme_of(THEMED, folder.parent)
    return str(error.value).replace(str(folder), "mine")


def test_a_site_without_a_theme_has_ours(tmp_path: Path) -> None:
    assert theme_of(Site(), tmp_path) is OURS


def test_ours_passes_its_own_trial() -> None:
    for live in (True, False):
        try_out(Pages(Site(), live=live))


def test_the_example_in_the_documents_works(folder: Path, tmp_path: Path) -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    style = re.search(r"```css\n(.*?)```", text, re.S)
    layout = re.search(r"```html\n(.*?)```", text, re.S)
    assert style and layout
    (folder / "theme.css").write_text(style[1])
    (folder / "layout.html").write_text(layout[1])
    theme = theme_of(THEMED, tmp_path)
    with open_site(*THREE) as site:
        site.app = create_app(site.store, site.config, lambda: NOW, theme=theme)
        for path in ("/", "/topics/", f"/stories/{THREE[0].id}", "/status", "/nope"):
            foot = LexborHTMLParser(site.get(path).content).css_first("footer")
            assert "Published by the Mill Trust" in foot.text(), path
            assert foot.css_first("a[href='/status']"), path
        sheet = LexborHTMLParser(site.get("/").content).css_first("link[rel=stylesheet]")
        rules = site.get(str(sheet.attributes["href"])).text
        assert rules.endswith(style[1]) and ".masthead" in rules
        build(site.store, site.config, tmp_path / "site", theme=theme)
        assert "Mill Trust" in (tmp_path / "site/index.html").read_text(encoding="utf-8")


def test_the_blocks_that_the_documents_name_are_there() -> None:
    templates = Path(__file__).parents[2] / "feeds/templates/layout.html"
    blocks = set(re.findall(r"{% block (\w+) %}", templates.read_text(encoding="utf-8")))
    named = re.search(r"has the blocks (.*)\.\n", DOCUMENT.read_text(encoding="utf-8"))
    assert named and set(re.findall("`(\\w+)`", named[1])) == blocks


def test_a_theme_may_speak_another_language_from_the_right(folder: Path) -> None:
    (folder / "layout.html").write_text(
        '{% extends "feedmill/layout.html" %}'
        "{% block language %}he{% endblock %}{% block direction %}rtl{% endblock %}"
    )
    theme = theme_of(THEMED, folder.parent)
    with open_site(*THREE) as site:
        site.app = create_app(site.store, site.config, lambda: NOW, theme=theme)
        page = LexborHTMLParser(site.get("/").content).css_first("html")
        assert page.attributes == {"lang": "he", "dir": "rtl"}


def test_one_page_is_replaced_with_what_it_includes_and_the_others_stay(folder: Path) -> None:
    (folder / "absent.html").write_text('<h1>{{ head.title }}</h1>{% include "own/line.html" %}')
    (folder / "own").mkdir()
    (folder / "own/line.html").write_text("Sorry.")
    (folder / "favicon.svg").write_text("<svg/>")
    theme = theme_of(THEMED, folder.parent)
    with open_site(*THREE) as site:
        site.app = create_app(site.store, site.config, lambda: NOW, theme=theme)
        assert site.get("/nope").text == "<h1>Nothing is here</h1>Sorry."
        page = LexborHTMLParser(site.get("/").content)
        assert page.css_first("h1").text() == "Latest stories"
        icon = str(page.css_first("link[rel=icon]").attributes["href"])
        assert site.get(icon).text == "<svg/>"


def test_what_a_template_is_given_is_escaped_in_a_theme_too(folder: Path) -> None:
    (folder / "story.html").write_text("{{ card.title }}")
    theme = theme_of(THEMED, folder.parent)
    with open_site(*THREE) as site:
        site.app = create_app(site.store, site.config, lambda: NOW, theme=theme)
        text = site.get(f"/stories/{THREE[1].id}").text
        assert text == "Second &lt;b&gt;reading&lt;/b&gt; &amp; more"


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("story.html", "\n{{ card.titel }}", "mine/story.html:2: 'feeds.cards.Card object' has no"),
        ("story.html", "{{ nonsense }}", "mine/story.html:1: 'nonsense' is undefined"),
        ("parts.html", "", "mine/river.html: 'jinja2"),
        ("story.html", "{% if %}", "mine/story.html: line 1: Expected an expression"),
        ("river.html", "{{ head.title | shout }}", "No filter named 'shout'"),
        ("river.html", '{% include "none.html" %}', "none.html"),
        ("stroy.html", "x", "mine/stroy.html: no page uses it (ours are: absent.html"),
        ("index.html", "{{ rows + 1 }}", "mine/index.html:1: can only concatenate"),
    ],
)
def test_a_mistake_is_told_with_its_place(folder: Path, name: str, text: str, said: str) -> None:
    (folder / name).write_text(text)
    told = complaint(folder)
    assert told.startswith("site.theme: mine/")
    assert said in told
    assert "\n" not in told


def test_a_folder_that_is_not_there_or_cannot_be_read_is_told(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"site\.theme: .*/mine: no such folder"):
        theme_of(THEMED, tmp_path)
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine/story.html").write_bytes(b"\xff\xfe")
    with pytest.raises(ConfigError, match="cannot be read"):
        theme_of(THEMED, tmp_path)


def test_what_no_trial_could_find_costs_one_page_and_not_the_site() -> None:
    theme = Theme(templates={"story.html": "{{ 1 // (card.title | length - 19) }}"})
    with open_site(*THREE) as site:
        site.app = create_app(site.store, site.config, lambda: NOW, theme=theme)
        assert site.get("/").status_code == 200
        assert site.get("/health/ready").status_code == 200
        assert site.get(f"/stories/{THREE[0].id}").status_code == 500
        assert site.get(f"/stories/{THREE[1].id}").status_code == 200
        assert site.get("/health/ready").status_code == 503


def test_check_and_build_refuse_a_wrong_theme_and_take_a_right_one(
    folder: Path, tmp_path: Path
) -> None:
    config = tmp_path / "config.toml"
    config.write_text('[site]\ntheme = "mine"\n')
    (folder / "absent.html").write_text("{{ wrong }}")

    def run(*words: str) -> BaseException | None:
        return CliRunner().invoke(cli.app, [*words, "--config", str(config)]).exception

    assert isinstance(run("check"), ConfigError)
    assert isinstance(run("build", str(tmp_path / "site")), ConfigError)
    (folder / "absent.html").write_text("{{ tell }}")
    assert run("check") is None
    assert run("build", str(tmp_path / "site")) is None
    assert (tmp_path / "site/404.html").read_text() == "This address leads nowhere."
