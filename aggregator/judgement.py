"""Is a pair one article? A `Pair` with its figures in, a `Ruling` with its reasons out. Pure.

If-rules, from the surest to the weakest. The thresholds were chosen on streams of copies,
rewordings and look-alikes; what a change costs shows in the floors of test_deduplicate.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from .likeness import Likeness, Stretch, facts_held, likeness, told_anew, wording
from .model import How
from .pair import Pair
from .sketch import Sketch

_ENOUGH = 120  # letters from which on equality is no accident
_BRIEF = 60  # words: fewer prove nothing without the title
_REWORDED = 2.7  # of 5.4: facts, matches, places, prose, wording, order
_IN_SEQUENCE = 0.15  # less is asked for each sentence beyond five that stands in the same order
_OF_COPY = 0.3  # how much the figures count of the side that has less of its own


@dataclass(frozen=True, slots=True)
class Ruling:
    """What is found of a pair; `score` 0 to 1. Without `merges`: one event, two articles."""

    how: How
    score: float
    because: tuple[str, ...]
    merges: bool = True


def judge(pair: Pair) -> Ruling | None:
    """The first rule that speaks; None when nothing ties the two."""
    if pair.first.is_wall or pair.second.is_wall:
        return _same_link(pair, None)
    if ruling := _same_text(pair):
        return ruling
    found = likeness(pair.first, pair.second) if _worth_aligning(pair) else None
    return _same_link(pair, found) or _alike(pair, found)


def told_again(pair: Pair) -> Ruling | None:
    """Of one publisher's two articles: whether they tell of one event in new sentences.

    That it tells it twice keeps neither article out of a story that both are in.
    """
    shared = pair.first.facts.keys() & pair.second.facts.keys()
    if len(shared) < 4 or sum(pair.first.facts[fact] for fact in shared) < 9:
        return None  # nor are there more outside of the sentences that both have
    facts, weight, held = told_anew(pair.first, pair.second)
    if len(facts) < 4 or weight < 9 or held < 0.4:
        return None
    if not _worth_aligning(pair) or _templated(likeness(pair.first, pair.second)):
        return None
    named = f"{len(facts)} facts shared: {_some(facts)}"
    return Ruling("reworded", 0.2, ("one event, told twice by one publisher", named), merges=False)


def _worth_aligning(pair: Pair) -> bool:
    return wording(pair.first, pair.second) >= 0.08 or facts_held(pair.first, pair.second) >= 0.4


# ---- the surest: equal texts, equal links ------------------------------------------------------


def _same_text(pair: Pair) -> Ruling | None:
    size = pair.first.size
    if not size or pair.first.letters != pair.second.letters or not pair.titles_fit:
        return None
    words = len(pair.first.words)
    because = (f"the same text, {words} words",)
    if size >= _ENOUGH or words >= 40:
        refused = pair.same_house and not pair.sent_twice
        return None if refused else Ruling("same-text", 1.0, because)
    if pair.same_title and size >= 40 and not pair.same_house and pair.near_in_time(hours=72):
        return Ruling("same-text", 0.9, (*because, "the same title"))
    return None


def _same_link(pair: Pair, found: Likeness | None) -> Ruling | None:
    """A link that two sources share is an identity unless the texts contradict it."""
    if not pair.same_link or pair.a.source == pair.b.source:
        return None
    because = (f"the same link: {pair.a.url}",)
    short = pair.words
    if short < 12 or (found is not None and found.wording >= 0.2):
        return Ruling("same-link", 1.0, because)
    if pair.titles_agree(0.5):
        return Ruling("same-link", 0.95, (*because, "the titles agree"))
    if found is not None and found.facts_held >= 0.5 and found.matched >= 2:
        return Ruling("same-link", 0.9, (*because, *_reasons(pair, found)))
    # two comments on one page are two articles about one thing
    return Ruling("same-link", 0.3, (*because, "but different texts"), merges=False)


# ---- alike -------------------------------------------------------------------------------------


def _alike(pair: Pair, found: Likeness | None) -> Ruling | None:
    if found is None:
        return None
    if (
        found.matched
        and _one_language(pair, found)
        and not pair.titles_conflict
        and not _templated(found)
        and not _written_over(found)
    ):
        ruling = _edited(pair, found) or _reworded(pair, found)
        if ruling is not None:
            return ruling
    if _templated(found):
        return None
    if pair.same_house:
        return told_again(pair) if pair.near_in_time(hours=72) else None
    if _of_one_event(found):
        because = ("one event, different texts", *_reasons(pair, found))
        return Ruling("reworded", 0.3 + found.facts_shared / 4, because, merges=False)
    return _told_apart(pair)


def _told_apart(pair: Pair) -> Ruling | None:
    """Two publishers within days of each other, in their own words, of the same names and figures.

    It ties no article to a story and keeps none out: `assembly` listens to surer verdicts only.
    """
    held = facts_held(pair.first, pair.second)
    both = pair.first.facts.keys() & pair.second.facts.keys()
    weight = sum(pair.first.facts[fact] for fact in both)
    if len(both) < 5 or weight < 12 or held < 0.4:
        return None
    if not pair.near_in_time(hours=72):
        return None
    telling = sorted(both, key=lambda fact: (-pair.first.facts[fact], fact))[:6]
    named = ", ".join(sorted(pair.first.written.get(fact, fact) for fact in telling))
    because = ("one event, told independently", f"{len(both)} facts shared: {named}")
    # below what assembly takes for a verdict against: an excerpt's few facts are all held
    return Ruling("reworded", 0.24 * held, because, merges=False)


def _of_one_event(found: Likeness) -> bool:
    return found.matched >= 1 and found.facts >= 9 and found.facts_held >= 0.4


def _edited(pair: Pair, found: Likeness) -> Ruling | None:
    """Whole passages word for word: edited, cut, an excerpt, or wrapped in furniture."""
    short = pair.words
    if found.wording < 0.5 or short < 12 or not pair.titles_fit:
        return None
    if _common_passage(found, 0.2) or _quoted_by_both(found):
        return None
    if pair.titles_agree(0.4) and pair.title_words_conflict:
        return None
    if pair.same_house and not _is_reposted(pair, found):
        return None
    if found.facts >= 6 and found.facts_held < 0.7:
        return None
    if found.numbers_against > 0.5 and found.wording < 0.9:
        return None
    less, more = _by_cover(found)
    if more.cover < 0.8 and not (less.cover >= 0.6 and pair.titles_agree(0.6)):
        return None
    if less.cover < 0.7 and not _is_wrapped(pair, found, short):
        return None
    if short < _BRIEF and not pair.titles_agree(0.5) and not _both_whole(found):
        return None
    because = (f"{found.wording:.0%} of the wording shared", *_reasons(pair, found))
    return Ruling("edited", 0.6 + 0.4 * found.wording, because)


def _is_reposted(pair: Pair, found: Likeness) -> bool:
    """Of one publisher, articles that differ in more than slips of the pen are two articles."""
    slips = found.wording >= 0.95 and min(found.ours.cover, found.theirs.cover) >= 0.9
    return slips and not found.conflicts and found.numbers_against == 0.0 and pair.sent_twice


def _is_wrapped(pair: Pair, found: Likeness, short: int) -> bool:
    """The rest of the longer text may be the rest of the article, or what a page puts around one.

    It must not be another's article that quotes this one, nor a round-up that contains it.
    """
    if pair.titles_agree(0.6):
        return True
    outer, sketch = (
        (found.ours, pair.first) if found.ours.cover < found.theirs.cover
        else (found.theirs, pair.second)
    )  # fmt: skip
    from_the_start = outer.before <= 0.1 * sketch.total
    if short >= 80 and from_the_start and outer.cover >= 0.3:
        return True
    return short >= _BRIEF and _is_furniture(sketch, outer)


def _is_furniture(sketch: Sketch, inside: Stretch) -> bool:
    """Teasers and link lists: most lines are headings, without a full stop."""
    outside = [*sketch.sentences[: inside.start], *sketch.sentences[inside.stop :]]
    headings = sum(sentence.text[-1:].isalnum() for sentence in outside)
    return headings * 5 >= len(outside) * 2


def _both_whole(found: Likeness) -> bool:
    whole = min(found.ours.cover, found.theirs.cover) >= 0.85
    return whole and found.wording >= 0.8 and found.facts >= 6 and not found.conflicts


def _reworded(pair: Pair, found: Likeness) -> Ruling | None:
    """Another's sentences re-told: the same facts in the same places, in part the same words."""
    _, more = _by_cover(found)
    prose = min(found.ours.prose_weight, found.theirs.prose_weight)
    if found.matched < 3 or prose < 22 or more.cover < 0.7 or found.numbers_against > 0.5:
        return None
    if pair.same_house or _common_passage(found, 0.2) or _quoted_by_both(found):
        return None
    if found.facts < 5 or (found.facts < 9 and prose < 60):
        return _reworded_prose(pair, found)
    if found.facts_held < (0.9 if found.wording >= 0.45 else 0.78):  # words kept, facts changed
        return None
    reached = _told_alike(found)
    if reached < _needed(found):
        return None
    because = (f"re-told: {reached:.2f} of 5.4", *_reasons(pair, found))
    return Ruling("reworded", reached / 5.4 + 0.2, because)


def _told_alike(found: Likeness) -> float:
    """Facts shared, sentences matched, facts in their places, prose kept, wording, order.

    Of both sides the poorer figure counts most; that of the side with less of its own counts too,
    for who re-tells often leaves a part out, and what is left out says nothing against it.
    """
    copy, other = sorted((found.ours, found.theirs), key=lambda stretch: stretch.own)

    def of_both(mine: float, yours: float) -> float:
        return _OF_COPY * mine + (1 - _OF_COPY) * min(mine, yours)

    return (
        of_both(found.facts_held, found.facts_shared)
        + of_both(copy.share, other.share)
        + of_both(copy.placed, other.placed)
        + of_both(copy.prose, other.prose)
        + found.wording
        + 0.4 * found.in_order
    )


def _needed(found: Likeness) -> float:
    """More is asked of little evidence, of parts, of broken order and of own words; less where
    one side's facts all stand where the other has them: a second reporter orders them anew."""
    needed = _REWORDED - 3.0 * (max(found.ours.placed, found.theirs.placed) - 0.9)
    needed += {3: 0.3, 4: 0.15}.get(found.matched, 0.0)
    needed += 0.15 * (found.facts < 15) + 0.25 * (found.facts < 9)
    needed += 0.2 * (min(found.ours.cover, found.theirs.cover) < 0.5)
    needed += 0.15 * (found.in_order < 0.6)
    needed += 0.5 * found.numbers_against
    needed += 1.5 * max(0.0, min(found.ours.own, found.theirs.own) - 0.12)
    return needed - _IN_SEQUENCE * max(0.0, _in_sequence(found) - 5)


def _in_sequence(found: Likeness) -> float:
    """How many sentences both tell one after the other, nearly all that match and partly in the
    same words: of two reporters each has an order of their own, or in a chronicle their own words.
    """
    prose = min(found.ours.prose, found.theirs.prose)
    if found.in_order < 0.85 or prose < 0.25 or found.numbers_against > 0.34:
        return 0.0
    if found.conflicts:  # a report written over an earlier one keeps its order and changes facts
        return 0.0
    return found.in_order * found.matched


def _reworded_prose(pair: Pair, found: Likeness) -> Ruling | None:
    """Without names and figures the sentences themselves must agree, and in their order."""
    share = min(found.ours.share, found.theirs.share)
    whole = min(found.ours.cover, found.theirs.cover) >= 0.6
    if found.matched < 6 or not whole or found.in_order < 0.75:
        return None
    if share + found.wording < 0.85 or found.numbers_against > 0.2:
        return None
    if _quoted_by_both(found, kept=0.3, unmet=0.1):
        return None  # who re-tells leaves little as it was: two posts around one piece of code
    because = ("re-told sentence by sentence", *_reasons(pair, found))
    return Ruling("reworded", share + 0.1, because)


def rewritten(pair: Pair) -> bool:
    """Of one publisher's two articles of one day, one of which it took back: whether the other is
    the same, edited. Nothing that one says may be otherwise in the other: that is a form anew."""
    if not (pair.same_house and pair.near_in_time(hours=24)) or pair.other_media:
        return False
    if pair.words < 40 or pair.titles_conflict or pair.title_words_conflict:
        return False
    if not (pair.same_title or pair.titles_agree(0.4)) or wording(pair.first, pair.second) < 0.7:
        return False
    found = likeness(pair.first, pair.second)
    whole = min(found.ours.cover, found.theirs.cover) >= 0.6
    return whole and not found.conflicts and not _each_has_figures(found)


def _each_has_figures(found: Likeness) -> bool:
    return all(any(fact[0].isdecimal() for fact in facts) for facts in found.against)


# ---- what speaks against -----------------------------------------------------------------------


def _one_language(pair: Pair, found: Likeness) -> bool:
    """A translation shares names and figures; its function words are others, and no passage."""
    if found.wording >= 0.3:
        return True
    return found.language >= (0.6 if pair.languages_differ else 0.45)


def _common_passage(found: Likeness, own: float) -> bool:
    """Both have the same passages word for word, and both go on about something of their own."""
    kept = min(found.ours.kept, found.theirs.kept)
    return kept >= 0.15 and min(found.ours.own, found.theirs.own) >= own


def _quoted_by_both(found: Likeness, *, kept: float = 0.15, unmet: float = 0.18) -> bool:
    """So much of each is met word for word, and so much by nothing in the other; a good part of
    that around what is met, for within it that is an editor's work."""
    ours, theirs = found.ours, found.theirs
    if min(1 - ours.cover, 1 - theirs.cover) < 0.1:
        return False
    return min(ours.kept, theirs.kept) >= kept and min(ours.unmet, theirs.unmet) >= unmet


def _written_over(found: Likeness) -> bool:
    """Two editors wrote over one release: they kept a third of its sentences word for word, and
    each has facts that the other has not. Who copies or re-tells adds none."""
    kept = min(found.ours.kept, found.theirs.kept)
    each = bool(found.against[0]) and bool(found.against[1])
    return kept >= 0.3 and found.wording < 0.72 and found.facts_shared < 0.85 and each


def _templated(found: Likeness) -> bool:
    """The same sentences with other facts in them: a form that was filled in anew.

    Who re-tells mistakes some facts; who copies mistakes none.
    """
    against = len(found.conflicts)
    if found.wording < 0.5 and found.facts_shared >= 0.6 and found.numbers_against <= 0.2:
        return False
    return against >= 2 and against * 2 > found.agreeing


def _by_cover(found: Likeness) -> tuple[Stretch, Stretch]:
    """The stretch that covers less of its article, then the other."""
    less, more = sorted((found.ours, found.theirs), key=lambda stretch: stretch.cover)
    return less, more


# ---- in words ----------------------------------------------------------------------------------


def _reasons(pair: Pair, found: Likeness) -> tuple[str, ...]:
    """What agrees and what does not, for an editor."""
    facts = len(found.both) + min(len(found.against[0]), len(found.against[1]))
    lengths = (len(pair.first.sentences), len(pair.second.sentences))
    reasons = []
    if found.both:
        reasons.append(f"{len(found.both)} of {facts} facts shared: {_some(found.both)}")
    if found.matched:
        reasons.append(
            f"{found.matched} sentences aligned, of {lengths[0]} and {lengths[1]}, "
            f"{found.in_order:.0%} in order"
        )
    for conflict in found.conflicts[:3]:
        reasons.append(f"conflicting: {conflict.ours} / {conflict.theirs}")
    return tuple(reasons)


def _some(facts: Iterable[str], most: int = 6) -> str:
    listed = list(facts)
    return ", ".join(listed[:most]) + (" ..." if len(listed) > most else "")
