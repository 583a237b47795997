"""A store in, the whole published site as static files out: the bytes the server sends, less the
search that files cannot answer.

Pages become `…/index.html`, so that any web host serves them at their addresses; everything else
stands at its own. Of what is in the directory only what an earlier build wrote is ever removed.
"""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import structlog

from aggregator.config import Config
from aggregator.errors import FormatError
from aggregator.model import StoryId
from aggregator.store import Publication, Store
from aggregator.store.views import Cursor, View

from . import urls
from .answers import Document, Moved
from .archivist import Archivist
from .documents import Documents
from .folder import Folder
from .pages import OURS, Theme
from .routes import FeedOf, River, StoryPage, Target, path_of

log = structlog.get_logger()

ABSENT = "404.html"
_AT_ONCE = 200  # stories read from the store at a time
_STORY_FILE = re.compile(r"stories/([A-Za-z0-9]{1,40})/index\.html")


def build(
    store: Store,
    config: Config,
    directory: Path,
    progress: Callable[[str], object] = lambda path: None,
    *,
    theme: Theme = OURS,
) -> int:
    """Write the site into a directory, made if need be; return how many documents it has.

    `progress` is told the path of each. All is of one moment: what arrives meanwhile waits for the
    next build. Files that are right already are left alone; one that cannot be rendered stays as
    it was. Raises StoreError, and ConfigError when the directory cannot be written.
    """
    documents = Documents(config, theme, live=False)
    Archivist(store, documents.editions).keep_up()
    with Folder(directory) as folder, store.reading() as read:
        count = 0
        for target in _targets(documents, read):
            for path in _write(folder, documents, read, target):
                count += 1
                progress(path)
        _forward(folder, documents, read)
        _write_fixed(folder, documents)
    return count


def file_of(path: str, media_type: str) -> str:
    """Where a document lies within the directory: '/topics/x' -> 'topics/x/index.html'."""
    relative = path.strip("/")
    if not media_type.startswith("text/html"):
        return relative
    return f"{relative}/index.html" if relative else "index.html"


def _targets(documents: Documents, read: Publication) -> Iterator[Target]:
    """Everything that is published but further pages, which follow from the first ones."""
    yield from documents.targets(read)
    on_topic: dict[tuple[str, str], None] = {}
    before: Cursor | None = None
    while stories := read.stories(View(), limit=_AT_ONCE, before=before):
        for story in stories:
            yield StoryPage(id=story.id)
            groups = [membership.group for membership in story.memberships]
            authors = [group.slug for group in groups if group.kind == "author"]
            for group in groups:
                if group.kind == "topic":
                    on_topic |= dict.fromkeys((group.slug, author) for author in authors)
        before = Cursor.after(stories[-1])
    for topic, author in on_topic:
        address = urls.read_feed_path(urls.group_path("topic", topic, author))
        if address is not None:
            yield River(address=address)
            for format in urls.FORMAT_NAMES:
                yield FeedOf(address=address, format=format)


def _write(folder: Folder, documents: Documents, read: Publication, first: Target) -> Iterator[str]:
    """A document and the pages that follow it; the path of each."""
    target: Target | None = first
    while target is not None:
        path = path_of(target)
        try:
            document = documents.make(read, target)
        except FormatError as error:
            log.error("document", path=path, error=str(error))
            folder.keep(file_of(path, ""))
            return
        if not isinstance(document, Document):
            return
        for note in document.notes:
            log.warning("entry", path=path, left_out=note)
        folder.put(file_of(path, document.media_type), document.body)
        yield path
        target = document.following


def _forward(folder: Folder, documents: Documents, read: Publication) -> None:
    """Where a story was merged into another, leave a page that leads there."""
    for name in folder.left_over():
        if story := _STORY_FILE.fullmatch(name):
            answer = documents.make(read, StoryPage(id=StoryId(story[1])))
            if isinstance(answer, Moved):
                folder.put(name, documents.pages.moved(answer.path))


def _write_fixed(folder: Folder, documents: Documents) -> None:
    """What every page needs, and the page for addresses that lead nowhere."""
    pages = documents.pages
    for asset in (pages.style, pages.icon):
        folder.put(file_of(asset.path, asset.media_type), asset.body)
    absent = pages.absent("Nothing is here", "This address leads nowhere.")
    folder.put(ABSENT, absent)
