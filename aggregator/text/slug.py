"""Names in URLs. In: any string; out: lower-case ASCII letters, digits, single hyphens. Pure."""

import re
import unicodedata
from hashlib import blake2b
from urllib.parse import unquote, urlsplit

_BORING = re.compile("index|feeds?|rss2?|atom|rdf|xml|json|default|main|all", re.IGNORECASE)
_ENDING = re.compile(r"\.[a-z0-9]{2,5}$", re.IGNORECASE)
# Letters that Unicode does not take apart, as passports and catalogues write them (simplified).
_SPELT = str.maketrans({
    "ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d", "ı": "i", "ħ": "h",
    "ŧ": "t", "ŋ": "n", "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "e",
    "з": "z", "и": "i", "й": "i", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p",
    "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f", "х": "kh", "ы": "y", "э": "e", "і": "i",
    "ї": "i", "є": "ie", "ґ": "g", "ў": "u", "ж": "zh", "ц": "ts", "ч": "ch", "ш": "sh",
    "щ": "shch", "ъ": "", "ь": "", "ю": "iu", "я": "ia", "α": "a", "β": "v", "γ": "g", "δ": "d",
    "ε": "e", "ζ": "z", "η": "i", "θ": "th", "ι": "i", "κ": "k", "λ": "l", "μ": "m", "ν": "n",
    "ξ": "x", "ο": "o", "π": "p", "ρ": "r", "σ": "s", "τ": "t", "υ": "y", "φ": "f", "χ": "ch",
    "ψ": "ps", "ω": "o",
})  # fmt: skip


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
    names = [_ENDING.sub("", step) for step in steps]
    if parts.scheme == "file":
        return (slugify(names[-1]) if names else "") or "file"
    telling = [name for name in names if not _BORING.fullmatch(name)]
    return slugify("-".join([host, *telling])) or "source"
