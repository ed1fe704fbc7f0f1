from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.errors import NarabeError
from app.retrieval.reading import Text
from app.retrieval.splitting import SHORTEST, SIZE, pieces

SENTENCE = "上院議員は6年の任期で選ばれ、2年ごとにおよそ3分の1ずつが入れ替わる。"


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (SENTENCE + "それは本当のことでしょうか？" + SENTENCE * 2, [SENTENCE, "それは本当のことでしょうか？"]),
        (
            "彼女は「これで終わりです。」と静かに言った。" + SENTENCE,
            ["彼女は「これで終わりです。」と静かに言った。", SENTENCE],
        ),
        (
            "Senators serve for six years. The House is another matter.",
            ["Senators serve for six years.", "The House is another matter."],
        ),
        ("Mr. Lincoln was 1.93 m tall. He wore a hat.", ["Mr. Lincoln was 1.93 m tall.", "He wore a hat."]),
        (
            "議会には次の二つの院がある\n- 州を代表する上院の議員たち\n- 人口で決まる下院の議員たち",
            ["議会には次の二つの院がある", "- 州を代表する上院の議員たち", "- 人口で決まる下院の議員たち"],
        ),
        (
            "Work began in 1920 on the\nfirst of the bridges.\n\nIt was closed in 1990.",
            ["Work began in 1920 on the first of the bridges.", "It was closed in 1990."],
        ),
    ],
)
def test_sentences_are_what_is_compared(text: str, parts: list[str]) -> None:
    assert [one.text for one in pieces([Text("議会.md", text)])] == parts


def test_a_sentence_brings_the_one_before_it_into_the_prompt() -> None:
    senate, house = "上院は州を代表する院である。", "定数は百人となっている。"
    found = pieces([Text("a.md", f"{senate}{house}\n\n{SENTENCE}", "議会")])
    assert [one.key for one in found] == [f"議会。{one}" for one in (senate, house, SENTENCE)]
    assert [one.whole for one in found] == [f"議会。{one}" for one in (senate, senate + house, SENTENCE)]
    english = pieces([Text("a.md", "Mars has two small moons. Venus has none at all.")])
    assert english[1].whole == "Mars has two small moons. Venus has none at all."


@pytest.mark.parametrize(
    ("sentence", "language"),
    [
        ("".join(f"第{n}章に続き、" for n in range(99)), "ja"),
        ("".join(f"and so it went on to {n} " for n in range(99)), "en"),
    ],
)
def test_a_long_sentence_is_cut(sentence: str, language: str) -> None:
    found = pieces([Text("a.txt", sentence)])
    assert len(found) > 2 and SIZE[language] / 2 < max(len(one.text) for one in found) <= SIZE[language]


def test_a_row_is_left_whole_and_a_repeated_text_stands_once() -> None:
    row = "東京; 国: 日本; 人口: 多い; " + "解説: 長い説明である。" * 15
    assert [one.text for one in pieces([Text("a.csv", row, whole=True)] * 2)] == [row]


@pytest.mark.parametrize(
    ("heading", "whole"),
    [("連邦議会 上院", f"連邦議会 上院。{SENTENCE}"), ("Senate", f"Senate: {SENTENCE}"), ("", SENTENCE)],
)
def test_the_heading_goes_along(heading: str, whole: str) -> None:
    assert pieces([Text("a.md", SENTENCE, heading)])[0].whole == whole


def test_texts_without_a_word_are_refused() -> None:
    with pytest.raises(NarabeError, match="hold no text"):
        pieces([Text("scan.pdf", "  \n "), Text("a.txt", "短い")])


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="あ漢a。！？、. \n\u200b\ud800", min_size=SHORTEST, max_size=900))
def test_any_text_is_cut_within_bounds(text: str) -> None:
    try:
        found = pieces([Text("a.txt", text)])
    except NarabeError:
        return
    for one in found:
        assert SHORTEST <= len(one.text) <= SIZE["en"]
        assert "\n" not in one.text and "\ud800" not in one.text and "\u200b" not in one.text
