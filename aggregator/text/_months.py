"""The months as feeds spell them. Pure.

Whole names and the abbreviations in use, of the languages whose feeds were seen to write them
instead of RFC 822's English ones.
"""

_NAMES = (
    "jan january janv janvier januar jänner janner jän enero ene janeiro gennaio gen januari "
    "styczeń stycznia sty ledna leden januára január ocak januarie ianuarie января январь янв "
    "січня січ ιανουαρίου ιανουάριος ιαν jaanuar tammikuu tammikuuta sijecnja siječnja januara "
    "yanvar",
    "feb february févr fév fev fevrier février februar feber febrero fevereiro febbraio "
    "februari luty lutego lut února unora únor februára február şubat februarie feber février "
    "februára февраля февраль фев февр лютого лют φεβρουαρίου φεβρουάριος φεβ helmikuu "
    "helmikuuta veljače februara",
    "mar march mars märz marz mär mrz marzo março marco maart mrt marzec marca března brezna "
    "březen március mart martie марта март мар березня бер μαρτίου μάρτιος μάρ μαρ μάώ μαώ "
    "maaliskuu maaliskuuta ožujka",
    "apr april avr avril abril abr aprile kwiecień kwietnia kwi dubna duben április nisan "
    "aprilie апреля апрель апр квітня кві απριλίου απρίλιος απρ huhtikuu huhtikuuta travnja "
    "aprila",
    "may mai mayo maio maj mei maggio mag maja května kvetna květen kvě május mayıs мая май "
    "травня тра μαΐου μάιος μάι μαϊ μαι máujus május máj toukokuu toukokuuta svibnja",
    "jun june juin juni junio junho giugno giu czerwiec czerwca cze června cervna červen június "
    "haziran iunie июня июнь июн червня чер ιουνίου ιούνιος ιούν ιουν ιον június jún kesäkuu "
    "kesäkuuta lipnja juna",
    "jul july juil juillet juli julio julho luglio lug lipiec lipca lip července cervence "
    "červenec július temmuz iulie июля июль июл липня лип ιουλίου ιούλιος ιούλ ιουλ ιολ júl "
    "heinäkuu heinäkuuta srpnja jula",
    "aug august août aout aoû agosto ago augustus augusti sierpień sierpnia sie srpna srpen "
    "augusztus ağustos августа август авг серпня сер αυγούστου αύγουστος αύγ αυγ elokuu "
    "elokuuta kolovoza avgusta",
    "sep sept september septembre septiembre setiembre setembro set settembre wrzesień września "
    "wrz září zari szeptember eylül septembrie сентября сентябрь сен сент вересня вер "
    "σεπτεμβρίου σεπ syyskuu syyskuuta rujna septembra",
    "oct october octobre okt oktober octubre outubro out ottobre ott październik października "
    "paź října rijna říjen október ekim octombrie октября октябрь окт жовтня жов οκτωβρίου οκτ "
    "lokakuu lokakuuta listopada oktobra",
    "nov november novembre noviembre novembro listopad lis listopadu november kasım noiembrie "
    "ноября ноябрь ноя нояб листопада лис νοεμβρίου νοέ νοε marraskuu marraskuuta studenoga "
    "novembra",
    "dec december déc decembre décembre dez dezember diciembre dic dezembro dicembre grudzień "
    "grudnia gru prosince prosinec aralık decembrie декабря декабрь дек грудня гру δεκεμβρίου δεκ "
    "joulukuu joulukuuta prosinca decembra",
)

MONTHS = {name: number for number, names in enumerate(_NAMES, 1) for name in names.split()}
