"""What was recognised in a file, how sure that is and why: one list for the page and for `check`, in both languages."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from app.errors import Problem
from app.questions.loading import Reading
from app.questions.table import listed

NAMES = {
    "text.ja": ("Japanese question", "日本語の質問"),
    "references.ja": ("Japanese reference", "日本語の参照解答"),
    "answer.ja": ("Japanese answer", "日本語の回答"),
    "text.en": ("English question", "英語の質問"),
    "references.en": ("English reference", "英語の参照解答"),
    "answer.en": ("English answer", "英語の回答"),
    "context.ja": ("Japanese context", "日本語の文脈"),
    "context.en": ("English context", "英語の文脈"),
    "no": ("number", "番号"),
    "type": ("type", "種類"),
}
"""The fields of a question, as people call them."""
_HOW = {"no": ("by the same NO", "同じ NO で"), "order": ("by their order", "並び順で")}
_DOUBTS = {
    "encoding": ("guessed_encoding", "broken_encoding", "unknown_encoding"),
    "columns": ("columns_remembered", "no_question_column", "question_language", "named_choices", "sides_swapped"),
    "joined": ("languages_apart", "languages_left", "cells_left", "sheets_apart", "sheets_maybe", "sheets_alone"),
    "arms": ("answers_maybe", "answers_not_taken"),
    "sheet": ("further_sheets",),
    "split": ("several_references",),
}
"""What makes a fact a guess: the problems that say so."""
_JOINED = ("languages_joined", "cells_split", "sheets_joined", "batch_joined")


class Recognised(NamedTuple):
    """One thing that was recognised: its name and what it is, in English and in Japanese, and why it is but a guess."""

    kind: str
    name: tuple[str, str]
    value: tuple[str, str]
    doubt: Problem | None = None

    @property
    def certain(self) -> bool:
        """Whether it is no guess."""
        return self.doubt is None

    def line(self) -> str:
        """The fact as `check` says it."""
        sure = "certain" if self.doubt is None else "please look: see the warning"
        return f"{self.name[0]}: {self.value[0]} ({sure})"


def recognised(reading: Reading) -> tuple[Recognised, ...]:
    """What was recognised in a source; nothing where nothing could be read."""
    if not reading.headers:
        return ()
    return tuple(_facts(reading))


def _facts(reading: Reading) -> Iterator[Recognised]:
    def fact(kind: str, english: str, japanese: str, value: str | tuple[str, str]) -> Recognised:
        both = (value, value) if isinstance(value, str) else value
        return Recognised(kind, (english, japanese), both, _first(reading, _DOUBTS.get(kind, ())))

    if reading.layout:
        yield fact("layout", "read as", "読み取った形式", reading.layout)
    if reading.sheet:
        yield fact("sheet", "sheet", "シート", reading.sheet)
    if reading.encoding:
        yield fact("encoding", "encoding", "文字コード", reading.encoding)
    columns = [
        "; ".join(f"{NAMES[name][place]} = {' '.join(header.split())}" for name, header in reading.fields.items())
        for place in (0, 1)
    ]
    if columns[0]:
        yield fact("columns", "columns", "列", (columns[0], columns[1]))
    elif not reading.questions:
        yield fact("columns", "columns", "列", ("no question column", "質問の列なし"))
    joined = _first(reading, _JOINED)
    if reading.joined:
        yield fact("joined", "two sheets joined", "2枚のシートの対応付け", _HOW[reading.joined])
    elif joined or _first(reading, _DOUBTS["joined"]):
        said = joined or _first(reading, _DOUBTS["joined"])
        yield fact("joined", "languages", "言語の対応付け", (said.message, said.message_ja) if said else "")
    sides = [side for one in (reading.questions.questions if reading.questions else ()) for side in one.sides.values()]
    models = dict.fromkeys(name for side in sides for name, _ in side.answers)
    own = ["column"] if any(side.answer is not None for side in sides) else []
    if arms := own + [f"column:{name}" for name in models]:
        yield fact("arms", "answers in the file (arms)", "ファイルにある回答（比較条件）", listed(arms))
    if reading.splits:
        one = reading.splits[0]
        example = f"{' '.join(one.text.split())} → {' | '.join(one.parts)}"
        count = len(reading.splits)
        done = reading.split
        yield fact(
            "split",
            "references split" if done else "references that could be split",
            "分割した参照解答" if done else "分割できる参照解答",
            (f"{count} {'cell' if count == 1 else 'cells'}, e.g. {example}", f"{count}セル、例：{example}"),
        )


def _first(reading: Reading, codes: tuple[str, ...]) -> Problem | None:
    return next((problem for problem in reading.problems if problem.code in codes), None)
