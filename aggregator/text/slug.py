"""Names in URLs: any string in, lower-case ASCII letters, digits and single hyphens out. Pure."""

import re
import unicodedata
from hashlib import blake2b
from urllib.parse import unquote, urlsplit

_BORING = re.compile(
    r"^(?:index|feed|feeds|rss2?|atom|rdf|xml|json|default|main|all)$|\.(?:xml|rss|rdf|atom|json)$"
)


def slugify(text: str, longest: int = 60) -> str:
    """'Jürgen  Müller!' -> 'jurgen-muller'; '' when nothing is left but a script without ASCII.

    Letters that no decomposition turns into ASCII are named by a short digest of the whole text,
    so that every non-empty name in any script has a slug that never changes.
    """
    plain = unicodedata.normalize("NFKD", text.casefold())
    ascii_only = re.sub(r"[^a-z0-9]+", "-", "".join(c for c in plain if c.isascii())).strip("-")
    letters = [c for c in plain if c.isalnum()]
    if not letters:
        return ""
    if sum(c.isascii() for c in letters) * 2 < len(letters):
        digest = blake2b(text.casefold().encode(), digest_size=4).hexdigest()
        ascii_only = f"{ascii_only}-{digest}".lstrip("-")
    return ascii_only[:longest].rstrip("-")


def source_slug(url: str) -> str:
    """A slug for a source without a title: its host and the telling parts of its path."""
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.")
    steps = [step for step in unquote(parts.path).split("/") if step]
    if parts.scheme == "file":
        return slugify(re.sub(r"\.\w+$", "", steps[-1])) if steps else "file"
    telling = [re.sub(r"\.\w{2,5}$", "", s) for s in steps if not _BORING.search(s.lower())]
    return slugify("-".join([host, *telling])) or "source"
