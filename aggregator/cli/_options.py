"""What an operator may write after most commands."""

from pathlib import Path
from typing import Annotated

import typer

ConfigOption = Annotated[
    Path,
    typer.Option("--config", envvar="FEEDMILL_CONFIG", help="The configuration file."),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")]
ArticleArgument = Annotated[
    str, typer.Argument(metavar="URL-OR-ID", help="A link or any id of it.")
]
DEFAULT = Path("config.toml")
