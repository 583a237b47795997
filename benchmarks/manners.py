"""How politely we fetch: the manners score, and 10,000 sources in simulated time.

    python -m benchmarks.manners [--sources 10000] [--hours 26] [--days 3]

The score polls a world of small servers for days (in time of its own) and judges the request log
rule by rule. The simulation polls sources on hosts as skewed as those of a public list. Fails when
a rule was not kept, a host was asked above its bucket, requests came in waves, a source was polled
outside its bound, or memory grew.
"""

import argparse
import statistics
import sys
import tempfile
import time
from collections import Counter
from itertools import pairwise
from pathlib import Path

from aggregator.hosts import host_of
from tests.world.manners import broken, busiest, score
from tests.world.planet import live
from tests.world.simulation import CONFIG, ONE_A_MINUTE, UNTOLD, Simulation, simulate

SETTLED = 2 * 3600.0  # seconds: what comes before is the start
EVERY = CONFIG.fetch.host_every.total_seconds()
BURST = CONFIG.fetch.host_burst


def by_host(simulation: Simulation) -> list[str]:
    """No host above its bucket, in windows of any of these lengths; no throttling host annoyed."""
    wrong = []
    windows = (1, 10, 60, 3600)
    sizes = Counter(host_of(source.url) for source in simulation.sources)
    print("\nhost               sources  requests  busiest 1 s   10 s   60 s    1 h  bucket 1 h")
    for number, (host, size) in enumerate(sizes.most_common()):
        asked = simulation.asked[host]
        most = [busiest(asked, window) for window in windows]
        wrong += [
            f"{host}: {found} requests in {window} s"
            for window, found in zip(windows, most, strict=True)
            if found > BURST + window / EVERY + 1
        ]
        if number < 6:
            shown = "".join(f"{found:>7}" for found in most)
            print(f"{host:<18}{size:>8}{len(asked):>10}      {shown}{BURST + 3600 / EVERY:>12.0f}")
    for host, words in ((ONE_A_MINUTE, "tells"), (UNTOLD, "does not tell")):
        refused, asked = len(simulation.refused[host]), len(simulation.asked[host])
        print(f"the host that {words} its limit refused {refused} of {asked} requests")
        if refused > (0.01 if host == ONE_A_MINUTE else 0.25) * asked + 5:
            wrong.append(f"{host}: refused {refused} of {asked}")
    return wrong


def waves(simulation: Simulation) -> list[str]:
    """The busiest minute is no more than chance makes of an even load."""
    times = [at for moments in simulation.asked.values() for at in moments if at > SETTLED]
    minutes = Counter(int(at // 60) for at in times)
    counts = [minutes[n] for n in range(int(SETTLED // 60), simulation.hours * 60)]
    mean, most = statistics.mean(counts), max(counts)
    print(
        f"\nrequests a minute once settled: mean {mean:.1f}, deviation "
        f"{statistics.pstdev(counts):.1f}, busiest {most} (in hour "
        f"{(SETTLED // 60 + counts.index(most)) / 60:.1f}); busiest second {busiest(times, 1)}"
    )
    if most > mean * 1.2 + 6 * mean**0.5:  # six deviations of pure chance
        return [f"a wave: {most} requests in a minute, {mean:.0f} on average"]
    return []


def bounds(simulation: Simulation) -> list[str]:
    """Every source within max_every and a little; those of a host that has no time, in turns."""
    wrong, end = [], simulation.hours * 3600.0
    bound = CONFIG.fetch.max_every.total_seconds() + 3600
    for source in simulation.sources:
        moments = simulation.by_source[source.url]
        if host_of(source.url) in (ONE_A_MINUTE, UNTOLD):
            continue
        longest = max((b - a for a, b in pairwise([0.0, *moments, end])), default=end)
        if longest > bound:
            wrong.append(f"{source.url}: not polled for {longest:.0f} s")
    limited = [
        len(simulation.by_source[source.url])
        for source in simulation.sources
        if host_of(source.url) == ONE_A_MINUTE
    ]
    if limited:
        room = simulation.hours * 60 / len(limited)
        print(
            f"the host of one request a minute has time for {room:.1f} polls of each of its "
            f"{len(limited)} sources; they had {min(limited)} to {max(limited)}"
        )
    print(f"polls under way or waiting at once: at most {simulation.most_waiting}")
    return wrong


def memory(simulation: Simulation) -> list[str]:
    """Flat, but for the simulation's own record of every request."""
    print("MiB resident, hourly: " + " ".join(f"{kib / 1024:.0f}" for kib in simulation.memory))
    later = simulation.memory[len(simulation.memory) // 2 :]
    record = 100 * sum(map(len, simulation.asked.values())) / 1024
    if later and later[-1] - later[0] > record + 4096:
        return [f"memory grew by {later[-1] - later[0]} KiB in the second half"]
    return []


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--sources", type=int, default=10_000)
    parser.add_argument("--hours", type=int, default=26)
    parser.add_argument("--days", type=int, default=3)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as directory:
        kept = score(*live(given.days, Path(directory)))
    for one in kept:
        print(f"{one.rule:<52}{one.of - len(one.broken):>6} of {one.of}")
    began = time.process_time()
    simulation = simulate(given.sources, given.hours)
    requests = sum(simulation.statuses.values())
    print(
        f"\n{given.sources} sources on {len(simulation.asked)} hosts, {given.hours} h simulated in "
        f"{time.process_time() - began:.0f} s of CPU: {requests} requests, answered "
        + ", ".join(f"{status} x {n}" for status, n in sorted(simulation.statuses.items()))
    )
    wrong = broken(kept)
    for judge in (by_host, waves, bounds, memory):
        wrong += judge(simulation)
    for words in wrong[:20]:
        print(f"WRONG: {words}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
