"""What the tests of fetching share: one fetch of a world, in an event loop of its own."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx

from aggregator.config import Config
from aggregator.errors import FetchError
from aggregator.fetch import fetch
from aggregator.model import Fetched, NotModified, PollState, Source
from aggregator.network import open_client
from tests.build import NOW, source

_TLS = httpx.create_ssl_context()  # reading the certificates takes longer than most tests


def ask(
    url: str,
    config: Config,
    *,
    known: Fetched | NotModified | None = None,
    headers: Mapping[str, str] | None = None,
    environ: Mapping[str, str] | None = None,
    directory: Path = Path(),
    client: Mapping[str, Any] | None = None,
    asked_at: str = "",
) -> Fetched | NotModified:
    """Fetch once; `known` is an earlier outcome whose validators and hash are remembered.

    `asked_at` is where the source is asked now, when that is not its own address.
    """
    asked: Source = source(url=url, headers=tuple((headers or {}).items()))
    poll = PollState(source=asked.id, url=asked_at or url)
    if known is not None:
        poll = replace(poll, validators=known.validators, body_hash=known.body_hash)

    async def main() -> Fetched | NotModified:
        given = {"ssl_context": _TLS, **(client or {})}
        async with open_client(config, **given) as opened:
            return await fetch(
                opened, asked, poll, config, NOW, directory=directory, environ=environ or {}
            )

    return asyncio.run(main())


def failure(url: str, config: Config, **given: Any) -> FetchError:
    """The error that a fetch ends in."""
    try:
        answer = ask(url, config, **given)
    except FetchError as error:
        return error
    raise AssertionError(f"no error but {type(answer).__name__}")


def mocked(handler: Any) -> httpx.AsyncClient:
    """A client without sockets."""
    return httpx.AsyncClient(transport=httpx.MockTransport(handler))
