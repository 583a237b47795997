"""How well authors are credited and furniture is found: precision and recall on every corpus.

    python -m benchmarks.authors [FOLDER]     default: ../shared/data, left out where it is absent

Fields (author strings), texts (bylines, biographies and traps), op-eds under a house byline - as
written and in generated variations -, reports whose last paragraph introduces somebody, known
furniture, and furniture learned from simulated sources. Ends with 1 when a figure is below its
floor (`FLOORS`). Chance is seeded: every run prints the same.
"""

import gzip
import json
import sys
import time
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from aggregator.byline import Aliases, byline
from aggregator.config import Author
from aggregator.model import Article, Person
from aggregator.text.boilerplate import Furniture, blocks_of, observe, strip, strip_known
from aggregator.text.names import Names, persons
from tests.build import article

CORPUS = Path(__file__).parent.parent / "tests" / "corpus"
FLOORS = {
    "fields, corpus": (0.99, 0.99),
    "fields, shared": (0.97, 0.97),
    "texts": (1.0, 1.0),
    "op-eds": (1.0, 1.0),
    "op-eds, varied": (0.99, 0.99),
    "reports, nobody new": (0.99, 0.99),
    "known furniture": (0.995, 0.97),
    "learned after 5": (0.995, 0.90),
}


@dataclass
class Tally:
    """Right, wrong and missed; precision and recall of an empty tally are 1."""

    right: int = 0
    wrong: int = 0
    missed: int = 0
    examples: list[str] = field(default_factory=list)

    def count(self, found: Sequence[str], wanted: Sequence[str], about: str = "") -> None:
        """Count each name or line that was found, and each that should have been."""
        given, asked = Counter(found), Counter(wanted)
        same = (given & asked).total()
        self.right += same
        self.wrong += given.total() - same
        self.missed += asked.total() - same
        if given != asked and about:
            self.examples.append(f"{about[:110]}: {list(found)} for {list(wanted)}")

    @property
    def precision(self) -> float:
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0

    @property
    def recall(self) -> float:
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0


def tallies(rounds: int = 2000, sources: int = 18) -> dict[str, Tally]:
    """Every figure that needs the project's own corpora only."""
    return {
        "fields, corpus": _fields(_corpus_fields()),
        "texts": _texts(),
        "op-eds": _opeds(),
        "op-eds, varied": _varied(Random(1), rounds),
        "reports, nobody new": _reports(Random(1), rounds // 50),
        "known furniture": _known(),
        **{f"learned after {after}": _learned(after, sources) for after in (3, 5, 10, 50)},
    }


def is_low(name: str, tally: Tally) -> bool:
    """Whether a figure is below its floor."""
    precision, recall = FLOORS.get(name, (0.0, 0.0))
    return tally.precision < precision or tally.recall < recall


def main(shared: Path) -> int:
    """Print the table; 1 when something is below its floor."""
    found = tallies()
    listed = shared / "authors" / "authors.tsv"
    if listed.exists():
        found["fields, shared"] = _fields(_shared_fields(listed))
    print(f"{'':24}{'cases':>7}{'precision':>11}{'recall':>8}")
    failed = 0
    for name, tally in sorted(found.items()):
        low = is_low(name, tally)
        failed += low
        cases = tally.right + tally.missed
        mark = f"  below its floor {FLOORS[name]}" if low else ""
        print(f"{name:24}{cases:7}{tally.precision:11.3f}{tally.recall:8.3f}{mark}")
        for example in tally.examples[:5]:
            print(f"      {example}")
    stream = shared / "duplicates" / "stream_dev.jsonl.gz"
    if stream.exists():
        _stream(stream)
    return 1 if failed else 0


# ---- fields ----------------------------------------------------------------------------------


def _corpus_fields() -> Iterator[tuple[str, str]]:
    for case in tomllib.loads((CORPUS / "bylines" / "fields.toml").read_text("utf-8"))["field"]:
        yield case["raw"], case["is"]


def _shared_fields(path: Path) -> Iterator[tuple[str, str]]:
    for line in path.read_text("utf-8").splitlines():
        if not line.startswith("#") and len(cells := line.split("\t")) > 3:
            yield cells[1], cells[2]


def _fields(cases: Iterator[tuple[str, str]]) -> Tally:
    tally = Tally()
    for raw, wanted in cases:
        tally.count(_written(persons(raw, site="The Site"), raw), sorted(wanted.split(" & ")), raw)
    return tally


def _written(names: Names, raw: str) -> list[str]:
    """The names as the lists write them; see tests/corpus/bylines/README.md."""
    found = []
    for person, handle in zip(names.persons, names.handles, strict=True):
        uri = person.uri or ""
        if uri.startswith("http://www.") and "http://" not in raw:
            uri = uri.removeprefix("http://")
        marks = (f"<{person.email}>" if person.email else "", f"[{uri}]" if uri else "")
        beside = f"[{handle}]" if handle else ""
        found.append(" ".join(part for part in (person.name, *marks, beside) if part))
    found += [f"ORG:{name}" for name in names.organisations]
    found += [f"~{credit.name}" for credit in names.credits]
    return sorted(found) or (["GENERIC"] if names.generic else ["NONE"])


# ---- texts and op-eds ------------------------------------------------------------------------


def _texts() -> Tally:
    tally = Tally()
    for case in tomllib.loads((CORPUS / "bylines" / "texts.toml").read_text("utf-8"))["text"]:
        book = case.get("aliases", {})
        aliases = Aliases.of([Author(name=name, aliases=tuple(book[name])) for name in book])
        options = {key: case[key] for key in ("source_author", "pinned") if key in case}
        page = [Person(name=name) for name in case.get("page", ())]
        bare = _bare(case["text"], [name.partition(" <")[0] for name in case["claimed"]])
        tally.count(
            _authors(byline(bare, aliases, page=page, **options)), case["authors"], case["name"]
        )
    return tally


def _bare(text: str, claimed: Sequence[str]) -> Article:
    people = tuple(
        Person(email=name) if "@" in name and " " not in name else Person(name=name)
        for name in claimed
    )
    return article(text=text.strip(), claimed_authors=people, authors=())


def _authors(credited: Article) -> list[str]:
    return [person.name for person in credited.authors]


def _op_ed_files() -> list[dict[str, Any]]:
    return [
        tomllib.loads(path.read_text("utf-8")) for path in sorted((CORPUS / "opeds").glob("*.toml"))
    ]


def _opeds() -> Tally:
    tally = Tally()
    for case in _op_ed_files():
        for text, claimed in ((case["original"], ()), (case["copy"], case["claimed"])):
            found = byline(_bare(text, claimed), Aliases())
            tally.count(_authors(found), case["writers"], case["copy_title"])
    return tally


WRITERS = (
    "Jane Roe", "Ngozi Okafor-Bell", "Martín del Valle", "Harriet Simms", "Alan B. Whitcombe",
    "Seamus O'Rourke", "Wei-Lin Cho", "Aaliyah Rahman", "Thomas van den Berg", "Rosa Young",
)  # fmt: skip
BIOGRAPHIES = (
    "{} is the elected president of the Tri-County Growers Association.",
    "{} is a retired midwife and a member of the county health board.",
    "{} is an associate professor of soil science at Eastmoor University.",
    "{} is a third-generation oyster farmer in Weldon Bay.",
    "{} is a carpenter who lives in Ashby.",
    "{} is a high school teacher in Dunmore. She can be reached at letters@dunmore.example.",
    "{} runs a bakery in Fenwick and sits on the chamber of commerce.",
    "{} has been a ranger in Ardle Forest for thirty years.",
    "{}, a retired judge, lives in Wexley.",
    "{}, who lives in Wexley, is a member of the school board.",
    "{} is studying law at Fjord University and volunteers at a food bank.",
    "The author is {}, a beekeeper in Northfold.",
    "The author, {}, teaches music in Lorne.",
    "Written by {}, who directs the Marsh Trust.",
    "By {}, the treasurer of the Allotment Society. Views are the author's own.",
    "{} plays the cello. The views expressed are his own.",
    "About the author: {} is a hydrologist.",
    "— {} is a dairy farmer in Ronsay.",
    "{}, president, Upper Valley Water Users",
    "{} and her wife breed lurchers on Ardle.",
    "{} was for eleven years the bursar of Eltham House School.",
    "Dr. {} is patron of the Lifeboat Trust.",
    "{}, PhD, is a toxicologist at the Tidewater Institute.",
    "{} is a poet. Her latest book is “Salt.”",
)
HOUSES = (
    ("By JOHN SMITH",),
    ("By John Smith, Staff Writer",),
    ("JOHN SMITH", "Daily Bugle Reporter"),
    ("JOHN SMITH | Daily Bugle",),
    ("Photo of JOHN SMITH", "JOHN SMITH"),
    ("Written by John Smith",),
)
STAFF = (
    ("JOHN SMITH is a Daily Bugle reporter. He joined the Bugle in 2019. Get in touch with John.",),
    (
        "JOHN SMITH is a Daily Bugle U.S. News Reporter based in London. His focus is on politics.",
        "You can get in touch with John by emailing j.smith@bugle.example.",
        "Languages: English.",
    ),
    ("John Smith is a staff writer at the Daily Bugle, covering education.",),
    ("JOHN SMITH covers national affairs for the Daily Bugle. Contact JOHN SMITH at newsdesk.",),
)
TAILS = (
    ("Related Articles", "Mayor opens bridge", "Ten recipes for autumn", "Back to top button"),
    ("You may also like", "Is it over?", "Back to top"),
    ("Advertisement", "Related Posts:", "One more bridge", "Close"),
    ("The post A mill in winter appeared first on Daily Bugle.",),
)
CLAIMS = (("JOHN SMITH",), ("John Smith",), ("admin",), ("Daily Bugle Staff",))


def _varied(chance: Random, rounds: int) -> Tally:
    """The bodies of the op-eds under every kind of house byline, biography and furniture."""
    bodies = [
        case["original"].strip().split("\n\n")[:-1]
        for case in _op_ed_files()
        if case["language"] == "en"
    ]
    tally = Tally()
    for _ in range(rounds):
        writer, said = chance.choice(WRITERS), chance.choice(BIOGRAPHIES)
        top, staff = [*chance.choice(HOUSES)], [*chance.choice(STAFF)]
        body, tail = chance.choice(bodies), chance.choice(TAILS)
        last = [said.format(writer)]
        lines = top + staff + body + last if chance.random() < 0.5 else top + body + last + staff
        found = byline(_bare("\n\n".join([*lines, *tail]), chance.choice(CLAIMS)), Aliases())
        tally.count(_authors(found), [writer], said)
    return tally


REPORT = (
    "The council voted on Tuesday to close the harbour bakery, six votes to five.",
    "“It is a mistake,” said the baker, who has until March to leave.",
    "The clerk said the roof would cost 41,000 crowns.",
    "Rain had come through the ceiling twice since autumn.",
    "“We have no choice,” the clerk told the meeting.",
    "A petition with 900 names was handed in.",
    "The ferry company said it would not comment.",
)
INTRODUCED = (
    "Maria Lopez is the president of the bakers' union. She said the union would appeal.",
    "Maria Lopez, president of the bakers' union, said she would appeal.",
    "Maria Lopez is a baker in Port Ellary. “I learned it from my mother,” she said.",
    "Maria Lopez, 54, was arrested on Monday.",
    "Maria Lopez is a nurse. She cannot get home after six.",
    "Maria Lopez is the new manager of the harbour.",
    "Maria Lopez has been named head of the ferry company.",
    "Maria Lopez, a spokeswoman for the ferry company, declined to comment.",
    "Maria Lopez is survived by two sons.",
    "Maria Lopez is a defender who joined from Ardle United.",
    "The author of the report, Maria Lopez, is an economist in Dunmore.",
    "Maria Lopez is a member of the council and voted against.",
    "Maria Lopez leads the campaign against the closure.",
    "Maria Lopez is president of the bakers' union.",
)


def _reports(chance: Random, rounds: int) -> Tally:
    """A report introduces somebody in its last paragraph: its author is who the feed says."""
    tally = Tally()
    for said in INTRODUCED:
        for _ in range(rounds):
            text = "\n\n".join([*chance.sample(REPORT, 5), said])
            found = byline(_bare(text, ["Corinna Vasquez"]), Aliases())
            tally.count(_authors(found), ["Corinna Vasquez"], said)
    return tally


# ---- furniture -------------------------------------------------------------------------------


def _known() -> Tally:
    """Each known line after an article, and each sentence that only looks like one."""
    lines = tomllib.loads((CORPUS / "furniture" / "lines.toml").read_text("utf-8"))
    tally = Tally()
    for kind in ("gone", "stays"):
        for line in lines[kind]:
            removed = strip_known("\n\n".join([*REPORT[:4], line])).removed
            tally.count([one.line for one in removed], [line] if kind == "gone" else [], line)
    return tally


PATTERNS = (
    "{site}: we answer the telephone until six.",
    "{count} readers have saved {title}",
    "More of what {author} wrote for {site}",
    "Errors? Tell the desk of {site}.",
    "Picture desk: photographers of {site}",
    "Weather at noon: {count} degrees",
    "This paper is printed on the far side of the river.",
    "Letters are welcome if they are short.",
    "{author} is out of office until {count} May.",
    "Number {count}, every Thursday",
)


def _learned(after: int, sources: int) -> Tally:
    """Sources with 7 lines of furniture each, in 60 to 100 of 100 articles; measured on the
    article that comes after `after` others. Every fifth article is of one running story; besides,
    a paragraph of background stands in every third, whatever their stories."""
    tally = Tally()
    for source in range(sources):
        chance = Random(source)
        patterns = [(one, chance.uniform(0.6, 1.0)) for one in chance.sample(PATTERNS, 7)]
        furniture = Furniture()
        for number in range(after + 3):
            text, own, lines = _simulated(chance, f"Paper {chr(65 + source)}", patterns, number)
            if number >= after:
                removed = strip(text, furniture, own).removed
                tally.count([one.line for one in removed], lines)
            story = "running" if number % 5 == 1 else f"story {number}"
            furniture = observe(furniture, blocks_of(text, own), story)
    return tally


SYLLABLES = "ba de fi go lu ma ne pi ro su ta ve wi xa yo zu kle dra spo".split()  # noqa: SIM905


def _sentence(chance: Random, words: int = 14) -> str:
    made = ("".join(chance.choices(SYLLABLES, k=chance.randint(1, 3))) for _ in range(words))
    return f"{' '.join(made).capitalize()}."


def _simulated(
    chance: Random, site: str, patterns: Sequence[tuple[str, float]], number: int
) -> tuple[str, tuple[str, ...], list[str]]:
    title, author = _sentence(chance, 5).rstrip("."), chance.choice(WRITERS)
    body = [_sentence(chance) for _ in range(6)]
    if number % 5 == 1:
        body[-1] = "The background of the running story is told again."
    if number % 3 == 0:
        body[-2] = (
            "The dispute over the sluice began nine years ago, when the old owner died without a "
            "will and left two keys to three heirs."
        )
    lines = [
        pattern.format(site=site, title=title, author=author, count=chance.randint(2, 999))
        for pattern, share in patterns
        if chance.random() < share
    ]
    return "\n\n".join([*lines[:2], *body, *lines[2:]]), (title, author, site), lines


# ---- real texts ------------------------------------------------------------------------------


def _stream(path: Path) -> None:
    """News articles nobody signed: how often is somebody credited, and at what cost."""
    with gzip.open(path, "rt", encoding="utf-8") as rows:
        texts = [json.loads(row)["text"] for row in rows]
    spent, found = _timed(lambda: [byline(_bare(text, ["admin"]), Aliases()) for text in texts])
    told = Counter(one.author_because for one in found if "says of" in one.author_because)
    print(f"{len(texts)} news texts: {len(told)} paragraphs taken for biographies;", end=" ")
    print(f"{spent / len(texts) * 1000:.1f} ms CPU a text")
    for because in sorted(told)[:12]:
        print(f"      {because[:140]}")


def _timed(work: Callable[[], list[Article]]) -> tuple[float, list[Article]]:
    start = time.process_time()
    result = work()
    return time.process_time() - start, result


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1] if len(sys.argv) > 1 else "../shared/data")))
