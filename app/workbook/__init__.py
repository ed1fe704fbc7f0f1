"""A run → its .xlsx, and a graded .xlsx → what was written into it."""

from app.records import Layout
from app.workbook.contents import USUAL, Choices, Contents, letters
from app.workbook.exported import Baseline, Exported, Marks
from app.workbook.flat import FLAT, write_flat
from app.workbook.foreign import of_other_making, read_graded, read_graded_anywhere, read_graded_sheet
from app.workbook.graded_answers import GradedFile
from app.workbook.graded_sheet import GradedSheet
from app.workbook.graded_verdicts import SheetGrading
from app.workbook.questions import write_questions
from app.workbook.write import write_workbook

__all__ = [
    "FLAT",
    "USUAL",
    "Baseline",
    "Choices",
    "Contents",
    "Exported",
    "GradedFile",
    "GradedSheet",
    "Layout",
    "Marks",
    "SheetGrading",
    "letters",
    "of_other_making",
    "read_graded",
    "read_graded_anywhere",
    "read_graded_sheet",
    "write_flat",
    "write_questions",
    "write_workbook",
]
