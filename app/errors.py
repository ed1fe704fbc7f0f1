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
        place = [self.file]
        if self.sheet:
            place.append(f"sheet {self.sheet}")
        if self.row is not None:
            place.append(f"row {self.row}")
        if self.column:
            place.append(f"column {self.column}")
        return f"{self.severity}: {', '.join(place)}: {self.message} → {self.remedy}"


class NarabeError(Exception):
    """Something the user can fix. The message is complete: what is wrong, and the remedy."""


class InputError(NarabeError):
    """An input file that cannot be used; `problems` holds every fault found, warnings included."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in problems))


class SettingsError(NarabeError):
    """A setting or option that cannot be used."""


class ModelError(NarabeError):
    """A model that cannot be loaded or asked."""
