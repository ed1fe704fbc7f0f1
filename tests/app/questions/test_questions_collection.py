"""Whatever people bring: each file of the collection loads as it should, or is explained."""

from __future__ import annotations

import io
import sys
import zipfile
from pathlib import Path

import pytest

from app.cli.main import main
from app.errors import InputError
from app.questions import read, read_questions
from app.records import Side
from app.runs.column import column_models
from tests.data.make import BAD, GOOD, lines, open_document, parquet, write_all

SKY = Side("空の色は？", ("青",))


@pytest.fixture
def collection(tmp_path: Path) -> Path:
    write_all(tmp_path / "odd")
    return tmp_path / "odd"


@pytest.mark.slow
def test_check_ends_with_counts_or_with_clear_lines(
    collection: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    for name in [*GOOD, *BAD]:
        monkeypatch.setattr(sys, "argv", ["narabe", "check", str(collection / name)])
        with pytest.raises(SystemExit) as ended:
            main()
        out, err = capfd.readouterr()
        assert "Traceback" not in out + err
        assert (ended.value.code or 0) == (0 if name in GOOD else 2), name
        if name in GOOD:
            assert "questions (" in out.splitlines()[-1] and err == ""
        else:
            assert err.strip() and all(name in line and "→" in line for line in err.strip().splitlines())


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("macros.xlsm", {"macros"}),
        ("merged.xlsx", {"merged_filled"}),
        ("hidden.xlsx", {"hidden_rows"}),
        ("sheets.xlsx", {"further_sheets"}),
        ("wrong-extension.csv", {"wrong_extension"}),
        ("sjis.csv", {"guessed_encoding"}),
        ("swapped.csv", {"columns_swapped"}),
        ("old.xls", {"merged_filled", "hidden_rows"}),
        ("calc.ods", {"merged_filled", "hidden_rows"}),
        ("dates.xlsx", set()),
        ("raw.xlsx", set()),
        ("harness.jsonl", set()),
        ("promptfoo.json", {"models_joined", "answers_read"}),
        (
            "untidy.xlsx",
            {"spaces", "invisible", "reference_language", "repeated_question", "blank_rows", "blank_type"}
            | {"blank_reference"},
        ),
        ("cut.xlsx", {"damaged"}),
        ("cut.xls", {"damaged"}),
        ("cut.ods", {"damaged"}),
        ("protected.xlsx", {"protected"}),
        ("protected.ods", {"protected"}),
        ("formula.xlsx", {"formula_without_value"}),
        ("unknown-headers.xlsx", {"no_question_column"}),
        ("numbers-twice.xlsx", {"duplicate_number"}),
    ],
)
def test_what_is_said_of_each(collection: Path, name: str, expected: set[str]) -> None:
    problems = read(collection / name).problems
    assert {problem.code for problem in problems} == expected
    assert all(problem.message_ja and problem.remedy_ja for problem in problems)


@pytest.mark.parametrize(
    ("name", "sides"),
    [
        ("raw.xlsx", {"ja": Side("空は何色ですか？", ("青",), "空は青いです。")}),
        ("calc.ods", {"ja": Side("いつ ですか？", ("2024年5月3日",))}),
        ("table.parquet", {"ja": SKY}),
        (
            "promptfoo.json",
            {"ja": Side("空の色は？", ("青",), None, (("openai:small", "青です"), ("openai:large", "青")))},
        ),
        ("harness.jsonl", {"en": Side("What colour is the sky?", ("Blue",), "Green")}),
        ("inspect.json", {"en": Side("空の色は？", ("青",), "青いです。")}),
        ("inspect.eval", {"en": Side("空の色は？", ("青",), "青いです。")}),
    ],
)
def test_the_second_question_of_each(collection: Path, name: str, sides: dict[str, Side]) -> None:
    assert read_questions(collection / name)[0].questions[1].sides == sides


def test_dates_and_shares_are_as_excel_shows_them(collection: Path) -> None:
    last = read_questions(collection / "old.xls")[0].questions[2]
    assert last.sides == {"ja": Side("いつですか？", ("2024年5月3日",)), "en": Side("When?", ("50%",))}
    shown = [one.references("ja") for one in read_questions(collection / "dates.xlsx")[0].questions]
    assert shown == [("2024年5月3日",), ("25%",), ("1776",)]


def test_the_columns_of_the_originals_output(collection: Path) -> None:
    found = read(collection / "raw.xlsx")
    assert found.fields == {
        "text.ja": "instruction(jp)",
        "references.ja": "Referece",
        "answer.ja": "Answer",
        "no": "NO",
        "type": "type",
    }
    assert found.questions and found.questions.questions[2].sides["ja"].answer is None


def test_the_providers_of_promptfoo_are_arms(collection: Path) -> None:
    found = read(collection / "promptfoo.json")
    assert found.questions and column_models(found.questions) == ["column:openai:small", "column:openai:large"]
    answers = [dict(one.sides["ja"].answers) for one in found.questions.questions]
    assert [one["openai:large"] for one in answers] == ["東京", "青"]


def test_the_likelier_choice_is_the_answer(tmp_path: Path) -> None:
    choices = {
        "doc_id": 0,
        "doc": {"question": "Which is a fruit?"},
        "target": 1,
        "arguments": [["Which is a fruit?", " car"], ["Which is a fruit?", " apple"]],
        "resps": [[["-9.5", "False"]], [["-0.5", "True"]]],
        "filtered_resps": [["-9.5", "False"], ["-0.5", "True"]],
        "filter": "none",
    }
    (tmp_path / "a.jsonl").write_bytes(lines(choices))
    assert read_questions(tmp_path / "a.jsonl")[0].questions[0].sides == {
        "en": Side("Which is a fruit?", ("apple",), "apple")
    }


@pytest.mark.parametrize("form", ["saved", "splits", "parquet", "lines"])
def test_a_folder_of_data(tmp_path: Path, form: str) -> None:
    import datasets

    rows = {"question": ["日本の首都は？", "空の色は？"], "response": ["東京", "青"]}
    folder = tmp_path / "data"
    folder.mkdir()
    if form == "saved":
        datasets.Dataset.from_dict(rows).save_to_disk(str(folder))
    elif form == "splits":
        splits = {"test": datasets.Dataset.from_dict(rows), "train": datasets.Dataset.from_dict(rows)}
        datasets.DatasetDict(splits).save_to_disk(str(folder))
    elif form == "parquet":
        (folder / "test.parquet").write_bytes(parquet())
    else:
        (folder / "test.jsonl").write_bytes(
            lines({"question": "日本の首都は？", "response": "東京"}, {"question": "空の色は？", "response": "青"})
        )
    found = read(folder, sheet="test" if form == "splits" else None)
    assert found.questions and found.questions.questions[1].sides == {"ja": SKY}
    if form == "splits":
        assert found.sheets == ("test", "train")


def test_a_missing_package_is_named_with_the_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.parquet").write_bytes(parquet())
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)
    monkeypatch.setitem(sys.modules, "datasets", None)
    for source in (tmp_path / "a.parquet", "hf:owner/name"):
        with pytest.raises(InputError, match=r"which is not installed → pip install -r requirements-datasets\.txt"):
            read_questions(source)


@pytest.mark.parametrize("name", ["hf:", "hf:a/b/c", "hf:owner/no such", "hf:owner/name"])
def test_a_dataset_that_cannot_be_loaded(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    import datasets

    monkeypatch.setattr(datasets.config, "HF_HUB_OFFLINE", True)
    with pytest.raises(InputError, match="cannot be loaded"):
        read_questions(name)


def test_rows_repeated_beyond_the_bounds(tmp_path: Path) -> None:
    content = zipfile.ZipFile(io.BytesIO(open_document())).read("content.xml")
    many = content.replace(b"<table:table-cell/>", b"<table:table-cell><text:p>x</text:p></table:table-cell>")
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "x")
        archive.writestr("content.xml", many)
    (tmp_path / "a.ods").write_bytes(stream.getvalue())
    assert [one.code for one in read(tmp_path / "a.ods").problems] == ["too_many_rows"]


def test_a_file_that_takes_too_long_is_given_up(collection: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.questions.findings.MAX_SECONDS", -1.0)
    assert [one.code for one in read(collection / "tidy.xlsx").problems] == ["too_slow"]
