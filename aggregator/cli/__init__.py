"""The commands: what an operator types. The only place that knows both halves of the house.

Errors are one line on standard error - subject, what is wrong - and an exit code: 1 the store, 2
the configuration or the command line, 3 a source that could not be brought up to date.
"""

import logging
import os
import sys
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from .. import __version__
from ..console import err, out
from ..errors import AggregatorError, ConfigError, StoreError
from ..logs import log_to_stderr
from . import asking, editing, job, sources

app = typer.Typer(
    name="feedmill",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="Feedmill: one article, once, credited to the right person, in every feed it belongs to.",
)
for group in (job, asking, sources, editing):
    app.add_typer(group.app)
app.add_typer(sources.group, name="sources")


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
