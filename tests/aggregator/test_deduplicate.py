"""Pairs of the corpus, the floors that every change must hold, and the laws of a pair's verdict."""

import re
from collections import Counter
from dataclasses import replace
from functools import cache
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aggregator.deduplicate import assemble, compare, keys
from aggregator.model import Edge
from tests.build import article, at
from tests.corpus.pairs import Case, Text, cases, edited, farmed, furnished, texts

TEXTS = texts()
FLOORS = {"exact and edited": 0.99, "cut": 0.97, "reworded": 0.90}
OF_KIND = {
    "exact": "exact and edited",
    "furniture": "exact and edited",
    "headline": "exact and edited",
    "edited": "exact and edited",
    "embedded": "exact and edited",
    "truncated": "cut",
    "excerpt": "cut",
}


@cache
def verdicts() -> tuple[tuple[Case, Edge | None], ...]:
    return tuple((case, compare(case.a.at("mill"), case.b.at("forge"))) for case in cases())


def merged(edge: Edge | None) -> bool:
    return edge is not None and edge.merges


# ---- floors ------------------------------------------------------------------------------------


def test_the_corpus_is_large_and_of_many_languages() -> None:
    assert sum(1 for _ in cases()) >= 150
    assert len({text.language for text in TEXTS.values()}) >= 12


def test_of_what_is_merged_nearly_all_is_one_article() -> None:
    right = Counter(case.same for case, edge in verdicts() if merged(edge))
    wrong = [case.name for case, edge in verdicts() if merged(edge) and not case.same]
    assert right[True] / right.total() >= 0.995, wrong


def test_a_column_cut_after_its_quotation_is_not_another_that_quotes_the_same() -> None:
    quoting = [case for case in cases() if case.kind == "same quotation"]
    made = {case.b.name: case.b for case in cases() if case.kind == "truncated"}
    cut = [(made[f"{case.a.name}+truncated"], case.b) for case in quoting]
    assert cut
    for mine, other in cut:
        assert not merged(compare(mine.at("mill"), other.at("forge"))), other.title


@pytest.mark.parametrize("group", FLOORS)
def test_of_what_is_one_article_enough_is_merged(group: str) -> None:
    found: list[bool] = []
    missed: list[str] = []
    for case, edge in verdicts():
        if case.same and OF_KIND.get(case.kind, "reworded") == group:
            found.append(merged(edge))
            if not merged(edge):
                missed.append(case.name)
    assert sum(found) / len(found) >= FLOORS[group], missed


def test_what_is_one_article_shares_keys_enough_to_be_found() -> None:
    for case in cases():
        if case.same:
            shared = keys(case.a.at("mill")) & keys(case.b.at("forge"))
            assert len(shared) >= 3, case.name


def test_an_article_has_few_keys_that_fit_in_six_bytes() -> None:
    for text in TEXTS.values():
        found = keys(text.at())
        assert len(found) <= 56
        assert all(-(1 << 47) <= key < (1 << 47) for key in found)


# ---- a pair's verdict --------------------------------------------------------------------------


@settings(deadline=None, max_examples=60)
@given(st.sampled_from(sorted(TEXTS)), st.sampled_from(sorted(TEXTS)), st.booleans())
def test_a_verdict_is_the_same_from_both_sides(one: str, other: str, same_house: bool) -> None:
    a, b = TEXTS[one].at("mill"), TEXTS[other].at("mill" if same_house else "forge")
    assert compare(a, b) == compare(b, a)


def test_an_article_is_no_copy_of_itself() -> None:
    assert compare(TEXTS["en-lock"].at(), TEXTS["en-lock"].at()) is None


def test_a_verdict_tells_an_editor_what_agrees_and_what_does_not() -> None:
    edge = compare(TEXTS["en-lock"].at("mill"), TEXTS["en-lock/copy1"].at("forge"))
    assert edge is not None
    assert (edge.how, edge.merges) == ("reworded", True)
    assert 0.6 <= edge.score <= 1.0
    told = " / ".join(edge.because)
    assert "facts shared" in told
    assert "Brisk" in told
    assert "sentences aligned" in told
    edge = compare(TEXTS["en-bank"].at("mill"), TEXTS["en-bank/other1"].at("forge"))
    assert edge is None or not edge.merges


def test_a_verdict_names_its_level() -> None:
    base = TEXTS["en-bank"]
    levels = {
        "same-text": replace(base, title="Another headline altogether"),
        "edited": furnished(base),
        "reworded": farmed(TEXTS["en-bank/copy1"]),
    }
    for how, copy in levels.items():
        edge = compare(base.at("mill"), copy.at("forge", id="forge-1"))
        assert edge is not None
        assert edge.how == how


def test_reports_of_one_event_are_linked_and_not_merged() -> None:
    near = replace(
        TEXTS["en-bank/copy2"],
        text=TEXTS["en-bank/copy2"].text.split("\n\n")[0]
        + "\n\n"
        + TEXTS["en-bank/other2"].text
        + "\n\n"
        + TEXTS["en-bank/copy2"].text.split("\n\n")[2],
    )
    edge = compare(TEXTS["en-bank"].at("mill"), near.at("forge"))
    assert edge is not None
    assert not edge.merges
    assert edge.because[0] == "one event, different texts"


def test_what_two_editors_wrote_over_one_release_is_linked_and_not_merged() -> None:
    edge = compare(TEXTS["en-wire"].at("mill"), TEXTS["en-wire/other1"].at("forge"))
    assert edge is not None
    assert not edge.merges
    assert edge.because[0] == "one event, different texts"


@pytest.mark.parametrize("name", ["en-bank", "en-seeds", "en-wire", "de-moor", "it-campana"])
@pytest.mark.parametrize("left_out", [1, 4])
def test_what_a_rewording_leaves_out_does_not_speak_against_it(name: str, left_out: int) -> None:
    copy = TEXTS[f"{name}/copy1"]
    sentences = re.split(r"(?<=[.!?”\"]) +(?=[A-Z„“\"])", copy.text.replace("\n\n", " "))
    kept = [one for place, one in enumerate(sentences) if place != left_out]
    cut = replace(copy, title="In other words", text="\n\n".join(kept))
    edge = compare(TEXTS[name].at("mill"), cut.at("forge"))
    assert edge is not None
    assert (edge.how, edge.merges) in (("reworded", True), ("edited", True))


def test_one_publishers_two_copies_do_not_speak_against_each_other() -> None:
    base = TEXTS["en-lock"]
    articles = [
        base.at("mill"),
        furnished(base).at("forge", id="forge-1", published=at(hours=-1)),
        replace(edited(base), title="Canal shut").at("forge", id="forge-2"),
    ]
    pairs = combinations(articles, 2)
    edges = [edge for edge in (compare(a, b) for a, b in pairs) if edge is not None]
    assert [edge.score for edge in edges if not edge.merges] == []
    assert len(assemble(articles, edges)) == 1


def test_what_one_publisher_repeats_is_no_event() -> None:
    biography = (
        "Mallory Trent is a senior reporter at Brightly Daily. She joined Brightly in 2023 after "
        "seven years at the Courier. Write to her at Brightly Daily, Level 4, Dunmore House."
    )
    one = Text("one", "A kit that apologised", f"{TEXTS['en-lock'].text}\n\n{biography}")
    two = Text("two", "The lost satellite", f"{TEXTS['en-seeds'].text}\n\n{biography}")
    assert compare(one.at("brightly"), two.at("brightly", id="two")) is None
    for name in ("en-forecast", "en-release"):
        form, anew = TEXTS[name], TEXTS[f"{name}/other1"]
        assert compare(form.at("mill"), anew.at("mill", id="anew")) is None, name


def test_one_publishers_reports_of_one_event_are_linked() -> None:
    first = Text(
        "first",
        "Earthquake shakes the Sallow valley",
        "A magnitude 4.1 earthquake woke the town of Sallow Bridge at 05:42 on Tuesday. The "
        "seismologist Ilse Marrant of the Harrowmouth Observatory located its centre 6 kilometres "
        "below Pelham Quarry. Nobody was hurt.",
    )
    second = Text(
        "second",
        "Chimneys fall in Sallow Bridge, quarry closed",
        "Inspectors closed Pelham Quarry on Wednesday after cracks had opened in its north wall. "
        "In Sallow Bridge 17 chimneys came down. Ilse Marrant, whose instruments in Harrowmouth "
        "had measured 4.1, expects no stronger shock, but advises against sleeping in Mill Lane.",
    )
    edge = compare(first.at("mill"), second.at("mill", id="second"))
    assert edge is not None
    assert not edge.merges
    assert "Marrant" in " ".join(edge.because)


# ---- links -------------------------------------------------------------------------------------


def shared_link(one: Text, other: Text, url: str, **given: object) -> Edge | None:
    return compare(one.at("mill", url=url, link=url), other.at("forge", url=url, link=url, **given))


def test_a_link_of_two_sources_is_an_identity() -> None:
    bare = Text("bare", "A note", "Comments")
    edge = shared_link(TEXTS["en-essay"], bare, "https://mill.example/essay")
    assert edge is not None
    assert (edge.how, edge.merges) == ("same-link", True)


def test_a_link_is_none_where_the_texts_contradict_it() -> None:
    edge = shared_link(TEXTS["en-essay"], TEXTS["en-bank"], "https://mill.example/essay")
    assert edge is not None
    assert (edge.how, edge.merges) == ("same-link", False)


def test_a_link_with_a_title_that_agrees_is_an_identity() -> None:
    told = replace(TEXTS["en-bank/other2"], name="told", title=TEXTS["en-bank"].title)
    edge = shared_link(TEXTS["en-bank"], told, "https://mill.example/bank")
    assert edge is not None
    assert edge.because[-1] == "the titles agree"


def test_a_link_with_the_same_facts_is_an_identity() -> None:
    edge = shared_link(TEXTS["en-lock"], TEXTS["en-lock/copy2"], "https://mill.example/lock")
    assert edge is not None
    assert (edge.how, edge.score) == ("same-link", 0.9)


@pytest.mark.parametrize("url", ["https://mill.example/", "https://mill.example", ""])
def test_a_home_page_is_no_identity(url: str) -> None:
    assert not merged(shared_link(TEXTS["en-essay"], TEXTS["en-bank"], url))


def test_a_link_within_one_source_is_no_identity() -> None:
    url = "https://mill.example/news"
    a = TEXTS["en-essay"].at("mill", url=url, link=url)
    b = TEXTS["en-bank"].at("mill", url=url, link=url)
    assert not merged(compare(a, b))


# ---- one publisher -----------------------------------------------------------------------------


def test_a_publishers_own_rewording_is_another_article() -> None:
    a, b = TEXTS["en-lock"].at("mill"), TEXTS["en-lock/copy1"].at("mill")
    assert not merged(compare(a, b))


def test_a_publishers_slip_of_the_pen_is_the_same_article() -> None:
    text = TEXTS["en-lock"]
    corrected = replace(text, name="corrected", text=text.text.replace("among them", "with"))
    assert merged(compare(text.at("mill"), corrected.at("mill")))
    later = corrected.at("mill", published=at(hours=40))
    assert not merged(compare(text.at("mill"), later))


def test_the_entries_of_a_planet_are_of_many_publishers() -> None:
    a = TEXTS["en-lock"].at("planet", link="https://a.example/1", url="https://a.example/1")
    b = TEXTS["en-lock/copy1"].at("planet", link="https://b.example/1", url="https://b.example/1")
    assert merged(compare(a, b))


def test_the_same_brief_from_two_sources_within_days_is_one() -> None:
    brief = Text(
        "brief",
        "Ferry back in service on Monday",
        "The ferry to Sula sails again from Monday at seven.",
    )
    assert merged(compare(brief.at("mill"), brief.at("forge")))
    assert not merged(compare(brief.at("mill"), brief.at("forge", published=at(days=-9))))


def test_the_pictures_tell_a_repeat_from_a_series() -> None:
    words = TEXTS["en-essay"]
    a, b = (
        words.at(
            "mill",
            id=f"mill-{n}",
            url=f"https://mill.example/{n}",
            image=f"https://x.example/{n}.png?w=1",
        )
        for n in "ab"
    )
    assert not merged(compare(a, b))
    assert merged(compare(a, replace(b, image="https://y.example/a.png?w=2")))


# ---- languages ---------------------------------------------------------------------------------


def test_what_the_sources_say_of_their_language_counts_where_words_leave_doubt() -> None:
    norwegian = Text("nb", "Ferja går igjen", "Ferja til Sula går igjen fra mandag. " * 6, "nb")
    assert merged(compare(norwegian.at("mill"), norwegian.at("forge", language="da")))


SAID = (
    "You will find all pictures, the comments of our readers and a map on our pages, where we also "
    "tell you how to reach us by telephone, by letter and in person on any day of the week. "
    "We are glad of every word and answer all of you in the order in which you write."
)


def test_what_sites_say_everywhere_makes_no_copies() -> None:
    a = article(
        "1", source="mill", title="Lock at Lower Weir stays open", text=SAID, url="", link=""
    )
    b = article("2", source="weir", title="Baker wins prize in Pell", text=SAID, url="", link="")
    assert compare(a, b) is None
    assert compare(a, replace(b, text=f"{SAID} Rain is on its way.")) is None


def test_a_new_headline_on_a_text_that_the_old_one_tells_of_makes_a_copy() -> None:
    bank = TEXTS["en-bank"]
    edge = compare(bank.at("mill"), replace(bank.at("weir"), title="What a week it has been"))
    assert edge is not None
    assert edge.merges


CODE = """def load(path):
    with open(path) as lines:
        return [json.loads(line) for line in lines]

def store(path, rows):
    with open(path, "w") as lines:
        for row in rows:
            lines.write(json.dumps(row))"""


def test_two_posts_around_one_piece_of_code_are_two() -> None:
    herons = (
        "Herons stand still, so a camera is enough. I count them by night.",
        "The rest is sleep.",
    )
    slips = "My sister keeps her accounts in a drawer. I read her slips.", "She has not looked yet."
    a, b = (
        article(name, source=name, title=title, text=f"\n{CODE}\n".join(around), url="", link="")
        for name, title, around in (
            ("mill", "Counting herons with a script", herons),
            ("weir", "A ledger for the bakery", slips),
        )
    )
    edge = compare(a, b)
    assert edge is None or not edge.merges


def test_assembling_nothing_gives_nothing() -> None:
    assert assemble([], []) == ()
    lone = article(id="only")
    assert assemble([lone], []) == ((lone.id,),)
