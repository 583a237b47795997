"""A pure function run where it can be killed: in a child process with bounds on time and memory.

What a stranger's document makes a parser do is not ours to predict (protocol.md section 4 has the
measured cases: 100 s for 1 MB). So documents are read in child processes: one that overruns its
time is killed, one that overruns its memory fails alone, and the event loop never waits.
"""

import asyncio
import math
import multiprocessing
import resource
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import Any, Self, TypeVar

from .errors import ReadError, SourceError
from .memory import give_back_large_blocks

_T = TypeVar("_T")
# a fork of ours would copy our threads' locks; a fork server has none, and imports only once
_FORKS = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload(["aggregator.shared"])
_STATUS = Path("/proc/self/status")
_READY = "ready"
_START = 60.0  # seconds a child may take to import what it runs; paid once a child
HEAVY = 1024**2
"""Bytes of a document that takes its turn."""
_GROWN = 48 * 1024**2  # bytes more than at its start, after a call: a child is replaced


@dataclass(slots=True)
class _Child:
    process: ForkServerProcess
    pipe: Connection
    calls: int = 0


@dataclass(frozen=True, slots=True)
class _End:
    """What a child says last of each call."""

    error: Exception | None
    has_grown: bool


@dataclass(frozen=True, slots=True)
class _Answer:
    parts: list[Any]
    error: Exception | None
    has_grown: bool


class CutOffError(ReadError):
    """Reading was stopped; `parts` is what had come by then."""

    def __init__(self, message: str, parts: Sequence[Any] = ()) -> None:
        super().__init__(message)
        self.parts = tuple(parts)


@dataclass(slots=True)
class Confinement:
    """Up to `children` processes; each call may take `seconds` of CPU and twice that by the clock,
    each child hold `memory` bytes more than it starts with.

    CPU is what is bounded: on a busy machine a sound document must not fail for its neighbours.
    Heavy documents are read one at a time, so that memory is bounded for all children together.
    Used as an async context manager; leaving it kills every child.
    """

    seconds: float = 12.0
    memory: int = 80 * 1024**2
    children: int = 3
    calls: int = 2000  # then a child is replaced: what libraries leak is returned
    _idle: list[_Child] = field(default_factory=list)
    _room: asyncio.Semaphore | None = None
    _heavy: asyncio.Semaphore | None = None

    async def __aenter__(self) -> Self:
        self._room, self._heavy = asyncio.Semaphore(self.children), asyncio.Semaphore(1)
        return self

    async def __aexit__(self, *_: object) -> None:
        for child in self._idle:
            _kill(child)
        self._idle.clear()

    async def call(
        self,
        subject: str,
        function: Callable[..., Iterator[_T]],
        values: list[Any],
        *,
        size: int = 0,
    ) -> tuple[_T, ...]:
        """All that `function(*values)` yields in a child; both importable, all of it picklable.

        `values` are taken out of the list once they are sent: a document is held by its reader
        only. `size` is that of the document, in bytes. Raises what `function` raises when that is a
        SourceError, else ReadError naming `subject`; CutOffError where it was stopped.
        """
        assert self._heavy is not None, "Confinement is used inside `async with`"  # noqa: S101 - a fault of ours
        if size <= HEAVY:
            return await self._call(subject, function, values)
        async with self._heavy:
            self._make_room()
            return await self._call(subject, function, values)

    async def _call(
        self, subject: str, function: Callable[..., Iterator[_T]], values: list[Any]
    ) -> tuple[_T, ...]:
        assert self._room is not None  # noqa: S101 - as above
        async with self._room:
            child = self._idle.pop() if self._idle else await asyncio.to_thread(self._start)
            kept = False
            try:
                answer = await _ask(child, self.seconds, subject, function, values)
                kept = child.calls < self.calls and not answer.has_grown
            finally:
                if kept:
                    self._idle.append(child)
                else:  # overran, died, was cancelled, has grown, or is due for replacement
                    _kill(child)
        if isinstance(answer.error, SourceError):
            raise answer.error
        if answer.error is not None:
            raise ReadError(f"{subject}: cannot be read ({answer.error})") from answer.error
        return tuple(answer.parts)

    def _make_room(self) -> None:
        """Those who have nothing to do end before a heavy document takes memory."""
        for child in self._idle[1:]:
            _kill(child)
        del self._idle[1:]

    def _start(self) -> _Child:
        ours, theirs = _FORKS.Pipe()
        process = _FORKS.Process(target=_serve, args=(theirs, self.memory), daemon=True)
        process.start()
        theirs.close()
        child = _Child(process, ours)
        with suppress(EOFError):
            if ours.poll(_START) and ours.recv() == _READY:
                return child
        # one that says so later would have it taken for an answer, and each answer for the next
        _kill(child)
        raise ReadError("no process to read documents in could be started")


async def _ask(
    child: _Child, seconds: float, subject: str, function: Callable[..., Any], values: list[Any]
) -> _Answer:
    """What came of it; CutOffError with the parts that came before it was stopped."""
    child.calls += 1
    loop, parts = asyncio.get_running_loop(), list[Any]()
    end = loop.time() + 2 * seconds
    too_long = f"{subject}: reading took longer than {seconds:g} s and was stopped"
    too_much = f"{subject}: reading needed too much memory and was stopped"
    try:
        await asyncio.to_thread(child.pipe.send, (function, values, seconds))
        values.clear()
        while True:
            if not await asyncio.to_thread(child.pipe.poll, max(0.0, end - loop.time())):
                raise CutOffError(too_long, parts)
            answer = await asyncio.to_thread(child.pipe.recv)
            if isinstance(answer, _End):
                break
            parts.append(answer)
    except (EOFError, BrokenPipeError, ConnectionResetError) as error:
        child.process.join(1)
        is_late = child.process.exitcode == -signal.SIGXCPU
        raise CutOffError(too_long if is_late else too_much, parts) from error
    if isinstance(answer.error, MemoryError):
        raise CutOffError(too_much, parts) from answer.error
    return _Answer(parts, answer.error, answer.has_grown)


def _kill(child: _Child) -> None:
    child.process.kill()
    child.process.join(5)
    child.pipe.close()


def _serve(pipe: Connection, memory: int) -> None:
    """The child's life: one call after another until its pipe closes."""
    give_back_large_blocks()
    most = _held("VmData") + memory
    resource.setrlimit(resource.RLIMIT_DATA, (most, most))
    usual = _held("VmRSS") + _GROWN
    with suppress(EOFError, ConnectionError, KeyboardInterrupt):  # who asked has ended
        pipe.send(_READY)
        while True:
            function, values, seconds = pipe.recv()
            used = resource.getrusage(resource.RUSAGE_SELF)
            end = math.ceil(used.ru_utime + used.ru_stime + seconds)
            resource.setrlimit(resource.RLIMIT_CPU, (end, resource.RLIM_INFINITY))
            error = _send_all(pipe, function, values)
            pipe.send(_End(error, _held("VmRSS") > usual))
            del values, error


def _send_all(
    pipe: Connection, function: Callable[..., Iterator[Any]], values: Any
) -> Exception | None:
    """Send what the function yields, part by part: never is all of it there twice."""
    try:
        for part in function(*values):
            pipe.send(part)
    except (SourceError, MemoryError) as error:
        return error
    except Exception as error:  # it may be of a kind that cannot be sent
        return RuntimeError(type(error).__name__)
    return None


def _held(name: str) -> int:
    """Bytes of this process under a name of /proc/self/status; 0 where there is no such file."""
    with suppress(OSError), _STATUS.open() as lines:
        return 1024 * sum(int(line.split()[1]) for line in lines if line.startswith(f"{name}:"))
    return 0
