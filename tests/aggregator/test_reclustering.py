"""Stories of a window decided anew: seen before it is done, done once, and never against pins."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from aggregator import editing, reclustering
from aggregator.model import Edge, Story
from aggregator.reclustering import Change, recluster
from feeds.documents import Documents
from feeds.routes import target_of
from tests.build import NOW, at
from tests.corpus.pairs import Text, furnished, texts
from tests.rim import Site

TEXTS = texts()
LONG_AGO = at(days=-30)


def rss(host: str, *told: tuple[str, Text], hours: int = 2) -> str:
    """A document with each text under its name."""
    date = at(hours=-hours).strftime("%a, %d %b %Y %H:%M:%S GMT")
    rows = (
        f"<item><title>{text.title}</title><guid>https://{host}.example/{name}</guid>"
        f"<link>https://{host}.example/{name}</link><pubDate>{date}</pubDate>"
        f"<description><![CDATA[{html(text)}]]></description></item>"
        for name, text in told
    )
    return f"<rss version='2.0'><channel><title>{host}</title>{''.join(rows)}</channel></rss>"


def html(text: Text) -> str:
    return "".join(f"<p>{part}</p>" for part in text.text.split("\n") if part.strip())


def planet(**documents: str) -> Site:
    site = Site({f"https://{host}.example/feed": body for host, body in documents.items()})
    site.poll_all()
    return site


def three_copies() -> Site:
    """One article, its copy and its rewording, in three sources."""
    return planet(
        mill=rss("mill", ("bank", TEXTS["en-bank"]), hours=9),
        weir=rss("weir", ("copied", furnished(TEXTS["en-bank"])), hours=5),
        lock=rss("lock", ("spun", TEXTS["en-bank/copy1"])),
    )


def forget(site: Site) -> None:
    """Leave the store as one whose Feedmill found no copies: no edges, every article alone."""
    ids = [article.id for article in articles(site)]
    with site.store.writing() as write:
        for number in ids:
            write.drop_edges(number)
        for number in ids:
            reclustering.redecide(write, [number], rules=site.rules, now=site.now)


def articles(site: Site) -> list:
    return [article for story in site.stories() for article in story.articles]


def decided(site: Site, *, apply: bool, since=LONG_AGO) -> tuple[Change, ...]:
    return recluster(site.store, site.rules, since=since, now=site.now, apply=apply).changes


def partition(site: Site) -> set[frozenset[str]]:
    return {frozenset(a.link for a in story.articles) for story in site.stories()}


def version(site: Site) -> int:
    with site.read() as read:
        return read.version()


def page(site: Site, path: str) -> bytes:
    with site.read() as read:
        return Documents(site.config).make(read, target_of(path)).body


def by_title(site: Site, title: str) -> Story:
    return next(story for story in site.stories() if story.lead.title == title)


# ---- what would differ, and what does ------------------------------------------------------------


def test_what_was_decided_by_these_rules_is_decided_the_same_again() -> None:
    site = three_copies()
    before = version(site)
    assert recluster(
        site.store, site.rules, since=LONG_AGO, now=site.now, apply=True
    ) == reclustering.Reclustered(articles=3, changes=())
    assert version(site) == before


def test_a_difference_is_reported_and_not_carried_out() -> None:
    site = three_copies()
    forget(site)
    assert len(site.stories()) == 3
    before = version(site)
    (change,) = decided(site, apply=False)
    assert change.kind == "merge"
    assert len(change.before) == 3
    assert len(change.after) == 1
    assert "reworded" in change.because
    assert len(site.stories()) == 3
    assert version(site) == before
    assert decided(site, apply=False) == (change,)


def test_what_was_reported_is_what_is_carried_out_once() -> None:
    site = three_copies()
    forget(site)
    reported = decided(site, apply=False)
    assert decided(site, apply=True) == reported
    assert len(site.stories()) == 1
    after = version(site)
    assert decided(site, apply=True) == ()
    assert version(site) == after


def test_one_published_id_stays_and_the_others_leave_tombstones() -> None:
    site = three_copies()
    forget(site)
    stories = {story.lead.link: story for story in site.stories()}
    decided(site, apply=True)
    (story,) = site.stories()
    gone = {one.uri for one in stories.values()} - {story.uri}
    assert story.uri in {one.uri for one in stories.values()}
    with site.read() as read:
        assert {read.moved(one.id) for one in stories.values()} == {None, story.id}
    buried = re.findall(r'deleted-entry[^>]* ref="([^"]+)"', page(site, "/all.atom").decode())
    assert set(buried) == gone


def test_a_story_that_nothing_holds_together_any_more_is_split() -> None:
    site = planet(
        mill=rss("mill", ("bank", TEXTS["en-bank"]), hours=9),
        weir=rss("weir", ("lock", TEXTS["en-lock"])),
    )
    one, two = sorted(article.id for article in articles(site))
    with site.store.writing() as write:
        write.put_edges([Edge(a=one, b=two, how="edited", score=0.9, because=("once",))])
        reclustering.redecide(write, [one, two], rules=site.rules, now=site.now)
    (before,) = site.stories()
    (change,) = decided(site, apply=False)
    assert (change.kind, len(change.before), len(change.after)) == ("split", 1, 2)
    assert decided(site, apply=True) == (change,)
    assert partition(site) == {
        frozenset({"https://mill.example/bank"}),
        frozenset({"https://weir.example/lock"}),
    }
    assert before.id in {story.id for story in site.stories()}


def test_another_lead_is_a_difference() -> None:
    site = three_copies()
    first = site.stories()[0].lead.source
    ranked = {
        number: replace(source, rank=3 if "lock" in number else 0)
        for number, source in site.rules.sources.items()
    }
    site.rules = replace(site.rules, sources=ranked)
    (change,) = decided(site, apply=True)
    assert change.kind == "lead"
    assert change.before != change.after
    assert (first, site.stories()[0].lead.source) == ("mill-example", "lock-example")


def test_links_between_reports_of_one_event_are_renewed() -> None:
    site = planet(
        mill=rss("mill", ("one", TEXTS["en-bank"])),
        weir=rss("weir", ("two", TEXTS["en-bank/other2"])),
    )
    one, two = (story.lead.id for story in site.stories())
    with site.store.writing() as write:
        write.drop_edges(one)
        reclustering.redecide(write, [one, two], rules=site.rules, now=site.now)
    assert {story.event for story in site.stories()} == {""}
    (change,) = decided(site, apply=False)
    assert change.kind == "link"
    assert {story.event for story in site.stories()} == {""}
    decided(site, apply=True)
    assert len({story.event for story in site.stories()} - {""}) == 1
    assert decided(site, apply=True) == ()


# ---- pins ----------------------------------------------------------------------------------------


def test_an_editors_split_stands() -> None:
    site = three_copies()
    editing.pin(site.store, site.rules, "split", "https://lock.example/spun", now=site.now)
    apart = partition(site)
    assert len(apart) == 2
    assert decided(site, apply=True) == ()
    assert partition(site) == apart


def test_an_editors_merge_and_hiding_stand() -> None:
    site = planet(
        mill=rss("mill", ("bank", TEXTS["en-bank"])),
        weir=rss("weir", ("lock", TEXTS["en-lock"])),
        lock=rss("lock", ("essay", TEXTS["en-essay"])),
    )
    editing.pin(
        site.store, site.rules, "merge", "https://mill.example/bank",
        other="https://weir.example/lock", now=site.now,
    )  # fmt: skip
    editing.pin(site.store, site.rules, "hide", "https://lock.example/essay", now=site.now)
    together = partition(site)
    assert len(together) == 1
    assert decided(site, apply=True) == ()
    assert partition(site) == together


# ---- windows -------------------------------------------------------------------------------------


def test_what_came_before_the_window_is_left_alone_and_what_ties_to_it_is_not() -> None:
    site = planet(mill=rss("mill", ("bank", TEXTS["en-bank"]), hours=9))
    site.now += timedelta(days=3)
    site.answers["https://weir.example/feed"] = ""
    assert decided(site, apply=False, since=site.now) == ()
    later = three_copies()
    forget(later)
    assert decided(later, apply=False, since=NOW + timedelta(seconds=1)) == ()


@pytest.mark.parametrize("size", [1, 2])
def test_no_border_of_a_page_hides_a_tie(size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reclustering, "_PAGE", size)
    names = ("en-bank", "en-lock", "en-team", "de-moor", "fr-pont", "ru-most")
    site = planet(
        mill=rss("mill", *((name, TEXTS[name]) for name in names), hours=9),
        weir=rss("weir", *((name, furnished(TEXTS[name])) for name in reversed(names)), hours=5),
        lock=rss("lock", *((name, TEXTS[f"{name}/copy1"]) for name in names)),
    )
    together = partition(site)
    assert len(together) == len(names)
    forget(site)
    assert len(site.stories()) == 3 * len(names)
    reported = decided(site, apply=False)
    assert [change.kind for change in reported] == ["merge"] * len(names)
    assert all(len(change.before) == 3 for change in reported)
    assert decided(site, apply=True) == reported
    assert partition(site) == together


def test_keys_that_are_made_otherwise_now_are_made_anew() -> None:
    site = three_copies()
    forget(site)
    came = articles(site)
    with site.store.writing() as write:
        for article in came:
            write.put_keys(article.id, frozenset({1}))
    (change,) = decided(site, apply=False)
    assert (change.kind, len(change.before)) == ("merge", 3)


def test_an_old_article_that_is_revised_keeps_its_copies() -> None:
    site = three_copies()
    site.now += timedelta(days=90)
    corrected = replace(TEXTS["en-bank"], text=TEXTS["en-bank"].text + "\n\nCorrected in April.")
    site.answers["https://mill.example/feed"] = rss("mill", ("bank", corrected), hours=9)
    site.poll_all(force=True)
    assert "Corrected" in site.stories()[0].lead.text
    assert len(site.stories()) == 1
