"""Sentences of any script."""

import pytest

from aggregator.text.sentences import sentences


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ('Mr. Hall said: "Go." He left.', ('Mr. Hall said: "Go."', "He left.")),
        ("It cost 3.5 bn. George W. Moss paid.", ("It cost 3.5 bn.", "George W. Moss paid.")),
        ("Heading\n\n\nText. More", ("Heading", "Text.", "More")),
        ("Es war am 3. März. Dann kam Dr. Lenz.", ("Es war am 3. März.", "Dann kam Dr. Lenz.")),
        ("В 2024 г. Москва росла. Да.", ("В 2024 г. Москва росла.", "Да.")),
        ("今日は晴れ。明日は雨！また", ("今日は晴れ。", "明日は雨！", "また")),
        ("他说：“好。”然后走了。", ("他说：“好。”", "然后走了。")),
        ("यह सच है। वह गया।", ("यह सच है।", "वह गया।")),
        ("no stop. no capital", ("no stop. no capital",)),
        ("", ()),
    ],
)
def test_a_text_is_cut_into_sentences(text: str, wanted: tuple[str, ...]) -> None:
    assert sentences(text) == wanted
