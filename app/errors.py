"""What the user can put right: every message says where, what and how."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault of an input file. `row` and `column` are as the spreadsheet shows them (row 1 is the header)."""

    severity: Literal["error", "warning"]
    file: str
    message: str
    remedy: str
    sheet: str = ""
    row: int | None = None
    column: str = ""
    code: str = ""
    """A stable name of this kind of fault."""
    message_ja: str = ""
    remedy_ja: str = ""

    def __str__(self) -> str:
        return self.text("en")

    def text(self, language: Literal["ja", "en"]) -> str:
        """The fault with its place and its remedy, in one line."""
        ja = language == "ja"
        place = [self.file]
        if self.sheet:
            place.append(f"シート {self.sheet}" if ja else f"sheet {self.sheet}")
        if self.row is not None:
            place.append(f"{self.row} 行目" if ja else f"row {self.row}")
        if self.column:
            place.append(f"列 {self.column}" if ja else f"column {self.column}")
        message = (self.message_ja if ja else "") or self.message
        remedy = (self.remedy_ja if ja else "") or self.remedy
        severity = {"error": "エラー", "warning": "注意"}[self.severity] if ja else self.severity
        return f"{severity}: {', '.join(place)}: {message} → {remedy}"


class NarabeError(Exception):
    """Something the user can fix. The message is complete: what is wrong, and the remedy.

    Args:
        message: in English, as the command line shows it.
        japanese: the same for a Japanese reader; empty only where the words come from elsewhere.
    """

    def __init__(self, message: str, japanese: str = "") -> None:
        super().__init__(message)
        self.japanese = japanese

    def text(self, language: Literal["ja", "en"]) -> str:
        """The message in this language."""
        return (self.japanese if language == "ja" else "") or str(self)


class InputError(NarabeError):
    """An input file that cannot be used; `problems` holds every fault found, warnings included."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        english, japanese = ("\n".join(problem.text(code) for problem in problems) for code in ("en", "ja"))
        super().__init__(english, japanese)


class SettingsError(NarabeError):
    """A setting or option that cannot be used."""


class ModelError(NarabeError):
    """A model that cannot be loaded or asked."""
