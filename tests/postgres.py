"""A PostgreSQL of our own for the tests: found on this machine, started, killed and stopped here.

Debian's packages or a `postgres` on PATH are enough; no service has to run and none is touched.
"""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import create_engine, text

from aggregator.store import open_store

MISSING = "no PostgreSQL on this machine (apt-get install postgresql)"
_OWNERS = ("postgres", "nobody")  # PostgreSQL refuses to run as root
_SETTINGS = {
    "fsync": "off",  # a killed process loses nothing of what the kernel has; a power cut would
    "listen_addresses": "127.0.0.1",
    "max_connections": "200",
    "shared_buffers": "64MB",
    "log_min_messages": "fatal",
}


def binaries() -> Path | None:
    """Where `initdb` and `postgres` are; the newest of Debian's when there are several."""
    on_path = shutil.which("postgres")
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"))
    found = [*debian[-1:], *([Path(on_path).resolve()] if on_path else [])]
    return next((one.parent for one in found if (one.parent / "initdb").exists()), None)


def free_port() -> int:
    """A port of 127.0.0.1 that nobody listens at."""
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        port: int = asked.getsockname()[1]
        return port


def driven(address: str) -> str:
    """The address with the driver that we install, for SQLAlchemy used directly."""
    return address.replace("postgresql://", "postgresql+psycopg://")


class Server:
    """One cluster in a directory of its own, to be started again after `kill` or `stop`."""

    def __init__(self, folder: Path, bin: Path, **settings: str) -> None:
        self._bin = bin
        self._folder = folder / "cluster"
        self._settings = _SETTINGS | settings
        self._user = _owner()
        self._process: subprocess.Popen[bytes] | None = None
        self._made = 0
        self.port = free_port()
        if self._user is not None:
            owner = pwd.getpwnam(self._user)
            os.chown(folder, owner.pw_uid, owner.pw_gid)
        given = (
            "--auth=trust",
            "--username=feedmill",
            "--encoding=UTF8",
            "--locale=C",
            "--no-sync",
        )
        self._run("initdb", *given, "-D", str(self._folder))
        with (self._folder / "pg_hba.conf").open("a") as rules:
            rules.write("host all all 10.0.0.0/8 trust\n")  # for who asks to be listened to there

    def start(self) -> None:
        """Start and wait until it answers."""
        settings = [f"--{name}={value}" for name, value in self._settings.items()]
        self._process = subprocess.Popen(
            [self._bin / "postgres", "-D", self._folder, "-p", str(self.port),
             f"--unix_socket_directories={self._folder}", *settings],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, user=self._user,
            start_new_session=True,
        )  # fmt: skip
        until = time.monotonic() + 60
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > until:
                self.kill()
                raise RuntimeError("PostgreSQL did not start")
            time.sleep(0.02)

    def kill(self) -> None:
        """SIGKILL for it and all its backends, as a machine that dies."""
        if self._process is not None:
            children = _children(self._process.pid)
            self._process.kill()
            for child in children:
                with suppress(ProcessLookupError):
                    os.kill(child, signal.SIGKILL)
            self._process.wait()
            self._process = None

    def stop(self) -> None:
        """End without waiting for those who are connected."""
        if self._process is not None:
            self._process.send_signal(signal.SIGINT)
            self._process.wait()
            self._process = None

    def spent(self) -> float:
        """Seconds of CPU of all its processes that run now (Linux)."""
        assert self._process is not None
        return sum(_spent(one) for one in (self._process.pid, *_children(self._process.pid)))

    def database(self, template: str = "template0") -> str:
        """The address of a fresh database."""
        self._made += 1
        name = f"feedmill_{self._made}"
        self._do(f"CREATE DATABASE {name} TEMPLATE {template}")
        return f"postgresql://feedmill@127.0.0.1:{self.port}/{name}"

    def drop(self, address: str) -> None:
        """Remove a database, whoever is connected."""
        self._do(f"DROP DATABASE {address.rpartition('/')[2]} WITH (FORCE)")

    def _do(self, statement: str) -> None:
        address = f"postgresql://feedmill@127.0.0.1:{self.port}/postgres"
        engine = create_engine(driven(address), isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(statement))
        engine.dispose()

    def _answers(self) -> bool:
        try:
            psycopg.connect(f"postgresql://feedmill@127.0.0.1:{self.port}/postgres").close()
        except psycopg.OperationalError:
            return False
        return True

    def _run(self, program: str, *arguments: str) -> None:
        subprocess.run(
            [self._bin / program, *arguments], check=True, capture_output=True, user=self._user
        )


@contextmanager
def serving(**settings: str) -> Iterator[Server]:
    """A server for as long as the block lasts; skips the test where there is no PostgreSQL."""
    bin = binaries()
    if bin is None:
        pytest.skip(MISSING)
    folder = Path(tempfile.mkdtemp(prefix="feedmill-postgres-"))
    try:
        server = Server(folder, bin, **settings)
        server.start()
        try:
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """The server that all tests share, each in its own database."""
    with serving() as server:
        yield server


@pytest.fixture(scope="session")
def migrated(postgres: Server) -> str:
    """The name of a database that is at HEAD and empty: to copy it is quicker than to migrate."""
    address = postgres.database()
    open_store(address).close()
    return address.rpartition("/")[2]


@pytest.fixture
def address(postgres: Server, migrated: str) -> Iterator[str]:
    """Of an empty database of the test's own."""
    given = postgres.database(migrated)
    yield given
    postgres.drop(given)


def _owner() -> str | None:
    """As whom it runs: ourselves, or an account without rights where we are root."""
    if os.geteuid() != 0:
        return None
    accounts = {one.pw_name for one in pwd.getpwall()}
    return next(name for name in _OWNERS if name in accounts)


def _children(parent: int) -> list[int]:
    """The processes that a process has started and that still run (Linux)."""
    tasks = Path(f"/proc/{parent}/task/{parent}/children")
    return [int(number) for number in tasks.read_text().split()] if tasks.exists() else []


def _spent(process: int) -> float:
    """Seconds of CPU of one process, in user mode and in the kernel (proc(5))."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
