"""Questions in both languages in one cell."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.questions import read
from app.records import Side
from tests.app.questions.test_choices import codes, table

SKY = {"ja": Side("空の色は？", ("青",)), "en": Side("What colour is the sky?", ("blue",))}
WATER = {"ja": Side("水の化学式は？", ("H2O",)), "en": Side("What is the formula of water?", ("H2O",))}


@pytest.mark.parametrize(
    ("header", "between", "sky"),
    [
        (["質問", "正解"], "\n", "青 (blue)"),
        (["質問 / Question", "正解 / Answer"], " / ", "青 / blue"),
        (["質問", "正答"], "\n英：", "日：青\n英：blue"),
        (["問題（日英）", "模範解答（日英）"], "\n\n", "blue\n青"),
    ],
)
def test_each_language_gets_its_own(tmp_path: Path, header: list[str], between: str, sky: str) -> None:
    label = "日：" if "：" in between else ""
    rows = [[label + between.join(side.text for side in pair.values())] for pair in (SKY, WATER)]
    found = table(tmp_path, header, [*rows[0], sky], [*rows[1], "H2O"])
    assert found.questions and [one.sides for one in found.questions.questions] == [SKY, WATER]
    assert "cells_split" in codes(found)
    whole = read(tmp_path / "四択.csv", join="none")
    assert whole.questions and whole.questions.languages == ("ja",) and "cells_left" in codes(whole)


def test_a_text_to_translate_belongs_to_its_question(tmp_path: Path) -> None:
    rows: list[list[object]] = [[f"次の英文を和訳してください。\nI have {n} large apples.", "りんご"] for n in (1, 2)]
    found = table(tmp_path, ["質問", "正解"], *rows)
    assert found.questions and found.questions.languages == ("ja",) and "cells_left" in codes(found)


def test_answers_of_models_are_split_where_they_hold_both(tmp_path: Path) -> None:
    asked = [f"{SKY['ja'].text}\n{SKY['en'].text}", f"{WATER['ja'].text}\n{WATER['en'].text}"]
    found = table(tmp_path, ["質問", "GPT-4"], [asked[0], "青い\nIt is blue"], [asked[1], "水\nwater"])
    assert found.questions and found.questions.questions[0].sides["en"].answers == (("GPT-4", "It is blue"),)


def test_questions_in_one_language_stay(tmp_path: Path) -> None:
    found = table(tmp_path, ["質問", "正解"], ["HTML / CSS とは？", "言語"], ["空の色は？", "青"])
    assert found.questions and not {"cells_split", "cells_left"} & set(codes(found))
