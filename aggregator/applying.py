"""A changed configuration meets what is stored: what it would change, and the change itself.

Topics, aliases and sources are rules over stored articles; so a changed rule is carried out on all
that it is about - a source's on what it carried, any other on everything - in short transactions,
and is remembered as carried out only at the end: a kill in between means that it is done again.
"""

import json
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b

from .group import groups_of
from .model import ArticleId, SourceId, Story
from .placing import Rules, redecide
from .store import Cursor, Intake, Publication, Store, View

_PAGE = 200  # stories
_PORTION = 0.25  # seconds of one transaction: whoever else writes comes between
_NOTE = "rules in force"
_EVERYTHING = View()


@dataclass(frozen=True, slots=True)
class _InForce:
    """Fingerprints of what grouping and crediting depend on: for all stories, and by source."""

    common: str
    sources: Mapping[SourceId, str]

    def concerned(self, before: "_InForce | None") -> frozenset[SourceId] | None:
        """The sources whose stories are to be decided anew; None for every story."""
        if before is None or before.common != self.common:
            return None
        pairs = self.sources.items() ^ before.sources.items()
        return frozenset(number for number, _ in pairs)


def apply_rules(store: Store, rules: Rules, now: datetime) -> int:
    """Decide the stories anew that other rules than last time are about; how many there were."""
    return sum(applied(store, rules, now))


def applied(store: Store, rules: Rules, now: datetime) -> Iterator[int]:
    """The same a transaction at a time: how many stories were decided in each."""
    told = _told(rules)
    before = _remembered(store)
    if told == before:
        return
    leads = _leads(store, told.concerned(before))
    while leads:
        done = store.write(lambda write: _redecided(write, leads, rules, now))  # noqa: B023 - called at once
        leads = leads[done:]
        yield done
    note = json.dumps([told.common, dict(told.sources)])
    store.write(lambda write: write.put_note(_NOTE, note))


def _redecided(write: Intake, leads: Sequence[ArticleId], rules: Rules, now: datetime) -> int:
    """Decide as many as there is time for, and at least one."""
    end = time.monotonic() + _PORTION
    for count, number in enumerate(leads, 1):
        redecide(write, [number], rules=rules, now=now)
        if time.monotonic() > end:
            return count
    return len(leads)


def _leads(store: Store, concerned: frozenset[SourceId] | None) -> tuple[ArticleId, ...]:
    """The leading articles of the published stories that these sources carried, each once."""
    with store.reading() as read:
        if concerned is None:
            return tuple(story.lead.id for story in _stories(read))
        carried = [row.group.slug for row in read.groups("source") if row.group.slug in concerned]
        found = (story for slug in carried for story in _stories(read, View(source=slug)))
        return tuple(dict.fromkeys(story.lead.id for story in found))


def planned(read: Publication, rules: Rules) -> tuple[tuple[str, int, int, str], ...]:
    """(topic slug, stories that would join, stories that would leave, an example's title), for
    every topic feed that these rules would change."""
    joins: Counter[str] = Counter()
    leaves: Counter[str] = Counter()
    example: dict[str, str] = {}
    for story in _stories(read):
        is_in, would_be = _topics(story), _topics_by(story, rules)
        joins.update(would_be - is_in)
        leaves.update(is_in - would_be)
        for slug in is_in ^ would_be:
            example.setdefault(slug, story.lead.title)
    return tuple((slug, joins[slug], leaves[slug], example[slug]) for slug in sorted(example))


def _topics(story: Story) -> set[str]:
    return {m.group.slug for m in story.memberships if m.group.kind == "topic"}


def _topics_by(story: Story, rules: Rules) -> set[str]:
    memberships = groups_of(story, rules.config.topics, rules.sources, {}, rules.learned)
    return {m.group.slug for m in memberships if m.group.kind == "topic"}


def _stories(read: Publication, view: View = _EVERYTHING) -> Iterator[Story]:
    """Every published story of a view, newest first."""
    page = read.stories(view, limit=_PAGE)
    while page:
        yield from page
        page = read.stories(view, limit=_PAGE, before=Cursor.after(page[-1]))


def _told(rules: Rules) -> _InForce:
    topics = [(t.slug, t.title, t.rule, t.categories, t.learn) for t in rules.config.topics]
    return _InForce(
        common=_digest((topics, rules.config.authors)),
        sources={
            s.id: _digest((s.title, s.topics, s.author, s.rank)) for s in rules.sources.values()
        },
    )


def _remembered(store: Store) -> _InForce | None:
    note = store.write(lambda write: write.get_note(_NOTE))
    return _InForce(*json.loads(note)) if note else None


def _digest(value: object) -> str:
    return blake2b(repr(value).encode(), digest_size=8).hexdigest()
