"""What stands between a worker and the database: a pooler, or a network that can be cut."""

import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import make_url

from tests.postgres import free_port

_NET = f"10.213.{os.getpid() % 254 + 1}"  # what a run that was killed left behind is elsewhere
OUTSIDE, INSIDE = f"{_NET}.1", f"{_NET}.2"  # the two ends of the wire


@contextmanager
def pooled(address: str) -> Iterator[str]:
    """The address of a PgBouncer in transaction mode before a database."""
    program = shutil.which("pgbouncer", path=os.environ.get("PATH", "") + ":/usr/sbin")
    if program is None:
        pytest.skip("no PgBouncer on this machine (apt-get install pgbouncer)")
    url, port = make_url(address), free_port()
    folder = Path(tempfile.mkdtemp(prefix="feedmill-pgbouncer-"))
    settings = folder / "pgbouncer.ini"
    settings.write_text(
        f"[databases]\n{url.database} = host={url.host} port={url.port} user={url.username}\n"
        f"[pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = {port}\nunix_socket_dir =\n"
        "auth_type = any\npool_mode = transaction\ndefault_pool_size = 8\nmax_client_conn = 200\n"
    )
    as_whom = None
    if os.geteuid() == 0:
        owner = pwd.getpwnam("nobody")
        as_whom = owner.pw_name
        os.chown(folder, owner.pw_uid, owner.pw_gid)
    process = subprocess.Popen(
        [program, settings], user=as_whom, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    pooler = url.set(host="127.0.0.1", port=port).render_as_string()
    try:
        until = time.monotonic() + 30
        while not _answers(pooler):
            assert process.poll() is None
            assert time.monotonic() < until
            time.sleep(0.05)
        yield pooler
    finally:
        process.kill()
        process.wait()
        shutil.rmtree(folder, ignore_errors=True)


def _answers(address: str) -> bool:
    try:
        psycopg.connect(address, prepare_threshold=None).close()
    except psycopg.OperationalError:
        return False
    return True


class Wire:
    """A network namespace at the other end of a wire; what is cut says nothing to either end."""

    def __init__(self, name: str) -> None:
        self._name = name
        self.inside = ("ip", "netns", "exec", name)

    def cut(self) -> None:
        _ip("-n", self._name, "link", "set", f"{self._name}-i", "down")

    def mend(self) -> None:
        _ip("-n", self._name, "link", "set", f"{self._name}-i", "up")


@contextmanager
def wired() -> Iterator[Wire]:
    """A namespace from which OUTSIDE can be reached."""
    if os.geteuid() != 0 or shutil.which("ip") is None:
        pytest.skip("network namespaces need root and iproute2")
    name = f"fm{os.getpid()}"
    try:
        _ip("netns", "add", name)
    except subprocess.CalledProcessError:
        pytest.skip("this kernel gives us no network namespaces")
    try:
        _ip("link", "add", f"{name}-o", "type", "veth", "peer", "name", f"{name}-i", "netns", name)
        _ip("addr", "add", f"{OUTSIDE}/24", "dev", f"{name}-o")
        _ip("link", "set", f"{name}-o", "up")
        _ip("-n", name, "addr", "add", f"{INSIDE}/24", "dev", f"{name}-i")
        _ip("-n", name, "link", "set", f"{name}-i", "up")
        _ip("-n", name, "link", "set", "lo", "up")
        yield Wire(name)
    finally:
        _ip("netns", "del", name)  # and the wire with it


def _ip(*words: str) -> None:
    subprocess.run(["ip", *words], check=True, capture_output=True)
