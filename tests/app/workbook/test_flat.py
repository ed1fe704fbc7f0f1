"""A run as .csv, .jsonl and .parquet: one row per answer, the same in each."""

from __future__ import annotations

import csv
import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from app.errors import NarabeError
from app.records import GradedAnswer
from app.verdicts import Annotation
from app.workbook import Choices, write_flat
from tests.app.graded_samples import CAPITAL, OTHER_ARM, RUN, graded, standard, verdict


def answers() -> list[GradedAnswer]:
    first, *rest = standard()
    said = (
        Annotation(1, "田中", ("wrong language", "言い換え"), 4, flagged=True),
        Annotation(1, "Lee", ("wrong language",), 3),
    )
    given = (*first.verdicts, verdict(1, "incorrect", reviewer="Lee"))
    return [replace(first, verdicts=given, annotations=said), *rest]


def written(path: Path, given: list[GradedAnswer], *, blind: bool = False) -> Path:
    run = replace(RUN, arms=(RUN.arms[0], OTHER_ARM))
    reviewers = [verdict.reviewer for one in given for verdict in one.verdicts]
    numbers = dict.fromkeys(one.item.question.no for one in given)
    pages = [[one for one in given if one.item.question.no == no] for no in numbers]
    write_flat(run, pages, reviewers, path, Choices(blind=blind))
    return path


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_one_row_per_answer_with_all_that_is_known(tmp_path: Path) -> None:
    first, second, failed, open_ = lines(written(tmp_path / "結果.jsonl", answers()))
    assert {name: first[name] for name in ("NO", "type", "language", "question", "references", "answer", "raw")} == {
        "NO": "1",
        "type": "open_qa",
        "language": "ja",
        "question": "日本の首都はどこですか？",
        "references": ["東京", "東京都"],
        "answer": "Tokyo, Japan",
        "raw": "Tokyo, Japan",
    }
    assert (first["similarity"], first["token_f1"], first["judgement"], first["probability"]) == (
        0.8123456789012345,
        None,
        "correct",
        0.9,
    )
    assert (first["verdict"], first["rule"], first["reviewer"]) == ("incorrect", "latest", "Lee")
    assert (first["verdict 田中"], first["verdict Lee"], second["verdict 田中"]) == ("correct", "incorrect", None)
    assert (first["tags"], first["score"], first["flag"]) == (["wrong language", "言い換え"], 3.5, True)
    assert (failed["NO"], failed["answer"], failed["error"]) == ("007", None, "out of memory")
    assert (open_["answer"], open_["error"], open_["verdict"]) == (None, None, None)


def test_the_three_kinds_hold_the_same(tmp_path: Path) -> None:
    records = lines(written(tmp_path / "a.jsonl", answers()))
    parquet = pd.read_parquet(written(tmp_path / "a.parquet", answers()))
    path = written(tmp_path / "a.csv", answers())
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    table = pd.read_csv(path, dtype={"NO": str})
    assert list(table) == list(parquet) == list(records[0])
    for name in ("NO", "question", "answer", "verdict 田中", "similarity", "flag"):
        wanted = [record[name] for record in records]
        for frame in (table, parquet):
            assert [None if pd.isna(value) else value for value in frame[name]] == wanted, name
    assert [list(value) for value in parquet["references"]] == [record["references"] for record in records]
    assert table["references"][0] == "東京\n東京都"


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=HYPERLINK(1)", "'=HYPERLINK(1)"),
        ("＝１＋１", "'＝１＋１"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("- 東京", "'- 東京"),
        ("\t=1", "'\t=1"),
        ("-5", "-5"),
        ("+3.5", "+3.5"),
        ("東京=首都", "東京=首都"),
    ],
)
def test_no_formula_in_a_csv(tmp_path: Path, text: str, cell: str) -> None:
    path = written(tmp_path / "a.csv", [graded(1, CAPITAL, "ja", text)])
    with path.open(encoding="utf-8-sig", newline="") as stream:
        (row,) = csv.DictReader(stream)
    assert row["answer"] == cell
    assert lines(written(tmp_path / "a.jsonl", [graded(1, CAPITAL, "ja", text)]))[0]["answer"] == text


@pytest.mark.parametrize("ending", ["csv", "jsonl", "parquet"])
def test_half_a_character_is_no_reason_to_fail(tmp_path: Path, ending: str) -> None:
    path = written(tmp_path / f"a.{ending}", [graded(1, CAPITAL, "ja", "東京\ud83d\n")])
    if ending == "jsonl":
        assert lines(path)[0]["answer"] == "東京\ud83d\n"
    else:
        assert path.stat().st_size


def test_a_blind_table_tells_nothing_of_model_and_verdicts(tmp_path: Path) -> None:
    given = [*answers(), graded(5, CAPITAL, "ja", "京都", arm=OTHER_ARM)]
    rows = lines(written(tmp_path / "a.jsonl", given, blind=True))
    first = ["item", "NO", "type", "arm", "sample", "language", "question", "references", "answer", "error"]
    assert list(rows[0]) == first
    assert {row["arm"] for row in rows} == {"A", "B"}
    assert [row["NO"] for row in rows] == ["1", "1", "1", "007", "007"]


def test_without_its_package_a_parquet_is_refused_and_an_old_file_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.parquet"
    path.write_bytes(b"old")
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)
    with pytest.raises(NarabeError, match="pyarrow") as caught:
        written(path, answers())
    assert "パッケージ" in caught.value.japanese
    assert (path.read_bytes(), list(tmp_path.glob("*.part"))) == (b"old", [])
