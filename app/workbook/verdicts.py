"""The sheet `Verdicts`: every verdict ever given, one a row."""

from __future__ import annotations

from collections.abc import Sequence

from app.records import CellValue, GradedAnswer, Item, Language
from app.verdicts import TAG_NAMES, Annotation, Verdict
from app.workbook.answers import number_or_text
from app.workbook.further_words import column
from app.workbook.overflow import Overflow
from app.workbook.sheet import PlainSheet
from app.workbook.style import Column, Style
from app.workbook.words import said

_COLUMNS = [
    Column("id", 8, "plain"),
    Column("time (UTC)", 20, "time"),
    Column("reviewer", 16),
    Column("NO", 7, "plain"),
    Column("type", 14, "plain"),
    Column("arm", 26),
    Column("language", 10, "plain"),
    Column("verdict", 12, "plain"),
    Column("language_ok", 12, "plain"),
    Column("comment", 40),
    Column("judgement_visible", 16, "plain"),
    Column("carried from", 12, "plain"),
    Column("tags", 26),
    Column("score", 8, "plain"),
    Column("flag", 8, "plain"),
]


def write_verdicts(
    sheet: PlainSheet,
    style: Style,
    overflow: Overflow,
    answers: Sequence[GradedAnswer],
    verdicts: Sequence[Verdict],
    language: Language,
) -> None:
    """Every verdict ever given, in order; one that was taken back is followed by its withdrawal.

    A reviewer's tags, score and flag ("look again") stand on their last row for the answer; what was said without any
    verdict has a row of its own after them.
    """
    style.lay(sheet, [one._replace(header=column(one.header, language)) for one in _COLUMNS])
    formats = style.formats(_COLUMNS)
    items = {answer.item.id: answer.item for answer in answers}
    asked = {number: _asked(item) for number, item in items.items()}
    beside = {(one.item_id, one.reviewer): one for answer in answers for one in answer.annotations}
    last = {(one.item_id, one.reviewer): one.id for one in verdicts if not one.adjudicated}
    rows = []
    for one in verdicts:
        key = one.item_id, one.reviewer
        noted = beside.get(key) if last.get(key) == one.id else None
        rows.append(_verdict_values(one, asked.get(one.item_id, [None] * 4), language) + _beside(noted, language))
    alone = (one for key, one in beside.items() if key not in last and _marked(one))
    rows += [_alone(one, asked[one.item_id], language) for one in alone]
    for number, values in enumerate(rows, start=1):
        sheet.put_row(number, overflow.shortened(values, "Verdicts", number), formats)
    if rows:
        sheet.autofilter(0, 0, len(rows), len(_COLUMNS) - 1)


def _verdict_values(verdict: Verdict, asked: list[CellValue], language: Language) -> list[CellValue]:
    value = said(verdict.value, language)
    marks: list[CellValue] = [value, verdict.language_ok, verdict.comment, verdict.judgement_visible]
    return [verdict.id, verdict.time, verdict.reviewer, *asked, *marks, verdict.carried_from]


def _asked(item: Item) -> list[CellValue]:
    return [number_or_text(item.name), item.question.type, item.arm.label, item.language]


def _beside(one: Annotation | None, language: Language) -> list[CellValue]:
    if one is None or not _marked(one):
        return [None] * 3
    tags = (TAG_NAMES.get(tag, tag) if language == "ja" else tag for tag in one.tags)
    return ["、".join(tags) if language == "ja" else ", ".join(tags), one.score, one.flagged or None]


def _marked(one: Annotation) -> bool:
    return bool(one.tags or one.score is not None or one.flagged)


def _alone(one: Annotation, asked: list[CellValue], language: Language) -> list[CellValue]:
    return [None, one.time, one.reviewer, *asked, *([None] * 5), *_beside(one, language)]
