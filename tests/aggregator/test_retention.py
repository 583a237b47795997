"""aggregator.retention: what is older than is kept goes, on every database; nothing comes twice."""

import threading
from datetime import timedelta

import pytest

from aggregator import editing, retention
from aggregator.identify import Arrival
from aggregator.placing import place, redecide
from aggregator.retention import let_go, tidy
from aggregator.store import View, open_store
from aggregator.store.news import Place
from aggregator.text.query import asked
from feeds.archivist import Archivist
from feeds.documents import Documents
from feeds.routes import target_of
from tests import stores
from tests.build import at
from tests.rim import Site

store_url = stores.store_url  # fixture

MILL, WEIR, LOCK = (f"https://{name}.example/feed.xml" for name in ("mill", "weir", "lock"))
WORDS = (
    "the miller of town keeps his wheel turning all winter long and reads the gauge of the river "
    "each morning before the gates are opened"
)
TEXT = {n: " ".join(f"{word}{n}" for word in WORDS.split()) for n in range(40)}


def item(n, *, id=None, link=None, days=None, text=None, title=None):
    """An entry; `days` ago is its date, None for none."""
    date = f"<pubDate>{at(days=-days).isoformat()}</pubDate>" if days is not None else ""
    return (
        f"<item><title>{title or f'Story {n}'}</title><guid isPermaLink='false'>"
        f"{id or f'urn:mill:{n}'}</guid><link>{link or f'https://mill.example/{n}'}</link>{date}"
        f"<description>{text or TEXT[n]}</description></item>"
    )


def rss(*items):
    return f"<rss version='2.0'><channel><title>A mill</title>{''.join(items)}</channel></rss>"


@pytest.fixture
def planet(store_url):
    """Makes a site of the mill's entries and of more documents by their sources' names."""
    made = []

    def make(*items, config='[store]\nkeep = "30d"\n', **more):
        answers = {MILL: rss(*items)}
        answers |= {f"https://{name}.example/feed.xml": document for name, document in more.items()}
        made.append(Site(answers, config=config, at=store_url))
        return made[-1]

    yield make
    for site in made:
        site.store.close()


def later(site, days, *items):
    """So many days on, the mill lists these; all is polled and tidied."""
    site.now += timedelta(days=days)
    if items:
        site.answers[MILL] = rss(*items)
    site.poll_all()
    return tidy(site.store, site.config.store.keep, site.now)


def titles(site):
    return [story.lead.title for story in site.stories()]


def published(site, path):
    with site.store.reading() as read:
        return Documents(site.config).make(read, target_of(path)).body.decode()


def counted(site):
    with site.store.reading() as read:
        return read.counts()


def test_what_is_too_old_leaves_the_pages_and_is_not_said_to_be_withdrawn(planet):
    site = planet(item(1, days=1), item(2, days=0))
    site.poll_all()
    before = published(site, "/all.atom")
    gone = later(site, 31, item(3))
    assert (gone.articles, gone.stories) == (2, 2)
    assert titles(site) == ["Story 3"]
    after = published(site, "/all.atom")
    assert "Story 1" in before
    assert "Story 1" not in after
    assert "deleted-entry" not in after
    counts = counted(site)
    assert (counts.articles, counts.stories, counts.let_go) == (1, 1, 2)
    with site.store.reading() as read:
        assert read.tombstones(View(), at(days=-99)) == ()
        found = asked("winter1")
        assert read.stories(View(words=found), limit=9) == ()
        told = read.hub.news(View(), after=Place(version=0), window=50, limit=50).changes
        assert [change.story.lead.title for change in told] == ["Story 3"]


def test_nothing_goes_before_its_time_and_a_second_time_changes_nothing(planet):
    site = planet(item(1, days=300))
    site.poll_all()
    assert later(site, 29, item(1, days=300), item(2)) == retention.LetGo()
    later(site, 2)
    with site.store.reading() as read:
        version = read.version()
    assert later(site, 0) == retention.LetGo()
    with site.store.reading() as read:
        assert read.version() == version
    assert titles(site) == ["Story 2"]


def test_without_the_key_all_is_kept(planet):
    site = planet(item(1), config="")
    site.poll_all()
    later(site, 9999)
    assert titles(site) == ["Story 1"]


@pytest.mark.parametrize("days", [3, None], ids=["dated", "undated"])
def test_an_entry_that_a_source_still_lists_is_not_published_anew(planet, days):
    site = planet(item(1, days=days), item(2, days=days))
    site.poll_all()
    later(site, 31, item(1, days=days), item(2, days=days))
    assert titles(site) == []
    later(site, 1, item(1, days=days, text=f"{TEXT[1]} Corrected."), item(2, days=days), item(3))
    assert titles(site) == ["Story 3"], "edited or not"
    later(site, 31, item(1, days=days), item(2, days=days), item(3))
    later(site, 9, item(1, days=days), item(2, days=days), item(3), item(4))
    assert titles(site) == ["Story 4"], "and so on"


def test_nor_do_many_of_them_make_what_is_new_a_flood(planet):
    old = [item(n, days=n) for n in range(1, 30)]
    site = planet(*old)
    site.poll_all()
    later(site, 31)
    later(site, 1, item(30), *old)
    (story,) = site.stories()
    assert story.listed == site.now


def test_a_blog_that_gives_new_ids_to_old_entries_is_not_news(planet):
    site = planet(item(1, days=3), item(2, days=3))
    site.poll_all()
    later(site, 31)
    moved = item(1, id="n1", days=3, text=f"{TEXT[1]} (moved)"), item(2, id="n2", days=3)
    later(site, 1, *moved, item(3))
    assert titles(site) == ["Story 3"]


def test_an_id_that_is_given_to_something_else_is_news_under_an_id_of_ours(planet):
    site = planet(item(1, id="https://mill.example/latest", days=3))
    site.poll_all()
    (first,) = site.stories()
    later(site, 31)
    later(site, 1, item(2, id="https://mill.example/latest"))
    (second,) = site.stories()
    assert second.lead.title == "Story 2"
    assert second.uri != first.uri == "https://mill.example/latest"
    assert second.id != first.id


def test_what_goes_while_its_document_is_being_placed_stays_gone(planet):
    site = planet(item(1, days=3))
    site.poll_all()
    (story,) = site.stories()
    with site.store.writing() as write:
        entry = write.entry(story.lead.id)
    later(site, 31)
    with site.store.writing() as write:
        edited = Arrival(entry=entry, article=story.lead)
        assert place(write, edited, rules=site.rules, now=site.now).kind == "unchanged"
    assert titles(site) == []


# ---- stories of which a part is too old --------------------------------------------------------


@pytest.fixture
def torn(planet):
    """A story whose lead goes and whose copy, twenty days younger, stays."""
    site = planet(item(1, days=3), weir=rss())
    site.poll_all()
    site.answers[WEIR] = rss(item(1, id="urn:weir:1", link="https://weir.example/1"))
    later(site, 20)
    (story,) = site.stories()
    assert [copy.article.source for copy in story.copies] == ["weir-example"]
    return site, story


def test_a_story_with_younger_articles_stays_what_it_is(torn):
    site, before = torn
    assert later(site, 12).articles == 1
    (after,) = site.stories()
    assert after.lead.source == "weir-example"
    assert after.copies == ()
    same = ("id", "uri", "published", "updated", "listed", "authors", "memberships")
    assert [getattr(after, name) for name in same] == [getattr(before, name) for name in same]
    assert "deleted-entry" not in published(site, "/all.atom")


def test_and_leaves_when_the_last_of_them_does(torn):
    site, _ = torn
    later(site, 12)
    assert later(site, 20).stories == 1
    assert titles(site) == []


def test_an_editor_who_hid_it_is_still_obeyed(torn):
    site, before = torn
    made, _ = editing.pin(site.store, site.rules, "hide", before.lead.id, now=site.now)
    later(site, 12)
    with site.store.writing() as write:
        (story,) = write.stories_of([article.id for article in before.articles])
        redecide(write, [story.lead.id], rules=site.rules, now=site.now)
    assert titles(site) == []
    editing.unpin(site.store, site.rules, made.id, now=site.now)
    assert titles(site) == ["Story 1"]


def test_a_pin_outlives_the_story_it_is_about(planet):
    site = planet(item(1, days=3))
    site.poll_all()
    (story,) = site.stories()
    editing.pin(site.store, site.rules, "author", story.lead.id, value="Ada", now=site.now)
    later(site, 31)
    (pin,) = editing.pins(site.store)
    assert (pin.article, pin.value) == (story.lead.id, "Ada")


def test_what_only_the_departed_tied_together_stays_together(planet):
    """B and C are each one with A; A goes, and C is decided anew."""
    site = planet(item(1, days=3), weir=rss(), lock=rss())
    site.poll_all()
    for url, name in ((WEIR, "weir"), (LOCK, "lock")):
        site.answers[url] = rss(item(1, id=f"urn:{name}", link=f"https://{name}.example/1"))
    later(site, 20)
    (before,) = site.stories()
    with site.store.writing() as write:
        first, second = (copy.article.id for copy in before.copies)
        write.drop_edge(first, second)
    later(site, 12)
    with site.store.writing() as write:
        redecide(write, [second], rules=site.rules, now=site.now)
    (after,) = site.stories()
    assert after.id == before.id
    assert {a.id for a in after.articles} == {first, second}


# ---- what stays ----------------------------------------------------------------------------------


def test_archive_documents_keep_their_bytes(planet):
    site = planet(*(item(n, days=n) for n in range(9, 0, -1)))
    config = site.config.model_copy(
        update={"site": site.config.site.model_copy(update={"entries": 3})}
    )
    site.config = config
    site.poll_all()
    archivist = Archivist(site.store, Documents(config).editions)
    archivist.keep_up()
    with site.store.reading() as read:
        before = read.archives.document(("all", ""), 1)
    assert before is not None
    later(site, 31, item(20))
    archivist.keep_up()
    with site.store.reading() as read:
        assert read.archives.document(("all", ""), 1) == before
        assert b"deleted-entry" not in (read.archives.document(("all", ""), 2) or before).body
    assert "Story 20" in published(site, "/all.atom")


def test_a_source_that_fell_silent_is_not_asked_more_often_for_that(planet):
    site = planet(*(item(n, days=40 * n) for n in range(1, 6)))
    site.poll_all()
    source = site.sources[0].id
    with site.store.writing() as write:
        before = write.rhythm(source)
    later(site, 31)
    with site.store.writing() as write:
        assert write.rhythm(source) == before
        assert len(before) == 5


# ---- interrupted, and by two at once -------------------------------------------------------------


def test_what_is_broken_off_is_carried_on(planet, store_url, monkeypatch):
    monkeypatch.setattr(retention, "_PORTION", 3)
    site = planet(*(item(n, days=n) for n in range(1, 11)))
    site.poll_all()

    def killed():
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        let_go(site.store, at(days=1), killed)
    assert counted(site).articles == 7
    assert let_go(site.store, at(days=1)).articles == 7
    assert counted(site).let_go == 10


def test_two_schedulers_do_it_together(planet, store_url, monkeypatch):
    monkeypatch.setattr(retention, "_PORTION", 2)
    site = planet(*(item(n, days=n) for n in range(1, 21)))
    site.poll_all()
    second = open_store(store_url) if ":memory:" not in store_url else site.store
    counts: list[int] = []
    threads = [
        threading.Thread(
            target=lambda store=store: counts.append(let_go(store, at(days=1)).articles)
        )
        for store in (site.store, second)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(counts) == 20
    assert counted(site).let_go == 20
    second.close()
