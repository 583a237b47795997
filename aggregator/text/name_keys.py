"""Addresses inside a byline: taken out before it is cut into names, given back afterwards. Pure.

"Mike Cason | mcason@example.org" must not be cut at the '@', nor "https://a.example/b" at the '/'.
An address stands in the words as one private-use character.
"""

import re
from dataclasses import dataclass

_FIRST = 0xE000  # private use: no name is written with these
_MOST = 64
_MAIL = r"[\w.!#$%&'*+/=?^`{|}~-]+@(?:[\w-]+\.)+[a-z]{2,}"
_KEY = re.compile(
    rf"[<(\[]?\s*(?:(?:mailto:|e-?mail:?\s*)?(?P<mail>{_MAIL})(?:\?\S*)?"
    r"|(?P<web>(?:https?://|www\.)[^\s<>()\[\],]+)"
    r"|(?<![\w@])(?P<handle>@[\w.]*\w(?:@[\w-]+(?:\.[\w-]+)+)?)"
    r"|(?:^|(?<=\s))/?(?P<user>u/\w[\w-]*))\s*[>)\]]?",
    re.IGNORECASE,
)
_IMPERSONAL = re.compile(
    r"^(?:no[-_.]?reply|do[-_.]?not[-_.]?reply|admin(?:istrator)?|info|webmaster|postmaster|root|support|contact|hello|"
    r"mail|office|news(?:room|desk|letter)?|editor(?:ial|s)?|redaktion|redaccion|redaction|redazione|press|team|"
    r"feedback|web|rss|feed|nobody|null|blog|post|author|user|staff|marketing|pr|media|help|service|"
    r"security|example|test|name|email|tips|letters|opinion|submissions?|"
    r"jobs|careers?|karriere|hr|events?|subscriptions?|abo|billing|orders?|shop|podcasts?|presse|kontakt|kontakte|contacto|contato|contatti|redactie|toimitus|redakcja|redakce|"
    r"leserbriefe?|noticias|nachrichten|secretariat|secretaria|segreteria|verein|buero|zentrale|"
    r"desk|online|redaction\w*|redaktion\w*|hi|info\w*|kundenservice|sales|admin\w*)\b[^@]*@|@(?:[\w-]+\.)?(?:noreply|localhost)\b"
    r"|@(?:blogger|users\.noreply\.github|medium)\.com$",
    re.IGNORECASE,
)
_AT = re.compile(r"(?<=\w)\s*[\[(]\s*at\s*[\])]\s*(?=\w)", re.IGNORECASE)
_DOT = re.compile(r"(?<=\w)\s*[\[(]\s*dot\s*[\])]\s*(?=\w)", re.IGNORECASE)
_PLACEHOLDER = re.compile("[\ue000-\ue03f]")


@dataclass(frozen=True, slots=True)
class Keys:
    """What was written beside one name. `dropped`: an address was there that is nobody's own."""

    email: str | None = None
    uri: str | None = None
    handle: str = ""
    dropped: bool = False


@dataclass(frozen=True, slots=True)
class Marked:
    """Words with one character in place of each address; `keys` has the addresses in order."""

    words: str
    keys: tuple[Keys, ...]


def is_personal_mail(address: str) -> bool:
    """Whether an e-mail address can tell one person from another: not noreply@ or info@."""
    return re.fullmatch(_MAIL, address, re.IGNORECASE) is not None and not _IMPERSONAL.search(
        address
    )


def mark_keys(words: str) -> Marked:
    """Take the addresses out of the words."""
    keys: list[Keys] = []

    def mark(match: re.Match[str]) -> str:
        if len(keys) == _MOST:
            return " "
        keys.append(_key(match))
        return f" {chr(_FIRST + len(keys) - 1)} "

    marked = _KEY.sub(mark, _AT.sub("@", _DOT.sub(".", _PLACEHOLDER.sub("", words))))
    return Marked(" ".join(marked.split()), tuple(keys))


def _key(match: re.Match[str]) -> Keys:
    if mail := match["mail"]:
        return Keys(email=mail) if is_personal_mail(mail) else Keys(dropped=True)
    if web := match["web"]:
        return Keys(uri=web if web[:4].lower() == "http" else f"http://{web}")
    if handle := match["handle"]:
        name, _, host = handle[1:].partition("@")
        return Keys(uri=f"https://{host}/@{name}") if host else Keys(handle=handle)
    return Keys(handle=match["user"])


def unmark(words: str, marked: Marked) -> tuple[str, Keys]:
    """The words of one part without addresses, and the addresses that stood in it."""
    mine = [marked.keys[ord(mark) - _FIRST] for mark in _PLACEHOLDER.findall(words)]
    return " ".join(_PLACEHOLDER.sub(" ", words).split()), Keys(
        email=next((key.email for key in mine if key.email), None),
        uri=next((key.uri for key in mine if key.uri), None),
        handle=next((key.handle for key in mine if key.handle), ""),
        dropped=any(key.dropped for key in mine),
    )
