"""Words that bylines are written with: sets and patterns, no functions. Pure.

Kept apart from `names` so that a missing agency, role or "admin" of another language is one word
added here. All words are as `fold` of `name_shape` leaves them: case-folded, without marks.
"""

import re


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _phrases(text: str) -> frozenset[str]:
    return frozenset(" ".join(phrase.split()) for phrase in re.split(r"[|\n]", text)) - {""}


# An account that says nothing of who wrote: no author, the source is shown instead.
GENERIC = _phrases("""
    agencias|agences|agenturen|agenzie|agencje|агентства|admin|administrator|administrador
    administrateur|root|webmaster|web master|postmaster|hostmaster|super user|superuser
    sysadmin|site admin|siteadmin|super admin|superadmin|bluehost|hostgator|siteground
    site administrator|wp admin|wpadmin|wpengine|wordpress|blogger|moderator|user|user1|username
    test|tester|test user|demo|me|myself|us|owner|system|default|auto|automated|bot|author
    author name|author_name|the author|name|first last|firstname lastname|unknown|unknown author
    anonymous|anonym|anonyme|anonimo|anonymus|anon|hidden|guest|guest author|guest writer
    guest contributor|guest post|guest blogger|guest columnist|guest user|guestpost|staff
    staff writer|staff writers|staff reporter|staff reporters|staff report|staff reports
    staff correspondent|staff author|our correspondent|our reporter|our staff|reporter|reporters
    special correspondent|correspondent|special to the site|contributor|contributors
    contributing writer|contributing author|contributed|contributed content|writer|writers|blog
    blog admin|blog author|blog team|blog editor|editor|editors|the editor|the editors|chief editor
    editor in chief|managing editor|news editor|web editor|online editor|site editor
    assistant editor|associate editor|editorial|editorial staff|editorial team|editorial desk
    editorial office|the editorial team|content team|content editor|content writer|content
    support team|support|team|the team|our team|news team|web team|news staff|news desk|newsdesk
    web desk|webdesk|online desk|digital desk|city desk|newsroom|the newsroom|news room|news
    news service|news services|wire reports|wire services|wire report|wire service|wires|agencies
    agency|news agencies|staff and agencies|staff and wire reports|agency report|publisher|press
    press office|press release|press releases|pr|marketing|marketing team|media|communications|info
    contact|sales|hello|post|sponsored|sponsored content|sponsored post|sponsor|advertorial
    advertisement|advertiser|partner|partner content|paid content|paid post|brand content
    branded content|various|various authors|multiple authors|several authors|redaktion
    die redaktion|online redaktion|onlineredaktion|redakteur|redakteurin|gastautor|gastautorin
    gastbeitrag|anzeige|unbekannt|benutzer|redaccion|la redaccion|redactor|edicion|autor|autora
    invitado|usuario|anonima|redaction|la redaction|le redacteur|redacteur|auteur|invite
    utilisateur|equipe|l'equipe|redazione|la redazione|autore|ospite|utente|redacao|da redacao
    equipa|redactie|de redactie|van onze redactie|gastauteur|redaksjonen|redaksjon|redaktionen
    redaktor|redakcja|redakce|redakcia|redakcija|szerkesztoseg|szerkeszto|toimitus|editoryal
    redactia|redakcijos|редакция|редактор|админ|администратор|гость|аноним|автор|редакцiя|редакція
    адміністратор|пресс-служба|пресс служба|суντακτικη ομαδα|συντακτικη ομαδα|συνταξη|διαχειριστης
    编辑部|編輯部|编辑|編輯|管理员|管理員|佚名|匿名|小编|本报记者|本報記者|本报讯|编辑部报道|編集部
    管理者|管理人|ゲスト|記者|기자|편집부|편집국|관리자|익명|운영자|التحرير|فريق التحرير
    هيئة التحرير|المحرر|المدير|مدير|تحریریه|سردبیر|مدیر|המערכת|מערכת|מנהל|संपादक|सम्पादक|व्यवस्थापक
    डेस्क|กองบรรณาธิการ|แอดมิน|ban bien tap|quan tri vien|toa soan|redaksi|tim redaksi|yonetici
    haber merkezi|editor masasi|admin admin|no author|byline|staff byline|view all posts|latest
    uncategorized|feed|rss|rssfeed|n a|na|tba|tbd|today|you|we|unsere redaktion|redaktionsteam
    das redaktionsteam|newsdesk redaktion|pressemitteilung|pressestelle|agenturmeldung|leserbeitrag
    equipo editorial|equipo de redaccion|consejo de redaccion|mesa de redaccion|redaccion digital
    redaccion central|redaccion web|comunicado|comunicado de prensa|nota de prensa|colaborador
    colaboradora|colaboradores|firma invitada|invitada|gestor|equipe editoriale|l'equipe editoriale
    comite de redaction|redaction web|communique|communique de presse|contributeur|contributrice
    redazione web|redazione online|redazione centrale|staff redazionale|la redazione web
    comunicato stampa|comunicato|ospiti|collaboratore|equipe editorial|equipe de redacao
    assessoria de imprensa|assessoria|redacao web|autor convidado|convidado|conteudo patrocinado
    contenido patrocinado|contenu sponsorise|persbericht|webredactie|nieuwsredactie|redactieteam
    advertentie|ingezonden|pressmeddelande|pressemelding|pressemeddelelse|nyhetsredaksjonen
    nyhetsbyran|annons|annonse|tiedote|uutistoimitus|verkkotoimitus|toimituskunta|redakcja portalu
    zespol redakcyjny|artykul sponsorowany|czytelnik|redakce webu|tiskova zprava|inzerce|urednistvo
    uredništvo|novinar|redakcija portala|portal|szerkesztok|a szerkesztoseg|sajtokozlemeny
    vendegszerzo|comunicat de presa|redactia noastra|toimetus|redaktsioon|yazi isleri|haber servisi
    konuk yazar|misafir yazar|basin bulteni|redaksi web|admin web|tim liputan|tim penulis
    kontributor|humas|nhom phong vien|nhom pv|ban thoi su|bien tap vien|phong vien|ctv|pv|bbt
    toa soan bao|ผู้ดูแลระบบ|ทีมข่าว|ทีมงาน|ผู้สื่อข่าว|соб. корр.|собкор|собств. корр.
    наш корреспондент|редколлегия|редакционная коллегия|пресс-релиз|прес-служба|пресслужба
    пресреліз|власний кореспондент|прессслужба|администрация|модератор|на правах рекламы|реклама
    редакция сайта|от редакции|редактори|редакциjа|редакција|редакционна колегия|новинар
    η συντακτικη ομαδα|ομαδα συνταξης|δελτιο τυπου|διαφημιση|أسرة التحرير|اسرة التحرير|وكالات|وكالة
    متابعات|متابعة|غرفة الأخبار|فريق العمل|محرر|محررة|قسم الأخبار|قسم التحرير|كاتب|مراسلنا|مراسلونا
    إعلان|خاص|ضيف|مجهول|گروه تحریریه|هیئت تحریریه|خبرنگار|مدیر سایت|روابط عمومی|ناشناس|تبلیغات
    מערכת האתר|צוות האתר|כתבי האתר|סוכנויות הידיעות|אורח|אנונימי|מנהל האתר|न्यूज़ डेस्क|न्यूज डेस्क
    वेब डेस्क|डिजिटल डेस्क|एजेंसियां|एजेंसी|संपादकीय|ब्यूरो|हमारे संवाददाता|संवाददाता
    विशेष संवाददाता|निज संवाददाता|নিজস্ব সংবাদদাতা|নিজস্ব প্রতিবেদক|নিজস্ব প্রতিনিধি|ডেস্ক রিপোর্ট
    সম্পাদক|সংবাদদাতা|অনলাইন ডেস্ক|சிறப்பு நிருபர்|நிருபர்|ஆசிரியர்|ஆசிரியர் குழு|செய்திப்பிரிவு
    న్యూస్ డెస్క్|వెబ్ డెస్క్|ఎడిటర్|نیوز ڈیسک|ویب ڈیسک|اسٹاف رپورٹر|نمائندہ خصوصی|አዘጋጅ|የአርታኢ ቡድን
    რედაქცია|ადმინისტრატორი|խմբագրություն|ադմին|社论|社論|评论员|本报评论员|特约评论员|实习生
    通讯员|特派員|本社記者|特約記者|本刊记者|网站编辑|网友|读者|来稿|投稿|取材班|社説|編集長|運営
    運営者|事務局|スタッフ|編集スタッフ|匿名希望|온라인뉴스팀|디지털뉴스팀|온라인이슈팀|뉴스팀
    이슈팀|인턴기자|편집자|편집위원회|독자|보도자료|사설|온라인뉴스부|디지털뉴스부|운영팀|werbung
    reklame|publicidad|pubblicita|publirreportaje|publireportage|publi-communique|publieditorial
    contenu partenaire|contenido de marca|informe publicitario|inhalt von partnern
    anzeigensonderveroffentlichung|publi-reportaje|messaggio promozionale|contenuto sponsorizzato
    conteudo de marca|informe comercial|gesponsord|gesponserter inhalt|annonsorsinnehall
    annonsorinnhold|artykul partnera|material partnera|komercni sdeleni|promotional|promoted
    promoted content|advertising|paid partnership|in partnership|red|everyone|gast|guest essay
    guest opinion|opinion|op-ed|op ed|op-ed contributor|reader submitted|submitted|leserbrief
    letters|letters to the editor|leserbriefe|courrier des lecteurs|ritstjorn|مدير الموقع
    ادارة الموقع|إدارة الموقع|الادارة|الإدارة|المشرف|مشرف|هيئة تحرير الموقع
""")

# What broken templates write where a name should stand: nothing at all.
NOTHING = _phrases("""
    null|none|nil|undefined|nan|[object object]|array|object|false|true|{{author}}|{author}
    %author%|follow author|follow|view profile|view all posts by|see all posts|see bio|read bio
    share|save|print|n/a|n.a.|tbc|website|home page|homepage
    by|von|par|por
""")


# News agencies and outlets that sign as authors, by name.
AGENCIES = _phrases("""
    ap|associated press|the associated press|afp|agence france-presse|agence france presse|reuters
    thomson reuters|dpa|dpa-afx|ddp|apa|sda|keystone-sda|ats|ansa|adnkronos|agi|efe|europa press
    servimedia|lusa|anp|belga|ntb|tt|ritzau|stt|pap|ctk|tasr|sita|mti|agerpres|mediafax|bta|hina
    tanjug|srna|fena|mia|ata|ana-mpa|anadolu agency|anadolu ajansi|aa|dha|iha|ihlas haber ajansi
    interfax|interfax-ukraine|tass|итар-тасс|тасс|риа новости|интерфакс|unian|униан|укринформ
    ria novosti|ukrinform|xinhua|xinhua news agency|新华社|新華社|中新社|中新网|人民网|中央社|cna
    kyodo|kyodo news|共同通信|時事通信|時事|jiji|jiji press|yonhap|연합뉴스|뉴시스|뉴스1|newsis|pti
    press trust of india|ani|ians|uni|anto|antara|bernama|vna|ttxvn|aap|australian associated press
    nzpa|canadian press|the canadian press|la presse canadienne|upi|united press international
    bloomberg|bloomberg news|dow jones|pa|pa media|press association|pr newswire|prnewswire
    globenewswire|globe newswire|business wire|businesswire|newswire|accesswire|ein presswire
    presswire|news aktuell|presseportal|ots|bbc|bbc news|bbc sport|cnn|cnbc|nbc|nbc news|abc
    abc news|cbs|cbs news|fox news|pbs|npr|time|wired|vox|vice|the guardian|the conversation
    the new york times|new york times|the washington post|washington post|the times|the economist
    financial times|wall street journal|the wall street journal|usa today|los angeles times
    los angeles daily news|propublica|kaiser health news|kff health news|stateline
    the daily telegraph|the independent|the atlantic|the verge|techcrunch|zdnet|engadget|itmedia
    der spiegel|spiegel online|die zeit|zeit online|faz|faz.net|sueddeutsche zeitung|sz|taz|ard|zdf
    deutschlandfunk|le monde|le figaro|liberation|el pais|el mundo|la vanguardia
    corriere della sera|la repubblica|epd|kna|sid|rnd|afx|zeit|al jazeera|aljazeera|sky news
    itv news|rt|sputnik|spa|wam|qna|kuna|bna|petra|irna|isna|mehr|tasnim|rfe/rl|rferl|voa|dw|rfi
    france 24|euronews|nhk|mena|tap|aps|wafa|укрінформ|уніан|інтерфакс-україна|рбк|рбк-україна
    рбк-украина|риа|бта|тањуг|белта|казинформ|bns|elta|leta|err|kaleva|news agency of nigeria|nan
    ghana news agency|gna|pana|apa news|zuma press|getty images|picture alliance|shutterstock
    unsplash|alamy|epa|epa-efe|imagn images|usa today network|tribune news service
    capitol news illinois|states newsroom|grist|undark|mongabay|inside climate news
    the marshall project|the 19th|رويترز|فرانس برس|أ ف ب|ا ف ب|وكالة الأنباء السعودية|واس|الأناضول
    سانا|وام|قنا|الجزيرة|بي بي سي|סוכנויות|רויטרס|איי פי|ynet|וואלה|הארץ|ایسنا|ایرنا|تسنیم|एएनआई
    पीटीआई|भाषा|आईएएनएस|एजेंसी|απε-μπε|απε|αθηναικο πρακτορειο|รอยเตอร์|เอเอฟพี|thx|路透社|路透
    法新社|美联社|美聯社|彭博社|彭博|香港中通社|澎湃新闻|财新|共同社|時事通信社|ロイター
    ブルームバーグ|로이터|블룸버그|ap통신|afp통신|পিটিআই|রয়টার্স|এএফপি|বাসস|ইউএনবি|பிடிஐ
    ராய்ட்டர்ஸ்|hanoitimes|vnexpress|vietnamplus|tempo.co|detikcom|kompas.com|pixsell|fonet|beta
    cropix|scanpix|tidningarnas telegrambyra|news.az|bloomberg law|axios|politico|politico europe
    semafor|the hill|the intercept|business insider|newsweek|the week|the daily mail|daily mail
    mail online|the sun|the mirror|daily mirror|the times of india|the hindu|hindustan times
    der standard|die presse|nzz|neue zurcher zeitung|tages-anzeiger|die welt|focus online|ndr|wdr
    mdr|swr|orf|srf|l'express|le point|le parisien|l'humanite|mediapart|france info|franceinfo|rtbf
    rtve|cadena ser|abc color|clarin|la nacion|infobae|folha|folha de s.paulo|folhapress|estadao
    estadao conteudo|o globo|g1|agencia brasil|la stampa|il sole 24 ore|rai news|rainews
    de volkskrant|nrc|de standaard|svt|nrk|yle|stt-lehtikuva|lehtikuva|aftenposten|aftonbladet
    dagens nyheter|politiken|gazeta wyborcza|rzeczpospolita|onet|tvn24
""")

# Words that make several words an organisation, a desk or a team rather than a person.
ORGANISATION = _set("""
    news staff desk team press times network university agency association inc ltd llc gmbh ag corp
    corporation company co board committee council organization organisation institute foundation
    productions survey frontieres
    center centre department ministry office society union federation club college school academy
    submissions contributors editors editorial newsroom media group studio studios magazine journal
    gazette herald tribune bulletin chronicle observer telegraph weekly podcast radio tv television
    channel broadcasting publishing publishers publications records entertainment communications
    services service solutions labs lab project projects initiative coalition alliance bureau
    police government embassy church museum library hospital health sciences science conference
    community partners partnership campaign party movement redaktion verlag zeitung nachrichten
    verein verband stiftung universitat hochschule institut redaccion redaction agence agencia
    agenzia universite universidad universita universidade universiteit periodico diario revista
    rivista giornale fundacion fondation fondazione asociacion associazione ministere ministerio
    noticias notizie nouvelles zone newswire wire blog blogs works website wikipedia wikimedia bot
    digest newsletter correspondents reporters agencies reports newspaper newspapers publication
    collective cooperative редакция агентство газета новости институт университет журнал служба
    фонд министерство пресс-служба e.v. ev srl spa plc pty bv nv oy ab sa kg ug online bancorp
    trust holdings holding industries investors bank insurance motors systems technologies
    pharmaceuticals airlines securities capital ventures enterprises international investments
    estate institutt institutet institutionen universitetet universitet forbund forening
    departementet stiftelsen stiftelse styrelsen instituut gemeente commissie comision commissione
    comissao comite comitato partito partido parti partei rat gewerkschaft syndicat sindicato
    sindacato kancelaria towarzystwo fundacja instytut redakcja gazeta radyo haber ajansi kurum
    universitesi dernegi redazione daily mail today welle examiner inquirer courier sentinel
    dispatch advertiser argus echo mercury independent register globe express tagblatt anzeiger
    rundschau allgemeine presse kurier bote gazzetta corriere messaggero courrier depeche heraldo
    correo jornal correio dagblad courant nieuws avisa tidende tidning bladet tidningen dagbladet
    reporting fotos מערכת univerzita ministerstvo nadace ustav spolek svaz denik egyetem
    miniszterium szovetseg alapitvany egyesulet intezet hivatal yliopisto liitto saatio sanomat
    lehti ulikool ministeerium universitate universitatea ministerul asociatia fundatia institutul
    universitetas ministerija vakfi bakanligi belediyesi gazetesi enstitusu universitas kementerian
    yayasan lembaga dinas ikatan himpunan koran bao dai vien cong hoc so uy landesregierung
    stadtverwaltung ministerium bundesamt amt behorde landesamt genossenschaft gesellschaft gruppe
    kanzlei ministerie vereniging stichting bond hogeschool krant omroep mairie prefecture
    collectif ecole rectorat ayuntamiento gobierno federacion colectivo instituto escuela
    secretaria consejo junta comune provincia regione istituto federazione collettivo scuola
    azienda consorzio prefeitura governo federacao coletivo escola associacao fundacao kommune
    kommun fylke fylkeskommune forlag forlaget skole skolen hogskole region regionen університет
    агенція міністерство видавництво пресслужба інститут академія спілка рада телеканал радио
    академия ассоциация союз комитет издание портал завод университета асоциация вестник телевизија
    удружење πανεπιστημιο υπουργειο ιδρυμα ινστιτουτο πρακτορειο εφημεριδα συλλογος δημος
    ομοσπονδια وكالة جامعة مؤسسة صحيفة جريدة وزارة قناة شبكة مركز جمعية موقع معهد مجلة هيئة شركة
    منظمة إذاعة نقابة حزب بلدية لجنة اتحاد خبرگزاری دانشگاه روزنامه سازمان بنیاد شرکت انجمن مؤسسه
    اداره شورای אוניברסיטת אוניברסיטה סוכנות עיתון משרד עמותת מכון ערוץ חברת מרכז רשת בית מועצת
    התאחדות विश्वविद्यालय मंत्रालय संस्थान समाचार टीम समिति संगठन परिषद विभाग কমিটি বিশ্ববিদ্যালয়
    মন্ত্রণালয় மன்றம் பல்கலைக்கழகம் มหาวิทยาลัย กระทรวง สำนักข่าว มูลนิธิ บริษัท สมาคม
""")
ORGANISATION_ENDING = tuple(
    _set("""
    编辑部 編輯部 編集部 通讯社 通信社 通信 新闻 新聞 新聞社 日报 日報 晚报 早报 時報 周刊 研究所
    研究院 大学 大學 公司 协会 協会 委员会 株式会社 事務局 工作室 频道 电视台 取材班 网 網 报 報 社
    电台 電台 電視 卫视 新聞網 学院 學院 中心 中学 学会 學會 協會 基金会 政府 支局 総局 放送 テレビ
    新報 ニュース プレス センター クラブ チーム 편집부 편집국 뉴스 신문 일보 통신 방송 위원회
    취재팀 특별취재팀 경제 매일 타임스 저널 대학교 재단 협회 연구소 센터 닷컴 팀 TV
""")
)

BUTTONS = _set("""
    read view share print save follow subscribe sign click skip leave login register download
    listen watch load show hide reply comment email tweet copy bookmark log weiterlesen teilen
    drucken kommentieren anmelden folgen abonnieren mehr lesen merken partager imprimer lire suivre
    s'abonner abonnez-vous commenter reagir telecharger ecouter compartir imprimir leer seguir
    comentar suscribete suscribirse guardar escuchar condividi stampa leggi segui commenta
    iscriviti abbonati ascolta partilhar compartilhar compartilhe ler siga assine comente ouvir
    delen lees volg reageer afdrukken luister dela las skriv folg del les udostepnij czytaj drukuj
    komentuj sdilet cist megosztas olvass jaa lue tulosta paylas oku yazdir bagikan baca cetak chia
    xem поделиться читать подписаться распечатать комментировать поділитися читати μοιραστειτε
    διαβαστε εκτυπωση 分享 阅读 阅读全文 打印 收藏 评论 続きを読む シェア 印刷 공유 인쇄 구독
""")
"""What buttons beside a name say: alone or with lower-case words they name nobody."""

PLATFORMS = _set("""
    facebook twitter x whatsapp telegram linkedin instagram pinterest reddit
""")
"""Where buttons share to."""

DONE = _phrases("""
    published|posted|updated|modified|last updated|created|added|on|veroffentlicht|aktualisiert
    erstellt|publie|publie le|mis a jour|le|publicado|actualizado|atualizado|pubblicato|aggiornato
    gepubliceerd|bijgewerkt|publisert|publicerad|oppdatert|opublikowano|опубликовано|обновлено
    опубліковано|yayinlandi|julkaistu|发布|發布|公開|更新
""")
"""What is said to have been done on a date."""

OUR = _set("""
    our a an unser unsere notre nuestro nuestra nostro nostra onze nosso nossa
""")
"""How a paper speaks of its own people."""

ANYBODY = _set("""
    page pages section own unknown deleted former user member account anonymous guest the our your
    a an by from of at for in and desk team staff bureau newsroom office room unit report reports
    wire agencies agency service services editorial editors newspaper paper city sports night
    weekend morning foreign overseas home local metro regional features investigations data photo
    video picture social audience digital online web mobile unser unsere unserer unserem unseren
    der die das den von vom eigener eigene bericht redaktion notre nos le la les de du des
    redaction equipe en nuestro nuestra nuestros el los las redaccion equipo mesa agencias
    corresponsales enviados nostro nostra il lo i dal dalla redazione nosso nossa do da o redacao
    onze ons van redactie var vara vores redaktionen redaksjon наш наша наши от редакция редакции
    собственный спецкор собкор соб корр спец
""")
"""What stands beside a calling and still names nobody: 'our', 'desk', 'night'."""

OF_A_HOUSE = _set("""
    the staff team desk newsroom editors editor editorial news admin writers reporters redaktion
    redaccion redaction redazione online web
""")
"""What stands beside the name of a site and means its people in general."""
