"""aggregator.text.html: what passes, what does not, and that no markup makes it slow."""

import time
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from aggregator.text._allowed import ATTRIBUTES, TAGS
from aggregator.text.clean import scrub
from aggregator.text.html import bearable, clean, excerpt, paragraphs, tags, to_text

BASE = "https://b.example/p/1"
ATTACKS = (Path(__file__).parent.parent / "corpus/html/attacks.txt").read_text("utf-8").splitlines()
REL = 'rel="noopener noreferrer"'
ADDRESSES = {"href", "src", "cite", "poster"}


class Checker(HTMLParser):
    """Collects whatever is active or not on the allow-list, and the names of all elements."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.wrong: list[str] = []
        self.names: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.append(tag)
        if tag not in TAGS:
            self.wrong.append(f"<{tag}>")
        for name, value in attrs:
            if name not in ATTRIBUTES["*"] | ATTRIBUTES.get(tag, set()) | {"rel"}:
                self.wrong.append(f"{tag} {name}")
            if name in ADDRESSES and urlsplit(value or "").scheme not in (
                "http",
                "https",
                "mailto",
            ):
                self.wrong.append(f"{tag} {name}={value}")
            if name == "srcset":
                for candidate in (value or "").split(", "):
                    if not candidate.startswith(("http://", "https://")):
                        self.wrong.append(f"{tag} srcset {candidate}")

    def handle_comment(self, data: str) -> None:
        self.wrong.append(f"comment {data}")

    def handle_decl(self, decl: str) -> None:
        self.wrong.append(f"declaration {decl}")

    def handle_pi(self, data: str) -> None:
        self.wrong.append(f"instruction {data}")


@pytest.mark.parametrize("attack", ATTACKS)
def test_nothing_active_passes_and_the_text_before_it_stays(attack: str) -> None:
    cleaned = clean(attack, BASE)
    assert Checker(cleaned).wrong == []
    assert cleaned.startswith("KEEP")
    assert clean(cleaned, BASE) == cleaned
    assert to_text(cleaned).startswith("KEEP")


PIECES = some.sampled_from(
    [
        *(
            f"<{name}>"
            for name in ("p", "b", "i", "a href=/x", "div", "table", "tr", "td", "pre", "li")
        ),
        *(
            f"</{name}>"
            for name in ("p", "b", "i", "a", "div", "table", "tr", "td", "pre", "svg", "x")
        ),
        *("<ul>", "</ul>", "<br>", "<hr/>", "<h1>", "</h1>", "<ruby>", "<rt>", "<details>", "<q>"),
        *(
            "<svg>",
            "<math>",
            "<mi>",
            "</mi>",
            "<style>",
            "</style>",
            "<script>",
            "</script>",
            "<x>",
        ),
        *("<!--", "-->", "<![CDATA[", "]]>", "<?x ?>", "<!doctype html>", "<template>", "<select>"),
        *(
            "<img src=i.png>",
            "<img src=x onerror=y>",
            "<img",
            ' title="',
            "'",
            '"',
            ">",
            "<",
            "=",
            "/",
        ),
        *(
            "&lt;",
            "&amp;lt;",
            "&nbsp;",
            "&#x202e;",
            "&",
            "&#0;",
            "\n",
            "\t",
            "a",
            "b < c",
            "é",
            "\x00",
        ),
        *("<table><tr><td>", "<a href='javascript:x'>", "<font color=red>", "<center>", "<form>"),
    ]
)
MARKUP = some.lists(PIECES | some.text(max_size=4), max_size=30).map("".join)


@settings(max_examples=300, deadline=None)
@given(MARKUP)
def test_cleaning_is_safe_and_cleaning_twice_is_cleaning_once(markup: str) -> None:
    cleaned = clean(markup, BASE)
    assert Checker(cleaned).wrong == []
    assert clean(cleaned, BASE) == cleaned


@settings(max_examples=300, deadline=None)
@given(MARKUP)
def test_cleaning_adds_no_kind_of_element_and_no_words(markup: str) -> None:
    cleaned = clean(markup, BASE)
    implied = {"tbody", "tr", "colgroup", "p", "br"}  # the standard's own insertions
    assert set(Checker(cleaned).names) - implied <= {
        name for name in TAGS if f"<{name}" in markup.lower()
    }
    assert letters(to_text(cleaned)) <= letters(scrub(markup))


def letters(text: str) -> int:
    return sum(map(str.isalnum, text))


@pytest.mark.parametrize(
    ("written", "cleaned"),
    [
        ("a < b and c<d", "a &lt; b and c&lt;d"),
        (
            "List<String> for <user@mill.example>",
            "List&lt;String&gt; for &lt;user@mill.example&gt;",
        ),
        ("see <https://mill.example/x>", "see &lt;https://mill.example/x&gt;"),
        ("I <3 mills", "I &lt;3 mills"),
        ("<o:p>office</o:p> <my-tag>custom</my-tag>", "office custom"),
        ("<font color=red>red</font>", "red"),
        ("<p>one<p>two", "<p>one</p><p>two</p>"),
        (
            "<section>One</section><section>Two</section>",
            "<section>One</section><section>Two</section>",
        ),
        ("<iframe src='https://v.example/'/>after", "after"),
        ("<math><mi>x</mi><annotation encoding=tex>x</annotation></math>", "x"),
        ("<noscript><pre>x &lt; y</pre></noscript>", "<pre>x &lt; y</pre>"),
        ("a<noscript>b<noscript>c</noscript>d", "abcd"),
        ("<noscript><img src='https://a.example/1.png'></noscript>", ""),
        ("<noscript>Please enable JavaScript to see comments.</noscript>one", "one"),
        (
            "<noscript><p title='</noscript><script>alert(1)</script>'>one</p></noscript>",
            '<p title="&lt;script&gt;alert(1)&lt;/script&gt;">one</p>',
        ),
        ("caf&eacute; &amp;lt; &copy", "café &amp;lt; ©"),
        ("&#x202e;gnp.exe", "gnp.exe"),
        ("", ""),
        ("  \n ", ""),
    ],
)
def test_text_is_kept_whatever_it_looks_like(written: str, cleaned: str) -> None:
    assert clean(written) == cleaned


@pytest.mark.parametrize(
    ("written", "cleaned"),
    [
        ('<a href="../x?a=1&b=2">t</a>', f'<a href="https://b.example/x?a=1&amp;b=2" {REL}>t</a>'),
        ('<a href="//other.example/">t</a>', f'<a href="https://other.example/" {REL}>t</a>'),
        ('<a href="mailto:a@b.example">t</a>', f'<a href="mailto:a@b.example" {REL}>t</a>'),
        ('<img src="i.png" alt="A">', '<img src="https://b.example/p/i.png" alt="A">'),
        (
            '<img srcset="a.png 1x, /b.png 2x" src="a.png">',
            '<img srcset="https://b.example/p/a.png 1x, https://b.example/b.png 2x"'
            ' src="https://b.example/p/a.png">',
        ),
        (
            '<img src="data:image/gif;base64,R0" data-src="/i.png">',
            '<img src="https://b.example/i.png">',
        ),
        ('<img src="https://t.example/p.gif" width=1 height="1px">', ""),
        ('<img src="https://t.example/p.gif" width=0>', ""),
        ('<img src="https://feeds.feedburner.com/~r/x/~4/y" height="1" width="1"/>', ""),
        ('<img src="https://t.example/p" width=9>', '<img src="https://t.example/p" width="9">'),
        ("<img>", ""),
        (
            '<video src="v.mp4" autoplay></video>',
            '<video src="https://b.example/p/v.mp4" controls=""></video>',
        ),
        ('<p class=x id=y style="color:red" lang=de>t</p>', '<p lang="de">t</p>'),
    ],
)
def test_addresses_and_images_become_absolute_and_honest(written: str, cleaned: str) -> None:
    assert clean(written, BASE) == cleaned


def test_relative_addresses_without_a_base_are_dropped() -> None:
    assert clean('<a href="x">t</a><img src="y">') == '<a rel="noopener noreferrer">t</a>'
    assert clean('<img src="/y">', "file:///tmp/feed.xml") == ""


HOSTILE = {
    "deep": "<div>" * 100_000,
    "hidden by a scope": "<div><marquee></div></marquee>" * 5000,
    "hidden by a quote": '<div ">' * 20_000,
    "hidden by a comment": "<div><!--</div>-->" * 20_000,
    "hidden by an ignored end": "<span><div></span>" * 9000,
    "hidden by adoption": "<b><div></b>" * 9000,
    "hidden in a table": "<div><table><td></div></td></table>" * 9000,
    "hidden in a formula": "<div><math><mi></div></mi></math>" * 9000,
    "reconstructed": "".join(f"<font size={n}>" for n in range(5000)) + "<p>" * 5000,
    "attributes": "<a " + " ".join(f"a{n}=1" for n in range(100_000)) + ">",
    "anchors": "<a>" * 100_000,
    "unknown": "<x" * 50_000,
    "brackets": "<" * 200_000,
    "unclosed quotes": '<a b="' * 50_000,
    "unclosed comments": "<!--" * 100_000,
    "unclosed drawings": "<svg>" * 50_000,
    "unclosed scripts": "<script>" * 50_000,
    "unclosed formulas": "<math><annotation>" * 10_000,
    "tables": "<table><tr><td>" * 20_000,
    "ends": "</div>" * 80_000,
    "spaces": "<a" + " " * 400_000,
    "equals": "<a" + "=" * 400_000,
    "long": "<p>x</p>" * 100_000,
    "images": "<img src=x srcset='" + "a 1x," * 80_000 + "'>",
    "lazy": "<img data-src=x " * 30_000,
    "unclosed noscripts": "<noscript>" * 45_000,
    "noscripts": "<noscript>x</noscript>" * 20_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_no_markup_takes_long(name: str) -> None:
    started = time.process_time()
    cleaned = clean(HOSTILE[name], BASE)
    to_text(HOSTILE[name])
    bearable(HOSTILE[name])
    assert time.process_time() - started < 10  # mostly under a second; a bomb takes minutes
    assert len(cleaned) <= 4 * 500_000
    assert Checker(cleaned).wrong == []


def test_the_text_of_an_attack_is_kept_as_paragraphs() -> None:
    assert (
        clean("<p>one</p>" + "<div>" * 300 + "two &amp; <b>three")
        == "<p>one</p>\n<p>two &amp; three</p>"
    )


def test_text_has_a_blank_line_between_blocks_and_a_newline_for_a_break() -> None:
    markup = (
        "<h1>Head</h1><p>one\n two<br>three</p><ul><li>a</li><li>b</li></ul>"
        "<table><tr><td>1</td><td>2</td></tr><tr><td>3</td></tr></table>four<br><br>five"
        "<pre>x\n  y</pre><script>no</script><!-- no -->so&shy;ft"
    )
    assert to_text(markup) == (
        "Head\n\none two\nthree\n\na\nb\n\n1 2\n3\n\nfour\n\nfive\n\nx\ny\n\nsoft"
    )


def test_text_of_text_is_itself_and_inline_elements_part_no_words() -> None:
    assert to_text("a <b>bo</b>ld 1 &lt; 2") == "a bold 1 < 2"
    assert to_text("a < b") == "a < b"
    assert to_text("") == ""


def test_paragraphs_escape_and_keep_lines() -> None:
    assert paragraphs("a < b\nc\n\n\nd & e") == "<p>a &lt; b<br>c</p>\n<p>d &amp; e</p>"
    assert paragraphs(" \n ") == ""


@pytest.mark.parametrize(
    ("text", "words", "short"),
    [
        ("One two three.", 10, "One two three."),
        ("One two three four five six seven", 4, "One two three four…"),
        ("One two three. Four five six seven", 4, "One two three."),
        ("a\n\nb", 5, "a b"),
        ("字" * 500, 10, "字" * 119 + "…"),
        ("", 5, ""),
    ],
)
def test_an_excerpt_ends_at_a_sentence_or_a_word(text: str, words: int, short: str) -> None:
    assert excerpt(text, words) == short


def test_tags_are_found_with_their_attributes() -> None:
    markup = '<LINK REL=alternate href="/a?b=1&amp;c=2"><!-- <link href=no> --><a href=x>'
    assert list(tags(markup, "link")) == [("link", {"rel": "alternate", "href": "/a?b=1&c=2"})]
