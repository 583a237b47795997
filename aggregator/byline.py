"""An article in, the same article credited to who wrote it out; a story's credit from its copies.

Pure. In the order of trust (a biography or byline in the text, the page, an earlier copy, what the
source claims, what is configured): who is found to be the writer is the author, whoever else
was named - the claimed author first of all - becomes a contributor. Nobody is invented: without
evidence an article has no author.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from .model import Article, Evidence, Person
from .text.boilerplate import strip_known
from .text.credit import Claim, Credits, read_credits
from .text.house import without_house
from .text.html import excerpt, to_text
from .text.identity import Aliases, author_key, links, same_name, same_person
from .text.names import Names, named_person, persons

__all__ = ["Aliases", "author_key", "byline", "credit", "links"]

_WORDS_OF_SUMMARY = 60
_WORDS = 160  # characters of evidence that are kept


@dataclass(frozen=True, slots=True, kw_only=True)
class _Claimed:
    """What the source says: persons, those of them in capitals, organisations and other credits."""

    people: tuple[Person, ...] = ()
    shouted: tuple[Person, ...] = ()
    others: tuple[Person, ...] = ()  # organisations, photographers, translators


@dataclass(frozen=True, slots=True, kw_only=True)
class _Verdict:
    """Who wrote it, why, and who of those named in the text only posted it."""

    authors: tuple[Person, ...]
    evidence: Evidence
    because: str
    posters: tuple[Claim, ...] = ()


def byline(
    article: Article,
    aliases: Aliases,
    *,
    source_author: str = "",
    site: str = "",
    page: Sequence[Person] = (),
    pinned: str = "",
) -> Article:
    """Fill in authors, contributors, evidence and reason; take furniture and house bylines out of
    the text. Idempotent.

    `source_author` is configured for entries that name none; `site` is the source's title; `page`
    is whom the fetched page names in its metadata; `pinned` is an editor's decision.
    """
    text = strip_known(article.text).text
    credits = read_credits(text, site)
    claimed = _claimed(article.claimed_authors, site)
    verdict = _decide(article, credits, claimed, page, site)
    authors, evidence, because = verdict.authors, verdict.evidence, verdict.because
    if evidence == "claimed" and article.evidence == "source":
        evidence, because = "source", "configured for the source"
    if not authors and source_author:
        authors, evidence = (
            persons(source_author).persons or (Person(name=source_author),),
            "source",
        )
        because = "configured for the source"
    if pinned:
        authors, evidence, because = (Person(name=pinned),), "pin", "an editor's decision"
    named = tuple(named_person(aliases.resolve(person)) for person in authors)
    if evidence == "claimed" and named != authors:
        wrote = authors[0].name or authors[0].email or authors[0].uri
        evidence, because = "alias", f"{because} as “{wrote}”, an alias of {named[0].name}"
    named = _distinct(named)
    posted = [Person(name=name) for claim in verdict.posters for name in claim.names]
    others = (
        *claimed.people,
        *authors,
        *verdict.authors,
        *posted,
        *claimed.others,
        *article.contributors,
    )
    others_posted = (
        [one.name for one in claimed.people if not _is_among(one, named)]
        if evidence == "byline"
        else []
    )
    body = without_house(text, verdict.posters, others_posted)
    # the text keeps its byline, which says who wrote it; a summary begins with the article
    told = without_house(text, (*verdict.posters, *credits.bylines), others_posted)
    return replace(
        article,
        authors=named,
        contributors=_contributors(others, named, aliases),
        evidence=evidence,
        author_because=because,
        text=body,
        summary=_summary(article, told),
    )


def _claimed(people: Iterable[Person], site: str) -> _Claimed:
    found: list[Person] = []
    shouted: list[Person] = []
    others: list[Person] = []
    for raw in people:
        names: Names = persons(raw.name, email=raw.email, uri=raw.uri, site=site)
        found += names.persons
        if names.biography:
            shouted += names.persons
        else:  # also 'By JANE ROE'
            shouted += [
                one for one in names.persons if " " in one.name and one.name.upper() in raw.name
            ]
        others += [Person(name=name) for name in names.organisations]
        others += [Person(name=credit.name) for credit in names.credits]
    return _Claimed(people=_distinct(found), shouted=tuple(shouted), others=_distinct(others))


# ---- who wrote it ----------------------------------------------------------------------------


def _decide(
    article: Article, credits: Credits, claimed: _Claimed, page: Sequence[Person], site: str
) -> _Verdict:
    known = [person.name for person in claimed.people]
    writers, posters = _biographers(article, credits, claimed)
    if writers:
        authors = _as_claimed((name for claim in writers for name in claim.names), claimed.people)
        return _Verdict(
            authors=authors, evidence="byline", because=_because("says of its writer", writers),
            posters=(*posters, *(c for c in credits.bylines if not _match(c, _names(authors)))),
        )  # fmt: skip
    signed = [claim for claim in credits.bylines if not claim.shouted]
    signed = signed or [
        c for c in credits.bylines if not known or _match(c, known) or claimed.shouted
    ]
    # "Reporting by ..." names helpers of who is credited, unless that is the house
    if known and not (claimed.shouted and _is_told(article, credits, claimed)):
        signed = [c for c in signed if not c.reporting or _match(c, known)]
    if signed:
        authors = _as_claimed((name for claim in signed for name in claim.names), claimed.people)
        if any(_match(claim, known) for claim in signed):
            authors = _distinct((*claimed.people, *authors))
        rest = tuple(c for c in credits.bylines if c not in signed and not c.reporting)
        rest = (*rest, *_author_boxes(credits, claimed))
        return _Verdict(
            authors=authors, evidence="byline", because=_because("signed", signed), posters=rest
        )
    if credits.signatures and len(claimed.shouted) == len(claimed.people):
        return _Verdict(
            authors=_as_claimed(credits.signatures[0].names, ()),
            evidence="byline",
            because=_because("signed", credits.signatures),
        )
    if named := _claimed(page, site).people:
        return _Verdict(authors=named, evidence="page", because="named by the page itself")
    return _by_claim(credits, claimed)


def _by_claim(credits: Credits, claimed: _Claimed) -> _Verdict:
    if claimed.people:
        known = [person.name for person in claimed.people]
        return _Verdict(
            authors=claimed.people,
            evidence="claimed",
            because="named by the source",
            posters=tuple(
                claim
                for claim in (*credits.bylines, *credits.houses)
                if not (claim.reporting or _match(claim, known))
            ),
        )
    if credits.houses:
        first = credits.houses[:1]
        authors = _as_claimed(first[0].names, ())
        return _Verdict(
            authors=authors, evidence="byline", because=_because("says of its writer", first)
        )
    if claimed.others:
        return _Verdict(
            authors=claimed.others[:1], evidence="claimed", because="named by the source"
        )
    return _Verdict(authors=(), evidence="source", because="nobody is named")


def _biographers(
    article: Article, credits: Credits, claimed: _Claimed
) -> tuple[tuple[Claim, ...], tuple[Claim, ...]]:
    """The biographies that name the writer, and those that tell of the house's own people."""
    signatures = [person.name for person in claimed.people]
    signatures += [name for claim in credits.bylines for name in claim.names]
    quiet = [claim for claim in credits.biographies if not claim.shouted]
    boxed = _author_boxes(credits, claimed)
    quiet = [claim for claim in quiet if claim not in boxed]
    posters = [c for c in credits.houses if c.shouted or _match(c, signatures)] + boxed
    if quiet:  # capitals beside usual case: the house's own
        posters += [claim for claim in credits.biographies if claim.shouted]
    writers = quiet or [claim for claim in credits.biographies if claim not in boxed]
    writers = writers or [c for c in credits.houses if c not in posters]
    posters += [c for c in credits.houses if c not in posters and c not in writers]
    told = any(claim.biography for claim in posters) or _is_told(article, credits, claimed)
    shouted = any(claim.shouted for claim in credits.bylines)
    under_house = bool(posters or claimed.shouted or shouted or told)
    if any(claim.explicit for claim in credits.bylines):  # who is told of gave an interview
        writers = [c for c in writers if c.explicit or _match(c, signatures)]
    sure = [
        claim
        for claim in writers
        if claim.explicit
        or _match(claim, signatures)
        or (told and claim.position and not claim.apposed)
        or (claim.apposed and _is_of_the_writer(credits, claimed, under_house))
        or (
            not claim.apposed
            and under_house
            and (credits.first_person if claim.vague else credits.opinion)
        )
        or (
            not claim.apposed
            and (credits.opinion and not (credits.report and claimed.people))
            and (claim.position or claim.house)
            and not (claim.vague or (claim.leading and claimed.people))
        )
    ]
    if not sure:
        return (), ()
    named = [name for claim in sure for name in claim.names]
    return tuple(sure), tuple(claim for claim in posters if not _match(claim, named))


def _author_boxes(credits: Credits, claimed: _Claimed) -> list[Claim]:
    """Biographies of whom a site names in capitals, where the text names somebody else besides:
    'By JOHN SMITH' above, 'Reporting by Jane Roe' and 'About JOHN SMITH: ...' below."""
    quiet = [claim for claim in credits.biographies if not claim.shouted]
    shouted = _names(claimed.shouted)
    shouted += [name for claim in credits.bylines if claim.shouted for name in claim.names]
    boxed = [claim for claim in quiet if _match(claim, shouted)]
    others = (*quiet, *(claim for claim in credits.bylines if not claim.shouted))
    return boxed if any(not _match(claim, shouted) for claim in others) else []


def _is_told(article: Article, credits: Credits, claimed: _Claimed) -> bool:
    """Whether the text has a staff biography of whom the source names. What an earlier look found
    to be the house's is a contributor; the biography is gone since."""
    names = _names(claimed.people)
    boxed = _author_boxes(credits, claimed)
    return any(_is_among(person, article.contributors) for person in claimed.people) or any(
        _match(claim, names) and (claim.house or claim.shouted or claim in boxed)
        for claim in (*credits.houses, *credits.biographies)
    )


def _is_of_the_writer(credits: Credits, claimed: _Claimed, under_house: bool) -> bool:
    """Whether somebody whom a text introduces in passing is its writer: it speaks in the first
    person, and only the house, or nobody, is named else."""
    if credits.report:
        return False
    return credits.personal if under_house else credits.first_person and not claimed.people


def _match(claim: Claim, names: Iterable[str]) -> bool:
    return any(same_name(mine, other) for mine in claim.names for other in names)


def _names(people: Iterable[Person]) -> list[str]:
    return [person.name for person in people]


def _as_claimed(names: Iterable[str], claimed: Sequence[Person]) -> tuple[Person, ...]:
    """The names as persons, with the address the source gave for them and the fuller spelling."""
    found: list[Person] = []
    for name in names:
        same = next((person for person in claimed if same_name(person.name, name)), None)
        fuller = name if same is None or len(name) >= len(same.name) else same.name
        found.append(replace(same, name=fuller) if same else Person(name=fuller))
    return _distinct(found)


def _because(verb: str, claims: Sequence[Claim]) -> str:
    words = claims[0].words
    quoted = words if len(words) <= _WORDS else words[: _WORDS - 1].rstrip() + "…"
    return f"the text {'is signed' if verb == 'signed' else verb}: “{quoted}”"


# ---- who else is named -----------------------------------------------------------------------


def _distinct(people: Iterable[Person]) -> tuple[Person, ...]:
    """Each person once, in order; what is known of one from several mentions is put together."""
    found: list[Person] = []
    for person in people:
        place = next((n for n, other in enumerate(found) if same_person(person, other)), None)
        if place is None:
            found.append(person)
        else:
            other = found[place]
            found[place] = Person(
                name=max((other.name, person.name), key=len),
                uri=other.uri or person.uri,
                email=other.email or person.email,
            )
    return tuple(found)


def _contributors(
    people: Iterable[Person], authors: Sequence[Person], aliases: Aliases
) -> tuple[Person, ...]:
    """Everyone named who is not an author, once."""
    everyone = _distinct(named_person(aliases.resolve(person)) for person in people)
    return tuple(person for person in everyone if not _is_among(person, authors))


def _is_among(person: Person, people: Sequence[Person]) -> bool:
    return any(same_person(person, one) for one in people)


def _summary(article: Article, told: str) -> str:
    """The summary; one that was cut from the head of the text is cut anew from what it tells."""
    summary = strip_known(article.summary).text
    head = " ".join(summary.split()).rstrip(" …")
    if not head or _flat(told).startswith(head):
        return summary
    cut = _flat(article.text).startswith(head) or _flat(to_text(article.html)).startswith(head)
    return excerpt(told, _WORDS_OF_SUMMARY) if cut else summary


def _flat(text: str) -> str:
    return " ".join(text.split())


# ---- a story ---------------------------------------------------------------------------------


def credit(
    articles: Sequence[Article], aliases: Aliases | None = None, *, pinned: str = ""
) -> tuple[tuple[Person, ...], tuple[Person, ...], Evidence, str]:
    """(authors, contributors, evidence, because) of a story; `articles` are the lead, then copies.

    The lead's own credit holds unless it is weak (nobody, an agency, a house byline) and a copy
    knows better: the earliest with the strongest evidence. Every claimed author of any copy is
    kept as a contributor.
    """
    book = aliases or Aliases()
    lead = articles[0]
    chosen, evidence, because = lead, lead.evidence, lead.author_because
    if _strength(lead) < 2:
        best = min(articles[1:], key=lambda a: (-_strength(a), a.published, a.id), default=lead)
        if _strength(best) >= 2 or (_strength(best) and not lead.authors):
            chosen, evidence = best, "copy"
            because = f"of its copy at {best.url or best.link}: {best.author_because}"
    authors = _distinct(book.resolve(person) for person in chosen.authors)
    if pinned:
        authors, evidence, because = (
            (book.resolve(Person(name=pinned)),),
            "pin",
            "an editor's decision",
        )
    everyone = [p for article in articles for p in (*article.authors, *article.contributors)]
    return authors, _contributors(everyone, authors, book), evidence, because


def _strength(article: Article) -> int:
    """3: the text or an editor says so; 2: a person is named; 1: somebody is; 0: nobody, or only
    one of the house's own, who put the name over a text that others have too."""
    if not article.authors or _is_of_the_house(article):
        return 0
    if article.evidence in ("pin", "byline", "page", "copy"):
        return 3
    if article.evidence == "source":
        return 1
    people = _claimed(article.claimed_authors, "")
    return 2 if people.people else 1


def _is_of_the_house(article: Article) -> bool:
    """Whether whom an article names is in capitals, or said to be of its site's own staff."""
    if article.evidence == "byline":
        houses = read_credits(article.text, "").houses
        return any(_match(claim, _names(article.authors)) for claim in houses)
    people = _claimed(article.claimed_authors, "")
    by_claim = article.evidence in ("claimed", "alias") and bool(people.people)
    return by_claim and len(people.shouted) == len(people.people)
