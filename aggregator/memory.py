"""How a process of ours holds memory: what large documents took is given back when they are done.

glibc keeps what was freed: it raises the size from which blocks are mapped on their own to that of
the largest block freed, lets each thread have an arena, and of smaller blocks returns only what
lies at an arena's end. A document of 10 MB an hour would leave the process 100 MB larger for good.
"""

import ctypes
from contextlib import suppress

_MMAP_THRESHOLD, _ARENA_MAX = -3, -8  # mallopt(3)


def give_back_large_blocks() -> None:
    """For the rest of this process's life; nothing where the C library knows no mallopt."""
    with suppress(OSError, AttributeError):
        adjust = ctypes.CDLL(None).mallopt
        adjust(_MMAP_THRESHOLD, 128 * 1024)
        adjust(_ARENA_MAX, 2)


def give_back_freed() -> None:
    """Whatever is free now, in a few milliseconds; nothing where the C library knows no
    malloc_trim."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).malloc_trim(0)
