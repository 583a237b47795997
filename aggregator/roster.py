"""Which sources there are: the configuration in, adopted sources and the rules to place by out.

Looks into the file system (file: globs) and the store (ids given for good, followed lists).
"""

import glob
import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from urllib.parse import unquote

from .config import Config
from .localfile import file_name
from .model import Source, SourceId
from .placing import Rules
from .store import Intake, Store
from .study import recall
from .subscriptions import Outline, as_sources
from .text.slug import source_slug


def call_roster(config: Config, directory: Path, store: Store, now: datetime) -> Rules:
    """Adopt every configured source: globs expanded, followed lists as last read.

    `directory` is where config.toml stands: file: addresses are relative to it.
    """
    given = [source for entry in config.sources for source in _expand(entry, directory)]
    lists = [replace(entry, kind="opml") for entry in config.lists]
    with store.writing() as write:
        for followed in lists:
            given.extend(as_sources(_outlines(write, followed), followed))
        rules = Rules.of(config, write.adopt(_once((*given, *lists)), now))
    return replace(rules, learned=recall(store))


def rules_without_adopting(config: Config, directory: Path, store: Store) -> Rules:
    """The rules that this configuration would give for the sources there are; changes nothing."""
    with store.reading() as read:
        ids = {row.source.url: row.source.id for row in read.sources()}
    given = (source for entry in config.sources for source in _expand(entry, directory))
    known = (replace(source, id=ids[source.url]) for source in given if source.url in ids)
    return replace(Rules.of(config, _once(known)), learned=recall(store))


def keep_outlines(write: Intake, followed: Source, outlines: Iterable[Outline]) -> None:
    """Remember what a followed list named, for the next roster and the next start."""
    names = [[outline.url, outline.title] for outline in outlines]
    write.put_note(_note_name(followed), json.dumps(names))


def _outlines(write: Intake, followed: Source) -> tuple[Outline, ...]:
    names = json.loads(write.get_note(_note_name(followed)) or "[]")
    return tuple(Outline(url=url, title=title) for url, title in names)


def _note_name(followed: Source) -> str:
    return f"list:{followed.url}"


def _once(sources: Iterable[Source]) -> tuple[Source, ...]:
    """Each address once; what the operator wrote by hand comes first and wins."""
    return tuple({source.url: source for source in reversed(list(sources))}.values())[::-1]


def _expand(source: Source, directory: Path) -> tuple[Source, ...]:
    """A file: address with wildcards as one source a file, each named after its file.

    Addresses stay relative to config.toml: they are shown in status and must not tell where the
    machine keeps its files.
    """
    pattern = unquote(file_name(source.url)) if source.url.startswith("file:") else ""
    if not glob.has_magic(pattern):
        return (source,)
    found = glob.glob(pattern, root_dir=directory, recursive=True)  # noqa: PTH207 - takes absolute patterns too
    names = (name for name in found if (directory / name).is_file())
    addresses = (f"file:{name}" for name in _each_file_once(names, directory))
    return tuple(
        replace(source, url=address, id=SourceId(source_slug(address)), title="")
        for address in addresses
    )


def _each_file_once(names: Iterable[str], directory: Path) -> list[str]:
    """Links are followed, out of the folder too, for they are the operator's; one that leads back
    into its own folder names each file forty times, of which the nearest name counts."""
    nearest: dict[Path, str] = {}
    for name in sorted(names, key=lambda name: (name.count("/"), name)):
        nearest.setdefault((directory / name).resolve(), name)
    return sorted(nearest.values())


def missing_files(config: Config, directory: Path) -> tuple[str, ...]:
    """file: addresses that name nothing there is."""
    return tuple(
        source.url
        for source in config.sources
        if source.url.startswith("file:")
        and not any((directory / found.url[5:]).is_file() for found in _expand(source, directory))
    )
