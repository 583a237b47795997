"""The commands: what an operator types. The only file that knows both halves of the house.

Errors are one line on standard error - subject, what is wrong - and an exit code: 1 the store, 2
the configuration or the command line, 3 a source that could not be brought up to date.
"""

import asyncio
import json
import logging
import os
import random
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from feeds.catalogue import sources_opml
from feeds.export import build as build_site
from feeds.hub_line import Line
from feeds.server import create_app
from feeds.status import status_of
from feeds.websub import hub_of

from . import __version__, editing, report
from .applying import apply_rules, planned
from .config import parse_config
from .console import (
    Site,
    chosen,
    config_text,
    err,
    looked_at,
    opened,
    out,
    progress,
    rewrite,
    rules_now,
    show,
    show_one,
    template,
)
from .errors import AggregatorError, ConfigError, StoreError
from .logs import log_to_stderr
from .model import Group, PinKind, Source
from .pipeline import Polled
from .roster import call_roster, missing_files
from .running import discover, due_sources, fetch_once, going_outside, serve_and_poll
from .scheduler import clock
from .store import open_store
from .study import study
from .subscriptions import Outline, add_sources, read_opml, read_planet_ini, remove_source

app = typer.Typer(
    name="feedmill",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="Feedmill: one article, once, credited to the right person, in every feed it belongs to.",
)
sources_app = typer.Typer(no_args_is_help=True, help="List, add and remove sources.")
app.add_typer(sources_app, name="sources")

ConfigOption = Annotated[
    Path,
    typer.Option("--config", envvar="FEEDMILL_CONFIG", help="The configuration file."),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")]
_DEFAULT = Path("config.toml")


def main() -> NoReturn:
    """Run a command; turn Feedmill's own errors into one line and an exit code."""
    try:
        app(standalone_mode=True)
    except ConfigError as error:
        _fail(error, 2)
    except StoreError as error:
        _fail(error, 1)
    except AggregatorError as error:
        _fail(error, 3)
    sys.exit(0)


def _fail(error: object, code: int) -> NoReturn:
    err.print(f"feedmill: {error}", markup=False)
    sys.exit(code)


@app.callback()
def options(
    config: Annotated[Path | None, typer.Option(help="The configuration file.")] = None,
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
) -> None:
    """Feedmill: one article, once, credited to the right person, in every feed it belongs to."""
    log_to_stderr(logging.ERROR)  # a command's answer is what it prints; `run` tells more
    if version:
        out.print(__version__)
        raise typer.Exit
    if config is not None:
        os.environ["FEEDMILL_CONFIG"] = str(config)


@app.command(epilog="Example: feedmill init planet && cd planet && feedmill run")
def init(directory: Annotated[Path, typer.Argument(help="Where to start.")] = Path()) -> None:
    """Write a commented config.toml to start from."""
    target = directory / "config.toml"
    if target.exists():
        raise ConfigError(f"{target}: exists already and is left as it is")
    directory.mkdir(parents=True, exist_ok=True)
    target.write_text(template(), encoding="utf-8")
    out.print(f"{target} written: name your sources there, then: feedmill run")


@app.command(epilog="Example: feedmill run --config /etc/feedmill/config.toml")
def run(config: ConfigOption = _DEFAULT) -> None:
    """Poll the sources and serve the feeds until stopped; reload when the configuration changes."""
    log_to_stderr()
    with opened(config) as site:
        asyncio.run(
            serve_and_poll(
                site.store,
                site.rules,
                reload=lambda: rules_now(site.path, site.store),
                build_app=lambda rules: create_app(site.store, rules.config, clock),
                build_hub=lambda client, gate, rules: hub_of(
                    site.store, rules.config, Line(client, gate), now=clock, chance=random.random
                ),
                watched=site.path,
            )
        )


@app.command(epilog="Example: feedmill fetch --all")
def fetch(
    names: Annotated[
        list[str] | None, typer.Argument(metavar="[SOURCE]...", help="Source ids or addresses.")
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="Due or not.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Ask without validators.")] = False,
    as_json: JsonOption = False,
    config: ConfigOption = _DEFAULT,
) -> None:
    """Poll the due sources once, now; exit 3 if one of them failed."""
    with opened(config) as site:
        wanted = (
            chosen(names, site.rules)
            if names
            else due_sources(site.store, site.rules, clock(), every=every or force)
        )
        apply_rules(site.store, site.rules, clock())
        with progress("fetching", len(wanted)) as advance:
            polled = asyncio.run(_fetch(site, wanted, force, advance))
        study(site.store, rules_now(site.path, site.store))
        show(report.fetched(polled), as_json)
        if any(one.outcome == "failed" for one in polled):
            raise typer.Exit(3)


async def _fetch(
    site: Site, wanted: Sequence[Source], force: bool, advance: Callable[[], None]
) -> tuple[Polled, ...]:
    async with going_outside(site.store, site.config, site.path.parent) as outside:
        return await fetch_once(
            wanted,
            outside,
            site.rules,
            force=force,
            refresh=lambda: rules_now(site.path, site.store),
            done=advance,
        )


@app.command(epilog="Example: feedmill build public/")
def build(
    directory: Annotated[Path, typer.Argument(help="Where the site is written.")],
    config: ConfigOption = _DEFAULT,
) -> None:
    """Write the whole published site as static files, byte for byte what the server sends."""
    with opened(config) as site, progress("building", None) as advance:
        written = build_site(site.store, site.rules.config, directory, lambda _: advance())
    out.print(f"{directory}: {written} documents")


@app.command(epilog="Example: feedmill check --config new.toml")
def check(config: ConfigOption = _DEFAULT) -> None:
    """Validate the configuration and the form of each source's address; exit 2 when wrong."""
    parsed = parse_config(config_text(config))
    rules = call_roster(parsed, config.parent, open_store("sqlite:///:memory:"), clock())
    if missing := missing_files(parsed, config.parent):
        for url in missing:
            err.print(f"{config}: sources: {url}: no such file", markup=False)
        raise typer.Exit(2)
    out.print(
        f"{config}: ok: {len(rules.sources)} sources, {len(parsed.topics)} topics, "
        f"{len(parsed.authors)} authors"
    )


@app.command(epilog="Example: feedmill plan --config new.toml")
def plan(as_json: JsonOption = False, config: ConfigOption = _DEFAULT) -> None:
    """What this configuration would change in each topic's feed, before it is applied."""
    with looked_at(config) as site, site.store.reading() as read:
        show(report.planned(planned(read, site.rules)), as_json)


@app.command(epilog="Example: feedmill status --json")
def status(as_json: JsonOption = False, config: ConfigOption = _DEFAULT) -> None:
    """Sources by health, counts and next polls."""
    with opened(config) as site, site.store.reading() as read:
        value = status_of(read, site.config.fetch.every)
    if as_json:
        out.print_json(json.dumps(value))
    else:
        show(report.status(value))


@app.command(epilog="Example: feedmill why https://blog.example.org/2026/11/story")
def why(
    article: Annotated[str, typer.Argument(metavar="URL-OR-ID", help="A link or any id of it.")],
    as_json: JsonOption = False,
    config: ConfigOption = _DEFAULT,
) -> None:
    """All that is known of one article: where seen, which story and why, credit, topics, feeds."""
    with opened(config) as site, site.store.reading() as read:
        explained = report.why(read, article, site.rules)
    if not explained:
        _fail(f"{article}: no article or story has this address or id (see feedmill status)", 2)
    show_one(explained, as_json)


@sources_app.command("list", epilog="Example: feedmill sources list --json")
def sources_list(as_json: JsonOption = False, config: ConfigOption = _DEFAULT) -> None:
    """Every source with its id, address and health."""
    with opened(config) as site, site.store.reading() as read:
        value = status_of(read)
    show(report.sources(value), as_json)


@sources_app.command("status", epilog="Example: feedmill sources status planet-python")
def sources_status(
    source: Annotated[str, typer.Argument(help="A source id or address.")],
    as_json: JsonOption = False,
    config: ConfigOption = _DEFAULT,
) -> None:
    """All that polls have found out about one source."""
    with opened(config) as site, site.store.reading() as read:
        number = chosen([source], site.rules)[0].id
        row = next(row for row in status_of(read)["sources"] if row["id"] == number)
    show_one(row, as_json)


@sources_app.command("add", epilog="Example: feedmill sources add https://blog.example.org/")
def sources_add(
    url: Annotated[str, typer.Argument(help="A feed, or a page that names its feed.")],
    title: Annotated[str, typer.Option(help="Shown instead of the feed's own title.")] = "",
    config: ConfigOption = _DEFAULT,
) -> None:
    """Find the feed behind an address and add it to config.toml, whose comments stay."""
    text = config_text(config)
    found = asyncio.run(discover(url, parse_config(text)))
    edited, fresh = add_sources(text, [Outline(url=found, title=title)])
    if not fresh:
        out.print(f"{found}: is a source already")
        return
    rewrite(config, edited)
    out.print(f"{found}: added to {config}")


@sources_app.command("remove", epilog="Example: feedmill sources remove https://blog.example.org/f")
def sources_remove(
    url: Annotated[str, typer.Argument(help="The address as it stands in config.toml.")],
    config: ConfigOption = _DEFAULT,
) -> None:
    """Take a source out of config.toml; its stories stay published."""
    rewrite(config, remove_source(config_text(config), url))
    out.print(f"{url}: removed from {config}")


@app.command("import", epilog="Example: feedmill import subscriptions.opml")
def import_list(
    file: Annotated[Path, typer.Argument(help="OPML, or a Planet Venus or Pluto .ini.")],
    config: ConfigOption = _DEFAULT,
) -> None:
    """Add every feed of a list to config.toml, whose comments stay."""
    try:
        body = file.read_bytes()
    except OSError as error:
        raise ConfigError(f"{file}: {error.strerror}") from error
    if file.suffix == ".ini":
        outlines = read_planet_ini(body.decode("utf-8", "replace"), subject=str(file))
    else:
        outlines = read_opml(body, subject=str(file))
    edited, fresh = add_sources(config_text(config), outlines)
    rewrite(config, edited)
    out.print(f"{file}: {len(fresh)} added, {len(outlines) - len(fresh)} were there already")


ArticleArgument = Annotated[
    str, typer.Argument(metavar="URL-OR-ID", help="A link or any id of it.")
]


@app.command(epilog="Example: feedmill merge https://a.example/1 https://b.example/one")
def merge(first: ArticleArgument, second: ArticleArgument, config: ConfigOption = _DEFAULT) -> None:
    """Make two articles one story, for good."""
    _pin(config, "merge", first, other=second)


@app.command(epilog="Example: feedmill split https://b.example/one")
def split(article: ArticleArgument, config: ConfigOption = _DEFAULT) -> None:
    """Make an article a story of its own, for good."""
    _pin(config, "split", article)


@app.command(epilog='Example: feedmill author https://a.example/1 "Jane Doe"')
def author(
    article: ArticleArgument,
    name: Annotated[str, typer.Argument(help="Who wrote it.")],
    config: ConfigOption = _DEFAULT,
) -> None:
    """Credit an article to a person, for good."""
    _pin(config, "author", article, value=name)


@app.command(epilog="Example: feedmill hide https://a.example/1")
def hide(article: ArticleArgument, config: ConfigOption = _DEFAULT) -> None:
    """Take a story out of every published document; subscribers are told that it is gone."""
    _pin(config, "hide", article)


@app.command(epilog="Example: feedmill pins --undo 3")
def pins(
    undo: Annotated[int | None, typer.Option(help="Undo the decision of this number.")] = None,
    as_json: JsonOption = False,
    config: ConfigOption = _DEFAULT,
) -> None:
    """List editors' decisions, or undo one."""
    with opened(config) as site:
        if undo is not None:
            undone, stories = editing.unpin(site.store, site.rules, undo, now=clock())
            out.print(f"pin {undone.id} ({undone.kind}) undone: {report.told(stories)}")
            return
        show(report.pins(editing.pins(site.store)), as_json)


def _pin(config: Path, kind: PinKind, article: str, *, other: str = "", value: str = "") -> None:
    with opened(config) as site:
        made, stories = editing.pin(
            site.store, site.rules, kind, article, now=clock(), other=other, value=value
        )
    out.print(f"pin {made.id} ({kind}): {report.told(stories)}")


@app.command(epilog="Example: feedmill export opml > sources.opml")
def export(
    shape: Annotated[str, typer.Argument(help="opml")] = "opml", config: ConfigOption = _DEFAULT
) -> None:
    """Print the sources as OPML, for another reader or planet."""
    if shape != "opml":
        raise ConfigError(f"{shape}: sources are exported as opml")
    with opened(config) as site, site.store.reading() as read:
        topics = [Group(kind="topic", slug=t.slug, title=t.title) for t in site.config.topics]
        rows = [(row.source, row.state) for row in read.sources()]
        sys.stdout.buffer.write(sources_opml(rows, topics, site.config.site))


@app.command(epilog="Example: feedmill forecast --hours 6")
def forecast(
    hours: Annotated[int, typer.Option(min=1, max=24 * 7, help="How far ahead.")] = 24,
    as_json: JsonOption = False,
    config: ConfigOption = _DEFAULT,
) -> None:
    """Requests that the schedule will make, host by host."""
    with opened(config) as site, site.store.reading() as read:
        show(report.forecast(read.sources(), site.rules, clock(), hours), as_json)
