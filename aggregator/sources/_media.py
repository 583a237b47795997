"""Files and pictures that an entry carries, as links; what makes it an episode. Pure.

RSS enclosures, Media RSS (also in groups), iTunes and RSS images; Apple's podcast elements.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from ..episode import Episode, EpisodeKind
from ..model import Link
from ..text.clean import one_line
from ..text.urls import absolute, host_key

_MOST = 50
_PICTURE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif)(?:[?#]|$)", re.IGNORECASE)
_KINDS: dict[str, EpisodeKind] = {"full": "full", "trailer": "trailer", "bonus": "bonus"}
_EXPLICIT = {
    **dict.fromkeys(("true", "yes", "explicit"), True),
    **dict.fromkeys(("false", "no", "clean"), False),
}
_DURATION = re.compile(r"(?:(?:(\d{1,4}):)?(\d{1,5}):)?(\d{1,7})(?:\.\d{1,20})?")
_PORTRAITS = (
    "gravatar.com",
    "secure.gravatar.com",
)  # WordPress puts the author's face in media:content


def enclosures(given: Mapping[str, Any], base: str) -> tuple[Link, ...]:
    """`media:content` as enclosure links; enclosures proper are among the entry's links already."""
    found = []
    for media in given.get("media_content", ())[:_MOST]:
        href = absolute(str(media.get("url") or ""), base)
        if href and host_key(href) not in _PORTRAITS:
            found.append(
                Link(
                    href=href,
                    rel="enclosure",
                    type=media_type(media.get("type"), media.get("medium"), href),
                    length=amount(media.get("filesize")),
                    duration=seconds(media.get("duration")),
                )
            )
    return tuple(found)


def image(given: Mapping[str, Any], links: Sequence[Link], base: str) -> str:
    """The address of the picture that stands for the entry; "" for none."""
    picture = given.get("image")
    if isinstance(picture, Mapping) and (href := absolute(str(picture.get("href") or ""), base)):
        return href
    for thumbnail in given.get("media_thumbnail", ()):
        if href := absolute(str(thumbnail.get("url") or ""), base):
            return href
    pictures = (link.href for link in links if link.rel == "enclosure" and is_picture(link))
    return next(pictures, "")


def is_picture(link: Link) -> bool:
    if link.type:
        return link.type.startswith("image/")
    return bool(_PICTURE.search(link.href))


def media_type(stated: object, medium: object, href: str) -> str | None:
    """A media type in its lower-case form, as stated or, for a picture, as its address tells."""
    text = one_line(str(stated or ""), 100).lower()
    if re.fullmatch(r"[\w.+-]+/[\w.+-]+(?:\s*;.*)?", text):
        return text
    match = _PICTURE.search(href)
    if match and medium in (None, "", "image"):
        extension = match[0].strip(".?#").lower()
        return f"image/{'jpeg' if extension == 'jpg' else extension}"
    return None


def amount(stated: object) -> int | None:
    """A size or number; None for nonsense and for 0, which servers write when they do not know."""
    match = re.fullmatch(r"\s*(\d{1,15})\s*", str(stated or ""))
    return (int(match[1]) or None) if match else None


def seconds(stated: object) -> int | None:
    """Whole seconds of "754", "12:34" or "1:02:03"; None for nonsense and for 0, as with sizes."""
    match = _DURATION.fullmatch(str(stated or "").strip())
    if match is None:
        return None
    hours, minutes, rest = (int(part or 0) for part in match.groups())
    return hours * 3600 + minutes * 60 + rest or None


def timed(links: Sequence[Link], duration: int | None) -> tuple[Link, ...]:
    """The links with itunes:duration at what is played: the first file that is no picture."""
    for place, link in enumerate(links):
        if link.rel == "enclosure" and not is_picture(link):
            played = replace(link, duration=link.duration or duration)
            return (*links[:place], played, *links[place + 1 :])
    return tuple(links)


def episode(number: str, season: str, kind: str, explicit: str) -> Episode | None:
    """What Apple's elements of these texts come to; None where nothing of it is said."""
    found = Episode(
        number=amount(number),
        season=amount(season),
        kind=_KINDS.get(kind.strip().lower(), ""),
        explicit=_EXPLICIT.get(explicit.strip().lower()),
    )
    return found if found != Episode() else None
