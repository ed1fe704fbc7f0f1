"""The workbook as a place to work: its words, its look, what it leaves out, and the columns of each reviewer."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from app.questions import read_questions
from app.questions.findings import Findings
from app.questions.headers import folded
from app.questions.readers.cells import shown
from app.questions.table import Cell as TableCell
from app.questions.table import Row
from app.records import Decoding, Formatted, QuestionSet, Reference
from app.store import Store
from app.verdicts import Annotation
from app.workbook.graded_answers import read_graded
from app.workbook.graded_verdicts import open_answers, read_gradings
from app.workbook.reviewer_columns import reviewer_names, reviewer_places
from app.workbook.style import row_height
from app.workbook.words import NO, VERDICTS, YES, language_marks, verdict_values
from tests.app.graded_samples import ARM, CAPITAL, NOON, OTHER_ARM, RUN, graded, standard, verdict, write
from tests.app.workbook.test_workbook import records


def test_a_japanese_workbook_says_everything_in_japanese_and_is_read_the_same(tmp_path: Path) -> None:
    book = write(tmp_path / "ja.xlsx", standard(), language="ja")
    (first, _) = records(book["Answers"])
    names = [name for name in first if name not in ("NO", "item(jp)", "item(en)", "難易度", "Answer(jp) (input)")]
    assert [name for name in names if name.isascii()] == []
    assert (first["評価(日)"], first["言語の適否(日)"], first["自動判定(日)"]) == ("正解", "いいえ", "正解")
    assert (first["評価の決め方(日)"], first["評価(日) 田中"]) == ("最新", "正解")
    choices = {one.formula1 for one in book["Answers"].data_validations.dataValidation}
    assert choices == {'"正解,不正解,判断できない"', '"はい,いいえ"'}
    write(tmp_path / "en.xlsx", standard())
    english, japanese = read_graded(tmp_path / "en.xlsx"), read_graded(tmp_path / "ja.xlsx")
    assert japanese.answers == english.answers
    findings = Findings("x.xlsx")
    both = [read_gradings(open_answers(tmp_path / f"{name}.xlsx", findings), findings) for name in ("en", "ja")]
    assert [one._replace(column="") for one in both[0]] == [one._replace(column="") for one in both[1]]
    questions, _ = read_questions(tmp_path / "ja.xlsx")
    assert [one.sides for one in questions.questions] == [
        {code: replace(side, answer=questions.questions[n].sides[code].answer) for code, side in one.sides.items()}
        for n, one in enumerate([CAPITAL, standard()[2].item.question])
    ]


def test_a_cell_may_say_it_in_any_spelling_and_none_says_two_things() -> None:
    words = [folded(word) for spellings in VERDICTS.values() for word in spellings]
    assert len(set(words)) == len(words) == len(verdict_values())
    assert len({folded(word) for word in (*YES, *NO)}) == len(YES + NO) == len(language_marks())
    wanted = {"correct": "正解 ○ 〇 ◯ ✓ １ TRUE 正", "incorrect": "不正解 × x Ｘ 0 false 誤", "unsure": "保留 ? ？"}
    assert {verdict_values()[folded(f" {word} ")] for word in wanted["correct"].split()} == {"correct"}
    assert {verdict_values()[folded(word)] for word in wanted["incorrect"].split()} == {"incorrect"}
    assert {verdict_values()[folded(word)] for word in wanted["unsure"].split()} == {"unsure"}


def test_a_blind_workbook_tells_nothing_but_question_reference_and_answer(tmp_path: Path) -> None:
    two = [*standard(), graded(5, CAPITAL, "ja", "東京", arm=OTHER_ARM)]
    run = replace(RUN, arms=(ARM, OTHER_ARM))
    book = write(tmp_path / "blind.xlsx", two, run=run, blind=True)
    assert [sheet.title for sheet in book if sheet.sheet_state == "visible"] == ["Answers", "Run"]
    rows = records(book["Answers"])
    assert {row["arm"] for row in rows} == {"A", "B"}
    assert not {"similarity(jp)", "judgement(jp)", "probability(jp)", "verdict(jp) 田中"} & set(rows[0])
    assert [row["verdict(jp)"] for row in rows] == [None] * 3
    everything = " ".join(str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row)
    assert not any(word in everything for word in ("embedded", "田中", "英語で答えた", "0.81"))


def test_each_reviewer_has_a_column_under_a_name_of_their_own(tmp_path: Path) -> None:
    names = ["田中", "Lee", "lee", "a\nb ", "=1+1", "長" * 200, "verdict(jp)"]
    verdicts = tuple(verdict(1, reviewer=name, id=n) for n, name in enumerate(names, start=1))
    answers = [graded(1, CAPITAL, "ja", verdicts=verdicts)]
    shown_names = reviewer_names(answers)
    assert [shown_names[name] for name in names] == [
        *("田中", "Lee", "lee (2)", "a b", "=1+1"),
        "長" * 80,
        "verdict(jp)",
    ]
    write(tmp_path / "out.xlsx", answers)
    opened = open_answers(tmp_path / "out.xlsx", Findings("out.xlsx"))
    assert [name for name, _ in opened.reviewers] == names
    header = Row(1, tuple(TableCell(text, text) for text in ("verdict(jp)", "verdict(jp) Kim", "評価(英) Lee")))
    assert reviewer_places(header, {"Lee": "Lee"}) == {("Kim", "ja"): 1, ("Lee", "en"): 2}


def test_the_rule_by_which_a_verdict_stands_is_on_the_sheet(tmp_path: Path) -> None:
    given = (verdict(1, "incorrect", id=1), verdict(1, "incorrect", id=2, reviewer="Lee"))
    theirs = tuple(replace(one, item_id=2) for one in given)
    final = verdict(2, "correct", id=3, reviewer="Kim", adjudicated=True)
    answers = [graded(1, CAPITAL, "ja", verdicts=given), graded(2, CAPITAL, "en", verdicts=theirs, adjudication=final)]
    (row,) = records(write(tmp_path / "out.xlsx", answers)["Answers"])
    assert (row["verdict(jp)"], row["rule(jp)"], row["reviewer(jp)"]) == ("incorrect", "agreed", "Lee")
    assert (row["verdict(en)"], row["rule(en)"], row["reviewer(en)"]) == ("correct", "adjudicated", "Kim")
    assert (row["verdict(en) 田中"], row["verdict(en) Lee"]) == ("incorrect", "incorrect")
    found = read_graded(tmp_path / "out.xlsx").answers
    assert [(one.stands.rule, one.stands.verdict.value) for one in found if one.stands] == [
        ("agreed", "incorrect"),
        ("adjudicated", "correct"),
    ]


@pytest.mark.parametrize(
    ("text", "width", "lines"), [("短い", 20.0, 1), ("長" * 19, 20.0, 2), ("a\nb\n\nc", 20.0, 4), ("x" * 60, 20.0, 4)]
)
def test_rows_are_as_high_as_their_texts(text: str, width: float, lines: int) -> None:
    assert row_height([(text, width), (None, 1.0)]) == lines * 15.5 + 4


CARRIED = {
    "作成日": (Formatted(46329, "yyyy/m/d"), "2026/11/3"),
    "金額": (Formatted(1000, '"¥"#,##0'), "¥1,000"),
    "率": (Formatted(0.12, "0%"), "12%"),
    "所要": (Formatted(0.0625, "[hh]:mm:ss"), "01:30:00"),
    "ID": ("007", "007"),
}


def test_carried_columns_keep_value_and_number_format_however_often(tmp_path: Path) -> None:
    extra = {name: value for name, (value, _) in CARRIED.items()}
    asked = replace(CAPITAL, extra=extra)
    store = Store(f"sqlite:///{tmp_path / 'narabe.sqlite3'}")
    store.create_run(QuestionSet("q.xlsx", "c" * 64, (asked,), tuple(extra)), [ARM], ["ja"])
    kept = store.question_set(store.runs()[0].id)
    assert kept.questions[0].extra == extra
    for turn in range(2):
        path = tmp_path / f"{turn}.xlsx"
        book = write(path, [graded(1, kept.questions[0], "ja")], question_set=kept)
        row = {str(name.value): cell for name, cell in zip(*book["Answers"].iter_rows(max_row=2), strict=True)}
        assert {name: shown(row[name].value, row[name].number_format) for name in extra} == {
            name: text for name, (_, text) in CARRIED.items()
        }
        kept, _ = read_questions(path)
        assert {name: kept.questions[0].extra[name] for name in extra} == extra


def test_the_sheets_beside_answers_are_in_the_language_of_the_workbook_and_read_in_both(tmp_path: Path) -> None:
    found = {}
    for language in ("ja", "en"):
        path = tmp_path / f"{language}.xlsx"
        book = write(path, standard(), verdicts=[verdict(1, id=7)], language=language)
        found[language] = [cell.value for cell in book["Verdicts"][1]], [row[0].value for row in book["Run"]]
        assert open_answers(path, Findings(path.name)).run["last verdict"] == "7"
        assert open_answers(path, Findings(path.name)).run["references version"] == "0"
    assert found["ja"][0][:3] == ["番号", "時刻（UTC）", "レビュアー"] and found["en"][0][:2] == ["id", "time (UTC)"]
    assert found["ja"][1][:2] == ["実行", "名前"] and "比較条件 1 モデル" in found["ja"][1]
    assert not [name for name in found["ja"][1] if name.startswith(("arm ", "version of "))]
    assert not set(found["ja"][0]) & set(found["en"][0]) - {"NO"}


def test_an_arm_is_the_same_whatever_the_language_of_its_workbook(tmp_path: Path) -> None:
    """Of a Japanese one, decoding and prompt were lost: its arm was another than that of the run."""
    arm = replace(ARM, decoding=Decoding(max_new_tokens=7, temperature=0.5), wording="問い：{question}")
    run = replace(RUN, arms=(arm,))
    for language in ("ja", "en"):
        path = tmp_path / f"{language}.xlsx"
        write(path, [graded(1, CAPITAL, "ja", arm=arm)], run, language=language)
        assert read_graded(path).answers[0].item.arm.key == arm.key


def test_words_of_narabes_own_are_in_the_language_of_the_workbook(tmp_path: Path) -> None:
    noted = Annotation(1, "田中", ("wrong fact", "言い換え"), time=NOON)
    changed = Reference("家族", "ja", "日本の首都は？", "東京", "accepted", "田中", 1, time=NOON)
    answers = [graded(1, CAPITAL, "ja", verdicts=(verdict(1, id=1),), annotations=(noted,))]
    book = write(tmp_path / "out.xlsx", answers, language="ja", references=(changed,))
    facts = dict(book["Run"].iter_rows(max_col=2, values_only=True))
    assert (facts["状態"], facts["自動判定の調整"]) == ("完了", "なし（標準の規則）")
    given, changes = (list(book[name].iter_rows(values_only=True)) for name in ("Verdicts", "References"))
    assert dict(zip(*given, strict=True))["誤りの種類"] == "事実の誤り、言い換え"
    assert dict(zip(*changes, strict=True))["変更"] == "追加"
