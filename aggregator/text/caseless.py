"""A line of a script without capitals in, the name of the writer it tells of out. Pure.

Where no letter shows where a name begins and ends, only the word for the writer before it and what
they are after it do: '作者 王思远，退休教师', 'الكاتبة نوال الشريف رئيسة ...'.
"""

import re


def _any(words: str) -> str:
    return "|".join(words.split())


_EAST = re.compile(
    r"^[(（【]?\s*(?:本文)?(?:作者|筆者|撰文|執筆者?)(?:简介|簡介|介绍)?\s*(?:为|為|是|系|[:：・=＝])?\s*"
    r"(?P<name>[\u3400-\u9fff々]{2,4}(?:[·・ ][\u3400-\u9fff]{1,4})?)\s*"
    r"(?:[，,、。（(]|为|為|是|系|は|现任)"
)
_WRITER = (
    r"(?:ال)?كاتبة?(?: هذا)?(?: المقالة?)?|عن الكاتبة?|ה?כותבת?|על הכותבת?|המחברת?|필자|글쓴이|"
    r"저자|लेखिका|लेखक"
)
_IS = _any("هو هي הוא היא 는 은 인")
_CALLING = _any("""
    هو هي (?:ال)?رئيسة? أستاذة? باحثة? طبيبة? مهندسة? محامية? محام عضوة? مديرة? وزيرة? خبيرة? ناشطة?
    صحفية? صحافية? مزارعة? معلمة? مدرسة? مؤلفة? הוא היא יו["״]ר פרופסור ד["״]ר מורה עורכת? רופאה?
    חבר(?:ת|ה)? מנהלת? חקלאית? נשיאת? 교수 대표 회장 위원 의사 변호사 연구원 교사 작가 एक के की में
""")
_AFTER_WRITER = re.compile(
    rf"^[(（]?\s*(?:{_WRITER})\s*(?:{_IS})?\s*[:：،,–—-]?\s*"
    r"(?P<name>[^\s،,:(]+(?:\s[^\s،,:(]+){0,3}?)"
    rf"(?=\s*[،,(（]|\s(?:{_CALLING})(?!\w))"
)


def writer_in(line: str) -> str:
    """The name that follows the word for the writer, or ""."""
    match = _EAST.match(line) or _AFTER_WRITER.match(line)
    return match["name"] if match else ""
