"""What a search compares: texts without difference of width and case, kept beside the texts themselves."""

from __future__ import annotations

import unicodedata

from app.records import Question


def plain(text: str) -> str:
    """What a search compares: full and half width, capitals and small letters are alike."""
    return unicodedata.normalize("NFKC", text).lower()


def plain_question(question: Question) -> str:
    """All of a question that a search looks in: number, type, and in each language its text and references."""
    sides = (text for side in question.sides.values() for text in (side.text, *side.references))
    return plain("\n".join((question.no, question.type, *sides)))
