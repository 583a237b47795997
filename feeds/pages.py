"""Page values in, HTML out, through the templates of one folder.

Pure but for reading its own templates and assets once. Everything is escaped by Jinja2; the one
exception is the content of an article, which the intake has made safe.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from hashlib import blake2b
from importlib.resources import files
from traceback import extract_tb
from typing import Any
from urllib.parse import urlsplit

from jinja2 import (
    ChoiceLoader,
    Environment,
    FunctionLoader,
    PackageLoader,
    PrefixLoader,
    StrictUndefined,
    TemplateError,
)
from markupsafe import Markup

from aggregator.config import Site
from aggregator.errors import FormatError
from aggregator.model import Story

from . import cards, compose, particulars, urls
from .cards import Card, Day, Known, Named
from .frames import Head, IndexOf, Nothing, Shelf
from .months import Leaf, Year
from .pictures import Picture
from .routes import Embed, SearchPage, path_of
from .saying import FILTERS, count, language, month_of
from .schedule import Schedule
from .status import HealthGroup

_SHELVES: tuple[Named, ...] = (
    Named(title="Latest", path="/"),
    Named(title="Topics", path="/topics/"),
    Named(title="Authors", path="/authors/"),
    Named(title="Sources", path="/sources/"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asset:
    """A file that pages name by its content, so that it may be kept for ever."""

    path: str
    body: bytes
    media_type: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """What an operator puts in place of our own: templates by name, rules of style that follow
    ours, the picture of the site."""

    templates: Mapping[str, str] = field(default_factory=dict)
    style: str = ""
    icon: bytes = b""


OURS = Theme()
"""The theme of a site without one."""


class Pages:
    """The pages of one site.

    A theme's template stands before ours of that name, which is still there as `feedmill/NAME`.
    Where nobody answers queries (`live` is false), no page asks for one.
    """

    def __init__(self, site: Site, theme: Theme = OURS, *, live: bool = True) -> None:
        self.site = site
        self._theme = theme
        own = PackageLoader("feeds", "templates")
        self._templates = Environment(
            loader=ChoiceLoader(
                [FunctionLoader(self._of_theme), own, PrefixLoader({"feedmill": own})]
            ),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )
        own_words = {"lang": lambda tag: language(tag or site.language)}
        self._templates.filters |= FILTERS | own_words
        prefix = urlsplit(site.url).path.rstrip("/")
        self._templates.globals |= {
            "site": site,
            "contact": _contact(site.contact),
            "navigation": _SHELVES,
            "live": live,
            "assets": {"style": self.style.path, "icon": self.icon.path},
            "at": lambda path: prefix + path,
            "feeds_of": cards.feed_links,
        }

    @property
    def templates(self) -> tuple[str, ...]:
        """The names of our own templates, any of which a theme may replace."""
        return tuple(sorted(PackageLoader("feeds", "templates").list_templates()))

    @cached_property
    def style(self) -> Asset:
        """The stylesheet."""
        own = (files("feeds") / "assets" / "feedmill.css").read_bytes()
        return _asset("feedmill.css", own + self._theme.style.encode(), "text/css; charset=utf-8")

    @cached_property
    def icon(self) -> Asset:
        """The picture in a browser's tab."""
        own = (files("feeds") / "assets" / "favicon.svg").read_bytes()
        return _asset("favicon.svg", self._theme.icon or own, "image/svg+xml")

    def river(
        self,
        head: Head,
        days: Sequence[Day],
        *,
        heading: str = "",
        tell: str = "",
        tell_rule: str = "",
        tell_link: Named | None = None,
        narrower: Sequence[Named] = (),
        before: date | None = None,
        older: str = "",
        picture: Picture | None = None,
        shelves: Sequence[Shelf] = (),
        nothing: Nothing,
    ) -> bytes:
        """Stories under their days; `older` is the path of the next page, "" on the last, and
        `narrower` leads to parts of the group."""
        return self._render(
            "river.html",
            head=head,
            heading=heading or head.title,
            days=days,
            tell=tell,
            tell_rule=tell_rule,
            tell_link=tell_link,
            narrower=narrower,
            before=before,
            older=older,
            picture=picture,
            shelves=[shelf for shelf in shelves if shelf.rows],
            nothing=nothing,
        )

    def index(self, index: IndexOf) -> bytes:
        """All groups of one kind."""
        return self._render(
            "index.html",
            head=index.head,
            rows=index.rows,
            tell=index.tell,
            nothing=index.nothing,
            pictures=index.pictures,
        )

    def search(self, target: SearchPage, days: Sequence[Day], *, older: str) -> bytes:
        """What a search found, newest first; before one, how to ask."""
        words, query = target.filter.words, target.filter.query
        head = Head(
            title=f"Search: {words}" if words else "Search",
            path=path_of(target),
            shelf=urls.SEARCH,
            feeds=cards.feed_links(urls.SEARCH, query) if words else (),
            hidden=bool(words),
        )
        return self._render(
            "search.html",
            head=head,
            words=words,
            kept=[pair for pair in query if pair[0] != "q" and pair[1]],
            days=days,
            found=sum(len(day.cards) for day in days),
            before=target.before.listed if target.before else None,
            older=older,
        )

    def months(self, years: Sequence[Year]) -> bytes:
        """All months with stories, under their years."""
        head = Head(
            title="Archive",
            path=urls.ARCHIVE,
            description=f"The stories of {self.site.title} by the month they came in",
        )
        return self._render("months.html", head=head, years=years)

    def month(self, leaf: Leaf, days: Sequence[Day], *, path: str) -> bytes:
        """The headlines of a month, newest first, or a further page of them."""
        month = month_of(leaf.row.first)
        head = Head(
            title=month,
            path=path,
            description=f"{month}: {count(leaf.row.stories, 'story', 'stories')}"
            f" of {self.site.title}",
            crumbs=(Named(title="Archive", path=urls.ARCHIVE),),
            hidden=path != leaf.row.path,
        )
        following = path_of(leaf.following) if leaf.following else ""
        return self._render("month.html", head=head, leaf=leaf, days=days, following=following)

    def story(self, story: Story, known: Known, also: Sequence[tuple[Story, str]] = ()) -> bytes:
        """One story: its lead, its copies and why they are one, what is known of it; `also` tells
        of the same happening, each story with what the two share."""
        card, lead = cards.card_of(story, known), story.lead
        head = Head(
            title=card.title,
            path=card.path,
            description=compose.excerpt(card.excerpt, 200),
            type="article",
            image=urls.web_address(lead.image),
        )
        return self._render(
            "story.html",
            head=head,
            card=card,
            updated=story.updated if story.updated > story.published else None,
            cover=head.image if card.whole and "<img" not in lead.html else "",
            content=_content(card, lead.html),
            onward=_onward(card),
            enclosures=particulars.enclosures_of(lead),
            copies=particulars.copy_rows(story, known),
            copies_tell=_copies_tell(story),
            also=[(cards.card_of(other, known), shared) for other, shared in also],
            facts=particulars.facts_of(story, known),
        )

    def status(
        self,
        healths: Sequence[HealthGroup],
        *,
        figures: Sequence[tuple[str, int]],
        schedule: Schedule | None = None,
    ) -> bytes:
        """How every source is doing, and when each is asked next."""
        troubled = sum(len(h.rows) for h in healths if h.name in ("failing", "gone"))
        total = sum(len(health.rows) for health in healths)
        return self._render(
            "status.html",
            head=Head(title="Status", path=urls.STATUS, shelf=urls.STATUS, hidden=True),
            tell=_status_tell(total, troubled),
            figures=[{"name": name, "value": value} for name, value in figures],
            healths=healths,
            schedule=schedule,
        )

    @cached_property
    def element(self) -> bytes:
        """The custom element that shows headlines on a page of another site."""
        return (files("feeds") / "assets" / "embed.js").read_bytes()

    def embed(self, headlines: Sequence[Card], title: str, target: Embed) -> bytes:
        """Headlines as a fragment for a page of another site: addresses are absolute."""
        query = target.filter.query if target.address.path == urls.SEARCH else ()
        page = urls.absolute(self.site.url, urls.with_query(target.address.path, query))
        return self._render("embed.html", cards=headlines, title=title, page=page)

    def manual(self, most: int) -> bytes:
        """For programmers: our JSON extension, and the query strings of feeds."""
        head = Head(title="Feeds for programs", path=urls.JSON_DOCS)
        return self._render("manual.html", head=head, most=most, at_element=urls.EMBED_ELEMENT)

    def absent(self, title: str, tell: str) -> bytes:
        """In place of a page that is not, or no longer, there. Says nothing of the request."""
        return self._render("absent.html", head=Head(title=title, hidden=True), tell=tell)

    def moved(self, path: str) -> bytes:
        """For hosts that cannot redirect: a page that leads to where a story went."""
        return self._render("moved.html", head=Head(title="Moved", hidden=True), path=path)

    def _render(self, name: str, **values: Any) -> bytes:
        """Raises FormatError where a template fails: only an operator's own can."""
        try:
            return self._templates.get_template(name).render(values).encode()
        except (TemplateError, TypeError, ValueError, ArithmeticError, LookupError) as error:
            words = " ".join(str(error).split())
            raise FormatError(f"{_place(error, self._theme.templates) or name}: {words}") from error

    def _of_theme(self, name: str) -> tuple[str, str, Callable[[], bool]] | None:
        """Named after itself, so that an error tells where it is."""
        text = self._theme.templates.get(name)
        return None if text is None else (text, name, lambda: True)


def older_head(head: Head, path: str) -> Head:
    """The head of an older page of the same river."""
    return replace(head, path=path, hidden=True)


def _content(card: Card, html: str) -> Markup:
    if card.whole:
        # the intake's allow-list made it; titles, names and addresses never come this way
        return Markup(cards.housed(html))  # noqa: S704
    return Markup("<p>{}</p>").format(card.excerpt) if card.excerpt else Markup("")


def _onward(card: Card) -> str:
    host = (urlsplit(card.url).hostname or "").removeprefix("www.")
    return f"{'Read the original' if card.whole else 'Read on'} at {host}"


def _copies_tell(story: Story) -> str:
    words = count(len(story.copies), "more article was", "more articles were")
    alike = f"{words} found to be this one."
    if story.independent > 1:
        alike += f" {story.independent} sources did not copy from each other."
    return alike


def _status_tell(total: int, troubled: int) -> str:
    if not total:
        return "There is nothing to watch yet."
    if not troubled:
        return f"{count(total, 'source is', 'sources are')} read, and none is in trouble."
    need = "needs" if troubled == 1 else "need"
    return f"{count(total, 'source is', 'sources are')} read; {troubled} {need} a look."


def _place(error: Exception, templates: Mapping[str, str]) -> str:
    """NAME:LINE of the innermost of these templates that an error went through; '' for none."""
    frames = extract_tb(error.__traceback__)
    found = (f"{frame.filename}:{frame.lineno}" for frame in reversed(frames))
    return next((place for place in found if place.rpartition(":")[0] in templates), "")


def _contact(contact: str) -> str:
    """The operator's address as a link; '' for what is none."""
    if contact.startswith(("mailto:", "https://", "http://")):
        return contact
    return f"mailto:{contact}" if "@" in contact else ""


def _asset(name: str, body: bytes, media_type: str) -> Asset:
    stem, _, ending = name.partition(".")
    mark = blake2b(body, digest_size=6).hexdigest()
    return Asset(path=f"/assets/{stem}.{mark}.{ending}", body=body, media_type=media_type)
