"""Tags, scores and flags in the report: counted over answers, by arm and language."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import openpyxl

from app import pipeline
from app.records import Arm
from app.report import Source, full_json, full_report, render_full
from app.report.page import render_markdown, render_page
from app.store import Store
from app.verdicts import Annotation, Verdict
from tests.app.report.test_report import one
from tests.browser.answers import fill


def test_an_answer_counts_once_however_many_gave_the_tag() -> None:
    first, second, third, english = (one(no, language) for no, language in ((1, "ja"), (2, "ja"), (3, "ja"), (1, "en")))  # type: ignore[arg-type]
    said = (
        Annotation(1, "花子", ("wrong fact", "固有名詞"), 2, True),
        Annotation(1, "太郎", ("wrong fact",), 4),
    )
    answers = (
        replace(first, annotations=said),
        replace(second, annotations=(Annotation(2, "花子", ("wrong fact",), 5),)),
        third,
        replace(english, annotations=(Annotation(4, "花子", draft="まだ途中"),)),
    )
    report = full_report([Source("a", "a", answers)])
    (found,) = full_json(report)["marks"]
    assert (found["language"], found["tags"]) == ("ja", {"wrong fact": 2, "固有名詞": 1})
    assert (found["flagged"], found["score"], found["scored"]) == (1, 4.0, 2)
    assert "wrong fact 2, 固有名詞 1 · 1 · 4.0 (2)" in render_full(report)
    assert "事実の誤り 2, 固有名詞 1 · 1 · 4.0 (2)" in render_full(report, "ja")
    assert "<td>wrong fact 2, 固有名詞 1</td>" in render_page(report, {}).replace("\n", "")
    assert "事実の誤り 2, 固有名詞 1" in render_markdown(report, {}, "ja")


def test_nothing_is_said_where_nobody_said_anything() -> None:
    report = full_report([Source("a", "a", (one(1, "ja"),))])
    assert full_json(report)["marks"] == [] and "Tags" not in render_full(report) + render_page(report, {})


def test_the_store_the_workbook_and_the_report_hold_what_was_said(tmp_path: Path) -> None:
    store = Store(f"sqlite:///{tmp_path / 'narabe.sqlite3'}")
    run = fill(store, (Arm(),))
    first, second = (graded.item.id for graded in store.graded_run(run.id)[:2])
    for value in ("incorrect", "correct"):
        store.add_verdict(Verdict(first, value, True, "", "花子", True))  # type: ignore[arg-type]
    store.annotate(Annotation(first, "花子", ("wrong fact", "format"), 3, True))
    store.annotate(Annotation(second, "太郎", (), None, True))
    book = openpyxl.load_workbook(pipeline.export(store, run.id, tmp_path / "out.xlsx"), read_only=True)
    header, *rows = book["Verdicts"].iter_rows(values_only=True)
    names = ("reviewer", "verdict", "tags", "score", "flag")
    assert [tuple(row[header.index(name)] for name in names) for row in rows] == [
        ("花子", "incorrect", None, None, None),
        ("花子", "correct", "wrong fact, format", 3, True),
        ("太郎", None, None, None, True),
    ]
    told = full_json(pipeline.report_on(store, [run.id]))["marks"]
    assert sum(one["flagged"] for one in told) == 2 and told[0]["tags"] == {"format": 1, "wrong fact": 1}
