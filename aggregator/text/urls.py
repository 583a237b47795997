"""Addresses in, absolute or comparable addresses out. Pure.

`absolute` and `untracked` give what is published; `canonical` gives what copies are compared by and
is never shown: it drops what does not select a page (scheme, "www.", tracking, order of parameters)
and keeps every parameter it does not know, so that two pages never become one. Parsing is the
WHATWG's (can_ada).
"""

import re
from urllib.parse import unquote, urljoin, urlsplit

import can_ada

from ._tracking import REDIRECTORS, TRACKING, TRACKING_BY_VALUE, TRACKING_PREFIXES
from .clean import scrub

_LONGEST = 4096  # a web address beyond this is an attack or a data: address in disguise
_BREAKS = re.compile(r"[\t\r\n]")
_SLASHES = re.compile(r"^([a-z][a-z0-9+.-]*:)/{2,}", re.IGNORECASE)
_ESCAPE = re.compile(r"%([0-9a-fA-F]{2})")
_UNRESERVED = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_INDEX = re.compile(r"/index\.(?:html?|php)$")
_AMP_TAIL = re.compile(r"(?<=/)([^/]*(?:\d{5,}|(?:-[^/-]+){3,})[^/]*)/amp$")
_AMP_CACHE = re.compile(r"^/[cvi]/(s/)?([^/]+\..*)$")
_WWW = re.compile(r"^(?:www\.)+(?=[^.]+\.)")
_MOBILE = re.compile(r"^(?:m|mobile|amp)\.(?=(?:facebook|youtube|twitter|theguardian|cnn)\.com$)")
_MOBILE_WIKI = re.compile(r"^([a-z-]+)\.m\.(?=wiki[a-z]+\.org$)")
_USER = re.compile(r"^([a-z][a-z0-9+.-]*://)[^/]*@", re.IGNORECASE)
_PARAMETER = re.compile(r"(?P<name>[^&;=#]+)=[^&;#]*")
_NAME_WORD = re.compile(r"[A-Z]?[a-z0-9]+|[A-Z0-9]+")
_SECRETS = frozenset(
    ("apikey", "auth", "credential", "credentials", "jwt", "key", "pass", "passwd", "password",
     "pwd", "secret", "sig", "signature", "token")
)  # fmt: skip


def absolute(url: str, base: str = "") -> str:
    """`url` resolved against `base` as a browser would; "" unless the outcome is http or https."""
    text = _BREAKS.sub("", scrub(url)).strip()
    if not text or len(text) > _LONGEST:
        return ""
    parsed = _parse(text)
    if parsed is None:
        try:
            parsed = _parse(urljoin(base, _SLASHES.sub(r"\1//", text))) if base else None
        except ValueError:  # urljoin's answer to brackets that hold no IPv6 address
            return ""
    if parsed is None or parsed.protocol not in ("http:", "https:") or not parsed.hostname:
        return ""
    return str(parsed.href)


def is_web(url: str) -> bool:
    """Whether `url` is a complete http(s) address as it stands."""
    return bool(re.match(r"https?://[^\s/]", url, re.IGNORECASE)) and bool(absolute(url))


def host_key(url: str) -> str:
    """The host that `url` belongs to, without "www.", in ASCII lower case; "" when it has none."""
    parsed = _parse(url.strip())
    return _host(parsed) if parsed is not None else ""


def without_secrets(url: str) -> str:
    """`url` as everyone may see it: no user, and '…' for what a parameter named as a secret holds.

    Some publishers offer each reader an address with a token in it: who knows it reads as they do.
    """
    head, mark, query = url.partition("?")
    head = _USER.sub(r"\1", head)
    return head + mark + _PARAMETER.sub(_hidden, query)


def _hidden(parameter: re.Match[str]) -> str:
    words = set(_NAME_WORD.findall(unquote(parameter["name"]))) | {parameter["name"]}
    is_secret = not _SECRETS.isdisjoint(word.lower() for word in words)
    return f"{parameter['name']}=…" if is_secret else parameter[0]


def untracked(url: str) -> str:
    """`url` without the parameters that tell who came from where; the rest as written."""
    head, mark, tail = url.partition("?")
    query, hash_, fragment = tail.partition("#")
    if not mark or not query:
        return url
    host = host_key(url)
    kept = "&".join(part for part in query.split("&") if not _tracks(part, host))
    return url if kept == query else f"{head}{'?' if kept else ''}{kept}{hash_}{fragment}"


def canonical(url: str) -> str:
    """What `url` is compared by: equal for two spellings of one page. Idempotent; "" for none.

    http and https, "www." or not, a trailing slash or "index.html", fragments other than routes
    ("#!", "#/"), tracking parameters and the order of parameters make no difference. Redirectors
    and AMP caches that state their target are replaced by it.
    """
    target = _unwrapped(absolute(url))
    parsed = _parse(target) if target else None
    if parsed is None:
        return ""
    host = _MOBILE_WIKI.sub(r"\1.", _MOBILE.sub("", _host(parsed)))
    path = _escapes(str(parsed.pathname))
    query = _query(str(parsed.search)[1:], host)
    fragment = str(parsed.hash)
    route = fragment if fragment.startswith(("#!", "#/")) and len(fragment) > 2 else ""
    if host == "youtu.be" and len(path) > 1:
        host, path, query = "youtube.com", "/watch", f"v={path[1:].split('/')[0]}"
    elif host == "youtube.com" and path == "/watch":
        query = next((part for part in query.split("&") if part.startswith("v=")), query)
    if not host:
        return ""
    path = _short(path, has_query=bool(query))
    port = f":{parsed.port}" if parsed.port not in ("", "80", "443") else ""
    return f"https://{host}{port}{path or '/'}{'?' if query else ''}{query}{route}"


def _parse(url: str) -> "can_ada.URL | None":
    try:
        return can_ada.parse(url)
    except (ValueError, UnicodeEncodeError):
        return None


def _host(parsed: "can_ada.URL") -> str:
    host = str(parsed.hostname).lower().rstrip(".")
    return _WWW.sub("", host)


def _short(path: str, *, has_query: bool) -> str:
    """`path` without what names the same page in more words; a fixed point."""
    while True:
        shorter = _AMP_TAIL.sub(r"\1", path.rstrip("/"))
        shorter = shorter if has_query else _INDEX.sub("", shorter).rstrip("/")
        if shorter == path:
            return path
        path = shorter


def _escapes(text: str) -> str:
    """Percent-encoding in its normal form (RFC 3986 6.2.2.1 and 6.2.2.2)."""
    return _ESCAPE.sub(_escape, text)


def _escape(match: re.Match[str]) -> str:
    code = int(match[1], 16)
    return chr(code) if code in _UNRESERVED else match[0].upper()


def _query(query: str, host: str) -> str:
    kept = [part for part in query.split("&") if part and not _tracks(part, host)]
    return "&".join(sorted((_escapes(part) for part in kept), key=lambda part: part.split("=")[0]))


def _tracks(parameter: str, host: str) -> bool:
    name, _, value = parameter.partition("=")
    name, value = name.lower().removeprefix("amp;"), unquote(value).lower()
    if name in TRACKING or name.startswith(TRACKING_PREFIXES):
        return True
    if name == "ref":  # code hosts name a branch by it: only a referrer that says so is dropped
        return value in ("rss", "feed", "atom", host, f"www.{host}")
    pattern = TRACKING_BY_VALUE.get(name)
    return pattern is not None and pattern.match(value) is not None


def _unwrapped(url: str) -> str:
    """The address that a redirector names in so many words; `url` itself otherwise."""
    while (parsed := _parse(url)) is not None and (target := _target(parsed)):
        url = target  # always shorter than the address it stood in
    return url


def _target(parsed: "can_ada.URL") -> str:
    host, path = _host(parsed), str(parsed.pathname)
    if host.endswith(".cdn.ampproject.org") and (match := _AMP_CACHE.match(path)):
        return absolute(f"http{'s' if match[1] else ''}://{match[2]}{parsed.search}")
    if host == "google.com" and (match := re.match(r"/amp/(s/)?([^/]+\..*)$", path)):
        return absolute(f"http{'s' if match[1] else ''}://{match[2]}{parsed.search}")
    names = REDIRECTORS.get(host + path.rstrip("/"), ())
    for part in str(parsed.search)[1:].split("&") if names else ():
        name, _, value = part.partition("=")
        if name in names and is_web(target := unquote(value)):
            return absolute(target)
    return ""


def path_words(url: str) -> str:
    """The last part of an address as words, for something that has no other name."""
    parts = urlsplit(absolute(url))
    tail = unquote(parts.path.rstrip("/").rsplit("/", 1)[-1])
    tail = re.sub(r"\.(?:html?|php|aspx?|mp3|m4a|mp4|pdf)$", "", tail, flags=re.IGNORECASE)
    words = re.sub(r"[-_+\s]+", " ", scrub(tail)).strip()
    return words or parts.netloc
