"""The search page: the form, what is found, its feeds; and none of it where nobody answers."""

from pathlib import Path
from urllib.parse import urlencode

from selectolax.lexbor import LexborHTMLParser

from feeds.export import build
from tests.build import at
from tests.feeds.site import THREE, Site, open_site, told

EVIL = '"><script>alert(1)</script>'


def search(site: Site, query: str) -> LexborHTMLParser:
    answer = site.get(f"/search?{query}")
    assert answer.status_code == 200
    return LexborHTMLParser(answer.content)


def titles(page: LexborHTMLParser) -> list[str]:
    return [node.text() for node in page.css("article h3")]


def test_a_search_finds_stories_newest_first_and_can_be_asked_again() -> None:
    others = (
        told("owl", title="An owl in the belfry", published=at(hours=-9)),
        told("owls", title="Owl counts", text="an owl, again", published=at(hours=-3)),
    )
    with open_site(*THREE, *others) as site:
        page = search(site, "q=owl")
        assert titles(page) == ["Owl counts", "An owl in the belfry"]
        assert page.css_first(".lead .tell").text() == "2 stories, newest first"
        assert page.css_first("input[type=search]").attributes["value"] == "owl"
        assert titles(search(site, "q=title%3Aowl+-counts")) == ["An owl in the belfry"]


def test_a_search_is_a_feed() -> None:
    with open_site(*THREE) as site:
        page = search(site, "topic=town&q=second+reading")
        feed = page.css_first("head link[rel=alternate][type='application/atom+xml']")
        address = str(feed.attributes["href"])
        assert address == "/search.atom?q=second+reading&topic=town"
        assert page.css_first(f".subscribe a[href='{address}']")
        assert site.get(address).status_code == 200
        kept = page.css_first("form input[type=hidden]").attributes
        assert (kept["name"], kept["value"]) == ("topic", "town")


def test_further_pages_of_a_search_show_the_rest_once() -> None:
    stories = [told(str(n), title=f"Owl {n}", published=at(hours=-n)) for n in range(12)]
    with open_site(*stories) as site:
        page, seen = search(site, "q=owl"), []
        while True:
            seen += titles(page)
            older = page.css_first("a[rel=next]")
            if older is None:
                break
            page = LexborHTMLParser(site.get(str(older.attributes["href"])).content)
        assert seen == [f"Owl {n}" for n in range(12)]


def test_a_search_that_finds_nothing_says_so_and_can_be_subscribed_to() -> None:
    with open_site(*THREE) as site:
        page = search(site, "q=unheardof")
        assert page.css_first(".empty h2").text() == "No story says that"
        assert page.css_first(".subscribe a[href='/search.rss?q=unheardof']")


def test_before_a_search_there_is_the_form_and_how_to_ask() -> None:
    with open_site(*THREE) as site:
        for query in ("", "q=", "q=%22%22", "q=-"):
            page = search(site, query)
            assert page.css_first(".empty h2").text() == "How to ask", query
            assert not titles(page)
        assert not page.css("meta[name=robots]")
        assert search(site, "q=mill").css_first("meta[name=robots]")


def test_every_page_of_a_served_site_has_the_form_and_the_search_page_has_it_once() -> None:
    with open_site(*THREE) as site:
        for path in ("/", "/topics/", "/search", "/nope"):
            page = LexborHTMLParser(site.get(path).content)
            assert len(page.css("form[role=search][action='/search']")) == 1, path


def test_what_is_sought_never_becomes_markup() -> None:
    with open_site(*THREE) as site:
        page = search(site, urlencode({"q": EVIL}))
        assert not page.css("script")
        assert page.css_first("input[type=search]").attributes["value"] == EVIL


def test_headlines_of_a_search_can_be_embedded() -> None:
    with open_site(*THREE) as site:
        tree = LexborHTMLParser(site.get("/embed/search?q=title:reading").content)
        assert tree.css_first("li a").text() == "Second <b>reading</b> & more"
        more = tree.css_first(".feedmill-more a").attributes["href"]
        assert more == "https://planet.example/search?q=title%3Areading"
        assert not LexborHTMLParser(site.get("/embed/search").content).css("li")


def test_a_site_of_files_shows_no_form_that_nobody_would_answer(tmp_path: Path) -> None:
    with open_site(*THREE) as site:
        build(site.store, site.config, tmp_path)
    pages = list(tmp_path.rglob("*.html"))
    assert len(pages) > 10
    for page in pages:
        text = page.read_text(encoding="utf-8")
        assert "<form" not in text and "/search" not in text, page
    assert not (tmp_path / "search").exists()
