"""What a visitor loaded: the questions if they can be used, and every problem found."""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from app.errors import Problem
from app.questions import Join, Reading, read_foreign, user_memory
from app.records import LANGUAGES, Language, Question, QuestionSet
from app.ui.asking import role

SAMPLE = Path(str(files("samples") / "verify100.xlsx"))
KEPT_SAMPLE = "sample"
PAGE = 50
"""Questions on one page of the preview."""


@dataclass(frozen=True, eq=False)
class Loaded:
    """One file as it was read. Without `questions` it cannot be used, and `problems` say why."""

    name: str
    questions: QuestionSet | None
    problems: tuple[Problem, ...]
    reading: Reading | None = None
    """Its sheets and columns; None for questions that come from an earlier run."""
    path: Path | None = None
    columns: Mapping[str, str] | None = None
    """What its columns were named when it was read; None: as their own names say, or as named before."""
    sheet: str | None = None
    """The sheet that was asked for."""
    encoding: str | None = None
    """What a text file was said to be in."""
    split: Sequence[str] | None = None
    """By what its references were said to be split."""
    join: Join | None = None
    """By what its languages were said to be joined."""
    header_row: int | None = None
    """Which row was said to hold its column names."""
    kept: str = ""
    """Under what name it is kept (see `app.ui.keeping`)."""


def load(
    path: Path,
    columns: Mapping[str, str] | None = None,
    sheet: str | None = None,
    encoding: str | None = None,
    split: Sequence[str] | None = None,
    join: Join | None = None,
    header_row: int | None = None,
) -> Loaded:
    """Read a workbook; what is wrong with it is part of the result, never an exception.

    What an admin says of its layout is remembered, for everybody's files.
    """
    memory = user_memory(frozen=role() != "admin")
    reading = read_foreign(
        path, columns, sheet, memory, encoding=encoding, split=split, join=join, header_row=header_row
    )
    said = (columns, sheet, encoding, split, join, header_row)
    kept = KEPT_SAMPLE if path == SAMPLE else secrets.token_hex(16)
    return Loaded(path.name, reading.questions, reading.problems, reading, path, *said, kept=kept)


@dataclass(frozen=True, slots=True)
class Group:
    """Problems that say the same, with each place where it holds."""

    problem: Problem
    places: tuple[Problem, ...]


def groups(problems: tuple[Problem, ...]) -> dict[str, list[Group]]:
    """Problems by severity, errors first, those with the same message together; none is left out."""
    found: dict[str, dict[tuple[str, str], list[Problem]]] = {"error": {}, "warning": {}}
    for problem in problems:
        found[problem.severity].setdefault((problem.message, problem.remedy), []).append(problem)
    return {severity: [Group(same[0], tuple(same)) for same in by_text.values()] for severity, by_text in found.items()}


@dataclass(frozen=True, slots=True)
class Count:
    """How many questions of a type there are, how many in each language, and how many of those with a reference."""

    type: str
    total: int
    by_language: Mapping[Language, int]
    referenced: Mapping[Language, int]


def counts(questions: tuple[Question, ...]) -> list[Count]:
    """One count a type, most frequent first."""
    types = Counter(question.type for question in questions)
    return [_count(kind, [one for one in questions if one.type == kind]) for kind, _ in types.most_common()]


def total(questions: tuple[Question, ...]) -> Count:
    """The count of all types together."""
    return _count("", list(questions))


def _count(kind: str, questions: list[Question]) -> Count:
    return Count(
        kind,
        len(questions),
        {code: sum(code in one.sides for one in questions) for code in LANGUAGES},
        {code: sum(bool(one.references(code)) for one in questions) for code in LANGUAGES},
    )


def facts(loaded: Loaded) -> dict[str, object]:
    """What was loaded, for scripts."""
    questions = loaded.questions.questions if loaded.questions else ()
    return {
        "name": loaded.name,
        "questions": len(questions),
        "languages": list(loaded.questions.languages) if loaded.questions else [],
        "types": {one.type: one.total for one in counts(questions)},
        "problems": [str(problem) for problem in loaded.problems],
    }


def load_sample() -> tuple[Loaded | None, dict[str, object]]:
    """Loads the sample's 100 questions. Returns what was loaded: name, questions, languages, types and problems."""
    return load_workbook(str(SAMPLE))


def load_workbook(path: str | None) -> tuple[Loaded | None, dict[str, object]]:
    """Loads a file of questions. Returns what was loaded: name, questions, languages, types and problems."""
    if path is None:
        return None, {}
    loaded = load(Path(path))
    return loaded, facts(loaded)
