"""aggregator.normalise: an entry as written in, an article that can be compared out."""

import pickle
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from aggregator.episode import Episode
from aggregator.model import Article, Category, Entry, Feed, Link, Person
from aggregator.normalise import article_id, fingerprint, identity, normalise
from tests.build import NOW, WORDS, at, entry, feed, source


def normal(written: Entry, head: Feed | None = None, **of_source: object) -> Article:
    return normalise(written, head or feed(), source(**of_source), NOW)


# ---- text ------------------------------------------------------------------------------------


def test_an_entry_becomes_an_article() -> None:
    article = normal(entry(), feed(language="en-GB"))
    assert article.title == "The mill stays open"
    assert article.link == article.url == "https://mill.example/1"
    assert article.html == f"<p>{WORDS}</p>"
    assert article.text == WORDS
    assert article.summary.startswith("The town council")
    assert article.published == article.updated == at(hours=-2)
    assert article.first_seen == NOW
    assert article.dated
    assert article.language == "en"
    assert article.claimed_authors == article.authors == (Person(name="Ada Miller"),)
    assert article.evidence == "claimed"
    assert article.fingerprint


@pytest.mark.parametrize(
    ("title", "text", "found"),
    [
        ("A <b>bold</b> &amp; <i>short</i>\n title", "x", "A bold & short title"),
        ("", "One sentence of text. And another one.", "One sentence of text. And another one."),
        ("", "word " * 40, "word word word word word word word word word word word word…"),
        ("  ", "First line<br>second line", "First line"),
        ("", "", "1"),
        ("x" * 600, "", "x" * 499 + "…"),
    ],
)
def test_a_title_is_plain_and_never_missing(title: str, text: str, found: str) -> None:
    assert normal(entry(title=title, content=text)).title == found


def test_an_entry_of_nothing_is_still_an_article() -> None:
    article = normalise(Entry(), Feed(), source(), NOW)
    assert (article.title, article.text, article.html, article.url, article.fingerprint) == (
        "",
    ) * 5
    assert not article.dated


def test_text_comes_from_the_content_and_the_summary_from_the_source() -> None:
    article = normal(entry(content="<p>The whole text.</p>", summary="<i>In short.</i>"))
    assert (article.text, article.summary) == ("The whole text.", "In short.")
    article = normal(entry(content="", summary="<p>Only this.</p>"))
    assert (article.text, article.html) == ("Only this.", "<p>Only this.</p>")


def test_markup_is_made_safe_and_absolute_against_the_base() -> None:
    article = normal(
        entry(
            content='<a href="x" onclick="y">t</a><script>z</script>',
            base="https://mill.example/d/",
        )
    )
    assert article.html == '<a href="https://mill.example/d/x" rel="noopener noreferrer">t</a>'


def test_markup_escaped_once_too_often_is_repaired_but_code_is_not() -> None:
    assert (
        normal(entry(content="&lt;p&gt;One &lt;b&gt;two&lt;/b&gt;.&lt;/p&gt;")).html
        == "<p>One <b>two</b>.</p>"
    )
    code = "<pre>&lt;p&gt;One&lt;/p&gt;</pre>"
    assert normal(entry(content=code)).html == code
    assert normal(entry(content="Use 1 &lt; 2")).html == "Use 1 &lt; 2"
    stray = "</b>&lt;p&gt;One.&lt;/p&gt;"  # an end tag that ends nothing does not hide it
    assert normal(entry(content=stray)).html == "<p>One.</p>"


# ---- dates -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("published", "updated", "found"),
    [
        (at(days=-3), at(days=-1), (at(days=-3), at(days=-1), True)),
        (at(days=-1), at(days=-3), (at(days=-1), at(days=-1), True)),
        (None, at(days=-3), (at(days=-3), at(days=-3), True)),
        (at(days=-3), None, (at(days=-3), at(days=-3), True)),
        (at(hours=5), None, (NOW, NOW, True)),
        (at(days=2), None, (NOW, NOW, False)),
        (at(days=2), at(days=-3), (at(days=-3), at(days=-3), True)),
        (at(days=-3), at(days=9), (at(days=-3), at(days=-3), True)),
        (None, None, (NOW, NOW, False)),
        (datetime(1970, 1, 1, tzinfo=UTC), None, (NOW, NOW, False)),
        (datetime(1989, 12, 31, tzinfo=UTC), at(days=-1), (at(days=-1), at(days=-1), True)),
    ],
)
def test_dates_follow_the_rule(
    published: datetime | None, updated: datetime | None, found: tuple[datetime, datetime, bool]
) -> None:
    article = normal(entry(published=published, updated=updated))
    assert (article.published, article.updated, article.dated) == found


def test_distrusted_dates_are_no_dates() -> None:
    article = normal(entry(), distrust=frozenset({"dates"}))
    assert (article.published, article.dated) == (NOW, False)


# ---- addresses and identity ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("id", "links", "link", "url"),
    [
        (
            "tag:x",
            (Link(href="http://www.mill.example/a/?utm_source=rss"),),
            "http://www.mill.example/a/",
            "https://mill.example/a",
        ),
        ("https://mill.example/p", (), "https://mill.example/p", "https://mill.example/p"),
        (
            "https://mill.example/p",
            (Link(href="https://m.example/e.mp3", rel="enclosure"),),
            "https://mill.example/p",
            "https://mill.example/p",
        ),
        (
            "x",
            (Link(href="https://m.example/e.mp3", rel="enclosure"),),
            "https://m.example/e.mp3",
            "https://m.example/e.mp3",
        ),
        (
            "x",
            (
                Link(href="https://burn.example/1"),
                Link(href="https://mill.example/1", rel="canonical"),
            ),
            "https://mill.example/1",
            "https://mill.example/1",
        ),
        ("x", (Link(href="javascript:alert(1)"),), "", ""),
        ("x", (Link(href="/rel"),), "https://mill.example/rel", "https://mill.example/rel"),
        ("x", (), "", ""),
    ],
)
def test_the_address_is_the_best_that_the_entry_gives(
    id: str, links: tuple[Link, ...], link: str, url: str
) -> None:
    article = normal(entry(id, links=links))
    assert (article.link, article.url) == (link, url)


def test_a_link_that_entries_share_is_not_what_one_is_compared_by() -> None:
    link = "https://mill.example/1"
    article = normal(entry(), feed(shared=frozenset({link})))
    assert (article.link, article.url) == (link, "")


def test_identity_is_a_ladder_of_id_link_and_words() -> None:
    plain, other = entry(), replace(entry(), content="<p>Other words.</p>")
    assert identity(plain, source()) == "id https://mill.example/1"
    assert identity(replace(plain, id=""), source()) == "link https://mill.example/1"
    bare = replace(plain, id="", links=())
    assert identity(bare, source()).startswith("words ")
    assert identity(bare, source()) != identity(replace(other, id="", links=()), source())
    assert identity(bare, source()) == identity(
        replace(bare, title="The MILL stays open!"), source()
    )
    assert identity(Entry(), source()) == identity(Entry(), source())


def test_identity_degrades_where_ids_are_shared_or_distrusted() -> None:
    head = feed(shared=frozenset({"https://mill.example/1"}))
    assert identity(entry("same"), source(), feed(shared=frozenset({"same"}))).startswith("link ")
    assert identity(entry(), source(), head).startswith("words ")
    assert identity(entry(), source(distrust=frozenset({"ids"}))).startswith("link ")


def test_an_entry_keeps_its_identity_when_its_tracking_changes() -> None:
    first = entry("", links=(Link(href="https://mill.example/1?utm_source=a"),))
    second = entry("", links=(Link(href="http://mill.example/1?utm_source=b"),))
    assert identity(first, source()) == identity(second, source())


def test_equal_ids_of_two_sources_are_two_articles() -> None:
    one, other = (
        normalise(entry(), feed(), source("a"), NOW),
        normalise(entry(), feed(), source("b"), NOW),
    )
    assert one.id != other.id
    assert len(one.id) == 32
    assert one.id == article_id(source("a").id, "id https://mill.example/1")


# ---- persons, categories, links --------------------------------------------------------------


def test_authors_are_of_the_entry_else_its_origin_else_the_feed_else_the_source() -> None:
    ada, bob, cid = Person(name="Ada"), Person(name="Bob"), Person(name="Cid")
    anonymous = entry(authors=())
    assert normal(entry(authors=(ada, ada, bob)), feed(authors=(cid,))).claimed_authors == (
        ada,
        bob,
    )
    assert normal(
        replace(anonymous, origin=Feed(authors=(bob,))), feed(authors=(cid,))
    ).authors == (bob,)
    assert normal(anonymous, feed(authors=(cid,))).authors == (cid,)
    article = normal(anonymous, author="Dee")
    assert (article.authors, article.evidence) == ((Person(name="Dee"),), "source")
    assert normal(anonymous).authors == ()
    distrusted = normal(entry(authors=(ada,)), author="Dee", distrust=frozenset({"authors"}))
    assert distrusted.authors == (Person(name="Dee"),)


def test_persons_are_scrubbed_and_their_addresses_are_web_addresses() -> None:
    person = Person(name=" Ada\n\x00Miller ", uri="javascript:x", email="a@b.example")
    assert normal(entry(authors=(person,))).authors == (
        Person(name="Ada Miller", email="a@b.example"),
    )


def test_categories_are_plain_distinct_and_few() -> None:
    tags = (
        Category(term="Mills &amp; weirs"),
        Category(term="mills & Weirs"),
        Category(term=" "),
        Category(term="Water", scheme="s"),
        Category(term="water"),
    )
    assert normal(entry(categories=tags)).categories == (
        Category(term="Mills & weirs"),
        Category(term="Water", scheme="s"),
        Category(term="water"),
    )
    many = tuple(Category(term=str(number)) for number in range(500))
    assert len(normal(entry(categories=many)).categories) == 50


def test_links_are_sorted_by_what_they_are_and_only_lead_to_the_web() -> None:
    links = (
        Link(href="/1"),
        Link(href="a.mp3", rel="enclosure", type="audio/mpeg", length=5),
        Link(href="https://other.example/", rel="via"),
        Link(href="javascript:x", rel="related"),
        Link(href="https://mill.example/atom", rel="self"),
    )
    article = normal(entry(links=links, comments="#c", image="/i.png"))
    assert article.enclosures == (
        Link(href="https://mill.example/a.mp3", rel="enclosure", type="audio/mpeg", length=5),
    )
    assert article.links == (Link(href="https://other.example/", rel="via"),)
    assert article.comments == "https://mill.example/feed.xml#c"
    assert article.image == "https://mill.example/i.png"


@pytest.mark.parametrize(
    ("stated", "kept"), [(1, 1), (30 * 24 * 3600, 30 * 24 * 3600), (30 * 24 * 3600 + 1, None),
                         (0, None), (-5, None), (None, None)]
)  # fmt: skip
def test_a_file_plays_for_a_month_at_most(stated: int | None, kept: int | None) -> None:
    article = normal(entry(links=(Link(href="a.mp3", rel="enclosure", duration=stated),)))
    assert article.enclosures[0].duration == kept


def test_an_episode_is_kept_as_far_as_its_numbers_make_sense() -> None:
    said = Episode(number=20260115, season=10**9, kind="bonus", explicit=False)
    assert normal(entry(episode=said)).episode == replace(said, season=None)
    assert normal(entry(episode=Episode(number=-1))).episode is None
    assert normal(entry()).episode is None


def test_transcripts_and_chapters_lead_to_the_web_and_are_not_without_end() -> None:
    links = [Link(href=f"/{number}.vtt", rel="transcript", type="text/vtt") for number in range(99)]
    links[1] = Link(href="data:text/vtt,x", rel="transcript")
    links[2] = Link(href="c.json", rel="chapters")
    found = normal(entry(links=tuple(links))).links
    assert len(found) == 50
    assert found[:2] == (
        Link(href="https://mill.example/0.vtt", rel="transcript", type="text/vtt"),
        Link(href="https://mill.example/c.json", rel="chapters"),
    )


# ---- language and fingerprint ----------------------------------------------------------------


def test_a_language_that_is_distrusted_or_contradicted_is_told_from_the_text() -> None:
    german = "<p>Die Mühle am Fluss ist ein Ort, den jeder kennt und der nicht vergessen wird.</p>"
    assert normal(entry(content=german, title="x"), feed(language="en")).language == "de"
    assert normal(entry(content="<p>Ok.</p>", title="x", language="nl-BE")).language == "nl"
    distrust = frozenset({"language"})
    assert (
        normal(entry(content=german, title="", language="nl"), distrust=distrust).language == "de"
    )


def test_a_fingerprint_sees_letters_only_and_too_few_prove_nothing() -> None:
    assert fingerprint("", WORDS) == fingerprint("", WORDS.upper().replace(" ", "  \n"))
    assert fingerprint("Photo of the day", "") == ""
    assert fingerprint("Short", "one two") == ""
    assert fingerprint("A", WORDS) != fingerprint("B", WORDS)  # short: the title counts
    assert fingerprint("A", WORDS * 3) == fingerprint("B", WORDS * 3)
    assert fingerprint(
        "",
        "河边的磨坊是村里每个人都知道的地方每天早上都有人测量水位已经三年了冬天也不例外大家都很高兴",
    )


# ---- laws ------------------------------------------------------------------------------------

TEXTS = some.lists(
    some.sampled_from(
        [
            "<p>",
            "</p>",
            "<b>",
            "</b>",
            "<br>",
            "&amp;",
            "&lt;",
            "lt;",
            "&lt;p&gt;",
            "&lt;/p&gt;",
            "<table>",
            "<pre>",
        ]
    )
    | some.text(max_size=12),
    max_size=12,
).map("".join)
HREFS = some.sampled_from(
    ["", "/a", "https://mill.example/x?utm_source=1", "javascript:x", "mailto:a@b"]
)
NUMBERS = some.none() | some.integers(-(10**12), 10**12)
TIMES = some.none() | some.datetimes(datetime(1, 1, 1), datetime(9998, 1, 1)).map(
    lambda stamp: stamp.replace(tzinfo=UTC, microsecond=0)
)
ENTRIES = some.builds(
    Entry,
    id=TEXTS,
    title=TEXTS,
    links=some.lists(
        some.builds(
            Link,
            href=HREFS,
            rel=some.sampled_from(["alternate", "via", "enclosure", "transcript"]),
            duration=NUMBERS,
        ),
        max_size=4,
    ).map(tuple),
    summary=TEXTS,
    content=TEXTS,
    base=HREFS,
    published=TIMES,
    updated=TIMES,
    authors=some.lists(some.builds(Person, name=TEXTS), max_size=2).map(tuple),
    categories=some.lists(some.builds(Category, term=TEXTS), max_size=3).map(tuple),
    language=some.sampled_from(["", "en", "xx-YY"]),
    episode=some.none() | some.builds(Episode, number=NUMBERS, season=NUMBERS),
)


def written_again(article: Article, written: Entry) -> Entry:
    """The entry that says what the article says."""
    return Entry(
        id=article.entry_id,
        title=article.title,
        links=(
            *((Link(href=article.link),) if article.link else ()),
            *article.enclosures,
            *article.links,
        ),
        summary=article.summary,
        content=article.html,
        base=written.base,
        published=article.published if article.dated else None,
        updated=article.updated if article.dated else None,
        authors=article.claimed_authors,
        contributors=article.contributors,
        categories=article.categories,
        language=article.language,
        episode=article.episode,
    )


@settings(max_examples=400, deadline=None)
@given(ENTRIES)
def test_normalising_twice_is_normalising_once(written: Entry) -> None:
    once = normalise(written, Feed(), source(), NOW)
    twice = normalise(written_again(once, written), Feed(), source(), NOW)
    fields = "title html text published updated dated claimed_authors categories enclosures links"
    for name in f"{fields} link url fingerprint episode".split():
        assert getattr(twice, name) == getattr(once, name), name


@settings(max_examples=200, deadline=None)
@given(ENTRIES)
def test_any_entry_becomes_an_article_within_bounds_that_can_be_sent_to_another_process(
    written: Entry,
) -> None:
    article = normalise(written, Feed(), source(), NOW)
    assert len(article.title) <= 500
    assert "\n" not in article.title
    assert article.published <= article.updated <= NOW + timedelta(0)
    assert pickle.loads(pickle.dumps(article)) == article


def test_what_is_published_does_not_tell_who_came_from_where() -> None:
    link = Link(href="https://mill.example/1?page=2&utm_source=rss&b=%41&utm_medium=feed#top")
    made = normalise(entry(links=(link,)), feed(), source(), NOW)
    assert made.link == "https://mill.example/1?page=2&b=%41#top"


def test_the_credit_line_of_another_feedmill_is_not_text() -> None:
    line = '<p class="feedmill-credit">From <a href="https://weir.example/9">Weir</a>.</p>'
    made = normalise(entry(content=f"<p>{WORDS}</p>{line}"), feed(), source(), NOW)
    assert made.html == f"<p>{WORDS}</p>"
    assert made.text == WORDS
