"""The worst that sources can say: every odd document of the corpus, and attacks in every field.

Each attack stands behind harmless words that must be published, in three formats; `WORD` numbers
them, so that none can be taken for another.
"""

import json
import random
from collections.abc import Iterator
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

CORPUS = Path(__file__).parent / "corpus"
SAMPLES = Path(__file__).parent.parent / "examples/sources"
ATTACKS = [
    line.removeprefix("KEEP")
    for line in (CORPUS / "html/attacks.txt").read_text("utf-8").splitlines()
]
ADDRESSES = (
    "javascript:alert(1)", "JaVa\tScRiPt:alert(1)", "data:text/html,<script>alert(1)</script>",
    "vbscript:x", "https://ok.example/\"onmouseover=\"alert(1)", "https://ok.example/<script>",
    "//evil.example/x", "file:///etc/passwd", "blob:https://ok.example/x", "\u200bjavascript:x",
)  # fmt: skip
_STOCK = [a + b + c for a in "bdfgklmnprst" for b in "aeiou" for c in ("l", "ra", "min", "to")]


def before(number: int) -> str:
    """The harmless words that stand before an attack."""
    return f"keep{number} " + " ".join(random.Random(number).choices(_STOCK, k=45))


def documents(*folders: Path) -> dict[str, bytes]:
    """Documents by the addresses they are served at; `folders` hold further ones."""
    found = [
        path
        for folder in (CORPUS / "feeds", SAMPLES, *folders)
        for path in sorted(folder.iterdir())
        if path.is_file() and ".expected" not in path.name
    ]
    served = {f"https://{n}.example/{path.name}": path.read_bytes() for n, path in enumerate(found)}
    served["https://attack-atom.example/feed"] = _atom()
    served["https://attack-rss.example/feed"] = _rss()
    served["https://attack-json.example/feed"] = _json()
    served |= {f"https://attack-head-{n}.example/feed": head for n, head in enumerate(_heads())}
    return served


def _numbered(start: int) -> Iterator[tuple[int, str, str]]:
    for place, attack in enumerate(ATTACKS):
        yield start + place, attack, ADDRESSES[place % len(ADDRESSES)]


def _atom() -> bytes:
    entries = "".join(
        f"<entry><id>{escape(address if n % 3 == 0 else f'urn:attack:{n}')}{n}</id>"
        f'<title type="html">keep{n} {escape(attack)}</title>'
        f"<link href={quoteattr(f'https://attack-atom.example/{n}')}/>"
        f'<link rel="enclosure" href={quoteattr(address)} type={quoteattr(attack)} '
        f"title={quoteattr(attack)}/>"
        f'<link rel="related" href={quoteattr(address)} title={quoteattr(attack)}/>'
        f"<updated>2026-01-14T0{n % 10}:00:00Z</updated>"
        f"<author><name>{escape(attack)}</name><uri>{escape(address)}</uri>"
        f"<email>{escape(attack)}</email></author>"
        f"<category term={quoteattr(attack)} label={quoteattr(attack)} "
        f"scheme={quoteattr(address)}/>"
        f'<rights type="html">{escape(attack)}</rights>'
        f'<summary type="html">{escape(before(n))} {escape(attack)}</summary>'
        f'<content type="html">&lt;p&gt;{escape(before(n))}&lt;/p&gt;{escape(attack)}'
        "</content></entry>"
        for n, attack, address in _numbered(1000)
    )  # fmt: skip
    return (
        '<feed xmlns="http://www.w3.org/2005/Atom"><id>urn:attack</id><title>Attacks</title>'
        f"<updated>2026-01-14T00:00:00Z</updated>{entries}</feed>"
    ).encode()


def _rss() -> bytes:
    items = "".join(
        f"<item><guid>{escape(address if n % 3 == 0 else f'urn:attack:{n}')}{n}</guid>"
        f"<title>keep{n} {escape(attack)}</title><link>https://attack-rss.example/{n}</link>"
        f"<pubDate>Wed, 14 Jan 2026 0{n % 10}:00:00 GMT</pubDate>"
        f"<author>{escape(attack)}</author><dc:creator>{escape(attack)}</dc:creator>"
        f"<category domain={quoteattr(address)}>{escape(attack)}</category>"
        f"<comments>{escape(address)}</comments>"
        f"<source url={quoteattr(address)}>{escape(attack)}</source>"
        f"<enclosure url={quoteattr(address)} type={quoteattr(attack)} length='7'/>"
        f"<media:content url={quoteattr(address)}/><media:thumbnail url={quoteattr(address)}/>"
        f"<itunes:image href={quoteattr(address)}/><itunes:author>{escape(attack)}</itunes:author>"
        f"<description>{escape(before(n))} {escape(attack)}</description>"
        f"<content:encoded>&lt;p&gt;{escape(before(n))}&lt;/p&gt;{escape(attack)}</content:encoded></item>"
        for n, attack, address in _numbered(2000)
    )  # fmt: skip
    return _channel("<title>Attacks</title><link>https://attack-rss.example/</link>", items)


def _heads() -> Iterator[bytes]:
    """Feeds whose own fields attack, which every entry quotes."""
    for n, attack, address in _numbered(3000):
        shown, place = escape(attack), escape(address)
        yield _channel(
            f"<title>{shown}</title><link>{place}</link><description>{shown}</description>"
            f"<copyright>{shown}</copyright><managingEditor>{shown}</managingEditor>"
            f"<language>{shown}</language><generator>{shown}</generator><docs>{place}</docs>"
            f"<image><url>{place}</url><title>{shown}</title><link>{place}</link></image>"
            f"<itunes:image href={quoteattr(address)}/><itunes:owner><itunes:name>{shown}"
            f"</itunes:name><itunes:email>{shown}</itunes:email></itunes:owner>",
            f"<item><guid>urn:head:{n}</guid><title>keep{n}</title>"
            f"<description>{escape(before(n))}</description></item>",
        )


def _channel(head: str, items: str) -> bytes:
    return (
        '<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:media="http://search.yahoo.com/mrss/" '
        'xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/">'
        f"<channel>{head}{items}</channel></rss>"
    ).encode()


def _json() -> bytes:
    items = [
        {
            "id": f"{address}{n}" if n % 3 == 0 else f"urn:attack:{n}",
            "url": f"https://attack-json.example/{n}",
            "title": f"keep{n} {attack}",
            "content_html": f"<p>{before(n)}</p>{attack}",
            "summary": f"{before(n)} {attack}",
            "date_published": f"2026-01-14T0{n % 10}:00:00Z",
            "image": address,
            "external_url": address,
            "language": attack,
            "tags": [attack],
            "authors": [{"name": attack, "url": address, "avatar": address}],
            "attachments": [{"url": address, "mime_type": attack, "title": attack}],
        }
        for n, attack, address in _numbered(4000)
    ]
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "Attacks", "items": items}
    return json.dumps(feed).encode()
