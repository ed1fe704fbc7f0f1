"""Answers of another form than is asked for, and those in which a model speaks of itself."""

import pytest

from evaluators import judge, judge_many
from evaluators.evidence.asked_forms import misses_form
from evaluators.evidence.choices import options
from evaluators.evidence.numbers import compare_numbers
from evaluators.evidence.replies import speaks_of_itself


@pytest.mark.parametrize(
    ("question", "reference", "answer", "misses"),
    [
        ("「朝ごはん」は英語で何と言いますか。", "breakfast", "朝食", True),
        ("「朝ごはん」は英語で何と言いますか。", "breakfast", "breakfast（朝食）", False),
        ("「butterfly」を日本語にすると何ですか。", "蝶", "butterfly", True),
        ("「butterfly」を日本語にすると何ですか。", "蝶", "chou", False),
        ("クリスマスは何月何日ですか。", "12月25日", "12月", True),
        ("On what date is Christmas?", "December 25", "December 24", False),
        ("クリスマスは何月ですか。", "12月25日", "12月", False),
        ("What do people eat in the morning?", "breakfast", "朝食", False),
    ],
)
def test_another_form(question: str, reference: str, answer: str, misses: bool) -> None:
    assert misses_form(question, reference, answer) is misses


@pytest.mark.parametrize(
    ("question", "answer", "itself"),
    [
        ("Is Spanish spoken in Mexico?", "Yes, I know Spanish. I live in Mexico.", True),
        ("イケアはどこの国で生まれましたか。", "I am from Sweden. I was born in 1970.", True),
        ("Who wrote Hamlet?", "My brother is a poet.", True),
        ("Who wrote Hamlet?", "I think it was Shakespeare.", False),
        ("Who wrote Hamlet?", "I know that Shakespeare did.", False),
        ("Who wrote Hamlet?", "I am confident that Shakespeare wrote it.", False),
        ("Who wrote Hamlet?", "I'm happy to help! Shakespeare wrote it.", False),
        ("Who wrote Hamlet?", "My answer is Shakespeare.", False),
        ("Who wrote Hamlet?", "I have the answer: Shakespeare.", False),
        ("Where do you live?", "I live in Rome.", False),
        ("Which metal is it?", "Iron", False),
    ],
)
def test_speaking_of_itself(question: str, answer: str, itself: bool) -> None:
    assert speaks_of_itself(question, answer) is itself


@pytest.mark.parametrize(
    ("question", "offered"),
    [
        ("先に出てくるのは、「apple」と「banana」のどちらですか。", ("apple", "banana")),
        ("Which word comes first in a list, “banana” or “apple”?", ("banana", "apple")),
        ("「ドル、円、メートル」のうち、仲間に入らないものはどれでしょう。", ("ドル", "円", "メートル")),
        ("「モネ・ピカソ・ゴッホ」の中で、彫刻家は誰ですか。", ("モネ", "ピカソ", "ゴッホ")),
        ("同じ体積なら、鉄と木のどちらが重いですか。", ("鉄", "木")),
        ("水と油を同じコップに入れたとき、上に浮くのはどちら？", ("水", "油")),
        ("記事によると、判決の根拠となった条文はどれですか？", ()),
    ],
)
def test_options_in_quotes_and_behind_clauses(question: str, offered: tuple[str, ...]) -> None:
    assert options(question) == offered


@pytest.mark.parametrize(
    ("reference", "answer", "same"),
    [
        ("about 8,850 m", "about 8,933.17 m", False),
        ("about 8,850 m", "about 8,800 m", True),
        ("about 12,742 km", "about 12,756 km", True),
        ("about 124 million", "around 125 million", True),
        ("42.195 km", "about 26 miles", True),
    ],
)
def test_a_precise_value_is_no_approximation(reference: str, answer: str, same: bool) -> None:
    assert (compare_numbers("How much is it?", reference, answer).matched == 1) is same


def test_they_decide_and_say_why() -> None:
    found = judge("「朝ごはん」は英語で何と言いますか。", "breakfast", "朝食")
    assert (found.value, found.reason) == ("incorrect", "not in the form that the question asks for")
    swedish, both = judge_many(
        [
            ("Where was IKEA founded?", "Sweden", "I am from Sweden. I was born in 1970."),
            ("先に出てくるのは、「apple」と「banana」のどちらですか。", "apple", "appleとbanana。"),
        ]
    )
    assert (swedish.value, swedish.reason) == ("incorrect", "speaks of itself instead of what is asked")
    assert both.value == "incorrect"
