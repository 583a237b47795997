"""What is known of languages without a model: scripts, small words, wrong and long tags. Pure."""

RANGES = (
    (0x0370, 0x03FF, "greek"), (0x1F00, 0x1FFF, "greek"), (0x0400, 0x052F, "cyrillic"),
    (0x0530, 0x058F, "armenian"), (0x0590, 0x05FF, "hebrew"), (0x0600, 0x06FF, "arabic"),
    (0x0750, 0x077F, "arabic"), (0xFB50, 0xFDFF, "arabic"), (0xFE70, 0xFEFF, "arabic"),
    (0x0900, 0x097F, "devanagari"), (0x0980, 0x09FF, "bengali"), (0x0A00, 0x0A7F, "gurmukhi"),
    (0x0A80, 0x0AFF, "gujarati"), (0x0B00, 0x0B7F, "odia"), (0x0B80, 0x0BFF, "tamil"),
    (0x0C00, 0x0C7F, "telugu"), (0x0C80, 0x0CFF, "kannada"), (0x0D00, 0x0D7F, "malayalam"),
    (0x0D80, 0x0DFF, "sinhala"), (0x0E00, 0x0E7F, "thai"), (0x0E80, 0x0EFF, "lao"),
    (0x0F00, 0x0FFF, "tibetan"), (0x1000, 0x109F, "burmese"), (0x10A0, 0x10FF, "georgian"),
    (0x1200, 0x137F, "ethiopic"), (0x1780, 0x17FF, "khmer"), (0x3040, 0x30FF, "kana"),
    (0x1100, 0x11FF, "hangul"), (0xAC00, 0xD7AF, "hangul"), (0x3400, 0x4DBF, "han"),
    (0x4E00, 0x9FFF, "han"), (0xF900, 0xFAFF, "han"),
)  # fmt: skip

SCRIPTS: dict[str, tuple[str, ...]] = {
    "greek": ("el",),
    "cyrillic": (
        "ru",
        "uk",
        "bg",
        "sr",
        "mk",
        "be",
        "kk",
        "ky",
        "mn",
        "tg",
        "tt",
        "ba",
        "cv",
        "uz",
    ),
    "armenian": ("hy",),
    "hebrew": ("he", "yi"),
    "arabic": ("ar", "fa", "ur", "ps", "ug", "ku", "ckb", "sd"),
    "devanagari": ("hi", "mr", "ne", "sa"),
    "bengali": ("bn", "as"),
    "gurmukhi": ("pa",),
    "gujarati": ("gu",),
    "odia": ("or",),
    "tamil": ("ta",),
    "telugu": ("te",),
    "kannada": ("kn",),
    "malayalam": ("ml",),
    "sinhala": ("si",),
    "thai": ("th",),
    "lao": ("lo",),
    "tibetan": ("bo", "dz"),
    "burmese": ("my",),
    "georgian": ("ka",),
    "ethiopic": ("am", "ti"),
    "khmer": ("km",),
    "kana": ("ja",),
    "hangul": ("ko",),
    "han": ("zh", "yue", "ja"),
}
"""The languages of a script, the commonest first. Latin is whatever is left."""

BOTH_SCRIPTS = frozenset({"sr", "uz", "kk", "ku", "tg", "mn", "az"})
"""Languages that are also written in Latin letters."""

SMALL_WORDS: dict[str, frozenset[str]] = {
    tag: frozenset(words.split())
    for tag, words in {
        "en": "the and of to is that for with was are this have from which their would they you",
        "de": "der die und das ist nicht ein eine mit auf für von dem den sich auch wird sind zu",
        "fr": "le les des est dans une pour que qui sur pas au aux cette ce du ont sont avec ne",
        "es": "el los las del una por con para que se su más como pero fue este está y lo al",
        "it": "il che di della per con non sono una del gli nel anche più alla dei è si le ha",
        "pt": "o os as do da não uma em com para que dos das ao por mais foi como são no na",
        "nl": "het een van en dat voor met zijn niet ook aan naar maar door bij wordt deze is ze",
        "sv": "och att det som är på för med inte till av har ett om den från också var kan",
        "da": "og at det er på til af ikke med for som har den et fra også var kan der",
        "no": "og at det er på til av ikke med for som har den et fra også var kan i",
        "fi": "ja on että ei se oli joka myös mutta kun hän ovat sen tai mukaan kuin jo vain",
        "pl": "nie się jest na że do to jak przez po od są jego tym oraz który ale dla być",
        "cs": "je se na že by pro jako jeho ale podle byl od které také jsou až nebo když které",
        "ro": "și în de la nu cu pe să este din un care pentru o au fost ce sunt mai că",
        "hu": "az és hogy nem is egy ez meg már csak volt mint de van azt szerint lehet még",
        "tr": "ve bir bu için ile olarak da de daha olan çok en gibi kadar ise sonra ancak",
        "id": "yang dan di untuk dengan dari ini pada tidak dalam itu akan juga oleh ke adalah",
        "vi": "và của là có không được cho các một trong với những đã người này khi để từ",
        "ca": "el els les del amb per que una és dels també més com ha al va aquest i seva",
    }.items()
}

KIN = (
    frozenset({"da", "no", "nb", "nn", "sv"}),
    frozenset({"es", "ca", "gl", "pt", "an", "ast", "oc"}),
    frozenset({"cs", "sk"}),
    frozenset({"hr", "sr", "bs", "sl", "sh"}),
    frozenset({"id", "ms"}),
    frozenset({"nl", "af", "fy", "li"}),
    frozenset({"it", "co", "scn", "la"}),
    frozenset({"de", "lb", "gsw", "nds"}),
)
"""Languages whose small words cannot tell them apart: a declaration among them is believed."""

ALIASES = {
    "iw": "he", "in": "id", "ji": "yi", "jp": "ja", "cn": "zh", "tw": "zh", "cz": "cs", "ua": "uk",
    "dk": "da", "gr": "el", "kr": "ko", "nb": "no", "nn": "no", "us": "en", "gb": "en", "uk": "uk",
}  # fmt: skip

THREE_LETTERS = {
    "eng": "en", "deu": "de", "ger": "de", "fra": "fr", "fre": "fr", "spa": "es", "ita": "it",
    "por": "pt", "nld": "nl", "dut": "nl", "rus": "ru", "jpn": "ja", "zho": "zh", "chi": "zh",
    "kor": "ko", "ara": "ar", "swe": "sv", "dan": "da", "nor": "no", "nob": "no", "fin": "fi",
    "pol": "pl", "ces": "cs", "cze": "cs", "tur": "tr", "ukr": "uk", "hun": "hu", "ell": "el",
    "gre": "el", "heb": "he", "fas": "fa", "per": "fa", "ron": "ro", "rum": "ro", "hin": "hi",
    "und": "", "mul": "", "zxx": "", "mis": "",
}  # fmt: skip
