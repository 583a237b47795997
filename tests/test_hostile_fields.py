"""P6 of the published promises: whatever stands in whatever field, what we publish is inert.

Every attack of the corpus stands in every field of an entry of RSS, Atom and JSON Feed; what is
published is judged by a strict reader of its own, which shares no list with the sanitiser, and by
our validator. No entry and no harmless text is lost.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape, unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from feeds.documents import Documents
from feeds.inspection import inspect
from feeds.routes import target_of
from tests.rim import Site

ATTACKS = (Path(__file__).parent / "corpus/html/attacks.txt").read_text("utf-8").splitlines()
ADDRESSES = (
    "javascript:alert(1)", "JaVaScRiPt:alert(1)", "java\tscript:alert(1)", "vbscript:x",
    "javascript&colon;alert(1)", "&#106;avascript:alert(1)", "data:text/html,<script>alert(1)",
    "feed:javascript:alert(1)", "view-source:https://ok.example/", "blob:https://ok.example/x",
    "file:///etc/passwd", "http:javascript:alert(1)", '"><script>alert(1)</script>',
)  # fmt: skip
ODD = ("\x00", "\x08", "\x0b", "\x1f", "\x7f", "\ud800", "\udfff", "\ufffe", "\uffff", "\ufdd0",
       "\u202e", "\u2066", "\ufeff", "]]>", "&#0;", "&#8;", "&#xD800;", "&#xFFFE;")  # fmt: skip
FORMATS = ("atom", "rss", "json")
CONFIG = '[site]\nurl = "https://planet.example"\nentries = 400\n'


@dataclass(frozen=True)
class Planted:
    """What stands in one entry: `text` in every field of words, `address` in every other."""

    number: int
    kind: str
    text: str
    address: str

    @property
    def words(self) -> str:
        """A story like no other."""
        return " ".join(f"{self.kind}{self.number}word{place}" for place in range(40))


def planted(kind: str, texts: tuple[str, ...]) -> list[Planted]:
    return [
        Planted(number, kind, text, ADDRESSES[number % len(ADDRESSES)])
        for number, text in enumerate(texts)
    ]


def rss(each: list[Planted]) -> str:
    def one(it: Planted) -> str:
        text, address = escape(it.text), escape(it.address)
        return (
            f"<item><guid isPermaLink='false'>r{it.number}</guid><title>{text}</title>"
            f"<link>{address}</link><comments>{address}</comments>"
            f"<author>{text}</author><dc:creator>{text}</dc:creator>"
            f'<category domain="{address}">{text}</category>'
            f'<source url="{address}">{text}</source>'
            f'<enclosure url="{address}" type="{text}" length="{text}"/>'
            f'<media:content url="{address}" type="{text}"><media:title>{text}</media:title>'
            f'<media:credit>{text}</media:credit><media:thumbnail url="{address}"/></media:content>'
            f"<itunes:author>{text}</itunes:author><itunes:image href='{address}'/>"
            f"<itunes:duration>{text}</itunes:duration><itunes:episode>{text}</itunes:episode>"
            f'<podcast:transcript url="{address}" type="{text}"/>'
            f"<description>{it.words} {text}</description></item>"
        )

    text, address = escape(each[0].text), escape(each[0].address)
    return (
        '<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"'
        ' xmlns:media="http://search.yahoo.com/mrss/" xmlns:podcast="https://podcastindex.org/'
        'namespace/1.0" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"><channel>'
        f"<title>{text}</title><link>{address}</link><description>{text}</description>"
        f"<managingEditor>{text}</managingEditor><copyright>{text}</copyright>"
        f"<generator>{text}</generator><category>{text}</category><language>{text}</language>"
        f"<image><url>{address}</url><title>{text}</title><link>{address}</link></image>"
        f"{''.join(map(one, each))}</channel></rss>"
    )


def atom(each: list[Planted]) -> str:
    def one(it: Planted) -> str:
        text, address = escape(it.text), escape(it.address)
        relations = ("alternate", "related", "via", "enclosure", "replies", "payment", "license")
        links = "".join(
            f'<link rel="{rel}" href="{address}" type="{text}" title="{text}" hreflang="{text}"/>'
            for rel in relations
        )
        return (
            f"<entry><id>urn:a:{it.number}</id><title type='html'>{text}</title>{links}"
            f"<author><name>{text}</name><uri>{address}</uri><email>{text}</email></author>"
            f"<contributor><name>{text}</name></contributor><rights>{text}</rights>"
            f'<category term="{text}" scheme="{address}" label="{text}"/>'
            f"<source><id>{address}</id><title>{text}</title><link href='{address}'/></source>"
            f"<summary type='html'>{text}</summary>"
            f"<content type='html'>{it.words} {text}</content></entry>"
        )

    text, address = escape(each[0].text), escape(each[0].address)
    return (
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{text}"><id>{address}</id>'
        f"<title type='html'>{text}</title><subtitle>{text}</subtitle><icon>{address}</icon>"
        f"<logo>{address}</logo><rights>{text}</rights><generator uri='{address}'>{text}"
        f"</generator><link href='{address}'/>{''.join(map(one, each))}</feed>"
    )


def jsonfeed(each: list[Planted]) -> str:
    def one(it: Planted) -> dict[str, Any]:
        text, address = it.text, it.address
        person = {"name": text, "url": address, "avatar": address}
        file = {"url": address, "mime_type": text, "title": text}
        return {
            "id": f"j{it.number}", "title": text, "url": address, "external_url": address,
            "image": address, "banner_image": address, "authors": [person], "tags": [text],
            "attachments": [file], "summary": text, "language": text,
            "content_html": f"{it.words} {text}",
        }  # fmt: skip

    text, address = each[0].text, each[0].address
    return json.dumps(
        {"version": "https://jsonfeed.org/version/1.1", "title": text, "description": text,
         "home_page_url": address, "icon": address, "favicon": address, "language": text,
         "authors": [{"name": text, "url": address}], "items": [one(it) for it in each]}
    )  # fmt: skip


WRITERS = {"atom": atom, "rss": rss, "json": jsonfeed}

_ACTIVE = re.compile(
    "script|style|i?frame|frameset|fencedframe|object|embed|applet|param|form|input|button|textarea"
    "|select|option|keygen|isindex|svg|math|link|meta|base|template|noscript|noembed|xmp|plaintext"
    "|title|portal|layer|bgsound|marquee|dialog|slot|map|area|body|html|head|xml|image|animate|use"
    "|foreignobject"
)
_LEADING = frozenset(["href", "src", "cite", "poster", "action", "formaction", "data", "ping"])


class Judge(HTMLParser):
    """Reads a text as a careless reader does, as HTML, and says what in it could act."""

    def __init__(self, text: str, *, is_words: bool) -> None:
        super().__init__(convert_charrefs=True)
        self._is_words = is_words
        self.wrong: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if _ACTIVE.fullmatch(tag) or (self._is_words and attrs):
            self.wrong.append(self.get_starttag_text() or tag)
        for name, value in attrs:
            if name.startswith("on") or name in ("style", "srcdoc", "background"):
                self.wrong.append(f"{tag} {name}")
            if name in _LEADING and not re.match(r"(https?://|mailto:)", value or ""):
                self.wrong.append(f"{tag} {name}={value}")

    def handle_comment(self, data: str) -> None:
        if not self._is_words:
            self.wrong.append(f"comment {data}")

    handle_decl = handle_pi = unknown_decl = handle_comment


_IS_HTML = re.compile(r"(content|summary)@html|encoded|description|content_html")
_IS_ADDRESS = re.compile(
    r"(\w+_)?url|href|src|uri|link|comments|docs|icon|favicon|logo|image|avatar|self|hub"
)
_BAD = re.compile(r"(feed:)?(javascript|vbscript|data|view-source|blob|file):")


def fields(body: bytes, format: str) -> Iterator[tuple[str, str]]:
    """Each text and attribute of a document under its own name."""
    if format == "json":
        yield from _of_json("", json.loads(body))
        return
    for element in ElementTree.fromstring(body).iter():
        name = element.tag.rpartition("}")[2]
        kind = element.get("type", "") if name in ("content", "summary", "title") else ""
        if (element.text or "").strip():
            yield (f"{name}@{kind}" if kind else name), element.text or ""
        for attribute, value in element.attrib.items():
            yield attribute.rpartition("}")[2], value


def _of_json(name: str, value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _of_json(key, inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _of_json(name, inner)
    elif isinstance(value, str) and value:
        yield name, value


def faults(body: bytes, format: str) -> list[str]:
    """What a strict reader finds active."""
    found = []
    for name, value in fields(body, format):
        seen = Judge(value, is_words=_IS_HTML.fullmatch(name) is None)
        found += [f"{name}: {wrong}" for wrong in seen.wrong]
        plain = re.sub(r"[\x00-\x20]", "", unescape(value)).lower()
        if _BAD.match(plain):
            found.append(f"{name}: {value[:80]}")
        if _IS_ADDRESS.fullmatch(name) and not re.match(r"https?://[\w.-]+(:\d+)?(/|$)", value):
            found.append(f"{name}: {value[:80]}")
    return found


def publish(texts: tuple[str, ...], kinds: tuple[str, ...] = FORMATS) -> Site:
    answers: dict[str, Any] = {}
    for kind in kinds:
        body = WRITERS[kind](planted(kind, texts)).encode("utf-8", "surrogatepass")
        answers[f"https://{kind}.example/feed"] = body
    site = Site(answers, CONFIG)
    site.whole = True
    assert [polled.outcome for polled in site.poll_all()] == ["read"] * len(kinds)
    return site


def documents(site: Site, *paths: str) -> Iterator[tuple[str, bytes, list[str]]]:
    """Each with what our validator says of it."""
    made = Documents(site.config)
    with site.store.reading() as read:
        for path in paths:
            target = target_of(path)
            body = made.make(read, target).body
            problems = inspect(target, body, site.config.site.url)
            yield path, body, [f"{one.severity}: {one}" for one in problems]


@pytest.fixture(scope="module")
def attacked() -> Site:
    return publish(tuple(ATTACKS))


PUBLISHED = tuple(
    f"{name}.{format}" for format in FORMATS for name in
                  ("/all", "/sources/atom-example", "/sources/rss-example", "/sources/json-example")
)  # fmt: skip


def test_a_strict_reader_sees_an_attack_where_there_is_one() -> None:
    """Else its silence says nothing."""
    seen = [
        attack for attack in ATTACKS if Judge(attack, is_words=False).wrong or "<" not in attack
    ]
    assert len(seen) > 0.8 * len(ATTACKS)
    document = {"title": "<b onclick=x>a", "url": "javascript:x", "tags": ["<script>"]}
    assert len(faults(json.dumps(document).encode(), "json")) >= 4


@pytest.mark.parametrize("path", PUBLISHED)
def test_no_field_of_a_feed_is_active_whatever_stood_in_it(attacked: Site, path: str) -> None:
    ((_, body, problems),) = documents(attacked, path)
    assert faults(body, path.rpartition(".")[2]) == []
    assert problems == []


@pytest.mark.parametrize("format", FORMATS)
def test_no_entry_and_no_harmless_text_is_lost(attacked: Site, format: str) -> None:
    ((_, body, _),) = documents(attacked, f"/all.{format}")
    text = body.decode()
    assert len(attacked.stories()) == 3 * len(ATTACKS)
    for kind in FORMATS:
        lost = [n for n in range(len(ATTACKS)) if f"{kind}{n}word39" not in text]
        assert lost == []
    assert all(story.lead.title.startswith("KEEP") for story in attacked.stories())


class Page(HTMLParser):
    """What of a page of ours could act: every handler, and where its elements lead."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.wrong: list[str] = []
        self._script = False
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._script = tag == "script"
        if tag in ("iframe", "object", "embed", "applet", "base", "frame", "math"):
            self.wrong.append(tag)
        for name, value in attrs:
            if name.startswith("on") or name == "srcdoc":
                self.wrong.append(f"{tag} {name}")
            if name in _LEADING and _BAD.match(re.sub(r"[\x00-\x20]", "", value or "").lower()):
                self.wrong.append(f"{tag} {name}={value}")
            if tag in ("script", "link", "form", "meta") and "evil.example" in (value or ""):
                self.wrong += [f"{tag} {name}"] if name != "content" else []

    def handle_data(self, data: str) -> None:
        if self._script and ("alert(" in data or "evil.example" in data):
            self.wrong.append(data[:80])

    def handle_endtag(self, tag: str) -> None:
        self._script = False


def test_no_page_is_active_either(attacked: Site) -> None:
    stories = [f"/stories/{story.id}" for story in attacked.stories()]
    for path, body, _ in documents(attacked, "/", "/sources/rss-example", "/status", *stories):
        assert Page(body.decode()).wrong == [], path


@pytest.mark.parametrize("odd", ODD, ids=ascii)
def test_no_character_in_any_field_breaks_what_is_published(odd: str) -> None:
    """feedgen refuses the whole feed for one of them (protocol.md section 4)."""
    site = publish((f"KE{odd}EP one", f"{odd}KEEP two", f"KEEP three{odd}"))
    assert len(site.stories()) == 9
    for path, body, problems in documents(site, *PUBLISHED):
        assert problems == [], path
        assert faults(body, path.rpartition(".")[2]) == []
        titles = [
            v
            for name, v in fields(body, path.rpartition(".")[2])
            if name in ("title", "title@html")
        ]
        assert sum("three" in title for title in titles) >= (3 if path.startswith("/all") else 1)
