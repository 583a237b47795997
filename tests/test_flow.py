"""From bytes to bytes: documents of sources in, published documents out; no network, no sleep."""

import json
from datetime import timedelta

import feedparser
import httpx
import pytest

from aggregator import editing
from aggregator.config import parse_config
from aggregator.errors import ConfigError
from aggregator.once import due_sources
from feeds.documents import Documents
from feeds.routes import target_of
from tests.build import NOW, at
from tests.corpus.pairs import cases
from tests.rim import Site

TEXT = {
    "mill": "The council voted on Tuesday to keep the old mill at Ferry Lane open through the "
    "winter, after three years in which volunteers have read the river gauge every morning. "
    "Alderman Petra Quist said the cost of 4,200 crowns was less than that of one flood. "
    "The second reading of the by-law is expected on 3 March, and the miller has agreed to stay.",
    "weir": "Divers have found the sluice of Harl Weir sound, the river board reported, though "
    "two of its nine boards must be replaced before the eels return in April. Its engineer, "
    "Tomas Brede, called the wood of 1911 harder than what is sold today. Boats over six metres "
    "will have to use the lower lock until the work is finished on 20 May.",
    "lock": "For the first time since the war the lower lock will open at night, from Friday to "
    "Sunday, so that the regatta's forty boats need not wait for the tide. The keeper, Ida Sorn, "
    "has asked crews to ring the brass bell twice and to keep dogs on deck.",
}


def rss(host, *items, head=""):
    return (
        '<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>'
        f"<title>{host.title()} News</title><link>https://{host}.example/</link>{head}"
        + "".join(items)
        + "</channel></rss>"
    )


def item(host, name, *, guid=None, link=None, author="Ada Miller", text=None, hours=2):
    date = at(hours=-hours).strftime("%a, %d %b %Y %H:%M:%S GMT")
    return (
        f"<item><title>About the {name}</title><guid>{guid or f'https://{host}.example/{name}'}"
        f"</guid><link>{link or f'https://{host}.example/{name}'}</link>"
        f"<dc:creator>{author}</dc:creator><pubDate>{date}</pubDate>"
        f"<description>&lt;p&gt;{text or TEXT[name]}&lt;/p&gt;</description></item>"
    )


def url(host):
    return f"https://{host}.example/feed.xml"


def planet(**documents):
    return Site({url(host): document for host, document in documents.items()})


def published(site, path):
    documents = Documents(site.config)
    with site.store.reading() as read:
        target = target_of(path)
        return documents.make(read, target).body


def titles(site):
    return sorted(story.lead.title for story in site.stories())


# ---- one article, once -----------------------------------------------------------------------


def test_three_sources_in_and_each_article_out_once():
    site = planet(
        mill=rss("mill", item("mill", "mill"), item("mill", "weir", hours=5)),
        weir=rss(
            "weir",
            item("weir", "mill", link="https://mill.example/mill?utm_source=x", text="In brief."),
        ),
        lock=rss("lock", item("lock", "weir", author="admin", hours=1), item("lock", "lock")),
    )
    assert [polled.outcome for polled in site.poll_all()] == ["read"] * 3
    assert titles(site) == ["About the lock", "About the mill", "About the weir"]
    document = json.loads(published(site, "/all.json"))
    copies = {item["title"]: item["_feedmill"]["copies"] for item in document["items"]}
    assert [copy["how"] for copy in copies["About the mill"]] == ["same-link"]
    assert [copy["how"] for copy in copies["About the weir"]] == ["same-text"]
    assert copies["About the lock"] == []


def test_what_is_published_can_be_read_back():
    site = planet(mill=rss("mill", item("mill", "mill"), item("mill", "weir")))
    site.poll_all()
    for path in ("/all.atom", "/all.rss"):
        found = feedparser.parse(published(site, path))
        assert not found.bozo
        assert sorted(entry.title for entry in found.entries) == titles(site)
        assert {entry.id for entry in found.entries} == {
            "https://mill.example/mill",
            "https://mill.example/weir",
        }
        assert found.entries[0].author == "Ada Miller"


def test_the_same_stories_give_the_same_bytes():
    site = planet(mill=rss("mill", item("mill", "mill")), weir=rss("weir", item("weir", "mill")))
    site.poll_all()
    before = {path: published(site, path) for path in ("/all.atom", "/all.rss", "/all.json", "/")}
    site.now += timedelta(days=1)
    site.poll_all()
    site.poll_all(force=True)
    assert before == {path: published(site, path) for path in before}


def test_any_order_of_arrival_gives_the_same_stories():
    documents = {
        "mill": rss("mill", item("mill", "mill", hours=9)),
        "weir": rss("weir", item("weir", "mill", author="admin"), item("weir", "weir")),
        "lock": rss("lock", item("lock", "weir", hours=3), item("lock", "lock")),
    }

    def stories(order):
        site = planet(**documents)
        site.poll([next(s for s in site.sources if s.url == url(host)) for host in order])
        return {
            (story.lead.id, frozenset(a.id for a in story.articles)) for story in site.stories()
        }

    assert (
        stories(["mill", "weir", "lock"])
        == stories(["lock", "weir", "mill"])
        == stories(["weir", "mill", "lock"])
    )


def test_an_original_that_arrives_late_takes_the_lead_and_the_id_stays():
    site = planet(weir=rss("weir", item("weir", "mill", hours=1)), mill=rss("mill"))
    site.poll_all()
    (before,) = site.stories()
    site.answers[url("mill")] = rss("mill", item("mill", "mill", hours=30))
    site.now += timedelta(hours=2)
    site.poll_all()
    (after,) = site.stories()
    assert after.lead.source == "mill-example"
    assert (after.id, after.uri, after.published) == (before.id, before.uri, before.published)


# ---- happenings ------------------------------------------------------------------------------


def test_two_reports_of_one_happening_are_linked_not_merged():
    case = next(one for one in cases() if one.kind == "same event" and one.a.name == "en-bank")
    site = planet(
        mill=rss("mill", item("mill", "one", text=case.a.text)),
        weir=rss("weir", item("weir", "two", text=case.b.text)),
    )
    site.poll_all()
    one, two = site.stories()
    assert one.event == two.event != ""
    page = published(site, f"/stories/{one.id}").decode()
    assert f'href="/stories/{two.id}"' in page
    assert "facts shared" in page
    found = {
        item["_feedmill"]["event"] for item in json.loads(published(site, "/all.json"))["items"]
    }
    assert found == {one.event}


def test_a_report_that_becomes_another_leaves_the_happening():
    case = next(one for one in cases() if one.kind == "same event" and one.a.name == "en-bank")
    site = planet(
        mill=rss("mill", item("mill", "one", text=case.a.text)),
        weir=rss("weir", item("weir", "two", text=case.b.text)),
    )
    site.poll_all()
    site.answers[url("weir")] = rss("weir", item("weir", "two", text=TEXT["lock"]))
    site.now += timedelta(hours=2)
    site.poll_all()
    assert [story.event for story in site.stories()] == ["", ""]


# ---- identity --------------------------------------------------------------------------------


def test_another_lead_on_another_site_leaves_its_author_where_she_was():
    site = planet(
        weir=rss("weir", item("weir", "mill", hours=1)), mill=rss("mill", item("mill", "mill"))
    )
    weir, mill = (next(s for s in site.sources if name in s.url) for name in ("weir", "mill"))
    site.poll([weir])
    site.now += timedelta(hours=1)
    site.poll([mill])
    site.answers[url("mill")] = rss("mill", item("mill", "mill"), item("mill", "lock"))
    site.now += timedelta(hours=1)
    site.poll([mill])
    slugs = {
        one.group.slug
        for s in site.stories()
        for one in s.memberships
        if one.group.kind == "author"
    }
    assert [story.lead.source for story in site.stories()] == [mill.id, mill.id]
    assert slugs == {"ada-miller"}


def test_an_edit_updates_in_place():
    site = planet(mill=rss("mill", item("mill", "mill")))
    site.poll_all()
    (before,) = site.stories()
    site.answers[url("mill")] = rss("mill", item("mill", "mill", text=TEXT["lock"] + TEXT["mill"]))
    site.now += timedelta(hours=1)
    (polled,) = site.poll_all()
    assert [verdict.kind for verdict in polled.verdicts] == ["revision"]
    (after,) = site.stories()
    assert after.uri == before.uri
    assert after.updated == site.now
    assert "regatta" in after.lead.text


def test_a_podcast_stays_one_and_a_corrected_episode_is_no_news():
    def show(number):
        return rss(
            "mill",
            item("mill", "mill").replace(
                "</item>",
                '<enclosure url="https://mill.example/a.mp3" length="9" type="audio/mpeg"/>'
                f"<itunes:duration>12:34</itunes:duration><itunes:episode>{number}</itunes:episode>"
                '<podcast:transcript url="https://mill.example/a.vtt" type="text/vtt"/></item>',
            ),
        ).replace(
            "<rss ",
            '<rss xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" '
            'xmlns:podcast="https://podcastindex.org/namespace/1.0" ',
        )

    def told():
        [entry] = feedparser.parse(published(site, "/all.rss")).entries
        assert entry.itunes_duration == "754"
        assert entry.podcast_transcript == {"url": "https://mill.example/a.vtt", "type": "text/vtt"}
        [attachment] = json.loads(published(site, "/all.json"))["items"][0]["attachments"]
        assert attachment["duration_in_seconds"] == 754
        return entry.itunes_episode, entry.updated

    site = planet(mill=show(11))
    site.poll_all()
    number, updated = told()
    site.answers[url("mill")] = show(12)
    site.poll_all()
    assert (number, told()) == ("11", ("12", updated))


def test_a_blog_that_moves_and_gives_new_ids_publishes_nothing_again():
    names = ("mill", "weir", "lock")
    site = planet(mill=rss("mill", *(item("mill", name, hours=99) for name in names)))
    site.poll_all()
    before = {story.uri for story in site.stories()}
    moved = (
        item("mill", name, guid=f"new-{name}", link=f"https://mill.example/2026/{name}/", hours=1)
        for name in names
    )
    site.answers[url("mill")] = rss("mill", *moved)
    site.now += timedelta(hours=1)
    site.poll_all()
    assert {story.uri for story in site.stories()} == before


def test_equal_ids_of_two_sources_prove_nothing():
    site = planet(
        mill=rss("mill", item("mill", "mill", guid="urn:x:1")),
        weir=rss("weir", item("weir", "weir", guid="urn:x:1")),
    )
    site.poll_all()
    stories = site.stories()
    assert len(stories) == 2
    assert len({story.uri for story in stories}) == 2


def test_a_source_cannot_change_anothers_entry():
    site = planet(mill=rss("mill", item("mill", "mill", guid="urn:x:1")), weir=rss("weir"))
    site.poll_all()
    evil = item("mill", "mill", guid="urn:x:1", text="Buy our pills. " * 30)
    site.answers[url("weir")] = rss("weir", evil)
    site.poll_all()
    story = next(s for s in site.stories() if s.uri == "urn:x:1")
    assert "pills" not in story.lead.text


# ---- failures --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (httpx.Response(500), "fetch"),
        (httpx.Response(410), "gone"),
        (httpx.Response(429, headers={"Retry-After": "60"}), "throttled"),
        (b"\x00\x01 not a feed", "read"),
        (b"", "read"),
    ],
)
def test_a_source_that_fails_is_a_line_in_the_status_and_harms_no_other(answer, kind):
    site = planet(mill=rss("mill", item("mill", "mill")), weir=answer)
    good, bad = site.poll_all()
    assert (good.outcome, bad.outcome) == ("read", "failed")
    status = json.loads(published(site, "/status.json"))
    row = next(row for row in status["sources"] if row["id"] == "weir-example")
    assert row["error"]["kind"] == kind
    assert row["error"]["message"].startswith("https://weir.example/feed.xml: ")
    assert titles(site) == ["About the mill"]


def test_a_failure_loses_nothing_that_was_there():
    site = planet(mill=rss("mill", item("mill", "mill")))
    site.poll_all()
    site.answers[url("mill")] = httpx.Response(503)
    site.poll_all()
    assert titles(site) == ["About the mill"]


def test_our_own_fault_on_one_entry_is_stored_for_its_source(monkeypatch):
    site = planet(mill=rss("mill", item("mill", "mill")), weir=rss("weir", item("weir", "weir")))

    def broken(fetched, source, aliases, now):
        if source.id == "mill-example":
            raise ZeroDivisionError
        return original(fetched, source, aliases, now)

    from aggregator import pipeline

    original = pipeline.read_articles
    monkeypatch.setattr(pipeline, "read_articles", broken)
    bad, good = site.poll_all()
    assert bad.error == "https://mill.example/feed.xml: internal error (ZeroDivisionError)"
    assert good.outcome == "read"


def test_a_page_that_names_its_feed_is_followed_and_remembered():
    page = '<html><head><link rel="alternate" type="application/rss+xml" href="/feed.xml"></head>'
    site = Site({"https://mill.example/": page})
    site.answers[url("mill")] = rss("mill", item("mill", "mill"))
    site.poll_all()
    site.poll_all()
    asked = [str(request.url) for request in site.requests]
    assert asked == ["https://mill.example/", url("mill"), url("mill")]
    assert titles(site) == ["About the mill"]


def test_a_followed_list_brings_its_sources():
    opml = f'<opml version="2.0"><body><outline text="Mill" xmlUrl="{url("mill")}"/></body></opml>'
    site = Site(
        {"https://list.example/o": opml, url("mill"): rss("mill", item("mill", "mill"))},
        config='[[sources]]\nopml = "https://list.example/o"\n',
    )
    from pathlib import Path

    from aggregator.roster import call_roster

    assert [source.kind for source in site.sources] == ["opml"]
    site.poll_all()
    site.rules = call_roster(site.config, Path(), site.store, site.now)
    site.poll_all()
    assert titles(site) == ["About the mill"]


# ---- politeness ------------------------------------------------------------------------------


def test_validators_go_back_as_they_came_and_a_304_changes_nothing():
    site = planet(mill=b"")

    def answer(request):
        if request.headers.get("if-none-match") == 'W/"odd  tag"':
            return httpx.Response(304)
        return httpx.Response(
            200, content=rss("mill", item("mill", "mill")), headers={"ETag": 'W/"odd  tag"'}
        )

    site.answers[url("mill")] = answer
    assert [site.poll_all()[0].outcome for _ in range(3)] == ["read", "unchanged", "unchanged"]


def test_after_a_poll_nothing_is_due_until_its_time():
    site = planet(mill=rss("mill", item("mill", "mill")))
    with site.store.writing() as write:
        assert write.due(site.now, 10) == ("mill-example",)
    site.poll_all()
    with site.store.writing() as write:
        assert write.due(site.now + timedelta(minutes=14), 10) == ()
        assert write.due(site.now + timedelta(hours=30), 10) == ("mill-example",)


# ---- editors ---------------------------------------------------------------------------------


def two_stories():
    site = planet(mill=rss("mill", item("mill", "mill")), weir=rss("weir", item("weir", "weir")))
    site.poll_all()
    return site


def test_even_a_pass_over_all_leaves_alone_who_is_gone_or_wants_quiet():
    site = planet(
        mill=rss("mill", item("mill", "mill")),
        weir=httpx.Response(410),
        lock=httpx.Response(429, headers={"retry-after": "7200"}),
    )
    assert len(due_sources(site.store, site.rules, site.now, every=True)) == 3
    site.poll_all()

    def all_of_them():
        return [one.url for one in due_sources(site.store, site.rules, site.now, every=True)]

    assert all_of_them() == [url("mill")]
    site.now += timedelta(hours=3)
    assert all_of_them() == [url("mill"), url("lock")]


def test_an_editor_merges_and_takes_it_back():
    site = two_stories()
    before = {story.id for story in site.stories()}
    pin, (story,) = editing.pin(
        site.store, site.rules, "merge", "https://mill.example/mill",
        other="https://weir.example/weir", now=site.now,
    )  # fmt: skip
    assert story.id in before
    assert len(site.stories()) == 1
    site.poll_all(force=True)
    assert len(site.stories()) == 1
    editing.unpin(site.store, site.rules, pin.id, now=site.now)
    assert len(site.stories()) == 2
    assert editing.pins(site.store) == ()


def test_an_editor_splits_for_good():
    site = planet(mill=rss("mill", item("mill", "mill")), weir=rss("weir", item("weir", "mill")))
    site.poll_all()
    assert len(site.stories()) == 1
    editing.pin(site.store, site.rules, "split", "https://weir.example/mill", now=site.now)
    site.poll_all(force=True)
    assert len(site.stories()) == 2


def test_an_editor_credits_somebody_else():
    site = two_stories()
    editing.pin(
        site.store, site.rules, "author", "https://mill.example/mill", value="Berta Holm", now=NOW
    )
    story = next(s for s in site.stories() if s.lead.title == "About the mill")
    assert [person.name for person in story.authors] == ["Berta Holm"]
    assert [person.name for person in story.contributors] == ["Ada Miller"]
    assert [s.id for s in site.stories(author="berta-holm")] == [story.id]


def test_a_hidden_story_leaves_a_tombstone():
    site = two_stories()
    editing.pin(site.store, site.rules, "hide", "https://mill.example/mill", now=site.now)
    assert titles(site) == ["About the weir"]
    assert b"deleted-entry" in published(site, "/all.atom")


def test_a_name_that_fits_nothing_is_said_so():
    with pytest.raises(ConfigError, match=r"https://no\.example: no article"):
        editing.named(two_stories().store, "https://no.example")


# ---- topics and authors ----------------------------------------------------------------------


def test_stories_are_in_the_feeds_of_their_topics_and_authors():
    config = """
[[topics]]
slug = "rivers"
title = "Rivers"
match = 'weir OR "river gauge"'
[[authors]]
name = "Ada Miller"
aliases = ["A. Miller"]
"""
    sources = "".join(f'[[sources]]\nurl = "{url(host)}"\n' for host in ("mill", "lock"))
    site = Site(
        {
            url("mill"): rss(
                "mill", item("mill", "mill", author="A. Miller"), item("mill", "weir")
            ),
            url("lock"): rss("lock", item("lock", "lock", author="Ben Ford")),
        },
        config=config + sources,
    )
    site.poll_all()
    assert [s.lead.title for s in site.stories(author="ben-ford")] == ["About the lock"]
    assert len(site.stories(author="ada-miller")) == 2
    assert len(site.stories(topic="rivers", author="ada-miller")) == 2
    assert site.stories(topic="rivers", author="ben-ford") == ()
    reasons = [m.because for s in site.stories(topic="rivers") for m in s.memberships]
    assert any("river gauge" in because for because in reasons)


def test_a_configuration_of_the_shipped_form_is_what_the_site_runs_on():
    assert parse_config("").site.entries == 50


def test_a_changed_rule_is_planned_then_applied_to_what_is_stored():
    from aggregator.applying import apply_rules, planned
    from aggregator.placing import Rules

    site = planet(mill=rss("mill", item("mill", "mill"), item("mill", "weir")))
    site.poll_all()
    apply_rules(site.store, site.rules, site.now)
    topics = "[[topics]]\nslug = 'rivers'\nmatch = 'weir'\n"
    changed = Rules.of(parse_config(topics), site.sources)
    with site.read() as read:
        assert planned(read, changed) == (("rivers", 1, 0, "About the weir"),)
    assert site.stories(topic="rivers") == ()
    assert apply_rules(site.store, changed, site.now) == 2
    assert [story.lead.title for story in site.stories(topic="rivers")] == ["About the weir"]
    assert apply_rules(site.store, changed, site.now) == 0
    with site.read() as read:
        assert planned(read, site.rules) == (("rivers", 0, 1, "About the weir"),)


def test_a_new_alias_folds_two_names_in_what_is_stored():
    from aggregator.applying import apply_rules
    from aggregator.placing import Rules

    site = planet(
        mill=rss(
            "mill", item("mill", "mill", author="J. Doe"), item("mill", "weir", author="Jane Doe")
        )
    )
    site.poll_all()
    authors = '[[authors]]\nname = "Jane Doe"\naliases = ["J. Doe"]\n'
    apply_rules(site.store, Rules.of(parse_config(authors), site.sources), site.now)
    assert len(site.stories(author="jane-doe")) == 2


def test_a_page_that_is_an_article_is_credited_to_whom_its_metadata_names():
    page = (
        '<html><head><meta property="og:type" content="article"><script '
        'type="application/ld+json">{"@type":"Article","author":{"name":"MARA VOSS"}}</script>'
        "</head><body><article><h1>Fog</h1><p>The fog lay on the river.</p></article></body></html>"
    )
    address = "https://ferry.example/fog"
    site = Site({address: page}, config=f'[[sources]]\nurl = "{address}"\nkind = "page"\n')
    site.poll_all()
    (story,) = site.stories()
    assert [person.name for person in story.authors] == ["Mara Voss"]
    assert story.evidence == "page"
    (author,) = [one for one in story.memberships if one.group.kind == "author"]
    assert author.because == "named by the page itself"


def test_a_first_document_of_an_old_archive_stands_below_what_is_news():
    archive = "".join(
        f"<item><title>Old {n}</title><guid isPermaLink='false'>old{n}</guid>"
        f"<pubDate>{at(days=-400 - n).strftime('%a, %d %b %Y %H:%M:%S GMT')}</pubDate>"
        f"<description>{' '.join(f'w{n}x{k}' for k in range(30))}</description></item>"
        for n in range(200)
    )
    site = planet(mill=rss("mill", item("mill", "mill"), item("mill", "weir")))
    site = Site({url("mill"): site.answers[url("mill")], url("weir"): httpx.Response(503)})
    site.whole = True
    site.poll_all()
    site.now += timedelta(hours=5)
    site.answers[url("weir")] = rss("weir", archive)
    site.poll_all()
    assert len(site.stories()) == 202
    entries = feedparser.parse(published(site, "/all.atom")).entries
    assert [one.title for one in entries[:3]] == ["About the mill", "About the weir", "Old 0"]
    assert len(entries) == 50
