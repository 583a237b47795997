"""The pages in a real browser: as a person meets them, on a phone and on a desk, by day and night.

`tests.browsing` has the browser; `python -m benchmarks.screens DIR` takes pictures to look at.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from starlette.responses import HTMLResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from tests.browsing import CHROMIUM, launched, listening
from tests.build import source
from tests.feeds.awkward import ARABIC, AWKWARD, HIDDEN, LONG, MARKUP, WIDE
from tests.feeds.site import SOURCES, THREE, failing, open_site, well

pytestmark = pytest.mark.browser

PATHS = [
    "/",
    "/topics/",
    "/topics/town",
    "/topics/quiet",
    "/authors/",
    "/sources/",
    f"/stories/{THREE[0].id}",
    *(f"/stories/{one.id}" for one in (WIDE, MARKUP, ARABIC, HIDDEN)),
    "/search",
    "/search?q=mill&topic=town",
    "/search?q=unobtainium",
    "/archive/",
    "/archive/2026/01",
    "/status",
    "/docs/json",
    "/nope",
]


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """A site that listens on loopback."""
    with open_site(*AWKWARD, sources=(*SOURCES, source("long", title=LONG))) as site:
        with site.store.writing() as write:
            write.put_poll_state(well())
            write.put_poll_state(failing())
        with listening(site.app) as found:
            yield found


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    if CHROMIUM is None:
        pytest.skip("no Chromium is installed: apt-get install chromium runs these tests")
    with launched() as found:
        yield found


def visit(browser: Any, url: str, **given: Any) -> Any:
    """A fresh page at the address; the context goes with the browser."""
    options = {"viewport": {"width": 1280, "height": 900}} | given
    page = browser.new_context(**options).new_page()
    page.set_default_timeout(15_000)
    page.goto(url)
    return page


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious_on_any_page(browser: Any, address: str, scheme: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    axe = Axe()
    # the night changes colours and nothing else
    asked = {"runOnly": ["color-contrast"]} if scheme == "dark" else {}
    page = visit(browser, f"{address}/", color_scheme=scheme)
    for path in PATHS:
        page.goto(address + path)
        found = axe.run(page, options={"resultTypes": ["violations"]} | asked).response[
            "violations"
        ]
        serious = [
            f"{path}: {one['id']}: {node['html']}"
            for one in found
            if one["impact"] in ("serious", "critical")
            for node in one["nodes"]
        ]
        assert serious == []
    page.context.close()


@pytest.mark.parametrize("width", [320, 768, 1280])
def test_no_page_is_wider_than_its_window(browser: Any, address: str, width: int) -> None:
    page = visit(browser, f"{address}/", viewport={"width": width, "height": 800})
    for path in PATHS:
        page.goto(address + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
    page.context.close()


def test_no_page_is_refused_anything_by_its_own_policy(browser: Any, address: str) -> None:
    page = visit(browser, f"{address}/")
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    for path in PATHS:
        page.goto(address + path)
    absent = ("status of 404", "status of 410")
    assert [line for line in said if not any(words in line for words in absent)] == []
    page.context.close()


def test_pages_work_without_scripts_and_follow_the_night(browser: Any, address: str) -> None:
    grounds = set()
    for scheme in ("light", "dark"):
        page = visit(browser, f"{address}/", color_scheme=scheme)
        grounds.add(page.evaluate("getComputedStyle(document.body).backgroundColor"))
        page.context.close()
    assert grounds == {"rgb(251, 250, 247)", "rgb(22, 23, 26)"}
    page = visit(browser, f"{address}/", java_script_enabled=False)
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Topics").click()
    page.get_by_role("link", name="Town life", exact=True).click()
    assert page.get_by_role("heading", level=1).inner_text() == "Town life"
    page.context.close()


def test_the_keyboard_reaches_the_stories_first_by_the_skip_link(
    browser: Any, address: str
) -> None:
    page = visit(browser, f"{address}/")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to the content")
    assert skip.evaluate("link => link === document.activeElement")
    assert skip.bounding_box()["y"] >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.keyboard.press("Tab")
    width = page.evaluate("getComputedStyle(document.activeElement).outlineWidth")
    assert page.evaluate("document.activeElement.textContent").startswith("Atom")
    assert float(width.removesuffix("px")) >= 2
    page.context.close()


FOCUSED = """() => {
    const at = document.activeElement, box = at.getBoundingClientRect();
    return {
        name: at.localName, text: at.textContent || at.name, seen: box.width > 0 && box.height > 0,
        outline: parseFloat(getComputedStyle(at).outlineWidth),
    };
}"""


@pytest.mark.parametrize("path", ["/search?q=mill&topic=town", f"/stories/{WIDE.id}"])
def test_the_keyboard_walks_through_a_page_and_is_always_seen(
    browser: Any, address: str, path: str
) -> None:
    page = visit(browser, address + path)
    stops = []
    for _ in range(150):
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUSED)
        if stop["name"] == "body":
            break
        assert stop["seen"] and stop["outline"] >= 2, stop
        stops.append(stop["text"].strip())
    assert stops[0] == "Skip to the content"
    assert stops[-1] == "Contact"
    reachable = page.locator("a[href], button, input, [tabindex='0']").filter(visible=True)
    assert len(stops) == reachable.count()
    page.context.close()


def test_a_search_is_typed_into_the_head_of_any_page(browser: Any, address: str) -> None:
    page = visit(browser, f"{address}/topics/", java_script_enabled=False)
    page.get_by_role("searchbox").fill("second reading")
    page.keyboard.press("Enter")
    page.get_by_role("heading", level=3).first.wait_for()
    assert page.url == f"{address}/search?q=second+reading"
    page.context.close()


def test_a_person_gets_from_the_river_to_a_story_its_copies_and_older_ones(
    browser: Any, address: str
) -> None:
    page = visit(browser, f"{address}/")
    page.get_by_role("link", name="Also at Weir").first.click()
    assert page.get_by_role("heading", level=1).inner_text() == "The mill stays open"
    row = page.get_by_role("table", name="Also at").get_by_role("row").nth(1)
    assert row.get_by_role("cell").nth(2).inner_text() == "Reworded 87%"
    page.get_by_role("link", name="River Planet").click()
    page.get_by_role("link", name="Older stories").click()
    assert "up to" in page.get_by_role("heading", level=1).inner_text()
    page.context.close()


def test_on_a_phone_tables_become_cards_and_stay_tables_to_those_who_listen(
    browser: Any, address: str
) -> None:
    page = visit(browser, f"{address}/status", viewport={"width": 320, "height": 800})
    table = page.get_by_role("table", name="Failing")
    assert table.get_by_role("cell").count() == 6
    assert table.evaluate("table => getComputedStyle(table).display") == "block"
    page.context.close()


def test_on_paper_there_is_the_story_and_no_furniture(browser: Any, address: str) -> None:
    page = visit(browser, f"{address}/stories/{THREE[0].id}")
    page.emulate_media(media="print")
    assert not page.get_by_role("navigation").is_visible()
    assert not page.locator("footer.foot").is_visible()
    assert page.get_by_role("heading", level=1).is_visible()
    page.context.close()


def test_on_paper_a_search_says_its_words_and_nothing_is_cut_off(
    browser: Any, address: str
) -> None:
    page = visit(browser, f"{address}/search?q=mill", viewport={"width": 720, "height": 800})
    assert page.get_by_role("heading", level=1).inner_text() == "Search"
    page.emulate_media(media="print")
    assert page.get_by_role("heading", level=1).inner_text() == "Search: mill"
    page.goto(f"{address}/stories/{WIDE.id}")
    assert page.evaluate("document.documentElement.scrollWidth") <= 720
    table = page.locator(".content table")
    assert table.evaluate("table => table.scrollWidth <= table.clientWidth + 1")
    page.goto(f"{address}/sources/")
    assert not page.locator(".card .feeds").first.is_visible(), "nothing to press on paper"
    page.context.close()


def test_the_columns_of_the_status_tables_stand_under_one_another(
    browser: Any, address: str
) -> None:
    page = visit(browser, f"{address}/status")
    places = page.evaluate(
        "[...document.querySelectorAll('.health thead')].map(head =>"
        " [...head.querySelectorAll('th')].map(cell => cell.getBoundingClientRect().x))"
    )
    assert len(places) > 1
    assert all(place == places[0] for place in places)
    for time in page.locator(".health td[data-label] time").all():  # the longest of all dates
        time.evaluate("time => { time.firstElementChild.textContent = '30 September 2026,'; }")
        assert time.evaluate(
            "time => time.getBoundingClientRect().right"
            " + 8 < time.closest('td').nextElementSibling.getBoundingClientRect().x"
        )
    page.context.close()


def test_a_long_name_of_a_site_leaves_room_for_the_search_on_a_phone(
    browser: Any, address: str
) -> None:
    page = visit(browser, f"{address}/topics/", viewport={"width": 360, "height": 800})
    name = page.locator(".name")
    for words in ("The planet of all the mills by the river", LONG):
        name.evaluate("(name, words) => { name.lastChild.textContent = words; }", words)
        box, find = name.bounding_box(), page.locator(".find").bounding_box()
        assert box["x"] + box["width"] <= find["x"]
        assert box["y"] <= find["y"] + find["height"] / 2 <= box["y"] + box["height"]
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.context.close()


def test_a_right_to_left_title_starts_at_the_right(browser: Any, address: str) -> None:
    page = visit(browser, f"{address}/")
    page.locator("h3").first.evaluate("title => title.textContent = 'النهر يعود'")
    assert page.locator("h3").first.evaluate("title => getComputedStyle(title).direction") == "rtl"
    page.context.close()


# ---- headlines on other sites --------------------------------------------------------------------

STRICT = (
    "default-src 'none'; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; "
    "trusted-types 'none'"
)


def guest(planet: str, inside: str, policy: str) -> ASGIApp:
    """A page of another site, under a content security policy, that is no more than its body."""

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        page = f"<!doctype html><html lang='en'><title>Guest</title><body>{inside}</body></html>"
        headers = {"content-security-policy": f"{STRICT}; {policy}"}
        answer = HTMLResponse(page.replace("PLANET", planet), headers=headers)
        await answer(scope, receive, send)

    return app


ELEMENT = """
<script type="module" src="PLANET/embed/feedmill.js"></script>
<feedmill-headlines src="PLANET/SOURCE"><a href="PLANET/">The planet</a></feedmill-headlines>
"""


def test_headlines_stand_on_another_site_under_a_strict_policy(browser: Any, address: str) -> None:
    inside = ELEMENT.replace("SOURCE", "topics/town.json?limit=3&amp;full=0")
    policy = f"script-src {address}; connect-src {address}"
    with listening(guest(address, inside, policy)) as other:
        assert other != address
        page = browser.new_page()
        said: list[str] = []
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(other)
        lines = page.locator("feedmill-headlines ul.feedmill > li")
        lines.first.wait_for()
        assert lines.count() == 3
        first = lines.first.get_by_role("link")
        assert first.inner_text() == "The mill stays open"
        assert first.get_attribute("href") == "https://mill.example/1"
        assert lines.first.inner_text() == "The mill stays open Mill, Jan 15, 2026"
        assert page.get_by_text("The planet").count() == 0
        page.locator("feedmill-headlines").evaluate("it => it.setAttribute('limit', '1')")
        lines.nth(1).wait_for(state="detached")
        assert lines.count() == 1
        assert said == []
        page.close()


@pytest.mark.parametrize("scripts", [True, False])
def test_what_stands_inside_stays_where_headlines_cannot_be_had(
    browser: Any, address: str, scripts: bool
) -> None:
    inside = ELEMENT.replace("SOURCE", "topics/none.json")
    policy = f"script-src {address}; connect-src {address}"
    with listening(guest(address, inside, policy)) as other:
        page = visit(browser, other, java_script_enabled=scripts)
        page.wait_for_load_state("networkidle")
        assert page.get_by_role("link", name="The planet").is_visible()
        page.context.close()


def test_a_frame_shows_headlines_as_they_come(browser: Any, address: str) -> None:
    inside = "<iframe src='PLANET/embed/topics/town?limit=2' title='Headlines'></iframe>"
    with listening(guest(address, inside, f"frame-src {address}")) as other:
        page = visit(browser, other)
        assert page.frame_locator("iframe").get_by_role("listitem").count() == 2
        page.context.close()
