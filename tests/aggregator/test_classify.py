"""What labelled articles read like: learned from few, said with its words, silent when unsure."""

import json
import random
import tomllib
from functools import cache
from pathlib import Path

import pytest

from aggregator.classify import Learned, Lesson, Opinion, judge, learn
from aggregator.text.weights import weigh
from benchmarks import topics

CORPUS = Path(__file__).parent.parent / "corpus/topics/articles.toml"
SUBJECTS = ("space", "cooking", "football", "gardening")


@cache
def texts(subject: str) -> tuple[dict[str, float], ...]:
    told = tomllib.loads(CORPUS.read_text(encoding="utf-8"))
    return tuple(weigh(one["title"], one["text"]) for one in told[subject])


def lessons(number: int = 10, *, sources: int = 3) -> list[Lesson]:
    """The first of each subject, and half of the others without a label."""
    given = [
        Lesson(words=words, topics=frozenset({subject}), source=f"s{place % sources}")
        for subject in SUBJECTS
        for place, words in enumerate(texts(subject)[:number])
    ]
    given += [Lesson(words=w, topics=frozenset(), source="o") for w in texts("other")[:4]]
    random.Random(1).shuffle(given)
    return given


def answers(learned: Learned, at_least: float = 0.0) -> list[tuple[str, tuple[Opinion, ...]]]:
    """For each article that asks, its true subject and what is said of it."""
    asked = [(subject, words) for subject in SUBJECTS for words in texts(subject)[-4:]]
    asked += [("other", words) for words in texts("other")[-4:]]
    return [(subject, judge(learned, words, at_least)) for subject, words in asked]


def test_ten_lessons_a_subject_put_it_first() -> None:
    said = answers(learn(Learned(), lessons(), set(SUBJECTS)))
    right = sum(opinions[0].topic == subject for subject, opinions in said if subject != "other")
    assert right == 16


def test_what_is_said_surely_is_right() -> None:
    """The floors of this corpus: nine of sixteen questions are answered, all of them right."""
    learned = learn(Learned(), lessons(), set(SUBJECTS))
    sure = [(subject, one.topic) for subject, said in answers(learned, 0.7) for one in said]
    assert len(sure) >= 9
    assert all(subject == topic for subject, topic in sure)


def test_what_is_none_of_the_subjects_stays_unfiled() -> None:
    learned = learn(Learned(), lessons(), set(SUBJECTS))
    assert all(not said for subject, said in answers(learned, 0.7) if subject == "other")


def test_the_words_that_spoke_are_told() -> None:
    learned = learn(Learned(), lessons(), set(SUBJECTS))
    best = judge(learned, weigh("The striker", "The striker and the goalkeeper met in the match."))
    assert best[0].topic == "football"
    assert set(best[0].words) <= {"striker", "goalkeeper", "match", "the", "met", "in", "and"}
    assert {"striker", "goalkeeper", "match"} <= set(best[0].words)


def test_too_few_lessons_say_nothing() -> None:
    assert judge(learn(Learned(), lessons(7), set(SUBJECTS)), texts("space")[-1]) == ()
    assert judge(Learned(), texts("space")[-1]) == ()
    assert judge(learn(Learned(), [], set(SUBJECTS)), texts("space")[-1]) == ()


def test_one_source_alone_is_a_tone_of_voice_and_no_subject() -> None:
    assert judge(learn(Learned(), lessons(sources=1), set(SUBJECTS)), texts("space")[-1]) == ()


def test_a_topic_without_anything_beside_it_is_no_subject() -> None:
    own = [one for one in lessons() if one.topics == {"space"}]
    assert judge(learn(Learned(), own, {"space"}), texts("space")[-1]) == ()


def test_the_order_of_lessons_makes_no_difference_to_words() -> None:
    one, two = (learn(Learned(), order, set(SUBJECTS)) for order in (lessons(), lessons()[::-1]))
    for subject in SUBJECTS:
        for words in texts(subject):
            found = [{o.topic: round(o.confidence, 6) for o in judge(m, words)} for m in (one, two)]
            assert found[0] == found[1]


def test_learning_in_parts_is_learning() -> None:
    whole, parts = learn(Learned(), lessons(), set(SUBJECTS)), Learned()
    for start in range(0, 44, 11):
        parts = learn(parts, lessons()[start : start + 11], set(SUBJECTS))
    assert parts.lessons == whole.lessons
    said = answers(parts)
    assert sum(o[0].topic == subject for subject, o in said if subject != "other") >= 15


def test_what_was_learned_survives_as_json() -> None:
    learned = learn(Learned(), lessons(), set(SUBJECTS))
    told = json.loads(json.dumps(learned.as_json()))
    back = Learned.from_json(told)
    assert back.as_json() == told
    for subject in SUBJECTS:
        ours, theirs = judge(learned, texts(subject)[-1]), judge(back, texts(subject)[-1])
        assert [one.topic for one in ours] == [one.topic for one in theirs]
        assert [one.confidence for one in ours] == pytest.approx(
            [one.confidence for one in theirs], abs=0.02
        )
    assert Learned.from_json({}) == learn(Learned(), [], set()) == Learned()


def test_a_topic_that_is_configured_no_longer_is_forgotten() -> None:
    learned = learn(Learned(), lessons(), set(SUBJECTS))
    fewer = learn(learned, [], {"space"})
    assert set(fewer.topics) == {"space"}
    assert fewer.lessons == learned.lessons


def test_memory_is_bounded() -> None:
    many = [
        Lesson(words=weigh("", " ".join(f"w{n}x{k}" for k in range(300))),
               topics=frozenset({"space"}), source=str(n))
        for n in range(60)
    ]  # fmt: skip
    learned = learn(Learned(), many, set(SUBJECTS))
    assert len(learned.sums) <= 10_000
    assert len(learned.topics["space"].sums) <= 2_500


def test_scripts_without_spaces_are_learned_by_pairs_of_letters() -> None:
    assert set(weigh("", "東京駅")) == {"東京", "京駅", "駅"}
    assert set(weigh("", "a b the")) == {"the"}


def test_the_measured_figures_of_the_projects_corpus_are_above_their_floors() -> None:
    figures = dict(topics.figures(Path("no such folder")))
    low = {name: one for name, one in figures.items() if one < topics.FLOORS.get(name, 0.0)}
    assert low == {}
    assert "corpus, rules alone teach: first guess" in figures
