"""What is written before and after names: particles, titles, degrees, callings. Sets only. Pure.

Folded as `fold` of `name_shape` does: lower case, without marks.
"""


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


PARTICLES = _set("""
    de da do dos das del della dello degli dei di du des d' la le las los van von vom zu zum zur
    der den ter ten te 't het op af av y e bin ibn ben bint al el ul ad-din abu bar bat dal
    dalla dell' san santa st. st mac nic ni ui o de' lo und e' na nga thi van't aan ap pour im
""")
TITLES = _set("""
    dr dr. prof prof. professor mr mr. mrs mrs. ms ms. miss mx mx. sir dame lady rev rev. reverend
    fr. hon hon. honourable honorable sen. rep. gov. gen. col. lt. capt. maj. sgt. dipl.-ing.
    dipl.-ing ing. ing mag. mag h.c. habil. herr frau m. mme mme. mlle mlle. monsieur madame sr.
    sra. srta. dott. dott.ssa dottor sig. sig.ra avv. dra. dra licenciado lic. ir. drs. drs phdr.
    judr. mudr. rndr. доктор проф. pastor rabbi imam sheikh ambassador med. phil. dna. chief seri
    president senator governor councillor councilor congressman congresswoman excellency jur. rer.
    nat. theol. univ.-prof. prof.dr. cllr maestro pol. phil oec. ph. sc. agr. vet. iur. priv.-doz.
    assoc. asst. adj. engr. barr. adv. adv alhaji hajia datuk dato' pdt. k.h. shri smt. smt sri.
    mons. mgr mgr. bc. thdr. doc. rsdr. paeddr. arh. arch. geom. on. inz. inz hab. lek. ks. yrd.
    av. op. uzm. ogr. gor. pgs.ts pgs.ts. pgs. gs.ts gs. ts. ths. dott drd. akad. archim. o.praem.
    pe. monsignor archbishop bishop cardinal imam. ustaz ustad mufti maulana swami kapten letkol
    д-р д.р проф акад. акад доц. доц инж. к.м.н. г-н г-жа свящ. прот. др др. о. инж δρ. δρ κ. κα.
    καθ. الدكتور الدكتورة دكتور دكتورة د. أ.د. ا.د. المهندس المهندسة الأستاذ الأستاذة الاستاذ
    الاستاذة الشيخ الصحفي الصحفية الصحافي الصحافية المحامي المحامية الإعلامي الإعلامية دکتر مهندس
    پروفسور آقای خانم ד"ר ד״ר פרופ' פרופ׳ פרופ עו"ד עו״ד הרב מר גב' גב׳ डॉ. डॉ डा. प्रो. प्रो श्री
    श्रीमती सुश्री पं. ডঃ ড. ডা. অধ্যাপক முனைவர் டாக்டர் డా. డాక్టర్ ดร. ผศ. รศ. ศ. ผศ.ดร. รศ.ดร.
    ศ.ดร. นาย นาง นางสาว น.ส. ዶ/ር ዶክተር አቶ ወ/ሮ პროფ. დოქტ. դոկտ.
""")
DEGREES = _set("""
    phd ph.d. ph.d md m.d. mph m.p.h. ma m.a. msc m.sc. ms m.s. mba m.b.a. bsc b.sc. ba b.a. bs
    b.s. jd j.d. llm ll.m. llb ll.b. dds d.d.s. dvm d.v.m. rn r.n. np pa-c do d.o. edd ed.d.
    psyd psy.d. lcsw rd rdn cpa cfa cfp esq esq. mfa m.f.a. msw med m.ed. dphil d.phil. dsc
    d.sc. frcs frs obe mbe cbe kbe qc kc mp mep mbbs mbchb facp facs faap pmp pe p.e. aia cissp
    bsn msn dnp pharmd pharm.d. dpt mmt cscs rph lmft lpc fnp fnp-bc apn aprn cpt ces cnm ccrn
    aicp freng mirm hons kcmg gcmg cmg kcb gcb cb gbe dbe kcvo cvo lvo mvo cmgr bem kt frse frsl
    frcp mrcp frca frcgp mrcgp fba fmedsci frgs rba ra oc cm oam am ao ac frs fsa frsa
    friba frsc mrics frics ceng fiet miet fraes mnzm onz qso sc lld litt.d. dlitt d.litt mlitt
    mphil m.phil. meng beng llm csc drsc licsw lmhc lpc-s rpt otr slp ccc-slp crnp cnp arnp
    od o.d. dpm dc d.c. nd n.d. cme cfre ccim sphr shrm-cp mls mlis m.l.i.s. mdiv m.div. thm
    csc. drsc. mr.sc. mla mpp mlc sj s.j. o.p. ofm osb fca aca acca fcca
""")
SUFFIXES = _set("jr jr. sr ii iii iv v 2nd 3rd 4th junior senior filho neto hijo")

# "Jane Doe, Political Correspondent": what after the comma says what the person is, not who.
OCCUPATION = _set("""
    writer writers reporter reporters correspondent correspondents columnist contributor editor
    journalist producer blogger analyst professor lecturer student researcher scientist author
    director president ceo cto cfo coo founder cofounder co-founder chair chairman chairwoman
    secretary minister senator fellow attorney lawyer physician critic photographer videographer
    intern manager officer engineer developer consultant expert economist historian teacher opinion
    staff special guest freelance freelancer senior chief head managing associate assistant
    executive former university college department school institute contributing political business
    sports sport technology science environment health education crime city national foreign world
    economics travel food culture arts music film books redakteur redakteurin korrespondent
    korrespondentin autor autorin journalistin chefredakteur volontar volontarin reporterin
    periodista corresponsal redactor redactora profesor profesora journaliste correspondant
    correspondante professeur professeure envoye giornalista corrispondente professore inviato
    inviata redacteur verslaggever correspondente jornalista colunista профессор журналист
    корреспондент обозреватель president-elect policy strategist advocate activist artist poet
    novelist essayist translator redaktion korrespondenten ausland inland politik wirtschaft
    sportredakteur auslandskorrespondent lokalredakteurin lokalredakteur politikredakteurin
    chefreporter chefreporterin hauptstadtkorrespondentin hauptstadtkorrespondent
    auslandskorrespondentin freier freie mitarbeiter mitarbeiterin especial speciale enviado
    enviada columnista cronista reportera subdirector subdirectora jefe jefa redattore redattrice
    editorialista capo caporedattore chroniqueur chroniqueuse grand cheffe chef adjoint adjointe
    permanente permanent buitenlandredacteur freelancejournalist medewerker columniste fagredaktor
    journalisti toimittaja erikoistoimittaja utrikeskorrespondent kronikor ledarskribent
    kommentator kommentaattori dziennikarz dziennikarka publicysta publicystka redaktorka
    komentator novinar ujsagiro foszerkeszto rovatvezeto tudosito gazeteci muhabir muhabiri
    temsilcisi yazari editoru wartawan jurnalis kontributor специальныи собственныи собкор спецкор
    редактор репортер журналистка колумнист политолог кореспондент кореспондентка журналіст
    журналістка оглядач оглядачка власнии спеціальнии δημοσιογραφοσ ανταποκριτησ αρχισυντακτησ
    خبرنگار مراسل مراسلة كاتب كاتبة صحفي صحفية صحافي صحافية باحث باحثة أستاذ استاذ אנליסט פרשן
    פרשנית כתב כתבת עיתונאי עיתונאית संवाददाता पत्रकार संपादक ब्यूरो
""")
CALLINGS = _set("""
    writer reporter correspondent columnist contributor editor journalist producer blogger
    analyst professor photographer redakteur redakteurin korrespondent korrespondentin
    reporterin corresponsal redactor redactora correspondante correspondant corrispondente
    verslaggever correspondente journaliste chroniqueur chroniqueuse enviado enviada columnista
    cronista giornalista inviato inviata jornalista reporter colunista journalistin author autor
    autorin autora auteur auteure autore gastautor gastautorin gastkommentatorin
    кореспондент кореспондентка журналіст журналістка корреспондент журналист журналистка
    обозреватель оглядач репортер спецкор новинар новинарка dziennikarz dziennikarka reporterka
    redaktor redaktorka novinarka novinar ujsagiro gazeteci muhabir muhabiri wartawan jurnalis
    pewarta toimittaja journalisti zurnalistas zurnaliste pv ctv δημοσιογραφοσ ανταποκριτησ
    ρεπορτερ خبرنگار مراسل مراسلة المراسل المراسلة כתב כתבת עיתונאי עיתונאית पत्रकार संवाददाता
    विशेष সাংবাদিক প্রতিবেদক செய்தியாளர் నివేదిక ผู้สื่อข่าว นักข่าว ዘጋቢ ጋዜጠኛ mwandishi
""")
CALLED = frozenset((
    "phong vien", "nha bao", "bien tap vien", "cong tac vien", "tien si", "giao su", "bac si",
    "luat su", "thac si", "nha van", "nha tho", "tim liputan", "dr hab.", "notre correspondant",
    "notre correspondante", "special correspondent",
))  # fmt: skip
"""Callings of several words."""
