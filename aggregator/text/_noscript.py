"""What stands in for a script is shown where it says something: a feed has no scripts. Pure.

Its markup is left in the place of the element, for `html.clean` to judge like any other. Pictures
alone are left out with the element: they stand in for one that is loaded late, and is there too.
"""

import re

_TAG = re.compile(r"<(/?)noscript(?=[\s/>])[^<>]*+>", re.IGNORECASE)
_ANY_TAG = re.compile(r"<[^<>]*+>")
_SAYING = re.compile(r"\w")
_ASKING = re.compile(r"java\s?script", re.IGNORECASE)
_SHORT = 300  # characters in which a text asks for scripts; a longer one is about them


def without_noscript(html: str) -> str:
    """`html` with the content of each noscript that says something in its place."""
    kept: list[str] = []
    done, opened = 0, None
    for tag in _TAG.finditer(html):
        if not tag[1]:
            opened = opened or tag
        elif opened is not None:
            inner = _TAG.sub("", html[opened.end() : tag.start()])
            if _says_something(inner):
                kept += (html[done : opened.start()], inner)
                done = tag.end()
            opened = None
    return "".join((*kept, html[done:]))


def _says_something(inner: str) -> bool:
    text = _ANY_TAG.sub("", inner).strip()
    return bool(_SAYING.search(text)) and not (len(text) < _SHORT and _ASKING.search(text))
