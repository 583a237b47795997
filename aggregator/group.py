"""A story in, the groups it is published in out, each with its reason. Pure.

Every story is in the group of all. It is in each topic that any of its articles earns, and in the
topics above (`science/space` stands in `science` too); it is in a group for each credited author
and for each source that carried it. A topic is earned, in this order of trust, by

1. its rule, or that the source is configured for it;
2. a category of the source's own that means it (`vocabulary`);
3. reading like the articles that 1 and 2 put there (`classify`), and then only surely; a story that
   has no topic yet needs less certainty than one that has. Unsure is unfiled.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from urllib.parse import urlsplit

from .classify import Learned, Lesson, judge
from .config import Topic
from .model import Article, Group, Membership, Person, Source, SourceId, Story
from .text.name_shape import name_key
from .text.query import Haystack, excludes, search
from .text.weights import weigh
from .vocabulary import topics_meant

# Measured in benchmarks/topics.py: at these, 94 of 100 answers are right, all but every one where a
# story had no topic; a story that has one is seldom about another as well.
_SURE = 0.7
_SURE_OF_MORE = 0.9
_LIKE = "reads like it"  # how a reason of the third kind begins
_STAYS = 0.5  # once published there on such a reason, a story does not leave for a small doubt


def groups_of(
    story: Story,
    topics: Sequence[Topic],
    sources: Mapping[SourceId, Source],
    author_slugs: Mapping[Person, str],
    learned: Learned | None = None,
) -> tuple[Membership, ...]:
    """All groups of a story: the river, topics as configured, authors as credited, sources.

    `author_slugs` names the groups of `story.authors`; who has no slug has no group. Without
    `learned`, or before enough was learned, topics rest on rules and categories alone.
    """
    return (
        Membership(group=Group(kind="all"), because="every story"),
        *_in_topics(story, topics, sources, learned),
        *_of_authors(story, author_slugs),
        *_of_sources(story, sources),
    )


def lesson_of(story: Story, topics: Sequence[Topic], sources: Mapping[SourceId, Source]) -> Lesson:
    """What a story teaches: its words, and the topics that it earned by rule or category."""
    reasons, _ = _earned(story, topics, sources)
    earned = {topic.slug for topic in topics if _reason(topic.slug, reasons)}
    words = weigh(story.lead.title, story.lead.text)
    return Lesson(words=words, topics=frozenset(earned), source=story.lead.source)


def taught(topics: Sequence[Topic]) -> frozenset[str]:
    """The topics that may be learned."""
    return frozenset(topic.slug for topic in topics if topic.learn)


# ---- topics ------------------------------------------------------------------------------------


def _in_topics(
    story: Story,
    topics: Sequence[Topic],
    sources: Mapping[SourceId, Source],
    learned: Learned | None,
) -> Iterator[Membership]:
    reasons, refused = _earned(story, topics, sources)
    if learned is not None and learned.topics:
        open_to = {topic.slug for topic in topics if topic.learn} - refused
        reasons |= _read_like(story, open_to, reasons, learned)
    for topic in topics:
        because = _reason(topic.slug, reasons)
        if because:
            group = Group(kind="topic", slug=topic.slug, title=topic.name)
            yield Membership(group=group, because=because)


def _earned(
    story: Story, topics: Sequence[Topic], sources: Mapping[SourceId, Source]
) -> tuple[dict[str, str], set[str]]:
    """The reason for each topic that the story earns itself, the lead's evidence first; and the
    topics whose rule says an express no, against which nothing weaker counts."""
    reasons, refused = _by_rule(story, topics, sources)
    for article in story.articles:
        source = sources.get(article.source)
        for slug in source.topics if source else ():
            reasons.setdefault(slug, f"configured for the source {article.source}")
    for article in story.articles:
        for slug, category in topics_meant(article.categories, topics).items():
            if slug not in refused:
                reasons.setdefault(slug, f"its category '{category}'{_whose(article, story)}")
    return reasons, refused


def _by_rule(
    story: Story, topics: Sequence[Topic], sources: Mapping[SourceId, Source]
) -> tuple[dict[str, str], set[str]]:
    reasons: dict[str, str] = {}
    refused: set[str] = set()
    for article in story.articles:
        fields = Haystack(fields_of(article, story.authors, sources.get(article.source)))
        for topic in topics:
            if topic.slug in reasons or topic.match is None:
                continue
            words = search(topic.match, fields)
            if words is not None:
                reasons[topic.slug] = f"{words}{_whose(article, story)}"
            elif excludes(topic.match, fields):
                refused.add(topic.slug)
    return reasons, refused


def _whose(article: Article, story: Story) -> str:
    return "" if article is story.lead else f" (in the copy from {article.source})"


def _reason(slug: str, reasons: Mapping[str, str]) -> str:
    """A topic's own reason, or that of the first topic below it, or nothing."""
    if slug in reasons:
        return reasons[slug]
    below = next((one for one in reasons if one.startswith(f"{slug}/")), None)
    return f"as {below}: {reasons[below]}" if below else ""


def _read_like(
    story: Story, open_to: Set[str], earned: Mapping[str, str], learned: Learned
) -> dict[str, str]:
    """The topics that the story reads like, surely enough for where it already stands."""
    needed = _SURE_OF_MORE if earned else _SURE
    before = {
        one.group.slug
        for one in story.memberships
        if one.group.kind == "topic" and one.because.startswith(_LIKE)
    }
    found: dict[str, str] = {}
    for opinion in judge(learned, weigh(story.lead.title, story.lead.text), _STAYS):
        slug = opinion.topic
        if slug not in open_to or _reason(slug, earned):
            continue
        if opinion.confidence >= needed or slug in before:
            sure = f"{opinion.confidence:.0%}"
            found[slug] = f"{_LIKE}, {sure} sure: {', '.join(opinion.words)}"
    return found


def fields_of(
    article: Article, credited: Sequence[Person], source: Source | None
) -> dict[str, str | tuple[str, ...]]:
    """What a rule can ask of an article; `author` finds the credited, the claimed and the named."""
    people = (*credited, *article.authors, *article.claimed_authors, *article.contributors)
    address = source.url if source else article.link
    return {
        "title": article.title,
        "content": article.text or article.summary,
        "author": _distinct(word for one in people for word in (one.name, one.email, one.uri)),
        "category": _distinct(word for one in article.categories for word in (one.term, one.label)),
        "source": _distinct(
            (article.source, source.title if source else "", urlsplit(address).hostname)
        ),
        "lang": article.language,
    }


def _distinct(words: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word for word in words if word))


# ---- authors and sources -----------------------------------------------------------------------


def _of_authors(story: Story, slugs: Mapping[Person, str]) -> Iterator[Membership]:
    """One group a slug: two spellings of one person are one author."""
    given: dict[str, Person] = {}
    for person in story.authors:
        given.setdefault(slugs.get(person, ""), person)
    given.pop("", None)
    for slug, person in given.items():
        group = Group(kind="author", slug=slug, title=person.name or slug)
        yield Membership(group=group, because=_credited(person, story))


def _credited(person: Person, story: Story) -> str:
    """What the credit rests on: the words of the first article that credits this person."""
    if story.evidence == "pin":
        return "an editor's decision"
    key = name_key(person.name)
    for article in story.articles:
        if article.author_because and any(name_key(a.name) == key for a in article.authors):
            return f"{article.author_because}{_whose(article, story)}"
    return f"credited by {story.evidence}"


def _of_sources(story: Story, sources: Mapping[SourceId, Source]) -> Iterator[Membership]:
    carriers: dict[SourceId, Article] = {}
    for article in story.articles:
        carriers.setdefault(article.source, article)
    for number, article in carriers.items():
        source = sources.get(number)
        group = Group(kind="source", slug=number, title=(source.title if source else "") or number)
        role = "leads the story" if article is story.lead else "carries a copy"
        yield Membership(group=group, because=f"{role}: {article.link or article.entry_id}")
