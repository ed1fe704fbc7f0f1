"""Parquet files, folders of data files, and datasets of the Hugging Face hub → tables.

The packages that read them are not part of the plain installation; without them the remedy names the command.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from importlib import import_module
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import Any

from app.questions.findings import Findings
from app.questions.readers.records import records_table
from app.questions.table import MAX_UNPACKED_BYTES, Table

HUB = "hf:"
"""What the name of a dataset of the hub begins with."""
PARQUET = b"PAR1"
DATA_FILES = (".parquet", ".jsonl", ".json", ".csv", ".tsv", ".xlsx", ".xls", ".ods")
"""The kinds of files that are read from a folder, the one with the most meaning first."""
_NAME = re.compile(r"(?P<name>[\w.-]+(?:/[\w.-]+)?)(?::(?P<part>[\w.-]+))?(?:@(?P<revision>[\w./-]+))?")
_BATCH = 1000


def read_parquet(data: bytes, findings: Findings, name: str = "") -> Table:
    """The table of a Parquet file.

    Raises:
        InputError: damaged, more than the bounds allow, or the package that reads it is missing.
    """
    parquet = _package("pyarrow.parquet", findings)
    arrow = _package("pyarrow", findings)
    try:
        file = parquet.ParquetFile(BytesIO(data))
        shape = file.metadata
        groups = (shape.row_group(place).total_byte_size for place in range(shape.num_row_groups))
        _check_size(shape.num_rows, sum(groups), findings)
        return _table(name, (row for batch in file.iter_batches(_BATCH) for row in batch.to_pylist()), findings)
    except MemoryError:  # the child's bound; it is a kind of ArrowException too
        raise
    except (arrow.ArrowException, OSError, ValueError, KeyError, OverflowError):
        findings.fail("damaged")


def is_saved_dataset(folder: Path) -> bool:
    """Whether a folder is what `save_to_disk` of the package datasets wrote."""
    return (folder / "dataset_dict.json").is_file() or (folder / "state.json").is_file()


def read_saved(folder: Path, findings: Findings) -> list[Table]:
    """The tables of a folder that `save_to_disk` wrote, one a split.

    Raises:
        InputError: damaged, more than the bounds allow, or the package that reads it is missing.
    """
    arrow = _package("pyarrow", findings)
    splits = sorted(path.parent for path in folder.glob("*/state.json")) or [folder]
    tables = []
    for split in splits:
        files = sorted(split.glob("*.arrow"))
        _check_size(0, sum(path.stat().st_size for path in files), findings)
        try:
            rows = (row for path in files for batch in _batches(arrow, path) for row in batch.to_pylist())
            tables.append(_table(split.name if split != folder else "", rows, findings))
        except MemoryError:
            raise
        except (arrow.ArrowException, OSError, ValueError, KeyError):
            findings.fail("damaged", sheet=split.name)
    return tables


def _batches(arrow: Any, path: Path) -> Iterator[Any]:
    with arrow.memory_map(str(path)) as source:
        for batch in arrow.ipc.open_stream(source):
            yield from (batch.slice(start, _BATCH) for start in range(0, batch.num_rows, _BATCH))


def read_hub(name: str, split: str | None, findings: Findings) -> list[Table]:
    """A dataset of the Hugging Face hub, `owner/name[:configuration][@revision]`: the split asked for, else the first.

    Raises:
        InputError: no such dataset, no connection, more than the bounds allow, or the package is missing.
    """
    match = _NAME.fullmatch(name)
    if match is None:
        findings.fail("no_dataset", name=name, reason="not a name")
    datasets, http = _package("datasets", findings), _package("httpx", findings)
    failures = (OSError, ValueError, RuntimeError, LookupError, TypeError, http.HTTPError)
    try:
        found = datasets.load_dataset(match["name"], match["part"], revision=match["revision"], streaming=True)
        splits: Mapping[str, Iterable[Any]] = found
        wanted = [one for one in splits if one == split] or list(splits)[:1]
        return [_table(one, islice(splits[one], findings.bounds.rows + 1), findings) for one in wanted]
    except failures as error:
        reason = " ".join(str(error).split())[:200] or type(error).__name__
        findings.fail("no_dataset", name=name, reason=reason)


def _table(name: str, rows: Iterable[Mapping[str, Any]], findings: Findings) -> Table:
    records = []
    for number, row in enumerate(rows, start=1):
        findings.check_time()
        if number > findings.bounds.rows:
            findings.fail("too_many_rows", sheet=name, limit=findings.bounds.rows)
        records.append((number, {key: _plain(value) for key, value in row.items()}))
    return records_table(name, records, findings)


def _plain(value: Any) -> Any:
    return "" if isinstance(value, bytes) else value


def _check_size(rows: int, size: int, findings: Findings) -> None:
    if rows > findings.bounds.rows:
        findings.fail("too_many_rows", limit=findings.bounds.rows)
    if size > MAX_UNPACKED_BYTES:
        findings.fail("unpacks_too_large", limit=MAX_UNPACKED_BYTES // 1024**2)


def _package(name: str, findings: Findings) -> Any:
    try:
        return import_module(name)
    except ImportError:
        findings.fail("package_missing", package=name.partition(".")[0])
