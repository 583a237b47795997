"""A file: source in, its bytes or the news that nothing changed out. Reads the disk.

Only regular files, and no more of them than the limit: a device or a pipe has no end.
"""

import hashlib
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import BinaryIO
from urllib.parse import unquote

from .errors import FetchError
from .model import Fetched, NotModified, PollState, Validators

_TYPES = {
    ".atom": "application/atom+xml",
    ".rss": "application/rss+xml",
    ".rdf": "application/rdf+xml",
    ".xml": "application/xml",
    ".json": "application/json",
    ".opml": "text/x-opml",
    ".html": "text/html",
    ".htm": "text/html",
}


def fetch_file(
    state: PollState, directory: Path, *, max_bytes: int, now: datetime
) -> Fetched | NotModified:
    """Read `state.url`, relative to `directory`; raises FetchError.

    Size and time of change stand for an ETag. `Fetched.url` stays as configured, so that no path of
    this machine is published.
    """
    path = file_path(state.url, directory)
    with _opened(path, state.url) as file:
        found = os.fstat(file.fileno())
        validators = Validators(url=state.url, etag=f'"{found.st_mtime_ns:x}-{found.st_size:x}"')
        if validators == state.validators:
            return NotModified(at=now, validators=validators, body_hash=state.body_hash)
        try:
            body = file.read(max_bytes + 1)
        except OSError as error:
            raise FetchError(f"{state.url}: cannot be read") from error
        after = os.fstat(file.fileno())
    if len(body) > max_bytes:
        raise FetchError(f"{state.url}: larger than {max_bytes} bytes")
    if (after.st_mtime_ns, after.st_size) != (found.st_mtime_ns, len(body)):
        raise FetchError(f"{state.url}: changed while it was read")
    digest = hashlib.sha256(body).hexdigest()
    if digest == state.body_hash:
        return NotModified(at=now, validators=validators, body_hash=digest)
    return Fetched(
        url=state.url,
        body=body,
        at=now,
        content_type=_TYPES.get(path.suffix.lower(), ""),
        validators=validators,
        body_hash=digest,
    )


@contextmanager
def _opened(path: Path, subject: str) -> Iterator[BinaryIO]:
    """A regular file. Looked at before it is opened for reading, which waits on a pipe."""
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    try:
        descriptor = os.open(path, flags)
    except OSError as error:
        raise FetchError(f"{subject}: {(error.strerror or 'cannot be read').lower()}") from error
    except ValueError as error:
        raise FetchError(f"{subject}: no name of a file") from error
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise FetchError(f"{subject}: not a regular file", kind="refused")
    with os.fdopen(descriptor, "rb") as file:
        yield file


def file_path(url: str, directory: Path) -> Path:
    """'file:feeds/a.xml' and 'file:///srv/a.xml' as a path; percent escapes only when needed."""
    name = file_name(url)
    as_written = directory / name
    return as_written if as_written.exists() else directory / unquote(name)


def file_name(url: str) -> str:
    """What a file: address names. It has neither query nor fragment: '?' and '#' are of a name."""
    name = url.partition(":")[2].removeprefix("//")
    return name.removeprefix("localhost") if name.startswith("localhost/") else name
