"""An event loop whose time passes at once: sleeping moves the clock, nothing waits."""

import asyncio
import selectors
from collections.abc import Coroutine
from typing import Any, TypeVar

_T = TypeVar("_T")


class _InstantSelector(selectors.DefaultSelector):  # type: ignore[misc,valid-type]
    """Where the loop would wait for the next timer, the loop's clock goes there instead."""

    now = 0.0

    def select(self, timeout: float | None = None) -> list[Any]:
        ready = super().select(0)
        if not ready:
            if timeout is None:
                raise RuntimeError("simulated time: everything waits and nothing is to come")
            self.now += timeout
        return list(ready)


class SimulatedLoop(asyncio.SelectorEventLoop):
    """Runs timers in their order, waiting for none. Not for threads and sockets: they take time."""

    def __init__(self) -> None:
        self._instant = _InstantSelector()
        super().__init__(self._instant)

    def time(self) -> float:
        return self._instant.now


def run_simulated(main: Coroutine[Any, Any, _T]) -> _T:
    """asyncio.run in simulated time."""
    with asyncio.Runner(loop_factory=SimulatedLoop) as runner:
        return runner.run(main)
