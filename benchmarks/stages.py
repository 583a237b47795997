"""What placing an article costs, stage by stage: milliseconds of CPU.

    python -m benchmarks.stages [FOLDER] [--only NAME] [--most ARTICLES]

Each set is polled by the whole pipeline into a store in memory, as in `benchmarks.duplicates`.
Every stage is timed without what it calls of other stages; "all stages" is what the promise of 15
ms is about, the rest of a poll (reading the document, furniture, search) stands beside it.
"""

import argparse
import random
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import wraps
from pathlib import Path
from typing import Any

import structlog

from aggregator import placing, portions
from aggregator.store import Intake
from benchmarks.duplicates import Told, documents, stream
from tests.rim import Site

STAGES: dict[str, tuple[tuple[Any, str], ...]] = {
    "sketch": ((placing, "keys"),),
    "look-up": ((Intake, "candidates"),),
    "comparison": ((placing, "judged"),),
    "assembly": ((placing, "around"), (placing, "assemble"), (placing, "adjoin")),
    "store": tuple(
        (Intake, name)
        for name in ("article", "entry", "put_article", "put_edges", "drop_edges", "put_story")
    ),
    "the rest of placing": ((portions, "place"),),
}
_BATCH = 1_500


@dataclass(slots=True)
class Watch:
    """Which stage runs now, and the seconds of each."""

    spent: Counter[str] = field(default_factory=Counter)
    running: list[str] = field(default_factory=lambda: ["the rest of a poll"])
    since: float = 0.0

    def charge(self) -> None:
        """Put the time since the last change down to what ran."""
        now = time.process_time()
        self.spent[self.running[-1]] += now - self.since
        self.since = now

    def timed(self, stage: str, work: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(work)
        def timed(*given: Any, **named: Any) -> Any:
            self.charge()
            self.running.append(stage)
            try:
                return work(*given, **named)
            finally:
                self.charge()
                self.running.pop()

        return timed


@contextmanager
def watched() -> Iterator[Watch]:
    """Every stage under a watch, for as long as the context is open."""
    watch = Watch(since=time.process_time())
    before = [(place, name, getattr(place, name)) for at in STAGES.values() for place, name in at]
    for stage, at in STAGES.items():
        for place, name in at:
            setattr(place, name, watch.timed(stage, getattr(place, name)))
    try:
        yield watch
    finally:
        for place, name, work in before:
            setattr(place, name, work)


# ---- the sets ----------------------------------------------------------------------------------


def one_text(count: int) -> list[Told]:
    """One source's entries of one text, a number apart."""
    chance = random.Random(7)
    same = " ".join(chance.choices(_words(chance), k=60))
    return [_told("one", n, f"Entry {n}", f"{same} {n}") for n in range(count)]


def forecasts(count: int) -> list[Told]:
    """One source's forecasts: a form with names and figures, filled in anew."""
    return [
        _told(
            "weather",
            n,
            f"Weather for {n % 28 + 1} March {1990 + n // 28}",
            f"The forecast for {n % 28 + 1} March {1990 + n // 28}: sun with some clouds over the"
            f" hills and a light wind from the west. Highs of {n % 31} degrees are expected in"
            f" Leeds, and {n % 17 + 3} in York. Drivers on the A{n % 90} should take care, since"
            " roadworks near Wetherby last until evening. The next forecast follows at six.",
        )
        for n in range(count)
    ]


def long_texts(count: int) -> list[Told]:
    """Articles of 4,000 words, every third with a copy at each of two other sources."""
    chance = random.Random(7)
    words = _words(chance)
    told = []
    for n in range(count):
        said = chance.choices(words, k=4_000)
        text = "\n".join(
            f"{' '.join(said[at : at + 16]).capitalize()}." for at in range(0, len(said), 16)
        )
        told.append(_told("long", n, f"Of {said[0]} and {said[1]}", text))
        if n % 3 == 0:
            told += [_told(f"copy{k}", n, told[-1].title, f"Read this.\n{text}") for k in (1, 2)]
    return told


def _words(chance: random.Random) -> list[str]:
    return [f"w{chance.randrange(10**6):x}" for _ in range(4_000)]


def _told(source: str, number: int, title: str, text: str) -> Told:
    return Told(f"urn:{source}:{number}", source, title, text, str(number), source)


# ---- measured ----------------------------------------------------------------------------------


def measure(told: Sequence[Told]) -> tuple[Counter[str], int]:
    """Seconds by stage, and how many articles were placed."""
    site, placed = Site(dict(documents(told))), 0
    site.whole = True
    with watched() as watch:
        for start in range(0, len(told), _BATCH):
            part = told[start : start + _BATCH]
            site.answers = dict(documents(part, first=start, of=len(told)))
            sources = [source for source in site.sources if source.url in site.answers]
            polled = site.poll(sources, force=True)
            placed += sum(len(one.verdicts) for one in polled)
        watch.charge()
    return watch.spent, placed


def report(name: str, told: Sequence[Told]) -> None:
    """Print one set's milliseconds an article, stage by stage."""
    spent, placed = measure(told)
    shares = {stage: 1000 * spent[stage] / placed for stage in (*STAGES, "the rest of a poll")}
    print(f"\n{name}: {placed} articles")
    for stage, share in shares.items():
        print(f"  {stage:<24}{share:6.2f}")
    print(f"  {'all stages':<24}{sum(shares[stage] for stage in STAGES):6.2f}", flush=True)


def main() -> None:
    """Each set that is there, one after another."""
    arguments = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    arguments.add_argument("folder", nargs="?", type=Path, default=Path("../shared/data"))
    arguments.add_argument("--only")
    arguments.add_argument("--most", type=int, default=10_000)
    given = arguments.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))
    sets: dict[str, Callable[[], list[Told]]] = {
        "2,000 entries of one text": lambda: one_text(2_000),
        "2,000 forecasts of one source": lambda: forecasts(2_000),
        "texts of 4,000 words": lambda: long_texts(120),
    }
    if (given.folder / "duplicates").is_dir():
        sets["stream_dev"] = lambda: stream(given.folder)
    for name, load in sets.items():
        if not given.only or given.only in name:
            report(name, load()[: given.most])


if __name__ == "__main__":
    main()
