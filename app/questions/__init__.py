"""A file of questions → frozen records, with every problem found named by sheet, row, column and remedy.

The file is taken for what its bytes say it is: an .xlsx workbook, separated values, JSON or JSON Lines.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

from app.errors import Problem
from app.questions.checks import check_questions, check_table
from app.questions.columns import find_columns, find_header
from app.questions.decoding import decode
from app.questions.delimited import read_delimited
from app.questions.excel import read_excel
from app.questions.findings import Findings
from app.questions.headers import Names
from app.questions.json_records import is_json, read_json
from app.questions.package import OLE, ZIP
from app.questions.rows import read_rows
from app.questions.tables import MAX_FILE_BYTES, Table
from app.records import QuestionSet

__all__ = ["read_questions"]


def read_questions(
    path: Path | str, columns: Mapping[str, str] | None = None
) -> tuple[QuestionSet, tuple[Problem, ...]]:
    """Read a file of questions.

    Args:
        path: the file.
        columns: what columns mean whose names do not say it: the file's name of a column → a name that Narabe
            knows (`instruction(jp)`, `response(en) 2`, `type`, …), or "" to carry the column over unused.

    Returns:
        The questions in the file's order, and the warnings.

    Raises:
        InputError: with all the problems found, when at least one of them is an error.
    """
    path = Path(path)
    findings = Findings(path.name)
    data = read_bytes(path, findings)
    names = Names(columns)
    table = choose_table(*read_tables(data, findings), names, findings)
    header = find_header(table, names)
    if header is None:
        listed = ", ".join(filter(None, (" ".join(c.text.split())[:40] for c in table.rows[0].cells[:12])))
        findings.fail("no_question_column", sheet=table.sheet, row=table.rows[0].number, found=listed)
    layout = find_columns(table, header, names, findings)
    check_table(table, layout, findings)
    numbers, questions = read_rows(table, layout, findings)
    if not questions:
        findings.fail("no_rows", sheet=table.sheet)
    check_questions(table, layout, numbers, questions, findings)
    findings.stop_on_errors()
    extra = tuple(name for _, name in layout.extra)
    return QuestionSet(path.name, hashlib.sha256(data).hexdigest(), questions, extra), tuple(findings.problems)


def read_bytes(path: Path, findings: Findings) -> bytes:
    """The bytes of a file that is not too large.

    Raises:
        InputError: no such file, not readable, empty, or too large.
    """
    try:
        size = path.stat().st_size
        if size > MAX_FILE_BYTES:
            findings.fail("too_large", size=size // 1024**2, limit=MAX_FILE_BYTES // 1024**2)
        data = path.read_bytes()
    except FileNotFoundError:
        findings.fail("missing_file")
    except (OSError, ValueError) as error:
        findings.fail("not_a_file", reason=getattr(error, "strerror", None) or error)
    if not data:
        findings.fail("empty_file")
    return data


def read_tables(data: bytes, findings: Findings) -> tuple[list[Table], list[str]]:
    """The tables that can be read, and the names of hidden sheets.

    Raises:
        InputError: bytes that are neither an .xlsx workbook nor a text of values or records.
    """
    if data.startswith((ZIP, OLE)):
        return read_excel(data, findings)
    text = decode(data, findings)
    table = read_json(text, findings) if is_json(text) else read_delimited(text, findings)
    return ([table] if table.rows else []), []


def choose_table(tables: list[Table], hidden: list[str], names: Names, findings: Findings) -> Table:
    """The first table with a question column, else the first; a warning names the sheets that are left out.

    Raises:
        InputError: no table at all.
    """
    if not tables:
        findings.fail("no_rows")
    chosen = next((table for table in tables if find_header(table, names) is not None), tables[0])
    others = [table.sheet for table in tables if table is not chosen] + hidden
    if others:
        findings.add("further_sheets", sheet=chosen.sheet, used=chosen.sheet, others=", ".join(others))
    return chosen
