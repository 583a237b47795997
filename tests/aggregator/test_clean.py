"""aggregator.text.clean and titles: what no field may carry, and plain lines."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from aggregator.text.clean import cut, one_line, scrub, unescape_twice, visible
from aggregator.text.titles import plain_title


def test_forbidden_and_reordering_characters_go_and_others_stay() -> None:
    assert scrub("a\x00b\x0bc\ud800d\ufffee\ufdd0f\u202eg\u2066h\ufeffi") == "abcdefghi"
    assert (
        scrub("tab\t line\n é 字 😀 \u200b \u200f \xa0")
        == "tab\t line\n é 字 😀 \u200b \u200f \xa0"
    )
    assert scrub("It\x92s \x96 1\x80") == "It’s – 1€"


@settings(deadline=None)
@given(some.text(alphabet=some.characters(exclude_categories=()), max_size=50))
def test_scrubbed_text_can_be_written_as_xml_and_utf_8(text: str) -> None:
    clean = scrub(text)
    clean.encode("utf-8")
    assert scrub(clean) == clean
    assert not any(ord(character) < 32 and character not in "\t\n\r" for character in clean)


def test_a_line_has_single_spaces_and_an_end() -> None:
    assert one_line("  a\n\t b\xa0c ") == "a b c"
    assert one_line("one two three four", 12) == "one two…"
    assert cut("abcdefghij", 5) == "abcd…"
    assert cut("short", 5) == "short"
    assert visible("so\u00adft\u200bly") == "softly"


@pytest.mark.parametrize(
    ("text", "repaired"),
    [
        ("AT&amp;T", "AT&T"),
        ("AT&amp;amp;amp;T", "AT&T"),
        ("It&#8217;s &#x2014; &hellip;", "It’s — …"),
        ("a &lt; b &gt; c", "a &lt; b &gt; c"),
        ("&amp;lt;", "&lt;"),
        ("&#60; &#x3C;", "&#60; &#x3C;"),
        ("R&D; fish & chips &nosuch;", "R&D; fish & chips &nosuch;"),
    ],
)
def test_escaping_too_much_is_undone_but_for_brackets(text: str, repaired: str) -> None:
    assert unescape_twice(text) == repaired
    assert unescape_twice(repaired) == repaired


@pytest.mark.parametrize(
    ("title", "plain"),
    [
        ("The mill &amp;amp; the weir", "The mill & the weir"),
        ("Why <b> is not <strong>", "Why <b> is not <strong>"),
        ("A <b>bold</b> claim", "A bold claim"),
        ("A &lt;b&gt;bold&lt;/b&gt; claim", "A bold claim"),
        ("A &amp;lt;i&amp;gt;twice&amp;lt;/i&amp;gt; claim", "A twice claim"),
        ("one<br>two<br/>three", "one two three"),
        ("<script>alert(1)</script>Safe", "Safe"),
        ('<img src=x onerror="alert(1)">Safe', "Safe"),
        ('<a href="javascript:x">Safe</a>', "Safe"),
        ("<svg onload=alert(1)>Safe", "Safe"),
        ("List<String> of <user>", "List<String> of <user>"),
        ("1 < 2 > 0", "1 < 2 > 0"),
        ("  spread\n over  lines ", "spread over lines"),
        ("so\u00adft \u202egpj.exe", "soft gpj.exe"),
        ("", ""),
        ("<b></b>", ""),
    ],
)
def test_a_title_is_plain_and_loses_only_markup(title: str, plain: str) -> None:
    assert plain_title(title, 500) == plain


@settings(max_examples=500, deadline=None)
@given(
    some.lists(
        some.sampled_from(
            [
                "<b>",
                "</b>",
                "<script>",
                "</script>",
                "<img src=x>",
                "&amp;",
                "&lt;",
                "lt;",
                "b",
                "&gt;",
            ]
        )
        | some.text(max_size=3),
        max_size=15,
    ).map("".join),
    some.integers(1, 60),
)
def test_a_plain_title_stays_itself_and_short(title: str, limit: int) -> None:
    once = plain_title(title, limit)
    assert plain_title(once, limit) == once
    assert len(once) <= limit
