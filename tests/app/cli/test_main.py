"""The command line: counts and exit codes that scripts rely on, and never a traceback."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import openpyxl
import pytest

from app.cli.main import main

ROOT = Path(__file__).parents[3]
TINY = ["--prompt", "original", "--max-new-tokens", "5"]


class Done(NamedTuple):
    returncode: int
    stdout: str
    stderr: str


Narabe = Callable[..., Done]


@pytest.fixture
def narabe(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Narabe:
    """The command line within this process, as a call."""

    def call(*arguments: object) -> Done:
        monkeypatch.setattr(sys, "argv", ["narabe", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            main()
        out, err = capfd.readouterr()
        assert "Traceback" not in out + err
        return Done(int(ended.value.code or 0), out, err)

    return call


@pytest.fixture
def questions(tmp_path: Path) -> Path:
    path = tmp_path / "問題.csv"
    path.write_text(
        "NO,instruction(jp),response(jp),instruction(en),response(en),type\n"
        "1,日本の首都はどこですか？,東京,What is the capital of Japan?,Tokyo,open_qa\n"
        '2,"=1+1 は、いくつですか？",2,"What is 1+1, please?",2,open_qa\n',
        encoding="utf-8",
    )
    return path


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    path = tmp_path / "broken.xlsx"
    book = openpyxl.Workbook()
    book.active.append(["NO", "instruction(jp)", "response(jp)"])
    for row in ([1, "質問ですか？", "はい"], [1, "同じ番号ですか？", "はい"], [3, None, "いいえ"]):
        book.active.append(row)
    book.save(path)
    return path


def test_check_counts(narabe: Narabe, sample: Path) -> None:
    done = narabe("check", sample)
    assert done.returncode == 0
    sheet, columns, counts = done.stdout.strip().splitlines()
    assert sheet == "sheet: questions (certain)" and columns.startswith(
        "columns: Japanese question = instruction(jp); "
    )
    assert counts == "100 questions (ja, en): 61 open_qa, 39 classification; no problems"


@pytest.mark.slow
def test_a_real_process_exits_as_it_should(broken: Path) -> None:
    command = [sys.executable, "-m", "app", "check", str(broken)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 2 and "questions (" not in done.stdout
    assert len(done.stderr.splitlines()) == 2


@pytest.mark.parametrize("command", [["check"], ["run", "--out", "x.xlsx"]])
def test_every_problem_of_a_broken_workbook_is_listed(narabe: Narabe, command: list[str], broken: Path) -> None:
    done = narabe(*command, broken)
    assert done.returncode == 2
    lines = done.stderr.strip().splitlines()
    assert len(lines) == 2
    assert "row 3" in lines[0] and "row 4" in lines[1]
    assert all("broken.xlsx" in line and "→" in line for line in lines)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["run", "missing.xlsx", "--out", "x.xlsx"], "missing.xlsx"),
        (["run", "QUESTIONS", "--out", "x.xlsx", "--languages", "fr"], "--languages"),
        (["run", "QUESTIONS", "--out", "x.xlsx", "--prompt", "nonsense"], "nonsense"),
        (["run", "QUESTIONS", "--out", "x.xlsx", "--layout", "original"], "one language"),
        (["export", "nothing", "--out", "x.xlsx"], "nothing"),
        (["report", "nothing"], "nothing"),
        (["run", "QUESTIONS", "--out", "QUESTIONS"], "would be replaced"),
        (["run", "QUESTIONS", "--out", "out.txt"], ".csv, .jsonl, .parquet"),
        (["run", "QUESTIONS", "--out", "/nowhere/out.xlsx"], "/nowhere"),
        (["run", "QUESTIONS", "--out", "o.xlsx", "--model", "endpoint:x"], "NARABE_ENDPOINT_URL"),
        (["run", "QUESTIONS", "--out", "o.xlsx", "--model", ""], "a model has no name"),
        (["check", "QUESTIONS", "--annotated", "QUESTIONS"], ".xlsx"),
    ],
)
def test_what_is_wrong_is_said_in_one_line(narabe: Narabe, arguments: list[str], said: str, questions: Path) -> None:
    done = narabe(*[questions if one == "QUESTIONS" else one for one in arguments])
    assert done.returncode == 2
    assert said in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_models_lists_the_embedded_one(narabe: Narabe) -> None:
    assert narabe("models").stdout.startswith("embedded")


@pytest.mark.slow
def test_run_grade_import_report(narabe: Narabe, questions: Path, tiny_model: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.xlsx"
    done = narabe("run", questions, "--out", out, "--model", tiny_model, *TINY)
    assert (done.returncode, done.stdout.startswith("4 of 4 answered")) == (0, True), done.stderr
    again = narabe("run", questions, "--out", out, "--model", tiny_model, *TINY)
    assert again.returncode == 0
    (line,) = narabe("runs").stdout.strip().splitlines()
    run_id = line.split()[0]
    assert "4/4" in line and "問題.csv" in line

    book = openpyxl.load_workbook(out)
    sheet = book["Answers"]
    columns = {cell.value: cell.column for cell in sheet[1]}
    assert sheet.cell(3, columns["instruction(jp)"]).value == "=1+1 は、いくつですか？"
    assert sheet.cell(3, columns["instruction(jp)"]).data_type == "s"
    sheet.cell(2, columns["verdict(jp)"]).value = "correct"
    sheet.cell(2, columns["comment(jp)"]).value = "よい答え"
    graded = tmp_path / "graded.xlsx"
    book.save(graded)
    assert narabe("import", graded, "--reviewer", "花子").stdout.strip() == "1 verdicts by 花子"
    assert narabe("import", graded, "--reviewer", "花子").stdout.strip() == "0 verdicts by 花子"
    assert narabe("import", graded, "--reviewer", "太郎").stdout.strip() == "1 verdicts by 太郎"

    report = json.loads(narabe("report", run_id, "--json").stdout)
    assert report
    assert narabe("export", run_id, "--out", out).returncode == 0
    verdicts = list(openpyxl.load_workbook(out)["Verdicts"].iter_rows(values_only=True))
    assert any("花子" in row and "よい答え" in row for row in verdicts)


@pytest.mark.slow
def test_original_layout(narabe: Narabe, questions: Path, tiny_model: Path, tmp_path: Path) -> None:
    out = tmp_path / "raw.xlsx"
    options = ["--languages", "ja", "--layout", "original", "--model", tiny_model, *TINY]
    done = narabe("run", questions, "--out", out, *options)
    assert done.returncode == 0, done.stderr
    book = openpyxl.load_workbook(out)
    assert book.sheetnames == ["Sheet_name_1"]
    header = [cell.value for cell in book.active[1]]
    assert header == [None, "NO", "instruction(jp)", "type", "Referece", "Answer"]


@pytest.mark.slow
def test_a_model_that_is_not_there(narabe: Narabe, questions: Path, tmp_path: Path) -> None:
    done = narabe("run", questions, "--out", tmp_path / "x.xlsx", "--model", tmp_path / "no-model", "--limit", 1)
    assert done.returncode == 1
    assert "no-model" in done.stderr
