"""Lettered options, and the option that an answer stands for."""

from __future__ import annotations

import pytest

from evaluators.evidence.letters import chosen, lettered, spelled_out


@pytest.mark.parametrize(
    ("question", "options"),
    [
        ("Which is a tool?\nA. hammer\nB. peach\nC. cloud", ("hammer", "peach", "cloud")),
        ("Which is a tool? a) hammer b) peach", ("hammer", "peach")),
        ("道具はどれですか。ア．かなづち　イ．もも", ("かなづち", "もも")),
        ("道具はどれですか。①かなづち②もも", ("かなづち", "もも")),
        ("A. hammer, B. peach. Name the tool.", ("hammer", "peach")),
        ("Which is a tool: a hammer or a peach?", ()),
        ("What is vitamin C?", ()),
        ("3.5は整数ですか。", ()),
    ],
)
def test_options_after_letters(question: str, options: tuple[str, ...]) -> None:
    assert lettered(question) == options


ASKED = "Which is a tool?\n(1) peach\n(2) hammer"


@pytest.mark.parametrize(
    ("answer", "text", "mismatch"),
    [
        ("2", "hammer", False),
        ("(2)", "hammer", False),
        ("The answer is (2).", "hammer", False),
        ("答えは2です。", "hammer", False),
        ("(2) hammer", "hammer", False),
        ("(1) hammer", "hammer", True),
        ("1. peach, 2. hammer", "1. peach, 2. hammer", False),
        ("hammer", "hammer", False),
        ("7", "7", False),
    ],
)
def test_an_answer_is_the_option_it_stands_for(answer: str, text: str, mismatch: bool) -> None:
    found = chosen(ASKED, answer)
    assert (found.text, found.mismatch) == (text, mismatch)


def test_references_are_spelled_out() -> None:
    assert spelled_out(ASKED, ("2", "金づち")) == ("hammer", "金づち")
    assert spelled_out("Which is a tool?", ("2",)) == ("2",)


@pytest.mark.parametrize(
    ("question", "answer", "option"),
    [
        ("通貨はどれですか。\nア ドル\nイ 円\nウ ユーロ", "正解は「イ 円」です。日本では円が使われています。", "円"),
        ("通貨はどれですか。\nア ドル\nイ 円\nウ ユーロ", "答えはイです。日本のお金です。", "円"),
        ("Which is a fruit? (A) desk (B) apple", "The answer is (B). It grows on a tree.", "apple"),
    ],
)
def test_an_option_chosen_and_then_explained(question: str, answer: str, option: str) -> None:
    found = chosen(question, answer)
    assert (found.text, found.letter, found.mismatch) == (option, True, False)
