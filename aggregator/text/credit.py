"""The text of an article in, who its own words say wrote it out. Pure.

Bylines stand in the first or last lines ("By Jane Roe"), biographies in the last paragraphs ("Jane
Roe is the elected president of ..."). A house byline with its staff biography names who posted it.
"""

from .claims import Claim, Credits
from .lines import lines
from .signing import bylines_in, signatures_in
from .telling import biographies_in
from .voice import is_opinion, is_report, speaks_for_itself

__all__ = ["Claim", "Credits", "read_credits"]


def read_credits(text: str, site: str = "") -> Credits:
    """Find the bylines and biographies of a text; `site` is the title of its source."""
    rows = lines(text)
    found = biographies_in(rows)
    taken = {place for claim in found for place in claim.places}
    bylines = tuple(bylines_in(rows, taken, site))
    signed = () if bylines else signatures_in(rows, taken)
    return Credits(
        bylines=bylines,
        signatures=signed,
        biographies=tuple(claim for claim in found if not claim.house),
        houses=tuple(claim for claim in found if claim.house),
        opinion=bool(found) and is_opinion(rows, taken),
        first_person=bool(found) and speaks_for_itself(rows, taken),
        personal=bool(found) and speaks_for_itself(rows, taken, times=1),
        report=bool(found) and is_report(rows, taken),
    )
