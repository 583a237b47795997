"""Pictures of every kind of page, to be looked at: what no assertion sees, an eye does.

    python -m benchmarks.screens DIRECTORY [WORD ...]

Three sites are served on loopback and photographed by Chromium, 360 and 1280 pixels wide, by day,
by night and as printed: the sample feeds as on the first run; one whose words, languages and files
are as awkward as they get; and one that has nothing yet. WORDs choose pages by the names that the
pictures get: SITE-PAGE-WIDTH-LIGHT.png. No network; pictures are not kept in the project.
"""

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from aggregator.config import Config
from aggregator.store import Publication, View
from feeds.server import create_app
from feeds.urls import story_path
from tests.browsing import CHROMIUM, launched, listening
from tests.build import source
from tests.feeds import awkward
from tests.feeds.site import CONFIG, SOURCES, failing, open_site, well
from tests.samples import NOW, polled

WIDTHS = (360, 1280)
PAPER = 720
TALLEST = 3200  # pixels of a page that are photographed: what follows looks alike

Named = tuple[str, str]
"""What a page is called in the pictures, and its path."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("directory", type=Path)
    parser.add_argument("words", nargs="*")
    given = parser.parse_args()
    if CHROMIUM is None:
        print("no Chromium is installed: apt-get install chromium")
        return 1
    given.directory.mkdir(parents=True, exist_ok=True)
    for name, opened in SITES.items():
        with opened() as (address, pages), launched() as browser:
            chosen = [
                (f"{name}-{page}", address + path)
                for page, path in pages
                if not given.words or any(word in f"{name}-{page}" for word in given.words)
            ]
            for taken in photograph(browser, chosen, given.directory):
                print(taken, flush=True)
    return 0


def photograph(browser: Any, pages: list[Named], directory: Path) -> Iterator[str]:
    """Each page in each width by day and by night, and once as printed."""
    for width in WIDTHS:
        for light in ("light", "dark"):
            yield from _taken(browser, pages, directory / f"X-{width}-{light}.png")
    yield from _taken(browser, pages, directory / f"X-{PAPER}-print.png")


def _taken(browser: Any, pages: list[Named], pattern: Path) -> Iterator[str]:
    """`pattern` is a file whose name says how: X-WIDTH-LIGHT.png."""
    _, width, how = pattern.stem.split("-")
    context = browser.new_context(viewport={"width": int(width), "height": 800})
    page = context.new_page()
    page.emulate_media(**({"media": "print"} if how == "print" else {"color_scheme": how}))
    for name, url in pages:
        page.goto(url)
        tall = page.evaluate("document.documentElement.scrollHeight")
        wide = page.evaluate("document.documentElement.scrollWidth")
        file = pattern.with_name(pattern.name.replace("X", name, 1))
        clip = {"x": 0, "y": 0, "width": int(width), "height": min(tall, TALLEST)}
        page.screenshot(path=file, full_page=True, clip=clip)
        yield file.name + (f": {wide} pixels wide!" if wide > int(width) else "")
    context.close()


# ---- the sites -----------------------------------------------------------------------------------


@contextmanager
def sample() -> Iterator[tuple[str, list[Named]]]:
    """The sample feeds, and one source that is not there."""
    store, config = polled(source("absent", url="file:examples/sources/absent.xml", title=""))
    try:
        with store.reading() as read:
            pages = _pages_of(read)
        with listening(create_app(store, config, lambda: NOW)) as address:
            yield address, pages
    finally:
        store.close()


def _pages_of(read: Publication) -> list[Named]:
    stories = read.stories(View(), limit=500)
    copied = max(stories, key=lambda one: len(one.copies))
    plain = next(one for one in stories if not one.copies)
    author = next(m.group.slug for m in copied.memberships if m.group.kind == "author")
    older = stories[24]
    return [
        ("river", "/"),
        ("older", f"/before/{older.listed:%Y%m%dT%H%M%S}Z-{older.id}"),
        ("topics", "/topics/"),
        ("topic", "/topics/harrowmouth"),
        ("subtopic", "/topics/science/space"),
        ("authors", "/authors/"),
        ("author", f"/authors/{author}"),
        ("author-on-topic", f"/topics/harrowmouth/authors/{author}"),
        ("sources", "/sources/"),
        ("source", "/sources/harrowmouth-gazette"),
        ("copied", story_path(copied.id)),
        ("story", story_path(plain.id)),
        ("ask", "/search"),
        ("found", "/search?q=harrowmouth"),
        ("found-nothing", "/search?q=unobtainium"),
        ("archive", "/archive/"),
        ("month", f"/archive/{stories[0].listed:%Y/%m}"),
        ("status", "/status"),
        ("manual", "/docs/json"),
        ("absent", "/nowhere"),
        ("embed", "/embed/all"),
    ]


STORIES = {
    "wide": awkward.WIDE,
    "arabic": awkward.ARABIC,
    "hebrew": awkward.HEBREW,
    "japanese": awkward.JAPANESE,
    "chinese": awkward.CHINESE,
    "markup": awkward.MARKUP,
    "crowd": awkward.CROWD,
    "short": awkward.SHORT,
}


@contextmanager
def odd() -> Iterator[tuple[str, list[Named]]]:
    """A site of awkward stories, and sources in every state of health."""
    sources = (*SOURCES, source("long", title=awkward.LONG), source("ar", title="صحيفة المطحنة"))
    config = CONFIG.model_copy(update={"site": CONFIG.site.model_copy(update={"entries": 50})})
    with open_site(*awkward.AWKWARD, sources=sources, config=config) as site:
        with site.store.writing() as write:
            write.put_poll_state(well())
            write.put_poll_state(failing())
            write.put_poll_state(failing("long"))
        with listening(site.app) as address:
            yield (
                address,
                [
                    ("river", "/"),
                    ("topics", "/topics/"),
                    ("quiet-topic", "/topics/quiet"),
                    ("sources", "/sources/"),
                    ("authors", "/authors/"),
                    *((f"story-{name}", story_path(one.id)) for name, one in STORIES.items()),
                    ("found", "/search?q=mill&topic=town"),
                    ("status", "/status"),
                    ("withdrawn", f"/stories/{awkward.HIDDEN.id}"),
                ],
            )


@contextmanager
def empty() -> Iterator[tuple[str, list[Named]]]:
    """A site on its first day."""
    config = Config()
    with open_site(sources=(), config=config) as site, listening(site.app) as address:
        paths = (
            "/",
            "/topics/",
            "/authors/",
            "/sources/",
            "/archive/",
            "/status",
            "/search?q=mill",
        )
        yield address, [(path.strip("/").partition("?")[0] or "river", path) for path in paths]


SITES = {"sample": sample, "odd": odd, "empty": empty}


if __name__ == "__main__":
    sys.exit(main())
