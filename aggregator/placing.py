"""An article finds its story: keys, candidates, comparisons, and the stories that follow from them.

Works inside a writing transaction that its caller opens. The decisions are those of `deduplicate`,
`byline`, `group` and `settle`; here they are asked in the right order and written down.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from .byline import Aliases, author_key, credit
from .classify import Learned
from .config import Config
from .deduplicate import (
    adjoin,
    assemble,
    compare,
    copying,
    followers,
    independent,
    keys,
    lead,
    replaces,
)
from .events import events
from .group import groups_of
from .identify import Arrival
from .model import (
    Article,
    ArticleId,
    Copy,
    Edge,
    Person,
    Pin,
    Source,
    SourceId,
    Story,
    StoryId,
    Verdict,
    VerdictKind,
)
from .neighbourhood import Around, around
from .revise import revise
from .settle import Cell, begin_story, continue_story, published_id, settle
from .store import Intake
from .text.name_shape import name_key
from .text.register import Register
from .trace import is_past, trace_of

Note = Callable[[str], str | None]
"""A small learned state by its name, as the store keeps it."""

_MOST_CANDIDATES = 30
_EDITED_ANEW = "its id and link are new, its text is that of an entry that is gone, edited"
_MOST_OF_EVENT = 60  # stories that are linked together; a bigger happening is cut at its edge


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """All that placing goes by besides the articles: the configuration and what follows from it."""

    config: Config
    sources: Mapping[SourceId, Source]
    aliases: Aliases
    learned: Learned | None = None  # what earlier stories taught about topics

    @classmethod
    def of(cls, config: Config, sources: Sequence[Source]) -> "Rules":
        """`sources` as adopted by the store, followed lists included."""
        return cls(
            config=config,
            sources={source.id: source for source in sources},
            aliases=Aliases.of(config.authors),
        )

    @property
    def ranks(self) -> Mapping[SourceId, int]:
        """Each source's nearness to first publication."""
        return {source.id: source.rank for source in self.sources.values()}

    @property
    def homes(self) -> Mapping[SourceId, str]:
        """The host each source is read from; local files have none."""
        return {s.id: urlsplit(s.url).hostname or "" for s in self.sources.values()}


def place(write: Intake, arrival: Arrival, *, rules: Rules, now: datetime) -> Verdict:
    """Put one article where it belongs and say why."""
    article = arrival.article
    known = write.article(article.id)
    if known is not None:
        # what we make of the same words may change as we learn: only the source's edits count
        if write.entry(article.id) == arrival.entry:
            return Verdict(kind="unchanged", article=article.id)
        article = revise(known, article, now)
        write.hold([article.id])
    elif is_past(trace_of(article), write.past.about([article])):
        # let go since the document was looked through
        return Verdict(kind="unchanged", article=article.id)
    found_by = keys(article)
    candidates = write.candidates(
        found_by, since=now - rules.config.duplicates.window, limit=_MOST_CANDIDATES
    )
    if known is None and (old := _taken_back(arrival, candidates)) is not None:
        again = replace(arrival, article=replace(article, id=old.id), because=_EDITED_ANEW)
        return place(write, again, rules=rules, now=now)
    edges = tuple(judged(write, article, candidates).values())
    write.put_article(article, arrival.entry, found_by)
    if known is not None:
        write.drop_edges(article.id)
    write.put_edges(edges)
    if known is None and not any(edge.merges for edge in edges):
        near = Around(articles={article.id: article})
    else:
        near = around(write, [article.id])
    stories = _decide(write, near, rules=rules, now=now, backfill=arrival.backfill)
    if any(not edge.merges for edge in edges) or any(one.event for one in stories):
        _link(write, stories, now=now)
    story = next(s for s in stories if any(a.id == article.id for a in s.articles))
    verdict = _verdict(article, known, edges, story)
    said = (arrival.because,) if arrival.because else ()
    return replace(verdict, because=said + verdict.because)


def _taken_back(arrival: Arrival, candidates: Iterable[Article]) -> Article | None:
    """The stored article that its source replaced by this one, under another id and link."""
    lost = (old for old in candidates if arrival.window.lacks(old))
    return next((old for old in lost if replaces(arrival.article, old)), None)


def found_at_arrival(write: Intake, article: Article, *, rules: Rules) -> tuple[Article, ...]:
    """What a stored article would be compared with, did it arrive again when it did."""
    return write.candidates(
        keys(article),
        since=article.first_seen - rules.config.duplicates.window,
        limit=_MOST_CANDIDATES,
        before=article.id,
    )


def judged(
    write: Intake, article: Article, candidates: Iterable[Article]
) -> dict[tuple[ArticleId, ArticleId], Edge]:
    """The verdicts about an article as it is now, pair by pair: with the candidates, and with whom
    it was tied to before. An old article that is revised may be out of their reach."""
    others = {other.id: other for other in candidates}
    ends = {end for edge in write.edges_of([article.id]) for end in (edge.a, edge.b)}
    others.update({one.id: one for one in write.articles(sorted(ends - others.keys()))})
    others.pop(article.id, None)
    pairs = (compare(article, other) for other in others.values())
    return {(edge.a, edge.b): edge for edge in pairs if edge is not None}


def redecide(
    write: Intake, ids: Sequence[ArticleId], *, rules: Rules, now: datetime
) -> tuple[Story, ...]:
    """Decide anew which stories these articles and all they touch form; write what changed."""
    stories = _decide(write, around(write, ids), rules=rules, now=now, backfill=None)
    _link(write, stories, now=now)
    return stories


def _decide(
    write: Intake, near: Around, *, rules: Rules, now: datetime, backfill: int | None
) -> tuple[Story, ...]:
    articles, pins = near.articles, tuple(near.pins.values())
    edges = tuple(e for e in near.edges.values() if e.a in articles and e.b in articles)
    if near.joining:
        before = [[article.id for article in one.articles] for one in near.stories.values()]
        stories = adjoin(near.joining, before, edges, pins)
    else:
        stories = assemble(articles.values(), edges, pins)
    history = copied_by(write.get_note, {article.source for article in articles.values()})
    cells = tuple(
        _cell([articles[number] for number in members], edges, pins, rules=rules, history=history)
        for members in stories
    )
    settled = settle(cells, tuple(near.stories.values()))
    for story, heir in settled.gone:
        write.withdraw(story.id, into=heir, comment="merged" if heir else "removed", now=now)
    _remember_copying(write, tuple(near.stories.values()), cells, rules)
    return tuple(
        _write(write, cell, story, rules=rules, now=now, backfill=backfill)
        for cell, story in settled.named
    )


def copied_by(note: Note, sources: Iterable[SourceId]) -> dict[SourceId, float]:
    """How far these sources live by copying, by what is noted up to now."""
    return {source: copying(*_copied(note, source)) for source in sorted(sources)}


def _copied(note: Note, source: SourceId) -> tuple[int, int]:
    """How many of a source's articles are in stories, and how many of them came after another's."""
    articles, copies = json.loads(note(f"copying:{source}") or "[0, 0]")
    return articles, copies


def _remember_copying(
    write: Intake, before: Sequence[Story], after: Sequence[Cell], rules: Rules
) -> None:
    """Count on: what is true of these stories now in place of what was."""
    change: Counter[tuple[SourceId, bool]] = Counter()
    for sign, stories in ((-1, before), (1, after)):
        for story in stories:
            followed = followers(story.articles, rules.homes)
            for article in story.articles:
                change[article.source, article.id in followed] += sign
    for source in sorted({source for (source, _), count in change.items() if count}):
        articles, copies = _copied(write.get_note, source)
        own, late = change[source, False], change[source, True]
        write.put_note(f"copying:{source}", json.dumps([articles + own + late, copies + late]))


def _cell(
    articles: Sequence[Article],
    edges: Sequence[Edge],
    pins: Sequence[Pin],
    *,
    rules: Rules,
    history: Mapping[SourceId, float],
) -> Cell:
    """One story's articles with their lead, their reasons and their credit."""
    first = lead(articles, rules.ranks, edges, history, rules.homes)
    others = sorted((a for a in articles if a.id != first.id), key=lambda a: (a.published, a.id))
    members = {article.id for article in articles}
    pinned = next(
        (pin.value for pin in pins if pin.kind == "author" and pin.article in members), ""
    )
    authors, contributors, evidence, _ = credit([first, *others], rules.aliases, pinned=pinned)
    return Cell(
        lead=first,
        copies=_copies(others, first, edges),
        authors=authors,
        contributors=contributors,
        evidence=evidence,
        independent=independent(articles, edges),
        hidden=any(pin.kind == "hide" and pin.article in members for pin in pins),
    )


def _copies(others: Sequence[Article], first: Article, edges: Sequence[Edge]) -> tuple[Copy, ...]:
    """The copies, each with the reason that ties it: to the lead if there is one, else the best."""
    best: dict[ArticleId, tuple[bool, float, Edge]] = {}
    for edge in sorted((e for e in edges if e.merges), key=lambda e: (e.a, e.b)):
        rank = (first.id in (edge.a, edge.b), edge.score)
        for end in (edge.a, edge.b):
            if end not in best or rank >= best[end][:2]:
                best[end] = (*rank, edge)
    return tuple(
        Copy(article=one, how=best[one.id][2].how, score=best[one.id][2].score,
             because=best[one.id][2].because)
        if one.id in best
        else Copy(article=one, how="pinned", because=("an editor's decision",))
        for one in others
    )  # fmt: skip


def _write(
    write: Intake,
    cell: Cell,
    before: Story | None,
    *,
    rules: Rules,
    now: datetime,
    backfill: int | None,
) -> Story:
    if before is not None:
        story = continue_story(before, cell, now)
    else:
        listed = _listed(cell.lead, backfill)
        number = write.new_story_id(cell.lead.id)
        uri = _free_uri(write, cell.lead, number, listed, rules)
        story = begin_story(cell, story_id=number, uri=uri, listed=listed)
    slugs = {person: _slug(write, person, story, before, rules) for person in story.authors}
    memberships = groups_of(story, rules.config.topics, rules.sources, slugs, rules.learned)
    story = replace(story, memberships=memberships)
    write.put_story(story, now=now)
    return story


def _link(write: Intake, stories: Sequence[Story], *, now: datetime) -> None:
    """Find the happenings these stories tell of, with all stories that are tied to them."""
    told = {story.id: story for story in stories}
    for event in sorted({story.event for story in stories} - {""}):
        about = write.stories_about(event, limit=_MOST_OF_EVENT)
        told.update({story.id: story for story in about if story.id not in told})
    edges: dict[tuple[ArticleId, ArticleId], Edge] = {}
    fresh = list(told.values())
    while fresh and len(told) < _MOST_OF_EVENT:
        ids = [article.id for story in fresh for article in story.articles]
        found = [edge for edge in write.edges_of(ids) if not edge.merges]
        edges.update({(edge.a, edge.b): edge for edge in found})
        known = {article.id for story in told.values() for article in story.articles}
        ends = {end for edge in found for end in (edge.a, edge.b)} - known
        fresh = list(write.stories_of(sorted(ends)))
        told.update({story.id: story for story in fresh})
    for number, event in events(tuple(told.values()), edges.values()).items():
        if told[number].event != event:
            write.put_story(replace(told[number], event=event), now=now)


def _listed(article: Article, backfill: int | None) -> datetime:
    """Where a new story stands in documents: when it came to us, or for what was old when its
    source was new, when it was published; undated ones keep their document's order."""
    if backfill is None:
        return article.first_seen
    if not article.dated:
        return article.first_seen - timedelta(hours=backfill)
    return min(article.published, article.first_seen)


def _free_uri(
    write: Intake, article: Article, number: StoryId, listed: datetime, rules: Rules
) -> str:
    host = urlsplit(rules.config.site.url).hostname or "localhost"
    wanted, ours = published_id(article.entry_id, story_id=number, host=host, year=listed.year)
    return ours if write.uri_taken(wanted) else wanted


def _slug(write: Intake, person: Person, story: Story, before: Story | None, rules: Rules) -> str:
    """The slug of a credited person, by what is known of everyone of that surname."""
    host, name = _site(story), name_key(person.name)
    known = register = _register(write, name)
    if story.copies:
        register = register.observed(story.id, _credited(story, person))
    if before is not None and any(name_key(one.name) == name for one in before.authors):
        register = register.moved(person, _site(before), host, rules.aliases)
    key = register.key(person, host, rules.aliases)
    if key not in register.ties:
        key = _former(write, person, host, rules) or key
    register = register.noted(person, host, key, rules.aliases)
    if register != known:
        write.put_note(_note(name), json.dumps(register.as_json()))
    return write.author_slug(key, person.name)


def _former(write: Intake, person: Person, host: str, rules: Rules) -> str:
    """The key of somebody who was published before the alias book called them otherwise."""
    for name in rules.aliases.names_of(person):
        ties = _register(write, name).ties
        for key in (f"author:{name}", author_key(Person(name=name), host)):
            if key in ties:
                return ties[key]
    return ""


def _register(write: Intake, name: str) -> Register:
    return Register.from_json(json.loads(write.get_note(_note(name)) or "{}"))


def _note(name: str) -> str:
    """One a surname: each stays small."""
    return f"register:{next(iter(name.split()[-1:]), '')}"


def _site(story: Story) -> str:
    return urlsplit(story.lead.url).hostname or story.lead.source


def _credited(story: Story, person: Person) -> list[Article]:
    """The articles of a story with those of their authors who bear this person's name."""
    name = name_key(person.name)
    return [
        replace(a, authors=tuple(one for one in a.authors if name_key(one.name) == name))
        for a in story.articles
    ]


def _verdict(
    article: Article, known: Article | None, edges: Sequence[Edge], story: Story
) -> Verdict:
    """What is recorded of this arrival."""
    kind: VerdictKind = "revision" if known is not None else "new"
    members = {member.id for member in story.articles}
    tying = [e for e in edges if e.merges and e.a in members and e.b in members]
    if not tying:
        return Verdict(kind=kind, article=article.id, story=story.id)
    best = max(tying, key=lambda edge: (edge.score, edge.a, edge.b))
    if known is None:
        kind = "reworded" if best.how == "reworded" else "copy"
    return Verdict(
        kind=kind, article=article.id, story=story.id, how=best.how, score=best.score,
        because=best.because,
    )  # fmt: skip
