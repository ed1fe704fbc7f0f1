"""Where a graded file that is no workbook of Narabe's own says something: sheet, row and column, for messages."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple, cast

from app.bounded import OutOfBoundsError, bounded
from app.errors import NarabeError
from app.questions.columns import column_label
from app.questions.findings import Findings
from app.questions.foreign import ALLOWANCE
from app.questions.headers import folded
from app.questions.readers.files import read_source
from app.records import Language, Question, QuestionSet, Side
from app.workbook.kept_places import find_asked


class AskedRows(NamedTuple):
    """A sheet's questions: number → row; and its columns: folded header → letter and header."""

    sheet: str = ""
    rows: Mapping[str, int] = {}
    columns: Mapping[str, str] = {}


class Place(NamedTuple):
    """A cell as a spreadsheet names it; of what could not be found, nothing but the header."""

    sheet: str
    row: int | None
    column: str


class Whereabouts:
    """Where the questions of one file stand: found, in a child process, when first asked for."""

    def __init__(self, path: Path, questions: QuestionSet) -> None:
        self.path, self.questions = path, questions
        self.asked = cache(self._asked)

    def place(self, no: str, language: Language, header: str) -> Place:
        """Sheet, row and column of what stands under `header` beside a question, as far as they can be told."""
        asked = self.asked(language)
        return Place(asked.sheet, asked.rows.get(no), asked.columns.get(folded(header), header))

    def _asked(self, language: Language) -> AskedRows:
        sides = {one.no: one.sides[language].text for one in self.questions.questions if language in one.sides}
        arguments = {"path": str(self.path.absolute()), "texts": sides, "language": language}
        try:
            return cast("AskedRows", bounded(f"{__name__}:asked_rows", arguments, AskedRows, ALLOWANCE))
        except (NarabeError, OutOfBoundsError):  # the message then names the question's number alone
            return AskedRows()


def asked_rows(path: str, texts: dict[str, str], language: Language) -> AskedRows:
    """What the child does: read the file's tables, and find the questions' `texts`, by number, in them.

    Raises:
        InputError: the file cannot be read.
        NarabeError: it does not hold one of the questions.
    """
    name = Path(path).name
    tables = read_source(path, None, Findings(name))
    questions = [Question(no, "", {language: Side(text)}) for no, text in texts.items()]
    asked = find_asked([*tables.visible, *tables.hidden], questions, language, name)
    header = next(row for row in asked.table.rows if row.number == asked.header)
    labels = {
        folded(cell.text): column_label(header, index, lettered=asked.table.lettered)
        for index, cell in enumerate(header.cells)
        if cell.text
    }
    return AskedRows(asked.name, dict(asked.rows), labels)
