"""A run as one table for other programs: .csv, .jsonl or .parquet, one row per answer, names always in English."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from functools import partial
from importlib import import_module
from itertools import islice
from pathlib import Path
from statistics import fmean
from typing import Any, TypeAlias

from app.atomic import write_whole
from app.errors import NarabeError
from app.records import Arm, GradedAnswer, Run
from app.workbook.contents import USUAL, Choices, letters
from app.workbook.reviewer_columns import shown_names
from evaluators.results import Scores

Value: TypeAlias = str | int | float | bool | list[str] | None
Record: TypeAlias = dict[str, Value]

_SHOWN = {"item": "int64", "NO": "string", "type": "string", "arm": "string", "sample": "int64",
          "language": "string", "question": "string", "references": "list", "answer": "string",
          "error": "string"}  # fmt: skip
"""What a blind table has: names and their types in a .parquet."""
_FURTHER = {
    "raw": "string", "answer_language": "string", "tokens": "int64", "seconds": "float64", "finish_reason": "string",
    **dict.fromkeys(Scores.__slots__, "float64"),
    "judgement": "string", "probability": "float64", "reason": "string",
    "verdict": "string", "rule": "string", "language_ok": "bool_", "comment": "string", "reviewer": "string",
    "tags": "list", "score": "float64", "flag": "bool_",
}  # fmt: skip
# What a spreadsheet takes for a formula, also in full width; a plain number is none.
_FORMULA = re.compile(r"[=+\-@＝＋－＠\t\r\n]")
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?([eE][+-]?\d+)?")
_HALF = re.compile("[\ud800-\udfff]")
_PARQUET = ("pyarrow", "pyarrow.parquet")
AT_ONCE = 20_000
"""Rows that a .parquet keeps together."""


def write_flat(
    run: Run, pages: Iterable[Sequence[GradedAnswer]], reviewers: Iterable[str], path: Path, choices: Choices = USUAL
) -> None:
    """Write a run's answers as the ending of `path` says, one of `FLAT`; whole or not at all.

    Args:
        run: the run.
        pages: its answers in the questions' order, all of a question on one page; read once, and not kept.
        reviewers: everybody whose verdicts stand in it.
        path: the file.
        choices: `blind` counts here.

    Lists (references, tags) are lists; in a .csv their parts stand on lines of their own, and a text that a spreadsheet
    would take for a formula begins with an apostrophe. Several reviewers' tags are put together; `score` is the mean of
    theirs, 1..5; `flag` says whether anyone flagged the answer.

    Raises:
        NarabeError: a place that cannot be written to, or a package that is missing.
    """
    names = {} if choices.blind else shown_names(reviewers)
    kinds = _SHOWN if choices.blind else _SHOWN | _FURTHER | {f"verdict {shown}": "string" for shown in names.values()}
    rows = (row for page in pages for row in _records(page, names, letters(run) if choices.blind else None))
    write_whole(path, partial(FLAT[path.suffix.casefold()], rows, kinds))


def check_parquet() -> None:
    """Refuse a .parquet where it could not be written.

    Raises:
        NarabeError: the package that writes it is missing.
    """
    try:
        for name in _PARQUET:
            import_module(name)
    except ImportError as error:
        raise NarabeError(
            "a .parquet needs the package pyarrow → pip install -r requirements-datasets.txt, or choose .csv or .jsonl",
            ".parquet にはパッケージ pyarrow が必要です → pip install -r requirements-datasets.txt を実行するか、"
            ".csv か .jsonl にしてください",
        ) from error


def _records(
    page: Sequence[GradedAnswer], names: Mapping[str, str], arms: Mapping[Arm, str] | None
) -> Iterator[Record]:
    """One record per answer; blind ones (with `arms`) in an order that tells nothing of the arms."""
    if arms is None:
        yield from (_asked(one, one.item.arm.label) | _known(one, names) for one in page)
        return
    order = {no: n for n, no in enumerate(dict.fromkeys(one.item.question.no for one in page))}
    for one in sorted(page, key=lambda one: (order[one.item.question.no], arms[one.item.arm])):
        yield _asked(one, arms[one.item.arm])


def _asked(one: GradedAnswer, arm: str) -> Record:
    item, answer = one.item, one.answer
    failed = answer is not None and answer.error is not None
    return {
        "item": item.id,
        "NO": item.question.no,
        "type": item.question.type,
        "arm": arm,
        "sample": item.sample,
        "language": item.language,
        "question": item.question.sides[item.language].text,
        "references": list(item.question.references(item.language)),
        "answer": answer.text if answer and not failed else None,
        "error": (answer.error or "error") if answer and failed else None,
    }


def _known(one: GradedAnswer, names: Mapping[str, str]) -> Record:
    answer, judgement, stands = one.answer, one.judgement, one.stands
    tags = dict.fromkeys(tag for said in one.annotations for tag in said.tags)
    scores = [said.score for said in one.annotations if said.score is not None]
    known: Record = {"tags": list(tags), "flag": any(said.flagged for said in one.annotations)}
    known["score"] = fmean(scores) if scores else None
    known |= asdict(one.scores or Scores())
    if answer is not None:
        known |= {"raw": answer.raw, "answer_language": answer.language, "tokens": answer.tokens}
        known |= {"seconds": answer.seconds, "finish_reason": answer.finish_reason}
    if judgement is not None:
        known |= {"judgement": judgement.value, "probability": judgement.probability, "reason": judgement.reason}
    if stands is not None:
        verdict = stands.verdict
        known |= {"verdict": verdict.value, "rule": stands.rule, "language_ok": verdict.language_ok}
        known |= {"comment": verdict.comment, "reviewer": verdict.reviewer}
    return known | {f"verdict {names[given.reviewer]}": given.value for given in one.counted}


def _write_csv(rows: Iterable[Record], kinds: Mapping[str, str], path: Path) -> None:
    with path.open("w", encoding="utf-8-sig", errors="replace", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow([_harmless(name) for name in kinds])
        writer.writerows([_cell(row.get(name)) for name in kinds] for row in rows)


def _cell(value: Value) -> str | int | float | None:
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, list):
        value = "\n".join(value)
    return _harmless(value) if isinstance(value, str) else value


def _harmless(text: str) -> str:
    return f"'{text}" if _FORMULA.match(text) and not _NUMBER.fullmatch(text) else text


def _write_jsonl(rows: Iterable[Record], kinds: Mapping[str, str], path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as stream:
        for row in rows:
            record = {name: row.get(name) for name in kinds}
            line = json.dumps(record, ensure_ascii=False)
            # Half a surrogate pair, which models produce, has no UTF-8; JSON has an escape for it.
            stream.write((json.dumps(record) if _HALF.search(line) else line) + "\n")


def _write_parquet(rows: Iterable[Record], kinds: Mapping[str, str], path: Path) -> None:
    check_parquet()
    arrow: Any
    parquet: Any
    arrow, parquet = map(import_module, _PARQUET)

    def kind(name: str) -> Any:
        return arrow.list_(arrow.string()) if name == "list" else getattr(arrow, name)()

    schema = arrow.schema([(name, kind(of)) for name, of in kinds.items()])
    records = ({name: _storable(row.get(name)) for name in kinds} for row in rows)
    with parquet.ParquetWriter(path, schema) as writer:
        while some := list(islice(records, AT_ONCE)):
            writer.write_table(arrow.Table.from_pylist(some, schema=schema))


def _storable(value: Value) -> Value:
    if isinstance(value, list):
        return [str(_storable(part)) for part in value]
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else value


FLAT: Mapping[str, Callable[[Iterable[Record], Mapping[str, str], Path], None]] = {
    ".csv": _write_csv,
    ".jsonl": _write_jsonl,
    ".parquet": _write_parquet,
}
"""The endings that are written, each with its writer."""
