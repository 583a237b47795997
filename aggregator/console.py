"""What the commands share: opening a site by its configuration, printing, progress."""

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Table

from .config import Config, parse_config
from .errors import ConfigError
from .model import Source
from .placing import Rules
from .report import Listing, as_lines
from .roster import call_roster, rules_without_adopting
from .scheduler import clock
from .store import Store, await_store, open_store
from .subscriptions import without_samples

out = Console(soft_wrap=True, highlight=False)
err = Console(stderr=True, soft_wrap=True, highlight=False)


@dataclass(frozen=True, slots=True)
class Site:
    """What most commands need: the configuration, where it stands, the store, today's sources."""

    config: Config
    path: Path
    store: Store
    rules: Rules


@contextmanager
def opened(path: Path, *, patience: float = 0) -> Iterator[Site]:
    """The site a configuration describes, its sources adopted; the store is closed afterwards.

    A database that does not answer yet, or that is lost while we start, is awaited for `patience`
    seconds.
    """
    config = parse_config(config_text(path))
    site = await_store(store_url(config, path.parent), patience, lambda: _site(config, path))
    try:
        yield site
    finally:
        site.store.close()


def _site(config: Config, path: Path) -> Site:
    store = open_store(store_url(config, path.parent))
    try:
        return Site(config, path, store, call_roster(config, path.parent, store, clock()))
    except BaseException:
        store.close()
        raise


@contextmanager
def looked_at(path: Path) -> Iterator[Site]:
    """The same without changing anything: what the configuration would mean if it were applied."""
    config = parse_config(config_text(path))
    store = open_store(store_url(config, path.parent))
    try:
        yield Site(config, path, store, rules_without_adopting(config, path.parent, store))
    finally:
        store.close()


def rules_now(path: Path, store: Store) -> Rules:
    """The rules by what the configuration says now; ConfigError leaves the caller's in force."""
    return call_roster(parse_config(config_text(path)), path.parent, store, clock())


def store_url(config: Config, directory: Path) -> str:
    """A relative SQLite file stands beside config.toml, wherever the command was typed."""
    url = config.store.url
    name = url.removeprefix("sqlite:///")
    if name in (url, ":memory:") or Path(name).is_absolute():
        return url
    return f"sqlite:///{directory / name}"


def config_text(path: Path) -> str:
    """The text of the configuration; ConfigError when it cannot be read."""
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise ConfigError(f"{path}: no such file (feedmill init writes one)") from error
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: cannot be read: {error}") from error


def rewrite(path: Path, text: str) -> None:
    """Replace the configuration in one step, after making sure that it is still a valid one."""
    parse_config(text)
    beside = path.with_name(f".{path.name}.new")
    beside.write_text(text, encoding="utf-8")
    beside.replace(path)


def template() -> str:
    """The commented configuration to start from: the shipped one without its samples."""
    packaged = resources.files("aggregator") / "config.default.toml"  # in a wheel
    shipped = Path(__file__).parent.parent / "config.toml"  # in a checkout
    return without_samples((packaged if packaged.is_file() else shipped).read_text("utf-8"))


def chosen(names: Sequence[str], rules: Rules) -> tuple[Source, ...]:
    """The sources with these ids or addresses; ConfigError for a name that none has."""
    found = []
    for name in names:
        source = next((s for s in rules.sources.values() if name in (s.id, s.url)), None)
        if source is None:
            raise ConfigError(f"{name}: no source has this id or address (feedmill sources list)")
        found.append(source)
    return tuple(found)


@contextmanager
def progress(what: str, total: int | None) -> Iterator[Callable[[], None]]:
    """A bar on a terminal, nothing elsewhere; call what it gives once for each thing done."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=err, transient=True, disable=not err.is_terminal) as bar:
        task = bar.add_task(what, total=total)
        yield lambda: bar.advance(task)


def show(listing: Listing, as_json: bool = False) -> None:
    """A listing as an aligned table, or as JSON."""
    if as_json:
        out.print_json(
            json.dumps([dict(zip(listing.head, row, strict=True)) for row in listing.rows])
        )
        return
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in listing.head:
        table.add_column(name, overflow="fold")
    for row in listing.rows:
        table.add_row(*("" if cell is None else str(cell) for cell in row))
    Console(width=None if sys.stdout.isatty() else 160, highlight=False, markup=False).print(table)
    if listing.foot:
        out.print(listing.foot, markup=False)


def show_one(value: dict[str, Any], as_json: bool) -> None:
    """All that is known of one thing, as indented lines or as JSON."""
    if as_json:
        out.print_json(json.dumps(value))
        return
    for line in as_lines(value):
        out.print(line, markup=False)
