"""The columns of what a model went on with, and of what it reasoned before."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from tests.app.graded_samples import standard, write


def test_further_answers_have_a_column_of_their_own(tmp_path: Path) -> None:
    first, *rest = standard()
    assert first.answer
    raw = f"{first.answer.text}\n<answer>Answer: 大阪\n<answer>Answer: {first.answer.text}\n<answer>Answer: 京都\n"
    book = write(tmp_path / "out.xlsx", [replace(first, answer=replace(first.answer, raw=raw)), *rest])
    header, row, *_ = book["Answers"].iter_rows(values_only=True)
    assert dict(zip(header, row, strict=True))["went on with(jp)"] == "大阪\n京都"


def test_there_is_none_without_any(tmp_path: Path) -> None:
    header = next(write(tmp_path / "out.xlsx", standard())["Answers"].iter_rows(values_only=True))
    assert not {"went on with(jp)", "reasoning(jp)"} & set(header)


def test_reasoning_has_a_column_of_its_own(tmp_path: Path) -> None:
    first, *rest = standard()
    assert first.answer
    raw = f"<think>大阪？いや、{first.answer.text}。</think>\n{first.answer.text}"
    book = write(tmp_path / "out.xlsx", [replace(first, answer=replace(first.answer, raw=raw)), *rest])
    header, row, *_ = book["Answers"].iter_rows(values_only=True)
    shown = dict(zip(header, row, strict=True))
    assert shown["reasoning(jp)"] == f"大阪？いや、{first.answer.text}。"
    assert (shown["Answer(jp)"], shown["reasoning(en)"]) == (first.answer.text, None)
