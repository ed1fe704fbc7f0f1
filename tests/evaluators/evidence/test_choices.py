import pytest

from evaluators.evidence.choices import options, segments
from evaluators.evidence.kinds.choices import _SEVERAL, _chosen
from evaluators.evidence.polarity import asks_negatively, told_polarity
from evaluators.evidence.replies import asks_back, echoes, leaves_open


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("Is a tomato a fruit or a vegetable?", ("fruit", "vegetable")),
        ("クジラは魚類ですか、哺乳類ですか？", ("魚類", "哺乳類")),
        ("これは果物ですか？それとも野菜ですか？", ("果物", "野菜")),
        ("光と音はどちらが速い？", ("光", "音")),
        ("Which is bigger, Earth or Mars?", ("Earth", "Mars")),
        ("Do whales breathe with lungs or gills?", ("lungs", "gills")),
        ("次のうち哺乳類はどれ？ サメ、クジラ、マグロ", ("サメ", "クジラ", "マグロ")),
        ("日本の首都は？", ()),
        ("What is the capital of Japan?", ()),
    ],
)
def test_options(question, found) -> None:
    assert options(question) == found


WHALES = ("サメ", "クジラ", "マグロ")


@pytest.mark.parametrize(
    ("offered", "answer", "chosen"),
    [
        (WHALES, "クジラです。サメとマグロは魚です。", 1),
        (WHALES, "サメ、クジラ、マグロのうち、クジラが哺乳類です。", 1),
        (WHALES, "サメ、クジラ、マグロ", _SEVERAL),
        (WHALES, "クジラとマグロです", _SEVERAL),
        (WHALES, "マグロです", 2),
        (WHALES, "わかりません", -1),
        (("shark", "whale"), "Of the shark and the whale, the whale is the mammal.", 1),
        (("shark", "whale"), "The whale is a mammal, but the shark is a fish.", 1),
        (("shark", "whale"), "クジラです", 1),
        (("fruit", "vegetable"), "A fruit or a vegetable", _SEVERAL),
    ],
)
def test_the_option_that_an_answer_settles_on(offered, answer, chosen) -> None:
    assert _chosen(offered, answer) == chosen


def test_segments_leave_out_what_only_lists_the_options() -> None:
    assert [part.strip() for part in segments("Out of the shark and the whale, it is the whale. Fine.")] == [
        "it is the whale",
        "Fine",
    ]


@pytest.mark.parametrize(
    ("question", "answer", "echo"),
    [
        ("Is a tomato a fruit or a vegetable?", "Is a tomato a fruit or a vegetable?", True),
        ("クジラは魚類ですか、哺乳類ですか？", "クジラは魚類ですか、哺乳類ですか。", True),
        ("クジラは魚類ですか、哺乳類ですか？", "クジラは哺乳類です。", False),
        ("How many?", "5", False),
        ("", "", False),
    ],
)
def test_echoes(question, answer, echo) -> None:
    assert echoes(question, answer) is echo


@pytest.mark.parametrize(
    ("answer", "open_"),
    [
        ("魚類か哺乳類です。", True),
        ("A fruit or a vegetable", True),
        ("1812年か1813年", True),
        ("確か東京です", False),
        ("静かな人", False),
        ("東京です", False),
    ],
)
def test_leaves_open(answer, open_) -> None:
    assert leaves_open(answer) is open_


@pytest.mark.parametrize(("answer", "asks"), [("何のことですか？", True), ("Which one?", True), ("東京です。", False)])
def test_asks_back(answer, asks) -> None:
    assert asks_back(answer) is asks


@pytest.mark.parametrize(
    ("question", "negative"),
    [
        ("クジラは魚ではありませんよね？", True),
        ("Whales aren't fish, are they?", True),
        ("Doesn't Japan have a president?", True),
        ("日本に大統領はいないのですか？", True),
        ("東京は首都ではありませんか？", False),
        ("Is it not true?", False),
        ("地球は丸いですか？", False),
    ],
)
def test_negative_questions(question, negative) -> None:
    assert asks_negatively(question) is negative


@pytest.mark.parametrize(
    ("answer", "polarity"),
    [
        ("はい、哺乳類です。", -1),
        ("いや、魚の一種です。", 1),
        ("No, they aren't.", -1),
        ("That's right, they aren't.", -1),
    ],
)
def test_yes_and_no_to_a_negative_question(answer, polarity) -> None:
    assert told_polarity("Whales aren't fish, are they?", answer) == polarity
