"""One request to a callback out, what it answered in: guarded, in its turn, and little of it.

Talks to the network, through the client it is given.
"""

import asyncio
from collections.abc import Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal, Protocol, cast

import httpx

from aggregator.errors import AggregatorError

_PATIENCE = 20.0  # seconds for a whole answer
_MOST = 4096  # bytes of it that are looked at


class Turns(Protocol):
    """Who may be asked when: no host is asked faster than politeness allows."""

    def turn(self, url: str) -> AbstractAsyncContextManager[None]:
        """Wait for the host's turn and hold it for the block."""
        ...

    def has_room(self, url: str) -> bool:
        """Whether the turn would come soon."""
        ...


@dataclass(frozen=True, slots=True)
class Answer:
    """Of a callback; status 0 when none came. `wait` is how long it wishes to be left alone."""

    status: int = 0
    body: bytes = b""
    wait: timedelta = timedelta()
    trouble: str = ""

    @property
    def is_well(self) -> bool:
        """Redirects are not."""
        return 200 <= self.status < 300

    @property
    def is_passing(self) -> bool:
        """Whether it may be another one in a while."""
        return self.status in (0, 429) or self.status >= 500


@dataclass(frozen=True, slots=True)
class Line:
    """The way out. `client` refuses what must not be reached, and follows no redirects."""

    client: httpx.AsyncClient
    turns: Turns

    def has_room(self, url: str) -> bool:
        """Whether the turn of the address's host would come soon."""
        return self.turns.has_room(url)

    async def ask(
        self,
        method: Literal["GET", "POST"],
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        content: bytes | None = None,
    ) -> Answer:
        """One request, and whatever came of it."""
        given = {"Accept-Encoding": "identity", **(headers or {})}
        try:
            async with (
                self.turns.turn(url),
                asyncio.timeout(_PATIENCE),
                self.client.stream(method, url, headers=given, content=content) as answer,
            ):
                body = await _beginning(answer) if method == "GET" else b""
                wait = _seconds(answer.headers.get("retry-after", ""))
                return Answer(status=answer.status_code, body=body, wait=wait)
        except (httpx.HTTPError, httpx.InvalidURL, AggregatorError, TimeoutError) as error:
            return Answer(trouble=type(error).__name__)


async def _beginning(answer: httpx.Response) -> bytes:
    """The body as it came, cut off soon: a challenge is short."""
    body = b""
    async for part in cast(httpx.AsyncByteStream, answer.stream):  # never unpacked
        body += part[: _MOST + 1]
        if len(body) > _MOST:
            break
    return body


def _seconds(retry_after: str) -> timedelta:
    """Retry-After in seconds; as a date it is not looked at."""
    is_number = retry_after.isascii() and retry_after.isdigit() and len(retry_after) < 9
    return timedelta(seconds=int(retry_after)) if is_number else timedelta()
