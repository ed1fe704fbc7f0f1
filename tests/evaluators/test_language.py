import pytest

from evaluators.language import detect_language, expected_language, language_fits


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("東京", "ja"),
        ("日本の首都は東京です。", "ja"),
        ("答えはTokyoです", "ja"),
        ("IBMとApple", "ja"),
        ("目的と終了", "ja"),
        ("為替", "ja"),
        ("1776年", "ja"),
        ("ﾊﾝｶｸ", "ja"),
        ("Tokyo, Japan", "en"),
        ("iPhone", "en"),
        ("Peleș Castle", "en"),
        ("Rio de Janeiro", "en"),
        ("The answer is 東京.", "en"),
        ("the sushi is すし", "en"),
        ("東京です。Tokyo is the capital of Japan.", "mixed"),
        ("彼は is a pen", "mixed"),
        ("서울", "other"),
        ("Москва", "other"),
        ("北京是中国的首都", "other"),
        ("Bonjour, je suis une femme et le roi est dans la maison", "other"),
        ("1776", "none"),
        ("42 km", "none"),
        ("$1,000", "none"),
        ("", "none"),
        ("🎉", "none"),
        ("。。。", "none"),
        ("\ud800", "none"),
    ],
)
def test_detect_language(text: str, language: str) -> None:
    assert detect_language(text) == language


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("nflのthe all-time passing leaderは誰ですか", "ja"),
        ("What does 寿司 mean?", "en"),
        ("What is the capital of Japan?", "en"),
        ("首都?", "ja"),
        ("12+30=?", None),
    ],
)
def test_expected_language(question: str, language: str | None) -> None:
    assert expected_language(question) == language


@pytest.mark.parametrize(
    ("answer", "language", "references", "fits"),
    [
        ("Tokyo", "ja", ("東京",), False),
        ("東京", "ja", ("東京",), True),
        ("東京", "en", ("Tokyo",), False),
        ("NASA", "ja", ("アメリカ航空宇宙局",), None),
        ("iPhone", "ja", ("iPhone",), None),
        ("42", "ja", ("42",), None),
        ("Tokyo", None, ("東京",), None),
    ],
)
def test_language_fits(answer: str, language: str | None, references: tuple[str, ...], fits: bool | None) -> None:
    assert language_fits(answer, language, references) is fits  # type: ignore[arg-type]
