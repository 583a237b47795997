"""What we promise subscribers, tried on the worst that sources can say: a line a promise.

    python -m benchmarks.published

P5, P6, P9 to P12. A planet aggregates every odd and broken document of the corpus, the sample
feeds, attacks in every field of entries and feeds, and the real feeds of ../shared where they are;
all that it publishes is written as files and read again. Another lives through simulated weeks of
copies, edits, merges and moves (`tests.feeds.weeks`). Ends with an error when a promise is
broken.
"""

import io
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import structlog
from lxml import etree
from sqlalchemy import event
from sqlalchemy.engine import Engine

from aggregator.model import Article
from aggregator.store import View
from aggregator.text.boilerplate import strip_known
from aggregator.text.html import to_text
from benchmarks import serving
from feeds import urls
from feeds.archivist import Archivist
from feeds.documents import Documents
from feeds.export import build
from feeds.inspection import format_of, inspect
from feeds.routes import target_of
from tests.feeds.site import Site as Served
from tests.feeds.walker import A, Walk, walk
from tests.feeds.weeks import DAYS, live
from tests.hostility import ATTACKS, before, documents
from tests.inert import active_in, words_of
from tests.rim import Site
from tests.test_published_corpus import CONFIG

SHARED = Path("../shared/data/feeds")
_MARK = re.compile(r"\bkeep(\d{4})\b")
CONTENTS = ("article", "entry", "story", "member", "membership", "archive", "poll_state")
"""Tables of which an answer without a body needs none."""

HUB = "tests/feeds/test_websub.py"
FLOW = "tests/feeds/test_hub_flow.py"
OURS = "tests/aggregator/test_websub.py"
MUSTS: dict[str, tuple[str, ...]] = {
    "4 a topic names its hubs and one self, in Link headers and in the document": (
        f"{HUB}::test_every_feed_names_hub_and_self_in_header_and_document",
    ),
    "4 a subscriber looks into headers before the document": (
        f"{OURS}::test_hub_and_topic_are_taken_from_headers_before_the_document",
    ),
    "5.1 the secret is shorter than 200 bytes": (
        f"{HUB}::test_a_secret_of_199_bytes_is_taken_and_seen_by_nobody",
        f"{HUB}::test_what_cannot_be_is_refused_at_once_with_a_reason",
    ),
    "5.1 unknown parameters are ignored": (
        f"{HUB}::test_102_parameters_that_we_do_not_know_change_nothing",
    ),
    "5.1 an active subscription may be asked for again": (
        f"{HUB}::test_103_a_renewal_changes_secret_and_lease_once_it_is_verified",
    ),
    "5.1 a request changes the state once it is verified, and a failed one does not": (
        f"{HUB}::test_a_renewal_that_is_not_verified_changes_nothing",
        f"{HUB}::test_nobody_can_unsubscribe_another",
    ),
    "5.1 leases end, and none is perpetual": (
        f"{HUB}::test_a_lease_is_never_for_ever",
        f"{HUB}::test_a_lease_that_ends_ends_the_deliveries",
    ),
    "5.1.1 the callback's own query is kept and comes first": (
        f"{HUB}::test_the_callbacks_own_query_stays_before_ours",
    ),
    "5.1.2 a request that can be handled is answered with 202": (
        f"{HUB}::test_100_a_subscriber_is_verified_and_gets_what_is_new_only",
    ),
    "5.1.2 a faulty request is answered with 4xx": (
        f"{HUB}::test_what_cannot_be_is_refused_at_once_with_a_reason",
        f"{HUB}::test_a_request_must_be_a_small_form",
    ),
    "5.2 who is denied is told so": (
        f"{HUB}::test_a_feed_that_is_gone_before_the_verification_is_denied",
        f"{HUB}::test_subscribers_of_a_feed_that_ends_are_told_so",
    ),
    "5.3 intent is verified with a random challenge, topic, mode and lease": (
        f"{HUB}::test_100_a_subscriber_is_verified_and_gets_what_is_new_only",
        f"{HUB}::test_a_verification_that_meets_no_answer_is_tried_again_with_another_challenge",
    ),
    "5.3 unsubscription is verified as well": (
        f"{HUB}::test_104_an_unsubscription_is_verified_and_then_nothing_comes",
    ),
    "5.3.1 only 2xx with the challenge as its body confirms": (
        f"{HUB}::test_only_the_challenge_itself_confirms",
    ),
    "5.3.1 a subscriber confirms what it asked for, and answers 404 to all else": (
        f"{OURS}::test_only_what_was_asked_for_is_confirmed",
        f"{OURS}::test_a_question_about_another_topic_gets_no_challenge_back",
    ),
    "7 content is POSTed with the topic's type, and names hub and self": (
        f"{HUB}::test_100_a_subscriber_is_verified_and_gets_what_is_new_only",
        f"{FLOW}::test_a_subscriber_on_loopback_gets_a_signed_document",
    ),
    "7 all but 2xx, redirects too, is a failure": (
        f"{HUB}::test_whatever_is_not_well_is_tried_again_after_ever_longer_pauses",
    ),
    "7 who fails is kept until the lease ends; 410 ends it": (
        f"{HUB}::test_a_failing_subscriber_is_kept_until_the_lease_ends_and_no_longer",
        f"{HUB}::test_410_ends_a_subscription",
    ),
    "7.1 with a secret the exact body is signed": (
        f"{HUB}::test_101_a_secret_signs_exactly_the_body",
    ),
    "7.1.1 a subscriber drops what is not signed right": (
        f"{OURS}::test_a_delivery_is_believed_by_its_signature_alone",
        f"{OURS}::test_a_forged_delivery_is_answered_and_ignored",
    ),
    "8 no callback leads to an address that must not be reached": (
        f"{FLOW}::test_an_address_that_must_not_be_reached_is_never_contacted",
    ),
}
"""WebSub's demands by section, and the tests that try them."""


@dataclass(frozen=True, slots=True)
class Line:
    """A promise as it was found: its figure, and what breaks it."""

    promise: str
    figure: str
    wrong: Sequence[str] = ()


@dataclass(slots=True)
class Planet:
    """All that the hostile planet publishes, by path."""

    site: Site
    files: dict[str, bytes] = field(default_factory=dict)


def main() -> int:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))
    planet = hostile()
    lines = [valid(planet), inert(planet), lossless(planet), *stable(), sourced(planet)]
    lines += [pushed(), unread()]
    for line in lines:
        print(f"{line.promise:4}{'broken' if line.wrong else 'kept':8}{line.figure}", flush=True)
    for line in lines:
        for one in line.wrong[:20]:
            print(f"WRONG {line.promise} {one:.300}")
    return 1 if any(line.wrong for line in lines) else 0


def hostile() -> Planet:
    answers = documents(*([SHARED] if SHARED.is_dir() else []))
    sources = "".join(f'[[sources]]\nurl = "{address}"\n' for address in answers)
    site = Site(dict(answers), CONFIG + sources)
    site.poll_all()
    with tempfile.TemporaryDirectory() as directory:
        build(site.store, site.config, Path(directory))
        files = {
            f"/{path.relative_to(directory)}": path.read_bytes()
            for path in Path(directory).rglob("*")
            if path.is_file()
        }
    return Planet(site, files)


# ---- P5, P6, P10: what stands in documents ---------------------------------------------------


def valid(planet: Planet) -> Line:
    kinds: Counter[str] = Counter()
    severities: Counter[str] = Counter()
    wrong: list[str] = []
    for path, body in planet.files.items():
        target = target_of(path, "")
        kind = format_of(target) if target and not path.endswith(".html") else None  # type: ignore[arg-type]
        if target is None or kind is None:
            continue
        kinds[kind] += 1
        for problem in inspect(target, body, planet.site.config.site.url):  # type: ignore[arg-type]
            severities[problem.severity] += 1
            wrong.append(f"{path}: {problem.severity}: {problem}")
    of = ", ".join(f"{count} {kind}" for kind, count in kinds.most_common())
    read = len(planet.site.sources)
    figure = (
        f"{sum(kinds.values())} documents ({of}) of {read} sources: "
        f"{severities['error']} errors, {severities['warning']} warnings"
    )
    return Line("P5", figure, wrong)


def inert(planet: Planet) -> Line:
    shown = {
        path: body
        for path, body in planet.files.items()
        if not path.endswith((".js", ".css", ".svg"))
    }
    wrong = [f"{path}: {one}" for path, body in shown.items() for one in active_in(body, path)]
    fields = 3 * len(ATTACKS)
    figure = (
        f"{len(shown)} documents and pages, {fields} entries and {len(ATTACKS)} feeds that attack "
        f"in every field: {len(wrong)} active"
    )
    return Line("P6", figure, wrong)


def lossless(planet: Planet) -> Line:
    """Words that a person would see of what a source wrote, against what is published of it.

    Known furniture of pages is dropped on purpose. Of attacks only what stands before them counts:
    parsers differ about where a broken one ends.
    """
    words = lost = 0
    kept: set[int] = set()
    wrong: list[str] = []
    with planet.site.store.reading() as read:
        stories = read.stories(View(), limit=100_000)
    with planet.site.store.reading() as read:
        for lead in (story.lead for story in stories):
            published = Counter(words_of(lead.html))
            if marked := _MARK.search(lead.title):
                number = int(marked[1])
                if published.keys() >= set(before(number).split()):
                    kept.add(number)
                continue
            entry = read.entry(lead.id)
            wrote = (entry.content or entry.summary) if entry else ""
            written = Counter(words_of(wrote))
            missing = sum((written - published - Counter(words_of(_dropped(lead, wrote)))).values())
            words, lost = words + written.total(), lost + missing
            if missing:
                wrong.append(f"{lead.source} {lead.entry_id}: {missing} of {written.total()} words")
    wrong += [f"{4 * len(ATTACKS) - len(kept)} attacks took words along"] * (
        len(kept) != 4 * len(ATTACKS)
    )
    figure = (
        f"{lost:,} of {words:,} harmless words lost, and none before {len(kept)} of "
        f"{4 * len(ATTACKS)} attacks"
    )
    return Line("P6", figure, wrong)


def _dropped(lead: Article, wrote: str) -> str:
    """What is left out on purpose: furniture of pages, and what a house says of who posted it."""
    stripped = strip_known(to_text(wrote))
    posters = [person.name.casefold() for person in lead.contributors]
    house = [
        line
        for line in stripped.text.split("\n")
        if any(name in line.casefold() for name in posters)
    ]
    return " ".join((*(one.line for one in stripped.removed), *house))


def sourced(planet: Planet) -> Line:
    entries = 0
    wrong: list[str] = []
    for path, body in planet.files.items():
        if not path.endswith(".atom") or path == "/status.atom":
            continue
        for entry in etree.fromstring(body).iter(f"{A}entry"):
            entries += 1
            origin = entry.find(f"{A}source")
            for name in ("id", "title", "updated"):
                if origin is None or not (origin.findtext(f"{A}{name}") or "").strip():
                    wrong.append(f"{path}: {entry.findtext(f'{A}id')}: no {name}")
    return Line(
        "P10", f"{entries} entries of Atom documents, {len(wrong)} without a full source", wrong
    )


# ---- P9: what never changes ------------------------------------------------------------------


@dataclass(slots=True)
class Watch:
    """All that was ever seen of ids and archives, and what changed although it must not."""

    published: dict[str, str] = field(default_factory=dict)
    archives: dict[str, bytes] = field(default_factory=dict)
    looks: int = 0
    wrong: list[str] = field(default_factory=list)

    def look(self, site: Served) -> None:
        self.looks += 1
        seen = walk(site)
        for path, body in seen.archives.items():
            if self.archives.setdefault(path, body) != body:
                self.wrong.append(f"{path} changed")
        for id, entry in seen.told.items():
            if entry is not None:
                date = str(entry.findtext(f"{A}published"))
                if self.published.setdefault(id, date) != date:
                    self.wrong.append(f"{id} was published {self.published[id]}, now {date}")


def stable() -> Iterator[Line]:
    watch = Watch()
    planet, site, _ = live(watch.look)
    yield Line(
        "P9",
        f"{watch.looks} looks in {DAYS} days: {len(watch.published)} ids, {len(watch.archives)} "
        f"archive documents, {len(watch.wrong)} changed",
        watch.wrong,
    )
    seen: Walk = walk(site)
    stories = {urls.iri(one.uri) for one in planet.stories()}
    wrong = [f"{id} is missed" for id in stories - seen.ids]
    wrong += [f"{id} is no story" for id in seen.ids - stories]
    wrong += [f"{id} stands in {count} archives" for id, count in seen.times.items() if count > 1]
    yield Line("P9", f"a walk gives {len(seen.ids)} of {len(stories)} stories, each once", wrong)


# ---- P11 -------------------------------------------------------------------------------------


class Outcomes:
    """A plug-in of pytest that notes what failed."""

    def __init__(self) -> None:
        self.passed: set[str] = set()
        self.failed: set[str] = set()

    def pytest_runtest_logreport(self, report: Any) -> None:
        name = report.nodeid.partition("[")[0]
        if report.failed or report.skipped:
            self.failed.add(name)
        elif report.when == "call":
            self.passed.add(name)


def pushed() -> Line:
    found = Outcomes()
    tests = sorted({name for names in MUSTS.values() for name in names})
    with redirect_stdout(io.StringIO()):
        pytest.main(["-W", "ignore::pytest.PytestAssertRewriteWarning", *tests], plugins=[found])
    kept = found.passed - found.failed
    wrong = [must for must, names in MUSTS.items() if not kept.issuperset(names)]
    return Line("P11", f"{len(MUSTS) - len(wrong)} of {len(MUSTS)} demands of WebSub kept", wrong)


# ---- P12 -------------------------------------------------------------------------------------


def unread() -> Line:
    store, config = serving.filled(50)
    Archivist(store, Documents(config).editions).keep_up()
    client = serving.Client(store, config)
    _, packed = client.ask(("accept-encoding", "gzip"))
    known = (("accept-encoding", "gzip"), ("if-none-match", packed["etag"]))
    client.ask(*known)
    with statements() as asked:
        status, _ = client.ask(*known)
    wrong = [sql for sql in asked if any(f" {table}" in sql for table in CONTENTS)]
    wrong += [] if status == 304 else [f"answered {status}"]
    with store.reading() as read:
        documents = Documents(config)
        rendered = serving.rate(lambda: documents.make(read, serving.FEED), 2.0)
    answered = serving.rate(lambda: client.ask(*known), 2.0)
    client.close()
    store.close()
    figure = (
        f"a 304 asks the store {len(asked)} times, {len(wrong)} of them for contents, and takes "
        f"1/{answered / rendered:.0f} of the time of rendering"
    )
    return Line("P12", figure, wrong)


@contextmanager
def statements() -> Iterator[list[str]]:
    """What is asked of databases meanwhile."""
    asked: list[str] = []

    def note(_connection: object, _cursor: object, sql: str, *_: object) -> None:
        asked.append(" ".join(sql.split()))

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(Engine, "before_cursor_execute", note)


if __name__ == "__main__":
    sys.exit(main())
