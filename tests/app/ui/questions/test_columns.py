"""The panel of sheets and columns: it shows how a file was read, and reads it again as chosen."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.questions import user_memory
from app.records import COLUMN, Side
from app.store import Store
from app.ui import choices
from app.ui.loaded import Loaded, load
from app.ui.questions import checked, columns
from tests.app.ui.pages import page, words
from tests.data.make import BAD, GOOD

pytestmark = pytest.mark.slow  # each file is read in a process of its own


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return Store(f"sqlite:///{tmp_path_factory.mktemp('store') / 'narabe.sqlite3'}")


def given(folder: Path, name: str) -> Loaded:
    (folder / name).write_bytes({**GOOD, **BAD}[name])
    return load(folder / name)


def chosen(**fields: str) -> list[str]:
    return [fields.get(name.replace(".", "_"), "") for name in columns.FIELDS]


def test_the_panel_shows_how_the_columns_were_read(store: Store, tmp_path: Path) -> None:
    _, sheet, group, _, *fields, _ = columns.show(page(store), given(tmp_path, "raw.xlsx"))
    assert (sheet["visible"], group["visible"], group["open"]) == (False, True, False)
    assert [one["value"] for one in fields] == ["instruction(jp)", "Referece", "Answer", "", "", "", "NO", "type"]
    assert fields[0]["choices"][:2] == [("none", ""), ("NO", "NO")]


def test_the_panel_opens_where_no_question_column_is_found(store: Store, tmp_path: Path) -> None:
    _, _, group, note, *fields, _ = columns.show(page(store, "ja"), given(tmp_path, "unknown-headers.xlsx"))
    assert group["open"] is True and "下で選んでください" in words(note)
    assert [name for _, name in fields[0]["choices"]] == ["", "番", "といかけ", "こたえ"]


def test_columns_that_are_chosen_are_read_and_remembered(tmp_path: Path) -> None:
    before = given(tmp_path, "unknown-headers.xlsx")
    after, facts = columns.apply(before, *chosen(text_ja="といかけ", references_ja="こたえ", no="番"))
    assert after and after.questions and after.questions.questions[0].sides == {"ja": Side("首都は？", ("東京",))}
    assert facts["questions"] == 1
    assert load(tmp_path / "unknown-headers.xlsx").questions is not None


def test_a_column_that_is_not_chosen_is_carried_over(tmp_path: Path) -> None:
    before = given(tmp_path, "raw.xlsx")
    after, _ = columns.apply(before, *chosen(text_ja="instruction(jp)", references_ja="Answer", no="NO"))
    assert after and after.questions
    assert after.questions.questions[0].sides == {"ja": Side("日本の首都はどこですか？", ("Tokyo",))}
    assert after.questions.questions[0].extra == {"type": "open_qa", "Referece": "東京"}


def test_a_guessed_encoding_can_be_corrected(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "質問.csv"
    path.write_bytes("質問,正解\n㈱とは何の略ですか？,株式会社\n".encode("cp932"))
    before = load(path)
    encoding, *_ = columns.show(page(store), before)
    assert before.questions and encoding["visible"] is True and encoding["value"] == "cp932"
    wrong, _ = columns.choose_encoding(before, "euc-jp")
    assert wrong and wrong.questions is None and columns.show(page(store), wrong)[0]["visible"] is True
    right, _ = columns.choose_encoding(wrong, "cp932")
    assert right and right.questions
    assert right.questions.questions[0].sides == {"ja": Side("㈱とは何の略ですか？", ("株式会社",))}
    assert columns.show(page(store), given(tmp_path, "raw.xlsx"))[0]["visible"] is False


def test_another_row_of_column_names_is_read(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "見出し.csv"
    path.write_text("問題,答え\n設定,値\n質問,正解\n日本の首都は？,東京\n", encoding="utf-8")
    before = load(path)
    *_, rows = columns.show(page(store, "ja"), before)
    assert rows["visible"] and rows["value"] == "" and rows["choices"][0] == ("自動で判断する", "")
    assert rows["choices"][3] == ("3: 質問 | 正解", "3")
    after, _ = columns.choose_header_row(before, "3")
    assert after and after.questions
    assert [one.sides for one in after.questions.questions] == [{"ja": Side("日本の首都は？", ("東京",))}]
    *_, rows = columns.show(page(store), after)
    assert rows["value"] == "3" and len(rows["choices"]) == 5
    again, _ = columns.choose_header_row(after, "")
    assert again and again.questions and len(again.questions.questions) == 3


def test_another_sheet_is_read(store: Store, tmp_path: Path) -> None:
    before = given(tmp_path, "sheets.xlsx")
    _, sheet, *_ = columns.show(page(store), before)
    assert (sheet["visible"], sheet["choices"], sheet["value"]) == (True, ["Sheet", "予備"], "Sheet")
    after, _ = columns.choose_sheet(before, "予備")
    assert after and after.questions and len(after.questions.questions) == 1


@pytest.mark.parametrize("name", ["empty.xlsx", "protected.xlsx", "cut.xlsx"])
def test_nothing_to_choose_in_a_file_that_cannot_be_read(store: Store, tmp_path: Path, name: str) -> None:
    loaded = given(tmp_path, name)
    _, sheet, group, *_ = columns.show(page(store), loaded)
    assert sheet["visible"] is group["visible"] is False
    assert columns.apply(loaded, *chosen()) == (loaded, {})
    assert checked.prepare(page(store), loaded)["visible"] is False
    assert columns.choose_sheet(None, "x") == (None, {})


def test_the_copy_is_there_when_something_is_doubtful(store: Store, tmp_path: Path) -> None:
    assert checked.prepare(page(store), given(tmp_path, "tidy.xlsx"))["visible"] is False
    made = checked.prepare(page(store), given(tmp_path, "untidy.xlsx"))
    assert made["visible"] is True
    assert Path(made["value"]).name == "untidy-checked.xlsx" and Path(made["value"]).is_file()


def test_the_files_answers_are_offered_as_a_model(store: Store, tmp_path: Path) -> None:
    with_answers = choices.offer_models(page(store), given(tmp_path, "raw.xlsx"), ["embedded", COLUMN])
    assert ("Answers in the file", COLUMN) in with_answers["choices"] and with_answers["value"] == ["embedded", COLUMN]
    without = choices.offer_models(page(store), given(tmp_path, "tidy.xlsx"), ["embedded", COLUMN])
    assert COLUMN not in [name for _, name in without["choices"]] and without["value"] == ["embedded"]


def test_the_copy_does_not_bring_back_what_was_forgotten(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "several.csv"
    path.write_text("質問,正解\n日本の首都は？,東京；東京都\n", encoding="utf-8")
    apart = load(path, split=["auto"])
    columns.forget(apart)
    assert checked.prepare(page(store), apart)["visible"] is True
    assert apart.reading and not user_memory().knows(apart.reading.headers)


def test_references_are_split_and_the_layout_forgotten_with_one_click(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "several.csv"
    path.write_text("質問,正解\n日本の首都は？,東京；東京都\n", encoding="utf-8")
    whole = load(path)
    panel, _, split, forget = columns.show_recognised(page(store, "ja"), whole)
    assert "日本語の質問 = 質問" in words(panel) and "要確認" in words(panel)
    assert split["visible"] and not forget["visible"]
    apart, _ = columns.toggle_split(whole)
    assert apart and apart.questions and apart.questions.questions[0].references("ja") == ("東京", "東京都")
    _, _, split, forget = columns.show_recognised(page(store, "en"), load(path))
    assert split["value"] == "Leave the references whole" and forget["visible"]
    again, _ = columns.forget(apart)
    assert again and again.questions and again.questions.questions[0].references("ja") == ("東京；東京都",)
