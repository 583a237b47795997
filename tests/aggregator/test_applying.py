"""Changed rules meet stored stories: all that they are about is decided anew, and nothing else."""

from collections.abc import Iterable
from dataclasses import replace

from aggregator import applying
from aggregator.applying import applied, apply_rules
from aggregator.config import parse_config
from aggregator.model import Source
from aggregator.placing import Rules
from tests.build import source as source_of
from tests.rim import Site

TEXT = {
    "Fog": "The ferry lay at its pier until noon, as nobody could see the other bank of the river.",
    "Weir": "Two boards of the sluice at Harl are replaced before the eels return in late April.",
    "Tide": "Forty boats of the regatta need not wait any more: the lower lock opens at night.",
}
TOPICS = '[[topics]]\nslug = "rivers"\nmatch = "weir"\n'


def rss(host: str, titles: Iterable[str]) -> str:
    items = "".join(
        f"<item><title>{title}</title><link>https://{host}.example/{title}</link>"
        f"<description>{TEXT[title]}</description></item>"
        for title in titles
    )
    return f'<rss version="2.0"><channel><title>{host}</title>{items}</channel></rss>'


def site_of(**titles: Iterable[str]) -> Site:
    """Polled sources, each with entries of these titles, under rules that are in force."""
    site = Site(
        {f"https://{host}.example/feed": rss(host, named) for host, named in titles.items()}
    )
    assert {polled.outcome for polled in site.poll_all()} == {"read"}
    apply_rules(site.store, site.rules, site.now)
    return site


def changed(site: Site, host: str, **fields: object) -> tuple[Source, ...]:
    return tuple(replace(one, **fields) if f"//{host}." in one.url else one for one in site.sources)


def test_a_new_source_touches_no_story() -> None:
    site = site_of(mill=("Fog", "Weir"))
    added = source_of(id="lock", url="https://lock.example/feed")
    rules = Rules.of(site.config, (*site.sources, added))
    assert apply_rules(site.store, rules, site.now) == 0


def test_a_changed_source_touches_its_own_stories_only() -> None:
    site = site_of(mill=("Fog", "Weir"), lock=("Tide",))
    rules = Rules.of(site.config, changed(site, "lock", title="The Lock"))
    assert apply_rules(site.store, rules, site.now) == 1
    (story,) = (one for one in site.stories() if one.lead.title == "Tide")
    assert "The Lock" in {member.group.title for member in story.memberships}
    assert apply_rules(site.store, rules, site.now) == 0


def test_a_source_that_left_touches_its_own_stories_only() -> None:
    site = site_of(mill=("Fog", "Weir"), lock=("Tide",))
    rules = Rules.of(site.config, [one for one in site.sources if "//mill." in one.url])
    assert apply_rules(site.store, rules, site.now) == 1


def test_a_changed_topic_touches_every_story_in_short_transactions(monkeypatch) -> None:
    site = site_of(mill=("Fog", "Weir"), lock=("Tide",))
    monkeypatch.setattr(applying, "_PORTION", -1.0)
    rules = Rules.of(parse_config(TOPICS), site.sources)
    assert list(applied(site.store, rules, site.now)) == [1, 1, 1]
    assert [story.lead.title for story in site.stories(topic="rivers")] == ["Weir"]


def test_what_is_broken_off_is_done_again_whole(monkeypatch) -> None:
    site = site_of(mill=("Fog", "Weir"), lock=("Tide",))
    monkeypatch.setattr(applying, "_PORTION", -1.0)
    rules = Rules.of(parse_config(TOPICS), site.sources)
    assert next(applied(site.store, rules, site.now)) == 1
    assert apply_rules(site.store, rules, site.now) == 3
    assert apply_rules(site.store, rules, site.now) == 0
