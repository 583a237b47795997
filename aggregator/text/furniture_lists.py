"""Headings over lists of other articles and of tags; furniture glued to a last line. Pure.

Written like `furniture_phrases`: each line one alternative, matched against a whole folded line.
"""

import re

LISTS = re.compile(
    "|".join(
        line.strip()
        for line in r"""
    (?:related|similar|recommended|suggested|popular|recent|trending|latest|top|other) {things}
    (?:more|editor'?s) {things}
    related|recommended(?: for you)?|trending(?: now)?|read (?:next|also|more)|up next|also read
    check also|don'?t miss|what to read next|in case you missed it|from around the web
    you (?:may|might|could)(?: also)? (?:like|enjoy|be interested in|have missed).{0,20}
    more (?:from|on|in|about|like) .{1,60}|popular (?:on|in) .{1,40}
    most (?:popular|read|viewed|commented|shared|discussed)(?: .{1,30})?
    (?:sponsored|promoted) (?:links|stories|content)
    (?:ahnliche|verwandte|weitere|mehr|neueste|passende) (?:artikel|beitrage|themen|meldungen)
    mehr (?:zum thema|lesen|nachrichten|von .{1,40})|meistgelesene? ?(?:artikel)?
    das konnte (?:sie|dich|ihnen|euch)(?: auch| ebenfalls)?(?: auch)? (?:interessieren|gefallen)
    lesen sie auch|lies auch|auch interessant
    (?:articles?|contenus?|sujets?|lectures?) (?:similaires?|lie(?:e)?s?|connexes?|associes?)
    (?:articles?|contenus?) (?:recents?|recommandes?)|les plus (?:lus|lues|populaires)
    a (?:lire|voir|decouvrir) (?:aussi|egalement|ensuite)|lire (?:aussi|egalement)
    sur le meme (?:sujet|theme)|dans la meme rubrique
    vous (?:aimerez|pourriez aimer|pourriez)(?: .{0,12})? ?(?:aussi|egalement).{0,20}
    (?:articulos?|entradas?|noticias?|notas?|temas?|contenidos?) (?:relacionad[oa]s?|similares)
    (?:articulos?|entradas?|noticias?|notas?) (?:recomendad[oa]s|recientes|mas leid[oa]s)
    (?:tambien )?te pueden? (?:interesar|gustar)|(?:te )?podria interesarte
    leer? (?:tambien|ademas)|lo mas (?:leido|visto)|mas noticias
    (?:articoli|notizie|contenuti|post) (?:correlati|simili|collegati|recenti|consigliati)
    leggi anche|(?:ti )?potrebbe(?:ro)? (?:anche )?interessarti.{0,10}|i piu letti
    (?:artigos?|noticias?|posts?|materias?) (?:relacionad[oa]s?|semelhantes|recentes)
    (?:leia|veja|confira) (?:tambem|mais)|mais lidas
    (?:gerelateerde|vergelijkbare|meer|recente) (?:artikelen|berichten|nieuws)
    lees ook|bekijk ook|meer (?:lezen|over .{1,40})
    (?:relaterade?|relaterte|relaterede) (?:artiklar|artikler|inlagg|innlegg|indlaeg)
    (?:las|les) (?:ocksa|ogsa|mer|aven)|laes ogsa|lue myos|aiheeseen liittyvaa
    (?:powiazane|podobne) (?:artykuly|wpisy|tematy)|(?:zobacz|czytaj|przeczytaj) (?:takze|tez)
    souvisejici (?:clanky|clanek)|kapcsolodo (?:cikkek|tartalmak)
    articole (?:similare|asemanatoare)|citeste si
    (?:похожие|другие|связанные|рекомендуемые) (?:статьи|записи|новости|материалы)
    читаите также|по теме|материалы по теме|еще по теме|схожі статті|читаите також
    σχετικα αρθρα|διαβαστε (?:επισης|ακομα)|ilgili (?:haberler|yazilar)
    関連(?:記事|リンク|ニュース)|あわせて読みたい|おすすめ(?:の)?記事|人気記事
    相关(?:文章|阅读|新闻|链接)|推荐(?:阅读|文章)|延伸阅读|相關文章
    관련 ?(?:기사|글|뉴스)|인기 ?기사
    مقالات ذات صلة|اقرأ (?:أيضا|ايضا)|مواضيع ذات صلة|ข่าวที่เกี่ยวข้อง|संबंधित (?:खबरें|लेख)
    """.replace(
            "{things}",
            "(?:articles?|posts?|stories|story|news|content|topics?|links|coverage|reads?|picks?|"
            "headlines|items|reading|videos?)",
        ).splitlines()
        if line.strip()
    )
)
"""Headings that open a list of other articles."""

LABELS = re.compile(
    r"tags?|tagged|filed under|(?:related )?topics?|categor(?:y|ies)|keywords|schlagworter|themen|"
    r"etiquettes|mots-cles|etiquetas|categorias|trefwoorden|метки|теги|标签|タグ|태그"
)
"""Headings over the tags of an article."""

_ON = (
    r"(?:continue reading|read more|keep reading|read on|weiterlesen|lire la suite|leer más|"
    r"seguir leyendo|leggi tutto|continua a leggere|leia mais|lees verder|czytaj dalej|"
    r"читать далее|続きを読む)"
)
INLINE = re.compile(
    rf"\s*(?:(?:\[(?:…|\.{{3}})\]|…|\.{{3}})?\s*\(?{_ON}\b(?: .{{0,120}})?\s*"
    r"(?:→|»|›|⟶|>|\.\.\.|…|\))+|\[(?:…|\.{3})\])\s*$",
    re.IGNORECASE,
)
"""Furniture glued to the end of the last line: '... [...] Continue reading ->'."""
