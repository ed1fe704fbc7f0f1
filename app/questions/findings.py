"""Collecting what is wrong with an input file: everything at once, never one fault at a time."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import NoReturn

from app.errors import InputError, Problem
from app.questions.bounds import QUESTION_BOUNDS, Bounds
from app.questions.messages import MESSAGES

MAX_SECONDS = 8.0
"""Computing time that the reading of one file may take."""


@dataclass(slots=True)
class Findings:
    """The problems found so far in one file (its name), in the order of discovery."""

    file: str
    problems: list[Problem] = field(default_factory=list)
    began: float = field(default_factory=time.thread_time)
    seconds: float | None = None
    """Computing time that this file may take; None: `MAX_SECONDS`."""
    bounds: Bounds = QUESTION_BOUNDS

    def add(self, code: str, *, sheet: str = "", row: int | None = None, column: str = "", **values: object) -> None:
        """Record the fault `code` of the catalogue; `values` fill its text, a row 0 is no row."""
        message = MESSAGES[code]
        self.problems.append(
            Problem(
                severity=message.severity,
                file=self.file,
                message=message.message.format(**values),
                remedy=message.remedy.format(**values),
                sheet=sheet,
                row=row or None,
                column=column,
                code=code,
                message_ja=message.message_ja.format(**values),
                remedy_ja=message.remedy_ja.format(**values),
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

    def check_time(self) -> None:
        """Give up on a file that takes too long, however small it is.

        Raises:
            InputError: with everything found so far.
        """
        limit = MAX_SECONDS if self.seconds is None else self.seconds
        if time.thread_time() - self.began > limit:
            self.fail("too_slow", limit=round(limit))

    def stop_on_errors(self) -> None:
        """Raise what was found if any of it is an error.

        Raises:
            InputError: with everything found so far, warnings included.
        """
        if any(problem.severity == "error" for problem in self.problems):
            raise InputError(self.problems)
