"""What markup may pass from a stranger's document into ours: the whole allow-list. Pure.

Left out on purpose: style, class and id (they reach into the page around), svg and math (their own
parsing rules, protocol.md 3), iframe, object and embed, forms, and every event attribute.
"""


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


KNOWN = _names(
    "a abbr acronym address applet area article aside audio b base basefont bdi bdo bgsound big "
    "blink blockquote body br button canvas caption center cite code col colgroup data datalist "
    "dd del details dfn dialog dir div dl dt em embed fieldset figcaption figure font footer "
    "form frame frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html i iframe image img input "
    "ins kbd keygen label legend li link listing main map mark marquee math menu meta meter nav "
    "nobr noembed noframes noscript object ol optgroup option output p param picture plaintext "
    "pre progress q rb rp rt rtc ruby s samp script search section select slot small source "
    "span strike strong style sub summary sup svg table tbody td template textarea tfoot th "
    "thead time title tr track tt u ul var video wbr xmp"
)
"""Every element name a browser knows: '<' before anything else is text."""

TAGS = _names(
    "a abbr acronym address article aside audio b bdi bdo big blockquote br caption center cite "
    "code col colgroup dd del details dfn div dl dt em figcaption figure footer h1 h2 h3 h4 h5 "
    "h6 header hgroup hr i img ins kbd li main mark nav ol p picture pre q rp rt ruby s samp "
    "section small source span strike strong sub summary sup table tbody td tfoot th thead time "
    "tr tt u ul var video wbr"
)

DROPPED = _names(
    "applet embed frameset iframe noembed noframes noscript object script select style svg "
    "template textarea title xmp"
)
"""Elements whose content goes with them: it is no text, or it is read by other rules than text."""

ATTRIBUTES = {
    "*": {"dir", "lang", "title"},
    "a": {"href", "hreflang"},
    "audio": {"controls", "src"},
    "col": {"span"},
    "colgroup": {"span"},
    "del": {"datetime"},
    "details": {"open"},
    "img": {"alt", "height", "sizes", "src", "srcset", "width"},
    "ins": {"datetime"},
    "li": {"value"},
    "ol": {"reversed", "start", "type"},
    "source": {"media", "sizes", "src", "srcset", "type"},
    "td": {"colspan", "headers", "rowspan"},
    "th": {"colspan", "headers", "rowspan", "scope"},
    "time": {"datetime"},
    "video": {"controls", "height", "poster", "src", "width"},
}

SCHEMES = frozenset({"http", "https", "mailto"})

BLOCKS = _names(
    "address article aside audio blockquote body center details dialog dir div dl fieldset "
    "figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr main menu nav ol p pre "
    "section summary table ul video"
)
"""Elements that start and end a paragraph of plain text."""

LINES = _names("br caption dd dt legend li option tr")
"""Elements that start and end a line of plain text."""

VOID = _names(
    "area base basefont bgsound br col embed frame hr img image input keygen link meta param "
    "source track wbr"
)

OPTIONAL_END = _names("p li td th tr dt dd tbody thead tfoot colgroup caption")
"""Elements that a following one closes: leaving out their end tags nests nothing."""

FORMATTING = _names("a b big code em font i nobr s small strike strong tt u")
"""HTML 13.2.4.3: elements that are opened again where a block cut them off."""

SCOPES = _names(
    "applet caption marquee math mi mn mo ms mtext annotation-xml object table template"
)
"""HTML 13.2.4.2: an end tag inside one of these closes nothing outside of it."""

SPECIAL = SCOPES | _names(
    "address article aside blockquote body button center details dialog dir div dl fieldset "
    "figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup html listing main menu nav "
    "ol pre search section summary ul"
)
"""HTML 13.2.4.1, as far as they can be open: the end tag of any other element stops at these."""
