"""The catalogue of input faults: severity, message and remedy, in English and Japanese."""

from __future__ import annotations

from app.questions.message import Text
from app.questions.messages_cell import CELL_TEXTS
from app.questions.messages_file import FILE_TEXTS
from app.questions.messages_sheet import SHEET_TEXTS

TEXTS: dict[str, Text] = FILE_TEXTS | SHEET_TEXTS | CELL_TEXTS
"""Every fault by its code."""
