"""A published document in, what is wrong with it out: our own validator. Pure.

Written from the specifications and not from the writers, so that it can find them wrong: Atom (RFC
4287, with 5005 and 6721 as far as we use them), RSS 2.0 and the Advisory Board's profile, JSON Feed
1.1, OPML 2.0; and for all of them that nothing active is in what a reader will show.
"""

from collections.abc import Callable
from typing import Literal

from . import atom, jsonfeed, opml, rss
from ._rules import Problem

__all__ = ["CHECKS", "Problem", "check", "errors"]

DocumentName = Literal["atom", "rss", "json", "opml"]

CHECKS: dict[DocumentName, Callable[[bytes, str], tuple[Problem, ...]]] = {
    "atom": atom.check,
    "rss": rss.check,
    "json": jsonfeed.check,
    "opml": opml.check,
}


def check(body: bytes, format: DocumentName, self_url: str) -> tuple[Problem, ...]:
    """Everything found, in the document's order; `self_url` is where it is served."""
    return CHECKS[format](body, self_url)


def errors(problems: tuple[Problem, ...]) -> tuple[Problem, ...]:
    """Those that make the document invalid; warnings only make it less welcome."""
    return tuple(problem for problem in problems if problem.severity == "error")
