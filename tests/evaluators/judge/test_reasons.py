"""Reasons and what stands beside them: the similarities that are shown, and the references in either language."""

from __future__ import annotations

import re

import numpy as np
import pytest

from evaluators import judge, score
from evaluators.evidence.kind import Comparison
from evaluators.evidence.kinds import parts
from evaluators.evidence.pairs import Cosines, Pair, texts_of
from evaluators.normalization import has_japanese

SKY = "なぜ空は青いのですか？"
SKY_JA = "光が大気中で散乱されるからです"
SKY_EN = "Because sunlight is scattered by the atmosphere."


def similarity(reason: str) -> str:
    """The one that a sentence gives."""
    found = re.search(r"[ (](-?\d\.\d\d)[)）]", reason)
    assert found, reason
    return found[1]


@pytest.mark.parametrize("asked", [SKY, "Why is the sky blue?"])
@pytest.mark.parametrize(
    "answer",
    [
        "海の色が映っているからです。",
        "The sea reflects into it.",
        "Because blue light scatters more than red light in air.",
        "青い光が空気の分子で散らばるためです。",
    ],
)
@pytest.mark.parametrize("references", [(SKY_JA, SKY_EN), (SKY_EN, SKY_JA)])
def test_the_similarity_of_the_whole_answer_is_the_greater_that_is_shown(
    asked: str, answer: str, references: tuple[str, ...]
) -> None:
    found, shown = judge(asked, references, answer), score(answer, [SKY_JA], [SKY_EN])
    assert shown.similarity is not None and shown.similarity_other is not None
    for said, whole in ((found.reason, "the whole answer"), (found.reason_ja, "回答全体")):
        assert said.startswith(whole)
        assert similarity(said) == f"{max(shown.similarity, shown.similarity_other):.2f}"
        assert said.endswith(SKY_JA if shown.similarity > shown.similarity_other else SKY_EN)


def test_of_several_references_the_nearest_is_named() -> None:
    references = ["根", "根っこ", "the roots", "roots", "root"]
    found = judge("植物が土の中から水を吸い上げるのは、どの部分ですか。", references, "葉")
    assert found.value == "incorrect"
    nearest = max(references, key=lambda one: score("葉", [one]).similarity or 0)
    assert found.reason_ja.endswith(f": {nearest}")


def test_a_text_that_was_read_into_an_answer_is_quoted() -> None:
    found = judge(
        "What do we call an angle of exactly 90 degrees? (a) acute angle (b) right angle (c) obtuse angle",
        ["right angle", "直角"],
        "The correct answer is (c) obtuse angle.",
    )
    assert found.reason.startswith("the answer, read as “obtuse angle”,")
    assert found.reason_ja.startswith("回答（「obtuse angle」と読み取り）")


@pytest.mark.parametrize("part", ["名はワシトンです。", ""])
def test_a_similarity_is_told_on_the_scale_on_which_it_is_shown(part: str) -> None:
    pair = Pair("初代大統領は誰？", "ジョージ・ワシントン", "彼は軍人です。名はワシトンです。")
    vectors = np.full((len(texts_of(pair)), 2), (0.0, 1.0), np.float32)
    for i, text in enumerate(texts_of(pair)):
        if text == pair.reference:
            vectors[i] = (1.0, 0.0)
        elif text == (part or pair.answer):
            vectors[i] = (0.8, 0.6)
    finding = parts.find(Comparison(pair, Cosines.of(vectors, 0.5, -0.1)))
    assert finding.values["similarity_best"] == pytest.approx(0.3)
    assert finding.quotes["similarity"] == "0.80"
    assert finding.quotes.get("part", "") == part


@pytest.mark.parametrize(
    ("question", "references", "answer"),
    [
        ("日本の首都はどこですか？", ("東京", "Tokyo"), "Kyoto"),
        ("What is the capital of Japan?", ("Tokyo", "東京"), "京都です"),
        ("Does the sun rise in the east?", ("はい", "yes"), "no"),
        ("太陽は東から昇りますか？", ("yes", "はい"), "いいえ"),
        ("太陽は東から昇りますか？", ("はい", "yes"), "Yes."),
        ("Does the sun rise in the east?", ("yes", "はい"), "はい。"),
        ("桃太郎のお供は？", ("犬、猿、キジ", "a dog, a monkey and a pheasant"), "A dog, a cat, and a rabbit"),
        ("恐竜が栄えた時代は？", ("the Mesozoic Era", "中生代"), "紀元前4000年頃。"),
        ("巻きずしを巻く黒い食べ物は？", ("海苔", "のり", "Nori", "Seaweed"), "トカゲ"),
        ("「dB」は何と読みますか。", ("デシベル", "decibels"), "15 words"),
    ],
)
def test_of_two_languages_the_reference_in_the_answers_is_spoken_of(
    question: str, references: tuple[str, ...], answer: str
) -> None:
    for given in (references, references[::-1]):
        found = judge(question, given, answer)
        for reason in (found.reason, found.reason_ja):
            assert has_japanese(reason.rpartition(": ")[2].removeprefix("参照解答 ")) == has_japanese(answer), reason
