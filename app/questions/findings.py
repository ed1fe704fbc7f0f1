"""Collecting what is wrong with an input file: everything at once, never one fault at a time."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NoReturn

from app.errors import InputError, Problem
from app.questions.texts import TEXTS


@dataclass(slots=True)
class Findings:
    """The problems found so far in one file (its name), in the order of discovery."""

    file: str
    problems: list[Problem] = field(default_factory=list)

    def add(self, code: str, *, sheet: str = "", row: int | None = None, column: str = "", **values: object) -> None:
        """Record the fault `code` of the catalogue; `values` fill its text, a row 0 is no row."""
        text = TEXTS[code]
        self.problems.append(
            Problem(
                severity=text.severity,
                file=self.file,
                message=text.message.format(**values),
                remedy=text.remedy.format(**values),
                sheet=sheet,
                row=row or None,
                column=column,
                code=code,
                message_ja=text.message_ja.format(**values),
                remedy_ja=text.remedy_ja.format(**values),
            )
        )

    def fail(
        self, code: str, *, sheet: str = "", row: int | None = None, column: str = "", **values: object
    ) -> NoReturn:
        """Record a fault that leaves nothing to go on with.

        Raises:
            InputError: always, with everything found so far.
        """
        self.add(code, sheet=sheet, row=row, column=column, **values)
        raise InputError(self.problems)

    def stop_on_errors(self) -> None:
        """Raise what was found if any of it is an error.

        Raises:
            InputError: with everything found so far, warnings included.
        """
        if any(problem.severity == "error" for problem in self.problems):
            raise InputError(self.problems)
