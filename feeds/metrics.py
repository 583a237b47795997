"""Counts of what the server did and what the store holds in, Prometheus text out.

One registry for each application, so that two in one process never mix; no label comes from a
client.
"""

from collections import Counter as Tally

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_1_0_0

from aggregator.store import Publication

from .status import health_of

MEDIA_TYPE = CONTENT_TYPE_PLAIN_1_0_0
_SECONDS = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)


class Metrics:
    """What an operator watches. `registry` may be shared with the other half of the house."""

    def __init__(self, registry: CollectorRegistry | None = None) -> None:
        self.registry = registry or CollectorRegistry()
        self.requests = Counter(
            "feedmill_http_requests",
            "Requests answered, by what was asked for and status",
            ("kind", "status"),
            registry=self.registry,
        )
        self.seconds = Histogram(
            "feedmill_http_request_seconds",
            "Time from request to the last byte handed on",
            ("kind",),
            buckets=_SECONDS,
            registry=self.registry,
        )
        self.made = Counter(
            "feedmill_documents_made", "Documents rendered", ("kind",), registry=self.registry
        )
        self.taken = Counter(
            "feedmill_documents_taken",
            "Documents that were rendered elsewhere and taken from the store",
            registry=self.registry,
        )
        self.broken = Counter(
            "feedmill_documents_broken",
            "Documents that could not be rendered",
            registry=self.registry,
        )
        self.kept_bytes = Gauge(
            "feedmill_documents_kept_bytes", "Documents in memory", registry=self.registry
        )
        self._held = {
            name: Gauge(f"feedmill_{name}", help, registry=self.registry)
            for name, help in (
                ("stories", "Stories published"),
                ("articles", "Articles held"),
                ("authors", "Authors with a published story"),
                ("topics", "Topics with a published story"),
            )
        }
        self._sources = Gauge(
            "feedmill_sources", "Sources, by health", ("health",), registry=self.registry
        )

    def text(self, read: Publication) -> bytes:
        """The exposition, with the store's figures as of now."""
        counts = read.counts()
        for name, gauge in self._held.items():
            gauge.set(getattr(counts, name))
        healths = Tally(health_of(row) for row in read.sources())
        for health in ("ok", "new", "failing", "throttled", "gone", "paused"):
            self._sources.labels(health).set(healths[health])
        return generate_latest(self.registry)
