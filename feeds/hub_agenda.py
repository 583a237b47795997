"""What a hub has to do now, read from the store; what came of it, written back.

Reads and writes the store, called from threads. All that is to be remembered is there, so that a
hub that is started again goes on where another one was killed.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from aggregator.errors import FormatError
from aggregator.store import Intake, Publication, Store
from aggregator.store.subscribers import Asking, Subscription

from .documents import Documents
from .hub_line import Answer
from .hub_pings import Ping, ping_of
from .hub_requests import feed_at

log = structlog.get_logger()

TRIES = 3
"""Of a verification, while no answer comes."""

_LOOK = 5000  # wishes, and subscribers of one feed, looked at once
_FIRST_PAUSE = timedelta(seconds=30)  # after a failed delivery; doubled with each further one ...
_LONGEST_PAUSE = timedelta(hours=6)  # ... up to this
_LONGEST_WISH = timedelta(days=1)  # of a callback for how long to be left alone
_KEPT = 64  # documents that are to be delivered to more than one


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """Wishes to verify, subscribers to be told something, and the version they are behind."""

    wishes: tuple[Asking, ...]
    behind: tuple[Subscription, ...]
    version: int


class Agenda:
    """Of one hub. `chance` is a number in [0, 1) that spreads retries."""

    def __init__(self, store: Store, documents: Documents, chance: Callable[[], float]) -> None:
        self._store = store
        self._documents = documents
        self._site_url = documents.site.url
        self._chance = chance
        self._pings: dict[tuple[int, str, object], Ping] = {}

    # ---- what is due -------------------------------------------------------------------------

    def due(self, now: datetime, known: int) -> Due:
        """All that is due, after what has ended was put away.

        `known` is a version at which nobody was behind; -1 when there is none.
        """
        behind: list[Subscription] = []
        lost: list[Subscription] = []
        with self._store.reading() as read:
            version, hub = read.version(), read.hub
            wishes, has_expired = hub.wishes(now, _LOOK), hub.has_expired(now)
            if version != known or hub.is_due_again(now):
                for feed_url, least in hub.feeds(version, now):
                    newest = self._version_of(read, feed_url)
                    if newest is None:
                        lost += hub.behind(feed_url, version, now, _LOOK)
                    elif newest > least:
                        behind += hub.behind(feed_url, newest, now, _LOOK)

        def put_away(write: Intake) -> None:
            write.hub.expire(now)
            for one in lost:
                write.hub.end(one)
                write.hub.ask(_denial(one, now))

        if has_expired or lost:
            self._store.write(put_away)
        return Due(wishes=wishes, behind=tuple(behind), version=version)

    def pings(
        self, to: Sequence[Subscription], now: datetime
    ) -> tuple[tuple[Subscription, Ping], ...]:
        """What to deliver to these. Who turns out to have nothing to be told is moved on."""
        found: list[tuple[Subscription, Ping]] = []
        moved: list[tuple[Subscription, Ping]] = []
        broken: list[Subscription] = []
        with self._store.reading() as read:
            for one in to:
                try:
                    ping = self._ping(read, one)
                except FormatError as error:
                    log.error("push", feed=one.feed_url, error=str(error))
                    broken.append(one)
                else:
                    (moved if ping.document is None else found).append((one, ping))

        def move_on(write: Intake) -> None:
            for one in broken:
                write.hub.failed(one, now + self._pause(one.failures))
            for one, ping in moved:
                write.hub.delivered(one, ping.through)

        if moved or broken:
            self._store.write(move_on)
        return tuple(found)

    def is_published(self, feed_url: str) -> bool:
        """Whether the feed is still there."""
        with self._store.reading() as read:
            return self._version_of(read, feed_url) is not None

    # ---- what came of it ---------------------------------------------------------------------

    def note_wish(self, wish: Asking, answer: Answer, is_confirmed: bool, now: datetime) -> str:
        """Do what was wished, ask again later, or forget it; which of them."""
        outcome = "confirmed" if is_confirmed else "not confirmed"
        if not is_confirmed and answer.is_passing and wish.tries + 1 < TRIES:
            outcome = "later"

        def note(write: Intake) -> None:
            if outcome == "later":
                write.hub.postpone(wish, now + self._pause(wish.tries))
            elif is_confirmed and wish.mode != "denied":
                write.hub.confirm(wish, now)
            else:
                write.hub.drop(wish)

        self._store.write(note)
        return outcome

    def note_delivery(self, to: Subscription, ping: Ping, answer: Answer, now: datetime) -> None:
        """Told, or to be told again later, until the lease ends."""
        pause = max(self._pause(to.failures), min(answer.wait, _LONGEST_WISH))

        def note(write: Intake) -> None:
            if answer.is_well:
                write.hub.delivered(to, ping.through)
            elif answer.status == 410:  # "may terminate the subscription" (WebSub 7)
                write.hub.end(to)
            else:
                write.hub.failed(to, now + pause)

        self._store.write(note)

    def deny(self, wish: Asking, now: datetime) -> None:
        """Have the callback told that its wish is not granted after all."""

        def refuse(write: Intake) -> None:
            if write.hub.drop(wish):
                write.hub.ask(_denial(wish, now))

        self._store.write(refuse)

    def _version_of(self, read: Publication, feed_url: str) -> int | None:
        target = feed_at(feed_url, self._site_url)
        if target is None or not self._documents.editions.has(read, target):
            return None
        return self._documents.version(read, target)

    def _ping(self, read: Publication, to: Subscription) -> Ping:
        """The same document for all who were told as much, made once."""
        key = (read.version(), to.feed_url, to.delivered)
        if key not in self._pings:
            target = feed_at(to.feed_url, self._site_url)
            if target is None:
                return Ping(document=None, through=to.delivered)
            if len(self._pings) >= _KEPT:
                self._pings.clear()
            self._pings[key] = ping_of(read, self._documents, target, to.delivered)
        return self._pings[key]

    def _pause(self, failures: int) -> timedelta:
        """Longer with each failure, and never the same for all who failed at once."""
        doubled = _FIRST_PAUSE * float(2 ** min(failures, 20))
        spread: float = 0.5 + self._chance() / 2
        return min(doubled, _LONGEST_PAUSE) * spread


def _denial(whom: Asking | Subscription, now: datetime) -> Asking:
    return Asking(
        callback=whom.callback,
        feed_url=whom.feed_url,
        host=whom.host,
        mode="denied",
        due=now,
        reason="this feed is not published any more",
    )
