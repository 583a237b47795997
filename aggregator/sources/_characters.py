"""The bytes of an XML or JSON document in, its characters out. Pure; never fails.

Order of belief: a byte order mark; bytes that can only be UTF-8, whatever label they carry; the
HTTP header; the document's own declaration (RFC 7303 3). What fits none is read as UTF-8 with the
odd bytes taken for Windows-1252, which is what they are in practice.
"""

import codecs
import re

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_WIDE = (  # "<?" or "<r" or "{": one ASCII character in a wide encoding (XML 1.0 appendix F)
    (re.compile(rb"[<{\[]\x00\x00\x00"), "utf-32-le"),
    (re.compile(rb"\x00\x00\x00[<{\[]"), "utf-32-be"),
    (re.compile(rb"[<{\[]\x00[^\x00]"), "utf-16-le"),
    (re.compile(rb"\x00[<{\[]\x00"), "utf-16-be"),
)
_EBCDIC = b"\x4c\x6f\xa7\x94"
_DECLARED = re.compile(rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']\s*([\w.:-]{1,40})""")
_CHARSET = re.compile(r"""charset\s*=\s*["']?\s*([\w.:-]{1,40})""", re.IGNORECASE)
_SHIFTED = frozenset({"iso2022_jp", "iso2022_kr", "hz", "utf-7"})  # ASCII bytes, other characters
_DOUBLE = frozenset({"gb18030", "big5hkscs", "cp932", "euc_jp", "cp949"})
_HIGH = bytes(range(0x80, 0x100))
_ESCAPED = re.compile("[\udc80-\udcff]")
_SAME = {"gb2312": "gb18030", "gbk": "gb18030", "iso8859-1": "cp1252", "ascii": "cp1252",
         "big5": "big5hkscs", "shift_jis": "cp932", "euc_kr": "cp949", "iso8859-9": "cp1254",
         "tis-620": "cp874", "iso8859-11": "cp874"}  # fmt: skip
"""Supersets that the labels mean in practice (WHATWG Encoding 4.2)."""


def characters(body: bytes, content_type: str = "") -> str:
    """The text of `body`, without byte order mark."""
    for mark, encoding in _BOMS:
        if body.startswith(mark):
            return body[len(mark) :].decode(encoding, "replace")
    head = body[:64].lstrip(b" \t\r\n")
    for pattern, encoding in _WIDE:
        if pattern.match(head):
            return body.decode(encoding, "replace")
    if head.startswith(_EBCDIC):
        return body.decode("cp037", "replace")
    labels = _labels(content_type, body)
    if not any(label in _SHIFTED for label in labels) and not _chance(body, labels):
        labels = ("utf-8", *labels)
    for label in labels:
        if (text := _strict(body, label)) is not None:
            return text
    return _mixed(body)


def _labels(content_type: str, body: bytes) -> tuple[str, ...]:
    """What header and document say, more credible first.

    The header counts more (RFC 7303 3.2), unless it says Latin-1: that is a server's default, and
    the document's own word for something else was written by somebody.
    """
    said = [label for label in (_from_header(content_type), _from_declaration(body)) if label]
    return tuple(reversed(said) if said[:1] == ["cp1252"] else said)


def _chance(body: bytes, labels: tuple[str, ...]) -> bool:
    """Whether so few bytes could be UTF-8 by chance though they are said to be Chinese or
    Japanese."""
    return bool(labels) and labels[0] in _DOUBLE and 0 < len(body) - len(_ascii(body)) < 24


def _from_header(content_type: str) -> str:
    match = _CHARSET.search(content_type)
    return _codec(match[1]) if match else ""


def _from_declaration(body: bytes) -> str:
    match = _DECLARED.match(body[:400])
    return _codec(match[1].decode("ascii", "ignore")) if match else ""


def _codec(label: str) -> str:
    """Python's codec for `label`; "" for an unknown one, or one that is no character encoding."""
    try:
        found = codecs.lookup(label)
    except (LookupError, ValueError):
        return ""
    if not found._is_text_encoding or found.name.startswith(
        ("utf-16", "utf-32", "idna", "punycode")
    ):
        return ""  # a wide encoding would have shown in the first bytes
    return _SAME.get(found.name, found.name)


def _strict(body: bytes, encoding: str) -> str | None:
    try:
        return body.decode(encoding)
    except (UnicodeDecodeError, LookupError, ValueError):
        return None


def _mixed(body: bytes) -> str:
    """UTF-8 with single bytes of Windows-1252 between, or Windows-1252 where that is most of it."""
    good = body.decode("utf-8", "ignore").encode("utf-8")
    if 2 * (len(good) - len(_ascii(good))) < len(body) - len(_ascii(body)):
        return body.decode("cp1252", "replace")
    text = body.decode("utf-8", "surrogateescape")
    return _ESCAPED.sub(
        lambda match: bytes([ord(match[0]) - 0xDC00]).decode("cp1252", "replace"), text
    )


def _ascii(body: bytes) -> bytes:
    return body.translate(None, _HIGH)
