"""Questions that change nothing: is it right, what would change, how is it, why is it so."""

import json
from collections import Counter
from pathlib import Path
from typing import Annotated

import typer

from feeds import inspection
from feeds.conformance import errors
from feeds.documents import Documents
from feeds.status import status_of
from feeds.theme import theme_of

from .. import report
from ..applying import planned
from ..config import parse_config
from ..console import config_text, err, looked_at, opened, out, show, show_one, store_url
from ..errors import ConfigError
from ..hosts import host_of
from ..roster import call_roster, missing_files
from ..scheduler import clock
from ..sizing import explained
from ..store import check_address, open_store
from ._options import DEFAULT, ArticleArgument, ConfigOption, JsonOption

app = typer.Typer()


@app.command(epilog="Example: feedmill check --config new.toml")
def check(
    config: ConfigOption = DEFAULT,
    published: Annotated[
        bool, typer.Option("--published", help="Also validate every document that is published.")
    ] = False,
) -> None:
    """Validate the configuration and the form of all addresses in it; exit 2 when wrong.

    With --published, also every feed and archive that is published, by the rules of its format;
    exit 1 when one breaks them.
    """
    parsed = parse_config(config_text(config))
    check_address(store_url(parsed, config.parent))
    rules = call_roster(parsed, config.parent, open_store("sqlite:///:memory:"), clock())
    theme_of(parsed.site, config.parent)
    if missing := missing_files(parsed, config.parent):
        for url in missing:
            err.print(f"{config}: sources: {url}: no such file", markup=False)
        raise typer.Exit(2)
    out.print(
        f"{config}: ok: {len(rules.sources)} sources, {len(parsed.topics)} topics, "
        f"{len(parsed.authors)} authors"
    )
    if published:
        _check_published(config)


def _check_published(path: Path) -> None:
    """A line for each rule that a document breaks, then how many there were."""
    documents, failed, warned = 0, 0, 0
    with looked_at(path) as site, site.store.reading() as read:
        for address, problems in inspection.published(read, Documents(site.config)):
            documents += 1
            failed += bool(errors(problems))
            warned += len(problems) - len(errors(problems))
            for problem in problems:
                err.print(f"{address}: {problem.severity}: {problem}", markup=False)
    out.print(f"published: {documents} documents, {failed} not valid, {warned} warnings")
    if failed:
        raise typer.Exit(1)


@app.command(epilog="Example: feedmill plan --config new.toml")
def plan(
    scale: Annotated[
        int | None,
        typer.Option(min=1, metavar="FEEDS", help="What so many feeds would take, instead."),
    ] = None,
    as_json: JsonOption = False,
    config: ConfigOption = DEFAULT,
) -> None:
    """What this configuration would change in each topic's feed, before it is applied, and how
    much it would keep no longer.

    With --scale: what so many feeds would take at its [fetch] every - workers, cores, storage -,
    from which figures that follows, and which hosts of its sources would be asked too often.
    """
    if scale is not None:
        parsed = parse_config(config_text(config))
        rules = call_roster(parsed, config.parent, open_store("sqlite:///:memory:"), clock())
        hosts = Counter(host_of(one.url) for one in rules.sources.values() if host_of(one.url))
        rows = explained(
            scale,
            parsed.fetch.every,
            parsed.store.keep,
            host_every=parsed.fetch.host_every,
            agreed=parsed.fetch.hosts,
            hosts=hosts,
        )
        show(report.sized(rows), as_json)
        return
    with looked_at(config) as site, site.store.reading() as read:
        keep = site.config.store.keep
        old = read.past.older(clock() - keep) if keep is not None else (0, 0)
        show(report.planned(planned(read, site.rules), *old), as_json)


@app.command(epilog="Example: feedmill status --json")
def status(as_json: JsonOption = False, config: ConfigOption = DEFAULT) -> None:
    """Sources by health, counts and next polls."""
    with opened(config) as site, site.store.reading() as read:
        value = status_of(read, site.config.fetch.every)
    if as_json:
        out.print_json(json.dumps(value))
    else:
        show(report.status(value))


@app.command(epilog="Example: feedmill why https://blog.example.org/2026/11/story")
def why(
    article: ArticleArgument,
    as_json: JsonOption = False,
    config: ConfigOption = DEFAULT,
) -> None:
    """All that is known of one article: where seen, which story and why, credit, topics, feeds."""
    with opened(config) as site, site.store.reading() as read:
        explained = report.why(read, article, site.rules)
    if not explained:
        raise ConfigError(
            f"{article}: no article or story has this address or id (see feedmill status)"
        )
    show_one(explained, as_json)


@app.command(epilog="Example: feedmill forecast --hours 6")
def forecast(
    hours: Annotated[int, typer.Option(min=1, max=24 * 7, help="How far ahead.")] = 24,
    as_json: JsonOption = False,
    config: ConfigOption = DEFAULT,
) -> None:
    """Requests that the schedule will make, host by host."""
    with opened(config) as site, site.store.reading() as read:
        show(report.forecast(read.sources(), site.rules, clock(), hours), as_json)
