import pytest

from evaluators.matching import character_f1, containment, exact_match, f1, token_f1
from evaluators.normalization import applied_steps, normalize


@pytest.mark.parametrize(
    ("answer", "reference", "expected"),
    [
        ("東京です。", "東京", 1.0),
        ("The answer is Tokyo.", "tokyo", 1.0),
        ("ｔｏｋｙｏ", "Tokyo", 1.0),
        ("the Beatles", "Beatles", 1.0),
        ("トウキョウ", "とうきょう", 1.0),
        ("答えはウィリアム シェイクスピアです", "ウィリアム・シェイクスピア", 1.0),
        ("Peleș Castle", "Peles castle", 1.0),
        ("京都", "東京", 0.0),
        ("", "", 0.0),
    ],
)
def test_exact_match(answer: str, reference: str, expected: float) -> None:
    assert exact_match(answer, reference) == expected


@pytest.mark.parametrize(
    ("answer", "reference", "expected"),
    [
        ("それは1,740年でした", "1740", 1.0),
        ("It was 17400", "1740", 0.0),
        ("It was Scandinavia", "Scan", 0.0),
        ("アイルランドです", "アイル", 0.0),
        ("日本の首都は東京です", "東京", 1.0),
        ("It is Tokyo, Japan", "Tokyo", 1.0),
        ("x", "", 0.0),
    ],
)
def test_containment(answer: str, reference: str, expected: float) -> None:
    assert containment(answer, reference) == expected


def test_f1_is_the_harmonic_mean() -> None:
    # precision 1/2, recall 1/3
    assert f1(["a", "b"], ["a", "c", "d"]) == pytest.approx(2 * (1 / 2) * (1 / 3) / (1 / 2 + 1 / 3))
    assert token_f1("George Washington", "Washington") == pytest.approx(2 / 3)
    assert character_f1("東京都", "東京") == pytest.approx(4 / 5)


def test_steps_are_named() -> None:
    assert applied_steps("ｔｈｅ Ｂｅａｔｌｅｓ", "en") == ("nfkc", "case", "articles", "spaces")
    assert "polite" in applied_steps("東京です", "ja")
    assert normalize("答えは、Ｔｏｋｙｏです。") == "tokyo"
    assert normalize("−5.5%, $1,000") == "-5.5% $1000"
