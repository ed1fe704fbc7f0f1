"""The same word written otherwise, two answers without a decision, a choice by comparison, a reason that is none."""

import json

import pytest

from evaluators import judge_many
from evaluators.evidence.answers import either
from evaluators.evidence.circumstances import without_circumstance
from evaluators.evidence.kinds.causes import is_circular
from evaluators.evidence.opposites import opposed, picked_by_comparison
from evaluators.evidence.spellings import is_same_word
from evaluators.evidence.terms import GLOSSARY, compare_terms


@pytest.mark.parametrize(
    ("question", "reference", "answer", "same"),
    [
        ("", "ohm", "Ohms.", True),
        ("", "a cherry", "Cherries", True),
        ("", "三味線", "Shamisen", True),
        ("", "鹿苑寺", "Rokuon-ji", True),
        ("", "三味線", "Koto", False),
        ("メキシコの通貨は何ですか。", "ペソ", "メキシコペソです。", True),
        ("メキシコの通貨は何ですか。", "ペソ", "チリペソ", False),
        ("", "bus", "bu", False),
        ("What is the plural of mouse?", "mice", "mices", False),
        ("What is 動脈 in English?", "動脈", "doumyaku", False),
        ("Who is it?", "Robert", "Roberts", False),
    ],
)
def test_the_same_word(question: str, reference: str, answer: str, same: bool) -> None:
    assert is_same_word(question, reference, answer) is same


@pytest.mark.parametrize(
    ("text", "two"),
    [
        ("Either Mars or Venus.", ("Mars", "Venus")),
        ("ナイロビまたはモンバサです。", ("ナイロビ", "モンバサ")),
        ("It is Mars, or so I think. Yes.", ()),
        ("静かです", ()),
        ("for the poor", ()),
    ],
)
def test_two_answers_without_a_decision(text: str, two: tuple[str, ...]) -> None:
    assert either(text) == two


@pytest.mark.parametrize(
    ("question", "answer", "picked"),
    [
        ("光と音ではどちらが速いですか。", "光は音より速いです。", "光"),
        ("光と音ではどちらが速いですか。", "音は光より速いです。", "音"),
        ("Which is heavier, iron or gold?", "Iron is lighter than gold.", "gold"),
        ("Which is heavier, iron or gold?", "鉄は金より重い。", "iron"),
        ("Which is heavier, iron or gold?", "Iron and gold", ""),
        ("光と音、どちらが先に人間に使われましたか。", "光のほうが音より先に人間に使われました。", "光"),
        ("Which is used in more tools, iron or gold?", "Gold is used in more tools than iron.", "gold"),
        ("Which is heavier, iron or gold?", "Iron is redder than gold.", ""),
    ],
)
def test_a_choice_by_comparison(question: str, answer: str, picked: str) -> None:
    offered = ("光", "音") if "光" in question else ("iron", "gold")
    assert picked_by_comparison(question, answer, offered) == picked


def test_what_is_left_out_of_a_question_is_no_denial() -> None:
    asked = "パスポートなしで入国できますか。"
    assert without_circumstance(asked, "入国できません。") == "入国できますか。"
    assert without_circumstance(asked, "パスポートが必要です。") == asked
    assert without_circumstance("Can one go without food?", "Not without food.") == "Can one go without food?"
    assert without_circumstance("Who went without a coat?", "Ken") == "Who went without a coat?"


def test_a_circular_reason_is_none() -> None:
    why = "なぜ氷は水に浮くのですか。"
    assert is_circular(why, "密度が小さいから", "氷は水に浮くからです。")
    assert not is_circular(why, "密度が小さいから", "氷が軽いからです。")
    assert not is_circular("氷は水に浮きますか。", "はい", "氷は水に浮きます。")


def test_amounts_and_heights_are_on_one_scale() -> None:
    assert opposed("less dense", "of higher density") == (1, 0)
    assert opposed("密度が小さい", "密度が低い") == (0, 1)


def test_one_word_of_two_is_not_the_reference() -> None:
    assert compare_terms("What is the currency of Hungary?", "Indian forint", "Indian crown").expected == 1
    asked = "What is the currency of India?"
    assert compare_terms(asked, "Indian forint", "Indian crown").expected == 0
    assert compare_terms(asked, "Indian rupee", "the Indian dollar").matched == 0


def test_they_decide() -> None:
    found = judge_many(
        [
            ("What is the capital of Kenya?", "Nairobi", "It is Nairobi or Mombasa."),
            ("What is the capital of Kenya?", "Nairobi or Mombasa", "It is Nairobi or Mombasa."),
            ("光と音ではどちらが速いですか。", ("光", "light"), "音は光より遅いです。"),
            ("血液を送り出す血管は何ですか。", ("動脈", "artery"), "静脈"),
            ("Is it illegal to drive without a licence?", "Yes", "It is illegal."),
        ]
    )
    assert [one.value for one in found] == ["incorrect", "correct", "correct", "incorrect", "correct"]


def test_every_word_of_the_glossary_is_in_both_languages() -> None:
    entries = json.loads(GLOSSARY.read_text(encoding="utf-8"))
    assert all(entry["ja"] and entry["en"] for category in entries.values() for entry in category)


@pytest.mark.parametrize(
    ("question", "reference", "answer", "right"),
    [
        ("飲食できますか。", "いいえ", "館内での飲食はご遠慮願います。", True),
        ("館内で写真を撮れますか。", "いいえ、禁止です", "撮影はお控えください。", True),
        ("ペットを連れて入れますか。", "はい", "ペットの同伴はお断りしています。", False),
        ("喫煙できますか。", "はい", "喫煙はご遠慮いただいております。", False),
        ("館内で写真を撮れますか。", "はい", "はい、撮れます。ただしフラッシュはご遠慮ください。", True),
    ],
)
def test_a_polite_refusal(question: str, reference: str, answer: str, right: bool) -> None:
    assert (judge_many([(question, reference, answer)])[0].value == "correct") is right
