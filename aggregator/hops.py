"""A redirect in, the next request of the chain out, or why it is not made. Pure.

Also what an address may show of itself in a message, and where a source's own headers may go.
"""

from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit, urlunsplit

from .errors import FetchError
from .model import PollState, Validators

REDIRECTS = (301, 302, 303, 307, 308)
_PERMANENT = (301, 308)
_MOST_REDIRECTS = 5
_LONGEST_ADDRESS = 4096


@dataclass(frozen=True, slots=True, kw_only=True)
class Hop:
    """One request of a chain of redirects."""

    url: str
    seen: tuple[str, ...] = ()
    moved_to: str = ""  # where the permanent prefix of the chain leads
    is_permanent: bool = True  # so far

    def conditions(self, state: PollState) -> Validators:
        """What to ask with: only the very address that gave the validators may be shown them."""
        return state.validators if state.validators.url == self.url else Validators()

    def subject(self) -> str:
        """For a message: the address that was asked first, and where that led."""
        if not self.seen:
            return shown(self.url)
        return f"{shown(self.seen[0])} (at {shown(self.url)})"


def first_hop(url: str) -> Hop:
    """Begin at an http(s) address; raises FetchError when it is none."""
    try:
        return Hop(url=_clean(url))
    except ValueError as error:
        raise FetchError(f"{shown(url)}: no web address", kind="refused") from error


def next_hop(hop: Hop, status: int, location: str) -> Hop:
    """Where a redirect leads. Raises FetchError: loops, long chains, https to http, other schemes.

    Only the permanent prefix of the chain is a move (RFC 9110 15.4.2 and 15.4.9).
    """
    if not location.strip():
        raise FetchError(f"{hop.subject()}: {status} without a location")
    try:
        url = _clean(urljoin(hop.url, location.strip()))
    except ValueError as error:
        subject = f"{hop.subject()}: redirected to no web address"
        raise FetchError(subject, kind="refused") from error
    if url.startswith("http:") and hop.url.startswith("https:"):
        raise FetchError(f"{hop.subject()}: redirected from https to http", kind="refused")
    seen = (*hop.seen, hop.url)
    if url in seen:
        raise FetchError(f"{hop.subject()}: redirected in a circle")
    if len(seen) > _MOST_REDIRECTS:
        raise FetchError(f"{hop.subject()}: redirected more than {_MOST_REDIRECTS} times")
    is_permanent = hop.is_permanent and status in _PERMANENT
    return Hop(
        url=url,
        seen=seen,
        is_permanent=is_permanent,
        moved_to=url if is_permanent else hop.moved_to,
    )


def may_see_headers(source_url: str, url: str) -> bool:
    """Whether a source's own headers go there: to its own scheme, host and port only.

    The same host by https counts as the same: that only keeps the secret better.
    """
    ours, theirs = urlsplit(source_url), urlsplit(url)
    if ours.hostname != theirs.hostname:
        return False
    if (ours.scheme, theirs.scheme) == ("http", "https"):
        return ours.port in (None, 80) and theirs.port in (None, 443)
    return (ours.scheme, _port(ours.port, ours.scheme)) == (
        theirs.scheme,
        _port(theirs.port, theirs.scheme),
    )


def shown(url: str) -> str:
    """An address for a message: no userinfo, and no query, which may be a token."""
    try:
        parts = urlsplit(" ".join(url.split()))
    except ValueError:
        return "an unreadable address"
    if parts.scheme == "file":
        return url[:300]
    netloc = parts.netloc.rpartition("@")[2]
    return urlunsplit((parts.scheme, netloc, parts.path, "…" if parts.query else "", ""))[:300]


def _clean(url: str) -> str:
    """Without fragment and userinfo, which are not ours to send; ValueError if not http(s)."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname or len(url) > _LONGEST_ADDRESS:
        raise ValueError("no web address")
    _ = parts.port  # raises when it is no number
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2], fragment=""))


def _port(port: int | None, scheme: str) -> int:
    return port or (443 if scheme == "https" else 80)
