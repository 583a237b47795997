"""Which sources there are: list, add, remove, import, export."""

import asyncio
import sys
from pathlib import Path
from typing import Annotated

import typer

from feeds.catalogue import sources_opml
from feeds.status import status_of

from .. import report
from ..config import parse_config
from ..console import chosen, config_text, opened, out, rewrite, show, show_one
from ..errors import ConfigError
from ..model import Group
from ..once import discover
from ..subscriptions import Outline, add_sources, read_opml, read_planet_ini, remove_source
from ._options import DEFAULT, ConfigOption, JsonOption

app = typer.Typer()
group = typer.Typer(no_args_is_help=True, help="List, add and remove sources.")


@group.command("list", epilog="Example: feedmill sources list --json")
def sources_list(as_json: JsonOption = False, config: ConfigOption = DEFAULT) -> None:
    """Every source with its id, address and health."""
    with opened(config) as site, site.store.reading() as read:
        value = status_of(read)
    show(report.sources(value), as_json)


@group.command("status", epilog="Example: feedmill sources status planet-python")
def sources_status(
    source: Annotated[str, typer.Argument(help="A source id or address.")],
    as_json: JsonOption = False,
    config: ConfigOption = DEFAULT,
) -> None:
    """All that polls have found out about one source."""
    with opened(config) as site, site.store.reading() as read:
        number = chosen([source], site.rules)[0].id
        row = next(row for row in status_of(read)["sources"] if row["id"] == number)
    show_one(row, as_json)


@group.command("add", epilog="Example: feedmill sources add https://blog.example.org/")
def sources_add(
    url: Annotated[str, typer.Argument(help="A feed, or a page that names its feed.")],
    title: Annotated[str, typer.Option(help="Shown instead of the feed's own title.")] = "",
    config: ConfigOption = DEFAULT,
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


@group.command("remove", epilog="Example: feedmill sources remove https://blog.example.org/f")
def sources_remove(
    url: Annotated[str, typer.Argument(help="The address as it stands in config.toml.")],
    config: ConfigOption = DEFAULT,
) -> None:
    """Take a source out of config.toml; its stories stay published."""
    rewrite(config, remove_source(config_text(config), url))
    out.print(f"{url}: removed from {config}")


@app.command("import", epilog="Example: feedmill import subscriptions.opml")
def import_list(
    file: Annotated[Path, typer.Argument(help="OPML, or a Planet Venus or Pluto .ini.")],
    config: ConfigOption = DEFAULT,
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


@app.command(epilog="Example: feedmill export opml > sources.opml")
def export(
    shape: Annotated[str, typer.Argument(help="opml")] = "opml", config: ConfigOption = DEFAULT
) -> None:
    """Print the sources as OPML, for another reader or planet."""
    if shape != "opml":
        raise ConfigError(f"{shape}: sources are exported as opml")
    with opened(config) as site, site.store.reading() as read:
        topics = [Group(kind="topic", slug=t.slug, title=t.title) for t in site.config.topics]
        rows = [(row.source, row.state) for row in read.sources()]
        sys.stdout.buffer.write(sources_opml(rows, topics, site.config.site))
