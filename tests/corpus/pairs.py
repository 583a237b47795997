"""The corpus of pairs: files of articles with their copies and look-alikes in, cases out.

A file of tests/corpus/pairs holds one article, `[[copy]]`: the same article in other words, and
`[[other]]`: another article that looks like it, or tells of the same event. What a site does to an
article it takes - furniture around it, a new headline, slips, cuts - is done here, alike for all.
"""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from aggregator.model import Article, ArticleId, SourceId
from aggregator.text.boilerplate import strip_known
from tests.build import article, at

FOLDER = Path(__file__).parent / "pairs"
SPACED = "ja zh th"


@dataclass(frozen=True)
class Text:
    """What an article says, wherever it stands."""

    name: str
    title: str
    text: str
    language: str = "en"

    def at(self, source: str = "mill", **given: Any) -> Article:
        """The article as `source` carries it, as `normalise` leaves it."""
        slug = re.sub(r"\W+", "-", self.name)
        link = f"https://{source}.example/{slug}"
        values: dict[str, Any] = {"id": ArticleId(f"{source}-{slug}"), "source": SourceId(source)}
        values |= {"link": link, "url": link, "entry_id": link, "title": self.title}
        values |= {
            "text": strip_known(self.text).text,
            "html": "",
            "summary": "",
            "language": self.language,
        }
        values |= {"published": at(hours=-2), "updated": at(hours=-2), "fingerprint": ""}
        return article(**(values | given))


@dataclass(frozen=True)
class Case:
    """Two texts, what lies between them, and whether they are one article."""

    kind: str
    a: Text
    b: Text
    same: bool

    @property
    def name(self) -> str:
        return f"{self.kind}: {self.a.name} / {self.b.name}"


@dataclass(frozen=True)
class Group:
    """One file: an article, its copies by kind, and others by kind."""

    base: Text
    copies: tuple[tuple[str, Text], ...]
    others: tuple[tuple[str, Text], ...]


def groups() -> tuple[Group, ...]:
    """All files, in the order of their names."""
    return tuple(_read(path) for path in sorted(FOLDER.glob("*.toml")))


def texts() -> dict[str, Text]:
    """Every written text by name: en-lock, en-lock/copy1, en-lock/other2."""
    found: dict[str, Text] = {}
    for group in groups():
        for text in (group.base, *(t for _, t in (*group.copies, *group.others))):
            found[text.name] = text
    return found


def cases() -> Iterator[Case]:
    """Every pair of the corpus."""
    every = groups()
    for number, group in enumerate(every):
        base = group.base
        teasers = [every[(number + step) % len(every)].base for step in (1, 2, 3, 4)]
        for kind, copy in made(base, teasers):
            yield Case(kind, base, copy, True)
        for kind, copy in group.copies:
            yield Case(f"reworded {kind}" if kind != "edited" else kind, base, copy, True)
            if kind != "edited":
                yield Case("reworded farm", base, farmed(copy), True)
        for kind, other in group.others:
            yield Case(kind, base, other, False)
            yield Case(f"{kind}, with furniture", furnished(base), furnished(other), False)
        yield Case("teaser", excerpt(teasers[0]), embedded(base, teasers), False)
        yield Case("headline only", replace(teasers[1], title=base.title), base, False)


def made(base: Text, teasers: list[Text]) -> Iterator[tuple[str, Text]]:
    """The copies that a program can make."""
    yield "exact", retyped(base)
    yield "furniture", furnished(base)
    yield (
        "headline",
        replace(
            furnished(base),
            name=f"{base.name}+headline",
            title=f"{base.title.upper()} | The Daily Pell",
        ),
    )
    yield "edited", edited(base)
    yield "truncated", truncated(base)
    yield "excerpt", excerpt(base)
    yield "embedded", embedded(base, teasers)


def retyped(base: Text) -> Text:
    """Other quotes, dashes and line breaks."""
    text = re.sub(r"\s*\n\s*\n\s*", "\n", base.text.strip())
    return replace(base, name=f"{base.name}+retyped", text=re.sub(r"[\"“”„«»]", "”", text))


def furnished(base: Text) -> Text:
    """What sites put above and below."""
    head = "Share on Facebook Share on Twitter\n\nBy Casey Holt, Staff Writer\n\n3 min read\n\n"
    tail = (
        "\n\nCASEY HOLT is a Pell Gazette staff reporter. Get in touch with CASEY HOLT at newsdesk."
        "\n\nRelated Articles\n\nBack to top button"
        f"\n\nThe post {base.title} appeared first on Pell Gazette."
    )
    return replace(base, name=f"{base.name}+furniture", text=head + base.text.strip() + tail)


def edited(base: Text) -> Text:
    """A sentence dropped, another moved up, one added, some words changed."""
    parts = [part for part in base.text.strip().split("\n\n") if part.strip()]
    sentences = [_cut(part) for part in parts]
    if len(sentences[-1]) > 1:
        sentences[-1].pop(0)
    text = "\n\n".join("".join(part) for part in sentences)
    for old, new in _SLIPS:
        text = re.sub(rf"\b{old}\b", new, text)
    return replace(base, name=f"{base.name}+edited", text=text)


def truncated(base: Text) -> Text:
    """The first six tenths, cut in the middle of a word."""
    text = re.sub(r"\s+", " ", base.text.strip())
    return replace(
        base, name=f"{base.name}+truncated", text=f"{text[: len(text) * 6 // 10]}… Continue reading"
    )


def excerpt(base: Text) -> Text:
    """The head, as a feed with summaries gives it."""
    words = base.text.split()
    tight = base.language in SPACED
    cut = base.text.strip()[:70] if tight else " ".join(words[:32])
    return replace(base, name=f"{base.name}+excerpt", text=f"{cut} [...]")


def embedded(base: Text, teasers: list[Text]) -> Text:
    """Between the teasers of other articles."""
    told = [f"{one.title}\n\n{_cut(one.text.strip())[0].strip()}" for one in teasers]
    text = "\n\n".join([*told[:2], base.text.strip(), "Related Articles", *told[2:]])
    return replace(base, name=f"{base.name}+embedded", text=text)


def farmed(copy: Text) -> Text:
    """As content farms do it: reworded, a fifth cut, a false byline with its biography."""
    parts = copy.text.strip().split("\n\n")
    kept = [part for number, part in enumerate(parts) if len(parts) < 5 or number != 3]
    if len(parts) < 5:
        last = _cut(kept[-1])
        kept[-1] = "".join(last[:1])
    return replace(
        furnished(replace(copy, text="\n\n".join(kept), title=copy.title)),
        name=f"{copy.name}+farmed",
    )


_SLIPS = (("said", "stated"), ("about", "around"), ("which", "that"), ("und", "sowie"), ("y", "e"))


def _cut(text: str) -> list[str]:
    """Sentences with what follows them."""
    return [piece for piece in re.split(r"(?<=[.!?。])(?=\s+[^\Wa-z]|[^\s”」\"])", text) if piece]


def _read(path: Path) -> Group:
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    name, language = path.stem, table["language"]
    return Group(
        Text(name, table["title"], table["text"].strip(), language),
        tuple(_listed(name, "copy", table, language)),
        tuple(_listed(name, "other", table, language)),
    )


def _listed(
    name: str, what: str, table: dict[str, Any], language: str
) -> Iterator[tuple[str, Text]]:
    for number, row in enumerate(table.get(what, ()), 1):
        yield (
            row["kind"],
            Text(
                f"{name}/{what}{number}",
                row["title"],
                row["text"].strip(),
                row.get("language", language),
            ),
        )
