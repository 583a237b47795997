"""Headlines for other sites: the fragment, the element, and how they may be had."""

import pytest
from selectolax.lexbor import LexborHTMLParser

from feeds.pages import Pages
from tests.build import at, source
from tests.feeds.site import CONFIG, THREE, open_site, told

ELEMENT = "/embed/feedmill.js"


def test_the_headlines_of_a_page_stand_under_its_path() -> None:
    with open_site(*THREE) as site:
        for page in ("all", "topics/town", "authors/ada-miller", "sources/mill"):
            answer = site.get(f"/embed/{page}")
            tree = LexborHTMLParser(answer.content)
            first = tree.css_first("ul.feedmill li")
            assert first.css_first("a").attributes["href"] == "https://mill.example/1"
            assert first.css_first("a").text() == "The mill stays open"
            assert first.css_first(".feedmill-source").text() == "Mill"
            assert first.css_first("time").attributes["datetime"] == "2026-01-15T10:00:00Z"
            home = "" if page == "all" else page
            more = tree.css_first(".feedmill-more a").attributes["href"]
            assert more == f"https://planet.example/{home}"
        for page in ("topics/none", "nothing", "stories/1", "search.json", ""):
            assert site.get(f"/embed/{page}").status_code == 404, page


def test_a_fragment_is_one_and_its_addresses_hold_anywhere() -> None:
    nowhere = told("lost", link="", url="", published=at(hours=-9))
    with open_site(*THREE, nowhere) as site:
        text = site.get("/embed/all").text
        assert text.startswith("<ul") and "<html" not in text and "style" not in text
        links = LexborHTMLParser(text).css("a")
        addresses = [str(link.attributes["href"]) for link in links]
        assert all(address.startswith("https://") for address in addresses)
        assert f"https://planet.example/stories/{nowhere.id}" in addresses


def test_a_fragment_holds_ten_headlines_or_as_many_as_are_asked_for() -> None:
    stories = [told(str(n), published=at(hours=-n), language="en" if n % 2 else "de")
               for n in range(14)]  # fmt: skip
    with open_site(*stories) as site:

        def held(query: str) -> int:
            return site.get(f"/embed/all{query}").text.count("<li>")

        assert [held(query) for query in ("", "?limit=3", "?lang=de", "?limit=500")] == [
            10, 3, 7, 14,
        ]  # fmt: skip


def test_other_sites_may_ask_for_headlines_and_frame_them_and_nothing_else_of_ours() -> None:
    with open_site(*THREE) as site:
        embedded = site.get("/embed/all").headers
        assert embedded["access-control-allow-origin"] == "*"
        assert "frame-ancestors *" in embedded["content-security-policy"]
        assert "default-src 'none'" in embedded["content-security-policy"]
        page = site.get("/").headers
        assert "access-control-allow-origin" not in page
        assert "frame-ancestors 'none'" in page["content-security-policy"]
        element = site.get(ELEMENT).headers
        assert element["access-control-allow-origin"] == "*"
        assert element["cross-origin-resource-policy"] == "cross-origin"
        assert element["content-type"] == "text/javascript; charset=utf-8"


@pytest.mark.parametrize("path", ["/embed/all", ELEMENT])
def test_what_is_embedded_is_cached_and_asked_for_conditionally(path: str) -> None:
    with open_site(*THREE) as site:
        first = site.get(path)
        assert first.headers["cache-control"].startswith("public, max-age=")
        again = site.get(path, if_none_match=first.headers["etag"])
        assert again.status_code == 304
        assert again.headers["access-control-allow-origin"] == "*"


def test_the_element_is_small_and_makes_no_markup() -> None:
    element = Pages(CONFIG.site).element
    assert len(element) <= 3 * 1024
    for forbidden in (b"innerHTML", b"outerHTML", b"insertAdjacent", b"eval", b".style", b"<style"):
        assert forbidden not in element


def test_a_source_that_lets_us_pass_on_titles_only_is_obeyed() -> None:
    secret = told("1", html="<p>the secret</p>", text="the secret", summary="the secret")
    with open_site(secret, sources=(source("mill", publish="title"),)) as site:
        assert "secret" not in site.get("/embed/all").text


def test_the_page_for_programs_tells_how() -> None:
    with open_site(*THREE) as site:
        code = LexborHTMLParser(site.get("/docs/json").content).css_first("pre").text()
        assert f'src="https://planet.example{ELEMENT}"' in code
        assert "all.json?limit=5&amp;full=0" in code
