"""A story in, what its own page tells beyond the text out: copies and why, credit, files. Pure."""

from dataclasses import dataclass, replace
from datetime import datetime

from aggregator.model import Article, Copy, Evidence, How, Story

from . import compose, urls
from .cards import Known, Named, authors_of, named_groups, title_of

_HOW: dict[How, str] = {
    "same-entry": "Same entry",
    "same-link": "Same link",
    "same-text": "Same text",
    "edited": "Edited",
    "reworded": "Reworded",
    "pinned": "By hand",
}
_WHY: dict[How, str] = {
    "same-entry": "the source published the entry again",
    "same-link": "both lead to the same page",
    "same-text": "the words are the same",
    "edited": "the words are the same but for an edit",
    "reworded": "the same report in other words",
    "pinned": "an editor joined them",
}
_EVIDENCE: dict[Evidence, str] = {
    "pin": "an editor said so",
    "byline": "named in the text",
    "page": "named on the article's own page",
    "copy": "named in another copy",
    "claimed": "named by the source",
    "alias": "named by the source under another name",
    "source": "the author of the source",
}
_FIELDS = {
    "title": "the title says",
    "content": "the text says",
    "category": "its source files it under",
    "author": "it is by",
    "source": "it is from",
    "lang": "it is in",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyRow:
    """A copy on its story's page, and why it is one."""

    source: Named
    title: str
    url: str
    language: str
    published: datetime
    how: str
    plain: str
    score: str
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A name and what is known under it."""

    name: str
    values: tuple[Named, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Enclosure:
    """A file that belongs to a story."""

    url: str
    title: str
    tell: str


def copy_rows(story: Story, known: Known) -> tuple[CopyRow, ...]:
    """The copies with the reasons for which each is one."""
    return tuple(_copy_row(copy, known) for copy in story.copies)


def _copy_row(copy: Copy, known: Known) -> CopyRow:
    article = copy.article
    return CopyRow(
        source=known.place(article),
        title=title_of(article, known),
        url=compose.address_of(article),
        language=article.language,
        published=article.published,
        how=_HOW[copy.how],
        plain=_WHY[copy.how],
        score="" if copy.score >= 1 else f"{copy.score:.0%}",
        because=copy.because,
    )


def facts_of(story: Story, known: Known) -> tuple[Fact, ...]:
    """What an interested person asks of a story: who, on what evidence, where, under which id."""
    lead = story.lead
    because, authors = _because(story, lead), authors_of(story)  # said once, of them all
    facts = (
        Fact(
            name="Credited to",
            values=tuple(
                replace(author, note=because if author == authors[-1] else "") for author in authors
            ),
        ),
        Fact(
            name="Claimed by the source",
            values=tuple(
                Named(title=person.name)
                for person in lead.claimed_authors
                if person.name and person.name not in {author.name for author in story.authors}
            ),
        ),
        Fact(
            name="Topics",
            values=tuple(
                replace(topic, note=_in_plain_words(topic.note))
                for topic in named_groups(story, "topic")
            ),
        ),
        Fact(name="Source", values=(known.place(lead),)),
        Fact(name="Discussion", values=_discussion(lead)),
        Fact(name="Rights", values=(Named(title=lead.rights),) if lead.rights else ()),
        Fact(name="Id in the feeds", values=(Named(title=urls.iri(story.uri)),)),
    )
    return tuple(fact for fact in facts if fact.values)


def _because(story: Story, lead: Article) -> str:
    credited = (m.because for m in story.memberships if m.group.kind == "author")
    words = next(credited, lead.author_because)
    evidence = _EVIDENCE[story.evidence]
    return f"{evidence}: {words}" if words and words.casefold() not in evidence else evidence


def _in_plain_words(because: str) -> str:
    """Why a story is in a topic, as a reader says it: rules name the fields that matched."""
    said = because.split("; ")
    for place, part in enumerate(said):
        field, found, words = part.partition(": ")
        if found and field in _FIELDS:
            said[place] = f"{_FIELDS[field]} {words}"
    return "; ".join(said)


def _discussion(lead: Article) -> tuple[Named, ...]:
    address = urls.web_address(lead.comments)
    return (Named(title=address, path=address),) if address else ()


def enclosures_of(article: Article) -> tuple[Enclosure, ...]:
    """Files with their kind and size in words."""
    found = ((urls.web_address(link.href), link) for link in article.enclosures)
    return tuple(
        Enclosure(
            url=url,
            title=link.title or url.rpartition("/")[2].partition("?")[0] or url,
            tell=", ".join(filter(None, (link.type or "", _size(link.length)))),
        )
        for url, link in found
        if url
    )


def _size(length: int | None) -> str:
    if not length or length < 0:
        return ""
    return f"{length / 1e6:.1f}\u00a0MB" if length >= 1e6 else f"{max(length // 1000, 1)}\u00a0kB"
