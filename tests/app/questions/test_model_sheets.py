"""A sheet, or a file, for each model."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest

from app.questions import Reading, read
from app.runs.column import column_models

Rows = list[list[object]]


def sheets(folder: Path, named: dict[str, Rows]) -> Reading:
    book = openpyxl.Workbook()
    for name, rows in named.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    del book["Sheet"]
    book.save(folder / "モデル別.xlsx")
    return read(folder / "モデル別.xlsx")


def answered(said: str, reference: str = "青") -> Rows:
    return [["番号", "質問", "正解", "回答"], [1, "空は？", reference, said], [2, "雪は？", "白", said]]


def test_each_sheet_is_an_arm(tmp_path: Path) -> None:
    found = sheets(tmp_path, {"gpt": answered("青い"), "社内版": answered("赤")})
    assert found.questions and column_models(found.questions) == ["column:gpt", "column:社内版"]
    assert found.questions.questions[0].sides["ja"].answers == (("gpt", "青い"), ("社内版", "赤"))
    assert "further_sheets" not in [problem.code for problem in found.problems]
    path = tmp_path / "モデル別.xlsx"
    again, alone = read(path, sheet=found.sheet), read(path, sheet="社内版")
    assert again.questions and again.questions.questions == found.questions.questions
    assert alone.questions and alone.questions.questions[0].sides["ja"].answer == "赤"


@pytest.mark.parametrize(
    "second",
    [answered("赤", "水色"), answered("青い"), [["番号", "質問", "正解"], [1, "空は？", "あお"], [2, "雪は？", "白"]]],
)
def test_other_references_or_the_same_answers_are_no_models(tmp_path: Path, second: Rows) -> None:
    found = sheets(tmp_path, {"初版": answered("青い"), "改訂": second})
    assert found.questions and found.sheet == "初版"
    assert "further_sheets" in [problem.code for problem in found.problems]


def test_each_file_of_a_folder_is_an_arm(tmp_path: Path) -> None:
    for model in ("gpt", "calm"):
        records = [{"Question": f"問{n}は？", "ModelAnswer": f"{model}{n}", "output": "青"} for n in (1, 2)]
        text = "\n".join(json.dumps(one, ensure_ascii=False) for one in records)
        (tmp_path / f"{model}.jsonl").write_text(text, encoding="utf-8")
    found = read(tmp_path)
    assert found.questions and column_models(found.questions) == ["column:calm", "column:gpt"]
    assert found.questions.questions[1].sides["ja"].answers == (("calm", "calm2"), ("gpt", "gpt2"))
