"""Our subscription at a source's hub: is it due, does it work, is this question or delivery meant
for us? Pure; the rules are those of the W3C Recommendation WebSub.
"""

import hashlib
import hmac
from datetime import datetime, timedelta
from typing import Literal
from urllib.parse import urlsplit

from .model import Link, PollState

_RENEW_BEFORE = timedelta(days=1)
_ASK_AGAIN = timedelta(hours=6)  # a hub that has not verified us, or denied us, is asked again
_METHODS = {"sha1", "sha256", "sha384", "sha512"}


def hub_of(state: PollState) -> tuple[str, str] | None:
    """(hub, topic) as the source last named them, headers before document; None without both."""
    links = (*state.links, *(state.feed.links if state.feed else ()))
    hub, topic = _first(links, "hub"), _first(links, "self")
    return (hub, topic) if hub and topic else None


def is_due(state: PollState, now: datetime) -> bool:
    """Should the hub be asked (again)? At once when it or the topic changed, before the lease
    ends, and some hours after an answer that never came or was a denial."""
    named, push = hub_of(state), state.push
    if named is None:
        return False
    if push is None or named != (push.hub, push.feed_url):
        return True
    if push.state == "active" and push.expires is not None:
        return push.expires - now < _RENEW_BEFORE and now - push.asked > _ASK_AGAIN
    return now - push.asked > _ASK_AGAIN


def is_pushed(state: PollState, now: datetime) -> bool:
    """Does push work, so that polls are only a safety net?"""
    push = state.push
    return bool(push and push.state == "active" and push.expires and push.expires > now)


def can_be_reached(site_url: str) -> bool:
    """Could a hub reach us? Not at a loopback name: then nothing is asked of it."""
    host = urlsplit(site_url).hostname or ""
    return host not in ("localhost", "::1") and not host.startswith("127.")


Answer = Literal["confirm", "refuse", "denied"]


def judge(state: PollState, token: str, query: dict[str, str], now: datetime) -> Answer:
    """What to say to a hub's question (WebSub 5.3): only what was asked for is confirmed."""
    push = state.push
    if push is None or not is_same(push.token, token):
        return "refuse"
    if query.get("hub.topic") != push.feed_url:
        return "refuse"
    if query.get("hub.mode") == "denied":
        return "denied"
    asked = push.state == "asked" or now - push.asked <= _ASK_AGAIN
    return "confirm" if query.get("hub.mode") == "subscribe" and asked else "refuse"


def is_signed(body: bytes, signature: str, secret: str) -> bool:
    """Is X-Hub-Signature (method=hex) the HMAC of exactly this body (WebSub 7.1)?"""
    method, _, digest = signature.partition("=")
    if method.lower() not in _METHODS:
        return False
    expected = hmac.new(secret.encode(), body, getattr(hashlib, method.lower())).hexdigest()
    return is_same(expected, digest.strip().lower())


def is_same(known: str, given: str) -> bool:
    """Compare a secret in constant time."""
    return hmac.compare_digest(known.encode(), given.encode("utf-8", "replace"))


def _first(links: tuple[Link, ...], rel: str) -> str:
    return next((link.href for link in links if link.rel == rel), "")
