"""A category in, the IPTC Media Topic that it is out: its code and its name. Pure.

The top level of the vocabulary that news agencies share. The codes and their English names are
IPTC's (https://iptc.org/standards/newscodes/, release 2026-07-02, CC BY 4.0). Below the top level
numbers do not tell what they belong to, so those codes mean what an operator says they mean.
"""

import re

NAMES = {
    "medtop:01000000": "arts, culture, entertainment and media",
    "medtop:02000000": "crime, law and justice",
    "medtop:03000000": "disaster, accident and emergency incident",
    "medtop:04000000": "economy, business and finance",
    "medtop:05000000": "education",
    "medtop:06000000": "environment",
    "medtop:07000000": "health",
    "medtop:08000000": "human interest",
    "medtop:09000000": "labour",
    "medtop:10000000": "lifestyle and leisure",
    "medtop:11000000": "politics and government",
    "medtop:12000000": "religion",
    "medtop:13000000": "science and technology",
    "medtop:14000000": "society",
    "medtop:15000000": "sport",
    "medtop:16000000": "conflict, war and peace",
    "medtop:17000000": "weather",
}
_CODE = re.compile(
    r"(?:(?:medtop|mediatopic):|https?://cv\.iptc\.org/newscodes/mediatopic/)(\d{8})/?",
    re.IGNORECASE,
)
_SCHEME = re.compile(r"(?:medtop|mediatopic)", re.IGNORECASE)


def media_topic(written: str, scheme: str = "") -> str:
    """The code of a category as feeds write it - 'medtop:15000000', its address, its bare number in
    that scheme - in its short form; "" when it is none."""
    match = _CODE.fullmatch(written.strip())
    if match is not None:
        return f"medtop:{match[1]}"
    bare = written.strip()
    named = len(bare) == 8 and bare.isascii() and bare.isdigit() and _SCHEME.search(scheme)
    return f"medtop:{bare}" if named else ""
