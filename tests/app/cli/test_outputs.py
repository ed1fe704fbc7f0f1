"""Where a command may write: said before anything is done, and never over what it reads."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from app.cli.options import check_layout_ending
from app.cli.outputs import RESULTS, check_output
from app.errors import NarabeError


def test_a_new_file_and_an_old_one_are_fine(tmp_path: Path) -> None:
    check_output("--out", tmp_path / "採点.xlsx", [tmp_path / "質問.xlsx", "hf:owner/name"])
    (tmp_path / "採点.XLSX").write_bytes(b"")
    check_output("--out", tmp_path / "採点.XLSX")
    for name in ("採点.csv", "採点.jsonl", "採点.PARQUET"):
        check_output("--out", tmp_path / name, suffixes=RESULTS)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("out.csv", "does not end in .xlsx"),
        ("folder.xlsx", "is a folder"),
        ("none/out.xlsx", "does not exist"),
        ("質問.xlsx", "would be replaced"),
        ("link.xlsx", "would be replaced"),
    ],
)
def test_what_is_refused(tmp_path: Path, name: str, said: str) -> None:
    (tmp_path / "folder.xlsx").mkdir()
    (tmp_path / "質問.xlsx").write_bytes(b"questions")
    (tmp_path / "link.xlsx").symlink_to(tmp_path / "質問.xlsx")
    with pytest.raises(NarabeError, match=said):
        check_output("--out", tmp_path / name, [tmp_path / "質問.xlsx"])
    assert (tmp_path / "質問.xlsx").read_bytes() == b"questions"


def test_the_standard_output_is_no_file() -> None:
    with pytest.raises(NarabeError, match="standard output") as caught:
        check_output("--out", Path("-"), suffixes=RESULTS)
    assert "標準出力" in caught.value.japanese


def test_a_parquet_that_could_not_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(NarabeError, match=r"requirements-datasets\.txt"):
        check_output("--out", tmp_path / "採点.parquet", suffixes=RESULTS)


def test_a_layout_that_only_a_workbook_has(tmp_path: Path) -> None:
    check_layout_ending("original", tmp_path / "採点.xlsx")
    with pytest.raises(NarabeError, match=r"採点\.csv"):
        check_layout_ending("original", tmp_path / "採点.csv")


def test_a_folder_that_cannot_be_written_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda *_: False)  # the tests may run as root, who may write everywhere
    with pytest.raises(NarabeError, match="cannot be written to"):
        check_output("--out", tmp_path / "out.xlsx")
