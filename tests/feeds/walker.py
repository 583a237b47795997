"""A subscriber as RFC 5005 section 4 describes one: the feed, then its archives, newest first."""

from dataclasses import dataclass, field

from lxml import etree

from tests.feeds.site import Site

A = "{http://www.w3.org/2005/Atom}"
AT = "{http://purl.org/atompub/tombstones/1.0}"
FH = "{http://purl.org/syndication/history/1.0}"


@dataclass
class Walk:
    """What a walk saw: for each id its newest entry (None: a tombstone), and every archive."""

    told: dict[str, etree._Element | None] = field(default_factory=dict)
    archives: dict[str, bytes] = field(default_factory=dict)
    times: dict[str, int] = field(default_factory=dict)
    """In how many archive documents an id has an entry."""

    @property
    def ids(self) -> set[str]:
        return {id for id, entry in self.told.items() if entry is not None}


def links(root: etree._Element) -> dict[str, str]:
    return {str(one.get("rel")): str(one.get("href")) for one in root.findall(f"{A}link")}


def walk(site: Site, path: str = "/all.atom") -> Walk:
    """Everything that a feed and its archives tell, the newer word before the older."""
    found = Walk()
    base = site.config.site.url
    current, feed_id = f"{base}{path}", ""
    following: str | None = current
    while following is not None:
        answer = site.get(following.removeprefix(base))
        assert answer.status_code == 200, following
        root = etree.fromstring(answer.content)
        named = links(root)
        assert named["self"] == following
        feed_id = feed_id or str(root.findtext(f"{A}id"))
        assert root.findtext(f"{A}id") == feed_id
        if following != current:
            assert root.find(f"{FH}archive") is not None and named["current"] == current
            assert following not in found.archives
            found.archives[following] = answer.content
        for grave in root.findall(f"{AT}deleted-entry"):
            found.told.setdefault(str(grave.get("ref")), None)
        for entry in root.findall(f"{A}entry"):
            id = str(entry.findtext(f"{A}id"))
            found.told.setdefault(id, entry)
            if following != current:
                found.times[id] = found.times.get(id, 0) + 1
        following = named.get("prev-archive")
    return found
