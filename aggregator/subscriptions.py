"""Lists of sources in other shapes: OPML and Planet .ini in, config.toml text edited. Pure.

Editing keeps the operator's comments and order (tomlkit). A list never brings in an address that
the configuration would refuse.
"""

import configparser
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import tomlkit
from lxml import etree
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import AoT

from .errors import ConfigError, ReadError
from .model import Source, SourceId
from .text.clean import one_line
from .text.slug import slugify, source_slug

_MOST_OUTLINES = 100_000
_LONGEST_TITLE = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """One source as a list names it (OPML 2.0 `outline` with xmlUrl)."""

    url: str
    title: str = ""


def read_opml(body: bytes, *, subject: str) -> tuple[Outline, ...]:
    """The feeds an OPML document lists, each address once, in its order; ReadError when it is none.

    Folders and fragments do not count. Entities are not expanded and nothing is fetched.
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, recover=True, huge_tree=False
    )
    try:
        root = etree.fromstring(body.lstrip(), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise ReadError(f"{subject}: not an OPML document") from error
    if root is None or str(root.tag).lower() != "opml":
        raise ReadError(f"{subject}: not an OPML document")
    found: dict[str, Outline] = {}
    for element in root.iter("outline"):
        url = (element.get("xmlUrl") or element.get("xmlurl") or "").strip().partition("#")[0]
        if not _is_web(url) or url in found or len(found) >= _MOST_OUTLINES:
            continue
        title = element.get("title") or element.get("text") or ""
        found[url] = Outline(url=url, title=one_line(title, _LONGEST_TITLE))
    return tuple(found.values())


def read_planet_ini(text: str, *, subject: str) -> tuple[Outline, ...]:
    """The feeds of a Planet Venus or Pluto .ini: sections named by address or with a `feed` key."""
    ini = configparser.RawConfigParser(strict=False, interpolation=None)
    try:
        ini.read_string(text)
    except configparser.Error as error:
        raise ReadError(f"{subject}: not a planet .ini file") from error
    found: dict[str, Outline] = {}
    for section in ini.sections():
        url = section if _is_web(section) else ini.get(section, "feed", fallback="").strip()
        title = ini.get(section, "name", fallback=ini.get(section, "title", fallback=""))
        if _is_web(url):
            found.setdefault(url, Outline(url=url, title=title.strip()))
    return tuple(found.values())


def as_sources(outlines: Iterable[Outline], followed: Source) -> tuple[Source, ...]:
    """What a followed list stands for: its own settings hold for every source it names."""
    return tuple(
        Source(
            id=SourceId(slugify(outline.title) or source_slug(outline.url)),
            url=outline.url,
            title=outline.title,
            topics=followed.topics,
            publish=followed.publish,
            rank=followed.rank,
            every=None,
            distrust=followed.distrust,
            max_items=followed.max_items,
            clean=followed.clean,
        )
        for outline in outlines
    )


def add_sources(config_text: str, outlines: Iterable[Outline]) -> tuple[str, tuple[Outline, ...]]:
    """config.toml with `[[sources]]` for each new address, and the outlines that were new."""
    document = _document(config_text)
    tables: Any = document.get("sources")
    have = {str(table.get("url", "")) for table in tables or ()}
    fresh = tuple({o.url: o for o in outlines if o.url not in have}.values())
    if not fresh:
        return config_text, ()
    if not isinstance(tables, AoT):
        tables = tomlkit.aot()
        document.append("sources", tables)
    for outline in fresh:
        table = tomlkit.table()
        table.append("url", outline.url)
        if outline.title:
            table.append("title", outline.title)
        tables.append(table)
    return tomlkit.dumps(document), fresh


def remove_source(config_text: str, url: str) -> str:
    """config.toml without the `[[sources]]` table of this address; ConfigError when it has none."""
    document = _document(config_text)
    tables: Any = document.get("sources")
    places = [
        n for n, table in enumerate(tables or ()) if url in (table.get("url"), table.get("opml"))
    ]
    if not places:
        raise ConfigError(f"config.toml: sources: none has the address {url}")
    del tables[places[0]]
    return tomlkit.dumps(document)


def _document(text: str) -> tomlkit.TOMLDocument:
    try:
        return tomlkit.parse(text)
    except TOMLKitError as error:
        raise ConfigError(f"config.toml: {error}") from error


def _is_web(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and not parts.password


def without_samples(config_text: str) -> str:
    """The shipped configuration without what belongs to the sample feeds: to start from."""
    lines = config_text.splitlines(keepends=True)
    marks = [number for number, line in enumerate(lines) if line.startswith("# sample")]
    kept, inside = [], False
    for number, line in enumerate(lines):
        if number in marks:
            inside = line.startswith("# sample feeds begin")
        elif not inside:
            kept.append(line)
    return "".join(kept)
