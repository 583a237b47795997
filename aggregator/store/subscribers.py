"""Who is pushed to, and who asked to be: the hub's part of a transaction.

`Intake.hub` and `Publication.hub` are this; what changes something needs the former.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import Connection, Row, delete, func, insert, select, tuple_, update

from . import schema
from .changes import Changes
from .codec import clean_text
from .dialect import upsert
from .news import News, Place, news_of
from .views import View

Mode = Literal["subscribe", "unsubscribe", "denied"]

_subscription = schema.subscription
_asking = schema.asking
_OPENED = "hub"  # the row of `meta` that says that our hub was opened
_ANNOUNCED = "announced"  # that of the version another hub was told of


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """Somebody who gets what is new in a feed of ours, until `expires`.

    `delivered` is how far; `due` is when to try again after `failures` in a row.
    """

    callback: str
    feed_url: str
    host: str
    expires: datetime
    due: datetime
    delivered: Place
    secret: str = ""
    failures: int = 0
    number: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """A wish that is to be verified at its callback; "denied" is one that the callback is told of.

    `since` is the version when it came: a new subscription begins there.
    """

    callback: str
    feed_url: str
    host: str
    mode: Mode
    due: datetime
    since: int = 0
    lease: timedelta = timedelta()
    secret: str = ""
    reason: str = ""
    tries: int = 0
    number: int = 0


class Subscribers:
    """The subscriptions of one transaction; `changes` is there in one that writes."""

    def __init__(self, connection: Connection, changes: Changes | None = None) -> None:
        self._connection = connection
        self._changes = changes

    # ---- asked ---------------------------------------------------------------------------------

    def is_open(self) -> bool:
        """Whether our hub has ever been opened, so that documents may name it."""
        return self._number(_OPENED) is not None

    def announced(self) -> int | None:
        """The version up to which another hub was told; None when it never was."""
        return self._number(_ANNOUNCED)

    def news(self, view: View, *, after: Place, window: int, limit: int) -> News:
        """What is new in a view to who was told up to a place; see `news.news_of`."""
        return news_of(self._connection, view, after=after, window=window, limit=limit)

    def count(self, host: str = "") -> int:
        """Subscriptions and wishes there are, or those of a callback's host."""
        found = 0
        for table in (_subscription, _asking):
            chosen = select(func.count()).select_from(table)
            if host:
                chosen = chosen.where(table.c.host == host)
            found += self._connection.scalar(chosen) or 0
        return found

    def wishes(self, now: datetime, limit: int) -> tuple[Asking, ...]:
        """Wishes to verify now, the longest due first."""
        rows = self._connection.execute(
            select(_asking)
            .where(_asking.c.due <= now)
            .order_by(_asking.c.due, _asking.c.number)
            .limit(limit)
        )
        return tuple(_as_asking(row) for row in rows)

    def feeds(self, version: int, now: datetime) -> tuple[tuple[str, int], ...]:
        """Feeds with a subscriber who was not told up to a version, and the least told."""
        rows = self._connection.execute(
            select(_subscription.c.feed_url, func.min(_subscription.c.delivered))
            .where(
                _subscription.c.delivered < version,
                _subscription.c.due <= now,
                _subscription.c.expires > now,
            )
            .group_by(_subscription.c.feed_url)
            .order_by(_subscription.c.feed_url)
        )
        return tuple((feed_url, least) for feed_url, least in rows)

    def behind(
        self, feed_url: str, version: int, now: datetime, limit: int
    ) -> tuple[Subscription, ...]:
        """The feed's subscribers to be told something now, the least told first."""
        rows = self._connection.execute(
            select(_subscription)
            .where(
                _subscription.c.feed_url == feed_url,
                _subscription.c.delivered < version,
                _subscription.c.due <= now,
                _subscription.c.expires > now,
            )
            .order_by(_subscription.c.delivered, _subscription.c.number)
            .limit(limit)
        )
        return tuple(_as_subscription(row) for row in rows)

    def subscribed(self, callback: str, feed_url: str) -> Subscription | None:
        """One subscription."""
        row = self._connection.execute(
            select(_subscription).where(_pair(_subscription, callback, feed_url))
        ).one_or_none()
        return None if row is None else _as_subscription(row)

    def is_due_again(self, now: datetime) -> bool:
        """Whether a failed delivery is to be tried again by now."""
        found = select(_subscription.c.number).where(
            _subscription.c.failures > 0, _subscription.c.due <= now, _subscription.c.expires > now
        )
        return self._connection.scalar(found.limit(1)) is not None

    def has_expired(self, now: datetime) -> bool:
        """Whether a lease has ended that is not forgotten yet."""
        found = select(_subscription.c.number).where(_subscription.c.expires <= now)
        return self._connection.scalar(found.limit(1)) is not None

    # ---- changed -------------------------------------------------------------------------------

    def open(self) -> None:
        """Note that our hub is there: from now on every feed names it."""
        if not self.is_open():
            self._put_number(_OPENED, 1)
            if self._changes is not None:
                self._changes.everything = True

    def announce(self, version: int) -> None:
        """Another hub was told of all changes up to there."""
        self._put_number(_ANNOUNCED, version)

    def ask(self, wish: Asking) -> None:
        """Store a wish; it takes the place of an earlier one of the same callback and feed."""
        self._connection.execute(
            delete(_asking).where(_pair(_asking, wish.callback, wish.feed_url))
        )
        values = {
            "callback": wish.callback,
            "feed_url": wish.feed_url,
            "host": wish.host,
            "mode": wish.mode,
            "secret": wish.secret,
            "lease": int(wish.lease.total_seconds()),
            "since": wish.since,
            "reason": wish.reason,
            "tries": wish.tries,
            "due": wish.due,
        }
        self._connection.execute(insert(_asking), values)

    def postpone(self, wish: Asking, due: datetime) -> None:
        """Try a wish again then."""
        self._connection.execute(
            update(_asking)
            .where(_asking.c.number == wish.number)
            .values(tries=_asking.c.tries + 1, due=due)
        )

    def drop(self, wish: Asking) -> bool:
        """Forget a wish; False when another has taken its place meanwhile."""
        gone = self._connection.execute(delete(_asking).where(_asking.c.number == wish.number))
        return gone.rowcount > 0

    def confirm(self, wish: Asking, now: datetime) -> None:
        """Do what was wished, now that it is verified; nothing when it was replaced meanwhile.

        A renewal changes lease and secret and nothing of what was delivered (WebSub 5.1).
        """
        if not self.drop(wish):
            return
        pair = _pair(_subscription, wish.callback, wish.feed_url)
        if wish.mode == "unsubscribe":
            self._connection.execute(delete(_subscription).where(pair))
            return
        lease = {"secret": wish.secret, "expires": now + wish.lease, "due": now, "failures": 0}
        known = self._connection.execute(update(_subscription).where(pair).values(**lease))
        if known.rowcount == 0:
            values = {
                "callback": wish.callback,
                "feed_url": wish.feed_url,
                "host": wish.host,
                "delivered": wish.since,
                "through": "",
            }
            self._connection.execute(insert(_subscription), values | lease)

    def delivered(self, to: Subscription, through: Place) -> None:
        """All changes up to there have arrived."""
        self._connection.execute(
            update(_subscription)
            .where(_subscription.c.number == to.number)
            .values(delivered=through.version, through=through.story, failures=0)
        )

    def failed(self, to: Subscription, due: datetime) -> None:
        """A delivery was not taken; try again then."""
        self._connection.execute(
            update(_subscription)
            .where(_subscription.c.number == to.number)
            .values(failures=_subscription.c.failures + 1, due=due)
        )

    def end(self, to: Subscription) -> None:
        """Forget a subscription."""
        self._connection.execute(delete(_subscription).where(_subscription.c.number == to.number))

    def expire(self, now: datetime) -> int:
        """Forget subscriptions whose lease has ended; how many."""
        ended = self._connection.execute(
            delete(_subscription).where(_subscription.c.expires <= now)
        )
        return ended.rowcount

    def _number(self, name: str) -> int | None:
        table = schema.meta.c
        found: int | None = self._connection.scalar(select(table.value).where(table.name == name))
        return found

    def _put_number(self, name: str, value: int) -> None:
        statement = upsert(schema.meta, self._connection.dialect.name == "sqlite")
        self._connection.execute(statement, {"name": name, "value": value})


def _pair(table: Any, callback: str, feed_url: str) -> Any:
    pair = (clean_text(callback), clean_text(feed_url))
    return tuple_(table.c.callback, table.c.feed_url) == pair


def _as_asking(row: Row[Any]) -> Asking:
    values = dict(row._mapping)
    return Asking(**values | {"lease": timedelta(seconds=values["lease"])})


def _as_subscription(row: Row[Any]) -> Subscription:
    values = dict(row._mapping)
    place = Place(version=values["delivered"], story=values.pop("through"))
    return Subscription(**values | {"delivered": place})
