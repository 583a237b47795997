"""What one hostile source costs the whole: memory, time, and the delay of the others.

    python -m benchmarks.hostile [NAME ...]

A real `feedmill run` polls five sound sources every second. One by one hostile sources join them,
each through a saved configuration, as an operator would add them. Measured for each: how it ended,
how long from the first request to the stored outcome, the most memory that the process and its
children held together (what they share counted once), and the longest that a sound source waited
beyond its second. Fails when that is more than promised: 300 MiB, 30 s, 1 s (protocol.md 6, P4).
"""

import argparse
import gzip
import os
import random
import re
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from tests.world.behaviours import (
    FEED,
    answer,
    bomb,
    drip,
    endless_head,
    endless_hints,
    hang,
    redirect,
    stream,
    when,
)
from tests.world.server import Behaviour, World

MOST_MEMORY, MOST_TIME, MOST_DELAY = 300.0, 30.0, 1.0  # MiB, s, s
MIB = 1024**2
SOUND = [f"/sound{n}" for n in range(5)]
COMMAND = (sys.executable, "-m", "aggregator", "run")
PATIENCE = 120.0  # seconds until the benchmark gives up on an outcome


def rss(items: str, head: str = "") -> bytes:
    return f'{head}<rss version="2.0"><channel><title>H</title>{items}</channel></rss>'.encode()


def items(count: int, words: int, *, vary: bool = True) -> str:
    """Entries of `words` words: all different, or all nearly the same."""
    chance = random.Random(7)
    stock = [f"w{chance.randrange(10**6):x}" for _ in range(4000)]
    same = " ".join(chance.choices(stock, k=words))
    texts = (
        " ".join(chance.choices(stock, k=words)) if vary else f"{same} {n}" for n in range(count)
    )
    return "".join(
        f"<item><title>Entry {n}</title><guid>urn:h:{n}</guid>"
        f"<link>https://hostile.example/{n}</link><description>{text}</description></item>"
        for n, text in enumerate(texts)
    )


def one(description: str) -> bytes:
    """A feed of one entry with this markup."""
    return rss(
        f"<item><title>T</title><guid>urn:h</guid><description><![CDATA[{description}]]></description></item>"
    )


def attributes(count: int) -> str:
    return "<item " + " ".join(f'a{n}=""' for n in range(count)) + "/>"


LAUGHS = "<!DOCTYPE rss [" + '<!ENTITY a0 "ha">' + "".join(
    f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10)
) + "]>"  # fmt: skip

HOSTILE: dict[str, Behaviour] = {
    "a sound one, for comparison": answer(FEED),
    "body of 200 MB": stream(b"a" * 65536, 200 * MIB),
    "body without end": stream(b"a" * 65536, None),
    "one byte a second": drip(every=1.0),
    "no answer": hang(),
    "head without end": endless_head(),
    "103 without end": endless_hints(),
    "crumbs": stream(b"a", None),
    "gzip bomb": answer(bomb("gzip"), content_encoding="gzip"),
    "brotli bomb": answer(bomb("br"), content_encoding="br"),
    "zstd bomb": answer(bomb("zstd"), content_encoding="zstd"),
    "gzip of gzip": answer(gzip.compress(gzip.compress(bytes(9 * MIB))), content_encoding="gzip"),
    "redirects in a circle": redirect("/redirects-in-a-circle", 301),
    "100,000 entries": answer(rss(items(100_000, 6))),
    "9 MB of entries of 100 words": answer(rss(items(9_500, 100))),
    "5,000 entries of one text": answer(rss(items(5_000, 60, vary=False))),
    "entry of 9 MB": answer(one("word " * 1_800_000)),
    "entry of 9 MB of markup": answer(one("<p>w</p>" * 1_100_000)),
    "4,000 attributes": answer(rss(attributes(4_000))),
    "900,000 attributes": answer(rss(attributes(900_000))),
    "400,000 nested elements": answer(rss("<a>" * 400_000)),
    "9 MB of nested markup": answer(one("<div>" * 1_800_000)),
    "9 MB of open tags": answer(rss("<" * 9_000_000)),
    "9 MB of ampersands": answer(rss("<item><title>" + "&" * 9_000_000 + "</title></item>")),
    "9 MB of unclosed CDATA": answer(rss("<item><![CDATA[" * 600_000)),
    "9 MB of comments": answer(rss("<!--" * 2_200_000)),
    "entity bomb": answer(rss("<item><title>&a9;</title></item>", LAUGHS)),
    "entity bomb in UTF-16": answer(
        rss("<item><title>&a9;</title></item>", LAUGHS).decode().encode("utf-16")
    ),
    "quadratic entity": answer(
        rss("<item><title>" + "&a;" * 100_000 + "</title></item>",
            '<!DOCTYPE rss [<!ENTITY a "' + "x" * 100_000 + '">]>')
    ),
    "9 MB of JSON arrays": answer(b'{"version":"1","title":"x","items":' + b"[" * 9_000_000),
    "9 MB of JSON numbers": answer(
        b'{"version":"1","title":"x","items":[' + b"1," * 4_000_000 + b"1]}"
    ),
    "9 MB of zeroes": answer(bytes(9_000_000)),
    "9 MB page of links": answer(
        b"<html><body>" + b'<a href="/feed/">x</a>' * 400_000, content_type="text/html"
    ),
    "9 MB of categories": answer(
        rss("<item><guid>urn:h</guid><title>T</title>" + "".join(
            f"<category>c{n}</category>" for n in range(320_000)) + "</item>")
    ),
}  # fmt: skip


@dataclass(slots=True)
class Cost:
    """What was seen while one source was polled."""

    outcome: str = ""
    wall: float = 0.0
    memory: float = 0.0  # MiB
    delay: float = 0.0

    def broken(self) -> list[str]:
        wrong = []
        if not self.outcome:
            wrong.append(f"no outcome within {PATIENCE:g} s")
        if self.memory > MOST_MEMORY:
            wrong.append(f"{self.memory:.0f} MiB")
        if self.wall > MOST_TIME:
            wrong.append(f"{self.wall:.1f} s")
        if self.delay > MOST_DELAY:
            wrong.append(f"others waited {self.delay:.2f} s")
        return wrong


@dataclass(slots=True)
class Planet:
    """A running Feedmill, its configuration, and the most memory it held since last asked."""

    directory: Path
    world: World
    process: subprocess.Popen[bytes]
    paths: list[str] = field(default_factory=list)
    most: float = 0.0
    over: bool = False

    def add(self, path: str) -> None:
        self.paths.append(path)
        write_config(self.directory, self.world, self.paths)

    def log(self) -> str:
        return (self.directory / "run.log").read_text()

    def watch(self) -> None:
        while not self.over:
            now = held(self.process.pid)  # takes its time: `most` may be reset meanwhile
            self.most = max(self.most, now)
            time.sleep(0.1)


def write_config(directory: Path, world: World, paths: list[str]) -> None:
    sources = "".join(f'[[sources]]\nurl = "{world.url(path)}"\nevery = "1s"\n' for path in SOUND)
    sources += "".join(
        f'[[sources]]\nurl = "{world.url(path)}"\ntitle = "{path[1:]}"\n' for path in paths
    )
    fresh = directory / "config.new"
    fresh.write_text(
        f"[server]\nport = 0\n[fetch]\nallow_networks = ['127.0.0.1:{world.port}']\n{sources}"
    )
    fresh.replace(directory / "config.toml")


def held(pid: int) -> float:
    """MiB that a process and its descendants hold together (proportional set size)."""
    total = 0
    for one in family(pid):
        try:
            rollup = Path(f"/proc/{one}/smaps_rollup").read_text()
        except OSError:
            continue
        found = re.search(r"^Pss:\s+(\d+)", rollup, re.MULTILINE)
        total += int(found[1]) if found else 0
    return total / 1024


def family(pid: int) -> Iterator[int]:
    yield pid
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        threads = [t.name for t in Path(f"/proc/{pid}/task").iterdir() if t.name != str(pid)]
        for thread in threads:
            children += Path(f"/proc/{pid}/task/{thread}/children").read_text().split()
    except OSError:
        return
    for child in children:
        yield from family(int(child))


@contextmanager
def running(directory: Path) -> Iterator[Planet]:
    sound = when("if-none-match", '"1"', answer(b"", 304, etag='"1"'), answer(FEED, etag='"1"'))
    with World(dict.fromkeys(SOUND, sound)) as world:
        write_config(directory, world, [])
        with (directory / "run.log").open("wb") as log:
            process = subprocess.Popen(
                [*COMMAND, "--config", str(directory / "config.toml")],
                stdout=log,
                stderr=log,
                env={**os.environ, "PYTHONPATH": str(Path.cwd())},
            )
        planet = Planet(directory, world, process)
        watcher = threading.Thread(target=planet.watch, daemon=True)
        watcher.start()
        try:
            yield planet
        finally:
            planet.over = True
            process.send_signal(signal.SIGTERM)
            process.wait(60)
            watcher.join()


def longest_wait(world: World, begin: float, end: float) -> float:
    """The longest time between two requests to one sound source, from `begin` to `end`."""
    worst = 0.0
    for path in SOUND:
        moments = [one.at for one in world.asked(path) if begin - 2.5 <= one.at <= end + 2.5]
        worst = max([worst, *(b - a for a, b in pairwise([*moments, max(end, *moments, begin)]))])
    return worst


def cost_of(planet: Planet, name: str, behaviour: Behaviour, usual: float) -> Cost:
    path = "/" + re.sub(r"\W+", "-", name)
    planet.world.routes[path] = behaviour
    cost = Cost()
    planet.add(path)
    end = time.monotonic() + PATIENCE
    while not planet.world.asked(path) and time.monotonic() < end:
        time.sleep(0.02)
    asked = planet.world.asked(path)
    if not asked:
        return cost
    planet.most = 0.0
    slug = path[1:].lower()
    while time.monotonic() < end:
        found = re.findall(rf"event=poll source={re.escape(slug)} (.*)", planet.log())
        if found:
            cost.wall = time.monotonic() - asked[0].at
            cost.outcome = re.sub(r"http://\S+ ?", "", found[-1])
            break
        time.sleep(0.05)
    time.sleep(2.5)  # those who waited come now
    cost.delay = max(0.0, longest_wait(planet.world, asked[0].at, asked[0].at + cost.wall) - usual)
    cost.memory = planet.most
    return cost


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("names", nargs="*")
    given = parser.parse_args()
    wrong: list[str] = []
    with tempfile.TemporaryDirectory() as directory, running(Path(directory)) as planet:
        while sum(len(planet.world.asked(path)) for path in SOUND) < 50:
            time.sleep(0.1)
        gaps = [b.at - a.at for path in SOUND for a, b in pairwise(planet.world.asked(path)[3:])]
        usual = max(gaps, default=2.0)
        print(f"at rest: {planet.most:.0f} MiB; a sound source is asked every "
              f"{statistics.mean(gaps):.2f} s, at most {usual:.2f} s")  # fmt: skip
        print(f"{'':<30}{'MiB':>6}{'s':>7}{'delay':>7}  outcome")
        for name, behaviour in HOSTILE.items():
            if given.names and not any(word in name for word in given.names):
                continue
            cost = cost_of(planet, name, behaviour, usual)
            figures = f"{cost.memory:>6.0f}{cost.wall:>7.1f}{cost.delay:>7.2f}"
            print(f"{name:<30}{figures}  {cost.outcome[:90]}", flush=True)
            wrong += [f"{name}: {words}" for words in cost.broken()]
    for words in wrong:
        print(f"WRONG: {words}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
