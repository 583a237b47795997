"""What articles take on the disk, by what it is for: texts, look-ups, search, archives.

    python -m benchmarks.room [ARTICLES]

Real articles (../shared/data/duplicates; without it the project's own corpus) are polled with the
whole pipeline into a SQLite file, with topics and authors, and their archives are closed. Figures
are bytes an article, from SQLite's dbstat.
"""

import argparse
import tempfile
from itertools import islice
from pathlib import Path

from benchmarks import duplicates
from benchmarks.store import bytes_of
from feeds.archivist import Archivist
from feeds.documents import Documents
from tests.rim import Site

FOLDER = Path("../shared/data")
CONFIG = """
[site]
url = "https://planet.example"
[[topics]]
slug = "money"
match = "bank OR market OR price* OR trade"
[[topics]]
slug = "people"
match = "he OR she OR they"
"""
FOR = {
    "archive": "archive documents", "filed": "which document holds which story",
    "search": "full-text search", "article_key": "finding copies", "entry": "as a source wrote it",
    "article": "texts", "verdict": "decisions and reasons", "edge": "decisions and reasons",
    "story": "stories and groups", "member": "stories and groups",
}  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("articles", nargs="?", type=int, default=1000)
    given = parser.parse_args()
    told = duplicates.stream(FOLDER) if FOLDER.is_dir() else duplicates.corpus()
    told = list(islice(told, given.articles))
    with tempfile.TemporaryDirectory() as folder:
        address = f"sqlite:///{folder}/room.db"
        site = Site(dict(duplicates.documents(told)), CONFIG, at=address)
        site.poll_all()
        Archivist(site.store, Documents(site.config).editions).keep_up()
        site.store.close()
        found: dict[str, float] = {}
        for table, share in bytes_of(address, len(told)).items():
            name = table.removeprefix("ix_").removeprefix("uq_").removeprefix("sqlite_autoindex_")
            use = next((use for start, use in FOR.items() if name.startswith(start)), "the rest")
            found[use] = found.get(use, 0.0) + share
    size = sum(len(one.text.encode()) for one in told) / len(told)
    print(f"{len(told):,} articles of {size:,.0f} bytes of text; bytes an article:")
    for use, share in sorted(found.items(), key=lambda one: -one[1]):
        print(f"{use:36}{share:8,.0f}")
    print(f"{'in all':36}{sum(found.values()):8,.0f}")


if __name__ == "__main__":
    main()
