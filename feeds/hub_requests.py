"""The form a subscriber sends in, what they wish or why not out. Pure.

WebSub 5.1. What is said of a refusal is ours: nothing of the request is repeated.
"""

import re
from dataclasses import dataclass
from datetime import timedelta
from http import HTTPStatus
from typing import Literal
from urllib.parse import parse_qsl, urlencode, urlsplit

from . import urls
from .routes import FeedOf, path_of, target_of

LEASE = timedelta(days=10)  # WebSub 5.1 suggests it
LONGEST = timedelta(days=30)  # and forbids perpetual ones
SHORTEST = timedelta(minutes=1)

MOST_BYTES = 16 * 1024
"""Of a request: two addresses and a secret."""

_LONGEST_ADDRESS = 2000
_SECRET = 200  # bytes: it must be shorter (WebSub 5.1)
_PRINTABLE = re.compile(r"[!-~]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What a subscriber asks for; whether the feed exists is for the store to say."""

    mode: Literal["subscribe", "unsubscribe"]
    callback: str
    host: str
    feed_url: str
    target: FeedOf
    lease: timedelta
    secret: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Why not, for people, with the status for machines."""

    reason: str
    status: HTTPStatus = HTTPStatus.BAD_REQUEST


UNKNOWN = Refusal(
    reason="hub.topic: is none of our feeds; take the address that a feed itself gives as rel=self",
    status=HTTPStatus.NOT_FOUND,
)


def read_request(body: bytes, site_url: str) -> Wish | Refusal:
    """What an application/x-www-form-urlencoded body asks for; unknown parameters are ignored."""
    try:
        given = parse_qsl(body.decode("ascii"), errors="strict", max_num_fields=100)
    except ValueError:
        return Refusal(reason="the body is no form of UTF-8 text")
    form = dict(reversed(given))
    mode = form.get("hub.mode", "")
    if mode not in ("subscribe", "unsubscribe"):
        return Refusal(reason="hub.mode: must be subscribe or unsubscribe")
    callback = form.get("hub.callback", "")
    host = host_of(callback)
    if not host:
        return Refusal(reason="hub.callback: must be an absolute http or https address")
    secret = form.get("hub.secret", "")
    if len(secret.encode()) >= _SECRET or "\0" in secret:
        return Refusal(reason="hub.secret: must be shorter than 200 bytes of text")
    feed_url = form.get("hub.topic", "")
    target = feed_at(feed_url, site_url)
    if target is None:
        return UNKNOWN
    return Wish(
        mode="subscribe" if mode == "subscribe" else "unsubscribe",
        callback=callback,
        host=host,
        feed_url=feed_url,
        target=target,
        lease=lease_of(form.get("hub.lease_seconds", "")),
        secret=secret,
    )


def feed_at(feed_url: str, site_url: str) -> FeedOf | None:
    """The feed whose one right address this is; other spellings of it are not known to anybody."""
    opening = urls.absolute(site_url, "/")
    if not feed_url.startswith(opening) or len(feed_url) > _LONGEST_ADDRESS:
        return None
    path, _, query = feed_url[len(opening) - 1 :].partition("?")
    target = target_of(path, query)
    if not isinstance(target, FeedOf) or urls.absolute(site_url, path_of(target)) != feed_url:
        return None
    return target


def host_of(callback: str) -> str:
    """The host and port of an address that can be called back; '' for one that cannot."""
    if len(callback) > _LONGEST_ADDRESS or not _PRINTABLE.fullmatch(callback) or "#" in callback:
        return ""
    try:
        parts = urlsplit(callback)
        port = parts.port
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or not parts.hostname or "@" in parts.netloc:
        return ""
    return parts.hostname if port in (None, 80, 443) else f"{parts.hostname}:{port}"


def lease_of(seconds: str) -> timedelta:
    """The lease for a wished one, in seconds; what is no number above 0 leaves it to us."""
    if not re.fullmatch(r"0*[1-9]\d*", seconds, re.ASCII):
        return LEASE
    wished = int(seconds) if len(seconds.lstrip("0")) < 10 else int(LONGEST.total_seconds())
    return min(max(timedelta(seconds=wished), SHORTEST), LONGEST)


def question(callback: str, parameters: dict[str, str]) -> str:
    """The callback with parameters after its own, which stay as they are (WebSub 5.3)."""
    return f"{callback}{'&' if '?' in callback else '?'}{urlencode(parameters)}"
