import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evaluators import JudgeItem, cosine_similarity, is_uncertain, judge, judge_many, load_encoder, score, score_many
from evaluators.encoders.loading import resolve_encoder, sentence_transformer
from evaluators.judge.scale import scale_of
from evaluators.results import Judgement

pytestmark = pytest.mark.slow


@pytest.fixture(scope="session")
def encoder():
    return load_encoder()


@pytest.mark.parametrize(
    ("question", "reference", "answer", "value", "language_ok"),
    [
        ("日本の首都はどこですか？", "東京", "Tokyo, Japan", "correct", False),
        ("日本の首都はどこですか？", "東京", "京都です。", "incorrect", True),
        ("What is the capital of Japan?", "Tokyo", "Osaka", "incorrect", True),
        ("What is the capital of Japan?", "Tokyo", "東京です。", "correct", False),
        (
            "ハムレットを書いたのは誰ですか？",
            "ウィリアム・シェイクスピア",
            "The answer is William Shakespeare.",
            "correct",
            False,
        ),
        ("ハムレットを書いたのは誰ですか？", "ウィリアム・シェイクスピア", "Christopher Marlowe", "incorrect", False),
        ("How much did it cost?", "$174,000", "17万4000ドルです", "correct", False),
        ("How much did it cost?", "$174,000", "17万5000ドルです", "incorrect", False),
        ("バチカンは国ですか？", "はい", "No, it is a city in Italy.", "incorrect", False),
        ("バチカンは国ですか？", "はい", "はい、世界最小の国です。", "correct", True),
        ("オーストラリアの首都は？", "キャンベラ", "キャンベラではなくシドニーです。", "incorrect", True),
        ("What is the capital of Australia?", "Canberra", "It is Canberra, not Sydney.", "correct", True),
        ("How many?", "5", "5", "correct", None),
    ],
)
def test_judge(encoder, question, reference, answer, value, language_ok) -> None:
    judgement = judge(question, reference, answer, encoder=encoder)
    assert (judgement.value, judgement.language_ok) == (value, language_ok), judgement
    assert judgement.reason
    assert judgement.reason_ja
    assert 0 < judgement.probability < 1


def test_reasons_name_what_decided() -> None:
    judgement = judge("When was it founded?", "1740", "It was founded in 1741.")
    assert judgement.reason == "number differs: reference 1740, answer 1741"
    assert judgement.reason_ja == "数値が違います: 参照解答 1740、回答 1741"


@pytest.mark.parametrize(
    ("references", "answer"), [("東京", "  "), ("東京", "\u200b"), ([], "東京"), (["", " "], "東京")]
)
def test_unjudged_has_a_reason(references, answer) -> None:
    judgement = judge("日本の首都は？", references, answer)
    assert (judgement.value, judgement.probability, judgement.language_ok) == ("unjudged", None, None)
    assert judgement.reason
    assert judgement.reason_ja


def test_language_asked_for_overrides_the_question() -> None:
    assert judge("日本の首都はどこですか？", "東京", "Tokyo", language="en").language_ok is True


HOSTILE = [
    ("🎉🎊", "incorrect"),
    ("\ud800", "unjudged"),
    ("東京" * 50_000, "correct"),
    ("שלום עולם", "incorrect"),
    ("。！？", "incorrect"),
    ("\x00\x01", "unjudged"),
    ("a" * 100_000, "incorrect"),
    ("９" * 400, "incorrect"),
    ("1/0", "incorrect"),
    ("0分の1", "incorrect"),
    ("*10^99", "incorrect"),
    ("X" * 60, "incorrect"),
]
"""Odd texts, and how an answer is judged by them: as the answer to "東京", and as the reference of that answer."""


@pytest.mark.parametrize(("text", "value"), HOSTILE, ids=range(len(HOSTILE)))
def test_odd_texts_are_judged_as_what_they_say(text: str, value: str) -> None:
    assert judge(text, "東京", "東京").value == "correct"
    assert judge("首都は？", text, "東京").value == judge("首都は？", "東京", text).value == value


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=60), st.lists(st.text(max_size=30), max_size=3), st.text(max_size=60))
def test_never_raises_and_is_deterministic(question, references, answer) -> None:
    first = judge(question, references, answer)
    assert first == judge(question, list(reversed(references)), answer)


def test_order_of_references_does_not_matter() -> None:
    references = ["1971年1月2日", "1970年", "January 2, 1971"]
    judged = [judge("いつ？", order, "On January 2, 1971.") for order in (references, references[::-1])]
    assert judged[0] == judged[1]


def test_judge_many_takes_tuples_and_items() -> None:
    items = [("首都は？", "東京", "Tokyo"), JudgeItem("Capital?", ("Tokyo", "東京"), "Kyoto", "en")]
    assert [j.value for j in judge_many(items)] == ["correct", "incorrect"]
    assert judge_many([]) == []


@pytest.mark.parametrize(
    ("probability", "uncertain"),
    [(0.02, False), (0.3, False), (0.4, True), (0.5, True), (0.6, True), (0.7, False), (0.98, False), (None, False)],
)
def test_what_people_should_look_at_first(probability: float | None, uncertain: bool) -> None:
    assert is_uncertain(Judgement("correct", probability, True, "")) is uncertain


def test_an_answer_that_leaves_two_open_is_none() -> None:
    found = judge("首都は？", "東京", "東京か京都")
    assert (found.value, found.reason) == ("incorrect", "goes on with other answers: 京都")
    assert not is_uncertain(judge("首都は？", "東京", "Tokyo"))
    assert not is_uncertain(judge("首都は？", "東京", "京都"))


def test_cosine_similarity(encoder) -> None:
    values = cosine_similarity(["東京", "犬", ""], ["Tokyo", "Tokyo", "x"], encoder=encoder)
    assert values.shape == (3,)
    assert values[0] > 0.5 > values[1]
    assert values[2] == 0
    assert cosine_similarity([], []).shape == (0,)
    with pytest.raises(ValueError, match="row by row"):
        cosine_similarity(["a"], [])


def test_scores() -> None:
    scores = score("東京です。", ["東京"], ["Tokyo"])
    assert (scores.exact_match, scores.containment) == (1.0, 1.0)
    assert scores.similarity > scores.similarity_other > 0.5
    assert score("Tokyo", [], ["Tokyo"]).exact_match is None
    assert score_many([("", ["東京"], [])])[0].similarity is None


def test_embedded_encoder_works_in_sentence_transformers(encoder) -> None:
    model = sentence_transformer()
    assert np.allclose(model.encode(["東京"]), encoder.encode(["東京"]), atol=1e-5)
    other = resolve_encoder(model)
    assert other.encode(["東京"]).shape == (1, 512)
    slope, shift = scale_of(other)
    assert slope == pytest.approx(1, abs=1e-3)
    assert shift == pytest.approx(0, abs=1e-3)


def test_unknown_encoder_is_a_clear_error() -> None:
    with pytest.raises(ValueError, match="no/such-model"):
        load_encoder("no/such-model")
