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
    administrateur|root|webmaster|web master|super user|superuser|sysadmin|site admin|siteadmin
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
    编辑部|編輯部|编辑|編輯|管理员|管理員|佚名|匿名|小编|本报记者|本報記者|本报讯|编辑部报道
    編集部|管理者|管理人|ゲスト|記者|기자|편집부|편집국|관리자|익명|운영자
    التحرير|فريق التحرير|هيئة التحرير|المحرر|المدير|مدير|تحریریه|سردبیر|مدیر|המערכת|מערכת|מנהל
    संपादक|सम्पादक|व्यवस्थापक|डेस्क|กองบรรณาธิการ|แอดมิน|ban bien tap|quan tri vien|toa soan
    redaksi|tim redaksi|yonetici|haber merkezi|editor masasi|admin admin|no author|byline
    staff byline|view all posts|latest|uncategorized|feed|rss|rssfeed|n a|na|tba|tbd|today|you|we
    everyone|gast|guest essay|guest opinion|opinion|op-ed|op ed|op-ed contributor|reader submitted
    submitted|leserbrief|letters|letters to the editor|leserbriefe|courrier des lecteurs|ritstjorn
    مدير الموقع|ادارة الموقع|إدارة الموقع|الادارة|الإدارة|المشرف|مشرف|هيئة تحرير الموقع
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
    kyodo|kyodo news
    共同通信|時事通信|時事|jiji|jiji press|yonhap|연합뉴스|뉴시스|뉴스1|newsis|pti
    press trust of india|ani|ians|uni
    anto|antara|bernama|vna|ttxvn|aap|australian associated press|nzpa|canadian press
    the canadian press|la presse canadienne|upi|united press international|bloomberg|bloomberg news
    dow jones|pa|pa media|press association|pr newswire|prnewswire|globenewswire|globe newswire
    business wire|businesswire|newswire|accesswire|ein presswire|presswire|news aktuell
    presseportal|ots|bbc|bbc news|bbc sport|cnn|cnbc|nbc|nbc news|abc|abc news|cbs|cbs news
    fox news|pbs|npr|time|wired|vox|vice|the guardian|the conversation|the new york times
    new york times|the washington post|washington post|the times|the economist|financial times
    wall street journal|the wall street journal|usa today|los angeles times|los angeles daily news
    propublica|kaiser health news|kff health news|stateline|the daily telegraph|the independent
    the atlantic|the verge|techcrunch|zdnet|engadget|itmedia|der spiegel|spiegel online|die zeit
    zeit online|faz|faz.net|sueddeutsche zeitung|sz|taz|ard|zdf|deutschlandfunk|le monde|le figaro
    liberation|el pais|el mundo|la vanguardia|corriere della sera|la repubblica|epd|kna|sid|rnd|afx
    zeit|al jazeera|aljazeera|sky news|itv news|rt|sputnik|spa|wam|qna|kuna|bna|petra|irna|isna
    mehr|tasnim|rfe/rl|rferl|voa|dw|rfi|france 24|euronews|nhk|mena|tap|aps|wafa
""")

# Words that make several words an organisation, a desk or a team rather than a person.
ORGANISATION = _set("""
    news staff desk team press times network university agency association inc ltd llc gmbh ag
    corp corporation company co board committee council organization organisation institute
    foundation center centre department ministry office society union federation club college
    school academy submissions contributors editors editorial newsroom media group studio
    studios magazine journal gazette herald tribune bulletin chronicle observer telegraph weekly
    podcast radio tv television channel broadcasting publishing publishers publications records
    entertainment communications services service solutions labs lab project projects initiative
    coalition alliance bureau police government embassy church museum library hospital health
    sciences science conference community partners partnership campaign party movement redaktion
    verlag zeitung nachrichten verein verband stiftung universitat hochschule institut redaccion
    redaction agence agencia agenzia universite universidad universita universidade universiteit
    periodico diario revista rivista giornale fundacion fondation fondazione asociacion
    associazione ministere ministerio noticias notizie nouvelles zone newswire wire blog blogs
    works website wikipedia wikimedia bot digest newsletter correspondents reporters agencies
    reports newspaper newspapers publication collective cooperative редакция агентство газета
    новости институт университет журнал служба фонд министерство пресс-служба e.v. ev srl spa
    plc pty bv nv oy ab sa kg ug online bancorp trust holdings holding industries investors bank
    insurance motors systems technologies pharmaceuticals airlines securities capital ventures
    enterprises international investments estate institutt institutet institutionen
    universitetet universitet forbund forening departementet stiftelsen stiftelse styrelsen
    instituut gemeente commissie comision commissione comissao comite comitato partito partido
    parti partei rat gewerkschaft syndicat sindicato sindacato kancelaria towarzystwo fundacja
    instytut redakcja gazeta radyo haber ajansi kurum universitesi dernegi redazione
""")
ORGANISATION_ENDING = (
    "编辑部", "編輯部", "編集部", "通讯社", "通信社", "通信", "新闻", "新聞", "新聞社", "日报",
    "日報", "晚报", "早报", "時報", "周刊",
    "研究所", "研究院", "大学", "大學", "公司", "协会", "協会", "委员会", "株式会社", "事務局",
    "工作室", "频道", "电视台", "取材班",
    "편집부", "편집국", "뉴스", "신문", "일보", "통신", "방송", "위원회", "취재팀", "특별취재팀",
)  # fmt: skip

PARTICLES = _set("""
    de da do dos das del della dello degli dei di du des d' la le las los van von vom zu zum zur
    der den ter ten te 't het op af av y e bin ibn ben bint al el ul ad-din abu bar bat dal
    dalla dell' san santa st. st mac nic ni ui o de' lo und e' na nga thi van't aan ap pour im
""")
TITLES = _set("""
    dr dr. prof prof. professor mr mr. mrs mrs. ms ms. miss mx mx. sir dame lady rev rev.
    reverend fr. hon hon. honourable honorable sen. rep. gov. gen. col. lt. capt. maj. sgt.
    dipl.-ing. dipl.-ing ing. ing mag. mag h.c. habil. herr frau m. mme mme. mlle mlle. monsieur
    madame sr. sra. srta. dott. dott.ssa dottor sig. sig.ra avv. dra. dra licenciado lic. ir.
    drs. drs phdr. judr. mudr. rndr. доктор проф. pastor rabbi imam sheikh ambassador med. phil.
    president senator governor councillor councilor congressman congresswoman excellency
    jur. rer. nat. theol. univ.-prof. prof.dr. cllr maestro
""")
DEGREES = _set("""
    phd ph.d. ph.d md m.d. mph m.p.h. ma m.a. msc m.sc. ms m.s. mba m.b.a. bsc b.sc. ba b.a. bs
    b.s. jd j.d. llm ll.m. llb ll.b. dds d.d.s. dvm d.v.m. rn r.n. np pa-c do d.o. edd ed.d.
    psyd psy.d. lcsw rd rdn cpa cfa cfp esq esq. mfa m.f.a. msw med m.ed. dphil d.phil. dsc
    d.sc. frcs frs obe mbe cbe kbe qc kc mp mep mbbs mbchb facp facs faap pmp pe p.e. aia cissp
    bsn msn dnp pharmd pharm.d. dpt mmt cscs rph lmft lpc fnp fnp-bc apn aprn cpt ces cnm ccrn
    aicp freng mirm hons kcmg gcmg cmg kcb gcb cb gbe dbe kcvo cvo lvo mvo cmgr bem kt frse frsl
    frcp mrcp frca frcgp mrcgp fba fmedsci frgs rba ra oc cm oam am
""")
SUFFIXES = _set("jr jr. sr ii iii iv v 2nd 3rd 4th junior senior filho neto hijo")

# "Jane Doe, Political Correspondent": what after the comma says what the person is, not who.
OCCUPATION = _set("""
    writer writers reporter reporters correspondent correspondents columnist contributor editor
    journalist producer blogger analyst professor lecturer student researcher scientist author
    director president ceo cto cfo coo founder cofounder co-founder chair chairman chairwoman
    secretary minister senator fellow attorney lawyer physician critic photographer videographer
    intern manager officer engineer developer consultant expert economist historian teacher
    opinion staff special guest freelance freelancer senior chief head managing associate
    assistant executive former university college department school institute contributing
    political business sports sport technology science environment health education crime city
    national foreign world economics travel food culture arts music film books redakteur
    redakteurin korrespondent korrespondentin autor autorin journalistin chefredakteur volontar
    volontarin reporterin periodista corresponsal redactor redactora profesor profesora
    journaliste correspondant correspondante professeur professeure envoye giornalista
    corrispondente professore inviato inviata redacteur verslaggever correspondente jornalista
    colunista профессор журналист корреспондент обозреватель president-elect policy strategist
    advocate activist artist poet novelist essayist translator
""")
CALLINGS = _set("""
    writer reporter correspondent columnist contributor editor journalist producer blogger
    analyst professor photographer redakteur redakteurin korrespondent korrespondentin
    reporterin corresponsal redactor redactora correspondante correspondant corrispondente
    verslaggever correspondente
""")

# Enough to tell 'Tim Press' from 'Local Press', 'Garcia Marquez, Gabriel' from 'Roe, Utrecht'.
GIVEN = _set("""
    james mary john patricia robert jennifer michael linda david elizabeth william barbara
    richard susan joseph jessica thomas sarah christopher karen charles lisa daniel nancy
    matthew betty anthony sandra mark margaret donald ashley steven kimberly andrew emily paul
    donna joshua michelle kenneth carol kevin amanda brian melissa george deborah timothy
    stephanie ronald rebecca jason laura edward helen jeffrey sharon ryan cynthia jacob kathleen
    gary amy nicholas angela eric anna jonathan ruth stephen brenda larry pamela justin nicole
    scott katherine brandon samantha benjamin christine samuel catherine gregory virginia
    alexander debra patrick rachel frank janet jack emma raymond maria jane jean peter philip
    simon alan ian neil colin graham nigel fiona claire alice lucy charlotte sophie hannah
    olivia grace chloe max felix hans klaus jurgen wolfgang dieter heinz werner gunter stefan
    andreas matthias sebastian tobias florian markus jens uwe ulrich katrin sabine petra monika
    ursula anke heike birgit julia lena jonas lukas pierre michel andre philippe alain bernard
    francois jacques nicolas olivier laurent christophe sylvie isabelle nathalie valerie
    sandrine celine camille gabriel jose juan carlos luis manuel antonio francisco pedro miguel
    jorge javier fernando rafael alejandro sergio pablo diego carmen ana isabel lucia marta
    elena cristina paula marco giuseppe giovanni mario luigi roberto francesco andrea stefano
    alessandro davide paolo giulia chiara francesca sara federica jan piet willem johannes
    cornelis hendrik anders lars erik nils sven bjorn ingrid astrid karin ivan sergei dmitri
    alexei vladimir olga natalia irina tatiana svetlana ekaterina mohammed muhammad ahmed ali
    hassan hussein fatima aisha omar ravi raj amit sanjay priya anjali deepak sunil wei li ming
    hiroshi takashi kenji yuki akira tom tim jim joe bob bill steve mike dave dan sam ben kate
    liz sue ann anne ellen michiel kofi ama kwame chidi ngozi
""")

# After a comma or "in" these say where somebody is; two capitalised words alone look like a name.
PLACES = _phrases("""
    new york|new york city|los angeles|san francisco|san diego|san jose|san antonio|las vegas
    new orleans|new jersey|new mexico|new hampshire|new delhi|new zealand|hong kong|tel aviv
    buenos aires|sao paulo|rio de janeiro|mexico city|cape town|kuala lumpur|ho chi minh city
    abu dhabi|saudi arabia|south africa|south korea|north korea|south carolina|north carolina
    south dakota|north dakota|west virginia|rhode island|united states|united kingdom|great britain
    northern ireland|sri lanka|costa rica|el salvador|puerto rico|tel-aviv|the hague|den haag
    washington dc|washington d.c.|st louis|st. louis|salt lake city|el paso|fort worth|long island
    santa fe|sierra leone|burkina faso|ivory coast|addis ababa|dar es salaam|port-au-prince
    san juan|berlin|london|paris|brussels|bruxelles|brussel|washington|moscow|moskau|moscou|beijing
    peking|tokyo|tokio|rome|rom|roma|madrid|lisbon|vienna|wien|munich|munchen|hamburg|zurich|geneva
    geneve|genf|boston|chicago|jerusalem|cairo|istanbul|ankara|athens|warsaw|kyiv|kiev|delhi|mumbai
    islamabad|kabul|tehran|baghdad|beirut|damascus|nairobi|lagos|johannesburg|sydney|melbourne
    canberra|toronto|ottawa|montreal|vancouver|dublin|edinburgh|glasgow|manchester|oslo|stockholm
    copenhagen|helsinki|amsterdam|prague|budapest|bucharest|belgrade|singapore|bangkok|jakarta
    manila|seoul|shanghai|taipei|hanoi|houston|dallas|miami|atlanta|seattle|denver|phoenix
    philadelphia|detroit|austin|frankfurt|koln|cologne|dusseldorf|stuttgart|leipzig|barcelona|milan
    milano|napoli|europe|africa|asia|germany|france|india|china|japan|canada|australia|texas
    california|florida|ohio
""")

# "Politik · Jochen Bittner": what stands before the dot is where it was printed.
SECTIONS = _set("""
    politik wirtschaft sport kultur wissen gesellschaft feuilleton meinung politics opinion
    business news world technology tech science culture arts politique economie societe monde
    politica economia deportes cultura sociedad editorial national international local lifestyle
    health travel food entertainment commentary analysis analyse kommentar interview column
    columns
""")
