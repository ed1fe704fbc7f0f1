import pytest

from evaluators.evidence.polarity import (
    implied_polarity,
    is_yes_no_question,
    stated_polarity,
    told_polarity,
)


@pytest.mark.parametrize(
    ("text", "polarity"),
    [
        ("はい、そうです。", 1),
        ("その通りです。", 1),
        ("間違いありません。", 1),
        ("いいえ", -1),
        ("ちがいます。", -1),
        ("そんなことはありません。", -1),
        ("それは迷信です。", -1),
        ("正しいとは限りません。", -1),
        ("Yes.", 1),
        ("Indeed it does.", 1),
        ("You're quite right.", 1),
        ("That is not true.", -1),
        ("That's a myth.", -1),
        ("It does not.", -1),
        ("It would be wrong to say that they are not birds.", 1),
        ("鳥でないということはありません。", 1),
        ("降らないわけではありません。", 1),
        ("They can't fly, but there's no denying that they are birds.", 1),
        ("It isn't true that they don't drive.", 1),
        ("It isn't true that they drive.", -1),
        ("いいえ、違いますが、惜しいです。", -1),
        ("Tokyo", 0),
        ("東京です", 0),
        ("No one knows.", 0),
        ("", 0),
    ],
)
def test_stated_polarity(text: str, polarity: int) -> None:
    assert stated_polarity(text) == polarity


@pytest.mark.parametrize(
    ("question", "text", "polarity"),
    [
        ("クジラは魚ですか？", "魚類には含まれません。", -1),
        ("Is the earth flat?", "The earth is not flat.", -1),
        ("地球は回っていますか？", "もちろん回っています。", 1),
        ("Does it work?", "There is no doubt that it works.", 1),
        ("Can I wash it?", "You can wash it without any problems.", 1),
        ("洗えますか。", "洗っても問題ありません。", 1),
        ("洗えますか。", "水洗いは不可です。", -1),
    ],
)
def test_implied_polarity(question: str, text: str, polarity: int) -> None:
    assert implied_polarity(question, text) == polarity


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("クジラは魚ですか？", True),
        ("日本の首都はどこですか？", False),
        ("Is Vatican City a country?", True),
        ("Who wrote Hamlet?", False),
        ("Is a spider an insect or an arachnid?", False),
    ],
)
def test_is_yes_no_question(question: str, expected: bool) -> None:
    assert is_yes_no_question(question) is expected


@pytest.mark.parametrize(
    ("answer", "polarity"),
    [("いいえ、鳥です。", 1), ("はい、鳥ではありません。", -1), ("ペンギンは鳥ではありません。", -1)],
)
def test_a_statement_denies_the_fact_that_a_question_denies(answer: str, polarity: int) -> None:
    assert told_polarity("ペンギンは鳥ではないのですか？", answer) == polarity
