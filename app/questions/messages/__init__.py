"""The catalogue of input faults: severity, message and remedy, in Japanese and English."""

from __future__ import annotations

from app.questions.messages.batches import BATCH_MESSAGES
from app.questions.messages.cells import CELL_MESSAGES
from app.questions.messages.files import FILE_MESSAGES
from app.questions.messages.layouts import LAYOUT_MESSAGES
from app.questions.messages.message import Message
from app.questions.messages.sheets import SHEET_MESSAGES

MESSAGES: dict[str, Message] = FILE_MESSAGES | BATCH_MESSAGES | SHEET_MESSAGES | LAYOUT_MESSAGES | CELL_MESSAGES
"""Every fault by its code."""
