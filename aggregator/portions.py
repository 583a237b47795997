"""A reading in, its articles placed: in portions short enough that others can write between them.

Works inside transactions that its caller opens. Which articles are the ones we have is decided by
`identify`, where each belongs by `placing`; here is what both need to know of one document, and no
more is done of it at a time than a clock allows. That postpones articles and decides nothing.
"""

import json
import time
from collections.abc import Sequence, Set
from dataclasses import replace
from datetime import datetime

from .identify import Arrival, id_by_content, identify, oldest_first, unknown
from .model import Article, ArticleId, Feed, PollState, Source, Verdict
from .normalise import fingerprint
from .placing import Rules, place
from .reading import Reading
from .store import Intake, Store
from .text.boilerplate import Furniture, blocks_of, observe, strip
from .text.pruning import pruned

_PORTION = 0.15  # seconds of placing in one transaction


def unchanged(reading: Reading, store: Store) -> frozenset[ArticleId]:
    """Which articles' entries are stored as they are: most of most documents, and looked for
    without holding up who writes."""
    with store.reading() as read:
        stored = read.entries([article.id for _, article in reading.articles])
    return frozenset(one.id for entry, one in reading.articles if stored.get(one.id) == entry)


def identified(write: Intake, reading: Reading, state: PollState) -> tuple[Arrival, ...]:
    """The document's articles under the ids we know them by, in the order to place them in."""
    number = state.source
    articles = [article for _, article in reading.articles]
    known = write.known(number, [name for one in articles for name in (one.id, id_by_content(one))])
    strange = unknown(reading.articles, known)
    arrivals = identify(
        reading.articles,
        known=known,
        former=write.find(
            number,
            urls=[one.url for one in strange],
            fingerprints=[one.fingerprint for one in strange],
        )
        if state.last_success is not None
        else (),
        last_look=state.last_success,
        rhythm=write.rhythm(number),
        past=write.past.about(strange),
    )
    return oldest_first(arrivals)


def placed(
    write: Intake,
    arrivals: Sequence[Arrival],
    same: Set[ArticleId],
    feed: Feed,
    source: Source,
    *,
    rules: Rules,
    now: datetime,
) -> tuple[Verdict, ...]:
    """Place articles without the furniture this source is known to repeat, and learn more: for as
    long as a portion may take, and at least one that is not as it was. `same` are known to be."""
    end = time.monotonic() + _PORTION
    name = f"furniture:{source.id}"
    before = furniture = Furniture.from_json(json.loads(write.get_note(name) or "{}"))
    verdicts: list[Verdict] = []
    for arrival in arrivals:
        if time.monotonic() > end and any(one.kind != "unchanged" for one in verdicts):
            break
        if arrival.article.id in same:
            verdicts.append(Verdict(kind="unchanged", article=arrival.article.id))
            continue
        article, own = arrival.article, _own_words(arrival.article, feed)
        bare = _bare(article, strip(article.text, furniture, own).text, source)
        verdict = place(write, replace(arrival, article=bare), rules=rules, now=now)
        if verdict.kind != "unchanged" and verdict.story:
            furniture = observe(furniture, blocks_of(article.text, own), verdict.story)
        verdicts.append(verdict)
    if furniture != before:
        write.put_note(name, json.dumps(furniture.as_json()))
    write.put_verdicts([one for one in verdicts if one.kind != "unchanged"], now)
    return tuple(verdicts)


def _bare(article: Article, text: str, source: Source) -> Article:
    """The article as it is compared; its markup follows where the source is to be cleaned."""
    if text == article.text:
        return article
    html = pruned(article.html, text) if source.clean else article.html
    return replace(article, text=text, html=html, fingerprint=fingerprint(article.title, text))


def _own_words(article: Article, feed: Feed) -> tuple[str, ...]:
    """What differs from article to article in lines that otherwise repeat."""
    people = (*article.claimed_authors, *article.authors)
    return (article.title, feed.title, *(person.name for person in people))
