"""What labels of bylines are written with, language by language: sets and tables only. Pure.

Looked up folded. A language that is missing is a line in each table; how words make a label is in
`name_roles`.
"""

from .name_shape import fold


def _roles(table: dict[str, str]) -> dict[str, str]:
    return {fold(word): role for role, words in table.items() for word in words.split()}


def _set(text: str) -> frozenset[str]:
    return frozenset(map(fold, text.split()))


ROLE_OF = _roles(
    {
        "": """
        written words story stories text texts article articles opinion opinions analysis posted
        post posts published submitted review reviews reviewed report reports reported reporting
        reportage commentary column essay interview interviews interviewed compiled contributed
        writer writing perspective feature recap hosted presented host presenter author authors
        byline creator dispatch authored penned texte textes auteur auteure auteurs autrice
        autrices ecrit redige publie recueillis recit enquete chronique entretien reportages
        tribune recette texto textos autor autora autores escrito publicado reportaje cronica
        entrevista relato redactado elaborado reportagem materia coluna roteiro testo testi autore
        autori articolo scritto pubblicato servizio intervista cura autorin autoren geschrieben
        verfasst beitrag gastbeitrag bericht kommentar protokoll rozmawiali napisali opracowali
        oprac protokol aufgezeichnet recherche worte texten interviewt kolumne gastkommentar glosse
        leitartikel kritik rezension portrat gesprach publisert publicerad publiceret tribunes
        billet edito critique columna resena analisis analise critica artigo articulo kolumna
        felieton tekst tekster teksten tekstin skrevet skriven skrevne skribent forfattare
        forfatter forfattere artikkel artikel kommentarer kronik kronikk intervju geschreven
        interviewer schrijver verhaal tekstilla tekstas teksto autorius teksts raksta straipsnis
        autorka autorzy autory opracowanie opracowal opracowala napisal napisala rozmawial
        rozmawiala notowal notowala opublikowal opublikowala wywiad relacja artykul napsal napsala
        pripravil pripravila clanek rozhovor pise pisala pisal napisao prispevek besedilo avtor
        avtorica autoru razgovarao razgovarala razgovor szerzo szerzok irta szoveg cikk riport
        interju kirjoittanut kirjoittaja kirjoittajat teksti tekija toimittaja haastattelu scris
        autorul articol redactat yazan yazar yazarlar yazi yaziyi haber roportaj metin hazirlayan
        derleyen soylesi penulis oleh teks naskah pewarta reporter laporan dilaporkan ditulis
        wartawan penerbit текста статьи статті текстът автор авторка авторы автори авторът текст
        тексты репортаж материал подготовил подготовила подготовили подготвил подготви беседовал
        беседовала беседовали записал записала интервью статья стаття разговарял разговаря пише
        аутор разговарао напиша пишет написал написала підготував підготувала підготували розмовляв
        розмовляла спілкувалась κειμενα κειμενο συντακτης συντακτρια ρεπορταζ αρθρο συνεντευξη
        επιμελεια γραφει συγγραφεας نویسنده نويسنده گزارش مقاله یادداشت گفت‌وگو مصاحبه تحریر رپورٹ
        مصنف خبرنگار الكاتب الكاتبة كاتب كاتبة كتب كتبت تقرير مقال إعداد اعداد حوار حاورها حاوره
        بقلم تحقيق نص تاليف تأليف מאת כתב כתבה כותב כותבת הכותב הכותבת טקסט ראיין ראיינה लेखक
        लेखिका लेख रिपोर्ट रिपोर्टर रचना प्रस्तुति संवाददाता प्रतिवेदन लिखित লেখক লেখা প্রতিবেদন
        প্রতিবেদক எழுத்து எழுதியவர் கட்டுரை రచన రచయిత రచయిత్రి എഴുതിയത് ผู้เขียน เรื่อง เขียนโดย
        รายงานโดย รายงาน เขียน บทความ เรียบเรียง เรียบเรียงโดย ጸሐፊ ዘጋቢ ጽሑፍ በ ጸሃፊ ደራሲ ავტორი ტექსტი
        հեղինակ տեքստ мәтін муаллиф mwandishi umwanditsi onkowe marubuci tekstet shkruan shkruar
        shkroi egilea testua udur awdur scriobh zdroj zrodlo izvor извор вир sursa forras lahde
        allikas source fuente quelle fonte kilde kaynak sumber nguon источник джерело πηγη المصدر
        منبع מקור 来源 來源 出典 출처 聞き手 語り 談 разговаряше bai 文 撰文 撰稿 作者 著者 筆者
        執筆 執筆者 寄稿 取材 構成 采写 采访 文字 图文 圖文 撰 記者 记者 口述 整理 정리 글 취재
        기고 글쓴이 필자 저자 글사진
        """,
        "photo": """
        photo photos photograph photographs photographer photographers photography photographed
        picture pictures image images pics snaps photographie photographies photographe cliches
        fotografia fotografias fotografie fotografo fotografa fotograf fotografin fotografen fot
        zdj fotogr foto fotos foto's fenykepezte fotky snimky snimek bild bilder bildene billeder
        billede beeld beelden immagini immagine imagenes imagen imagens zdjecia zdjecie fotografije
        fotografija slike slika kuva kuvat valokuvat valokuvaaja valokuvaus kep kepek fotok
        fotograflar fotografi resim gorseller foto-foto fotografer anh hinh nuotrauka nuotraukos
        fotografe fotografii poze imagini myndir ljosmyndir argazkiak фото фотография фотографии
        фотограф снимки снимка фотографije слике слика світлини φωτογραφια φωτογραφιες φωτο
        φωτογραφος عکس عكس تصوير صور צילום צילומים צלם תמונות फोटो छाया तस्वीर छायाचित्र ছবি
        படங்கள் ఫోటో ภาพ ช่างภาพ ፎቶ ፎቶግራፍ ფოტო լուսանկար picha hoton 図 写真 撮影 摄影 攝影 图 圖
        图片 圖片 摄 攝 사진 사진제공
        """,
        "illustration": """
        ill illu dessins dessin zeichnung zeichnungen tegning tegninger dibujos illustration
        illustrations illustrated illustrator artwork graphic graphics infographic infographics
        grafik grafiken illustrationen illustriert cartoon drawings art illustrazione illustrazioni
        ilustracion ilustraciones ilustracao ilustracoes ilustracje ilustracja illustratie
        illustraties illustrasjon kuvitus grafika иллюстрации иллюстрация ілюстрації рисунки
        εικονογραφηση イラスト 插画 插圖 插图 绘图 일러스트 그림
        """,
        "translation": """
        tlum tl trad ubers tolk translation translated translator translators traduction traduit
        traducteur traductrice traduccion traducido traductor traductora traducao traduzido
        tradutor tradutora traduzione tradotto traduttore traduttrice ubersetzung ubersetzt
        ubersetzer ubersetzerin vertaling vertaald vertaler oversattelse oversettelse oversatt
        oversat oversattning oversetter oversattare kaannos suomentanut suomennos tlumaczenie
        tlumaczyl tlumaczyla przeklad przelozyl przelozyla preklad prelozil prelozila prevod
        prevodilac prevedla prevedel forditotta fordito forditas traducere tradus ceviri ceviren
        terjemahan penerjemah alihbahasa dich перевод перевел перевела переводчик переклад
        переклала переклав превод превел преводач μεταφραση μεταφραστης ترجمه ترجمة مترجم תרגום
        תרגם תרגמה מתרגם अनुवाद अनुवादक অনুবাদ மொழிபெயர்ப்பு แปล แปลโดย ผู้แปล ትርጉም tafsiri 翻訳
        翻訳者 監訳 監訳者 翻译 翻譯 译者 譯者 編訳 訳者 訳 译 譯 编译 編譯 번역 옮김
        """,
        "editing": """
        szerkeszto bien edited editing editor editors copyedited copyediting copy-editing redigiert
        bearbeitet bearbeitung edite edicion editado edicao redaktion redacteur redaktor redaktur
        lektorat szerkesztette urednik urednica editoval redigeret redigert toimittanut editura
        editoare penyunting editur duzenleyen редактор редактирование редактура редакторка תحرير
        عריכה עריכה संपादन सम्पादन সম্পাদনা บรรณาธิการ 编辑 編輯 編集 責編 责编 责任编辑 責任編輯
        監修 校对 編 编审 编審 편집 감수
        """,
        "reporting": """
        additional mitarbeit contributions contribution collaboration colaboracion colaboracao
        collaborazione medewerking medarbeid wspolpraca spoluprace 协助 協力 取材協力
        """,
        "production": """
        produced producer production video videos filmed audio music design designed layout
        narrated directed camera kamera podcast sound producao produccion realisation
        montage montaggio schnitt musik musique musica видео відео монтаж βιντεο مونتاج
        """,
        "review": "medically fact-checked factchecked checked fact peer peer-reviewed",
        "guest": "guest guests gast gaste invite invitee invites invitado invitada ospite ospiti",
        "sponsor": "sponsored brought paid sponsorisé patrocinado sponsorizzato gesponsert",
    }
)
"""A word of a label -> what who is named after it did; "" is writing."""

FIRST = ("reporting", "review", "sponsor")
"""What another word of the same label does not undo: 'additional reporting', 'medically
reviewed'."""

PART_OF_LABEL = _set("""
    special a an the by our original copy new exclusive full english
    staff content partner to you in partnership with op-ed op tv web credit credits
    propos alle unsere ein eine einer un une una uno um uma la le el il o los las les
    ve viet nguoi thuc hien tac gia theo tap
    का की के द्वारा
    از توسط
""")
"""What stands in a label beside the words that say what was done."""

BETWEEN = _set("""
    and und et y e og och en ja i ve va dan и та й и και & + / · ・ und/oder sowie و і a és és es si
    とи és și và y/o e/o og/eller en/of
""")
"""What joins two of them: 'Text und Fotos'."""

BY = _set("""
    by von vom par por di da door av af od przez oleh bởi boi theo de del della van
""")
"""What leads from a label to the name. After 'of' words like these ('de', 'van') only right behind
the word that says what was done."""
