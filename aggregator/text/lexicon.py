"""How much a word tells, without a corpus: stop words and everyday words. Pure.

A learned table would make a decision depend on what arrived before it; these lists do not change.
They were written down for this project: everyday words of news English, function words of others.
"""

from .words import fold

# Function words tell nothing of the matter, though their sequence tells who copied from whom.
_STOP = """
a about above across after again against all almost along already also although always am among an
and another any anything are around as at away back be became because become been before began
behind being below between both but by came can cannot could did do does doing done down during each
either else enough even ever every everyone everything few for from further gave get gets getting
give given go goes going gone got had has have having he her here hers herself him himself his how
however i if in indeed instead into is it its itself just keep kept later least less let like likely
made make makes making many may maybe me might more most much must my myself near nearly need
neither never next no nobody none nor not nothing now of off often on once one only onto or other
others our ours out over own perhaps put quite rather really said same saw say saying says see seen
several shall she should since so some someone something soon still such take taken takes taking
than that the their them themselves then there these they thing things this those though through
thus to today together told too took toward towards under until up upon us use used very want wanted
wants was way ways we well went were what when where whether which while who whole whom whose why
will with within without would yet you your yours don didn doesn isn wasn weren won couldn wouldn
shouldn hasn haven hadn aren ain ll ve re s t d m

der die das den dem des ein eine einer einem einen eines und oder aber nicht auch auf aus bei bis
durch für gegen im in ist ihr ihre ihren ihrer ihm ihn er sie es wir man mit nach noch nur ob seit
sein seine seinen seiner sich sind so über um unter von vom vor war waren wie wird wurde wurden
werden worden zu zum zur zwischen als an am beim da dann dass daß doch durch habe haben hat hatte
hatten hier ich kann können mehr muss müssen nun schon sehr soll sollen sollte sowie weil wenn wer
will wollen wo ohne wieder während dieser diese dieses diesem diesen jedoch bereits damit dazu dort
etwa alle allem allen aller alles keine kein keinen einige sagte

le la les un une des du de et ou mais donc ne pas plus que qui quoi dont où au aux avec ce cet cette
ces chez comme dans depuis en entre est sont était étaient été être fait il elle ils elles je nous
vous on leur leurs lui mais même mes mon ma notre nos par pour sa se ses si son sous sur tout tous
toute toutes très vers votre y avait avaient ont ai a ainsi alors après aussi avant bien car cela
contre deux dit encore fut selon sans

el los las una unos unas del al y o u pero no sin que quien cual como con contra cuando de desde
donde durante en entre era eran es esa ese eso esta este esto estos estas están está estaba fue
fueron ha han había hasta hay la le les lo más me mi muy ni nos otra otro para pero por porque qué
se ser si sido sobre son su sus también tan tanto tiene tienen todo todos toda tras un ya yo dijo

il lo gli i uno della delle dello degli dei dal dalla dai dalle nel nella nelle nei sul sulla alla
alle allo agli ai che chi ci come con cui da dopo dove e è ed era erano essere fra ha hanno ho in io
loro ma mentre mi molto né nei noi non nostro o ogni perché per più poi prima quale quando quanto
quello questa queste questi questo se sempre senza si sia sono stata stato stati su sua sue suo suoi
tra tutti tutto un vi detto anche ancora

o os as um uma uns umas do da dos das no na nos nas ao aos à às pelo pela pelos pelas que quem como
com contra de depois desde e é em entre era eram essa esse isso esta este isto está estão estava eu
foi foram há isso já lhe mais mas me mesmo meu minha muito não nem num numa ou para por porque qual
quando se sem ser será seu seus sua suas só sobre também tem têm ter tinha todo todos um você disse

de het een en van in op te dat die is was zijn waren voor met niet aan er om ook als maar bij nog
uit door over ze hij zij wij je ik naar dan of tot wel geen had heeft hebben kan werd worden wordt
meer deze dit onder tegen na sinds hun haar zich zei og i det som en et på til av for med er den har
ikke om de var fra at jeg han hun vi men ble blev att och är inte ett från efter kan ska skulle sade

i w na z do że się nie to jest o jak po za od dla ale przez przy być był była było były ich jego jej
tym tego ten ta te oraz lub czy co już tylko także może która który które których jako bez pod nad
między w ve bir bu da de için ile çok daha olan olarak gibi kadar sonra ancak ki en ise o dedi değil
her ne şu

и в во не что он на я с со как а то все она так его но да ты к у же вы за бы по только ее её мне
было вот от меня еще ещё нет о из ему теперь когда даже ну вдруг ли если уже или ни быть был него до
вас опять уж вам ведь там потом себя ничего ей может они тут где есть надо ней для мы тебя их чем
была сам чтоб без будто чего раз тоже себе под будет ж тогда кто этот того потому этого какой совсем
ним здесь этом один почти мой тем чтобы нее сейчас были куда зачем всех никогда можно при об другой
хоть после над больше тот через эти нас про всего них какая много разве эту моя впрочем свою этой
перед иногда лучше чуть том нельзя такой им более всегда конечно всю между это также которые который
которая которого которой заявил сказал сообщил і та що не на у з до як за від але це його її він
вона вони який яка які про для при під був була було були є

و في من على إلى عن أن التي الذي هذا هذه كان كانت قد لا ما لم مع بعد قبل بين كل هو هي ذلك تلك أو ثم
حتى إن قال של את על לא הוא היא זה זו עם כי או אם גם כל אל מן היה היו אך רק יותר אמר के का की में है
हैं और से को पर ने यह वह एक नहीं कि था थे थी हो जो तो भी इस उस कर लिए साथ बाद गया
""".split()  # noqa: SIM905 - quotation marks would hide the words

_EVERYDAY = """
able access according account act action active activity actually add added addition address advance
advantage advice affair affect affected afternoon age agency agree agreed agreement aid aim aimed
air allow allowed allows alone amount analyst analysts announce announced announcement annual answer
anyone appear appeared apply approach approval approved april area areas argue argued army arrest
arrested arrive art article ask asked asking assembly asset association attack attacks attempt
attend attention august authorities authority available average avoid award awards aware bad ball
ban bank banks bar base based basic basis battle beat began begin beginning behaviour believe
believed believes benefit benefits best better big bigger biggest bill billion billions birth bit
black block blow blue board boat body bonus book books boost border boss bought box boy boys brand
break bring bringing britain british broadcast broke broken brother brought budget build building
built business businesses buy buying cabinet call called calling calls campaign candidate capacity
capital captain car card care career cars case cases cash cause caused central centre center century
certain chair chairman challenge champion championship chance change changed changes changing
channel charge charged charges charity cheap check chief child children choice choose chose church
citizen citizens city civil claim claimed claims class clear clearly close closed club coach coast
code cold collapse colleague collection college come comes coming comment comments commercial
commission commit committee common community companies company compared competition complete
completed computer concern concerned concerns condition conditions conference confidence confirm
confirmed congress consider considered consumer consumers contact contain continue continued
contract control cost costs council count countries country couple course court cover create created
credit crew crime criminal crisis critical criticised criticism critics crowd cup currency current
currently customer customers cut cuts daily damage data date daughter day days dead deal deals death
debate debt decade december decide decided decision decline defeat defence defense deficit degree
delay delayed deliver demand demands democratic department depend deputy described design despite
detail details develop developed developing development device died difference different difficult
digital direct director discuss discussed discussion disease district division doctor doctors
document dollar dollars domestic door double doubt dozen draw drew drive driver driving drop dropped
drug drugs due early earlier earn earnings ease east easily eastern easy economic economy editor
education effect effective effort efforts eight elected election elections eleven email emergency
employee employees employer end ended energy england english enjoy ensure enter entertainment entire
environment equal especially estimate estimated euro europe european euros evening event events
eventually evidence exactly example exchange executive existing expect expected expects expensive
experience expert experts explain explained export exports express extra eye eyes face faced
facilities facing fact factor factors fail failed failure fair faith fall fallen falling families
family famous fans far fast father favour fear fears feature february federal feel feeling fees fell
felt field fifth fight fighting figure figures file film films final finally finance financial find
finding fine finish finished fire firm firms first fiscal fit five fix flat flight floor focus
follow followed following follows food foot football force forced forces foreign form formal former
forward found four fourth free freedom french friday friend friends front fuel full fully fund
funding funds future gain gained game games gas general generation german germany giant girl girls
global goal goals gold good goods government governments great green ground group groups grow
growing growth guard guide guilty half hand hands happen happened happy hard head health hear heard
hearing heart heavy held help helped helping high higher highest highly history hit hold holding
holds home homes hope hopes hoped hospital host hot hotel hour hours house houses huge human hundred
hundreds husband idea ideas illegal image immediate immediately impact import important improve
improved include included includes including income increase increased increases increasing
independent index individual industrial industry inflation influence information initial injured
injury inquiry inside institute insurance intelligence interest interests international internet
interview introduce introduced invest investigation investment investor investors involve involved
involving island issue issued issues item items january job jobs join joined joint judge july june
jury justice key kill killed killing kind king knew know known knows labour labor lack land language
large largely larger largest last late latest latter launch launched law laws lawyer lawyers lead
leader leaders leadership leading league learn leave leaves leaving led left legal legislation
letter level levels liberal life light limit limited line lines link list listed little live lives
local london long longer look looked looking looks lord lose losing loss losses lost lot lots love
low lower lowest machine main mainly maintain major majority man management manager managing march
mark market markets marks married mass match matches material matter mean meaning means measure
measures media medical meet meeting meetings member members memory men message met middle military
million millions mind minister ministers ministry minor minute minutes miss missed missing mission
mobile model modern moment monday money month monthly months morning mother motion move moved
movement moves movie moving murder music name named names nation national nations natural nature
necessary negative network news newspaper newspapers nice night nine north northern note noted
notice november number numbers october offer offered offering offers office officer officers
official officials oil old older olympic open opened opening operate operating operation operations
operator opinion opponents opportunity opposition option options order orders ordinary organisation
organization original outside overall overseas owned owner owners package page paid pain pair panel
paper parent parents park parliament part particular particularly parties partly partner partners
party pass passed past patient patients pay paying payment peace penalty people percent percentage
perform performance period permanent person personal phone photo picture piece place placed places
plan planned planning plans plant play played player players playing plays pledge point points
police policies policy political politicians politics poll poor popular population position positive
possible post potential pound pounds power powerful powers practice prepare prepared presence
present presented president press pressure pretty prevent previous previously price prices primary
prime prince prison private prize probably problem problems process produce produced producer
product production products professional profit profits program programme programmes programs
progress project projects promise promised promote proof proper property proposal proposals proposed
prospect protect protection protest prove proved provide provided provides providing public
publication publicly publish published pull purchase purpose push quality quarter queen question
questions quick quickly race radio raise raised raising ran range rank rate rates reach reached
reaction read readers reading ready real reality reason reasons receive received recent recently
recession recognise record records recover recovery red reduce reduced reduction reform reforms
refuse refused regarding region regional regular regulations reject rejected related relations
relationship release released religious remain remained remaining remains remember remove removed
replace replaced report reported reporter reporters reporting reports representative republic
republican request require required research researchers respect respond response responsibility
responsible rest restaurant result results retail return returned returns reveal revealed revenue
revenues review revised right rights rise rises rising risk risks rival rivals road role room round
row royal rule rules run running runs safe safety sale sales saturday save scale scene scheme school
schools science scientists score scored sea search season seat second secretary section sector
secure security seek seeking seems selection sell selling senate senior sense sent separate
september series serious served service services session set sets setting settled seven share shared
shareholders shares sharp ship shock shop shops short shot shots show showed showing shown shows
shut side sides sign signed significant signs similar simple simply single sir sister sit site sites
situation six size slow slowdown small smaller social society software sold solution son sort sought
sound source sources south southern space speak speaking special specific speech speed spend
spending spent spokesman spokesperson spokeswoman sport sports spread spring square squad staff
stage stake stand standard standards standing star stars start started starting starts state stated
statement states station status stay step steps stock stocks stop stopped store stores story
straight strategy street strength strike strong stronger structure student students study style
subject success successful such sudden suffer suffered suggest suggested suggests suit summer sunday
supply support supported supporters sure surprise survey suspect suspected suspended system systems
talk talks target targets task tax taxes team teams technical technology telephone television ten
term terms test tests text thank theatre theory think thinking thinks third thought thousand
thousands threat threatened three thursday ticket tickets tie time times title tonight top total
touch tough tour town track trade trading traditional train training transfer transport travel treat
treatment trial tried trip trouble true trust truth try trying tuesday turn turned turning twelve
twice two type types unable union unit united university unlikely update usual usually value various
version veteran victim victims victory video view views village violence visit visited voice volume
vote voted voters wage wait waiting wales walk wall war warn warned warning washington watch watched
water weak wealth weapons weather web website wednesday week weekend weekly weeks weight welcome
west western white wide widely wife win wind window wing winner winning wins winter wish woman women
word words work worked worker workers working works world worse worst worth write writer writing
written wrong wrote year years yesterday york young younger youth zero mr mrs ms miss dr prof sir st
jr inc corp ltd co plc llc gmt est bst utc am pm usa uk eu un

jahr jahre jahren prozent millionen milliarden euro uhr montag dienstag mittwoch donnerstag freitag
samstag sonntag januar februar märz mai juni juli oktober dezember deutschland regierung unternehmen
angaben zeit tag tage stadt land menschen polizei präsident million an ans année années pays
gouvernement président millions milliards lundi mardi mercredi jeudi vendredi samedi dimanche
janvier février mars avril juin juillet août septembre octobre novembre décembre france ville monde
groupe entreprise año años país gobierno presidente millones lunes martes miércoles jueves viernes
sábado domingo enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre
diciembre españa ciudad personas empresa mundo parte anno anni paese governo milioni miliardi lunedì
martedì mercoledì giovedì venerdì sabato domenica gennaio febbraio aprile maggio giugno luglio
settembre ottobre dicembre italia città persone mondo ano país governo milhões bilhões segunda terça
quarta quinta sexta janeiro fevereiro março maio junho julho setembro outubro novembro dezembro
brasil cidade pessoas empresa jaar procent miljoen miljard maandag dinsdag woensdag donderdag
vrijdag zaterdag zondag год года лет году процентов процента тысяч миллионов миллиардов рублей
россии россия президент понедельник вторник среду четверг пятницу субботу воскресенье января февраля
марта апреля мая июня июля августа сентября октября ноября декабря человек компании компания страны
города время
""".split()  # noqa: SIM905

# Names that half the news contains: they place an article and do not tell it from the next one.
_KNOWN_NAMES = """
africa african america american americans asia asian australia australian berlin brazil brussels
california canada canadian chicago china chinese christmas dutch egypt england english europe
european france french germany german google facebook twitter microsoft apple amazon bbc cnn reuters
associated press ap afp guardian times post telegraph journal street wall nato fifa uefa india
indian iran iraq ireland irish israel israeli italian italy japan japanese jesus john david michael
james paul peter mark george robert william richard thomas mary korea london los angeles new york
mexico moscow netherlands pakistan palestinian paris poland republican democrat russia russian san
saudi scotland scottish south north east west spain spanish sweden swiss switzerland syria texas
tokyo turkey turkish ukraine ukrainian washington house white congress senate parliament olympics
cup league premier university street road international national united states kingdom union council
bank court minister president prime chief executive director
"""

STOP = frozenset(map(fold, _STOP))
EVERYDAY = frozenset(map(fold, _EVERYDAY)) - STOP
KNOWN_NAMES = frozenset(_KNOWN_NAMES.split())

_NUMBER_WORDS = {
    2: "two zwei deux dois twee два две två dwa iki",
    3: "three drei trois tres tre três drie три tre trzy üç",
    4: "four vier quatre cuatro quattro quatro четыре fyra cztery dört",
    5: "five fünf cinq cinco cinque vijf пять fem pięć beş",
    6: "six sechs seis zes шесть sześć altı",
    7: "seven sieben sept siete sette sete zeven семь sju siedem yedi",
    8: "eight acht huit ocho otto oito восемь åtta osiem sekiz",
    9: "nine neun neuf nueve nove negen девять nio dziewięć dokuz",
    10: "ten zehn dix diez dieci dez tien десять dziesięć",
    11: "eleven elf onze undici одиннадцать",
    12: "twelve zwölf douze doce dodici doze twaalf двенадцать",
    13: "thirteen dreizehn treize trece tredici treze",
    14: "fourteen vierzehn quatorze catorce quattordici",
    15: "fifteen fünfzehn quinze quince quindici",
    16: "sixteen sechzehn seize dieciséis sedici",
    17: "seventeen siebzehn diecisiete diciassette",
    18: "eighteen achtzehn dieciocho diciotto",
    19: "nineteen neunzehn diecinueve diciannove",
    20: "twenty zwanzig vingt veinte venti vinte twintig двадцать",
    30: "thirty dreißig trente treinta trenta trinta dertig тридцать",
    40: "forty vierzig quarante cuarenta quaranta quarenta veertig сорок",
    50: "fifty fünfzig cinquante cincuenta cinquanta cinquenta vijftig",
    60: "sixty sechzig soixante sesenta sessanta sessenta zestig",
    70: "seventy siebzig setenta settanta zeventig",
    80: "eighty achtzig ochenta ottanta oitenta tachtig",
    90: "ninety neunzig noventa novanta negentig",
    100: "hundred hundert cien cento honderd сто",
    1000: "thousand tausend mille mil duizend тысяча",
}
NUMBER_WORDS = {
    fold(word): str(value) for value, listed in _NUMBER_WORDS.items() for word in listed.split()
}
