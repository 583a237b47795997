"""What page furniture says, in the languages of the web: patterns, each with its reason. Pure.

Three sorts. `ANYWHERE` are whole lines that are never part of an article. `EDGE` are whole lines
that are furniture at the head or the tail only. `LISTS` are headings that open a list of other
articles. All are matched against a folded line (see `boilerplate`), so they are lower case and
without accents. To teach one more phrase, add it here and a case to tests/corpus/furniture.
"""

import re

_NETWORK = (
    r"(?:facebook|twitter|x|whats ?app|telegram|linkedin|pinterest|reddit|e-?mail|mail|threads|"
    r"bluesky|mastodon|tumblr|pocket|flipboard|messenger|line|viber|vk|xing|copy link|copy url|"
    r"instagram|youtube|tiktok|print|sms|google news|rss|more)"
)
_SHARE = (
    r"(?:share|tweet|pin|save|print|email|post|teilen|partager|compartir|condividi|compartilhar)"
)


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(patterns)})")


ANYWHERE: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "advertisement",
        _any(
            r"(?:- )?(?:advertisements?|advertising|ad|anzeige|werbung|publicite|publicidad|"
            r"pubblicita|"
            r"publicidade|advertentie|reklama?|annons|mainos|реклама|広告|广告|廣告|광고|"
            r"إعلان)(?: -)?",
            r"(?:advertisement\W*)?(?:story|article|scroll|post) (?:continues?|to continue)"
            r"(?: reading)?(?: (?:below|after)(?: (?:this|the) ?)?)?(?: ?(?:advertisement|ad|"
            r"video))?",
            r"(?:advertisement\W*)?(?:continue reading|keep reading) (?:below|after (?:the|this) "
            r"ad\w*)",
            r"(?:artikel|text) geht (?:unten|nach der (?:anzeige|werbung)) weiter",
            r"(?:suite|la suite) (?:de l'article )?apres (?:la|cette) (?:publicite|pub)",
        ),
    ),
    (
        "back to top",
        _any(
            r"(?:back|go|scroll|return|jump)(?: back)? (?:to )?(?:the )?top(?: button| of page)?",
            r"(?:zuruck )?nach oben|zum seitenanfang|(?:retour )?en haut(?: de (?:la )?page)?|"
            r"retour en haut|haut de page|(?:volver |ir )?(?:al )?arriba|torna (?:su|all'inizio)|"
            r"voltar ao topo|naar boven|terug naar boven|наверх|вверх|do gory|返回顶部|"
            r"ページトップへ|맨 위로",
        ),
    ),
    (
        "listen",
        _any(
            r"listen (?:to (?:this|the) (?:article|story|post|audio)(?: version)?|now)(?: \d+ "
            r"min\w*)?",
            r"(?:audio version|play audio|artikel anhoren|ecouter (?:cet |l')?article|"
            r"escuchar (?:este )?articulo|ascolta (?:questo |l')?articolo|ouvir (?:este )?artigo)",
        ),
    ),
    (
        "reading time",
        _any(
            r"(?:reading time|read time|estimated reading time|time to read|lesezeit|lesedauer|"
            r"temps de lecture|duree de lecture|tiempo de lectura|tempo di lettura|tempo de "
            r"leitura|"
            r"leestijd|lastid|время чтения)\W*(?:ca\. ?)?<?\d+ ?(?:min\w*|'|мин\w*)?\.?(?: read)?",
            r"\d+[ -]?(?:min|mins|minute|minutes)[ -]?(?:read|de lecture|de lectura|di lettura|"
            r"lesezeit)?",
            r"(?:约|約)?\d+ ?分(?:で読める|钟阅读)?",
        ),
    ),
    (
        "share",
        _any(
            rf"(?:{_SHARE}(?: (?:this|on|via|with|to|auf|sur|en|su|no))?(?: (?:article|story|"
            rf"post|page|artikel|"
            rf"cet article|articulo|articolo|friends))?(?: (?:on|via|auf|sur))?(?: "
            rf"{_NETWORK})?\W*)+",
            r"(?:click to )?(?:share|print|email)(?: \w+){0,4} \(opens in (?:a )?new window\)",
            rf"(?:{_NETWORK}[\W]*){{2,}}",
            r"share (?:this )?(?:with|on|via)[\w ,&]*",
            r"(?:артикел )?поделиться(?: .{0,40})?|delen(?: op .{0,40})?|dela|del|分享|"
            r"シェア(?:する)?|공유(?:하기)?",
            r"like this:?(?: like)?(?: loading\W*)?|like loading\W*|loading\W*",
        ),
    ),
    (
        "comments",
        _any(
            r"(?:leave|post|add|write|submit) (?:a|your) (?:comment|reply|response)s?|(?:no|\d+) "
            r"comments?|"
            r"comments? ?(?:\(\d+\))?|comments (?:are )?(?:closed|off|disabled)|join the "
            r"(?:conversation|discussion)|"
            r"be the first to comment|show comments|view comments|(?:cancel )?reply",
            r"(?:kommentare?|kommentar (?:schreiben|hinterlassen)|schreibe? einen kommentar|"
            r"laisser un commentaire|commentaires?|(?:deja|dejar) (?:un comentario|una respuesta)|"
            r"comentarios?|lascia un commento|commenti|deixe um comentario|reageer|plaats een "
            r"reactie|"
            r"(?:оставить|добавить) комментарии|комментарии|dodaj komentarz|发表评论|"
            r"コメント(?:を残す)?|댓글)(?: \(?\d+\)?)?",
        ),
    ),
    (
        "controls",
        _any(
            r"skip to (?:main )?content|toggle navigation|print(?: this)?(?: (?:article|page))?|"
            r"(?:print|printer)[- ]friendly(?: version)?|save (?:this )?(?:article|story)|"
            r"bookmark this|"
            r"(?:please )?enable javascript.{0,80}|your browser does not support.{0,60}|"
            r"previous (?:article|post)|next (?:article|post)|view (?:all )?(?:posts|gallery)|"
            r"click (?:here )?to enlarge|tap to (?:enlarge|unmute)|play video|watch (?:the )?video",
        ),
    ),
)

EDGE: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "appeared first",
        _any(
            r"the (?:post|article|story|entry) .{1,300}? (?:first )?(?:appeared|was published) "
            r"first (?:on|at|in) .{1,90}",
            r"the (?:post|article|entry) .{1,300}? first appeared (?:on|at|in) .{1,90}",
            r"(?:der|dieser) (?:beitrag|artikel) .{1,300}? (?:erschien|ist) (?:zuerst|zuvor|"
            r"erstmals) .{1,90}",
            r"(?:l'article|cet article) .{0,300}? est (?:apparu|paru) en premier (?:lieu )?sur "
            r".{1,90}",
            r"la entrada .{1,300}? (?:se publico|aparece|aparecio) (?:primero|antes|por primera "
            r"vez) en .{1,90}",
            r"l'articolo .{1,300}? (?:proviene da|sembra essere il primo su) .{1,90}",
            r"o post .{1,300}? apareceu (?:primeiro|antes) em .{1,90}",
            r"het (?:bericht|artikel) .{1,300}? (?:verscheen eerst|is eerst verschenen) op .{1,90}",
            r"(?:artykuł|artykul|wpis) .{1,300}? (?:pochodzi z serwisu|pojawił się|pojawil "
            r"sie).{1,90}",
            r"сообщение .{1,300}? появились? сначала на .{1,90}",
            r"inlagget .{1,300}? dok forst upp pa .{1,90}",
        ),
    ),
    (
        "read on",
        _any(
            r"\[?(?:continue reading|continue to (?:full )?article|keep reading|read (?:more|on)|"
            r"(?:click here )?(?:to )?read (?:the )?(?:full|rest|entire|whole|complete) .{1,60}|"
            r"view original.{0,40}|source article|"
            r"weiterlesen|mehr lesen|zum (?:vollstandigen )?artikel|lire (?:la suite|plus)|leer "
            r"mas|seguir leyendo|"
            r"continuar leyendo|leggi (?:tutto|di piu)|continua a leggere|leia mais|continue "
            r"lendo|lees (?:verder|meer)|"
            r"las mer|les mer|czytaj (?:dalej|wiecej)|читать (?:далее|полностью|дальше)|"
            r"続きを読む|もっと見る|阅读全文|阅读更多|더 ?보기|اقرأ المزيد)\b.{0,120}",
        ),
    ),
    (
        "newsletter",
        _any(
            r"(?:sign up|subscribe|register)(?: now| today| here)? (?:for|to) .{0,160}",
            r"(?:want more|like what you (?:read|see)|enjoy(?:ed|ing) this).{0,160}(?:subscribe|"
            r"newsletter|sign up|share).{0,80}",
            r"(?:get|receive) .{1,120}(?:newsletter|inbox|e-?mail).{0,60}",
            r".{0,40}(?:subscribe|sign up) (?:to|for) (?:our|the|my) .{0,40}newsletter.{0,100}",
            r"enter your e-?mail.{0,100}|thanks for reading .{1,60}!.{0,80}|subscribe(?: now| "
            r"for free)?",
            r"(?:jetzt )?(?:abonnieren sie|melden sie sich|newsletter abonnieren|hier "
            r".{0,20}newsletter).{0,120}",
            r"(?:inscrivez-vous|abonnez-vous|recevez) .{0,140}|(?:suscribete|registrate|recibe) "
            r".{0,140}",
            r"(?:iscriviti|abbonati) .{0,140}|(?:assine|inscreva-se|cadastre-se) .{0,140}",
            r"(?:meld je aan|abonneer).{0,140}|подпи(?:шитесь|сывайтесь|шись)\b.{0,140}|zapisz "
            r"sie .{0,140}",
        ),
    ),
    (
        "follow us",
        _any(
            rf"(?:follow|like|join|find|connect with) (?:us|me|our|\w+(?: \w+)?) (?:on|at|via|"
            rf"page on) .{{0,30}}{_NETWORK}.{{0,90}}",
            r"follow us.{0,60}|join our (?:whatsapp|telegram|facebook|discord|slack|channel|"
            r"community).{0,100}",
            r"(?:folgen sie uns|folge uns|suivez-nous|siguenos|seguici|siga-nos|volg ons|folj "
            r"oss|следите за).{0,120}",
            r"(?:support|back) (?:us|our|my|this).{0,60}(?:patreon|ko-?fi|paypal|donat|"
            r"liberapay).{0,60}|buy me a coffee.{0,60}",
        ),
    ),
    (
        "tags",
        _any(
            r"(?:tags?|tagged(?: (?:with|as|in))?|filed under|filed in|categor(?:y|ies)|related "
            r"topics?|topics?|keywords|"
            r"posted in|published in|schlagworter|schlagworte|stichworte|kategorien?|themen|"
            r"etiquettes?|mots-cles|"
            r"etiquetas?|categorias?|trefwoorden|categorieen|метки|теги|рубрика|标签|分类|タグ|"
            r"カテゴリー|태그|tagi) ?: ?.{0,200}",
            r"(?:filed under|tagged(?: with)?|posted in) .{1,160}",
        ),
    ),
    (
        "copyright",
        _any(
            r"(?:©|\(c\)|copyright\b).{0,200}",
            r"all rights reserved\.?.{0,100}|alle rechte vorbehalten.{0,60}|tous droits "
            r"reserves.{0,60}|"
            r"todos los derechos reservados.{0,60}|tutti i diritti riservati.{0,60}",
        ),
    ),
    ("breadcrumb", _any(r"(?:[^.!?›»>]{1,40} [›»>] )+[^.!?›»>]{1,80}")),
    (
        "date line",
        _any(
            r"(?:last )?(?:updated|published|posted|modified|first published)(?: on| "
            r"at)?\b(?=\D{0,40}\d).{0,70}",
            r"(?:aktualisiert|veroffentlicht|stand|publie|mis a jour|publicado|actualizado|"
            r"pubblicato|aggiornato|"
            r"gepubliceerd|bijgewerkt|опубликовано|обновлено)\b(?=\D{0,30}\d).{0,60}",
        ),
    ),
    (
        "cookies",
        _any(
            r"(?:this|our|the) (?:site|website|page) (?:uses|makes use of) cookies.{0,240}|we "
            r"use cookies.{0,240}",
            r"(?:by continuing|if you continue).{0,120}cookies.{0,160}|(?:accept|reject|"
            r"manage)(?: all)? cookies|cookie (?:settings|policy|notice)",
            r"(?:diese (?:web)?seite|wir) (?:verwende[tn]|nutz(?:t|en)) cookies.{0,240}|ce site "
            r"utilise des cookies.{0,240}",
            r"(?:este|nuestro) sitio (?:web )?(?:utiliza|usa) cookies.{0,240}|questo sito "
            r"(?:utilizza|usa)(?: i)? cookie.{0,240}",
            r"este site (?:utiliza|usa) cookies.{0,240}|deze (?:web)?site (?:gebruikt|maakt "
            r"gebruik van) cookies.{0,240}",
        ),
    ),
)

LISTS = _any(
    r"(?:related|similar|recommended|suggested|popular|recent|trending|latest|top|more|other|"
    r"editor'?s) "
    r"(?:articles?|posts?|stories|story|news|content|topics?|links|coverage|reads?|picks?|"
    r"headlines|items|reading|videos?)",
    r"related|recommended(?: for you)?|trending(?: now)?|read (?:next|also|more)|up next|also "
    r"read|don'?t miss|"
    r"you (?:may|might|could)(?: also)? (?:like|enjoy|be interested in|have missed).{0,20}|more "
    r"(?:from|on|in|about|like) .{1,60}|"
    r"most (?:popular|read|viewed|commented|shared|discussed)(?: .{1,30})?|what to read next|in "
    r"case you missed it|"
    r"popular (?:on|in) .{1,40}|from around the web|sponsored (?:links|stories)|promoted "
    r"(?:stories|content)",
    r"(?:ahnliche|verwandte|weitere|mehr|neueste|meistgelesene|passende) (?:artikel|beitrage|"
    r"themen|meldungen|nachrichten)|"
    r"mehr (?:zum thema|lesen|von .{1,40})|das konnte (?:sie|dich|ihnen|euch)(?: auch| "
    r"ebenfalls)? (?:auch )?(?:interessieren|gefallen)|"
    r"lesen sie auch|lies auch|auch interessant|meistgelesen",
    r"(?:articles?|contenus?|sujets?|lectures?) (?:similaires?|lies?|liees?|connexes?|associes?|"
    r"recents?|recommandes?)|"
    r"(?:a|a) (?:lire|voir|decouvrir) (?:aussi|egalement|ensuite)|(?:a )?lire (?:aussi|"
    r"egalement)|sur le meme (?:sujet|theme)|"
    r"vous (?:aimerez|pourriez aimer|pourriez)(?: .{0,12})? ?(?:aussi|egalement).{0,20}|les plus "
    r"(?:lus|lues|populaires)|dans la meme rubrique",
    r"(?:articulos?|entradas?|noticias?|notas?|temas?|contenidos?) (?:relacionad[oa]s?|similares|"
    r"recomendad[oa]s|recientes|mas leid[oa]s)|"
    r"(?:tambien )?te puede(?:n)? (?:interesar|gustar)|(?:te )?podria interesarte|lee(?:r)? "
    r"(?:tambien|ademas)|lo mas (?:leido|visto)|mas noticias",
    r"(?:articoli|notizie|contenuti|post) (?:correlati|simili|collegati|recenti|consigliati)|"
    r"leggi anche|"
    r"(?:ti )?potrebbe(?:ro)? (?:anche )?interessarti.{0,10}|i piu letti",
    r"(?:artigos?|noticias?|posts?|materias?) (?:relacionad[oa]s?|semelhantes|recentes)|(?:leia|"
    r"veja|confira) (?:tambem|mais)|mais lidas",
    r"(?:gerelateerde|vergelijkbare|meer|recente) (?:artikelen|berichten|nieuws)|lees ook|meer "
    r"(?:lezen|over .{1,40})|bekijk ook",
    r"(?:relaterade?|relaterte|relaterede) (?:artiklar|artikler|inlagg|innlegg|indlæg)|las "
    r"(?:ocksa|mer|aven)|les (?:ogsa|mer)|"
    r"laes ogsa|læs ogsa|lue myos|aiheeseen liittyvaa",
    r"(?:powiazane|podobne) (?:artykuły|artykuly|wpisy|tematy)|(?:zobacz|czytaj|przeczytaj) "
    r"(?:takze|tez|rowniez)|"
    r"souvisejici (?:clanky|clanek)|kapcsolodo (?:cikkek|tartalmak)|articole (?:similare|"
    r"asemanatoare)|citeste si",
    r"(?:похожие|другие|связанные|рекомендуемые) (?:статьи|записи|новости|материалы)|читаите "
    r"также|по теме|материалы по теме|еще по теме|"
    r"читаите таково?ж|схожі статті|читаите також|σχετικα αρθρα|διαβαστε (?:επισης|ακομα)|ilgili "
    r"(?:haberler|yazilar)|bunlar da ilginizi cekebilir",
    r"関連(?:記事|リンク|ニュース)|あわせて読みたい|おすすめ(?:の)?記事|人気記事|相关(?:文章|"
    r"阅读|新闻|链接)|推荐(?:阅读|文章)|延伸阅读|相關文章|"
    r"관련 ?(?:기사|글|뉴스)|인기 ?기사|مقالات ذات صلة|اقرأ (?:أيضا|ايضا)|مواضيع ذات صلة|"
    r"ข่าวที่เกี่ยวข้อง|बाद में पढ़ें|संबंधित (?:खबरें|लेख)",
)
"""Headings that open a list of other articles."""

INLINE = re.compile(
    r"\s*(?:(?:\[(?:…|\.{3})\]|\[&hellip;\]|…|\.{3})?\s*(?:\(?(?:continue reading|read more|keep "
    r"reading|read on|"
    r"weiterlesen|lire la suite|leer más|seguir leyendo|leggi tutto|continua a leggere|leia mais|"
    r"lees verder|"
    r"czytaj dalej|читать далее|続きを読む)\b(?: .{0,120})?\s*(?:→|»|›|⟶|>|\.\.\.|…|\))+|\[(?:…|"
    r"\.{3})\])"
    r"|\s(?:The post|Der Beitrag|L['’]article|La entrada|L['’]articolo|O post|Het bericht) "
    r".{3,300}? "
    r"(?:first appeared on|appeared first on|erschien zuerst auf|est apparu en premier sur|se "
    r"publicó primero en|"
    r"aparece primero en|proviene da|apareceu primeiro em|verscheen eerst op) .{2,80}?)\s*$",
    re.IGNORECASE,
)
"""Furniture glued to the end of the last line: '... [...] Continue reading ->'."""
