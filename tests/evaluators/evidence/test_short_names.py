"""People by their family name, alone or with a title, and who is somebody else."""

import pytest

from evaluators import judge
from evaluators.evidence.short_names import by_family_name, family_name

DIRECTOR = "『七人の侍』の監督は誰ですか。"


@pytest.mark.parametrize(
    ("question", "reference", "answer", "found"),
    [
        (DIRECTOR, "黒澤明", "黒澤監督です。", 1),
        (DIRECTOR, "黒澤明", "Mr. Kurosawa", 1),
        (DIRECTOR, "黒澤明", "小津監督", 0),
        (DIRECTOR, "黒澤明", "黒澤清", -1),
        ("Who discovered penicillin?", "Alexander Fleming", "Dr. Fleming", 1),
        ("Who discovered penicillin?", "Alexander Fleming", "フレミング博士", 1),
        ("Who discovered penicillin?", "Alexander Fleming", "Dr. Florey", 0),
        ("Who is the man's full name? Who?", "Alexander Fleming", "Fleming", 0),
        ("誰が訳しましたか。", "エリザベス・ターナー", "ターニャ氏", 0),
        ("Who was it, George W. Bush or George H. W. Bush?", "George W. Bush", "Bush", -1),
        ("Who painted it? (Munch, Dali)", "Edvard Munch", "Munch", 0),
        ("What office does that person hold?", "Vice President", "President", 0),
        ("Which country is it?", "United States", "States", 0),
    ],
)
def test_by_family_name(question: str, reference: str, answer: str, found: int) -> None:
    assert by_family_name(question, reference, answer) == found


@pytest.mark.parametrize("text", ["Newton", "東京都", "Elizabeth II", "the law of gravity", "Martin Luther King Jr."])
def test_no_family_name(text: str) -> None:
    assert family_name(text) is None


def test_the_reason_says_that_it_is_in_other_words() -> None:
    found = judge(DIRECTOR, "黒澤明", "黒澤監督です。")
    assert (found.value, found.reason) == ("correct", "says the same as the reference in other words: 黒澤明")
    assert found.reason_ja == "参照解答と同じことを別の言い方で述べています: 黒澤明"
    assert judge(DIRECTOR, "黒澤明", "黒澤清です。").value == "incorrect"
