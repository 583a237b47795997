"""Categories as sources write them in, the topics they mean here out. Pure.

A category means a topic when it says the topic's title, the last level of its slug, or one of the
names in `categories` of the configuration - whole, or as one level or one of several in a list
("Technology > Python", "python, django"). Words of no meaning never do so by themselves: what
thousands of sources call "News" is no subject. A code of IPTC's Media Topics is understood in
any of its spellings, and those of the top level by their names too (`text.mediatopics`).
"""

import re
from collections.abc import Iterable, Sequence

from .config import Topic
from .model import Category
from .text.fold import fold
from .text.mediatopics import NAMES, media_topic

# What publishing systems write when nobody chose, in the languages they come in.
_EMPTY = frozenset(fold(word).strip() for word in (
    "uncategorized", "uncategorised", "unclassified", "general", "misc", "miscellaneous", "other",
    "news", "latest news", "latest", "top stories", "breaking news", "headlines", "featured",
    "feature", "home", "homepage", "front page", "blog", "blogs", "post", "posts", "article",
    "articles", "story", "stories", "updates", "announcements", "default", "all", "main", "archive",
    "allgemein", "allgemeines", "nachrichten", "aktuelles", "verschiedenes", "startseite",
    "non classé", "actualités", "divers", "accueil", "sin categoría", "noticias", "varios",
    "portada", "sem categoria", "notícias", "senza categoria", "notizie", "varie", "geen categorie",
    "nieuws", "okategoriserade", "nyheter", "nyheder", "bez kategorii", "aktualności",
    "без рубрики", "новости", "разное", "未分类", "未分類", "新闻", "ニュース", "未分類の投稿",
    "미분류", "뉴스", "غير مصنف", "أخبار",
))  # fmt: skip
_PARTS = re.compile(r"[/>|,;:»›]")


def topics_meant(categories: Iterable[Category], topics: Sequence[Topic]) -> dict[str, str]:
    """For each topic that a category means, the category as it was written."""
    written = [(one, part) for one in categories for part in _parts(one)]
    if not written:
        return {}
    names = _names(topics)
    meant: dict[str, str] = {}
    for category, part in written:
        for slug in names.get(part, ()):
            meant.setdefault(slug, category.label or category.term)
    return meant


def _parts(category: Category) -> tuple[str, ...]:
    """The folded words of a category, whole and in parts."""
    texts = [text for text in (category.term, category.label) if text]
    parts = [part for text in texts for part in (text, *_PARTS.split(text))]
    for code in (media_topic(text, category.scheme or "") for text in texts):
        parts += [code, NAMES.get(code, "")]
    return tuple(dict.fromkeys(words for words in map(fold, parts) if words))


def _names(topics: Sequence[Topic]) -> dict[str, list[str]]:
    """Folded names, each with the topics it stands for."""
    names: dict[str, list[str]] = {}
    for topic in topics:
        own = [topic.title.removeprefix("The "), topic.title, topic.slug.rpartition("/")[2]]
        folded = {fold(name) for name in own if fold(name).strip() not in _EMPTY}
        folded |= {fold(name) for name in topic.categories}
        for code in map(media_topic, topic.categories):
            folded |= {fold(code), fold(NAMES.get(code, ""))}
        for name in folded - {""}:
            names.setdefault(name, []).append(topic.slug)
    return names
