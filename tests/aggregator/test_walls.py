"""What stands in place of an article proves nothing of the article."""

import pytest

from aggregator.deduplicate import compare
from aggregator.text.walls import is_wall
from tests.build import article

WALLS = (
    "We value your privacy. We and our 742 partners store information on a device, such as cookies,"
    " and process personal data for tailored content. Your preferences apply to this site only.",
    "You have read your three free articles. Subscribe for unlimited access. Cancel at any time. "
    "Already a subscriber? Sign in to continue.",
    "Bitte melden Sie sich an. Passwort vergessen? Noch kein Konto? Jetzt abonnieren.",
    "Checking if the site connection is secure. Enable JavaScript and cookies to continue. "
    "This process is automatic.",
    "503 Service Unavailable. The server is temporarily unable to serve your request. "
    "Please try again later.",
    "订阅后阅读全文。已有账号？请登录。",
)
ARTICLES = (
    "The council will speak of cookies on Monday. Tea is served. The hall is heated by then.",
    "Ada Orme signs in at eight and opens the gates of the lock. The first boat waits already.",
    "The library lends 404 pages of music. Pupils may keep them for a month. Nobody pays for it.",
    "",
)


@pytest.mark.parametrize("text", WALLS)
def test_a_wall_is_told_from_its_sentences(text: str) -> None:
    assert is_wall(text)


@pytest.mark.parametrize("text", ARTICLES)
def test_a_word_of_a_wall_makes_none(text: str) -> None:
    assert not is_wall(text)


@pytest.mark.parametrize("text", WALLS)
def test_two_articles_behind_one_wall_are_two(text: str) -> None:
    a = article(
        "1", source="mill", title="Lock at Lower Weir stays open", text=text, url="", link=""
    )
    b = article("2", source="weir", title="Baker wins a prize in Pell", text=text, url="", link="")
    assert compare(a, b) is None


def test_a_wall_in_front_of_a_link_that_both_have_is_no_contradiction() -> None:
    link = {"url": "https://mill.example/lock", "link": "https://mill.example/lock"}
    a = article("1", source="mill", title="Lock stays open", text=WALLS[0], **link)
    b = article("2", source="weir", title="Lock stays open", text="The lock stays open.", **link)
    edge = compare(a, b)
    assert edge is not None
    assert edge.merges
