"""A run in a copy of the workbook that its questions were read from: what was asked and all around it stays as it is.

Answers and a reviewer's cells stand in columns to the right of what the questions' sheet holds; hidden sheets say what
an import needs. What openpyxl does not know is lost (see `app.workbook.kept_losses`).
"""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import openpyxl

from app.atomic import write_whole
from app.errors import NarabeError
from app.questions import read_bytes
from app.questions.findings import Findings
from app.questions.readers.excel import read_excel
from app.records import LANGUAGES, Arm, CellValue, GradedAnswer, Language
from app.workbook.answers import answer_cells, judged_cells, mark_cells
from app.workbook.contents import Choices, Contents, letters
from app.workbook.exported import EXPORTED_HEADERS, exported_rows
from app.workbook.kept_looks import Looks, add_choices, extend_filters, right_end
from app.workbook.kept_places import AskedSheet, cell_key, find_asked
from app.workbook.kept_values import has_formulas, put_back, results
from app.workbook.overflow import MAX_UNITS, split_units, units
from app.workbook.run import run_facts
from app.workbook.sheet import storable
from app.workbook.words import header

RUN, EXPORTED, COLUMNS, ITEMS = "Narabe Run", "Narabe Exported", "Narabe Columns", "Narabe Items"
"""The hidden sheets: facts of the run, the marks as written, the columns added, and what each answer shows."""
COLUMNS_HEADERS = ("sheet", "header", "key", "language", "arm", "sample")
ITEMS_HEADERS = ("item", "NO", "question", "answer")
MARKS = ("verdict", "language_ok", "comment", "reviewer")
_JUDGED = ("judgement", "probability", "similarity")
_CUT = "…"


class _Place(NamedTuple):
    """An added column: what it holds, of which arm and sample, under which header."""

    key: str
    arm: Arm
    sample: int
    header: str


def write_kept(contents: Contents, path: Path, source: Path, choices: Choices) -> None:
    """Write a copy of the workbook `source` with the answers, whole or not at all.

    Raises:
        InputError: `source` is no .xlsx that can be read.
        NarabeError: it does not hold the run's questions, or holds a run already; or a place that cannot be written to.
    """
    findings = Findings(source.name)
    tables, hidden = read_excel(read_bytes(source, findings), findings)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what is lost is said by `kept_losses`, in words for users
        book = openpyxl.load_workbook(source, rich_text=True)
    if {RUN, COLUMNS} & set(book.sheetnames):
        raise NarabeError(
            f"{source.name} holds a run already → name the workbook as it was before",
            f"{source.name} にはすでに実行の結果が入っています → 書き込む前のブックを指定してください",
        )
    answers = [one for one in contents.answers if one.item.language in contents.run.languages]
    arms = letters(contents.run) if choices.blind else {arm: arm.label for arm in contents.run.arms}
    columns: list[tuple[CellValue, ...]] = []
    items: list[tuple[CellValue, ...]] = []
    ends: dict[str, int] = {}
    for side in LANGUAGES:
        mine = [one for one in answers if one.item.language == side]
        if not mine:
            continue
        questions = list({one.item.question.no: one.item.question for one in mine}.values())
        asked = find_asked([*tables, *hidden], questions, side, source.name)
        places = _places(asked, mine, arms, side, choices)
        sheet = book[asked.name]
        first = 1 + max(ends.get(asked.name, 0), asked.width, right_end(sheet))
        ends[asked.name] = first + len(places) - 1
        _fill(sheet, first, asked, places, mine, choices)
        columns += [(asked.name, one.header, one.key, side, arms[one.arm], one.sample) for one in places]
        items += [(one.item.id, one.item.question.no, asked.keys[one.item.question.no], _key(one)) for one in mine]
    _hide(book, COLUMNS, [COLUMNS_HEADERS, *columns])
    _hide(book, ITEMS, [ITEMS_HEADERS, *items])
    _hide(book, RUN, run_facts(contents, "en", blind=choices.blind))
    _hide(book, EXPORTED, [EXPORTED_HEADERS, *exported_rows([] if choices.blind else answers, {})])
    known = results(source) if has_formulas(book) else {}

    def write(part: Path) -> None:
        book.save(part)
        if known:
            put_back(part, [sheet.title for sheet in book.worksheets], known)

    write_whole(path, write)


def _key(one: GradedAnswer) -> str:
    return cell_key(cut(str(answer_cells(one).get("Answer") or "")))


def _places(
    asked: AskedSheet, answers: Sequence[GradedAnswer], arms: Mapping[Arm, str], side: Language, choices: Choices
) -> list[_Place]:
    """The columns of one language, those of each arm and sample side by side, right of all that the sheet holds.

    Answers that stand in the user's own columns are not written again.
    """
    groups: dict[tuple[Arm, int], list[GradedAnswer]] = {}
    for one in answers:
        groups.setdefault((one.item.arm, one.item.sample), []).append(one)
    shown = asked.shown()
    taken = {text.strip().casefold() for text in asked.headers}
    places: list[_Place] = []
    for arm, sample in sorted(groups, key=lambda group: (arms[group[0]] if choices.blind else "", group[1])):
        mine = groups[arm, sample]
        failed = any(one.answer and one.answer.error is not None for one in mine)
        there = all(_key(one) in shown[asked.rows[one.item.question.no]] for one in mine if _key(one))
        keys = [*(() if there else ("Answer",)), *(("error",) if failed else ()), *MARKS]
        more = f" · {arms[arm]}" if len({arm for arm, _ in groups}) > 1 else ""
        more += f" #{sample}" if sample > 1 else ""
        for key in [*keys, *(() if choices.blind else _JUDGED), "item"]:
            name = header(key, choices.language, side) + more
            while name.casefold() in taken:
                name += " (Narabe)"
            taken.add(name.casefold())
            places.append(_Place(key, arm, sample, name))
    return places


def _fill(
    sheet: Any,
    first: int,
    asked: AskedSheet,
    places: Sequence[_Place],
    answers: Sequence[GradedAnswer],
    choices: Choices,
) -> None:
    """Write the columns, from `first` on."""
    by_row: dict[tuple[Arm, int], list[tuple[int, dict[str, CellValue]]]] = {}
    for one in answers:
        cells = answer_cells(one) | ({} if choices.blind else judged_cells(one, choices.language))
        cells |= {} if choices.blind else mark_cells(one, choices.language)
        row = asked.rows[one.item.question.no]
        by_row.setdefault((one.item.arm, one.item.sample), []).append((row, cells))
    looks = Looks(sheet, asked.header, asked.column + 1)
    for column, place in enumerate(places, start=first):
        _put(sheet.cell(asked.header, column), place.header)
        looks.lay(column, place.key)
        for row, cells in by_row[place.arm, place.sample]:
            cell = sheet.cell(row, column)
            _put(cell, cells.get(place.key))
            looks.dress(cell, place.key)
    rows = asked.rows.values()
    for column, place in enumerate(places, start=first):
        add_choices(sheet, column, (min(rows), max(rows)), place.key, choices.language)
    extend_filters(sheet, asked.header, first, [place.header for place in places])


def _put(cell: Any, value: CellValue) -> None:
    """One value; a text is never a formula, whatever it begins with."""
    if isinstance(value, datetime):
        value = value.astimezone(UTC).replace(tzinfo=None) if value.tzinfo else value
    cell.value = storable(cut(value)) if isinstance(value, str) else value
    if isinstance(value, str):
        cell.data_type = "s"


def cut(text: str) -> str:
    """A text as a cell holds it; of a longer one, the beginning."""
    if units(text) <= MAX_UNITS:
        return text
    return split_units(text, MAX_UNITS - 1)[0] + _CUT


def _hide(book: Any, name: str, rows: Iterable[Sequence[CellValue]]) -> None:
    sheet = book.create_sheet(name)
    sheet.sheet_state = "veryHidden"
    for number, row in enumerate(rows, start=1):
        for column, value in enumerate(row, start=1):
            if value is not None and value != "":
                _put(sheet.cell(number, column), value)
