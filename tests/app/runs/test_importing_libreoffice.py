"""A workbook that LibreOffice has opened and saved brings the same verdicts back."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import openpyxl
import pytest

from app import pipeline
from app.records import Run
from app.store import Store
from tests.app.runs.exports import COUNT, Sheet, edited
from tests.app.runs.test_importing import standing

SOFFICE = shutil.which("soffice")
REQUIRED = os.environ.get("NARABE_REQUIRE_BROWSER") == "1"


def saved_by_libreoffice(path: Path, folder: Path) -> Path:
    """The workbook as LibreOffice writes it, in another folder."""
    assert SOFFICE, "libreoffice-calc is not installed"
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = [SOFFICE, profile, "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", folder, path]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    return folder / path.name


@pytest.mark.slow
@pytest.mark.skipif(SOFFICE is None and not REQUIRED, reason="libreoffice-calc is not installed")
def test_verdicts_come_back_through_libreoffice(store: Store, run: Run, exported: Path, tmp_path: Path) -> None:
    def grade(sheet: Sheet) -> None:
        for row in range(2, COUNT + 2):
            sheet[row, "verdict(jp)"] = ["正解", "incorrect", "保留"][row % 3]
        sheet[2, "comment(jp)"] = "よい\n「答え」 = 🎌"

    graded = edited(exported, "graded.xlsx", grade)
    back = saved_by_libreoffice(graded, tmp_path / "libreoffice")
    assert len(pipeline.import_verdicts(store, back, "Lee").verdicts) == COUNT
    assert pipeline.import_verdicts(store, back, "Lee").verdicts == ()
    values = ["correct", "incorrect", "unsure"]
    assert standing(store, run, "Lee") == {(str(row - 1), "ja"): values[row % 3] for row in range(2, COUNT + 2)}
    comments = [one.verdict.comment for one in store.graded_run(run.id) if one.verdict and one.verdict.comment]
    assert comments == ["よい\n「答え」 = 🎌"]

    untouched = saved_by_libreoffice(exported, tmp_path / "untouched")
    assert pipeline.import_verdicts(store, untouched, "Kim").verdicts == ()
    assert openpyxl.load_workbook(untouched)["Exported"].sheet_state != "visible"
