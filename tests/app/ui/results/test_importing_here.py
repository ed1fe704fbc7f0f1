"""Graded files through the page: what was taken of whom, and what was not, in both languages."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import openpyxl
import pytest

from app import pipeline
from app.errors import NarabeError
from app.records import Language
from app.store import Store
from app.ui.results import importing
from tests.app.ui.pages import page, words

pytestmark = pytest.mark.slow  # each file is read in a process of its own

ASKING: Any = SimpleNamespace(
    username="", request=None, client=None, headers={"cookie": "narabe_reviewer=%E8%8A%B1%E5%AD%90"}
)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(f"sqlite:///{tmp_path / 'narabe.sqlite3'}")


def graded(path: Path, *verdicts: object) -> Path:
    """A table of other making with answers and their verdicts."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["NO", "question", "reference", "answer", "verdict", "reviewer"])
    for number, verdict in enumerate(verdicts, start=1):
        sheet.append(
            [number, f"日本の県の数は。その{number}", "47", str(45 + number), verdict, "花子" if number == 1 else None]
        )
    book.save(path)
    return path


@pytest.mark.parametrize(
    ("language", "none", "some", "count"),
    [
        ("ja", "何も取り込みませんでした。", "新しい実行", "花子 ：評価 2件"),
        ("en", "Nothing was taken.", "became the new run", "花子 · verdicts: 2"),
    ],
)
def test_all_or_none_of_a_file_is_taken_unless_bad_rows_are_skipped(
    store: Store, tmp_path: Path, language: Language, none: str, some: str, count: str
) -> None:
    shown, path = page(store, language), str(graded(tmp_path / "質問.xlsx", "正解", "×", "たぶん"))
    said, run = importing.take(shown, path, "花子", False, False, "", ASKING)
    assert none in words(said) and "たぶん" in words(said) and run == ""
    assert not list(store.runs())
    said, run = importing.take(shown, path, "花子", True, False, "", ASKING)
    assert some in words(said) and count in words(said) and "たぶん" in words(said)
    assert [one.value for one in store.verdicts(run)] == ["correct", "incorrect"]
    again, same = importing.take(shown, path, "花子", True, False, "", ASKING)
    assert same == run and count not in words(again) and len(store.verdicts(run)) == 2


def test_only_an_admin_takes_verdicts_of_others(store: Store, tmp_path: Path) -> None:
    path = graded(tmp_path / "q.xlsx", "correct", "incorrect")
    taken = pipeline.import_verdicts(store, path, "太郎", skip_bad=True, sole=True)
    assert [one.reviewer for one in taken.verdicts] == ["太郎"]
    assert [one.code for one in taken.problems if one.severity == "error"] == ["row_of_other_reviewer"]
    with pytest.raises(NarabeError, match="under your own name"):
        pipeline.import_verdicts(store, path, " ", sole=True)


def test_the_name_given_in_review_is_offered_and_what_was_typed_stays() -> None:
    assert importing.offer_name("", ASKING) == "花子"
    assert importing.offer_name("次郎", ASKING) == "次郎"
