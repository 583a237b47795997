"""A story in, the groups it is published in out, each with its reason. Pure.

Every story is in the group of all. It is in each topic that any of its articles earns, by the
topic's rule or because its source is configured so, and in the topics above (`science/space` stands
in `science` too). It is in a group for each credited author and for each source that carried it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from urllib.parse import urlsplit

from .config import Topic
from .model import Article, Group, Membership, Person, Source, SourceId, Story
from .text.query import Haystack, search


def groups_of(
    story: Story,
    topics: Sequence[Topic],
    sources: Mapping[SourceId, Source],
    author_slugs: Mapping[Person, str],
) -> tuple[Membership, ...]:
    """All groups of a story: the river, topics as configured, authors as credited, sources.

    `author_slugs` names the groups of `story.authors`; who has no slug has no group.
    """
    return (
        Membership(group=Group(kind="all"), because="every story"),
        *_in_topics(story, topics, sources),
        *_of_authors(story, author_slugs),
        *_of_sources(story, sources),
    )


# ---- topics ------------------------------------------------------------------------------------


def _in_topics(
    story: Story, topics: Sequence[Topic], sources: Mapping[SourceId, Source]
) -> Iterator[Membership]:
    reasons = _earned(story, topics, sources)
    for topic in topics:
        because = reasons.get(topic.slug) or _inherited(topic.slug, reasons)
        if because:
            group = Group(kind="topic", slug=topic.slug, title=topic_title(topic))
            yield Membership(group=group, because=because)


def topic_title(topic: Topic) -> str:
    """The configured title, else the last level of the slug: 'science/deep-sea' -> 'Deep sea'."""
    return topic.title or topic.slug.rpartition("/")[2].replace("-", " ").capitalize()


def _earned(
    story: Story, topics: Sequence[Topic], sources: Mapping[SourceId, Source]
) -> dict[str, str]:
    """The reason for each topic that the story earns itself; the lead's evidence comes first."""
    reasons: dict[str, str] = {}
    for article in story.articles:
        fields = Haystack(fields_of(article, story.authors, sources.get(article.source)))
        where = "" if article is story.lead else f" (in the copy from {article.source})"
        for topic in topics:
            if topic.slug in reasons or topic.match is None:
                continue
            words = search(topic.match, fields)
            if words is not None:
                reasons[topic.slug] = f"{words}{where}"
    for article in story.articles:
        source = sources.get(article.source)
        for slug in source.topics if source else ():
            reasons.setdefault(slug, f"configured for the source {article.source}")
    return reasons


def _inherited(slug: str, reasons: Mapping[str, str]) -> str:
    """The reason of the first topic below `slug`, if the story earned one."""
    below = next((one for one in reasons if one.startswith(f"{slug}/")), None)
    return f"as {below}: {reasons[below]}" if below else ""


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
    evidence = story.lead.author_because or f"credited by {story.evidence}"
    given: dict[str, Person] = {}
    for person in story.authors:
        given.setdefault(slugs.get(person, ""), person)
    given.pop("", None)
    for slug, person in given.items():
        group = Group(kind="author", slug=slug, title=person.name or slug)
        yield Membership(group=group, because=evidence)


def _of_sources(story: Story, sources: Mapping[SourceId, Source]) -> Iterator[Membership]:
    carriers: dict[SourceId, Article] = {}
    for article in story.articles:
        carriers.setdefault(article.source, article)
    for number, article in carriers.items():
        source = sources.get(number)
        group = Group(kind="source", slug=number, title=(source.title if source else "") or number)
        role = "leads the story" if article is story.lead else "carries a copy"
        yield Membership(group=group, because=f"{role}: {article.link or article.entry_id}")
