"""The sample feeds, read as on the first run under the shipped config.toml. No network."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path

import httpx

from aggregator.config import Config, parse_config
from aggregator.hosts import Gate
from aggregator.model import Source
from aggregator.pipeline import Outside, poll
from aggregator.placing import Rules
from aggregator.roster import call_roster
from aggregator.store import Store, open_store

ROOT = Path(__file__).parent.parent
NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


def polled(*more: Source, backwards: bool = False) -> tuple[Store, Config]:
    """A store in memory with every sample feed read, and the configuration; the caller closes it.

    `more` sources are asked as well, and may fail; the samples may not.
    """
    shipped = parse_config((ROOT / "config.toml").read_text(encoding="utf-8"))
    local = tuple(source for source in shipped.sources if source.url.startswith("file:"))
    store = open_store("sqlite:///:memory:")
    rules = call_roster(shipped.model_copy(update={"sources": (*local, *more)}), ROOT, store, NOW)
    sources = sorted(rules.sources.values(), key=lambda one: one.id, reverse=backwards)
    failed = asyncio.run(_poll_all(sources, store, rules))
    allowed = {source.url for source in more}
    assert [words for url, words in failed if url not in allowed] == []
    return store, rules.config


async def _poll_all(sources: list[Source], store: Store, rules: Rules) -> list[tuple[str, str]]:
    async with httpx.AsyncClient() as client:
        outside = Outside(client=client, gate=Gate(rules.config.fetch), store=store, directory=ROOT)
        found = [
            (source.url, await poll(source, outside, rules, now=NOW, jitter=0.5))
            for source in sources
        ]
    return [(url, str(one.error)) for url, one in found if one.outcome != "read"]
