"""Names in URLs. In: any string; out: lower-case ASCII letters, digits, single hyphens. Pure."""

import re
import unicodedata
from hashlib import blake2b
from urllib.parse import unquote, urlsplit

_BORING = re.compile(
    r"^(?:index|feed|feeds|rss2?|atom|rdf|xml|json|default|main|all)$|\.(?:xml|rss|rdf|atom|json)$"
)

# Letters that Unicode does not take apart, as passports and catalogues write them (simplified).
_SPELT = str.maketrans(
    dict(zip("øłđæœþðıħŧŋабвгдеёзийклмнопрстуфхыэіїєґў", (
        "o l d ae oe th d i h t n a b v g d e e z i i k l m n o p r s t u f kh y e i i ie g u"
    ).split(), strict=True))
    | dict(zip("жцчшщъьюя", ("zh", "ts", "ch", "sh", "shch", "", "", "iu", "ia"), strict=True))
    | dict(zip("αβγδεζηθικλμνξοπρστυφχψω", (
        "a v g d e z i th i k l m n x o p r s t y f ch ps o"
    ).split(), strict=True))
)  # fmt: skip


def slugify(text: str, longest: int = 60) -> str:
    """'Jürgen  Müller!' -> 'jurgen-muller'; '' when the text holds no letter or digit.

    A name mostly in a script that is not spelt out here ends in a short digest of the whole text,
    so that every name in any script has a slug that never changes.
    """
    plain = unicodedata.normalize("NFKD", text.casefold())
    plain = unicodedata.normalize("NFC", "".join(c for c in plain if not unicodedata.combining(c)))
    plain = plain.translate(_SPELT)
    ascii_only = re.sub(r"[^a-z0-9]+", "-", "".join(c for c in plain if c.isascii())).strip("-")
    letters = [c for c in plain if c.isalnum()]
    if not letters:
        return ""
    if sum(c.isascii() for c in letters) * 2 < len(letters):
        digest = blake2b(text.casefold().encode(), digest_size=4).hexdigest()
        return f"{ascii_only[: longest - 9].strip('-')}-{digest}".lstrip("-")
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
