"""What every reading child shares: the fork server imports it once, before there are children.

The tables of the language model alone are 70 MB; loaded by each child they would be there three
times. Here they lie in a file without a name, of which only the pages in use are in memory.
"""

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # before numpy: who forks must have no threads

import mmap
import tempfile
from contextlib import suppress
from typing import Any

import numpy

from . import reading
from .text.language import load_model

__all__ = ["reading"]


def _paged(table: Any) -> memoryview:
    """The same bytes, mapped from a file."""
    with tempfile.TemporaryFile() as file:
        file.write(memoryview(table).cast("B"))
        file.flush()
        return memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))


def _lay_out(model: Any) -> None:
    """Move the large tables of a model out of the heap; where no file can be had, they stay."""
    with suppress(OSError):
        moves, weights = model.tk_nextmove, model.nb_ptc
        model.tk_nextmove = _paged(moves).cast(moves.typecode)
        paged = numpy.frombuffer(_paged(weights), dtype=weights.dtype).reshape(weights.shape)
        model.nb_ptc, model._full_model = paged, (paged, *model._full_model[1:])


_lay_out(load_model())
