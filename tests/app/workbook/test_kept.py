"""A user's own workbook with the answers of a run in it: all that was there stays, and graded copies come back."""

from __future__ import annotations

import io
from datetime import datetime
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import openpyxl
import pytest
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.drawing.image import Image
from openpyxl.styles import Font
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table
from PIL import Image as Picture

from app import pipeline
from app.errors import InputError, NarabeError
from app.records import COLUMN, Arm, Run
from app.store import Store
from app.verdicts import Verdict
from app.workbook import Choices
from app.workbook.kept_losses import losses
from app.workbook.kept_values import put_back
from tests.app.runs.test_importing import codes, standing
from tests.app.runs.test_importing_libreoffice import REQUIRED, SOFFICE, saved_by_libreoffice

pytestmark = pytest.mark.slow
COUNT = 6
HEADERS = ("番号", "質問(日)", "instruction(en)", "type", "response(jp)", "response(en)", "回答(日)", "期日", "担当")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(f"sqlite:///{tmp_path / 'narabe.sqlite3'}")


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A workbook as a team keeps it: a title above a table, dates, choices, a comment, a second sheet with pictures."""
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.title = "設問"
    sheet["A1"] = "第3回 評価用"
    sheet.merge_cells("A1:D1")
    for column, name in enumerate(HEADERS, start=1):
        sheet.cell(2, column, name).font = Font(bold=True, color="FFFFFFFF")
    for n in range(1, COUNT + 1):
        values = [n, f"{n}に1を足すと？", f"What is {n} plus 1?", "open_qa", str(n + 1), str(n + 1), f"{n + 1}です",
                  datetime(2026, 11, n), "佐藤"]  # fmt: skip
        for column, value in enumerate(values, start=1):
            sheet.cell(n + 2, column, value)
        sheet.cell(n + 2, 8).number_format = "yyyy/m/d"
    sheet["B3"].comment = Comment("確認済み", "佐藤")
    sheet.row_dimensions[5].hidden = True
    choices = DataValidation("list", formula1='"佐藤,鈴木"')
    sheet.add_data_validation(choices)
    choices.add(f"I3:I{COUNT + 2}")
    sheet.add_table(Table(displayName="設問表", ref=f"A2:I{COUNT + 2}"))
    notes = book.create_sheet("メモ")
    notes["A1"], notes["A2"], notes["A3"], notes["A4"] = 3, 4, "=SUM(A1:A2)", '=A1&"<点>"'
    chart = BarChart()
    chart.add_data(Reference(notes, min_col=1, min_row=1, max_row=2))
    notes.add_chart(chart, "C1")
    dot = io.BytesIO()
    Picture.new("RGB", (2, 2), "red").save(dot, "PNG")
    notes.add_image(Image(dot), "C20")
    path = tmp_path / "設問.xlsx"
    book.save(path)
    put_back(path, ["設問", "メモ"], {"メモ": {"A3": 7, "A4": "3<点>"}})
    return path


@pytest.fixture
def run(store: Store, own: Path) -> Run:
    questions, _ = pipeline.load_questions(own)
    run = pipeline.plan_run(store, questions, [Arm(model=COLUMN)], ["ja"])
    pipeline.execute(store, run, keep_going=lambda: True, stage=lambda *_: None)
    return run


@pytest.fixture
def kept(store: Store, run: Run, own: Path, tmp_path: Path) -> Path:
    return pipeline.export(store, run.id, tmp_path / "kept.xlsx", Choices(keep=own))


class Own:
    """The sheet of the questions, by row and header."""

    def __init__(self, path: Path) -> None:
        self.path, self.book = path, openpyxl.load_workbook(path)
        self.sheet = self.book["設問"]
        self.columns = {str(cell.value): number for number, cell in enumerate(self.sheet[2], start=1)}

    def fill(self, **cells: object) -> Own:
        """`verdict_3="correct"`: in row 3."""
        for name, value in cells.items():
            column, _, row = name.rpartition("_")
            self.sheet.cell(int(row), self.columns[f"{column}(jp)"]).value = value  # type: ignore[assignment]
        return self

    def saved(self, name: str) -> Path:
        path = self.path.with_name(name)
        self.book.save(path)
        return path


def test_all_that_was_there_stays(kept: Path) -> None:
    book = openpyxl.load_workbook(kept)
    sheet: Any = book["設問"]
    notes: Any = book["メモ"]
    assert [one.title for one in book if one.sheet_state == "visible"] == ["設問", "メモ"]
    assert [str(cells) for cells in sheet.merged_cells.ranges] == ["A1:D1"]
    assert sheet["B3"].comment is not None and sheet["B3"].comment.text == "確認済み"
    assert (sheet["H4"].value, sheet["H4"].number_format) == (datetime(2026, 11, 2), "yyyy/m/d")
    assert sheet.row_dimensions[5].hidden and sheet["A2"].font.bold
    assert "I3:I8" in [str(one.sqref) for one in sheet.data_validations.dataValidation]
    assert notes["A3"].value == "=SUM(A1:A2)" and len(notes._charts) == len(notes._images) == 1
    shown = openpyxl.load_workbook(kept, data_only=True)["メモ"]
    assert (shown["A3"].value, shown["A4"].value) == (7, "3<点>")
    headers = [cell.value for cell in sheet[2]]
    assert headers == [*HEADERS, "verdict(jp)", "language_ok(jp)", "comment(jp)", "reviewer(jp)", "judgement(jp)",
                       "probability(jp)", "similarity(jp)", "item(jp)"]  # fmt: skip
    table = sheet.tables["設問表"]
    assert table.ref == "A2:Q8" == table.autoFilter.ref
    assert [column.name for column in table.tableColumns] == headers
    assert len({column.id for column in table.tableColumns}) == len(headers)
    assert sheet.column_dimensions["Q"].hidden and not sheet["J3"].protection.locked


def test_what_was_graded_in_the_copy_comes_back_once(store: Store, run: Run, kept: Path) -> None:
    assert pipeline.import_verdicts(store, kept, "Lee").verdicts == ()
    sheet = Own(kept).fill(verdict_3="○", verdict_4="誤", comment_4="=違う", language_ok_4=True)
    sheet.sheet["L4"].data_type = "s"
    sheet.sheet["I4"] = "鈴木"  # a cell of the team's own
    graded = sheet.saved("graded.xlsx")
    assert len(pipeline.import_verdicts(store, graded, "Lee").verdicts) == 2
    assert standing(store, run, "Lee") == {("1", "ja"): "correct", ("2", "ja"): "incorrect"}
    (told,) = [one.verdict for one in store.graded_run(run.id) if one.verdict and one.verdict.comment]
    assert (told.comment, told.language_ok) == ("=違う", True)
    assert pipeline.import_verdicts(store, graded, "Lee").verdicts == ()
    assert len(pipeline.import_verdicts(store, graded, "田中").verdicts) == 2


def test_rows_and_columns_may_move_but_not_apart(store: Store, run: Run, kept: Path) -> None:
    moved = Own(kept).fill(verdict_3="correct")
    moved.sheet.insert_cols(1)
    moved.sheet.insert_rows(4)
    assert len(pipeline.import_verdicts(store, moved.saved("moved.xlsx"), "Lee").verdicts) == 1
    assert standing(store, run, "Lee") == {("1", "ja"): "correct"}
    apart = Own(kept).fill(verdict_3="correct", verdict_5="unsure")
    for column in range(1, 8):
        first, second = apart.sheet.cell(3, column), apart.sheet.cell(4, column)
        first.value, second.value = second.value, first.value
    path = apart.saved("apart.xlsx")
    with pytest.raises(InputError) as caught:
        pipeline.import_verdicts(store, path, "Kim")
    assert codes(caught) == [("row_moved", 3)]
    assert (caught.value.problems[0].sheet, caught.value.problems[0].column) == ("設問", "J (verdict(jp))")
    assert len(pipeline.import_verdicts(store, path, "Kim", skip_bad=True).verdicts) == 1


def test_a_header_that_is_gone_and_a_wrong_word_are_named(store: Store, kept: Path) -> None:
    renamed = Own(kept)
    renamed.sheet["J2"] = "my verdict"
    with pytest.raises(InputError, match="verdict\\(jp\\)"):
        pipeline.import_verdicts(store, renamed.saved("renamed.xlsx"), "Lee")
    with pytest.raises(InputError) as caught:
        pipeline.import_verdicts(store, Own(kept).fill(verdict_5="たぶん").saved("wrong.xlsx"), "Lee")
    assert codes(caught) == [("bad_verdict", 5)]


def test_several_arms_blind_and_in_japanese(store: Store, own: Path, tmp_path: Path) -> None:
    """Each arm has its own columns; a blind copy tells neither models nor verdicts."""
    questions, _ = pipeline.load_questions(own)
    arms = [Arm(model="m1"), Arm(model="m2")]
    run = store.create_run(questions, arms, ["ja", "en"], None)
    path = pipeline.export(store, run.id, tmp_path / "two.xlsx", Choices(keep=own, language="ja"))
    headers = [str(cell.value) for cell in openpyxl.load_workbook(path)["設問"][2]]
    assert [name for name in headers if name.startswith("評価")] == [
        f"評価({side}) · {arm.label}" for side in "日英" for arm in arms
    ]
    assert len(set(headers)) == len(headers)
    blind = pipeline.export(store, run.id, tmp_path / "blind.xlsx", Choices(keep=own, blind=True))
    with ZipFile(blind) as package:
        said = b"".join(package.read(name) for name in package.namelist()).decode("utf-8", "replace")
    assert "m1" not in said and "judgement(" not in said and "verdict(jp) · B" in said


def test_another_workbook_is_refused(store: Store, run: Run, kept: Path, own: Path, tmp_path: Path) -> None:
    other = openpyxl.load_workbook(own)
    other["設問"]["B5"] = "別の質問"
    other.save(tmp_path / "other.xlsx")
    for source, said in ((tmp_path / "other.xlsx", "does not hold question 3"), (kept, "holds a run already")):
        with pytest.raises(NarabeError, match=said) as caught:
            pipeline.export(store, run.id, tmp_path / "out.xlsx", Choices(keep=source))
        assert caught.value.japanese and not (tmp_path / "out.xlsx").exists()


def test_what_is_lost_is_named(own: Path, tmp_path: Path) -> None:
    assert losses(own) == []
    with ZipFile(own) as package, ZipFile(tmp_path / "more.xlsx", "w") as more:
        for name in package.namelist():
            text = package.read(name)
            more.writestr(name, text + (b"<xdr:sp>" if "drawings/drawing" in name else b""))
        more.writestr("xl/slicers/slicer1.xml", "<slicers/>")
    assert [english for _, english in losses(tmp_path / "more.xlsx")] == ["slicers", "shapes and text boxes"]


@pytest.mark.skipif(SOFFICE is None and not REQUIRED, reason="libreoffice-calc is not installed")
def test_libreoffice_opens_the_copy_and_brings_the_verdicts_back(
    store: Store, run: Run, own: Path, tmp_path: Path
) -> None:
    items = {one.item.question.no: one.item.id for one in store.graded_run(run.id)}
    store.add_verdicts([Verdict(items["2"], "correct", True, "済", "田中", True)])
    kept = pipeline.export(store, run.id, tmp_path / "kept.xlsx", Choices(keep=own))
    back = saved_by_libreoffice(Own(kept).fill(verdict_3="正解").saved("graded.xlsx"), tmp_path / "libreoffice")
    (taken,) = pipeline.import_verdicts(store, back, "Lee").verdicts
    assert (taken.item_id, taken.value) == (items["1"], "correct")
    book = openpyxl.load_workbook(back)
    assert book["設問"]["B3"].comment is not None and book["設問"].tables["設問表"].ref == "A2:Q8"
    assert openpyxl.load_workbook(back, data_only=True)["メモ"]["A3"].value == 7
