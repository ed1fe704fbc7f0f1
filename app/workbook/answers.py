"""The sheet `Answers`: one row per question, arm and sample, verdicts ready to be filled in beside the answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.records import Arm, CarriedValue, CellValue, GradedAnswer, Language, Question, QuestionSet, Run
from app.workbook.overflow import Overflow
from app.workbook.reviewer_columns import reviewer_names
from app.workbook.sheet import PlainSheet
from app.workbook.style import Column, Style, row_height
from app.workbook.words import header, said
from evaluators.replies import Reply

SHEET = "Answers"
_MAX_SHOWN_WHOLE = 15
_WORK = {"instruction": 26.0, "response": 14.0, "Answer": 27.0, "verdict": 11.0, "language_ok": 14.0,
         "comment": 26.0, "reviewer": 11.0}  # fmt: skip
"""What a reviewer needs of one language, side by side, and how wide: with what stands before, the first three take half
of a small screen, and stay in view."""
_KNOWN = {"language": 10.0, "similarity": 10.0, "judgement": 11.0, "probability": 10.0, "rule": 12.0, "error": 20.0}
"""What else is known of an answer, to the right of that."""
_WORK_SEEN = ("instruction", "response", "Answer")
_FORMATS = {"NO": "verdict", "type": "plain", "similarity": "number", "probability": "probability",
            "sample": "plain", "verdict": "verdict", "language_ok": "verdict", "language": "plain",
            "judgement": "plain", "rule": "plain",
            "item": "plain"}  # fmt: skip
UNSEEN = ("similarity", "judgement", "probability", "rule")
"""What a blind workbook leaves out."""
FIRST = {"NO": 6.0, "type": 11.0, "arm": 12.0}
SAMPLE = {"sample": 8.0}
"""What stands there too where questions were asked several times."""


@dataclass(frozen=True, slots=True)
class Place:
    """A column of the sheet: what it holds (`key`) of which language (`side`), and how it looks."""

    key: str
    side: Language | None
    column: Column
    reviewer: str = ""
    """Whose verdicts it holds, where they are one reviewer's."""


@dataclass(frozen=True, slots=True)
class AnswersLayout:
    """The columns of one workbook, in order.

    Attributes:
        language: that of the headers and of Narabe's own words in the cells.
        sides: the languages that have columns.
        blind: whether model, arm, similarity, judgement and earlier verdicts are left out.
        names: reviewers → as the headers show them.
        extra: carried-over columns → their headers.
        replies: item → what was written besides its answer, where there is anything.
        frozen: columns that stay in view.
        printed: columns that go to paper.
    """

    language: Language
    sides: tuple[Language, ...]
    places: tuple[Place, ...]
    blind: bool
    names: Mapping[str, str]
    extra: Mapping[str, str]
    replies: Mapping[int, Reply]
    frozen: int
    printed: int

    @property
    def columns(self) -> list[Column]:
        """All columns, the carried-over ones last."""
        return [place.column for place in self.places] + [Column(name, 18) for name in self.extra.values()]

    def index(self, key: str, side: Language | None = None) -> int:
        """The 0-based column that holds `key`."""
        return next(n for n, place in enumerate(self.places) if (place.key, place.side) == (key, side))


def answers_layout(
    run: Run, answers: Sequence[GradedAnswer], question_set: QuestionSet, language: Language, *, blind: bool
) -> AnswersLayout:
    """Lay the sheet out. A language that nothing was asked in has no columns."""
    asked = {one.item.language for one in answers}
    sides = tuple(code for code in run.languages if code in asked) or run.languages
    names = {} if blind else reviewer_names(answers)
    anew = any(one.rejudged for one in answers) and not blind
    from app.prompts import reply_of  # slow to import, and who only reads a graded workbook writes no answers

    read = ((one.item.id, reply_of(one.item, one.answer)) for one in answers if one.answer)
    replies = {item: reply for item, reply in read if reply.further or reply.reasoning}
    further = any(reply.further for reply in replies.values())
    reasoned = any(reply.reasoning for reply in replies.values())

    def place(name: str, side: Language | None, width: float, more: str = "", reviewer: str = "") -> Place:
        column = Column(header(name, language, side) + more, width, _FORMATS.get(name, "text"), name == "item")
        return Place(name + more, side, column, reviewer)

    first = [place(name, None, width) for name, width in (FIRST | SAMPLE if run.samples > 1 else FIRST).items()]
    work = [place(name, side, width) for side in sides for name, width in _WORK.items()]
    rest: list[Place] = []
    for side in sides:
        rest += [place(name, side, width) for name, width in _KNOWN.items() if not (blind and name in UNSEEN)]
        most = most_references(question_set, side)
        rest += [place("response", side, 18, f" {number}") for number in range(2, most + 1)]
        rest += [place("verdict", side, 12, f" {shown}", name) for name, shown in names.items()]
        rest += [place("judged anew", side, 16)] if anew else []
        rest += [place("went on with", side, 24)] if further else []
        rest += [place("reasoning", side, 40)] if reasoned else []
    places = (*first, *work, *rest, *(place("item", side, 8) for side in sides))
    own = [name for one in places for name in (one.column.header, header(one.key, "en", one.side))]
    extra = extra_columns(question_set.extra_columns, own)
    return AnswersLayout(
        language, sides, places, blind, names, extra, replies, len(first) + len(_WORK_SEEN), len(first) + len(work)
    )


def write_answers(
    sheet: PlainSheet,
    style: Style,
    overflow: Overflow,
    layout: AnswersLayout,
    answers: Sequence[GradedAnswer],
    arms: Mapping[Arm, str],
) -> int:
    """Fill the sheet; how many rows there are. `arms`: what each arm is called."""
    columns, own = layout.columns, len(layout.places)
    style.lay(sheet, columns, frozen=layout.frozen)
    usual = style.formats(columns)
    tall = [n for n, place in enumerate(layout.places) if place.column.format == "text" and place.key != "type"]
    rows = answer_rows(answers)
    if layout.blind:
        order = {no: n for n, no in enumerate(dict.fromkeys(one.item.question.no for one in answers))}
        rows.sort(key=lambda row: next((order[one.item.question.no], arms[one.item.arm]) for one in row.values()))
    for number, row in enumerate(rows, start=1):
        item = next(iter(row.values())).item
        cells: dict[Language | None, dict[str, CellValue]] = {
            side: _cells(item.question, side, row.get(side), layout) for side in layout.sides
        }
        cells[None] = {"NO": number_or_text(item.question.no), "type": item.question.type, "arm": arms[item.arm]}
        cells[None] |= {"sample": item.sample}
        values: list[CarriedValue] = [cells[place.side].get(place.key) for place in layout.places]
        height = row_height((values[n], columns[n].width) for n in tall)
        carried = [item.question.extra.get(name) for name in layout.extra]
        formats = usual
        if any(value is not None for value in carried):
            looks = zip(carried, usual[own:], strict=True)
            formats = usual[:own] + [style.carried(value, look) for value, look in looks]
        sheet.put_row(number, overflow.shortened(values + carried, SHEET, number), formats, height=height, blanks=True)
    return len(rows)


def answer_rows(answers: Sequence[GradedAnswer]) -> list[dict[Language, GradedAnswer]]:
    """The answers of one question under one arm stand in one row, those of each sample in one of their own."""
    rows: dict[tuple[str, Arm, int], dict[Language, GradedAnswer]] = {}
    for one in answers:
        rows.setdefault((one.item.question.no, one.item.arm, one.item.sample), {})[one.item.language] = one
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


def _cells(question: Question, side: Language, one: GradedAnswer | None, layout: AnswersLayout) -> dict[str, CellValue]:
    """What the columns of one language hold, by their keys; what is not among them is blank."""
    references = question.references(side)
    cells: dict[str, CellValue] = {"instruction": question.sides[side].text if side in question.sides else None}
    cells |= {f"response {place}" if place > 1 else "response": text for place, text in enumerate(references, start=1)}
    if one is None:
        return cells
    cells |= answer_cells(one)
    if reply := layout.replies.get(one.item.id) if one.answer and one.answer.error is None else None:
        cells |= {"went on with": "\n".join(reply.further), "reasoning": reply.reasoning}
    cells |= judged_cells(one, layout.language)
    cells["judged anew"] = f"references v{one.rejudged}" if one.rejudged else None
    if layout.blind:
        return cells
    own = ((layout.names[given.reviewer], given.value) for given in one.counted)
    return cells | mark_cells(one, layout.language) | {f"verdict {name}": said(v, layout.language) for name, v in own}


def answer_cells(one: GradedAnswer) -> dict[str, CellValue]:
    """What an answer's own cells hold, by their keys."""
    answer = one.answer
    if answer is None:
        return {"item": one.item.id}
    if answer.error is not None:
        return {"item": one.item.id, "error": answer.error or "error"}
    return {"item": one.item.id, "Answer": answer.text, "language": answer.language}


def judged_cells(one: GradedAnswer, language: Language) -> dict[str, CellValue]:
    """What the cells of the automatic judgement hold."""
    cells: dict[str, CellValue] = {"similarity": one.scores.similarity if one.scores else None}
    if one.judgement:
        cells |= {"judgement": said(one.judgement.value, language), "probability": one.judgement.probability}
    return cells


def mark_cells(one: GradedAnswer, language: Language) -> dict[str, CellValue]:
    """What the cells of the verdict that stands hold; nothing where none stands."""
    stands = one.stands
    if stands is None:
        return {}
    verdict, rule = stands
    return {
        "verdict": said(verdict.value, language),
        "language_ok": said(verdict.language_ok, language),
        "comment": verdict.comment,
        "reviewer": verdict.reviewer,
        "rule": said(rule, language),
    }
