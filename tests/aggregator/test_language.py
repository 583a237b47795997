"""aggregator.text.language: whom to believe about the language of a text."""

import pytest

from aggregator.text.language import language, primary_tag

ENGLISH = "The mill by the river is a place that everyone in the village has known for years."
GERMAN = "Die Mühle am Fluss ist ein Ort, den jeder im Dorf kennt und der nicht vergessen wird."
FRENCH = "Le moulin au bord de la rivière est un lieu que tout le monde connaît dans le village."
CASES = {
    "ru": "Мельница у реки — это место, которое знает каждый житель нашей старой деревни.",
    "uk": "Млин біля річки — це місце, яке знає кожен мешканець нашого старого села.",
    "ja": "川のそばの水車小屋は、村の誰もが知っている場所です。毎朝水位が測られています。",
    "zh": "河边的磨坊是村里每个人都知道的地方，每天早上都有人测量水位，已经三年了。",
    "ko": "강가의 방앗간은 마을 사람 모두가 아는 곳입니다. 매일 아침 수위를 잽니다.",
    "ar": "الطاحونة بجانب النهر مكان يعرفه كل من يعيش في القرية منذ سنوات طويلة",
    "he": "הטחנה ליד הנהר היא מקום שכולם בכפר מכירים כבר שנים רבות",
    "el": "Ο μύλος δίπλα στο ποτάμι είναι ένα μέρος που όλοι στο χωριό γνωρίζουν",
    "th": "โรงสีริมแม่น้ำเป็นสถานที่ที่ทุกคนในหมู่บ้านรู้จักมานานหลายปี",
    "hi": "नदी के किनारे की चक्की एक ऐसी जगह है जिसे गाँव में हर कोई जानता है",
    "en": ENGLISH,
    "de": GERMAN,
    "fr": FRENCH,
}


@pytest.mark.parametrize("tag", CASES)
def test_a_language_is_told_without_a_declaration(tag: str) -> None:
    assert language(CASES[tag]) == tag


@pytest.mark.parametrize("tag", CASES)
def test_a_right_declaration_stays(tag: str) -> None:
    assert language(CASES[tag], f"{tag}-XX") == tag


@pytest.mark.parametrize(
    ("text", "declared", "found"),
    [
        (GERMAN, "en-US", "de"),  # the default of blog software
        (CASES["ru"], "en", "ru"),
        (ENGLISH, "ja", "en"),
        (CASES["zh"], "ja", "zh"),
        (CASES["ja"], "en", "ja"),
        ("Ok", "de", "de"),
        ("Ok", "", ""),
        ("한국어", "", "ko"),
        ("", "pt-BR", "pt"),
        ("", "", ""),
        ("12345 67890 " * 10, "nl", "nl"),
        ("Kisa na mto wa kijiji chetu na watu wote wanaojua habari za zamani sana", "sw", "sw"),
        (ENGLISH, "gd", "en"),
    ],
)
def test_a_declaration_holds_until_the_text_contradicts_it(
    text: str, declared: str, found: str
) -> None:
    assert language(text, declared) == found


@pytest.mark.parametrize(
    ("declared", "tag"),
    [
        ("en", "en"), ("EN-us", "en"), ("pt_BR", "pt"), ("zh-Hant-TW", "zh"), ("deu", "de"),
        ("iw", "he"), ("jp", "ja"), (" fr ", "fr"), ("und", ""), ("mul", ""), ("english", ""),
        ("", ""), ("<b>", ""),
        ("en; q=1", ""), ("x", ""), ("nb-NO", "no"),
    ],
)  # fmt: skip
def test_a_tag_is_its_primary_part(declared: str, tag: str) -> None:
    assert primary_tag(declared) == tag
