"""A planet of papers that are copied, cut and linked to by others, edit what they wrote, move, and
credit people: what of it is published must not depend on who polled what, and when in a day.

Two things do by promise, and are kept out of it. A story is published under the id of the article
that came first, for good: so on the first day there are no copies yet, and on the second they all
come at once. And an address with a number goes to the namesake who came second: `RULES`.
"""

from dataclasses import dataclass
from html import escape

from .planet import Planet, wording

PAPERS, COPIERS, LINKERS = (
    6,
    6,
    3,
)  # write; print the same, now and then cut; print it with its link
ENTRIES = 6  # in each document
SOURCES = PAPERS + COPIERS + LINKERS
HOSTS = 6
MOVING = 3  # this paper goes to another address, from the second day on
PEOPLE = ("Ada Miller", "Bert Weir", "Cleo Sluice", "Dora Lock")
SUBJECTS = ("rivers", "locks", "eels")

RULES = "".join(
    [
        f"[[topics]]\nslug = '{slug}'\ntitle = '{slug}'\nlearn = false\ncategories = ['{slug}']\n"
        for slug in SUBJECTS
    ]
    + ["[[topics]]\nslug = 'keepers'\ntitle = 'Keepers'\nlearn = false\nmatch = 'lockkeeper'\n"]
    + [f"[[authors]]\nname = '{name}'\n" for name in PEOPLE]
)
"""All people are listed, so that none of them is two strangers of one name at two papers."""


@dataclass(slots=True)
class Town(Planet):
    """`edition` is the day: on each, every second paper rewrites one of its entries."""

    def urls(self) -> list[str]:
        return [f"http://h{n % HOSTS}.test:{self.port}/{n}" for n in range(SOURCES)]

    def respond(self, path: str, host: str) -> tuple[str, bytes]:
        number = int(path.strip("/").removeprefix("new/"))
        if number == MOVING and self.edition and not path.startswith("/new/"):
            return f"301 Moved Permanently\r\nLocation: {self.moved()}", b""
        return "200 OK", _document(number, self.edition)

    def moved(self) -> str:
        return f"http://h{(MOVING + 1) % HOSTS}.test:{self.port}/new/{MOVING}"


def _document(number: int, day: int) -> bytes:
    places = reversed(range(ENTRIES)) if number < PAPERS or day else ()
    entries = "".join(_entry(number, place, day) for place in places)
    return (
        '<feed xmlns="http://www.w3.org/2005/Atom">'
        f"<title>Paper {number}</title><id>tag:paper{number}.example,2026:feed</id>"
        f"<link href='https://paper{number}.example/'/>"
        f"<updated>2026-01-0{5 + day}T12:00:00Z</updated>{entries}</feed>"
    ).encode()


def _entry(number: int, place: int, day: int) -> str:
    writer = number % PAPERS  # whose words these are
    own = f"https://paper{number}.example/{place}"
    link = own if number < PAPERS + COPIERS else f"https://paper{writer}.example/{place}"
    person = PEOPLE[(writer + place) % len(PEOPLE)]
    is_edited = number == writer and number % 2 == 0 and 0 < place <= day
    words = wording(f"{writer} {place}").split()
    if PAPERS <= number < PAPERS + COPIERS and place % 3 == 0:
        words = words[:-12]  # cut
    if is_edited:
        words += wording(f"{writer} {place} edited").split()[:20]
    if place % 4 == 0:
        words.insert(10, "lockkeeper")
    published = f"2026-01-04T{8 + place:02}:{2 * number:02}:00Z"
    updated = f"2026-01-0{5 + place}T09:{2 * number:02}:00Z" if is_edited else published
    byline = f"<p>By {person}</p>" if number % 3 == 1 else ""
    author = f"Paper {number}" if number % 3 == 1 else person
    content = escape(f"{byline}<p>{' '.join(words)}</p>")
    return (
        f"<entry><title>{' '.join(words[:5]).capitalize()}</title><id>{own}</id>"
        f"<link href='{link}'/><published>{published}</published><updated>{updated}</updated>"
        f"<author><name>{author}</name></author><category term='{SUBJECTS[writer % 3]}'/>"
        f"<content type='html'>{content}</content></entry>"
    )
