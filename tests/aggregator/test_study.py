"""Stored stories teach, each once, and what they taught is kept in the store."""

import tomllib
from dataclasses import replace
from datetime import timedelta
from functools import cache
from html import escape
from pathlib import Path

from aggregator.classify import Learned, judge
from aggregator.study import recall, study
from aggregator.text.weights import weigh
from tests.build import NOW
from tests.rim import Site

CORPUS = Path(__file__).parent.parent / "corpus/topics/articles.toml"
TOPICS = """
[[topics]]
slug = "space"
[[topics]]
slug = "kitchen"
categories = ["cooking"]
match = "soup NOT title:gazpacho"
"""


@cache
def told(subject: str) -> list[dict[str, str]]:
    given: list[dict[str, str]] = tomllib.loads(CORPUS.read_text(encoding="utf-8"))[subject]
    return given


def document(place: int, number: int = 10) -> str:
    """A feed with every third of the corpus's teaching articles, under its own categories."""
    entries = "".join(
        f"<item><guid>{subject}{n}</guid><link>https://s{place}.example/{subject}/{n}</link>"
        f"<title>{escape(one['title'])}</title><category>{subject}</category>"
        f"<description>{escape(one['text'])}</description></item>"
        for subject in ("space", "cooking", "football")
        for n, one in enumerate(told(subject)[:number])
        if n % 3 == place
    )
    return f"<rss version='2.0'><channel><title>S{place}</title>{entries}</channel></rss>"


def site(number: int = 10) -> Site:
    answers = {f"https://s{place}.example/feed": document(place, number) for place in range(3)}
    return Site(dict(answers), TOPICS)


def test_stored_stories_teach_the_topics_they_earned() -> None:
    planet = site()
    planet.poll_all()
    learned = study(planet.store, planet.rules)
    assert learned.lessons == 30
    assert {slug: topic.lessons for slug, topic in learned.topics.items()} == {
        "space": 10,
        "kitchen": 10,
    }
    asked = told("cooking")[-1]
    assert judge(learned, weigh(asked["title"], asked["text"]))[0].topic == "kitchen"


def test_a_story_teaches_once() -> None:
    planet = site()
    planet.poll_all()
    first = study(planet.store, planet.rules)
    assert study(planet.store, planet.rules).lessons == first.lessons == 30
    planet.answers["https://s0.example/feed"] = document(0, 14)
    planet.now = NOW + timedelta(hours=2)
    planet.poll_all()
    assert study(planet.store, planet.rules).lessons == 33


def test_what_was_learned_is_recalled() -> None:
    planet = site()
    assert recall(planet.store) == Learned()
    planet.poll_all()
    learned = study(planet.store, planet.rules)
    assert recall(planet.store).as_json() == learned.as_json()


def test_a_note_of_another_form_is_nothing_learned() -> None:
    planet = site()
    with planet.store.writing() as write:
        write.put_note("learned", '{"form": 99}')
    assert recall(planet.store) == Learned()


def test_what_comes_after_enough_was_learned_is_filed() -> None:
    planet = site()
    planet.poll_all()
    planet.rules = replace(planet.rules, learned=study(planet.store, planet.rules))
    asked = told("cooking")[-2]
    planet.answers["https://s0.example/feed"] = document(0).replace(
        "</channel>",
        f"<item><guid>late</guid><link>https://s0.example/late</link>"
        f"<title>{escape(asked['title'])}</title>"
        f"<description>{escape(asked['text'])}</description></item></channel>",
    )
    planet.now = NOW + timedelta(hours=2)
    planet.poll_all()
    (story,) = (s for s in planet.stories() if s.lead.entry_id == "late")
    because = {m.group.slug: m.because for m in story.memberships if m.group.kind == "topic"}
    assert because["kitchen"].startswith("reads like it")
