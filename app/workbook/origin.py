"""Which run an output workbook was made from, as its sheet `Run` says."""

from __future__ import annotations

from pathlib import Path

from app.errors import NarabeError
from app.questions import read_bytes
from app.questions.findings import Findings
from app.questions.readers.excel import read_excel
from app.questions.readers.package import OLE, ZIP


def read_run_id(path: Path) -> str:
    """The id of the run that a workbook was made from.

    Raises:
        InputError: no workbook, or one that cannot be read.
        NarabeError: a workbook without Narabe's sheet `Run`.
    """
    findings = Findings(path.name)
    data = read_bytes(path, findings)
    if not data.startswith((ZIP, OLE)):
        findings.fail("not_a_workbook")
    tables, _ = read_excel(data, findings, only=("Run",))
    values = {row.cell(0).text: row.cell(1).text for table in tables if table.sheet == "Run" for row in table.rows}
    if "run" not in values:
        raise NarabeError(f"{path.name}: no sheet Run that names a run → choose a workbook that Narabe wrote")
    return values["run"]
