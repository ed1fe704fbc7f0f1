"""A run → its .xlsx, and a graded .xlsx → the verdicts in it."""

from app.records import Layout
from app.workbook.graded_answers import GradedFile, read_graded
from app.workbook.graded_verdicts import SheetVerdict, read_verdicts
from app.workbook.origin import read_run_id
from app.workbook.questions import write_questions
from app.workbook.write import write_workbook

__all__ = [
    "GradedFile",
    "Layout",
    "SheetVerdict",
    "read_graded",
    "read_run_id",
    "read_verdicts",
    "write_questions",
    "write_workbook",
]
