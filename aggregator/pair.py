"""Two articles side by side, and what can be said of them before their texts are aligned. Pure."""

import re
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit

from .model import Article
from .sketch import Sentence, Sketch, sketch
from .text.words import letters

# a headline that says Britain has not changed a fact of one that says the UK
_BY_ANOTHER_NAME = {"uk", "britai", "britis", "united", "kingdo", "states", "us", "usa", "americ"}


@dataclass(frozen=True, slots=True)
class Pair:
    """Two articles. Their sketches are made when first asked for: most pairs need none."""

    a: Article
    b: Article

    @property
    def first(self) -> Sketch:
        """The sketch of `a`."""
        return sketch(self.a.title, self.a.text)

    @property
    def second(self) -> Sketch:
        """The sketch of `b`."""
        return sketch(self.b.title, self.b.text)

    @property
    def same_link(self) -> bool:
        """Both stand on one page, which is a page of its own."""
        return self.a.url == self.b.url and is_identity(self.a.url)

    @property
    def same_house(self) -> bool:
        """One publisher; the entries of a planet are of many, each on its own host."""
        if self.a.source != self.b.source:
            return False
        mine, yours = _host(self.a), _host(self.b)
        return mine == yours or not mine or not yours

    @property
    def same_title(self) -> bool:
        """Letter for letter, and more than a word or two."""
        return letters(self.a.title) == letters(self.b.title) and self.first.title.size >= 3

    @property
    def words(self) -> int:
        """Of the shorter text."""
        return min(len(self.first.words), len(self.second.words))

    @property
    def sent_twice(self) -> bool:
        """By one publisher and by mistake: the same link, or the same title within two hours.

        What a publisher repeats later it repeats on purpose: serials, reruns, open threads.
        """
        return self.same_link or (
            self.near_in_time(hours=2) and self.same_title and not self.other_media
        )

    @property
    def repeated_on_purpose(self) -> bool:
        """By one publisher, and not sent twice by mistake."""
        return self.same_house and not self.sent_twice

    @property
    def other_media(self) -> bool:
        """Each has a picture or recording, and not the same one."""
        mine, yours = _media(self.a), _media(self.b)
        return bool(mine) and bool(yours) and not mine & yours

    @property
    def titles_conflict(self) -> bool:
        """'Forecast for 7 March' and 'for 8 March', 'Bridge in Leeds' and 'in York'.

        Each title has a figure, or a name that its text has too, that the other article has not.
        """
        mine = _told_by_title(self.first) - self.second.title.weights.keys()
        yours = _told_by_title(self.second) - self.first.title.weights.keys()
        if not mine or not yours:
            return False
        return bool(mine - self.second.stems) and bool(yours - self.first.stems)

    @property
    def title_words_conflict(self) -> bool:
        """'Cook, Leeds' and 'Nurse, Leeds': of two copies, one would have both words somewhere."""
        mine = self.first.title.weights.keys() & self.first.stems
        yours = self.second.title.weights.keys() & self.second.stems
        mine -= self.second.stems | self.second.title.weights.keys()
        yours -= self.first.stems | self.first.title.weights.keys()
        return bool(mine) and bool(yours)

    @property
    def languages_differ(self) -> bool:
        """By what the sources say, where both say it."""
        mine, yours = self.a.language[:2], self.b.language[:2]
        return bool(mine) and bool(yours) and mine != yours

    @property
    def titles_fit(self) -> bool:
        """A title tells of its text, or both are one.

        Under different headlines that tell of none of it, a text is what sites say everywhere.
        """
        if self.words >= 150 or self.titles_agree(0.4 if self.words >= 60 else 0.8):
            return True
        return _told_of(self.first) or _told_of(self.second)

    def near_in_time(self, *, hours: int) -> bool:
        """Published within so many hours of each other."""
        return abs(self.a.published - self.b.published) <= timedelta(hours=hours)

    def titles_agree(self, share: float) -> bool:
        """One title contains so much of the other; a title of one word agrees with nothing."""
        telling = min(self.first.title.total, self.second.title.total) >= 3
        return self.same_title or (
            telling and _shared(self.first.title, self.second.title) >= share
        )


def is_identity(url: str) -> bool:
    """A page of its own: a home page is shared by everything that is on it."""
    parts = urlsplit(url)
    return bool(parts.hostname and (parts.path.strip("/") or parts.query))


def _host(article: Article) -> str:
    return (urlsplit(article.link or article.url).hostname or "").removeprefix("www.")


def _media(article: Article) -> set[str]:
    places = [article.image, *(link.href for link in article.enclosures)]
    return {name for place in places if (name := re.sub(r"[?#].*", "", place).rsplit("/", 1)[-1])}


def _told_by_title(sketch: Sketch) -> set[str]:
    """The figures of a title, and those of its words that are names in the body."""
    told = {word for word in sketch.title.weights if word[0].isdecimal() or word in sketch.names}
    return told - _BY_ANOTHER_NAME


def _told_of(sketch: Sketch) -> bool:
    """Whether a title has a third of its weight in the text; of a word or two it says nothing."""
    title = sketch.title
    met = sum(weight for word, weight in title.weights.items() if word in sketch.stems)
    return title.total < 3 or met * 3 >= title.total


def _shared(a: Sentence, b: Sentence) -> float:
    smaller = min(a.total, b.total)
    shared = sum(min(w, b.weights[word]) for word, w in a.weights.items() if word in b.weights)
    return shared / smaller if smaller else 0.0
