"""A configuration in, one word for all that shapes the bytes of feeds besides the stories out.

Effect: reads our own source files, so that of two builds of one version neither serves what the
other made.
"""

from functools import cache
from hashlib import blake2b
from importlib.metadata import version
from pathlib import Path

import aggregator
from aggregator.config import Config

from .coding import CODINGS, name_of

_LIBRARIES = ("feedgen", "lxml")  # which write


def imprint_of(config: Config) -> str:
    """Equal where equal stories become equal documents."""
    found = blake2b(digest_size=8)
    for part in (
        *(f"{name} {version(name)}" for name in _LIBRARIES),
        *map(name_of, CODINGS),
        config.site.model_dump_json(),
        *(topic.model_dump_json() for topic in config.topics),
    ):
        found.update(part.encode() + b"\0")
    found.update(_code())
    return found.hexdigest()


@cache  # what this process runs, also when an upgrade has put other files in their place
def _code() -> bytes:
    found = blake2b(aggregator.__version__.encode(), digest_size=16)
    for package in (Path(aggregator.__file__).parent, Path(__file__).parent):
        for path in sorted(package.rglob("*.py")):
            found.update(path.read_bytes())
    return found.digest()
