"""A text in, the same text without page furniture out: by known phrases, or by what repeats. Pure.

Furniture is what a site prints around articles: share buttons, newsletters, "Related Articles" and
the list after it, "The post ... appeared first on ...". Known phrases (`furniture_phrases`) help on
the first sight of a source; what repeats over its stories is learned. Whole lines at the head or
the tail go, never words inside prose, and never everything.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b

from .furniture_lists import INLINE, LABELS, LISTS
from .furniture_phrases import ANYWHERE, EDGE, FIRST, NETWORKS, SHARING, STARTERS
from .lines import Line, is_prose, lines, without
from .memo import remember
from .name_shape import fold

HEAD, TAIL = 7, 14
"""How many lines at either end of an article are looked at for what only stands there."""
_LONGEST = 420  # characters: a longer line is a paragraph of the article, whatever it begins with
_ROUNDS = 25  # each takes what has come to the edge: no text keeps us for longer
_SHORT = 140  # characters of a line that is furniture wherever it stands
_DECORATION = " \t\u00a0-–—*•·|>»›→←↑▲△▶►▸▾▼#_=~[](){}<«‹\"'“”„…:.!?,;\ufe0f\u200d"
_GLUED_FIRST = re.compile(rf"(?<=[.!?…→\])»›”\"'])\s+{FIRST.pattern}$")
_LABELLING = frozenset(("read on", "see also", "tags", "date line", "breadcrumb"))
_OBJECTS = frozenset(
    """
    this article story page post artikel friends articulo artigo articolo artykul l'article المقال
    соцсетях diesen este dit
    """.split()  # noqa: SIM905
)
_BETWEEN = re.compile(r"[\s:,;|/·•&()、，]+")
_CUT = re.compile(r"['’`´]")
_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Removed:
    """A line that was taken out, and why."""

    line: str
    reason: str


@dataclass(frozen=True, slots=True)
class Stripped:
    """What is left of a text, and what went, in order."""

    text: str
    removed: tuple[Removed, ...] = ()


# ---- known phrases ---------------------------------------------------------------------------


def strip_known(text: str) -> Stripped:
    """Take out what furniture says everywhere. Idempotent but for texts that are built of hundreds
    of lines of furniture; a text of nothing else is left alone."""
    gone: tuple[Removed, ...] = ()
    for _ in range(_ROUNDS):
        stripped = _strip_once(text)
        if not stripped.removed or not stripped.text:
            break
        text, gone = stripped.text, gone + stripped.removed
    return Stripped(text, gone)


def _strip_once(text: str) -> Stripped:
    rows = lines(text)
    reasons = {
        number: reason for number, row in enumerate(rows) if (reason := _known(rows, number))
    }
    for number, reason in (*_listed(rows, reasons), *_tagged(rows, reasons)):
        reasons.setdefault(number, reason)
    removed = tuple(Removed(rows[number].words, reasons[number]) for number in sorted(reasons))
    if len(reasons) == len(rows):
        return Stripped(text)
    text = without(text, reasons)
    rest = _unglued(text)
    if rest != text:
        removed = (*removed, Removed(text[len(rest.rstrip(" …")) :].strip(), "read on"))
    return Stripped(rest, removed)


def _unglued(text: str) -> str:
    """Without what a feed glues to the end of an excerpt: 'The post ... appeared first on ...'."""
    start = max(0, len(text) - _LONGEST)
    match = INLINE.search(text, start) or _GLUED_FIRST.search(text, start)
    rest = text[: match.start()].rstrip() if match else ""
    if match is None or not rest:
        return text
    return f"{rest.rstrip(' …')} …" if match[0].lstrip()[:1] in "[….(" else rest


def _known(rows: tuple[Line, ...], number: int) -> str:
    """Why this line is furniture on its own; "" when it is not known to be."""
    words = rows[number].words
    if len(words) > _LONGEST:
        return ""
    folded = folded_line(words)
    if not folded:
        return "" if any(character.isalnum() for character in words) else "ornament"
    if reason := _anywhere(folded):
        return reason
    if HEAD <= number < len(rows) - TAIL:
        return ""
    if FIRST.fullmatch(words):
        return "appeared first"
    for reason, pattern in EDGE:
        if pattern.fullmatch(folded) and not _is_sentence(reason, words):
            return reason
    return ""


@remember(4096, _SHORT)  # the same few lines stand around thousands of articles
def _anywhere(folded: str) -> str:
    if len(folded) > _SHORT:
        return ""
    for reason, pattern in ANYWHERE:
        if pattern.fullmatch(folded):
            return reason
    return "share" if _shares(folded) else ""


def _shares(folded: str) -> bool:
    """A line of buttons: nothing but networks and the words that sharing is asked for with."""
    words = [word for word in _BETWEEN.split(folded) if word]
    if not words or len(words) > 40 or not all(w in SHARING or w in NETWORKS for w in words):
        return False
    if words[0] in STARTERS:
        return len(words) == 1 or any(word in NETWORKS or word in _OBJECTS for word in words)
    return len(words) > 1 and all(word in NETWORKS for word in words)


def _is_sentence(reason: str, words: str) -> bool:
    """'Read more books, said the judge.' and 'Tags: they itch.' are prose after all."""
    return reason in _LABELLING and words.endswith((".", "!")) and len(words.split()) > 4


@remember(4096, _LONGEST)
def folded_line(words: str) -> str:
    """A line as furniture is matched: folded, straight quotes, without ornaments at its ends."""
    return " ".join(fold(_CUT.sub("'", words)).strip(_DECORATION).split())


def _listed(rows: tuple[Line, ...], known: Mapping[int, str]) -> Iterable[tuple[int, str]]:
    """A heading such as 'Related Articles', and at the tail the list of titles after it."""
    paragraphs = [n for n, row in enumerate(rows) if n not in known and _is_paragraph(row)]
    for number, row in enumerate(rows):
        if len(row.words) > 90 or is_prose(row.words, words=6):
            continue
        if not LISTS.fullmatch(folded_line(row.words)):
            continue
        prose = paragraphs[bisect_right(paragraphs, number) :][:3]
        if number == 0 and not prose:
            continue
        yield number, "related"
        # prose after it means that the article goes on - unless that is a line or two of credits
        if len(prose) <= 2 and number >= len(rows) // 3 and sum(map(_size, _of(rows, prose))) < 900:
            after = range(number + 1, len(rows))
            yield from ((place, "related") for place in after if place not in prose)
            return


def _is_paragraph(row: Line) -> bool:
    """Prose that ends: the title of another article may be long, or ask something."""
    return is_prose(row.words, words=6) and not row.words.endswith(("?", "…", "...", "[…]"))


def _tagged(rows: tuple[Line, ...], known: Mapping[int, str]) -> Iterable[tuple[int, str]]:
    """'Tags' as a heading at the tail, and the tags under it."""
    for number in range(max(1, len(rows) - TAIL), len(rows)):
        if not LABELS.fullmatch(folded_line(rows[number].words)):
            continue
        yield number, "tags"
        for place in range(number + 1, len(rows)):
            if (
                place in known
                or len(rows[place].words.split()) > 4
                or is_prose(rows[place].words, 1)
            ):
                break
            yield place, "tags"


def _of(rows: tuple[Line, ...], places: Iterable[int]) -> Iterable[Line]:
    return (rows[place] for place in places)


def _size(row: Line) -> int:
    return len(row.words)


# ---- what repeats ----------------------------------------------------------------------------

MOST_BLOCKS = 1500
"""Blocks remembered of one source; the rarest are forgotten first."""
_WINDOW = 120  # stories after which all counts are halved, so that a new design is learned too
_SEEN = 6  # stories remembered of each block, so that one story's copies count once
_AT_LEAST, _SHARE_OF = 3, 0.10
_PROSE_AT_LEAST, _PROSE_SHARE_OF = 5, 0.50
_PROSE = "p"  # opens the digest of a whole sentence


@dataclass(frozen=True, slots=True)
class Furniture:
    """What repeats at the edges of one source's articles. `blocks`: digest -> (stories counted,
    latest story marks); `stories`: how many were observed."""

    blocks: Mapping[str, tuple[int, tuple[str, ...]]] = field(default_factory=dict)
    stories: int = 0
    recent: tuple[str, ...] = ()

    def learned(self) -> frozenset[str]:
        """The blocks seen in enough distinct stories: at least three, and every tenth. Of whole
        sentences more is asked, as papers repeat the background of what goes on for weeks."""
        floor = max(_AT_LEAST, _SHARE_OF * self.stories)
        high = max(_PROSE_AT_LEAST, _PROSE_SHARE_OF * self.stories)
        return frozenset(
            block
            for block, (count, _) in self.blocks.items()
            if count >= (high if block.startswith(_PROSE) else floor)
        )

    def as_json(self) -> dict[str, object]:
        """Plain lists and numbers, for the store."""
        return {
            "stories": self.stories,
            "recent": list(self.recent),
            "blocks": {
                block: [count, *seen] for block, (count, seen) in sorted(self.blocks.items())
            },
        }

    @classmethod
    def from_json(cls, value: Mapping[str, object]) -> "Furniture":
        """The inverse of `as_json`; what does not fit is forgotten, not raised."""
        blocks, stories, recent = (value.get(key) for key in ("blocks", "stories", "recent"))
        if not isinstance(blocks, Mapping) or not isinstance(stories, int):
            return cls()
        return cls(
            blocks={
                str(block): (int(row[0]), tuple(str(mark) for mark in row[1:]))
                for block, row in blocks.items()
                if isinstance(row, list) and row and isinstance(row[0], int)
            },
            stories=stories,
            recent=tuple(str(mark) for mark in recent) if isinstance(recent, list) else (),
        )


def observe(furniture: Furniture, blocks: Iterable[str], story: str) -> Furniture:
    """Count an article's blocks for its story. Copies and revisions of one story count once."""
    mark = blake2b(story.encode(), digest_size=4).hexdigest()
    counted = dict(furniture.blocks)
    for block in dict.fromkeys(blocks):
        count, seen = counted.get(block, (0, ()))
        if mark not in seen:
            counted[block] = (count + 1, (*seen, mark)[-_SEEN:])
    fresh = mark not in furniture.recent
    stories = furniture.stories + fresh
    recent = (*furniture.recent, mark)[-2 * _SEEN :] if fresh else furniture.recent
    if stories >= _WINDOW:
        stories //= 2
        counted = {
            block: (count // 2, seen) for block, (count, seen) in counted.items() if count > 1
        }
    if len(counted) > MOST_BLOCKS:
        ranked = sorted(counted.items(), key=lambda item: (-item[1][0], item[0]))
        counted = dict(ranked[: MOST_BLOCKS // 2])
    return Furniture(blocks=counted, stories=stories, recent=recent)


def blocks_of(text: str, own: Iterable[str] = ()) -> tuple[str, ...]:
    """Digests of the lines at the head and tail. `own` are the article's title, its authors and
    the site's name: masked like digits, so that 'More by Jane Roe' is one block for all."""
    rows = lines(text)
    masks = _masks(own)
    return tuple(
        digest
        for number, row in enumerate(rows)
        if (number < HEAD or number >= len(rows) - TAIL) and (digest := _digest(row.words, masks))
    )


def strip(text: str, furniture: Furniture, own: Iterable[str] = ()) -> Stripped:
    """Take out the lines at head and tail that this source was seen to repeat."""
    learned = furniture.learned()
    if not learned:
        return Stripped(text)
    rows = lines(text)
    masks = _masks(own)
    places = [
        number
        for number, row in enumerate(rows)
        if (number < HEAD or number >= len(rows) - TAIL) and _digest(row.words, masks) in learned
    ]
    if len(places) == len(rows):
        return Stripped(text)
    places = [number for number in places if not _is_heading(rows, number, places)]
    removed = tuple(Removed(rows[number].words, "repeats") for number in places)
    return Stripped(without(text, places), removed)


def _is_heading(rows: Sequence[Line], number: int, places: Sequence[int]) -> bool:
    """A heading that the article needs: with prose above, over a list of its own ('Ingredients',
    'Five papers worth reading:') or between such a list and the prose that goes on ('Method')."""

    def listed(first: int) -> bool:
        here = range(first, first + 3)
        return all(
            0 <= n < len(rows) and n not in places and not is_prose(rows[n].words, words=6)
            for n in here
        )

    if is_prose(rows[number].words, words=6) or not _has_prose(rows[:number]):
        return False
    return listed(number + 1) or (listed(number - 3) and _has_prose(rows[number + 1 :]))


def _has_prose(rows: Sequence[Line]) -> bool:
    return any(is_prose(row.words, words=6) for row in rows)


def _masks(own: Iterable[str]) -> tuple[str, ...]:
    folded = {folded_line(words) for words in own}
    return tuple(sorted((words for words in folded if len(words) > 2), key=lambda w: (-len(w), w)))


def _digest(words: str, masks: tuple[str, ...]) -> str:
    """ "" for what is too long for furniture."""
    if len(words) > _LONGEST * 2:
        return ""
    masked = folded_line(words)
    for mask in masks:
        masked = masked.replace(mask, "\x01")
    masked = _DIGITS.sub("0", masked)
    if not masked:
        return ""
    digest = blake2b(masked.encode(), digest_size=6).hexdigest()
    return f"{_PROSE}{digest}" if is_prose(words, words=16) else digest
