"""Questions for an exception: what is denied to be of the kind is what the answer names."""

import pytest

from evaluators import judge
from evaluators.evidence.exclusions import denied_subject


@pytest.mark.parametrize(
    ("question", "answer", "subject"),
    [
        ("Which of these isn't a fruit: plum or nail?", "A nail isn't a fruit.", "A nail"),
        ("果物でないのは次のどれですか：梅、釘", "釘は果物ではありません。", "釘"),
        ("泳げない動物は何ですか：犬、もぐら、亀", "亀は泳げません。", "亀"),
        ("Which of these is not a fruit: plum or nail?", "It is not the plum.", "It is not the plum."),
        ("Which is a fruit: plum or nail?", "A nail is not a fruit.", "A nail is not a fruit."),
        ("果物はどれですか：梅、釘", "釘は果物ではありません。", "釘は果物ではありません。"),
    ],
)
def test_the_subject_of_a_denial(question: str, answer: str, subject: str) -> None:
    assert denied_subject(question, answer) == subject


@pytest.mark.slow
def test_it_is_judged_by_it() -> None:
    question = "次のうち、鳥でないものはどれですか：コウモリ、すずめ、カモメ"
    assert judge(question, "コウモリ", "コウモリは鳥ではありません。").value == "correct"
    assert judge(question, "コウモリ", "カモメは鳥ではありません。").value == "incorrect"
