from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.errors import NarabeError
from app.retrieval.splitting import SHORTEST, SIZE, pieces
from app.retrieval.texts import Text

SENTENCE = "上院議員は6年の任期で選ばれ、2年ごとにおよそ3分の1ずつが入れ替わる。"


def test_japanese_is_cut_between_sentences() -> None:
    found = pieces(
        [Text("議会.md", SENTENCE + "本当ですか？" + SENTENCE.replace("6", "4") + SENTENCE.replace("6", "5") * 2)]
    )
    assert all(one.text.endswith(("。", "？")) and len(one.text) <= SIZE["ja"] for one in found)
    assert len(found) == 2


def test_english_may_be_longer() -> None:
    sentence = "Senators serve terms of six years, and about a third of them are elected every two years. "
    found = pieces([Text("senate.md", sentence * 2 + "The House is another matter. " + sentence.upper() * 2)])
    assert [one.text[-1] for one in found] == ["."] * len(found)
    assert SIZE["ja"] < max(len(one.text) for one in found) <= SIZE["en"]


def test_a_row_is_left_whole_and_a_repeated_text_stands_once() -> None:
    row = "東京; 国: 日本; 人口: 多い; " + "解説: 長い説明である。" * 15
    assert [one.text for one in pieces([Text("a.csv", row, whole=True)] * 2)] == [row]


@pytest.mark.parametrize(
    ("heading", "whole"),
    [("連邦議会 上院", f"連邦議会 上院。{SENTENCE}"), ("Senate", f"Senate: {SENTENCE}"), ("", SENTENCE)],
)
def test_the_heading_goes_along(heading: str, whole: str) -> None:
    assert pieces([Text("a.md", SENTENCE, heading)])[0].whole == whole


def test_each_sentence_is_a_key_before_its_passage() -> None:
    (one,) = pieces([Text("a.md", "鷲は鳥である。蛙は両生類である。", "動物")])
    assert one.keys == [f"動物。鷲は鳥である。 {one.whole}", f"動物。蛙は両生類である。 {one.whole}"]
    (row,) = pieces([Text("a.csv", "Mount Fuji; height: 3776", whole=True)])
    assert row.keys == [row.whole]


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
