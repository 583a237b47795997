"""What the documents say is so: every key is explained, and with its true default."""

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import typer
from pydantic import BaseModel

from aggregator import cli, config
from aggregator.config import Config, parse_config
from aggregator.text.query import FIELDS, parse_query
from feeds.formats import FORMATS

ROOT = Path(__file__).parent.parent
SECTIONS: dict[str, type[BaseModel]] = {
    "site": config.Site, "server": config.Server, "store": config.Store, "fetch": config.Fetch,
    "duplicates": config.Duplicates, "topics": config.Topic, "authors": config.Author,
    "sources": config._SourceTable,
}  # fmt: skip
KEYS = [(section, key) for section, model in SECTIONS.items() for key in model.model_fields]


@cache
def shipped() -> str:
    return (ROOT / "config.toml").read_text(encoding="utf-8")


@cache
def documents() -> str:
    paths = [*sorted((ROOT / "docs").glob("*.md")), *ROOT.glob("README.md")]
    return "\n".join(path.read_text(encoding="utf-8") for path in paths)


def uncommented() -> str:
    """The shipped file with the example of all source keys switched on."""
    block = re.search(r"(?m)^# \[\[sources\]\]\n(?:#.*\n)+?#\n", shipped())
    assert block, "the commented example of all source keys is gone"
    return "\n".join(line.removeprefix("#").removeprefix(" ") for line in block[0].splitlines())


def test_no_section_is_forgotten() -> None:
    assert set(SECTIONS) | {"lists"} == set(Config.model_fields)


@pytest.mark.parametrize(("section", "key"), KEYS)
def test_every_key_stands_in_the_shipped_configuration(section: str, key: str) -> None:
    table: Any = tomllib.loads(f"{shipped()}\n{uncommented()}").get(section, {})
    given = {name for each in table for name in each} if isinstance(table, list) else set(table)
    assert key in given | {"opml"}
    assert "# opml = " in shipped()


@pytest.mark.parametrize(("section", "key"), KEYS)
def test_every_key_stands_in_the_documents(section: str, key: str) -> None:
    assert re.search(rf"^\|[^|]*\| `{key}` \|", documents(), re.MULTILINE)


def test_the_shipped_values_are_the_defaults() -> None:
    read, default = parse_config(shipped()), Config()
    for section in ("site", "server", "store", "fetch", "duplicates"):
        assert getattr(read, section) == getattr(default, section)


def test_the_example_source_shows_the_defaults() -> None:
    (source,) = parse_config(uncommented()).sources
    plain = parse_config(f'[[sources]]\nurl = "{source.url}"').sources[0]
    shown = {"kind": "feed", "max_items": 20, "every": config.duration("1h")}
    for name in config._SourceTable.model_fields:
        if name not in ("url", "opml"):
            assert getattr(source, name) == shown.get(name, getattr(plain, name)), name


def test_the_table_of_keys_tells_the_defaults() -> None:
    section = ""
    for line in (ROOT / "docs/configuration.md").read_text(encoding="utf-8").splitlines():
        cells = [
            cell.strip(" `[]") if n != 3 else cell.strip() for n, cell in enumerate(line.split("|"))
        ]
        if len(cells) != 6 or not {cells[1], section} & set(SECTIONS):
            continue
        section = cells[1] or section
        default = re.fullmatch("`(.+)`", cells[3])
        if default and section not in ("sources", "topics"):
            told = tomllib.loads(f"{cells[2]} = {default[1]}")
            needed = {"name": "Ada"} if section == "authors" else {}
            assert SECTIONS[section](**needed, **told) == SECTIONS[section](**needed), line


def test_the_match_language_is_documented_in_full() -> None:
    text = (ROOT / "docs/configuration.md").read_text(encoding="utf-8")
    assert all(f"`{field}`" in text for field in FIELDS)
    table = text[text.index("| written | means |") : text.index("Fields:")]
    rules = [rule for row in table.splitlines()[2:] for rule in re.findall("`([^`…]+)`", row)]
    assert len(rules) == 11
    for rule in rules:
        parse_query(rule)


# ---- commands, formats, kinds --------------------------------------------------------------------


def commands(group: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Every command with its path: ("sources", "add")."""
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from commands(command, (*path, name))
        elif not command.hidden:
            yield (*path, name), command


COMMANDS = list(commands(typer.main.get_command(cli.app)))


@pytest.mark.parametrize(("path", "command"), COMMANDS, ids=str)
def test_every_command_is_documented(path: tuple[str, ...], command: Any) -> None:
    assert f"feedmill {' '.join(path)}" in documents()


@pytest.mark.parametrize(("path", "command"), COMMANDS, ids=str)
def test_every_command_helps_with_an_example(path: tuple[str, ...], command: Any) -> None:
    said = command.help + (command.epilog or "")
    assert f"feedmill {' '.join(path)}" in said


def test_every_format_and_kind_is_documented() -> None:
    for name in FORMATS:
        assert f".{name}" in documents()
    for kind in ("feed", "jsonfeed", "page"):
        assert f"`{kind}`" in documents()


def test_the_readme_names_the_licence_that_is_shipped() -> None:
    licence = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert "Apache License" in licence
    assert "END OF TERMS AND CONDITIONS" in licence
    assert "Apache" in (ROOT / "README.md").read_text(encoding="utf-8")
