"""How well stories are filed under topics: precision and recall on every corpus, and what it costs.

    python -m benchmarks.topics [FOLDER]     default: ../shared/data, left out where it is absent

Categories; learning from a few labels, all topics known (closed) and with subjects nobody asked
for (open); rules alone and rules with likeness. Articles with an answer come from the corpus and,
where present, from the 1,000 BBC articles in the folder's stream (their ids name their subjects;
they are used for measuring only). Ends with 1 when a figure is below its floor (`FLOORS`). Chance
is seeded: every run prints the same figures, but for the times.
"""

import gzip
import json
import sys
import time
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from aggregator.classify import Learned, Lesson, judge, learn
from aggregator.config import Topic
from aggregator.group import groups_of, lesson_of, taught
from aggregator.model import Category
from aggregator.text.weights import weigh
from aggregator.vocabulary import topics_meant
from tests import build

CORPUS = Path(__file__).parent.parent / "tests" / "corpus" / "topics"
SURE = 0.7

FLOORS = {
    "categories, cases right": 1.0,
    "corpus, 10 labels: first guess": 0.93,
    "corpus, 10 labels: sure, precision": 0.95,
    "corpus, 10 labels: sure, recall": 0.5,
    "bbc, 8 labels: first guess": 0.82,
    "bbc, 20 labels: first guess": 0.92,
    "bbc, 20 labels: sure, precision": 0.97,
    "bbc, 20 labels: sure, recall": 0.5,
    "bbc, 50 labels: first guess": 0.94,
    "bbc, 50 labels: sure, precision": 0.97,
    "bbc, 50 labels: sure, recall": 0.6,
    "bbc, open, 40 labels: sure, precision": 0.97,
    "bbc, open, 40 labels: sure, recall": 0.5,
    "bbc, rules and likeness: precision": 0.77,
    "bbc, rules and likeness: recall": 0.87,
    "bbc, rules: likeness alone, first guess": 0.95,
    "corpus, rules alone teach: first guess": 0.9,
    "bbc, rules: articles without a topic that likeness files, right": 0.95,
}

# What an operator might write without having seen the articles.
RULES = {
    "business": 'shares OR profits OR "interest rates" OR inflation OR economist* OR "stock market"'
    ' OR investors OR takeover OR "economic growth" OR exports OR shareholders OR "central bank" OR'
    ' retailer* OR bankruptcy OR "oil prices" OR quarterly OR "chief executive" OR currency',
    "sport": 'coach OR striker OR midfielder OR "world cup" OR olympic* OR rugby OR cricket OR'
    ' tennis OR championship* OR goalkeeper OR "grand slam" OR athletics OR marathon OR referee OR'
    " wimbledon OR medal* OR squad",
    "politics": 'mps OR "prime minister" OR parliament OR tory OR tories OR "lib dem*" OR'
    ' chancellor OR "general election" OR "home secretary" OR manifesto OR "downing street" OR'
    " commons OR voters OR backbench* OR ballot",
    "entertainment": 'film OR films OR actor OR actress OR album OR singer OR "box office" OR'
    ' oscar* OR concert OR musical OR movie OR comedy OR hollywood OR grammy* OR "tv show"',
    "tech": "software OR internet OR online OR broadband OR computer* OR microsoft OR google OR"
    ' mobile OR virus OR spam OR hackers OR gadget* OR "video game*" OR console* OR download*',
}
OURS = {
    "space": "orbit* OR telescope* OR moon OR planet* OR star OR stars OR comet* OR rocket*",
    "football": "goal* OR referee OR keeper OR striker OR penalty OR kick* OR header OR cup",
    "gardening": "soil OR compost OR seed* OR prune OR pruning OR beds OR weeds OR slugs OR roots",
    "cooking": "simmer* OR flour OR onion* OR oven OR pan OR butter OR recipe* OR stir OR garlic",
}
"""The same for the project's own corpus."""
BBC = {"bu": "business", "sp": "sport", "po": "politics", "en": "entertainment", "te": "tech"}


@dataclass(frozen=True, slots=True)
class Told:
    """An article with its true subject ("": none of ours)."""

    subject: str
    title: str
    text: str

    @property
    def words(self) -> dict[str, float]:
        return weigh(self.title, self.text)


def corpus() -> dict[str, list[Told]]:
    read = tomllib.loads((CORPUS / "articles.toml").read_text(encoding="utf-8"))
    return {
        subject: [Told("" if subject == "other" else subject, a["title"], a["text"]) for a in given]
        for subject, given in read.items()
    }


def bbc(folder: Path) -> list[Told]:
    stream = folder / "duplicates" / "stream_dev.jsonl.gz"
    if not stream.exists():
        return []
    with gzip.open(stream, "rt", encoding="utf-8") as lines:
        read = [json.loads(line) for line in lines]
    told = [
        Told(BBC[one["id"][4:6]], one["title"], one["text"])
        for one in read
        if one["id"].startswith("bbc/") and one["id"] == one["gold"]
    ]
    Random(3).shuffle(told)
    return told


# ---- measures ----------------------------------------------------------------------------------


def categories() -> Iterator[tuple[str, float]]:
    read = tomllib.loads((CORPUS / "categories.toml").read_text(encoding="utf-8"))
    topics = [Topic.model_validate(one) for one in read["topics"]]
    right = 0
    for case in read["cases"]:
        category = Category(
            term=case["category"], scheme=case.get("scheme"), label=case.get("label")
        )
        right += sorted(topics_meant([category], topics)) == sorted(case["means"])
    yield "categories, cases right", right / len(read["cases"])


def answered(name: str, learned: Learned, asked: Sequence[Told]) -> Iterator[tuple[str, float]]:
    """First guesses and sure answers about articles that were not learned."""
    first = sure = right = 0
    for told in asked:
        opinions = judge(learned, told.words)
        first += bool(opinions) and opinions[0].topic == told.subject
        above = [one.topic for one in opinions if one.confidence >= SURE]
        sure += len(above)
        right += told.subject in above
    wanted = sum(told.subject != "" for told in asked) or 1
    yield f"{name}: first guess", first / wanted
    yield f"{name}: sure, precision", right / (sure or 1)
    yield f"{name}: sure, recall", right / wanted


def of_corpus() -> Iterator[tuple[str, float]]:
    lessons, asked, subjects = [], list[Told](), []
    for subject, given in corpus().items():
        few = given[:4] if subject == "other" else given[:10]
        for place, told in enumerate(few):
            labels = frozenset({told.subject} - {""})
            lessons.append(Lesson(words=told.words, topics=labels, source=f"s{place % 3}"))
        asked += given[-4:]
        subjects += [subject] if subject != "other" else []
    learned = learn(Learned(), lessons, set(subjects))
    yield from answered("corpus, 10 labels", learned, asked)


def of_own_rules() -> Iterator[tuple[str, float]]:
    """No labels: an operator's rules teach from the corpus; asked about the last 4 of each."""
    topics = [Topic.model_validate({"slug": slug, "match": OURS[slug]}) for slug in OURS]
    stories = {
        subject: [
            build.story(str(n), lead=build.article(
                f"{subject} {n}", title=t.title, text=t.text, source=f"s{n % 3}"))
            for n, t in enumerate(given)
        ]
        for subject, given in corpus().items()
    }  # fmt: skip
    lessons = [lesson_of(s, topics, {}) for given in stories.values() for s in given[:-4]]
    learned = learn(Learned(), lessons, set(OURS))
    right = wrong = 0
    for subject, given in stories.items():
        for story in given[-4:] if subject in OURS else ():
            guess = judge(learned, weigh(story.lead.title, story.lead.text))
            right += bool(guess) and guess[0].topic == subject
            wrong += not guess or guess[0].topic != subject
    yield "corpus, rules alone teach: first guess", right / (right + wrong)


def of_labels(
    told: Sequence[Told], number: int, topics: Iterable[str], name: str
) -> Iterator[tuple[str, float]]:
    """`number` labels a topic among as many articles without; asked about the last 400."""
    known, count = set(topics), Counter[str]()
    lessons = []
    for place, one in enumerate(told[:-400]):
        labelled = one.subject in known and count[one.subject] < number
        count[one.subject] += labelled
        if labelled or place % 5 == 0:
            labels = frozenset({one.subject} if labelled else ())
            lessons.append(Lesson(words=one.words, topics=labels, source=f"s{place % 3}"))
    learned = learn(Learned(), lessons, known)
    asked = [Told(t.subject if t.subject in known else "", t.title, t.text) for t in told[-400:]]
    yield from answered(name, learned, asked)


def of_rules(told: Sequence[Told]) -> Iterator[tuple[str, float]]:
    """No labels: rules teach, and likeness answers where they are silent."""
    topics = [Topic.model_validate({"slug": slug, "match": rule}) for slug, rule in RULES.items()]
    stories = [
        (one.subject, build.story(str(place), lead=build.article(
            str(place), title=one.title, text=one.text, source=f"s{place % 5}")))
        for place, one in enumerate(told)
    ]  # fmt: skip
    lessons = [lesson_of(story, topics, {}) for _, story in stories[:-400]]
    learned = learn(Learned(), lessons, taught(topics))
    tally: Counter[str] = Counter()
    for subject, story in stories[-400:]:
        before = {m.group.slug for m in groups_of(story, topics, {}, {}) if m.group.kind == "topic"}
        after = {
            m.group.slug
            for m in groups_of(story, topics, {}, {}, learned)
            if m.group.kind == "topic"
        }
        for kind, slugs in (("rules", before), ("both", after)):
            tally[kind] += len(slugs)
            tally[f"{kind} right"] += subject in slugs
        if not before:
            tally["unfiled"] += 1
            tally["filed"] += len(after)
            tally["filed right"] += subject in after
        opinions = judge(learned, weigh(story.lead.title, story.lead.text))
        tally["first"] += bool(opinions) and opinions[0].topic == subject
    yield "bbc, rules: precision", tally["rules right"] / tally["rules"]
    yield "bbc, rules: recall", tally["rules right"] / 400
    yield "bbc, rules and likeness: precision", tally["both right"] / tally["both"]
    yield "bbc, rules and likeness: recall", tally["both right"] / 400
    yield "bbc, rules: likeness alone, first guess", tally["first"] / 400
    yield "bbc, rules: articles without a topic", tally["unfiled"] / 400
    yield "bbc, rules: of these filed by likeness", tally["filed"] / (tally["unfiled"] or 1)
    name = "bbc, rules: articles without a topic that likeness files, right"
    yield name, tally["filed right"] / (tally["filed"] or 1)


def speed(told: Sequence[Told]) -> Iterator[tuple[str, float]]:
    """Processor milliseconds an article; printed, not judged."""
    lessons = [Lesson(words=t.words, topics=frozenset({t.subject}), source=str(n % 3))
               for n, t in enumerate(told[:400])]  # fmt: skip
    start = time.process_time()
    learned = learn(Learned(), lessons, set(BBC.values()))
    yield "ms an article, learning", (time.process_time() - start) / 400 * 1000
    start = time.process_time()
    words = [t.words for t in told[:200]]
    yield "ms an article, weighing words", (time.process_time() - start) / 200 * 1000
    start = time.process_time()
    for one in words:
        judge(learned, one, SURE)
    yield "ms an article, judging five topics", (time.process_time() - start) / 200 * 1000
    yield "kB of what was learned", len(json.dumps(learned.as_json())) / 1000


def figures(folder: Path) -> Iterator[tuple[str, float]]:
    yield from categories()
    yield from of_corpus()
    yield from of_own_rules()
    told = bbc(folder)
    if not told:
        return
    for number in (8, 20, 50):
        yield from of_labels(told, number, BBC.values(), f"bbc, {number} labels")
    some = ("business", "sport", "tech")
    yield from of_labels(told, 40, some, "bbc, open, 40 labels")
    yield from of_rules(told)
    yield from speed(told)


def main() -> int:
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "../shared/data")
    below = 0
    for name, figure in figures(folder):
        floor = FLOORS.get(name)
        mark = "" if floor is None else f"  floor {floor:.3f}"
        if floor is not None and figure < floor:
            below += 1
            mark += "  BELOW"
        print(f"{name:66} {figure:8.3f}{mark}")
    return 1 if below else 0


if __name__ == "__main__":
    sys.exit(main())
