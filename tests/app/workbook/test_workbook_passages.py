"""The sheet `Passages`, and the prompt's words on the sheet `Run`."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from app.prompts import template, with_wording
from app.records import Passage
from tests.app.graded_samples import ARM, RUN, standard, write

HIDDEN = ("Chart", "Words", "Exported")
PASSAGES = (
    Passage("=東京は日本の首都である。", "地理/日本.md", 0.8123),
    Passage("Tokyo lies on a bay.", "tokyo.txt", 0.41),
)


def test_each_passage_has_a_row(tmp_path: Path) -> None:
    first, *rest = standard()
    assert first.answer
    given = replace(first, answer=replace(first.answer, passages=PASSAGES))
    book = write(tmp_path / "out.xlsx", [given, *rest])
    assert book.sheetnames == ["Answers", "Summary", "Verdicts", "Reviewers", "Run", "Passages", *HIDDEN]
    header, *rows = book["Passages"].iter_rows(values_only=True)
    assert header == ("NO", "type", "arm", "language", "rank", "similarity", "source", "passage")
    assert [row[3:] for row in rows] == [
        ("ja", 1, 0.8123, "地理/日本.md", "=東京は日本の首都である。"),
        ("ja", 2, 0.41, "tokyo.txt", "Tokyo lies on a bay."),
    ]
    assert rows[0][2] == first.item.arm.label


def test_the_run_sheet_holds_the_prompt_word_for_word(tmp_path: Path) -> None:
    arm = with_wording(ARM)
    book = write(tmp_path / "out.xlsx", standard(), run=replace(RUN, arms=(arm,)))
    said = dict(book["Run"].iter_rows(values_only=True, max_col=2))
    assert said["arm 1 prompt words"] == arm.wording
    assert template(ARM.prompt).wordings["ja"].text in str(said["arm 1 prompt words"])
    assert said["arm 1 prompt version"] == template(ARM.prompt).version
