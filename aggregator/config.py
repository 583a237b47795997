"""The text of config.toml in, a frozen `Config` out. Pure: whoever calls reads the file.

Keys, their order and their defaults are those of the shipped config.toml, which is the manual.
Every error is a `ConfigError` that names the key and the line.
"""

import re
import tomllib
from datetime import timedelta
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    IPvAnyNetwork,
    ValidationError,
    model_validator,
)

from .errors import ConfigError
from .model import Distrust, Kind, Publish, Source, SourceId
from .text.query import Query, QueryError, parse_query
from .text.slug import slugify, source_slug

_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
_LONGEST = 36500 * 86400  # a century: sums of dates stay within the calendar
_SIZES = {"b": 1, "kib": 1024, "mib": 1024**2, "gib": 1024**3, "kb": 1000, "mb": 1000**2}


def duration(value: object) -> timedelta:
    """'90s', '15m', '1h', '30d' as a positive timedelta."""
    match = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*([smhd])\s*", str(value))
    if match is None or not 0 < float(match[1]) * _UNITS[match[2]] <= _LONGEST:
        raise ValueError(
            "a duration is a number above 0 and a unit: 90s, 15m, 1h, 30d; at most 36500d"
        )
    return timedelta(seconds=float(match[1]) * _UNITS[match[2]])


def size(value: object) -> int:
    """'10MiB', '512 KiB' as bytes."""
    match = re.fullmatch(r"\s*(\d+)\s*([a-z]+)\s*", str(value).lower())
    if match is None or match[2] not in _SIZES or int(match[1]) == 0:
        raise ValueError("a size is a whole number above 0 and a unit: 512KiB, 10MiB")
    return int(match[1]) * _SIZES[match[2]]


def _web_url(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError("must be an absolute http or https address")
    if parts.query or parts.fragment:
        raise ValueError("must not carry a query or a fragment")
    return value.rstrip("/")


def _hub(value: str) -> str:
    if value in ("", "none"):
        return value
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.fragment:
        raise ValueError('must be "" for our own hub, "none", or the address of another one')
    return value


def _source_url(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme == "file" and (parts.path or parts.netloc):
        return value
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError("must be an http(s) address, or file: with a path or glob")
    if parts.username or parts.password:
        raise ValueError("must not carry a password: use headers with env:NAME")
    return value


def _slug(value: str) -> str:
    if not re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*(?:/[a-z0-9]+(?:-[a-z0-9]+)*)*", value):
        raise ValueError("a slug is lower-case letters, digits and single '-', levels split by '/'")
    return value


def _query(value: object) -> Query:
    if not isinstance(value, str):
        raise ValueError("must be a string")
    try:
        return parse_query(value)
    except QueryError as error:
        raise ValueError(str(error)) from error


def _header_name(value: str) -> str:
    if not re.fullmatch(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+", value):  # RFC 9110 5.1: a token
        raise ValueError("is no name of a request header")
    return value


def _header_value(value: str) -> str:
    if re.search(r"[\x00-\x08\x0a-\x1f\x7f]", value):  # RFC 9110 5.5
        raise ValueError("a header value is one line")
    if value.startswith("env:") and not re.fullmatch(r"env:[A-Za-z_]\w*", value):
        raise ValueError("after env: stands the name of an environment variable")
    return value


def _host_name(value: str) -> str:
    if not re.fullmatch(r"(?:[\w-]+(?:\.[\w-]+)*|\[[0-9a-fA-F:.]+\])(?::\d{1,5})?", value):
        raise ValueError("is no host as it stands in an address, with its port if that is unusual")
    return value.lower()


_HeaderValue = Annotated[str, AfterValidator(_header_value)]
_Duration = Annotated[timedelta, BeforeValidator(duration)]
_Size = Annotated[int, BeforeValidator(size)]
_Slug = Annotated[str, AfterValidator(_slug)]


def _for_ever(value: object) -> timedelta | None:
    return None if value == "" or value is None else duration(value)


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)


class Site(_Section):
    """[site]: who publishes."""

    title: str = "Feedmill"
    url: Annotated[str, AfterValidator(_web_url)] = "http://127.0.0.1:8080"
    contact: str = ""
    language: str = "en"
    entries: int = Field(default=50, ge=1, le=500)
    hub: Annotated[str, AfterValidator(_hub)] = ""
    theme: str = ""


class Server(_Section):
    """[server]: where the HTTP server listens."""

    host: str = "127.0.0.1"
    port: int = Field(default=8080, ge=0, le=65535)


class Store(_Section):
    """[store]: a SQLAlchemy-style database address."""

    url: str = "sqlite:///feedmill.db"
    direct: str = ""  # the database itself, where `url` leads to a pooler
    keep: Annotated[timedelta | None, BeforeValidator(_for_ever)] = None  # articles; None: for ever


class Fetch(_Section):
    """[fetch]: manners and limits of polling."""

    every: _Duration = timedelta(hours=1)
    min_every: _Duration = timedelta(minutes=15)
    max_every: _Duration = timedelta(hours=24)
    timeout: _Duration = timedelta(seconds=20)
    max_bytes: _Size = 10 * 1024**2
    allow_networks: tuple[str, ...] = ()
    concurrency: int = Field(default=16, ge=1, le=1000)
    host_every: _Duration = timedelta(seconds=1)
    host_burst: int = Field(default=20, ge=1, le=1000)
    hosts: dict[Annotated[str, AfterValidator(_host_name)], _Duration] = {}

    def pause(self, host: str) -> timedelta:
        """Between two requests to this host: what was agreed with it, else `host_every`."""
        return self.hosts.get(host, self.host_every)

    @model_validator(mode="after")
    def _networks(self) -> "Fetch":
        for network in self.allow_networks:
            _network(network)
        if self.min_every > self.max_every:
            raise ValueError("min_every must not exceed max_every")
        return self


class Duplicates(_Section):
    """[duplicates]: how far back a copy is looked for."""

    window: _Duration = timedelta(days=30)


class Topic(_Section):
    """[[topics]]: a subject with its rule."""

    slug: _Slug
    title: str = ""
    match: Annotated[Query | None, BeforeValidator(_query)] = None
    categories: tuple[str, ...] = ()  # what sources call it
    learn: bool = True  # also file what reads like it, when sure

    @property
    def name(self) -> str:
        """The title, else the last level of the slug: 'science/deep-sea' -> 'Deep sea'."""
        return self.title or self.slug.rpartition("/")[2].replace("-", " ").capitalize()

    @property
    def rule(self) -> str:
        """The text of `match`, for `why`."""
        return self.match.text if self.match else ""


class Author(_Section):
    """[[authors]]: a person and the other names, addresses and pages they go by."""

    name: str = Field(min_length=1)
    aliases: tuple[str, ...] = ()


class _SourceTable(_Section):
    url: Annotated[str, AfterValidator(_source_url)] = ""
    opml: Annotated[str, AfterValidator(_source_url)] | None = None
    kind: Kind | None = None
    title: str = ""
    topics: tuple[_Slug, ...] = ()
    author: str = ""
    publish: Publish = "full"
    rank: int = 0
    every: _Duration | None = None
    headers: dict[Annotated[str, AfterValidator(_header_name)], _HeaderValue] = Field(
        default_factory=dict
    )
    distrust: frozenset[Distrust] = frozenset()
    max_items: int | None = Field(default=None, ge=1)
    clean: bool = False

    @model_validator(mode="after")
    def _one_address(self) -> "_SourceTable":
        if bool(self.url) == bool(self.opml):
            raise ValueError("needs either url or opml")
        return self

    def as_source(self) -> Source:
        address = self.url or str(self.opml)
        return Source(
            id=SourceId(slugify(self.title) or source_slug(address)),
            url=address,
            headers=tuple(sorted(self.headers.items())),
            **{
                name: getattr(self, name)
                for name in (
                    "kind", "title", "topics", "author", "publish", "rank", "every", "distrust",
                    "max_items", "clean",
                )
            },
        )  # fmt: skip


class Config(_Section):
    """The whole of config.toml. `sources` are read, `lists` are OPML addresses to follow."""

    site: Site = Site()
    server: Server = Server()
    store: Store = Store()
    fetch: Fetch = Fetch()
    duplicates: Duplicates = Duplicates()
    topics: tuple[Topic, ...] = ()
    authors: tuple[Author, ...] = ()
    sources: tuple[Source, ...] = ()
    lists: tuple[Source, ...] = ()


def parse_config(text: str) -> Config:
    """Read the text of a config.toml; raise ConfigError with key and line."""
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"config.toml: {error}") from error
    if "lists" in table:
        raise ConfigError("config.toml: lists: unknown key (use [[sources]] with opml)")
    tables = table.pop("sources", [])
    try:
        entries = _SourceList.model_validate({"sources": tables}).sources
        config = Config.model_validate(table)
    except ValidationError as error:
        raise ConfigError(_explain(error, text)) from error
    _refuse_doubles("topics", [topic.slug for topic in config.topics], text, "slug")
    _refuse_doubles("sources", [entry.url or str(entry.opml) for entry in entries], text, "url")
    _refuse_shared_aliases(config, text)
    _refuse_unknown_topics(config, entries, text)
    _refuse_short_memory(config, text)
    return config.model_copy(
        update={
            "sources": tuple(entry.as_source() for entry in entries if entry.url),
            "lists": tuple(entry.as_source() for entry in entries if entry.opml),
        }
    )


class _SourceList(_Section):
    sources: tuple[_SourceTable, ...] = ()


def _network(value: str) -> None:
    """An allowed network, or one address with a port: 10.1.0.0/16, 127.0.0.1:8099, [::1]:80."""
    host = re.fullmatch(r"(?:\[(.+)\]|([^:\[\]]+)):(\d{1,5})", value)
    try:
        _NETWORK.validate_python(host[1] or host[2] if host else value)
        if host and int(host[3]) > 65535:
            raise ValueError("no port")
    except ValueError:
        raise ValueError(f"allow_networks: {value!r} is no network and no address:port") from None


class _NetworkHolder(BaseModel):
    network: IPvAnyNetwork


class _NetworkValidator:
    def validate_python(self, value: str) -> None:
        _NetworkHolder.model_validate({"network": value})


_NETWORK = _NetworkValidator()


def _refuse_doubles(section: str, values: list[str], text: str, key: str) -> None:
    for number, value in enumerate(values):
        if value in values[:number]:
            where = _place(text, (section, number, key))
            raise ConfigError(f"config.toml{where}: {section}[{number}]: {value!r} stands twice")


def _refuse_shared_aliases(config: Config, text: str) -> None:
    """A name that means two people would credit one with the other's work."""
    owners: dict[str, int] = {}
    for number, author in enumerate(config.authors):
        for name in (author.name, *author.aliases):
            if owners.setdefault(name.casefold().strip(), number) != number:
                where = _place(text, ("authors", number, "aliases"))
                raise ConfigError(
                    f"config.toml{where}: authors[{number}]: {name!r} also means "
                    f"{config.authors[owners[name.casefold().strip()]].name!r}"
                )


def _refuse_unknown_topics(config: Config, entries: tuple[_SourceTable, ...], text: str) -> None:
    known = {topic.slug for topic in config.topics}
    for number, entry in enumerate(entries):
        for slug in entry.topics:
            if slug not in known:
                where = _place(text, ("sources", number, "topics"))
                raise ConfigError(
                    f"config.toml{where}: sources[{number}].topics: no [[topics]] has slug {slug!r}"
                )


def _refuse_short_memory(config: Config, text: str) -> None:
    """A copy is not found when its original was let go before the search for it ends."""
    keep, window = config.store.keep, config.duplicates.window
    if keep is not None and keep < window:
        where = _place(text, ("store", "keep"))
        raise ConfigError(
            f"config.toml{where}: store.keep: must not be shorter than [duplicates] window "
            f"({window.total_seconds() / 86400:g} days)"
        )


def _explain(error: ValidationError, text: str) -> str:
    problem = error.errors()[0]
    path = tuple(part for part in problem["loc"] if part != "function-after")
    message = problem["msg"].removeprefix("Value error, ")
    if problem["type"] == "extra_forbidden":
        message = "unknown key"
    name = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path)
    message = message[:1].lower() + message[1:]
    return f"config.toml{_place(text, path)}: {name.lstrip('.') or 'file'}: {message}"


def _place(text: str, path: tuple[Any, ...]) -> str:
    """':LINE' of the key that `path` names, as well as a scan of the text can tell."""
    if not path:
        return ""
    section, rest = str(path[0]), path[1:]
    wanted = rest[0] if rest and isinstance(rest[0], int) else 0
    key = next((part for part in rest if isinstance(part, str)), None)
    header = re.compile(rf"\s*\[\[?\s*{re.escape(section)}\s*\]\]?\s*(?:#.*)?$")
    start, seen = 0, -1
    for number, line in enumerate(text.splitlines(), 1):
        if re.match(r"\s*\[", line):
            if seen == wanted and start:
                break
            seen += bool(header.match(line))
            if seen == wanted and header.match(line):
                start = number
        elif start and key and re.match(rf"\s*{re.escape(key)}\s*=", line):
            return f":{number}"
    return f":{start}" if start else ""
