"""A changed configuration meets what is stored: what it would change, and the change itself.

Topics, aliases and sources are rules over stored articles; so a changed rule is carried out on all
of them, in short transactions, and is remembered as carried out only at the end: a kill in between
means that it is done again.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from hashlib import blake2b

from .group import groups_of
from .model import Story
from .placing import Rules, redecide
from .store import Cursor, Publication, Store, View

_PAGE = 200  # stories in one transaction
_NOTE = "rules"


def apply_rules(store: Store, rules: Rules, now: datetime) -> int:
    """Decide all stories anew when the rules are others than last time; how many there were."""
    digest = _digest(rules)
    with store.writing() as write:
        if write.get_note(_NOTE) == digest:
            return 0
    count = 0
    with store.reading() as read:
        leads = [story.lead.id for story in _stories(read)]
    for start in range(0, len(leads), _PAGE):
        batch = leads[start : start + _PAGE]
        with store.writing() as write:
            for number in batch:
                redecide(write, [number], rules=rules, now=now)
        count += len(batch)
    with store.writing() as write:
        write.put_note(_NOTE, digest)
    return count


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


def _stories(read: Publication) -> Iterator[Story]:
    """Every published story, newest first."""
    page = read.stories(View(), limit=_PAGE)
    while page:
        yield from page
        page = read.stories(View(), limit=_PAGE, before=Cursor.after(page[-1]))


def _digest(rules: Rules) -> str:
    """What the grouping and crediting of stored articles depends on."""
    sources = [(s.id, s.title, s.topics, s.author, s.rank) for s in rules.sources.values()]
    topics = [(t.slug, t.title, t.rule, t.categories, t.learn) for t in rules.config.topics]
    value = (topics, rules.config.authors, sorted(sources))
    return blake2b(repr(value).encode(), digest_size=16).hexdigest()
