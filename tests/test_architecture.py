"""The house rules that a machine can check: layers, purity, sizes, and who touches what."""

import ast
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FILES = sorted(
    path
    for package in ("aggregator", "feeds")
    for path in (ROOT / package).rglob("*.py")
    if "migrations" not in path.parts
)
NAMES = [str(path.relative_to(ROOT)) for path in FILES]

# Whoever touches the network, the disk, the clock, chance or other processes stands here, and
# nowhere else; all other modules are held to be pure by the last contract in pyproject.toml.
EFFECTS = {
    "aggregator.__main__", "aggregator.applying", "aggregator.cli", "aggregator.confine",
    "aggregator.console", "aggregator.editing", "aggregator.engine", "aggregator.fetch",
    "aggregator.holding",
    "aggregator.hosts", "aggregator.listening",
    "aggregator.localfile", "aggregator.logs", "aggregator.memory",
    "aggregator.neighbourhood", "aggregator.network", "aggregator.once", "aggregator.pipeline",
    "aggregator.placing", "aggregator.portions", "aggregator.reclustering", "aggregator.report",
    "aggregator.retention", "aggregator.roster", "aggregator.rounds",
    "aggregator.running", "aggregator.scheduler", "aggregator.shared", "aggregator.store",
    "aggregator.study", "aggregator.transport", "aggregator.websub",
    "feeds.archivist", "feeds.export", "feeds.folder", "feeds.hub_agenda", "feeds.hub_door",
    "feeds.hub_external", "feeds.hub_line", "feeds.imprint", "feeds.kept", "feeds.press",
    "feeds.server", "feeds.supply",
    "feeds.theme", "feeds.websub",
}  # fmt: skip
# What publication may use of the intake.
SHARED = {
    "aggregator.config", "aggregator.episode", "aggregator.errors", "aggregator.model",
    "aggregator.store", "aggregator.text",
}  # fmt: skip
# Untyped or peculiar libraries are known to one file, so that their ways stay there.
ONE_FILE = {
    "feedparser": "aggregator/sources/_feedparser.py",
    "feedgen": "feeds/formats/_feedgen.py",
    "apscheduler": "aggregator/scheduler.py",
    "can_ada": "aggregator/text/urls.py",
    "py3langid": "aggregator/text/language.py",
    "nh3": "aggregator/text/html.py",
    "pgqueuer": "aggregator/engine.py",
}
LONGEST = 400


@cache
def tree(name: str) -> ast.Module:
    return ast.parse((ROOT / name).read_text(encoding="utf-8"))


@cache
def contracts() -> dict[str, dict[str, list[str]]]:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return {one["name"]: one for one in settings["tool"]["importlinter"]["contracts"]}


def modules(package: str) -> set[str]:
    """The modules and packages directly in a package, dotted."""
    return {
        f"{package}.{path.stem}"
        for path in (ROOT / package).iterdir()
        if (path.suffix == ".py" and path.stem != "__init__") or (path / "__init__.py").exists()
    }


def is_pure(name: str) -> bool:
    dotted = ".".join(Path(name).with_suffix("").parts[:2])
    return dotted not in EFFECTS


def test_the_import_contracts_are_kept() -> None:
    command = Path(sys.executable).parent / "lint-imports"
    run = subprocess.run(
        [command, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stdout[run.stdout.find("Contracts") :] + run.stderr


def test_every_module_is_declared_pure_or_effectful() -> None:
    declared = set(contracts()["Decisions are pure"]["source_modules"])
    pure = (modules("aggregator") | modules("feeds")) - EFFECTS
    assert declared == pure, "say in pyproject.toml or in EFFECTS what the new module is"


def test_the_contract_of_the_halves_names_all_that_is_not_shared() -> None:
    name = "The halves share the nouns, the configuration, the texts and the store"
    forbidden = set(contracts()[name]["forbidden_modules"])
    assert forbidden == modules("aggregator") - SHARED


@pytest.mark.parametrize("name", NAMES)
def test_a_file_can_be_read_in_one_sitting(name: str) -> None:
    lines = (ROOT / name).read_text(encoding="utf-8").count("\n")
    assert lines <= LONGEST, f"{name} has {lines} lines: cut it where its subjects part"


@pytest.mark.parametrize("name", NAMES)
def test_a_module_opens_with_what_it_is_for(name: str) -> None:
    assert ast.get_docstring(tree(name)), f"{name} has no docstring"


def forbidden_calls(name: str) -> Iterator[str]:
    """Calls by which a decision would depend on the moment or talk to somebody."""
    for node in ast.walk(tree(name)):
        if not isinstance(node, ast.Call):
            continue
        match node.func:
            case ast.Name(id="print" | "input" | "open" | "exec" | "eval" as word):
                yield f"{name}:{node.lineno}: {word}()"
            case ast.Attribute(value=ast.Name(id="datetime" | "date" as of), attr=word) if word in {
                "now", "utcnow", "today",
            }:  # fmt: skip
                yield f"{name}:{node.lineno}: {of}.{word}()"
            case _:
                pass


@pytest.mark.parametrize("name", [name for name in NAMES if is_pure(name)])
def test_a_pure_module_asks_no_clock_and_talks_to_nobody(name: str) -> None:
    assert not list(forbidden_calls(name))


CHANGING = {
    "append", "add", "update", "setdefault", "pop", "popitem", "clear", "extend", "insert",
    "remove", "discard", "sort", "reverse",
}  # fmt: skip


def module_names(name: str) -> set[str]:
    found: set[str] = set()
    for node in tree(name).body:
        targets = node.targets if isinstance(node, ast.Assign) else []
        if isinstance(node, ast.AnnAssign):
            targets = [node.target]
        found |= {target.id for target in targets if isinstance(target, ast.Name)}
    return found


def local_names(function: ast.AST) -> set[str]:
    stored = {n.id for n in ast.walk(function) if isinstance(n, ast.Name)
              and isinstance(n.ctx, ast.Store)}  # fmt: skip
    return stored | {n.arg for n in ast.walk(function) if isinstance(n, ast.arg)}


def changes_of_module_state(name: str) -> Iterator[str]:
    """Functions that change what stands at the top of their module."""
    top = module_names(name)
    for function in ast.walk(tree(name)):
        if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        shared = top - local_names(function)
        for node in ast.walk(function):
            match node:
                case ast.Global(names=names):
                    yield f"{name}:{node.lineno}: global {', '.join(names)}"
                case ast.Subscript(value=ast.Name(id=word), ctx=ast.Store() | ast.Del()):
                    if word in shared:
                        yield f"{name}:{node.lineno}: {word}[...] is changed"
                case ast.Call(func=ast.Attribute(value=ast.Name(id=word), attr=how)):
                    if word in shared and how in CHANGING:
                        yield f"{name}:{node.lineno}: {word}.{how}()"
                case _:
                    pass


@pytest.mark.parametrize("name", NAMES)
def test_no_module_keeps_state(name: str) -> None:
    assert not list(changes_of_module_state(name))


def imported(name: str) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(tree(name)):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            found.add(node.module.partition(".")[0])
    return found


@pytest.mark.parametrize("library", ONE_FILE)
def test_a_peculiar_library_is_known_to_one_file(library: str) -> None:
    users = {name for name in NAMES if library in imported(name)}
    assert users <= {ONE_FILE[library]}


# what opens a connection to somewhere, and the only files that may: the guard stands in both
DOORS = {
    "AsyncClient": "aggregator/network.py",
    "AsyncConnectionPool": "aggregator/transport.py",
}
OTHER_DOORS = {
    "Client", "ConnectionPool", "HTTPTransport", "AsyncHTTPTransport", "create_connection",
    "open_connection", "urlopen", "urlretrieve", "HTTPConnection", "HTTPSConnection",
}  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_nothing_leaves_but_by_the_guarded_door(name: str) -> None:
    called = {
        node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        for node in ast.walk(tree(name))
        if isinstance(node, ast.Call)
    }
    assert not called & OTHER_DOORS
    assert {door for door in called & DOORS.keys() if DOORS[door] != name} == set()


BANNED = {
    "manager", "helper", "helpers", "utils", "util", "common", "base", "data", "info", "process",
    "handle", "item", "post", "reader",
}  # fmt: skip


# RSS and JSON Feed say item; SQLAlchemy's types process; two texts have passages in common; a
# person may go by a handle.
OWN_WORDS = {
    "aggregator/assembly.py": {"common"},
    "aggregator/judgement.py": {"common"},
    "aggregator/sources/_feedparser.py": {"item"},
    "aggregator/text/names.py": {"handle"},
    "aggregator/transport.py": {"info"},  # httpcore's word
    "aggregator/store/columns.py": {"process"},
    "feeds/conformance/jsonfeed.py": {"item"},
    "feeds/conformance/rss.py": {"item"},
    "feeds/formats/jsonfeed.py": {"item"},
    "feeds/formats/rss.py": {"item"},
}


@pytest.mark.parametrize("name", NAMES)
def test_names_avoid_the_words_that_mean_everything(name: str) -> None:
    words = set(Path(name).stem.split("_"))
    for node in ast.walk(tree(name)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            words |= set(node.name.split("_"))
    assert not words & (BANNED - OWN_WORDS.get(name, set()))
