"""Safe markup and the text that is to be left of it in, the markup without the rest out. Pure.

A text loses page furniture line by line (`boilerplate`, `byline`); here its markup follows. A block
goes when all its lines are gone: a heading, a paragraph, an entry of a list, then the list that
holds nothing else. A block with one line to keep stays whole. What loses nothing is not rewritten.
"""

from collections.abc import Collection

from selectolax.lexbor import LexborHTMLParser, LexborNode

from .html import to_text
from .lines import lines

_BLOCKS = (
    "p, li, h1, h2, h3, h4, h5, h6, div, section, aside, footer, header, figure, blockquote, "
    "dt, dd, td, tr"
)
_HOLDERS = "ul, ol, dl, table, tbody, div, section, aside, footer, header, nav, blockquote"
_SHOWN = "img, video, audio, iframe, picture, object, embed, svg, math"
_LONGEST = 1000  # characters of a block that may be furniture


def pruned(html: str, text: str) -> str:
    """`html` without the blocks whose lines were taken out of its text; `text` is what was left.

    A line that was only shortened is kept. Never everything: markup whose text has no line in
    common with `text` is returned as it is.
    """
    if "<" not in html:
        return html
    before = [_even(row.words) for row in lines(to_text(html))]
    kept = {_even(row.words) for row in lines(text)}
    gone = {row for row in before if row not in kept and not _is_shortened(row, kept)}
    if not gone or kept.isdisjoint(before):
        return html
    return _without(html, gone)


def _even(row: str) -> str:
    return " ".join(row.split())


def _is_shortened(row: str, kept: Collection[str]) -> bool:
    return any(len(one) > 20 and row.startswith(one.rstrip(" …")) for one in kept)


def _without(html: str, gone: Collection[str]) -> str:
    body = LexborHTMLParser(html).body
    if body is None:
        return html
    chosen: dict[int, LexborNode] = {}
    for node in body.css(_BLOCKS):
        # a block inside one that goes is not touched: its memory goes with the outer one
        if not _is_inside(node, chosen) and _is_gone(node, gone):
            chosen[node.mem_id] = node
    if not chosen:
        return html
    for node in chosen.values():
        node.decompose()
    for holder in reversed(body.css(_HOLDERS)):
        if not holder.text(strip=True) and holder.css_first(_SHOWN) is None:
            holder.decompose()
    return (body.inner_html or "").strip()


def _is_inside(node: LexborNode, chosen: Collection[int]) -> bool:
    outer = node.parent
    while outer is not None:
        if outer.mem_id in chosen:
            return True
        outer = outer.parent
    return False


def _is_gone(node: LexborNode, gone: Collection[str]) -> bool:
    text = node.text(deep=True, separator=" ", strip=True)
    if not text or len(text) > _LONGEST:
        return False
    rows = [_even(row.words) for row in lines(to_text(node.html or ""))]
    return bool(rows) and all(row in gone for row in rows)
