"""The main job as a real process: it serves, polls, reloads, survives a kill, stops cleanly."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from tests.world.behaviours import answer
from tests.world.server import World

PATIENCE = 180  # seconds until something that must happen has not happened


def feed(*numbers):
    items = "".join(
        f"<item><title>Story {n}</title><guid>https://mill.example/{n}</guid>"
        f"<link>https://mill.example/{n}</link><pubDate>Mon, 16 Nov 2026 1{n}:00:00 GMT</pubDate>"
        f"<description>The council has decided for the {n}th time about the mill.</description>"
        "</item>"
        for n in numbers
    )
    return f'<rss version="2.0"><channel><title>Mill</title>{items}</channel></rss>'.encode()


class Process:
    """A running `feedmill run`; its log is in run.log beside the configuration."""

    def __init__(self, directory: Path) -> None:
        self.log = (directory / "run.log").open("a+")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "aggregator", "run", "--config", str(directory / "config.toml")],
            stderr=self.log,
            stdout=self.log,
            env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
        )
        self.url = self.wait(lambda: self.said(r"event=serving address=(\S+)"))

    def said(self, pattern):
        self.log.seek(0)
        found = re.findall(pattern, self.log.read())
        return found[-1] if found else None

    def get(self, path):
        try:
            return httpx.get(self.url + path, timeout=PATIENCE)
        except httpx.TransportError:
            return None

    def stories(self):
        answered = self.get("/status.json")
        return answered.json()["stories"] if answered is not None else None

    def wait(self, until):
        """Poll for something another process does; real time is what is tested here."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            if value := until():
                return value
            assert self.process.poll() is None, self.said(r"(?s).*")
            time.sleep(0.05)
        raise AssertionError(self.said(r"(?s).*"))

    def end(self, number):
        self.process.send_signal(number)
        return self.process.wait(PATIENCE)


@contextmanager
def running(directory):
    process = Process(directory)
    try:
        yield process
    finally:
        if process.process.poll() is None:
            process.end(signal.SIGKILL)
        process.log.close()


@pytest.fixture
def planet(tmp_path):
    with World({"/feed": answer(feed(1, 2), content_type="application/rss+xml")}) as world:
        (tmp_path / "config.toml").write_text(
            f"[server]\nport = 0\n[fetch]\nallow_networks = ['127.0.0.1:{world.port}']\n"
            f"[[sources]]\nurl = '{world.url('/feed')}'\ntitle = 'Mill'\n"
        )
        yield world, tmp_path


def test_it_polls_serves_and_stops_cleanly(planet):
    world, directory = planet
    with running(directory) as process:
        process.wait(lambda: process.stories() == 2)
        document = json.loads(process.get("/all.json").text)
        assert {item["title"] for item in document["items"]} == {"Story 1", "Story 2"}
        assert process.get("/health/ready").status_code == 200
        assert process.end(signal.SIGTERM) == 0
    assert len(world.asked("/feed")) == 1


def test_a_kill_loses_nothing_and_a_restart_asks_nobody_who_is_not_due(planet):
    world, directory = planet
    with running(directory) as process:
        process.wait(lambda: process.stories() == 2)
        before = process.get("/all.atom").content
        process.end(signal.SIGKILL)
    (directory / "run.log").unlink()
    with running(directory) as process:
        assert process.get("/all.atom").content == before
        time.sleep(2.5)  # two heartbeats
        assert process.stories() == 2
    assert len(world.asked("/feed")) == 1


def test_a_saved_configuration_is_taken_up_and_a_wrong_one_is_not(planet):
    _, directory = planet
    path = directory / "config.toml"
    with running(directory) as process:
        process.wait(lambda: process.stories() == 2)
        path.write_text(path.read_text() + "[[topics]]\nslug = 'mills'\ntitle = 'Mills'\n")
        process.wait(lambda: process.said("event=reload (sources=1)"))
        assert process.get("/topics/mills").status_code == 200
        path.write_text("[site]\nnonsense = 1\n")
        process.wait(lambda: process.said("event=reload error=(.*)"))
        assert process.get("/topics/mills").status_code == 200
        process.process.send_signal(signal.SIGHUP)
        process.wait(lambda: len(process.log.seek(0) or process.log.read().split("nonsense")) > 2)


def test_a_port_that_is_taken_is_one_clear_line(planet):
    world, directory = planet
    path = directory / "config.toml"
    path.write_text(path.read_text().replace("port = 0", f"port = {world.port}"))
    result = subprocess.run(
        [sys.executable, "-m", "aggregator", "run", "--config", str(path)],
        capture_output=True, text=True, timeout=PATIENCE, check=False,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    )  # fmt: skip
    assert result.returncode == 2
    assert result.stderr.splitlines()[-1].startswith(f"feedmill: server: 127.0.0.1:{world.port}: ")
