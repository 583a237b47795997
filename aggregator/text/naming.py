"""A paragraph in, the name it gives in a sentence of its own out: 'Her name is Jane Roe.' Pure.

Two shapes: the writer is told of first ("The writer keeps bees. Her name is ..."), or speaks ("My
name is Jane Roe, and I drive the last tram"). A name that is given in another paragraph may be
anybody's.
"""

import re

from .name_tests import is_plausible

_NAME = r"(?P<name>[^\W\d_a-z][^,.;:!?]{3,50}?)"
_OF_WRITER = re.compile(
    r"^\W*(?:(?:the|our|this|today's) (?:guest )?(?:writer|author|columnist|essayist|contributor)|"
    r"l'(?:auteure?|autrice|autore)|(?:der|die|unsere?) (?:gast)?autor(?:in)?|"
    r"(?:el|la|o|a) autora?|de (?:auteur|schrijver|schrijfster)|"
    r"(?:författaren|forfatteren|skribenten)|autorka?|автор)\b",
    re.IGNORECASE,
)
_IS_CALLED = re.compile(
    rf"(?:^|[.!?…]\s+)(?i:(?:her|his|their) (?:full )?name is|(?:she|he) is called|"
    rf"(?:sie|er) heißt|(?:ihr|sein) name ist|(?:elle|il) s'appelle|son nom est|"
    rf"se llama|su nombre es|(?:ela |ele )?chama-se|o seu nome é|(?:lei |lui )?si chiama|"
    rf"(?:zij|ze|hij) heet|(?:haar|zijn) naam is|(?:hon|han|hun) (?:heter|hedder)|"
    rf"nazywa się|ее зовут|её зовут|его зовут)\s+{_NAME}[.!]"
)
_I_AM = re.compile(
    rf"^(?i:my name is|mein name ist|ich heiße|je m'appelle|me llamo|mi nombre es|chamo-me|"
    rf"meu nome é|mi chiamo|ik heet|mijn naam is|jag heter|jeg heter|jeg hedder|nazywam się|"
    rf"меня зовут)\s+{_NAME}(?:[,.;]|\s(?:and|und|et|y|e|en|och|og|i|и)\s)"
)


def writer_called(paragraph: str) -> str:
    """Whom a paragraph that tells of the writer names at its end, or ""."""
    words = paragraph.replace("’", "'").strip()
    match = _IS_CALLED.search(words) if _OF_WRITER.match(words) else None
    return match["name"] if match and is_plausible(match["name"]) else ""


def speaker_called(paragraph: str) -> str:
    """Whom a paragraph that begins with 'My name is' names, or ""; quotations are others' words."""
    match = _I_AM.match(paragraph.replace("’", "'").strip())
    return match["name"] if match and is_plausible(match["name"]) else ""
