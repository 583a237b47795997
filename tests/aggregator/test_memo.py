from aggregator.text.memo import remember


def test_short_texts_are_remembered_and_long_ones_looked_at_each_time() -> None:
    seen: list[str] = []

    @remember(2, 4)
    def shout(text: str) -> str:
        seen.append(text)
        return text.upper()

    assert [shout(text) for text in ("abc", "abc", "abcde", "abcde")] == [
        "ABC",
        "ABC",
        "ABCDE",
        "ABCDE",
    ]
    assert seen == ["abc", "abcde", "abcde"]


def test_only_the_last_few_are_remembered() -> None:
    seen: list[str] = []

    @remember(2, 4)
    def length(text: str) -> int:
        seen.append(text)
        return len(text)

    for text in ("a", "b", "c", "a"):
        length(text)
    assert seen == ["a", "b", "c", "a"]
