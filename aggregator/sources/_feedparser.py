"""A prepared document in, feedparser's reading of it out. The only file that knows feedparser.

Pure. feedparser judges what a document means. Three things are asked of it differently than `parse`
would: ids stay as written (RFC 4287 4.2.6: they are compared, never resolved), text is not decoded
a second time, and what it would fold into one field (hours to skip, kinds of date and description)
is kept apart. It never sees an address to open or a byte that is not UTF-8.
"""

import io
import xml.sax
import xml.sax.handler
import xml.sax.xmlreader
from dataclasses import dataclass
from typing import Any, ClassVar

from feedparser.api import LooseFeedParser, StrictFeedParser
from feedparser.mixin import _cp1252, _FeedParserMixin
from feedparser.urls import _urljoin, make_safe_absolute_uri

from ..errors import ReadError
from ._document import calm

MAX_DEPTH = 1_000
MAX_ATTRIBUTES = 200
MAX_TAGS = 500
MAX_BASE = 2_000
MAX_ELEMENTS = 150_000
_ENCODING = (
    "utf8"  # not "utf-8": at that spelling feedparser re-decodes text that looks doubly encoded
)
# feedparser's own rules, for those who must agree with it
CP1252: dict[int, str] = _cp1252
NAMESPACES: dict[str, str] = {
    **_FeedParserMixin.namespaces,
    "https://podcastindex.org/namespace/1.0": "podcast",
    "https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/1.0.md": "podcast",
}
join_address = _urljoin
join_safely = make_safe_absolute_uri
looks_like_html = _FeedParserMixin.looks_like_html


@dataclass(frozen=True, slots=True)
class Judgement:
    """feedparser's dictionaries and format name; `lenient` when no strict reading was possible."""

    feed: dict[str, Any]
    entries: list[dict[str, Any]]
    version: str
    lenient: bool = False


def judge(text: str, repaired: str, base: str) -> Judgement:
    """What feedparser makes of a document: strictly, else mended and strictly, else leniently."""
    found = _tried(_Strict, text, base)
    if found is None and repaired != text:
        found = _tried(_Strict, repaired, base)
    found = found or _tried(_Loose, calm(repaired), base)
    if found is None:
        raise ReadError("the document cannot be parsed")
    return found


def _tried(parser: Any, text: str, base: str) -> Judgement | None:
    reading = parser(base, None, _ENCODING)
    reading.resolve_relative_uris = False
    reading.sanitize_html = False
    try:
        reading.read(text)
    except ReadError:
        raise
    except Exception:
        return None  # any failure of a parser means the same: it could not read this
    return Judgement(
        reading.feeddata, reading.entries, reading.version, lenient=isinstance(reading, _Loose)
    )


class _Asked(_FeedParserMixin):  # type: ignore[misc]
    """What is asked of feedparser differently; stands in front of its strict and its loose
    parser."""

    can_be_relative_uri = frozenset(
        {"comments", "docs", "href", "icon", "link", "logo", "url", "wfw_comment", "wfw_commentrss"}
    )  # feedparser's own list without "id"
    _matchnamespaces: ClassVar = {uri.lower(): prefix for uri, prefix in NAMESPACES.items()}

    def unknown_starttag(self, tag: str, attrs: list[tuple[str, str]]) -> None:
        """Every element resolves its base: a long one would be resolved thousands of times."""
        short = len(self.baseuri) < MAX_BASE
        kept = [
            (k, v) for k, v in attrs if (short and len(v) < MAX_BASE) or k.lower()[-4:] != "base"
        ]
        super().unknown_starttag(tag, kept)

    def _start_item(self, attrs_d: dict[str, str]) -> None:
        super()._start_item(attrs_d)
        self.entries[-1]["x_base"] = self.baseuri
        self.entries[-1]["x_language"] = self.lang or ""

    _start_entry = _start_item

    def _end_guid(self) -> None:
        self.pop("id")
        self._save("x_permalink", bool(self.guidislink))

    _end_id = _end_guid

    def _sync_author_detail(self, key: str = "author") -> None:
        """A person written as one string stays one string: `_persons` takes it apart."""
        context = self._get_context()
        persons = context.get(f"{key}s")
        if persons and not persons[-1] and context.get(key):
            persons[-1]["name"] = context[key]

    def _save_author(self, key: str, value: str, prefix: str = "author") -> None:
        """The owner of a podcast is its publisher and not also the last author's name."""
        if prefix == "author":
            super()._save_author(key, value)

    def _add_tag(self, term: str | None, scheme: str | None, label: str | None) -> None:
        if len(self._get_context().get("tags", ())) < MAX_TAGS:  # each is compared with all before
            super()._add_tag(term, scheme, label)

    def _start_podcast_transcript(self, attrs_d: dict[str, str], rel: str = "transcript") -> None:
        link = {**self._enforce_href(attrs_d), "rel": rel, "hreflang": attrs_d.get("language", "")}
        self._get_context().setdefault("links", []).append(link)

    def _start_podcast_chapters(self, attrs_d: dict[str, str]) -> None:
        self._start_podcast_transcript(attrs_d, "chapters")

    def _start_hour(self, _: dict[str, str]) -> None:
        self.push("hour", 0)

    def _end_hour(self) -> None:
        self._get_context().setdefault("x_hours", []).append(self.pop("hour"))

    def _start_day(self, _: dict[str, str]) -> None:
        self.push("day", 0)

    def _end_day(self) -> None:
        self._get_context().setdefault("x_days", []).append(self.pop("day"))


class _AskedStrict(_Asked, StrictFeedParser):  # type: ignore[misc]
    x_elements = 0

    def startElementNS(self, name: Any, qname: Any, attrs: Any) -> None:
        if len(attrs) > MAX_ATTRIBUTES:  # feedparser takes quadratic time over them
            raise ReadError(f"an element has {len(attrs)} attributes")
        self.x_elements += 1
        if self.x_elements > MAX_ELEMENTS:
            raise ReadError(f"more than {MAX_ELEMENTS} elements")
        if self.depth > MAX_DEPTH:
            raise ReadError(f"elements are nested deeper than {MAX_DEPTH}")
        super().startElementNS(name, qname, attrs)

    def read(self, text: str) -> None:
        source = xml.sax.xmlreader.InputSource()
        source.setByteStream(io.BytesIO(text.encode("utf-8")))
        source.setEncoding("utf-8")
        parser = xml.sax.make_parser()  # noqa: S317 - without DTD, entities or addresses to open
        parser.setFeature(xml.sax.handler.feature_namespaces, True)
        parser.setFeature(xml.sax.handler.feature_external_ges, False)
        parser.setContentHandler(self)
        parser.setErrorHandler(self)
        parser.parse(source)


class _AskedLoose(_Asked, LooseFeedParser):  # type: ignore[misc]
    def read(self, text: str) -> None:
        self.feed(text)


def _kept_apart(element: str, key: str) -> dict[str, Any]:
    """Methods that store the text of `element` under `key` instead of where feedparser folds it."""

    def start(self: Any, _: dict[str, str]) -> None:
        self.push(key, 1)

    def end(self: Any) -> None:
        self.pop(key)

    return {f"_start_{element}": start, f"_end_{element}": end}


_APART = {
    **_kept_apart("dc_date", "x_dc_date"),
    **_kept_apart("media_title", "x_media_title"),
    **_kept_apart("media_description", "x_media_text"),
    **_kept_apart("itunes_summary", "x_itunes_text"),
    **_kept_apart("itunes_subtitle", "x_itunes_line"),
    **_kept_apart("itunes_duration", "x_itunes_duration"),
    **_kept_apart("itunes_episode", "x_itunes_episode"),
    **_kept_apart("itunes_season", "x_itunes_season"),
    **_kept_apart("itunes_episodetype", "x_itunes_kind"),
    **_kept_apart("itunes_explicit", "x_itunes_explicit"),
}
_Strict: Any = type("_Strict", (_AskedStrict,), _APART)
_Loose: Any = type("_Loose", (_AskedLoose,), _APART)

HANDLED = frozenset(
    name.removeprefix("_start_").removeprefix("_end_")
    for name in dir(_Strict)
    if name.startswith(("_start_", "_end_"))
)
"""The elements that feedparser treats in a way of their own."""
