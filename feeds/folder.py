"""Names and bytes in, files in one directory out; and away again when they are not named any more.

Each file appears whole or not at all. A manifest tells what we wrote, by digest: what someone else
put there, or changed since, is never removed.
"""

import json
import os
from collections.abc import Callable
from functools import partial
from hashlib import blake2b
from pathlib import Path, PurePosixPath
from types import TracebackType
from typing import TypeVar

from aggregator.errors import ConfigError

MANIFEST = ".feedmill-manifest.json"

_T = TypeVar("_T")


class Folder:
    """A directory that is being written; on leaving the block, what is left over is removed.

    When the block fails, everything stays, and stays known as ours. Raises ConfigError when the
    directory cannot be written.
    """

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._before: dict[str, str] = {}
        self._now: dict[str, str] = {}
        self._made: set[Path] = set()

    def __enter__(self) -> "Folder":
        self._try(lambda: self._directory.mkdir(parents=True, exist_ok=True))
        self._before = self._read_manifest()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if kind is None:
            for name in self.left_over():
                self._try(partial(self._remove, name))
            self._write_manifest(self._now)
        else:
            self._write_manifest(self._before | self._now)

    def put(self, name: str, body: bytes) -> None:
        """Write a file, unless it is there with these bytes already."""
        digest = _digest(body)
        place = self._place(name)
        self._now[name] = digest
        self._try(lambda: self._put(place, body))

    def keep(self, name: str) -> None:
        """Leave a file as an earlier build wrote it."""
        if name in self._before:
            self._now[name] = self._before[name]

    def left_over(self) -> tuple[str, ...]:
        """What an earlier build wrote and this one has not (yet) named."""
        return tuple(name for name in self._before if name not in self._now)

    def _place(self, name: str) -> Path:
        """The file of a name, which cannot lead out of the directory."""
        if not _stays_inside(name):
            raise ConfigError(f"{self._directory}: {name!r} is no name for a file")
        return self._directory / name

    def _put(self, place: Path, body: bytes) -> None:
        if place.is_file() and place.read_bytes() == body:
            return
        if place.parent not in self._made:
            place.parent.mkdir(parents=True, exist_ok=True)
            self._made.add(place.parent)
        beside = place.with_name(f".{place.name}.{os.getpid()}.new")
        try:
            beside.write_bytes(body)
            beside.replace(place)
        finally:
            beside.unlink(missing_ok=True)

    def _remove(self, name: str) -> None:
        place = self._place(name)
        if not place.is_file() or _digest(place.read_bytes()) != self._before[name]:
            return
        place.unlink()
        for parent in place.parents:
            if parent == self._directory or any(parent.iterdir()):
                return
            parent.rmdir()

    def _read_manifest(self) -> dict[str, str]:
        """What we wrote earlier. A manifest that is none tells of nothing: nothing is removed."""
        try:
            found = json.loads((self._directory / MANIFEST).read_bytes())
        except (OSError, ValueError):
            return {}
        if not isinstance(found, dict):
            return {}
        return {
            name: digest
            for name, digest in found.items()
            if isinstance(digest, str) and _stays_inside(name)
        }

    def _write_manifest(self, files: dict[str, str]) -> None:
        body = json.dumps(files, sort_keys=True, indent=0).encode()
        self._try(lambda: self._put(self._directory / MANIFEST, body))

    def _try(self, act: Callable[[], _T]) -> _T:
        try:
            return act()
        except OSError as error:
            place = error.filename or self._directory
            raise ConfigError(f"{place}: {error.strerror}") from error


def _stays_inside(name: str) -> bool:
    """Whether a name is a relative path that cannot climb."""
    parts = PurePosixPath(name).parts
    return bool(parts) and not any(part in ("..", "/") for part in parts) and "\0" not in name


def _digest(body: bytes) -> str:
    return blake2b(body, digest_size=16).hexdigest()
