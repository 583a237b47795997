"""The corpus of op-eds: a case and the form of its feed in, the documents of two sources out.

`forms` are how feeds carry a text: as markup or plain, in RSS, Atom or JSON Feed. A case may name
the one its copy comes in; its original comes in another, since two sites seldom publish alike.
"""

import json
import tomllib
from datetime import datetime
from html import escape
from pathlib import Path
from typing import Any

from tests.build import at

FOLDER = Path(__file__).parent / "opeds"
FIRST, FARM = "https://first.example/feed", "https://farm.example/feed"
ORIGINALS = {  # the form of the copy -> the form of the original beside it
    "rss": "atom-html", "rss-description": "json", "rss-plain": "rss", "json": "rss-description",
    "atom-html": "rss", "atom-xhtml": "rss", "atom-text": "atom-html",
}  # fmt: skip
_SPACES = (
    'xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:content="http://purl.org/rss/1.0/modules/content/"'
)


def cases() -> dict[str, dict[str, Any]]:
    """Every op-ed by the name of its file."""
    return {
        path.stem: tomllib.loads(path.read_text(encoding="utf-8"))
        for path in sorted(FOLDER.glob("*.toml"))
    }


def original_of(case: dict[str, Any]) -> str:
    """The document of who published it first."""
    form = ORIGINALS[case.get("form", "rss")]
    return _document(form, case, "original", case.get("signed", ()), at(days=-2))


def copy_of(case: dict[str, Any]) -> str:
    """The document of who took it over."""
    return _document(case.get("form", "rss"), case, "copy", case["claimed"], at(days=-1))


def _document(
    form: str, case: dict[str, Any], which: str, claimed: Any, published: datetime
) -> str:
    site = "https://first.example/" if which == "original" else "https://farm.example/"
    title, text = case[f"{which}_title"], case[which].strip()
    link, language = f"{site}op-ed", case["language"]
    if form == "json":
        people = [{"name": name} for name in claimed]
        item = {"id": link, "url": link, "title": title, "content_html": _markup(text)}
        item |= {"authors": people, "date_published": published.isoformat()}
        head = {"version": "https://jsonfeed.org/version/1.1", "title": site, "language": language}
        return json.dumps(head | {"home_page_url": site, "items": [item]})
    if form.startswith("atom"):
        return (
            f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{language}"><id>{site}</id>'
            f'<title>{site}</title><updated>{published.isoformat()}</updated><link href="{site}"/>'
            f'<entry><id>{link}</id><title>{escape(title)}</title><link href="{link}"/>'
            f"<updated>{published.isoformat()}</updated>"
            f"{''.join(f'<author><name>{escape(one)}</name></author>' for one in claimed)}"
            f"{_atom_content(form, text)}</entry></feed>"
        )
    return (
        f'<rss version="2.0" {_SPACES}><channel><title>{site}</title><link>{site}</link>'
        f"<language>{language}</language><item><title>{escape(title)}</title><link>{link}</link>"
        f"{''.join(f'<dc:creator>{escape(one)}</dc:creator>' for one in claimed)}"
        f"<pubDate>{published:%a, %d %b %Y %H:%M:%S} GMT</pubDate>"
        f"{_rss_content(form, text)}</item></channel></rss>"
    )


def _markup(text: str) -> str:
    return "".join(f"<p>{escape(line, quote=False)}</p>\n" for line in text.split("\n") if line)


def _atom_content(form: str, text: str) -> str:
    if form == "atom-xhtml":
        div = f'<div xmlns="http://www.w3.org/1999/xhtml">{_markup(text)}</div>'
        return f'<content type="xhtml">{div}</content>'
    if form == "atom-text":
        return f'<content type="text">{escape(text)}</content>'
    return f'<content type="html">{escape(_markup(text))}</content>'


def _rss_content(form: str, text: str) -> str:
    if form == "rss-plain":
        return f"<description>{escape(text)}</description>"
    if form == "rss-description":
        return f"<description>{escape(_markup(text))}</description>"
    return (
        f"<description>{escape(text[:120])}…</description>"
        f"<content:encoded><![CDATA[{_markup(text)}]]></content:encoded>"
    )
