"""Pages: what they say, how they are built, and that nothing foreign gets a foot in."""

import re
from collections.abc import Iterator
from importlib.resources import files
from itertools import pairwise

import pytest
from selectolax.lexbor import LexborHTMLParser, LexborNode

from aggregator.config import Config, parse_config
from aggregator.model import Group, Link, Membership, Person, Story
from feeds.cards import housed
from tests.build import at, copy, source
from tests.feeds.site import CONFIG, THREE, Site, failing, open_site, told, well

STORY = f"/stories/{THREE[0].id}"
PAGES = [
    "/",
    "/topics/",
    "/topics/town",
    "/topics/quiet",
    "/authors/",
    "/authors/ada-miller",
    "/sources/",
    "/sources/mill",
    "/search",
    "/search?q=mill",
    "/search?q=unobtainium",
    "/archive/",
    "/archive/2026/01",
    STORY,
    "/status",
    "/docs/json",
    "/nope",
]


@pytest.fixture
def site() -> Iterator[Site]:
    with open_site(*THREE) as opened:
        with opened.store.writing() as write:
            write.put_poll_state(well())
            write.put_poll_state(failing())
        yield opened


def page(site: Site, path: str) -> LexborHTMLParser:
    return LexborHTMLParser(site.get(path).content)


def one(tree: LexborHTMLParser, selector: str) -> LexborNode:
    found = tree.css(selector)
    assert len(found) == 1, f"{selector}: {len(found)}"
    return found[0]


def words(node: LexborNode) -> str:
    return " ".join(node.text().split())


# ---- built for everyone ----------------------------------------------------------------------


@pytest.mark.parametrize("path", PAGES)
def test_every_page_has_landmarks_a_way_past_them_and_one_title(site: Site, path: str) -> None:
    tree = page(site, path)
    for landmark in ("main#main", "body > header", ".masthead nav[aria-label]", "body > footer"):
        one(tree, landmark)
    assert one(tree, "body > a.skip").attributes["href"] == "#main"
    assert one(tree, "html").attributes["lang"] == "en"
    assert words(one(tree, "h1"))
    assert "River Planet" in words(one(tree, "head > title"))
    ranks = [int(node.tag[1]) for node in tree.css("h1, h2, h3, h4, h5, h6")]
    assert ranks[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(ranks))


@pytest.mark.parametrize("path", PAGES)
def test_no_page_needs_or_holds_a_script(site: Site, path: str) -> None:
    text = site.get(path).text
    assert not re.search(r"(?i)<script|javascript:|\son\w+=|<iframe|<object|style=", text)


@pytest.mark.parametrize("path", PAGES)
def test_links_that_lead_away_tell_nothing(site: Site, path: str) -> None:
    for link in page(site, path).css("a[href]"):
        href = str(link.attributes["href"])
        if href.startswith("http"):
            assert link.attributes["rel"] == "noopener noreferrer", href
        else:
            assert href.startswith(("/", "#", "mailto:")) and not href.startswith("//"), href


@pytest.mark.parametrize("path", PAGES)
def test_every_link_of_ours_leads_somewhere(site: Site, path: str) -> None:
    paths = {str(link.attributes["href"]) for link in page(site, path).css("[href^='/']")}
    for answer, asked in zip(site.get_all(sorted(paths)), sorted(paths), strict=True):
        assert answer.status_code == 200, asked


@pytest.mark.parametrize("path", PAGES)
def test_ids_are_unique_and_references_to_them_hold(site: Site, path: str) -> None:
    tree = page(site, path)
    ids = [node.attributes["id"] for node in tree.css("[id]")]
    assert len(ids) == len(set(ids))
    named = [str(node.attributes["aria-labelledby"]) for node in tree.css("[aria-labelledby]")]
    assert {id for names in named for id in names.split()} <= set(ids)


@pytest.mark.parametrize("path", ["/", "/topics/town", "/authors/ada-miller", "/sources/mill"])
def test_feeds_of_a_page_are_discovered_and_shown(site: Site, path: str) -> None:
    tree = page(site, path)
    stem = "/all" if path == "/" else path
    for format, media_type in (("atom", "atom+xml"), ("rss", "rss+xml"), ("json", "feed+json")):
        found = one(tree, f"head link[rel=alternate][href='{stem}.{format}']")
        assert found.attributes["type"] == f"application/{media_type}"
        assert one(tree, f".subscribe a[href='{stem}.{format}']")
    canonical = one(tree, "head link[rel=canonical]").attributes["href"]
    assert canonical == f"https://planet.example{path}"
    assert one(tree, "meta[property='og:title']").attributes["content"]


def test_a_page_without_feeds_of_its_own_offers_those_of_the_site(site: Site) -> None:
    assert one(page(site, STORY), "head link[rel=alternate][href='/all.atom']")


def test_the_place_one_is_at_is_marked(site: Site) -> None:
    assert words(one(page(site, "/"), "nav [aria-current=page]")) == "Latest"
    assert words(one(page(site, "/topics/"), "nav [aria-current=page]")) == "Topics"
    assert words(one(page(site, "/topics/town"), "nav [aria-current=true]")) == "Topics"


# ---- rivers ----------------------------------------------------------------------------------


def test_stories_stand_under_their_days_newest_first(site: Site) -> None:
    tree = page(site, "/")
    days = [words(node) for node in tree.css(".day > h2")]
    assert days == ["Thursday 15 January 2026", "Wednesday 14 January 2026"]
    titles = [words(node) for node in tree.css("h3")]
    assert titles[:2] == ["The mill stays open", "Second <b>reading</b> & more"]


def test_a_story_in_a_river_tells_who_where_when_and_where_else(site: Site) -> None:
    first = page(site, "/").css("article")[0]
    assert first.css_first("h3 a").attributes["href"] == "https://mill.example/1"
    assert first.css_first(".from").attributes["href"] == "/sources/mill"
    assert first.css_first(".p-author a").attributes["href"] == "/authors/ada-miller"
    assert first.css_first("time").attributes["datetime"] == "2026-01-15T10:00:00Z"
    assert words(first.css_first("time")) == "10:00 UTC"
    assert first.css_first("a.count").attributes["href"] == STORY
    assert words(first.css_first(".also")) == "Also at Weir: The mill stays open"


def test_a_sources_page_says_also_here_of_what_another_tells_and_does_not_name_itself() -> None:
    shared = told("1", copies=(copy("2"), copy("3", source="fresh")))
    with open_site(shared) as site:
        said = {
            path: words(page(site, path).css_first(".also"))
            for path in ("/", "/sources/mill", "/sources/weir", "/sources/fresh")
        }
    ending = ": The mill stays open"
    assert said == {
        "/": f"Also at 2 other places{ending} Weir, Fresh",
        "/sources/mill": f"Also at 2 other places{ending} Weir, Fresh",
        "/sources/weir": f"Also here and at Fresh{ending}",
        "/sources/fresh": f"Also here and at Weir{ending}",
    }


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (1, "by A"),
        (2, "by A and B"),
        (4, "by A, B, C and D"),
        (5, "by A, B, C and 2 others"),
    ],
)
def test_of_a_crowd_of_authors_a_river_counts_the_last(count: int, said: str) -> None:
    crowd = told("1", authors=tuple(Person(name=name) for name in "ABCDE"[:count]), topics=())
    with open_site(crowd) as site:
        assert words(page(site, "/").css("article .meta")[1]) == said
        whole = words(page(site, f"/stories/{crowd.id}").css_first(".byline"))
        assert all(name in whole for name in "ABCDE"[:count])
        assert words(page(site, "/archive/2026/01").css("li .meta")[0]) == f"Mill{said}"


def test_each_entry_speaks_its_language_in_its_direction(site: Site) -> None:
    article = page(site, "/").css("article")[1]
    for selector in ("h3", ".excerpt"):
        node = article.css_first(selector)
        assert (node.attributes["lang"], node.attributes["dir"]) == ("de", "auto")


@pytest.mark.parametrize("path", ["/", "/archive/2026/01", f"/stories/{told('rtl').id}"])
def test_what_is_written_from_right_to_left_says_so(path: str) -> None:
    with open_site(told("rtl", title="2026: النهر يعود", language="ar")) as site:
        title = page(site, path).css_first("[lang=ar]")
        assert title.attributes["dir"] == "rtl"


def test_a_story_that_names_no_language_is_in_that_of_the_site_and_pages_speak_english() -> None:
    hebrew = parse_config('[site]\nlanguage = "he"')
    with open_site(told("1", language=""), config=hebrew) as site:
        tree = page(site, "/")
        assert tree.css_first("h3").attributes["lang"] == "he"
        assert one(tree, "html").attributes["lang"] == "en"


def test_an_article_without_a_title_is_called_by_its_first_words(site: Site) -> None:
    title = words(page(site, "/").css("h3")[2])
    assert title.startswith("The town council has decided") and title.endswith("…")


def test_a_story_listed_long_after_it_was_published_shows_its_date() -> None:
    with open_site(told("1", published=at(days=-40), listed=at())) as site:
        told_so = words(one(page(site, "/"), "article span:has(> time)"))
        assert told_so == "published 6 December 2025"


def test_further_pages_follow_by_link_and_show_every_story_once() -> None:
    stories = [told(str(n), title=f"Number {n}", published=at(hours=-n)) for n in range(13)]
    with open_site(*stories) as site:
        path, seen = "/", []
        for _ in range(9):
            tree = page(site, path)
            seen += [words(node) for node in tree.css("h3")]
            older = tree.css_first("a[rel=next]")
            if older is None:
                break
            path = str(older.attributes["href"])
            assert one(page(site, path), "meta[name=robots]").attributes["content"] == (
                "noindex, follow"
            )
        assert seen == [f"Number {n}" for n in range(13)]


def test_a_new_story_does_not_move_the_older_pages() -> None:
    stories = [told(str(n), published=at(hours=-n)) for n in range(13)]
    with open_site(*stories) as site:
        older = str(one(page(site, "/"), "a[rel=next]").attributes["href"])
        before = [node.html for node in page(site, older).css("h3")]
        site.publish(told("new", published=at(minutes=-1)))
        assert [node.html for node in page(site, older).css("h3")] == before


def test_empty_pages_say_what_to_do() -> None:
    with open_site(sources=(), config=Config()) as site:
        assert "feedmill sources add" in site.get("/").text
        assert "how each source is doing" not in site.get("/").text, "there is none"
        assert "[[topics]]" in site.get("/topics/").text
        assert "feedmill sources add" in site.get("/sources/").text
        assert "Nobody has been credited yet" in site.get("/authors/").text
        assert "feedmill sources add" in site.get("/status").text
    with open_site() as site:
        assert "being read for the first time" in site.get("/").text
        assert "You can subscribe already" in site.get("/topics/quiet").text


def test_a_topic_shows_its_rule(site: Site) -> None:
    assert words(one(page(site, "/topics/town"), ".tell code")) == 'mill OR "town council"'


def test_a_topic_says_what_it_stands_under() -> None:
    config = parse_config(
        '[[topics]]\nslug = "science"\n[[topics]]\nslug = "science/sea"\n'
        '[[topics]]\nslug = "science/sea/deep"\n[[topics]]\nslug = "arts/film"\n'
    )
    with open_site(config=config) as opened:
        deep = one(page(opened, "/topics/science/sea/deep"), ".crumbs")
        led = [(a.attributes["href"], words(a)) for a in deep.css("a")]
        film = [words(a) for a in one(page(opened, "/topics/arts/film"), ".crumbs").css("a")]
    science = [("/topics/science", "Science"), ("/topics/science/sea", "Sea")]
    assert led == [("/topics/", "Topics"), *science]
    assert film == ["Topics"], "what is not configured has no page"


def test_an_author_on_a_topic_has_a_page_with_its_feeds(site: Site) -> None:
    tree = page(site, "/topics/town/authors/ada-miller")
    assert words(one(tree, "h1")) == "Ada Miller on Town life"
    assert one(tree, ".subscribe a[href='/topics/town/authors/ada-miller.atom']")
    assert len(tree.css("article")) == 2
    narrower = [
        node.attributes["href"] for node in page(site, "/authors/ada-miller").css(".tell a")
    ]
    assert "/topics/town/authors/ada-miller" in narrower


def test_a_page_does_not_say_of_each_story_what_it_is_about_itself(site: Site) -> None:
    assert page(site, "/").css("article a[href='/topics/town']")
    tree = page(site, "/topics/town")
    assert tree.css("article") and not tree.css("article a[href='/topics/town']")
    current = [words(node) for node in tree.css(".aside a[aria-current=page]")]
    assert current == ["Town life"]


# ---- a story ---------------------------------------------------------------------------------


def test_a_story_says_in_plain_words_why_it_is_in_a_topic() -> None:
    because = 'content: "carbon dioxide"; title: mill; category: Rivers: upper'
    topic = Membership(group=Group(kind="topic", slug="town", title="Town"), because=because)
    with open_site(told("1", memberships=(Membership(group=Group(kind="all")), topic))) as site:
        note = words(
            one(page(site, f"/stories/{told('1').id}"), ".facts a[href='/topics/town'] + .note")
        )
    assert note == (
        'the text says "carbon dioxide"; the title says mill; its source files it under '
        "Rivers: upper"
    )


def test_a_story_page_shows_the_text_the_copies_and_why_they_are_one(site: Site) -> None:
    tree = page(site, STORY)
    assert "The town council has decided" in words(one(tree, ".content"))
    row = one(tree, ".copies tbody tr")
    cells = [words(cell) for cell in row.css("td")]
    assert cells == [
        "Weir The mill stays open",
        "15 January 2026",
        "Reworded 87%",
        "14 of 16 agree",
    ]
    assert "By Ada Miller" in words(one(tree, ".facts"))
    assert one(tree, ".onward a").attributes["href"] == "https://mill.example/1"


def test_a_source_that_lets_us_show_an_excerpt_or_a_title_is_obeyed() -> None:
    secret = "the words that must not be shown " * 30
    story = told("1", html=f"<p>Head. {secret}</p>", summary="Head.", text=f"Head. {secret}")
    for publish, shown in (("excerpt", "Head."), ("title", "")):
        with open_site(story, sources=(source("mill", publish=publish),)) as site:
            for path in ("/", f"/stories/{story.id}"):
                text = site.get(path).text
                assert "must not be shown" not in text
                assert ("Head." in text) == bool(shown)


def test_headings_of_an_article_come_below_the_pages_own(site: Site) -> None:
    site.publish(told("h", html="<h1>One</h1><h6 class='x'>Six</h6><p>about h1</p>"))
    story = told("h")
    content = one(page(site, f"/stories/{story.id}"), ".content")
    assert [node.tag for node in content.css("h1, h2, h6")] == ["h2", "h6"]
    assert housed('<img alt="<h1>"><h2>x</h2><hr>') == '<img alt="<h2>"><h3>x</h3><hr>'


def test_a_wide_table_of_an_article_can_be_reached_by_the_keyboard() -> None:
    assert housed("<table><tr><td>1</td></tr></table>").startswith("<table tabindex=0><tr>")
    assert housed('<p title="<table">') == '<p title="<table">'


def test_files_and_discussion_are_linked() -> None:
    story = told(
        "1",
        enclosures=(Link(href="https://mill.example/a.mp3", type="audio/mpeg", length=23_400_000),),
        comments="https://mill.example/1#talk",
        rights="CC BY",
    )
    with open_site(story) as site:
        text = words(one(page(site, f"/stories/{story.id}"), "main"))
        assert "a.mp3 audio/mpeg, 23.4 MB" in text
        assert "https://mill.example/1#talk" in text and "CC BY" in text


EVIL = '"><script>alert(1)</script><img src=x onerror=alert(2)>'


def _hostile() -> Story:
    return told(
        "evil",
        title=f"Title {EVIL}",
        summary=f"Summary {EVIL}",
        html="",
        text=f"Text {EVIL}",
        link="javascript:alert(3)",
        url="javascript:alert(4)",
        comments="javascript:alert(5)",
        image="javascript:alert(6)",
        language='en" onclick="alert(7)',
        rights=EVIL,
        author_because=EVIL,
        authors=(Person(name=f"Ada {EVIL}"),),
        enclosures=(Link(href="javascript:alert(8)", title=EVIL),),
        copies=(copy("9", title=EVIL, link="data:text/html,x", url="", because=(EVIL,)),),
    )


def test_nothing_that_others_wrote_becomes_markup() -> None:
    config = parse_config(f"[site]\ntitle = '''Planet {EVIL}'''\ncontact = 'javascript:alert(9)'")
    story = _hostile()
    sources = (source("mill", title=EVIL), source("weir", title=EVIL))
    with open_site(story, sources=sources, config=config) as site:
        with site.store.writing() as write:
            write.put_poll_state(well())
        paths = ["/", f"/stories/{story.id}", "/authors/", "/sources/", "/sources/mill", "/status"]
        for path in paths:
            tree = page(site, path)
            assert not tree.css("script"), path
            assert all("onerror" not in node.attributes for node in tree.css("img")), path
            assert not tree.css("[onclick]"), path
            for node in tree.css("[href], [src]"):
                address = node.attributes.get("href") or node.attributes.get("src") or ""
                assert not address.startswith(("javascript:", "data:")), path


# ---- status ----------------------------------------------------------------------------------


def test_the_status_page_puts_troubles_first_and_in_plain_words(site: Site) -> None:
    tree = page(site, "/status")
    healths = [node.attributes["class"] for node in tree.css("section.health")]
    assert healths == ["health failing", "health new", "health ok"]
    trouble = words(one(tree, ".failing td:first-child"))
    assert "No usable answer: 503 <busy>" in trouble
    assert "since 14 January 2026, 12:00 UTC, 4 times in a row" in trouble
    assert "1 needs a look" in words(one(tree, ".tell"))


# ---- the same everywhere ---------------------------------------------------------------------


def test_the_same_stories_give_the_same_bytes_in_another_process() -> None:
    def all_pages() -> list[bytes]:
        with open_site(*THREE) as site:
            return [answer.content for answer in site.get_all(PAGES)]

    assert all_pages() == all_pages()


def test_every_template_that_an_operator_may_replace_is_in_one_folder() -> None:
    names = {file.name for file in files("feeds").joinpath("templates").iterdir()}
    assert {"layout.html", "river.html", "story.html", "index.html", "status.html"} <= names


# ---- for programs ----------------------------------------------------------------------------


def itemised(node: LexborNode) -> set[str]:
    """The microdata properties within an item."""
    return {str(one.attributes["itemprop"]) for one in node.css("[itemprop]")}


def test_stories_carry_microdata(site: Site) -> None:
    river = page(site, "/").css_first("[itemtype='https://schema.org/Article']")
    assert {"headline", "url", "datePublished", "author", "description"} <= itemised(river)
    story = one(page(site, STORY), "[itemtype='https://schema.org/Article']")
    assert {
        "headline", "mainEntityOfPage", "isBasedOn", "inLanguage", "publisher", "author",
        "datePublished", "articleBody",
    } <= itemised(story)  # fmt: skip
    based = story.css_first("[itemprop=isBasedOn]").attributes["href"]
    assert based == "https://mill.example/1"


def test_a_shared_story_shows_its_title_words_and_picture() -> None:
    pictured = told("1", image="https://mill.example/wheel.jpg")
    with open_site(pictured) as site:
        tree = page(site, f"/stories/{pictured.id}")
        said = {
            node.attributes.get("property") or node.attributes.get("name"): node.attributes[
                "content"
            ]
            for node in tree.css("meta[content]")
        }
    assert said["og:type"] == "article"
    assert said["og:title"] == "The mill stays open"
    assert said["og:image"] == "https://mill.example/wheel.jpg"
    assert said["og:url"] == f"https://planet.example/stories/{pictured.id}"
    assert str(said["og:description"]).startswith("The town council has decided")
    assert said["article:published_time"] == "2026-01-15T10:00:00Z"
    assert (said["author"], said["article:tag"]) == ("Ada Miller", "Town")
    assert said["twitter:card"] == "summary_large_image"


# ---- colours ---------------------------------------------------------------------------------


def _schemes() -> list[dict[str, str]]:
    """The colours of the light and the dark scheme, by name."""
    style = files("feeds").joinpath("assets/feedmill.css").read_text()
    blocks = re.findall(r":root \{(.*?)\}", style, re.S)[:2]
    return [dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", block)) for block in blocks]


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("scheme", _schemes(), ids=["light", "dark"])
@pytest.mark.parametrize("ink", ["ink", "soft", "accent", "bad", "warn", "good"])
@pytest.mark.parametrize("paper", ["paper", "raised", "accent-soft"])
def test_words_stand_out_from_their_ground(scheme: dict[str, str], ink: str, paper: str) -> None:
    """WCAG 2.2, 1.4.3 (AA): 4.5 to 1."""
    lighter, darker = sorted((_luminance(scheme[ink]), _luminance(scheme[paper])), reverse=True)
    assert (lighter + 0.05) / (darker + 0.05) >= 4.5


def test_the_stylesheet_loads_nothing() -> None:
    style = files("feeds").joinpath("assets/feedmill.css").read_text()
    assert "url(" not in style and "@import" not in style
    assert len(style.encode()) < 24_000


def test_nothing_moves_so_that_nobody_has_to_ask_for_stillness() -> None:
    style = files("feeds").joinpath("assets/feedmill.css").read_text()
    assert not re.search("animation|transition|scroll-behavior|@keyframes", style)


def test_config_of_the_tests_has_a_contact_that_becomes_a_link(site: Site) -> None:
    assert CONFIG.site.contact == "ops@planet.example"
    assert one(page(site, "/"), "footer a[href='mailto:ops@planet.example']")
