"""Image tags in, image tags a stranger may show in our pages out. Pure: the image part of
`html.clean`."""

import re

from ._markup import ATTRIBUTES, attributes
from .urls import absolute

_IMG = re.compile(rf"<img(?=[\s/>])({ATTRIBUTES})>", re.IGNORECASE)
_TINY = re.compile(r"\s*0*[01](?:\.\d+)?\s*(?:px)?\s*$")
_CANDIDATE = re.compile(r"\s*,*\s*(\S+?)(?:\s+(\d+(?:\.\d+)?[wx])\s*(?:,|$)|,(?=\s|$)|\s*$)")
_BEACON = re.compile(
    r"https?://(?:[^/\"]*\.)?(?:feedburner\.com/~|feedsportal\.com/|pixel\.wp\.com/|"
    r"stats\.wordpress\.com/|feeds\.wordpress\.com/1\.0/|doubleclick\.net/|google-analytics\.com/|"
    r"scorecardresearch\.com/|medium\.com/_/stat|pixel\.quantserve\.com/|b\.scorecardresearch\.com/)",
    re.IGNORECASE,
)
_LAZY = ("data-src", "data-lazy-src", "data-original", "data-lazy", "data-url")


def lazy_images(html: str) -> str:
    """Images that a script would have loaded get their address: a feed has no scripts.

    The true address is put in front of what the tag says, and the first of two attributes counts.
    """
    return _IMG.sub(_awake, html) if "data-" in html else html


def _awake(match: re.Match[str]) -> str:
    given = attributes(match[1])
    if re.match(r"\s*(?:https?:)?//", given.get("src", "")) and "data-lazy-src" not in given:
        return match[0]
    found = next((given[name] for name in _LAZY if given.get(name)), "")
    many = given.get("data-srcset") or given.get("data-lazy-srcset") or ""
    front = (f' src="{_quoted(found)}"' if found else "") + (
        f' srcset="{_quoted(many)}"' if many else ""
    )
    return f"<img{front} {match[1]}>" if front else match[0]


def _quoted(raw: str) -> str:
    return raw.replace('"', "&quot;")


def without_pixels(html: str) -> str:
    """Clean `html` without images that nobody is meant to see, and without those that have no
    address."""
    return _IMG.sub(_seen, html) if "<img" in html else html


def _seen(match: re.Match[str]) -> str:
    given = attributes(match[1])
    sizes = [given[name] for name in ("width", "height") if name in given]
    tiny = bool(sizes) and all(_TINY.match(size) for size in sizes)
    address = given.get("src", "") or given.get("srcset", "")
    if tiny or _BEACON.match(address) or not (address or given.get("alt")):
        return ""
    return match[0]


def srcset(value: str, base: str) -> str | None:
    """The candidates of a srcset with absolute web addresses; None when none is left."""
    kept = []
    for address, descriptor in _CANDIDATE.findall(value[:20_000])[:20]:
        if found := absolute(address, base):
            kept.append(f"{found.replace(',', '%2C')} {descriptor}".strip())
    return ", ".join(kept) or None
