"""Processes of one site: started, killed, paused, looked into, ended."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from sqlalchemy import create_engine, text

from tests.postgres import driven

from .planet import GAP, HOSTS, PLAIN, SHARED, Planet

ROOT = Path(__file__).parents[2]
REQUEST = 3.0  # seconds that a request may take: a lease is three times as long
LEASE = 3 * REQUEST
PATIENCE = 150.0  # seconds until something that must happen has not happened

T = TypeVar("T")


TOPICS = "".join(
    f"[[topics]]\nslug = '{slug}'\ntitle = '{slug}'\nlearn = false\ncategories = ['{slug}']\n"
    for slug in ("plain", "shared")
)


def configuration(planet: Planet, store: str, direct: str = "", rules: str = "") -> str:
    sources = "".join(f"[[sources]]\nurl = '{url}'\n" for url in planet.urls())
    return (
        f"[site]\nurl = 'https://planet.example'\nhub = 'none'\n[server]\nport = 0\n"
        f"[store]\nurl = '{store}'\ndirect = '{direct}'\n"
        f"[fetch]\nevery = '2s'\nmin_every = '2s'\nmax_every = '3s'\ntimeout = '{REQUEST}s'\n"
        f"host_every = '{GAP}s'\nhost_burst = 1\n"
        f"allow_networks = ['{planet.address}:{planet.port}']\n"
        f"{rules or TOPICS}{sources}"
    )


@dataclass(slots=True)
class Cluster:
    """All the processes of one configuration."""

    directory: Path
    planet: Planet
    store: str
    direct: str = ""
    rules: str = ""  # of the configuration, in place of the usual topics
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def __enter__(self) -> "Cluster":
        self.directory.mkdir(exist_ok=True)
        self.config.write_text(configuration(self.planet, self.store, self.direct, self.rules))
        return self

    def __exit__(self, *_: object) -> None:
        for process in self.running.values():
            process.kill()
            process.wait()

    @property
    def config(self) -> Path:
        return self.directory / "config.toml"

    def start(
        self, name: str, role: str, *, mode: str = "careful", inside: tuple[str, ...] = ()
    ) -> None:
        """A process under a name; its log stands beside the configuration."""
        with (self.directory / f"{name}.log").open("ab") as log:
            self.running[name] = subprocess.Popen(
                [*inside, *self._command(mode, role)], stdout=log, stderr=log, cwd=ROOT
            )

    def once(self, *command: str, mode: str = "careful") -> None:
        """A command that ends by itself."""
        subprocess.run(self._command(mode, *command), cwd=ROOT, check=True, capture_output=True)

    def set_clock(self, to: datetime) -> None:
        """For processes of the mode "clock"."""
        fresh = self.directory / "clock.new"
        fresh.write_text(to.isoformat())
        fresh.replace(self.directory / "clock")

    def _command(self, mode: str, *command: str) -> list[str]:
        launch = [sys.executable, "-m", "tests.scale.launch", self.planet.address, mode]
        return [*launch, *command, "--config", str(self.config)]

    def signal(self, name: str, number: int) -> None:
        self.running[name].send_signal(number)

    def kill(self, name: str) -> None:
        process = self.running.pop(name)
        process.kill()
        process.wait()

    def end(self, name: str) -> int:
        """Ask a process to end; its exit code."""
        process = self.running.pop(name)
        process.send_signal(signal.SIGTERM)
        return process.wait(30)

    def ask(self, statement: str) -> list[tuple[object, ...]]:
        engine = create_engine(driven(self.direct or self.store))
        try:
            with engine.connect() as connection:
                return [tuple(row) for row in connection.execute(text(statement))]
        finally:
            engine.dispose()

    def do(self, statement: str) -> None:
        engine = create_engine(driven(self.direct or self.store))
        try:
            with engine.begin() as connection:
                connection.execute(text(statement))
        finally:
            engine.dispose()

    def links(self) -> list[str]:
        return [str(row[0]) for row in self.ask("SELECT url FROM article")]

    def stories(self) -> set[frozenset[str]]:
        rows = self.ask(
            "SELECT member.story, article.url FROM member JOIN article ON number = member.article"
            " JOIN story ON story.id = member.story WHERE story.shown"
        )
        found: dict[object, set[str]] = {}
        for story, url in rows:
            found.setdefault(story, set()).add(str(url))
        return {frozenset(urls) for urls in found.values()}

    def wait(self, what: str, until: Callable[[], T], patience: float = PATIENCE) -> T:
        """Until something that another process does has happened: real time is what is tested."""
        end = time.monotonic() + patience
        while time.monotonic() < end:
            if value := until():
                return value
            time.sleep(0.1)
        logs = "\n".join(
            f"{log.name}: {log.read_text()[-1500:]}" for log in self.directory.glob("*.log")
        )
        raise AssertionError(f"{what} has not happened\n{logs}")

    def said(self, name: str, what: str) -> bool:
        log = self.directory / f"{name}.log"
        return log.exists() and what in log.read_text()


ALL_SOURCES = PLAIN + SHARED
ALL_HOSTS = HOSTS
assert os.name == "posix"
