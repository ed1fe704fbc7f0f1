"""The sheet `Answers`: one row per question and arm, the languages side by side, verdicts ready to be filled in."""

from __future__ import annotations

from collections.abc import Sequence

from xlsxwriter.utility import xl_range

from app.prompts import reply_of
from app.records import Arm, CellValue, GradedAnswer, Language, Question, QuestionSet, Run
from app.workbook.overflow import Overflow
from app.workbook.sheet import PlainSheet
from app.workbook.style import BAR, Column, Style

SUFFIX: dict[Language, str] = {"ja": "(jp)", "en": "(en)"}
_CHOICES = {"verdict": ["correct", "incorrect", "unsure"], "language_ok": ["TRUE", "FALSE"]}
_LOOKS = {"correct": "good", "incorrect": "bad", "unsure": "open", "unjudged": "open"}
FIRST = [Column("NO", 7, "plain"), Column("type", 14, "plain"), Column("arm", 22)]
_MAX_SHOWN_WHOLE = 15


def language_columns(
    language: Language, references: int, *, anew: bool = False, further: bool = False, reasoned: bool = False
) -> list[Column]:
    """The columns of one language, with `references` columns of accepted answers.

    `anew`: some were judged anew; `further`: some models went on with other answers; `reasoned`: some reasoned first.
    """
    suffix = SUFFIX[language]
    columns = [Column(f"instruction{suffix}", 40)]
    for place in range(1, max(references, 1) + 1):
        columns.append(Column(f"response{suffix}" + (f" {place}" if place > 1 else ""), 26 if place == 1 else 18))
    return [
        *columns,
        Column(f"Answer{suffix}", 40),
        Column(f"language{suffix}", 10, "plain"),
        Column(f"similarity{suffix}", 11, "number"),
        Column(f"judgement{suffix}", 12, "plain"),
        Column(f"probability{suffix}", 11, "number"),
        Column(f"verdict{suffix}", 12, "verdict"),
        Column(f"language_ok{suffix}", 12, "verdict"),
        Column(f"comment{suffix}", 28, "comment"),
        Column(f"reviewer{suffix}", 12, "comment"),
        Column(f"error{suffix}", 20),
        Column(f"item{suffix}", 8, "plain", hidden=True),
        *([Column(f"judged anew{suffix}", 16, "plain")] if anew else []),
        *([Column(f"went on with{suffix}", 24)] if further else []),
        *([Column(f"reasoning{suffix}", 40)] if reasoned else []),
    ]


def write_answers(
    sheet: PlainSheet,
    style: Style,
    overflow: Overflow,
    run: Run,
    answers: Sequence[GradedAnswer],
    question_set: QuestionSet,
) -> None:
    """Fill the sheet. A language that nothing was asked in has no columns."""
    rows = _rows(answers)
    languages = [code for code in run.languages if any(code in row for row in rows)] or list(run.languages)
    counts = {code: most_references(question_set, code) for code in languages}
    anew = any(one.rejudged for one in answers)
    replies = {one.item.id: reply_of(one.item, one.answer) for one in answers if one.answer}
    further = {item: "\n".join(reply.further) for item, reply in replies.items() if reply.further}
    reasoning = {item: reply.reasoning for item, reply in replies.items() if reply.reasoning}
    columns = FIRST + [
        column
        for code in languages
        for column in language_columns(code, counts[code], anew=anew, further=bool(further), reasoned=bool(reasoning))
    ]
    extra = extra_columns(question_set.extra_columns, [column.header for column in columns])
    columns += [Column(name, 18) for name in extra.values()]
    style.lay(sheet, columns, frozen=len(FIRST))
    formats = style.formats(columns)
    for number, row in enumerate(rows, start=1):
        item = next(iter(row.values())).item
        values = [number_or_text(item.question.no), item.question.type, item.arm.label]
        for code in languages:
            values += _side_values(item.question, code, row.get(code), max(counts[code], 1))
            values += [_anew(row.get(code))] if anew else []
            values += [found.get(row[code].item.id) if code in row else None for found in (further, reasoning) if found]
        values += [item.question.extra.get(name) for name in extra]
        sheet.put_row(number, overflow.shortened(values, "Answers", number), formats)
    if rows:
        _decorate(sheet, style, [column.header for column in columns], len(rows))


def _rows(answers: Sequence[GradedAnswer]) -> list[dict[Language, GradedAnswer]]:
    """The answers of one question under one arm stand in one row."""
    rows: dict[tuple[str, Arm], dict[Language, GradedAnswer]] = {}
    for one in answers:
        rows.setdefault((one.item.question.no, one.item.arm), {})[one.item.language] = one
    return list(rows.values())


def most_references(question_set: QuestionSet, language: Language) -> int:
    """How many columns of references a language needs."""
    return max((len(question.references(language)) for question in question_set.questions), default=0)


def extra_columns(names: Sequence[str], own: Sequence[str]) -> dict[str, str]:
    """The carried-over columns under headers that differ from Narabe's own, whatever the case."""
    taken = {header.casefold() for header in own}
    headers: dict[str, str] = {}
    for name in names:
        header = name
        while header.casefold() in taken:
            header += " (input)"
        taken.add(header.casefold())
        headers[name] = header
    return headers


def number_or_text(no: str) -> CellValue:
    """A question's number as a number where Excel shows it the same; otherwise as text (007, 3-a)."""
    whole = no.isascii() and no.isdigit() and len(no) <= _MAX_SHOWN_WHOLE and str(int(no)) == no
    return int(no) if whole else no


def _side_values(question: Question, language: Language, one: GradedAnswer | None, references: int) -> list[CellValue]:
    side = question.sides.get(language)
    accepted = side.references if side else ()
    values: list[CellValue] = [side.text if side else None, *accepted, *[None] * (references - len(accepted))]
    if one is None:
        return values + [None] * 11
    answer, scores, judgement, verdict = one.answer, one.scores, one.judgement, one.verdict
    failed = answer is not None and answer.error is not None
    values += [answer.text, answer.language] if answer and not failed else [None, None]
    values += [scores.similarity if scores else None]
    values += [judgement.value, judgement.probability] if judgement else [None, None]
    if verdict and verdict.value != "withdrawn":
        values += [verdict.value, verdict.language_ok, verdict.comment, verdict.reviewer]
    else:
        values += [None] * 4
    return [*values, (answer.error or "error") if answer and failed else None, one.item.id]


def _anew(one: GradedAnswer | None) -> str | None:
    """Under which references an answer was judged anew."""
    return f"references v{one.rejudged}" if one and one.rejudged else None


def _decorate(sheet: PlainSheet, style: Style, headers: Sequence[str], last: int) -> None:
    """Filters, the reviewers' choices, and colours that follow the values."""
    sheet.autofilter(0, 0, last, len(headers) - 1)
    for index, header in enumerate(headers):
        name = header.partition("(")[0]
        cells = xl_range(1, index, last, index)
        if name in ("verdict", "judgement"):
            _colour(sheet, style, cells)
        if name in _CHOICES:
            choices = _CHOICES[name]
            refusal = {"error_title": "Narabe", "error_message": " / ".join(choices)}
            sheet.data_validation(cells, {"validate": "list", "source": choices, **refusal})
        if name in ("verdict", "language_ok", "comment", "reviewer"):
            sheet.conditional_format(cells, {"type": "formula", "criteria": "=TRUE", "format": style.looks["entry"]})
        if name == "similarity":
            bar = {"type": "data_bar", "bar_color": BAR, "bar_solid": True, "min_type": "num", "min_value": 0}
            sheet.conditional_format(cells, {**bar, "max_type": "num", "max_value": 1})


def _colour(sheet: PlainSheet, style: Style, cells: str) -> None:
    for value, look in _LOOKS.items():
        rule = {"type": "cell", "criteria": "==", "value": f'"{value}"', "format": style.looks[look]}
        sheet.conditional_format(cells, rule)
