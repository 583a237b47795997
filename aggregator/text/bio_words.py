"""Words that biographies are made of, in the languages of the web: sets and patterns only. Pure.

Folded as `name_shape.fold` does: lower case, without accents.
"""

import re

from .name_ranks import OCCUPATION


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


BEING = _set("""
    is was are were serves remains ist war sind est sont es fue son e foi sao zijn jest byl byla
    sa ar er var on oli je jsou este volt dir είναι является был была був є هو هي served acts
    functions
""")
"""Verbs that tell what somebody is, when the rest does."""

HAVING = _set("has have a ont hat ha han tem heeft har")
PERFECT = _set("""
    been taught worked written served led lived covered reported practised practiced spent held
    run researched studied chaired directed edited ete travaille enseigne dirige ecrit sido
    trabajado escrito stato stata lavorato insegnato gearbeitet trabalhado varit vaert gewerkt
""")
"""'has been', 'a ete': what follows 'has' when somebody's life is told."""

DOING = _set("""
    teaches teach lectures lecture writes write leads lead directs heads chairs runs works work
    lives live studies researches practises practices covers cover reports hosts edits coaches
    represents serves worked taught retired founded co-founded cofounded holds grew specializes
    specialises advises consults blogs contributes ministers farms volunteers presides owns
    manages publishes curates organizes organises campaigns sits trained lehrt unterrichtet
    arbeitet leitet lebt forscht schreibt berichtet studiert fuhrt betreibt grundete enseigne
    dirige travaille preside vit etudie ecrit anime enseñan ensena trabaja vive escribe estudia
    encabeza insegna lavora presiede scrive leciona ensina trabalha escreve doceert werkt leidt
    woont schrijft uczy pracuje mieszka kieruje pisze undervisar underviser arbetar arbeider
    arbejder leder bor skriver преподает работает руководит живет пишет возглавляет ведет
    преподавал работал plays sings performs conducts sails paints photographs designs builds
    develops maintains keeps raises breeds grows cares nurses preaches rides drives flies treats
    trains attends divides splits spends podcasts speaks translates operates photographed fishes
    commands restores catalogues catalogs mentors tutors supervises oversees moderates produces
    composes investigates advocates lobbies litigates counsels pastors officiates referees umpires
    spielt singt malt organisiert vertritt engagiert milite joue chante peint cultive eleve
    cultiva canta pinta toca suona dipinge coltiva alleva speelt zingt schildert verzorgt
""")
"""Verbs that biographies use in the present tense and news rarely does."""

LIVING = _set("""
    lives live plays play sings performs sails paints photographs keeps raises breeds grows fishes
    rides flies spends divides splits attends walks swims runs speaks studies grew lebt lebte vit
    vive woont bor mieszka живет
""")
"""Those that tell of a life but not of an office: news has them too."""

PUBLISHED = re.compile(
    r"(?:this|a version of this|an earlier version of this|the) (?:article|column|piece|essay|"
    r"op-?ed|commentary|text)\b|"
    r"(?:originally |first )?(?:published|distributed) (?:in|by|on)\b|dieser (?:text|beitrag|"
    r"artikel)\b|"
    r"(?:cet article|ce texte|este articulo|questo articolo|este artigo|dit artikel|эта статья)\b"
)
"""Where the article stood before: it does not tell against a biography."""

RELATING = _set("""
    can may also previously formerly currently now recently received won published joined began
    started hopes auch zuvor zuletzt derzeit ebenfalls aussi egalement actuellement precedemment
    tambien actualmente anteriormente inoltre attualmente tambem atualmente ook momenteel ранее
    также
""")
"""What may follow 'she' where a biography goes on."""

OWN = _set("""
    latest new next first second most recent forthcoming book books research work writing views
    opinions email e-mail website novel column focus twitter blog podcast newsletter memoir debut
    buch bucher forschung livre recherches ultimo nuevo nueva libro libri livro boek книга
""")
"""What may follow 'her' there."""

POSITION = OCCUPATION | _set("""
    president vice-president chair chairperson chairman chairwoman head leader member mayor
    councillor councilor councilman councilwoman commissioner governor delegate legislator
    lawmaker congressman congresswoman ambassador diplomat judge magistrate prosecutor barrister
    solicitor counsel notary officer principal headteacher superintendent dean rector provost
    lecturer tutor instructor educator librarian archivist curator scholar academic philosopher
    sociologist psychologist biologist chemist physicist geologist astronomer mathematician
    statistician geographer archaeologist anthropologist linguist epidemiologist virologist
    oceanographer meteorologist climatologist ecologist botanist zoologist surgeon doctor nurse
    midwife pharmacist dentist veterinarian vet therapist paramedic psychiatrist paediatrician
    pediatrician cardiologist oncologist farmer grower beekeeper fisherman fisher forester
    gardener vintner baker chef cook butcher brewer carpenter joiner plumber electrician welder
    mechanic builder architect planner surveyor designer programmer technician operator driver
    pilot captain sailor firefighter policeman policewoman detective soldier veteran colonel
    general major sergeant priest pastor rabbi imam vicar bishop chaplain minister deacon
    musician composer conductor singer painter sculptor actor actress dancer filmmaker
    playwright illustrator cartoonist entrepreneur founder cofounder co-founder owner partner
    shareholder trader banker accountant auditor broker lobbyist organizer organiser campaigner
    volunteer trustee treasurer spokesperson spokeswoman spokesman coordinator co-ordinator
    specialist practitioner coach trainer athlete graduate alumnus alumna undergraduate
    candidate postdoc doctoral fellow emeritus emerita retiree pensioner resident native
    freelance freelancer novelist biographer memoirist keeper ranger warden guide steward
    shepherd rancher miner worker unionist representative secretary-general chancellor senator
    parliamentarian mp mep deputy lord baroness prasident prasidentin vorsitzender vorsitzende
    vorstand vorstandin leiter leiterin direktor direktorin geschaftsfuhrer geschaftsfuhrerin
    lehrer lehrerin professor professorin dozent dozentin forscher forscherin wissenschaftler
    wissenschaftlerin historiker historikerin okonom okonomin jurist juristin anwalt anwaltin
    rechtsanwalt rechtsanwaltin arzt arztin ingenieur ingenieurin burgermeister burgermeisterin
    abgeordneter abgeordnete mitglied grunder grunderin landwirt landwirtin bauer bauerin
    schriftsteller schriftstellerin publizist publizistin journalist journalistin sprecher
    sprecherin pfarrer pfarrerin student studentin inhaber inhaberin imker imkerin forster
    presidente presidenta presidentessa directeur directrice chercheur chercheuse professeur
    professeure enseignant enseignante maire avocat avocate medecin ingenieure historien
    historienne economiste sociologue philosophe ecrivain ecrivaine romancier romanciere
    agriculteur agricultrice depute deputee senateur senatrice membre fondateur fondatrice
    responsable secretaire etudiant etudiante infirmier infirmiere apiculteur apicultrice
    director directora profesor profesora maestro maestra investigador investigadora abogado
    abogada medico medica ingeniero ingeniera historiador historiadora economista sociologo
    sociologa filosofo filosofa escritor escritora agricultor agricultora diputado diputada
    senador senadora alcalde alcaldesa miembro fundador fundadora secretario secretaria
    estudiante enfermero enfermera periodista catedratico catedratica apicultor apicultora
    direttore direttrice insegnante professore professoressa ricercatore ricercatrice avvocato
    avvocata ingegnere storico storica scrittore scrittrice sindaco sindaca deputato deputata
    membro fondatore segretario segretaria agricoltore agricoltrice apicoltore docente diretor
    diretora professora pesquisador pesquisadora advogado advogada engenheiro engenheira
    prefeito prefeita deputado deputada voorzitter hoogleraar docent leraar onderzoeker advocaat
    arts schrijver schrijfster burgemeester lid oprichter prezes przewodniczacy przewodniczaca
    dyrektor dyrektorka nauczyciel nauczycielka prawnik lekarz lekarka pisarz pisarka ordforande
    ordforer leder larare rektor forfatter forfattare lege президент председатель директор
    профессор преподаватель учитель врач юрист писатель писательница историк экономист депутат
    член основатель руководитель научный доцент эколог инженер πρόεδρος προεδρος καθηγητης
    καθηγητρια διευθυντης maitre conferencier conferenciere lektor lektorin referent referentin
    nun monk friar abbot glazier potter weaver luthier apprentice trainee dairyman clerk master
    headmaster headmistress patron patroness constable bursar convenor convener auteur auteure
    autrice autora autore adviser advisor prezesem dyrektorem profesorem nauczycielem lekarzem
    prawnikiem pisarzem przewodniczacym czlonkiem учителем врачом директором председателем
    депутатом melkveehouder veehouder houder kweker teler akkerbouwer bestuurslid bestuurder
    leerkracht huisarts verpleegkundige verpleegster visser bakker timmerman ondernemer eigenaar
    boswachter schaapherder wethouder raadslid onderzoekster lerares kunstenaar musicus dirigent
    krankenschwester krankenpfleger pfleger pflegerin backer backerin winzer winzerin schafer
    gartner gartnerin bergmann lokfuhrer busfahrer fahrer handwerker handwerksmeister tischler
    tischlerin kapitan lotse kunstler kunstlerin musiker musikerin bibliothekar bibliothekarin
    apotheker sozialarbeiter sozialarbeiterin erzieher erzieherin rentner rentnerin
    vorstandsmitglied ortsvorsteher ostreiculteur ostreicultrice pecheur pecheuse boulanger
    boulangere vigneron vigneronne berger bergere retraite retraitee sagefemme sage-femme
    instituteur institutrice libraire bibliothecaire artisan menuisier charpentier conducteur
    conductrice elu elue adjoint adjointe presidente-elue aide-soignante kinesitherapeute
    pharmacien pharmacienne veterinaire pescador pescadora panadero panadera jubilado jubilada
    bibliotecaria bibliotecario partera ganadero ganadera conductora concejal concejala vecino
    vecina coordinador coordinadora artesano artesana carpintero pescatore pescatrice fornaio
    fornaia pensionato pensionata infermiere infermiera ostetrica allevatore allevatrice autista
    assessore assessora consigliere consigliera falegname artigiano artigiana coordinatore
    coordinatrice viticoltore viticoltrice padeiro aposentado aposentada enfermeira parteira
    vereador vereadora coordenador coordenadora artesao artesa criador criadora motorista
    lantbrukare bonde fiskare bagare skogvaktare sjukskoterska barnmorska bibliotekarie snickare
    pensionar rektorn laerer larer sykepleier jordmor sykeplejerske skoleleder fisker bager
    rolnik rolniczka pielegniarka polozna piekarz bibliotekarka emeryt emerytka stolarz radny
    radna soltys pszczelarz ogrodnik wedkarz rybak фермер рыбак пекарь медсестра акушерка
    библиотекарь пенсионер пенсионерка лесник пасечник плотник воспитатель староста агроном
    педагог учительница baskan baskani ogretmen ogretmeni avukat doktor ciftci balikci muhendis
    emekli
""")

HONOURS = _set("""
    councillor councilor cllr senator rep mayor judge justice captain colonel general sister
    father mother archbishop bishop deacon elder chief chancellor baroness lord lady state deputy
    former professor emeritus emerita dr rabbi pastor
""")
"""What may stand before the name in a biography too."""

SURNAMES = _set("""
    baker cook fisher gardener singer painter butcher brewer carpenter plumber joiner driver
    sailor priest pastor bishop deacon judge major dean ranger shepherd steward miner guide keeper
    planner builder mechanic forester farmer weaver potter clerk chef glazier trainer
""")
"""Callings that are people's names as well."""

REPORTING = re.compile(
    r"\b(?:reporter|correspondent|staff ?writer|staffer|news ?writer|journalist(?:in)?|editor|"
    r"copy ?editor|news editor|"
    r"producer|redakteur(?:in)?|reporterin|korrespondent(?:in)?|redaktorin|journaliste|"
    r"correspondant(?:e)?|redacteur|"
    r"redactrice|redactor(?:a)?|periodista|corresponsal|reporter[ao]|reporterem|giornalista|cronista|"
    r"redattore|redattrice|"
    r"jornalista|redator(?:a)?|verslaggever|journalist[ka]?|dziennikarz(?:em)?|dziennikark[aą]|redaktor(?:em|ka)?|toimittaja|"
    r"журналист(?:ка|ом|кои)?|редактор(?:ом)?|обозреватель|"
    r"корреспондент(?:ка|ом)?|репортер(?:ом)?)\b"
)
"""What house writers are."""

HOUSE = re.compile(
    r"\bjoined (?:in \d{4}|(?:the |our )?[^.]{2,50}? (?:in (?:\w+ )?\d{4}|from|after|as (?:an?|"
    r"the|our))\b)|\b(?:has|have) (?:been|worked|written|reported) (?:with|at|for) "
    r"(?:the |us )|"
    r"\bon staff\b|\bour (?:staff|team|newsroom)\b|\bnewsroom\b|\bstaff (?:writer|reporter)\b|"
    r"\b(?:covers?|reports? on|writes about)\b.{3,60}\bfor\b|\b(?:send|e-?mail) (?:\w+ "
    r"){0,3}(?:tips?|story ideas)\b|"
    r"\barbeitet seit|\bseit \d{4} (?:bei|fur|redakteur\w*)|\bkam \d{4} zu|\bin der redaktion\b|"
    r"\ba rejoint\b|\brejoint la redaction\b|\bse (?:incorporo|unio) a\b|\be entrat[oa] (?:in|a|"
    r"nel\w*)\b|"
    r"\bentrou (?:no|na|em)\b|\bkwam in \d{4}\b|\bработает в редакции\b"
)
"""What only the house says of its own people."""

CONTACT = re.compile(
    r"\bget in touch\b|\b(?:contact|reach|e-?mail|follow) (?:him|her|them|\w+(?: \w+)?) (?:at|on|"
    r"via|by)\b|"
    r"\b(?:can|may) be (?:reached|contacted|e-?mailed|followed)\b|\b(?:he|she|they) (?:can|"
    r"tweets|writes)\b|"
    r"\blanguages?:|\bkontakt\b|\berreichen sie|\bschreiben sie (?:ihm|ihr)|\bcontactez|\becrivez|"
    r"\b(?:contacta|escribe|escriba) (?:con|a)\b|\bscrivi a|\bcontatt\w+|\bentre em contato|"
    r"\bneem contact|\bсвязаться\b"
)
"""How a person is reached: a biography goes on."""

DISCLAIMER = re.compile(
    r"\bpersonal capacity\b|\b(?:she|he|they) writes? (?:here|this)\b|"
    r"\b(?:views?|opinions?)\b(?: expressed)?.{0,60}\b(?:own|author'?s?|writer'?s?|alone|not "
    r"necessarily)\b|"
    r"\b(?:meinung|ansichten)\b.{0,60}\b(?:autor|verfasser|eigene)|\b(?:opinions?|"
    r"propos)\b.{0,60}\b(?:auteur|engagent|exprimees)|"
    r"\b(?:opiniones|vision(?:es)?)\b.{0,60}\b(?:autor|propias)|\bopinioni\b.{0,60}\b(?:autor|"
    r"proprie|personali)|"
    r"\bopinioes\b.{0,60}\b(?:autor|proprias)|\b(?:мнение|взгляды)\b.{0,40}\bавтор|"
    r"\bmeningen\b.{0,40}\b(?:eigen|auteur)"
)
"""'Views are her own': the paragraph is about the writer."""

SAYING = re.compile(
    r"\b(?:said|says|saying|told|tells|added|adds|argued|argues|asked|replied|explained|warned|"
    r"insisted|noted|claimed|"
    r"according to|stated|remarked|declared|commented|announced|sagte|sagt|erklarte|betonte|"
    r"meinte|laut|a declare|"
    r"a dit|affirme|explique|selon|dijo|afirmo|senalo|segun|explico|ha detto|afferma|secondo|"
    r"disse|afirmou|segundo|"
    r"zei|zegt|volgens|powiedzial[a]?|wedlug|sa|sier|sager|enligt|ifolge|сказал[а]?|заявил[а]?|"
    r"говорит|по словам)\b"
)
"""Speech is being reported: the paragraph is about a source, not the writer."""

TELLING = re.compile(
    r"\b(?:(?:has|have|was|were) (?:been )?(?:named|appointed|chosen|picked|nominated|"
    r"suspended|sacked|fired|hired)|yesterday|today|tonight|tomorrow|(?:on|last|next|this) "
    r"(?:monday|tuesday|wednesday|"
    r"thursday|friday|saturday|"
    r"sunday|week|month|night|morning|afternoon|evening|weekend)|accused|arrested|charged|"
    r"suspected|convicted|sentenced|"
    r"injured|killed|died|dead|expected to|due to (?:appear|speak|stand|meet|face)|scheduled to|"
    r"angry|worried|hopes|"
    r"pleased|disappointed|facing|survived by|respond|reached for|running for|takes over|took "
    r"over|won the|scored|gestern|heute|morgen|hier|aujourd'hui|demain|ayer|hoy|"
    r"manana|ieri|oggi|domani|"
    r"ontem|hoje|amanha|gisteren|vandaag|вчера|сегодня|завтра)\b"
)
"""Something is happening: news of the day, not a life."""

VOICE = re.compile(
    r"\b(?:i|i'm|i've|i'd|my|me|we|our|us|ours|ich|mein\w*|mir|wir|unser\w*|uns|je|j'|mon|ma|mes|"
    r"nous|notre|nos|yo|mi|mis|"
    r"nosotros|nuestr[oa]s?|nuestra|io|mio|mia|noi|nostr[oaie]|eu|meu|minha|nosso|nossa|ik|mijn|"
    r"wij|ons|onze|ja|moj[ae]?|"
    r"nasz[ae]?|jag|jeg|vi|var|vart|я|мой|моя|мы|наш\w*|нам|нас)\b"
)
"""The first person: an opinion has it, a report has not."""

ARTICLES = _set("""
    a an the one el la los las un una le les une l' il lo uno ein eine einer der die das o os as
    um uma de het een
""")
NO_JOB = _set("""
    number matter other paper winter summer corner power order letter water never over under after
    member danger disaster factor major minor error center offer answer reminder murder border
    whether either proper former latter father mother brother sister daughter grandfather
    grandmother winner loser scorer killer striker defender midfielder goalkeeper contender
    frontrunner runner quarter computer supporter monster
""")
"""Words that end as occupations do."""

LEAD_IN = re.compile(
    r"^(?:(?:opinion|commentary|essay|column|guest \w+|perspective) by\s+|"
    r"(?:this|the) (?:op-?ed|essay|column|commentary|opinion|piece|article)(?: piece)? is by\s+|"
    r"(?:the |these |all )?(?:views|opinions)\b.{0,90}?\b(?:of|by)(?: the)? (?:author|"
    r"writer),?\s+|"
    r"(?:the |these )?(?:views|opinions)\b.{0,60}?\bthose of\s+|"
    r"(?:about|meet) the (?:author|writer|columnist|contributor)s?\s*[:.–—-]*\s*|"
    r"(?:author|writer|bio|biography)\s*[:–—-]\s*|"
    r"this (?:article|story|piece|op-?ed|essay|column|commentary|opinion piece|text) by\s+|"
    r"(?:this|the) (?:(?:guest|opinion|invited) )?(?:article|story|piece|op-?ed|essay|column|"
    r"commentary|opinion|post|text|viewpoint|perspective)(?: "
    r"piece)? (?:was|is|has been) "
    r"(?:originally |first )?(?:written|contributed|authored|penned|submitted|co-written|"
    r"composed) by\s+|"
    r"(?:originally |first )?(?:written|contributed|authored|penned|submitted) by\s*:?\s+|"
    r"(?:the|this|our|today['’]s) (?:guest )?(?:author|writer|columnist|contributor|"
    r"essayist)s?(?: of (?:this|the) (?:article|piece|column|essay|op-?ed|text))?\s*(?:,|\bis\b|"
    r"\bare\b|:|—|–)?\s*|"
    r"(?:über|zu[rm]?|zur person|über den|über die|zum|zur) (?:(?:den|die|der) "
    r")?(?:gast)?(?:autor(?:in|en)?|person|verfasser(?:in)?)\s*[:.–—-]*\s*|"
    r"(?:der|die|unser|unsere) (?:gast)?(?:autor(?:in)?|verfasser(?:in)?)(?: dieses "
    r"[\w-]+)?\s*(?:,|\bist\b|:|—|–)?\s*|"
    r"(?:à propos (?:de l['’]|des )|l['’])(?:auteur|autrice|auteure)s?(?: de (?:cet|cette) "
    r"\w+)?\s*(?:,|\best\b|:|—|–)?\s*|"
    r"(?:sobre )?(?:el|la|los|las|o|a) (?:autora|autores|autor)\b(?: de est[ea] \w+)?\s*(?:,|"
    r"\bes\b|\bé\b|:|—|–)?\s*|"
    r"(?:sull['’]|l['’])(?:autore|autrice)(?: di quest[oa] \w+)?\s*(?:,|\bè\b|:|—|–)?\s*|"
    r"(?:over )?de (?:auteur|schrijver|schrijfster)\s*(?:,|\bis\b|:|—|–)?\s*|"
    r"(?:o autorze|o autorce|autor jest|autorka jest|autor|autorka)\s*[:—–-]*\s*|"
    r"(?:om (?:författaren|skribenten)|(?:författaren|skribenten|forfatteren|skribenten) (?:är|"
    r"er)?)\s*[:—–-]*\s*|"
    r"(?:об авторе|автор(?:\s+(?:статьи|текста|колонки|материала))?)\s*[:—–-]*\s*|"
    r"(?:este artículo fue escrito por|escrito por|écrit par|cet article a été écrit par|"
    r"geschrieben von|scritto da|escrito por|geschreven door)\s+)",
    re.IGNORECASE,
)
"""Words before the name that say outright: this is the writer."""

SETTLED = _set(
    "retired elected licensed certified registered chartered qualified published self-employed"
)
"""Participles that say what somebody is, where others say what happened."""

PRONOUN = _set("""
    he she they er sie il elle ils elles el ella ellos lui lei egli ele ela hij zij ze han hon hun
    on ona он она
""")
POSSESSIVE = _set("""
    his her their sein seine ihr ihre son sa ses leur su sus il sua suo i o a zijn haar его ее
""")

LEARNING = _set("studying teaching serving pursuing completing training researching")
"""'is studying law'."""
PRESENT = _set("is are ist sind est sont es son e zijn jest ar er")

CLAUSES = _set("""
    until before after since for from during in as when at formerly bis vor nach seit als in
    jusqu'a avant apres depuis pendant ancien ancienne hasta antes despues desde durante fino prima
    dopo da durante ate antes depois desde tot voor na sinds tijdens до после с в
""")
"""How a clause before the name begins: 'Until his retirement Jane Roe was ...'."""

PREPOSITIONS = _set("""
    of at for in from with to by on who which that whose de del della dell des du di da do dos van
    von vom bei beim im am au aux chez en al nella na no w z och i на в der por per para pour für
    fur
""")
