"""A run → its .xlsx, and a graded .xlsx → what was written into it."""

from app.records import Layout
from app.workbook.exported import Exported, Marks
from app.workbook.graded_answers import GradedFile, read_graded
from app.workbook.graded_verdicts import SheetGrading, open_answers, read_gradings
from app.workbook.questions import write_questions
from app.workbook.write import write_workbook

__all__ = [
    "Exported",
    "GradedFile",
    "Layout",
    "Marks",
    "SheetGrading",
    "open_answers",
    "read_graded",
    "read_gradings",
    "write_questions",
    "write_workbook",
]
