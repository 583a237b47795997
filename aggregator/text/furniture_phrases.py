"""What page furniture says, in the languages of the web: patterns, each with its reason. Pure.

`ANYWHERE` are whole lines that are never part of an article; `EDGE` are furniture at the head or
the tail only. Each line of a list is one alternative, matched against a whole folded line (see
`boilerplate.folded_line`): lower case, straight quotes, no accents, no ornaments at its ends. To
teach one more phrase, add a line here and a case to tests/corpus/furniture.
"""

import re


def _any(lines: str, before: str = "", after: str = "") -> re.Pattern[str]:
    """Any of the lines, with what may stand before and after each."""
    alternatives = "|".join(line.strip() for line in lines.splitlines() if line.strip())
    return re.compile(f"{before}(?:{alternatives}){after}")


NETWORKS = frozenset(
    """
    facebook facebooku twitter twitterze x whatsapp telegram linkedin pinterest reddit email e-mail
    mail threads bluesky mastodon tumblr pocket flipboard messenger line viber vk xing instagram
    youtube tiktok print sms rss link url copy 微信 微博 朋友圈 qq空间 qq
    카카오톡 네이버 вконтакте одноклассники
    """.split()  # noqa: SIM905
)
STARTERS = frozenset(
    """
    share tweet pin teilen partager partagez compartir comparte comparta condividi compartilhar
    compartilhe delen dela deel del udostepnij поделиться поделитесь paylas 分享 分享到 シェア
    シェアする 공유 공유하기 شارك
    """.split()  # noqa: SIM905
)
SHARING = STARTERS | frozenset(
    """
    save post this article story page artikel artikeln cet l'article articulo este esta esto
    articolo questo artigo diesen sie dit den artykul ten friends on via with to auf sur en su no op
    pa in na nas w by or and und et y e o ou i и в соцсетях соцсети статьеи المقال المقالة الخبر على
    redes social sociales media sociali
    """.split()  # noqa: SIM905
)
"""A line of nothing but these shares the page: 'Share this article on X', 'Facebook Twitter'."""

_NETWORK = (
    r"(?:facebook|twitter|x|whatsapp|telegram|linkedin|pinterest|reddit|threads|bluesky|mastodon|"
    r"tumblr|flipboard|instagram|youtube|tiktok|google news|google discover|discord|vk|rss)\b"
)
_TIMES = r"\W*(?:ca\. ?)?<?\d+ ?(?:min\w*|'|мин\w*)?\.?(?: read)?"

ANYWHERE: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "advertisement",
        _any(
            r"""
            advertisements?|advertising|ad|anzeige|werbung|publicite|publicidad|pubblicita
            publicidade|advertentie|reklama?|annons|mainos|реклама|広告|广告|廣告|광고|إعلان
            """
        ),
    ),
    (
        "advertisement",
        _any(
            r"""
            (?:story|article|post) continues(?: (?:below|after))?(?: this| the)?(?: ad\w*| video)?
            scroll (?:down )?to (?:continue|keep reading|read on)(?: with content| reading)?
            (?:continue|keep) reading (?:below|after (?:the|this) ad\w*)
            (?:artikel|text) geht (?:unten|nach der (?:anzeige|werbung)) weiter
            (?:la )?suite (?:de l'article )?apres (?:la|cette) pub(?:licite)?
            """,
            before=r"(?:advertisement\W*)?",
        ),
    ),
    (
        "back to top",
        _any(
            r"""
            (?:back|go|scroll|return|jump)(?: back)? (?:to )?(?:the )?top(?: button| of page)?
            (?:zuruck )?nach oben|zum seitenanfang
            (?:retour )?en haut(?: de (?:la )?page)?|haut de page
            (?:volver |ir )?(?:al )?arriba|torna (?:su|all'inizio)|voltar ao topo
            (?:terug )?naar boven|till toppen|til toppen|наверх|вверх|do gory
            返回顶部|ページトップへ|맨 위로
            """
        ),
    ),
    (
        "listen",
        _any(
            r"""
            listen(?: now| to (?:this|the) (?:article|story|post|audio)(?: version)?)
            audio version|play audio|artikel anhoren|ecouter (?:cet |l')?article
            escuchar (?:este )?articulo|ascolta (?:questo |l')?articolo|ouvir (?:este )?artigo
            """,
            after=r"(?: \d+ min\w*)?",
        ),
    ),
    (
        "reading time",
        _any(
            r"""
            reading time|read time|estimated reading time|time to read|lesezeit|lesedauer
            temps de lecture|duree de lecture|tiempo de lectura|tempo di lettura
            tempo de leitura|leestijd|lastid|время чтения
            """,
            after=_TIMES,
        ),
    ),
    (
        "reading time",
        _any(
            r"""
            \d+[ -]?min(?:ute)?s?[ -](?:read|de lecture|de lectura|di lettura|lesezeit)
            \d+ min(?:ute)?s?|(?:约|約)?\d+ ?分(?:で読める|钟阅读)?
            """
        ),
    ),
    (
        "share",
        _any(
            r"""
            (?:click to )?(?:share|print|email)(?: [\w-]+){0,4} \(opens in (?:a )?new window\)?
            like this:?(?: like)?(?: loading\W*)?|like loading\W*|loading\W*
            """
        ),
    ),
    (
        "comments",
        _any(
            r"""
            (?:leave|post|add|write|submit) (?:a|your) (?:comment|reply|response)s?
            (?:no|\d+) comments?|comments?|comments (?:are )?(?:closed|off|disabled)
            join the (?:conversation|discussion)|be the first to comment|(?:show|view) comments
            (?:click here to )?(?:cancel )?reply|your e-?mail address will not be published.{0,60}
            save my name, e-?mail.{0,90}|required fields are marked.{0,5}
            notify me of (?:new|follow-up) .{0,40}
            kommentare?|kommentar (?:schreiben|hinterlassen)
            schreib(?:en sie|e)? einen kommentar
            laisser un commentaire|commentaires?|(?:deja|dejar) (?:un comentario|una respuesta)
            comentarios?|lascia un commento|commenti|deixe um comentario
            reageer|plaats een reactie|(?:оставить|добавить) комментарии|комментарии
            dodaj komentarz|发表评论|コメント(?:を残す)?|댓글
            """,
            after=r"(?: \(?\d+\)?)?",
        ),
    ),
    (
        "controls",
        _any(
            r"""
            skip to (?:main )?content|close|search(?: for)?|menu|log ?in|sign in|random article
            sidebar|switch skin|send an e-?mail|show (?:more|less)|view all|load more
            toggle navigation|print(?: this)?(?: (?:article|page))?|bookmark this
            print(?:er)?[- ]friendly(?: version)?|save (?:this )?(?:article|story)
            (?:please )?enable javascript.{0,80}|your browser does not support.{0,60}
            (?:previous|next) (?:article|post)|view gallery
            (?:view|see|show|read) (?:all|more) (?:posts|articles|stories)(?: by .{1,60})?
            (?:alle (?:beitrage|artikel) (?:von|ansehen)|voir tous les articles).{0,60}
            (?:ver todas las entradas|vedi tutti gli articoli).{0,60}
            (?:report|correct|spotted?|found|see) (?:a |an )?(?:typos?|errors?|mistakes?)
            click (?:here )?to enlarge|tap to (?:enlarge|unmute)|play video|watch (?:the )?video
            """
        ),
    ),
)

_SITE = r"(?=[A-Z0-9ÀÖØ-Þ]|[\w-]+\.\w|(?!(?:the|an?|this|that|our) )\S+(?: \S+){0,2}\.?$).{2,90}"
FIRST = _any(
    r"""
    The (?:post|article|story|entry) .{1,300}? (?:appeared first|first appeared) (?:on|at|in)
    The (?:post|article|story|entry) .{1,300}? was (?:first published|published first) (?:on|at|in)
    (?:Der|Dieser) (?:Beitrag|Artikel) .{1,300}? (?:erschien|ist) (?:zuerst|erstmals) (?:auf|bei|in)
    (?:L['’]article|Cet article) .{0,300}? est (?:apparu|paru) en premier (?:lieu )?sur
    La entrada .{1,300}? (?:se publicó|aparece|apareció) (?:primero|antes|por primera vez) en
    L['’]articolo .{1,300}? (?:proviene da|sembra essere il primo su)
    O post .{1,300}? apareceu (?:primeiro|antes) em
    Het (?:bericht|artikel) .{1,300}? (?:verscheen eerst|is eerst verschenen) op
    (?:Artykuł|Wpis) .{1,300}? pochodzi z serwisu
    Сообщение .{1,300}? появил(?:ось|ись|ась) сначала на
    Inlägget .{1,300}? dök först upp på
    """,
    after=rf" {_SITE}",
)
"""'The post ... appeared first on ...' as written: a site's name follows, not 'on the list'."""

EDGE: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "read on",
        _any(
            r"""
            continue reading|continue to (?:full )?article|keep reading|read (?:more|on)
            (?:click here )?(?:to )?read (?:the )?(?:full|rest|entire|whole|complete)
            view original|source article|weiterlesen|mehr lesen|zum (?:vollstandigen )?artikel
            lire (?:la suite|plus)|leer mas|seguir leyendo|continuar leyendo
            leggi (?:tutto|di piu)|continua a leggere|leia mais|continue lendo
            lees (?:verder|meer)|las mer|les mer|czytaj (?:dalej|wiecej)
            читать (?:далее|полностью|дальше)|続きを読む|もっと見る|阅读全文|阅读更多|더 ?보기
            اقرأ المزيد
            """,
            after=r"(?!\w).{0,120}",
        ),
    ),
    (
        "newsletter",
        _any(
            r"""
            newsletters?|mailing list|updates?|inbox|e-?mails?|feed|channel|podcast|magazine
            digest|alerts?|premium|our|free|continue
            """,
            before=r"(?:sign up|subscribe|register)(?: now| today| here)? (?:for|to)\b.{0,120}?\b",
            after=r"\b.{0,160}",
        ),
    ),
    (
        "newsletter",
        _any(
            r"""
            (?:want more|like what you (?:read|see)|enjoy(?:ed|ing) this).{0,140}newsletter.{0,80}
            (?:want more|like what you (?:read|see)|enjoy(?:ed|ing) this).{0,140}subscribe.{0,80}
            (?:get|receive) .{1,120}(?:newsletter|inbox|e-?mail).{0,60}
            .{0,40}(?:subscribe|sign up) (?:to|for) (?:our|the|my) .{0,40}newsletter.{0,100}
            join (?:over |more than )?[\d,.]+k?\+? (?:\w+ )?(?:readers|subscribers|others)\b.{0,99}
            (?:tap|click) here (?:to|for) .{1,120}|add .{1,60} as (?:a|your) preferred source.{0,60}
            enter your e-?mail.{0,100}|thanks for reading .{1,60}!.{0,80}
            (?:subscribe|sign up)(?: now| today| for free)?|subscribe now for .{1,60}
            sign up for .{1,60}\b(?:delivered|sent to you|every (?:day|week|morning|\w+day)).{0,60}
            support our (?:work|reporting|newsroom)(?:[:,!].{0,80})?
            (?:never|don't) miss (?:a|another|our) (?:story|post|episode|update|issue)\b.{0,120}
            (?:jetzt )?(?:abonnieren sie|melden sie sich|newsletter abonnieren).{0,120}
            (?:inscrivez-vous|abonnez-vous|recevez) .{0,140}
            (?:suscribete|registrate|recibe) .{0,140}|(?:iscriviti|abbonati) .{0,140}
            (?:assine|inscreva-se|cadastre-se) .{0,140}
            (?:meld (?:je|u) aan|abonneer|schrijf (?:je|u) in).{0,140}
            (?:anmal dig till|prenumerera|meld deg pa|tilmeld dig|tilaa uutiskirje) ?.{0,140}
            (?:订阅|訂閱)(?:我们|我們|本|电子报|電子報|邮件).{0,20}|关注(?:我们|公众号|微信).{0,20}
            (?:メルマガ|ニュースレター).{0,30}|뉴스레터.{0,30}
            اشترك(?:وا)? في (?:نشرتنا|النشرة|القناة|قناتنا).{0,60}
            подпи(?:шитесь|сываитесь|шись)\b.{0,140}|zapisz sie .{0,140}
            """
        ),
    ),
    (
        "follow us",
        _any(
            rf"""
            (?:us|me|our|[\w.-]+(?: [\w.-]+){{0,3}}) (?:on|at|via|page on) .{{0,30}}{_NETWORK}
            """,
            before=r"(?:follow|like|join|find|connect with) ",
            after=r".{0,90}",
        ),
    ),
    (
        "follow us",
        _any(
            r"""
            follow us|buy me a coffee.{0,60}
            join our (?:whatsapp|telegram|facebook|discord|slack|channel|community).{0,100}
            (?:folgen sie uns|folge uns|suivez-nous|siguenos|seguici|siga-nos|volg ons).{0,120}
            (?:folj oss|folg oss|следите за).{0,120}
            (?:download|get|install) (?:our|the) (?:free )?app(?: (?:now|on|for|from)\b.{0,60})?
            (?:support|back|fund) (?:our|independent|local|quality|free) (?:\w+ )?journalism.{0,80}
            become a (?:member|supporter|subscriber)(?: (?:today|now|from|for|to|and)\b.{0,80})?
            (?:got|have) a (?:news |story )?(?:tip|story|idea)(?: (?:for|to) \w+)?(?:\?.{0,120})?
            (?:support|back) (?:us|our|my|this).{0,60}(?:patreon|ko-?fi|paypal|donat|libera).{0,60}
            """
        ),
    ),
    (
        "see also",
        _any(
            r"""
            (?:read|see|watch|check|listen) (?:next|also|more|this)
            (?:also|further) (?:read|reading)
            related(?: (?:stories|story|articles?|posts?|news|coverage|reading))?|don't miss
            recommended(?: reading)?|more on this(?: story| topic)?|up next|in case you missed it
            (?:lesen|horen|sehen) sie (?:auch|dazu)|lies auch|(?:mehr )?zum thema|mehr dazu
            siehe auch
            (?:a )?(?:lire|voir)(?: aussi| egalement)|(?:lea|lee|vea|ver) (?:tambien|ademas)
            leggi anche|vedi anche|(?:leia|veja) (?:tambem|mais)|lees (?:ook|meer)|las (?:ocksa|mer)
            les ogsa|(?:zobacz|czytaj|przeczytaj) (?:takze|tez|rowniez)|читаите (?:также|еще)
            """,
            after=r" ?: ?.{3,160}",
        ),
    ),
    (
        "tags",
        _any(
            r"""
            tags?|tagged(?: (?:with|as|in))?|filed (?:under|in)|(?:related )?topics?
            categor(?:y|ies)|keywords|(?:posted|published) in|schlagworter|schlagworte
            stichworte|kategorien?|themen
            etiquettes?|mots-cles|etiquetas?|categorias?|trefwoorden|categorieen|tagi
            метки|теги|рубрика|标签|分类|タグ|カテゴリー|태그
            """,
            after=r" ?: ?.{0,200}",
        ),
    ),
    ("tags", _any(r"(?:filed under|tagged(?: with)?|posted in) .{1,160}")),
    (
        "copyright",
        _any(
            r"""
            (?:©|\(c\)|copyright (?:©|\(c\)|\d{4}|by\b)).{0,200}
            all rights reserved.{0,100}|alle rechte vorbehalten.{0,60}
            tous droits reserves.{0,60}|todos los derechos reservados.{0,60}
            tutti i diritti riservati.{0,60}|todos os direitos reservados.{0,60}
            """
        ),
    ),
    ("breadcrumb", _any(r"(?:[^.!?›»>]{1,40} [›»>] )+[^.!?›»>]{1,80}")),
    (
        "date line",
        _any(
            r"""
            updated|published|posted|modified|first published|aktualisiert|veroffentlicht|stand
            publie|mis a jour|publicado|actualizado|pubblicato|aggiornato
            gepubliceerd|bijgewerkt|опубликовано|обновлено
            """,
            before=r"(?:last |zuletzt |derniere |ultima )?",
            after=r"(?: on| at| am| le| el| il| op)?\b:?(?=\D{0,30}\d).{0,70}",
        ),
    ),
    (
        "cookies",
        _any(
            r"""
            (?:this|our|the) (?:site|website|page) (?:uses|makes use of) cookies|we use cookies
            (?:by continuing|if you continue).{0,120}cookies|cookies help us
            (?:accept|reject)(?: all)? cookies
            manage cookies|cookie (?:settings|policy|notice)
            (?:ce site utilise|nous utilisons)(?: des)? cookies
            (?:diese (?:web)?(?:seite|site)|wir) (?:verwende[tn]|nutz(?:t|en)) cookies
            (?:este|nuestro) sitio (?:web )?(?:utiliza|usa) cookies
            questo sito (?:utilizza|usa)(?: i)? cookie|este site (?:utiliza|usa) cookies
            deze (?:web)?site (?:gebruikt|maakt gebruik van) cookies
            """,
            after=r".{0,240}",
        ),
    ),
)
