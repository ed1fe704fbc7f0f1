"""Whatever was graded before, whatever reviewers do to a workbook: what they decided comes back, and nothing else."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app import pipeline
from app.records import COLUMN, Arm, GradedAnswer
from app.runs import importing
from app.store import Store
from app.verdicts import Verdict
from app.workbook import Marks
from app.workbook.graded_sheet import read_graded_sheet
from app.workbook.sheet import storable
from app.workbook.words import NO, VERDICTS, YES
from tests.app.runs.exports import SET
from tests.app.runs.test_importing_libreoffice import REQUIRED, SOFFICE, saved_by_libreoffice

pytestmark = pytest.mark.slow
QUESTIONS = 5
REVIEWERS = ("田中", "Lee", "佐藤 (2)")
VALUES = st.sampled_from(list(VERDICTS))
# Whatever can be typed into a cell: no control characters but the end of a line, no halves of characters.
COMMENTS = st.text(st.characters(exclude_categories=("Cc", "Cs")) | st.just("\n"), max_size=12).map(str.strip)
MARKS = st.builds(Marks, VALUES, st.sampled_from([None, True, False]), COMMENTS)


@dataclass(frozen=True)
class Edit:
    """What a reviewer does to one answer's cells: marks in those of the verdict that stands, or in the own column."""

    item: int
    marks: Marks
    own: bool
    spelling: int


ITEMS = st.integers(0, 2 * QUESTIONS - 1)
GRADINGS = st.lists(st.tuples(st.sampled_from(REVIEWERS), ITEMS, MARKS), max_size=10)
EDITS = st.lists(
    st.builds(Edit, ITEMS, MARKS | st.just(Marks()), st.booleans(), st.integers(0, 20)),
    max_size=8,
    unique_by=lambda edit: edit.item,
)
Stacks = dict[tuple[int, str], list[Marks]]


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with a finished run."""
    path = tmp_path_factory.mktemp("any") / "first.sqlite3"
    store = Store(f"sqlite:///{path}")
    questions = replace(SET, questions=SET.questions[:QUESTIONS])
    run = pipeline.plan_run(store, questions, [Arm(model=COLUMN)], ["ja", "en"])
    pipeline.execute(store, run, keep_going=lambda: True, stage=lambda *_: None)
    return path


class Desk:
    """A copy of the store, and what its reviewers' verdicts should be: reviewer and item → one after the other."""

    def __init__(self, first: Path, folder: Path) -> None:
        with sqlite3.connect(first) as connection:
            connection.execute("VACUUM INTO ?", (str(folder / "narabe.sqlite3"),))
        self.store = Store(f"sqlite:///{folder / 'narabe.sqlite3'}")
        self.run = self.store.runs()[0].id
        self.items = [one.item.id for one in self.answers()]
        self.stacks: Stacks = {}

    def answers(self) -> Sequence[GradedAnswer]:
        return self.store.graded_run(self.run)

    def give(self, reviewer: str, item: int, marks: Marks) -> None:
        assert marks.value is not None
        self.store.add_verdicts([Verdict(item, marks.value, marks.language_ok, marks.comment, reviewer, True)])
        self.stacks.setdefault((item, reviewer), []).append(marks)

    def standing(self) -> dict[tuple[int, str], Marks]:
        return {
            (one.item.id, given.reviewer): Marks(given.value, given.language_ok, given.comment)  # type: ignore[arg-type]
            for one in self.answers()
            for given in one.verdicts
        }

    def due(self) -> dict[tuple[int, str], Marks]:
        return {key: stack[-1] for key, stack in self.stacks.items() if stack}


def edit_workbook(path: Path, desk: Desk, reviewer: str, edits: Sequence[Edit], chance: Any) -> list[Edit]:
    """Fill cells in as people do: any spelling, rows and columns in any order, own columns; what was really filled."""
    book = openpyxl.load_workbook(path)
    sheet: Any = book["Answers"]
    rows = list(sheet.iter_rows(values_only=True))
    header, body = list(rows[0]), [list(row) for row in rows[1:]]
    done = []
    for edit in edits:
        item = desk.items[edit.item]
        row, side = next(
            (row, side) for side in ("jp", "en") for row in body if row[header.index(f"item({side})")] == item
        )
        own = f"verdict({side}) {reviewer}"
        if edit.own and own not in header:
            continue
        done.append(edit)
        value, mark = edit.marks.value, edit.marks.language_ok
        spelled = None if value is None else VERDICTS[value][edit.spelling % len(VERDICTS[value])]
        marked = None if mark is None else (YES if mark else NO)[edit.spelling % 3]
        if edit.own:
            row[header.index(own)] = spelled
            continue
        row[header.index(f"verdict({side})")] = spelled
        row[header.index(f"language_ok({side})")] = marked
        row[header.index(f"comment({side})")] = storable(edit.marks.comment) or None
    for row in body:
        row.append("自分の列")
    chance.shuffle(body)
    formats = [*(cell.number_format for cell in sheet[2]), "General"]
    order = list(range(len(header) + 1))
    chance.shuffle(order)
    for number, row in enumerate([[*header, "メモ"], *body], start=1):
        for column, place in enumerate(order, start=1):
            cell = sheet.cell(number, column)
            cell.value, cell.number_format = row[place], formats[place]
            if isinstance(row[place], str):
                cell.data_type = "s"
        sheet.row_dimensions[number].hidden = number > 1 and chance.random() < 0.3
    book.save(path)
    return done


def expect(
    desk: Desk, reviewer: str, edits: Sequence[Edit], seen: Seen, since: Sequence[tuple[str, int, Marks]]
) -> None:
    """What the import should make of the edits: an act is what differs from the workbook as it was exported."""
    for edit in edits:
        item = desk.items[edit.item]
        stack = desk.stacks.setdefault((item, reviewer), [])
        mine, marks = (stack[-1] if stack else None), edit.marks
        shown, whose = seen.standing.get(item, (Marks(), ""))
        if edit.own:
            shown, whose = seen.own.get((item, reviewer), Marks()), reviewer
            if marks.value == shown.value:
                continue
            marks = marks._replace(language_ok=mine.language_ok if mine else None, comment=mine.comment if mine else "")
        if marks in (shown, mine) or (reviewer, item, marks) in since:
            continue
        if marks.value is None:
            if shown.value is not None and whose == reviewer:
                stack.clear()
        elif not (mine is None and whose not in ("", reviewer) and marks.value == shown.value):
            stack.append(marks)


@dataclass(frozen=True)
class Seen:
    """What a workbook shows when it is written: the verdict that stands and whose it is, and each reviewer's own."""

    standing: dict[int, tuple[Marks, str]]
    own: dict[tuple[int, str], Marks]


def seen(desk: Desk) -> Seen:
    standing = {
        one.item.id: (Marks(given.value, given.language_ok, given.comment), given.reviewer)  # type: ignore[arg-type]
        for one in desk.answers()
        if (given := one.verdict)
    }
    return Seen(standing, desk.standing())


NUMBERS = count()


def play(
    first: Path,
    folder: Path,
    history: Sequence[tuple[str, int, Marks]],
    edits: Sequence[tuple[str, list[Edit]]],
    meanwhile: Sequence[tuple[str, int, Marks]],
    chance: Any,
    saved: Callable[[Path, Path], Path],
) -> None:
    """Grade, export, edit copies, grade on in the app, import: the store holds what was decided; once more: nothing."""
    folder = folder / str(next(NUMBERS))
    folder.mkdir()
    desk = Desk(first, folder)
    for reviewer, place, marks in history:
        desk.give(reviewer, desk.items[place], marks)
    source, shown = pipeline.export(desk.store, desk.run, folder / "out.xlsx"), seen(desk)
    copies = []
    for number, (reviewer, wanted) in enumerate(edits):
        path = folder / f"{number}.xlsx"
        path.write_bytes(source.read_bytes())
        copies.append((reviewer, edit_workbook(path, desk, reviewer, wanted, chance), saved(path, folder / "saved")))
    since = []
    for reviewer, place, marks in meanwhile:
        desk.give(reviewer, desk.items[place], marks)
        since.append((reviewer, desk.items[place], marks))
    for reviewer, done, path in copies:
        expect(desk, reviewer, done, shown, since)
        taken = pipeline.import_verdicts(desk.store, path, reviewer, skip_bad=True, withdraw=True)
        assert desk.standing() == desk.due(), [str(problem) for problem in taken.problems]
    for reviewer, _, path in copies:
        assert pipeline.import_verdicts(desk.store, path, reviewer, skip_bad=True, withdraw=True).verdicts == ()
    assert desk.standing() == desk.due()


COPIES = st.tuples(st.tuples(st.just("田中"), EDITS), st.tuples(st.just("Lee"), EDITS)).map(list)
USUAL: dict[str, Any] = {
    "deadline": None,
    "suppress_health_check": [HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
}


@settings(max_examples=12, **USUAL)
@given(GRADINGS, COPIES, GRADINGS.map(lambda some: some[:3]), st.randoms(use_true_random=False))
def test_any_history_comes_back_as_it_was_decided(
    graded: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    history: list[tuple[str, int, Marks]],
    copies: list[tuple[str, list[Edit]]],
    meanwhile: list[tuple[str, int, Marks]],
    chance: Any,
) -> None:
    monkeypatch.setattr(importing, "read_graded_sheet", read_graded_sheet)  # a child process for each would take long
    play(graded, tmp_path, history, copies, meanwhile, chance, lambda path, _: path)


@pytest.mark.skipif(SOFFICE is None and not REQUIRED, reason="libreoffice-calc is not installed")
@settings(max_examples=2, database=None, **USUAL)
@given(GRADINGS, COPIES, st.randoms(use_true_random=False))
def test_the_same_through_libreoffice(
    graded: Path,
    tmp_path: Path,
    history: list[tuple[str, int, Marks]],
    copies: list[tuple[str, list[Edit]]],
    chance: Any,
) -> None:
    play(graded, tmp_path, history, copies[:1], [], chance, saved_by_libreoffice)
