"""Values in, what an operator reads out: listings for tables and JSON, explanations as lines. Pure
but for the store snapshot that `why` is given."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from .deduplicate import Claim, claims
from .editing import found
from .hosts import host_of
from .model import Article, Person, Pin, Story
from .pipeline import Polled
from .placing import Rules, copied_by
from .reclustering import Reclustered
from .sizing import REMEDY
from .store import Publication, SourceRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """A table: column names, rows of the same length, and a closing line."""

    head: tuple[str, ...]
    rows: tuple[tuple[str | int | None, ...], ...]
    foot: str = ""


def fetched(polled: Sequence[Polled]) -> Listing:
    """What a pass came to, a row a source."""
    kinds = [[verdict.kind for verdict in one.verdicts] for one in polled]
    rows = tuple(
        (
            one.source.id,
            one.outcome,
            kind.count("new"),
            kind.count("copy") + kind.count("reworded"),
            one.error or None,
        )
        for one, kind in zip(polled, kinds, strict=True)
    )
    failed = sum(one.outcome == "failed" for one in polled)
    new, copies = sum(int(row[2]) for row in rows), sum(int(row[3]) for row in rows)
    return Listing(
        head=("source", "outcome", "new", "copies", "error"),
        rows=rows,
        foot=f"{len(rows)} sources, {failed} failed, {new} new, {copies} copies",
    )


def status(value: dict[str, Any]) -> Listing:
    """/status.json as a listing, the troubled sources first."""
    order = {"failing": 0, "gone": 1, "throttled": 2, "paused": 3, "new": 4, "ok": 5}
    rows = sorted(value["sources"], key=lambda row: (order.get(row["health"], 9), row["id"]))
    return Listing(
        head=("source", "health", "last success", "next poll", "entries", "copies", "error"),
        rows=tuple(
            (
                row["id"],
                row["health"],
                row["last_success"],
                row["next_poll"],
                row["entries"],
                row["copies"],
                row["error"] and f"{row['error']['message']} (x{row['error']['times']})",
            )
            for row in rows
        ),
        foot=f"{value['stories']} stories from {value['articles']} articles, "
        f"{value['authors']} authors, {value['topics']} topics"
        + (f"; {value['let_go']} articles kept no longer" if value["let_go"] else ""),
    )


def sources(value: dict[str, Any]) -> Listing:
    """The sources of /status.json with their addresses."""
    return Listing(
        head=("id", "title", "url", "health", "every"),
        rows=tuple(
            (row["id"], row["title"], row["url"], row["health"], row["every"])
            for row in value["sources"]
        ),
    )


def why(read: Publication, text: str, rules: Rules) -> dict[str, Any]:
    """All that is known of one article or story; {} when nothing has this address or id."""
    stories = found(read, text)
    return {"stories": [_story(read, story, rules) for story in stories]} if stories else {}


def _story(read: Publication, story: Story, rules: Rules) -> dict[str, Any]:
    return {
        "story": story.id,
        "published as": story.uri,
        "title": story.lead.title,
        "hidden": story.hidden,
        "published": _when(story.published),
        "updated": _when(story.updated),
        "listed": _when(story.listed),
        "authors": [_person(person) for person in story.authors],
        "contributors": [_person(person) for person in story.contributors],
        "credit rests on": _credit(story),
        "independent sources": story.independent,
        "feeds": [
            {
                "feed": " ".join(part for part in (m.group.kind, m.group.slug) if part),
                "because": m.because,
            }
            for m in story.memberships
        ],
        "topics it is kept out of": _missed(story, rules),
        "lead": _article(read, story.lead),
        **_claims(read, story, rules),
        "copies": [
            {
                "how": copy.how,
                "score": round(copy.score, 3),
                "because": list(copy.because),
                **_article(read, copy.article),
            }
            for copy in story.copies
        ],
    }


def _claims(read: Publication, story: Story, rules: Rules) -> dict[str, Any]:
    """Why the lead leads, beside who would if it did not."""
    if not story.copies:
        return {}
    articles = story.articles
    history = copied_by(read.note, {article.source for article in articles})
    edges = read.edges_of([article.id for article in articles])
    every = claims(articles, rules.ranks, edges, history, rules.homes)
    ours = next(one for one in every if one.article.id == story.lead.id)
    best = next(one for one in every if one is not ours)
    told = {"leads": _claim(ours), "next best": _claim(best)}
    if every[0] is not ours:
        told["but"] = "it was chosen by what was known then: recluster would choose the next best"
    elif ours.weight == best.weight:
        told["but"] = "their claims are equal: the one published first leads"
    return {"who leads": told}


def _claim(claim: Claim) -> str:
    """'-1.5: published later (-1.5)' with the article's link."""
    pieces = ", ".join(f"{words} ({weight:+.1f})" for words, weight in claim.evidence)
    where = claim.article.link or claim.article.entry_id or claim.article.id
    return f"{where} with {claim.weight:+.1f}" + (f": {pieces}" if pieces else "")


def _credit(story: Story) -> str:
    because = next((m.because for m in story.memberships if m.group.kind == "author"), "")
    because = because or story.lead.author_because
    return f"{story.evidence}: {because}" if because else story.evidence


def _missed(story: Story, rules: Rules) -> list[str]:
    member = {m.group.slug for m in story.memberships if m.group.kind == "topic"}
    return [
        f"{topic.slug} ({topic.rule or 'no rule'})"
        for topic in rules.config.topics
        if topic.slug not in member
    ]


def _article(read: Publication, article: Article) -> dict[str, Any]:
    entry = read.entry(article.id)
    return {
        "article": article.id,
        "source": article.source,
        "entry id": article.entry_id or None,
        "link": article.link or None,
        "compared by": article.url or None,
        "title": article.title,
        "title as written": entry.title if entry and entry.title != article.title else None,
        "published": _when(article.published) + ("" if article.dated else " (first seen)"),
        "first seen": _when(article.first_seen),
        "language": article.language or None,
        "claimed authors": [_person(person) for person in article.claimed_authors],
        "credited": [_person(person) for person in article.authors],
        "evidence": f"{article.evidence}: {article.author_because}".rstrip(": "),
        "words": len(article.text.split()),
        "held": article.held or None,
        "decided": [
            {
                "at": _when(at),
                "verdict": verdict.kind,
                "how": verdict.how,
                "because": list(verdict.because),
            }
            for at, verdict in read.verdicts(article.id)
        ],
    }


def _person(person: Person) -> str:
    keys = " ".join(f"<{key}>" for key in (person.email, person.uri) if key)
    return f"{person.name} {keys}".strip()


def _when(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def as_lines(value: dict[str, Any], indent: int = 0) -> Iterable[str]:
    """Nested values as indented `name: value` lines; what is empty is left out."""
    for name, content in value.items():
        pad = "  " * indent
        if content in (None, "", [], {}, False):
            continue
        if isinstance(content, dict):
            yield f"{pad}{name}:"
            yield from as_lines(content, indent + 1)
        elif isinstance(content, list) and isinstance(content[0], dict):
            for number, one in enumerate(content, 1):
                yield f"{pad}{name} {number}:"
                yield from as_lines(one, indent + 1)
        elif isinstance(content, list):
            yield f"{pad}{name}: {'; '.join(str(part) for part in content)}"
        else:
            yield f"{pad}{name}: {content}"


def planned(
    changes: Sequence[tuple[str, int, int, str]], articles: int = 0, stories: int = 0
) -> Listing:
    """What a configuration would change, a row a topic; and how much it keeps no longer."""
    foot = f"{len(changes)} topics would change" if changes else "no topic would change"
    if articles:
        foot += f"; {articles} articles and {stories} whole stories would be kept no longer"
    return Listing(head=("topic", "join", "leave", "for example"), rows=tuple(changes), foot=foot)


def sized(rows: Sequence[tuple[str, str, str]]) -> Listing:
    """What a number of feeds takes, a row a quantity."""
    return Listing(head=("quantity", "needed", "from"), rows=tuple(rows))


def reclustered(found: Reclustered, *, applied: bool) -> Listing:
    """What deciding anew changes, a row a difference."""
    did = "carried out" if applied else "would be carried out by --apply"
    count = len(found.changes)
    return Listing(
        head=("change", "before", "after", "because"),
        rows=tuple(
            (one.kind, " + ".join(one.before), " + ".join(one.after), one.because or None)
            for one in found.changes
        ),
        foot=f"{found.articles} articles judged anew: "
        + (f"{count} differences, {did}" if count else "no difference"),
    )


def pins(standing: Sequence[Pin]) -> Listing:
    """Editors' decisions, a row each."""
    return Listing(
        head=("pin", "kind", "article", "with", "value", "at"),
        rows=tuple((p.id, p.kind, p.article, p.other, p.value, _when(p.at)) for p in standing),
        foot=f"{len(standing)} decisions stand",
    )


def told(stories: Sequence[Story]) -> str:
    """Stories in a line: each title with its number of copies."""
    return "; ".join(
        f"{story.lead.title!r}"
        + (f" with {len(story.copies)} copies" if story.copies else "")
        + (" (hidden)" if story.hidden else "")
        for story in stories
    )


def forecast(rows: Sequence[SourceRow], rules: Rules, now: datetime, hours: int) -> Listing:
    """Requests a host in the time to come, if every source keeps its present interval."""
    fetch = rules.config.fetch
    until = now + timedelta(hours=hours)
    requests: Counter[str] = Counter()
    sources_of: Counter[str] = Counter()
    for row in rows:
        host = host_of(row.state.url)
        if not host or row.state.gone or row.state.paused:
            continue
        first = max(row.state.next_poll or now, now)
        every = row.state.every or row.source.every or fetch.every
        sources_of[host] += 1
        requests[host] += 0 if first > until else 1 + int((until - first) / every)
    most = {
        host: int(timedelta(hours=hours) / fetch.pause(host)) + fetch.host_burst
        for host in requests
    }
    hot = [host for host, count in requests.most_common() if count > most[host]]
    return Listing(
        head=("host", "sources", "requests", "bucket allows"),
        rows=tuple(
            (host, sources_of[host], count, most[host]) for host, count in requests.most_common()
        ),
        foot=f"{requests.total()} requests to {len(requests)} hosts in {hours} h"
        + (f"; too many for {', '.join(hot)}, where polls come late: {REMEDY}" if hot else ""),
    )
