"""The main job and its parts: start, poll, serve, build."""

import asyncio
import random
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated

import typer

from feeds.export import build as build_site
from feeds.hub_line import Line
from feeds.pages import Theme
from feeds.server import create_app
from feeds.theme import theme_of
from feeds.websub import hub_of

from .. import report
from ..applying import apply_rules
from ..console import Site, chosen, opened, out, progress, rules_now, show, store_url, template
from ..errors import ConfigError
from ..logs import log_to_stderr
from ..model import Source
from ..once import due_sources, fetch_once, going_outside
from ..pipeline import Polled
from ..placing import Rules
from ..retention import tidy
from ..running import Hub, Queue, Roles, run_until_stopped
from ..scheduler import clock
from ..store import await_store
from ..study import study
from ._options import DEFAULT, ConfigOption, JsonOption

app = typer.Typer()

_PATIENCE = 60.0  # seconds for a database that starts, or is started again, when we do


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
def run(config: ConfigOption = DEFAULT) -> None:
    """Poll the sources and serve the feeds until stopped; reload when the configuration changes."""
    _run(config, Roles())


@app.command(epilog="Example: feedmill serve --config /etc/feedmill/config.toml")
def serve(config: ConfigOption = DEFAULT) -> None:
    """Serve the feeds and nothing else: on as many machines as wanted, with PostgreSQL."""
    _run(config, Roles(schedule=False, work=False))


@app.command(epilog="Example: feedmill schedule --config /etc/feedmill/config.toml")
def schedule(config: ConfigOption = DEFAULT) -> None:
    """Tell workers what is due: of several schedulers one acts, and another if it falls silent."""
    _run(config, Roles(serve=False, work=False))


@app.command(epilog="Example: feedmill worker --config /etc/feedmill/config.toml")
def worker(config: ConfigOption = DEFAULT) -> None:
    """Poll what a scheduler tells: on as many machines as wanted, with PostgreSQL."""
    _run(config, Roles(serve=False, schedule=False))


def _run(config: Path, roles: Roles) -> None:
    log_to_stderr()
    with opened(config, patience=_PATIENCE) as site:
        asyncio.run(
            run_until_stopped(
                site.store,
                site.rules,
                roles=roles,
                queue=None if roles == Roles() else _queue(site),
                reload=lambda: _renewed(site),
                build_app=lambda rules: create_app(
                    site.store, rules.config, clock, theme=_theme(site, rules)
                ),
                build_hub=lambda client, gate, rules: _hub(site, rules, Line(client, gate)),
                watched=site.path,
            )
        )


def _renewed(site: Site) -> Rules:
    """What the configuration says now; a wrong theme is refused before anything has changed."""
    rules = rules_now(site.path, site.store)
    _theme(site, rules)
    return rules


def _theme(site: Site, rules: Rules) -> Theme:
    return theme_of(rules.config.site, site.path.parent)


def _hub(site: Site, rules: Rules, line: Line) -> Hub | None:
    return await_store(
        store_url(site.config, site.path.parent),
        _PATIENCE,
        lambda: hub_of(site.store, rules.config, line, now=clock, chance=random.random),
    )


def _queue(site: Site) -> Queue:
    """What the roles of one site talk through."""
    if not site.store.is_shared:
        raise ConfigError(
            "[store] url: one machine's file; roles of their own need PostgreSQL (see feedmill run)"
        )
    try:
        from ..engine import Engine  # noqa: PLC0415 - comes with the extra `scale`
    except ImportError as error:
        raise ConfigError(
            f"{error.name} is not installed: pip install 'feedmill[scale]'"
        ) from error
    return Engine(site.config.store.direct or site.config.store.url)


@app.command(epilog="Example: feedmill fetch --all")
def fetch(
    names: Annotated[
        list[str] | None, typer.Argument(metavar="[SOURCE]...", help="Source ids or addresses.")
    ] = None,
    every: Annotated[
        bool, typer.Option("--all", help="Due or not, but not who wants quiet.")
    ] = False,
    force: Annotated[bool, typer.Option("--force", help="Ask without validators.")] = False,
    as_json: JsonOption = False,
    config: ConfigOption = DEFAULT,
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
        tidy(site.store, site.config.store.keep, clock())
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
    config: ConfigOption = DEFAULT,
) -> None:
    """Write the whole published site as static files, byte for byte what the server sends.

    Only the search is missing, as nobody would answer it."""
    with opened(config) as site, progress("building", None) as advance:
        theme = _theme(site, site.rules)
        written = build_site(
            site.store, site.rules.config, directory, lambda _: advance(), theme=theme
        )
    out.print(f"{directory}: {written} documents")
