"""Stories that fit into no layout: long, short, without titles, in other scripts, withdrawn."""

from aggregator.model import Link, Person, Story
from tests.build import at, copy
from tests.feeds.site import THREE, told

LONG = "incomprehensibilities" * 12
_EARLIER = at(hours=-6)
PLAIN = tuple(told(f"n{n}", title=f"Number {n}", published=at(days=-n)) for n in range(2, 12))
WIDE = told(
    "wide",
    title=f"On {LONG}",
    html=f"<p>{LONG}</p><h1>A heading</h1><table><tr>{'<td>cell</td>' * 40}</tr></table>"
    f"<pre>{'x = 1; ' * 60}</pre><p><img width='4000' height='10' alt='wide' src='data:,'></p>",
    text=LONG,
    published=at(hours=-3),
    copies=(copy("77", title=LONG, because=(LONG,), how="edited", score=0.9),),
)

_ARABIC = "عادت الطاحونة القديمة إلى العمل بعد ثلاث سنوات من الصمت، وقال المجلس إن البوابة مفتوحة. "
_HEBREW = "הטחנה הישנה חזרה לעבוד אחרי שלוש שנים, והמועצה החליטה להשאיר את השער פתוח. "
_JAPANESE = (
    "三年間の沈黙のあと、古い水車小屋がふたたび動きはじめた。町議会は水門を開けておくことに決めた。"
)
_CHINESE = "老磨坊在沉寂三年之后重新开动，镇议会决定让水闸保持敞开。"

ARABIC = told(
    "ar",
    published=_EARLIER,
    title="المطحنة تعود إلى العمل",
    text=_ARABIC * 6,
    html=f"<p>{_ARABIC * 6}</p><ul><li>{_ARABIC}</li></ul>",
    language="ar",
    copies=(copy("ar2", title="مطحنة", how="reworded", score=0.8, because=(_ARABIC,)),),
)
HEBREW = told(
    "he",
    published=_EARLIER,
    title="הטחנה חוזרת (The Mill, 2026)",
    text=_HEBREW * 5,
    html=f"<p>{_HEBREW * 5}</p><blockquote>{_HEBREW}</blockquote>",
    language="he",
)
JAPANESE = told(
    "ja",
    published=_EARLIER,
    title="水車小屋がふたたび動きはじめた" * 3,
    text=_JAPANESE * 6,
    html=f"<p>{_JAPANESE * 6}</p>",
    language="ja",
)
CHINESE = told(
    "zh",
    published=_EARLIER,
    title="老磨坊重新开动",
    text=_CHINESE * 8,
    html=f"<p>{_CHINESE * 8}</p>",
    language="zh",
)

_PICTURE = (
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='900' height='300'%3E"
    "%3Crect width='900' height='300' fill='teal'/%3E%3C/svg%3E"
)
_EVERYTHING = f"""
<p>A paragraph with <a href="https://mill.example/x">a link</a>, <code>some_code()</code>,
<em>stress</em> and <strong>weight</strong>.</p><h2>What the gauge says</h2>
<ul><li>one thing<ul><li>within it another</li></ul></li><li>{"words " * 40}</li></ul>
<ol><li>first</li><li>second</li></ol>
<blockquote><p>Quoted at length. {"More words. " * 12}</p></blockquote>
<pre><code>for gate in gates:
    gate.open(at="dawn", because="the tide {"is very high " * 9}")</code></pre>
<figure><img src="{_PICTURE}" alt="The gauge">
<figcaption>The gauge at low water</figcaption></figure>
<table><tr><th>Day</th><th>Level</th></tr><tr><td>Monday</td><td>3.2</td></tr></table>
<dl><dt>Sluice</dt><dd>What lets water through.</dd></dl><hr><p>The end.</p>
"""
MARKUP = told(
    "markup",
    published=_EARLIER,
    title="Every kind of markup",
    html=_EVERYTHING,
    enclosures=(
        Link(href="https://mill.example/tide.mp3", type="audio/mpeg", length=24_800_000),
        Link(href=f"https://mill.example/{LONG}.pdf", type="application/pdf", length=9_000),
    ),
    rights="© The Mill and all who work there. " * 5,
    topics=("town", "science/rivers"),
    comments="https://mill.example/talk",
)
CROWD = told(
    "crowd",
    published=_EARLIER,
    title="Written by many",
    event="flood",
    authors=tuple(Person(name=f"{name} Featherstonehaugh-Cholmondeley") for name in "ABCDEFGH"),
    copies=tuple(
        copy(f"crowd{name}", source=name, how="same-text", score=1.0) for name in ("weir", "fresh")
    ),
)
SHORT = told(
    "short", title="Ha", text="Ha.", html="<p>Ha.</p>", authors=(), topics=(), event="flood"
)
PICTURES = told(
    "pictures",
    published=_EARLIER,
    title="🌊🌊🌊 A <script>alert(1)</script> & \u202etide\u202c",
    text="🌊 " * 90,
    html="<p>🌊</p>",
)
HIDDEN = told("hidden", title="Withdrawn", hidden=True)

AWKWARD: tuple[Story, ...] = (
    *THREE, WIDE, *PLAIN, ARABIC, HEBREW, JAPANESE, CHINESE, MARKUP, CROWD, SHORT, PICTURES, HIDDEN,
)  # fmt: skip
"""All of them, as a site holds them."""
