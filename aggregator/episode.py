"""What makes an entry an episode of a show, as a frozen value. Pure.

One of the nouns of `model`, with a file of its own. How long a file plays stands in its link, and
so do transcripts and chapters (rel="transcript", rel="chapters").
"""

from dataclasses import dataclass
from typing import Literal

EpisodeKind = Literal["", "full", "trailer", "bonus"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Episode:
    """Apple's itunes:episode, season, episodeType and explicit; what is not said is None or ""."""

    number: int | None = None
    season: int | None = None
    kind: EpisodeKind = ""
    explicit: bool | None = None
