"""Editors' decisions: stored, replayed, listed, undone."""

from datetime import timedelta
from pathlib import Path
from typing import Annotated

import typer

from .. import editing, report
from ..console import opened, out, progress, show
from ..model import PinKind
from ..reclustering import recluster as decide_anew
from ..scheduler import clock
from ._options import DEFAULT, ArticleArgument, ConfigOption, JsonOption

app = typer.Typer()


@app.command(epilog="Example: feedmill merge https://a.example/1 https://b.example/one")
def merge(first: ArticleArgument, second: ArticleArgument, config: ConfigOption = DEFAULT) -> None:
    """Make two articles one story, for good."""
    _pin(config, "merge", first, other=second)


@app.command(epilog="Example: feedmill split https://b.example/one")
def split(article: ArticleArgument, config: ConfigOption = DEFAULT) -> None:
    """Make an article a story of its own, for good."""
    _pin(config, "split", article)


@app.command(epilog='Example: feedmill author https://a.example/1 "Jane Doe"')
def author(
    article: ArticleArgument,
    name: Annotated[str, typer.Argument(help="Who wrote it.")],
    config: ConfigOption = DEFAULT,
) -> None:
    """Credit an article to a person, for good."""
    _pin(config, "author", article, value=name)


@app.command(epilog="Example: feedmill hide https://a.example/1")
def hide(article: ArticleArgument, config: ConfigOption = DEFAULT) -> None:
    """Take a story out of every published document; subscribers are told that it is gone."""
    _pin(config, "hide", article)


@app.command(epilog="Example: feedmill pins --undo 3")
def pins(
    undo: Annotated[int | None, typer.Option(help="Undo the decision of this number.")] = None,
    as_json: JsonOption = False,
    config: ConfigOption = DEFAULT,
) -> None:
    """List editors' decisions, or undo one."""
    with opened(config) as site:
        if undo is not None:
            undone, stories = editing.unpin(site.store, site.rules, undo, now=clock())
            out.print(f"pin {undone.id} ({undone.kind}) undone: {report.told(stories)}")
            return
        show(report.pins(editing.pins(site.store)), as_json)


@app.command(epilog="Example: feedmill recluster --days 7, and then with --apply")
def recluster(
    days: Annotated[int, typer.Option(min=1, help="Articles that came in the last so many.")] = 30,
    apply: Annotated[bool, typer.Option("--apply", help="Carry it out.")] = False,
    as_json: JsonOption = False,
    config: ConfigOption = DEFAULT,
) -> None:
    """Decide anew which articles are one story, and list what differs; --apply carries it out."""
    now = clock()
    since = now - timedelta(days=days)
    with opened(config) as site, progress("judging", None) as advance:
        found = decide_anew(site.store, site.rules, since=since, now=now, apply=apply, done=advance)
    show(report.reclustered(found, applied=apply), as_json)


def _pin(config: Path, kind: PinKind, article: str, *, other: str = "", value: str = "") -> None:
    with opened(config) as site:
        made, stories = editing.pin(
            site.store, site.rules, kind, article, now=clock(), other=other, value=value
        )
    out.print(f"pin {made.id} ({kind}): {report.told(stories)}")
