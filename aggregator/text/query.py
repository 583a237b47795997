"""The `match` language. In: a text; out: a `Query`. In: a query and fields; out: the reason. Pure.

    python OR "free threading" OR category:pypy NOT author:"Release Bot"

| written | means |
|---|---|
| `word` | the whole word, in the title or the content; case and accents do not count |
| `"some words"` | these words side by side |
| `word*` | any word that begins so (also at the end of a phrase) |
| `a b`, `a AND b` | both |
| `a OR b` | either, or both |
| `NOT a`, `-a` | not that one |
| `( )` | one thing |
| `title:a`, `title:(a OR b)` | in that field |

The fields are title, content (or body), author, category, source and lang.

NOT binds tighter than AND, and AND tighter than OR, with one addition that the example needs: a
NOT that follows other terms *without* AND excludes from everything before it in the same
parentheses, as in Lucene's language: `a OR b NOT c` is `(a OR b) AND NOT c`, while
`a OR b AND NOT c` is `a OR (b AND NOT c)`. Operators are written in capitals; `and`, `or`, `not`
are words. A query of exclusions alone is legal: everything else.

Words are compared in the form that `fold` gives them: `free-threading` finds "free threading",
`zurich` finds "Zürich", and a Chinese, Japanese, Korean or Thai word is found inside a longer run.
There are no regular expressions: a query takes time in proportion to the article, whatever it says.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field

from .clean import one_line
from .fold import fold

LONGEST = 4096
"""Characters in a query."""
LONGEST_ASKED = 300
"""Characters of what a stranger may ask for."""
MOST_ASKED = 24
"""Terms of the same."""
DEEPEST = 24
"""Parentheses and NOTs within one another."""

FIELDS = ("title", "content", "author", "category", "source", "lang")
_ALIASES = {
    "body": "content", "text": "content", "authors": "author", "by": "author", "tag": "category",
    "categories": "category", "language": "lang",
}  # fmt: skip
_ANYWHERE = ("title", "content")
_SOUGHT = ("title", "content", "author")  # who types a name into a search box means that person
_OPERATORS = ("AND", "OR", "NOT")
_REASONS = 5  # so many matched words say enough

Fields = Mapping[str, str | tuple[str, ...]]


class QueryError(ValueError):
    """The text is not a query; the message says where (`column`, from 1) and what was expected."""

    def __init__(self, column: int, message: str) -> None:
        super().__init__(f"column {column}: {message}")
        self.column = column


class Haystack:
    """The fields of one article, folded when first asked for: many queries share the work."""

    __slots__ = ("_fields", "_folded")

    def __init__(self, fields: Fields) -> None:
        self._fields = fields
        self._folded: dict[str, str] = {}

    def words(self, name: str) -> str:
        """The folded words of a field; a phrase cannot span two of its values."""
        folded = self._folded.get(name)
        if folded is None:
            value = self._fields.get(name, "")
            values = (value,) if isinstance(value, str) else value
            folded = "\n".join(fold(each) for each in values)
            self._folded[name] = folded
        return folded


# ---- the tree ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Term:
    """Words side by side in one of the fields."""

    written: str
    words: str  # folded, between spaces; a prefix lacks the closing one
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """What must not be so."""

    part: "Node"


@dataclass(frozen=True, slots=True)
class All:
    """What must all be so."""

    parts: "tuple[Node, ...]"


@dataclass(frozen=True, slots=True)
class OneOf:
    """Of which one must be so."""

    parts: "tuple[Node, ...]"


Node = Term | Not | All | OneOf


@dataclass(frozen=True, slots=True)
class Query:
    """A parsed query; `text` is what was written."""

    text: str
    root: Node = field(repr=False)

    def __str__(self) -> str:
        return self.text


def search(query: Query, fields: Fields | Haystack) -> str | None:
    """The words that made `query` true, as 'title: python; category: pypy', or None.

    `fields` gives title, content, author, category, source and lang, each a text or several.
    """
    haystack = fields if isinstance(fields, Haystack) else Haystack(fields)
    found = _matches(query.root, haystack)
    if found is None:
        return None
    return "; ".join(dict.fromkeys(found[:_REASONS]))


def excludes(query: Query, fields: Fields | Haystack) -> bool:
    """Whether the query expressly says no to these fields: a NOT of its outermost level is true."""
    haystack = fields if isinstance(fields, Haystack) else Haystack(fields)
    parts = query.root.parts if isinstance(query.root, All) else (query.root,)
    return any(isinstance(part, Not) and _matches(part, haystack) is None for part in parts)


def sought(query: Query) -> frozenset[str]:
    """The folded words that the query looks for in titles and contents, prefixes with a '*'."""
    return frozenset(_sought(query.root))


def _sought(node: Node) -> Iterator[str]:
    match node:
        case Term(words=words, fields=fields) if set(fields) & set(_ANYWHERE):
            *before, last = words.split()
            yield from (*before, last if words.endswith(" ") else f"{last}*")
        case All(parts) | OneOf(parts):
            for part in parts:
                yield from _sought(part)
        case _:
            return


def _matches(node: Node, haystack: Haystack) -> tuple[str, ...] | None:
    match node:
        case Term():
            return _found(node, haystack)
        case Not(part):
            return (f"not {_describe(part)}",) if _matches(part, haystack) is None else None
        case OneOf(parts):
            every = [_matches(part, haystack) for part in parts]
            reasons = tuple(word for found in every if found is not None for word in found)
            return reasons or None
        case All(parts):
            reasons = ()
            for part in parts:
                found = _matches(part, haystack)
                if found is None:
                    return None
                # What is absent explains a match only where nothing present does.
                reasons += () if isinstance(part, Not) else found
            return reasons or tuple(f"not {_describe(part.part)}" for part in parts
                                    if isinstance(part, Not))  # fmt: skip


def _found(term: Term, haystack: Haystack) -> tuple[str, ...] | None:
    for name in term.fields:
        words = haystack.words(name)
        start = words.find(term.words)
        if start >= 0:
            shown = term.written
            if not term.words.endswith(" "):
                shown = words[start + 1 : words.index(" ", start + len(term.words))]
            return (f"{name}: {shown}",)
    return None


def _describe(node: Node) -> str:
    match node:
        case Term():
            plain = node.fields == _ANYWHERE
            return node.written if plain else f"{node.fields[0]}:{node.written}"
        case Not(part):
            return f"not {_describe(part)}"
        case All(parts) | OneOf(parts):
            return f"({' '.join(_describe(part) for part in parts[:_REASONS])})"


# ---- reading -----------------------------------------------------------------------------------

_QUOTES = '"“”„«»'
_TOKEN = re.compile(
    rf"""\s*(?:
      (?P<open>\() | (?P<close>\))
    | (?P<phrase>[{_QUOTES}][^{_QUOTES}]*[{_QUOTES}]\*?)
    | (?P<unclosed>[{_QUOTES}].*)
    | (?P<field>[A-Za-z]+):(?=\s*[^\s:/]|\s*$)
    | (?P<operator>AND|OR|NOT)(?=[\s()]|$)
    | (?P<minus>-)(?=[^\s-])
    | (?P<word>[^\s(){_QUOTES}]+)
    )""",
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    column: int


def parse_query(text: str) -> Query:
    """Read a query; raise QueryError with the column and what was expected there."""
    if len(text) > LONGEST:
        raise QueryError(LONGEST + 1, f"a query has at most {LONGEST} characters")
    return _parsed(text, _ANYWHERE)


def _parsed(text: str, fields: tuple[str, ...]) -> Query:
    parser = _Parser(tuple(_tokens(text)), len(text) + 1)
    root = parser.either(fields, 0)
    if parser.kind() != "end":
        raise parser.expected("AND, OR, NOT or a term")
    return Query(text, root)


def asked(text: str) -> Query | None:
    """What somebody typed into a search box: a query where it is one, else all of its words.

    Never an error: what is too long is cut, and None means that there is no word in it.
    """
    line = one_line(text[: 4 * LONGEST_ASKED])[:LONGEST_ASKED].rstrip()
    for closed in (line, f'{line}"'):
        with suppress(QueryError):
            root = _parsed(closed, _SOUGHT).root
            if len(tuple(_terms(root))) <= MOST_ASKED:
                return Query(line, root)
    plain = (word for word in line.split() if word not in _OPERATORS and not word.startswith("-"))
    words = fold(" ".join(plain)).split()[:MOST_ASKED]
    terms: list[Node] = [Term(word, f" {word} ", _SOUGHT) for word in words]
    return Query(line, _joined(All, terms)) if terms else None


def _terms(node: Node) -> Iterator[Term]:
    match node:
        case Term():
            yield node
        case Not(part):
            yield from _terms(part)
        case All(parts) | OneOf(parts):
            for part in parts:
                yield from _terms(part)


def _tokens(text: str) -> Iterator[_Token]:
    place = 0
    while found := _TOKEN.match(text, place):
        kind = str(found.lastgroup)
        yield _Token(kind, found[kind], found.start(kind) + 1)
        place = found.end()


class _Parser:
    """Recursive descent over the tokens; `fields` is where the words in hand are looked for."""

    def __init__(self, tokens: tuple[_Token, ...], end: int) -> None:
        self._tokens = (*tokens, _Token("end", "", end))
        self._next = 0

    @property
    def _token(self) -> _Token:
        return self._tokens[self._next]

    def kind(self) -> str:
        """What stands next; an operator by its own word."""
        token = self._token
        return token.text if token.kind == "operator" else token.kind

    def _take(self) -> _Token:
        token = self._token
        self._next += 1
        return token

    def expected(self, what: str) -> QueryError:
        token = self._token
        found = "the end" if token.kind == "end" else repr(token.text)
        return QueryError(token.column, f"expected {what}, found {found}")

    def either(self, fields: tuple[str, ...], depth: int) -> Node:
        """Terms joined by OR, with the exclusions that hold for all of them so far."""
        whole = self._both(fields, depth, None)
        while self.kind() == "OR":
            self._take()
            whole = self._both(fields, depth, whole)
        return whole

    def _both(self, fields: tuple[str, ...], depth: int, before: Node | None) -> Node:
        """Terms joined by AND or nothing; a NOT joined by nothing excludes from `before` too."""
        tight, loose = [self._one(fields, depth)], list[Node]()
        while self.kind() not in ("OR", "close", "end"):
            if self.kind() == "AND":
                self._take()
                tight.append(self._one(fields, depth))
            elif self.kind() in ("NOT", "minus"):
                loose.append(self._one(fields, depth))
            else:
                tight.append(self._one(fields, depth))
        inner = _joined(All, tight)
        if before is not None:
            inner = _joined(OneOf, [before, inner])
        return _joined(All, [inner, *loose])

    def _one(self, fields: tuple[str, ...], depth: int) -> Node:
        if depth > DEEPEST:
            raise QueryError(self._token.column, f"nested more than {DEEPEST} deep")
        match self.kind():
            case "NOT" | "minus":
                self._take()
                return Not(self._one(fields, depth + 1))
            case "open":
                self._take()
                inner = self.either(fields, depth + 1)
                if self.kind() != "close":
                    raise self.expected("')'")
                self._take()
                return inner
            case "field":
                return self._one((self._field(),), depth + 1)
            case "word" | "phrase":
                return self._term(fields)
            case "unclosed":
                raise QueryError(self._token.column, "expected a closing quotation mark")
            case _:
                raise self.expected("a word, a phrase or '('")

    def _field(self) -> str:
        token = self._take()
        name = token.text.lower()
        name = _ALIASES.get(name, name)
        if name not in FIELDS:
            known = ", ".join(f"{field}:" for field in FIELDS)
            raise QueryError(
                token.column, f"unknown field {token.text!r}: expected one of {known} (or quote it)"
            )
        return name

    def _term(self, fields: tuple[str, ...]) -> Term:
        token = self._take()
        bare = token.text.strip(_QUOTES) if token.kind == "phrase" else token.text
        prefix = token.text.endswith("*") or bare.endswith("*")
        words = fold(bare)
        if not words:
            raise QueryError(token.column, f"expected a word, {token.text!r} holds no letter")
        if "*" in bare.rstrip("*").rstrip(_QUOTES):
            raise QueryError(token.column, "'*' stands at the end of a word only")
        return Term(token.text, words[:-1] if prefix else words, fields)


def _joined(kind: type[All] | type[OneOf], parts: list[Node]) -> Node:
    """One node of the parts, flat: `a OR b OR c` has three parts, not two of which one has two."""
    flat: list[Node] = []
    for part in parts:
        if isinstance(part, kind):
            flat.extend(part.parts)
        else:
            flat.append(part)
    return flat[0] if len(flat) == 1 else kind(tuple(flat))
