"""What several commands take, and how it is read."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.cli.console import complain
from app.config import settings
from app.errors import NarabeError
from app.questions import Join
from app.questions.fields import FIELDS, parse_columns
from app.records import LANGUAGES, Language, Layout

if TYPE_CHECKING:
    from app.store import Store

Workbook = Annotated[str, typer.Argument(help="a workbook (.xlsx, .csv, …), a folder of data files, or hf:owner/name")]
Columns = Annotated[
    list[str] | None,
    typer.Option(
        help="which columns to read, where their names do not say it: FIELD=HEADER[,FIELD=HEADER…], e.g. "
        f'"text.ja=質問文,references.ja=答え"; FIELD is one of {", ".join(FIELDS)}. Remembered for this layout; '
        '"" forgets it. Repeatable'
    ),
]
Sheet = Annotated[str | None, typer.Option(help="the sheet to read (a dataset's split, a log's group)")]
Encoding = Annotated[
    str | None,
    typer.Option(help="what a text file is in, where the guess is wrong: utf-8, cp932, euc-jp, …"),
]
SplitReferences = Annotated[
    list[str] | None,
    typer.Option(
        help="split several references in one cell: auto (as `check` shows it), separators such as ; or / or line, or "
        "none. Remembered for this layout. Repeatable"
    ),
]
HeaderRow = Annotated[
    int | None,
    typer.Option(min=1, help="the row with the column names, where the guess is wrong; what stands above is not read"),
]
Joining = Annotated[
    Join | None,
    typer.Option(
        help="by what the rows or sheets of two languages belong together, where it is not clear: no (the same NO), "
        "order, or none to read them apart. Remembered for this layout"
    ),
]
BatchInput = Annotated[
    Path | None,
    typer.Option(
        help="for the output of OpenAI's (or Anthropic's) batch API: the questions, i.e. the batch's input, or a file "
        "whose NO is the custom_id"
    ),
]
Languages = Annotated[list[str] | None, typer.Option(help="ja, en or ja,en (default: both); repeatable")]
RunId = Annotated[str, typer.Argument(help="a run's id, as `runs` lists it")]


def open_store() -> Store:
    """The store of the settings."""
    from app.store import Store  # SQLAlchemy takes a while to import

    return Store(settings().store_url)


def column_names(given: list[str] | None) -> dict[str, str] | None:
    """What `--columns` names, as field → header; None when it was not given."""
    return None if given is None else parse_columns(given)


def languages_of(given: list[str] | None) -> list[Language]:
    """What `--languages` names, Japanese first; both where it was not given."""
    if given is None:
        return list(LANGUAGES)
    text = ",".join(given)
    named = [part.strip() for part in text.split(",") if part.strip()]
    unknown = [part for part in named if part not in LANGUAGES]
    if unknown or not named:
        raise NarabeError(f"--languages: {text!r} is not a list of languages → use ja, en or ja,en")
    return [language for language in LANGUAGES if language in named]


def check_layout(layout: Layout, languages: Sequence[Language]) -> None:
    """Refuse a layout that cannot hold these languages."""
    if layout == "original" and len(languages) != 1:
        raise NarabeError("--layout original holds one language → add --languages ja or --languages en")


def check_layout_ending(layout: Layout, out: Path) -> None:
    """Refuse a layout that only a workbook has, for another kind of file."""
    if layout == "original" and out.suffix.casefold() != ".xlsx":
        raise NarabeError(
            f"--layout original is a workbook, and {out} is none → name a file that ends in .xlsx",
            f"--layout original はブックですが、{out} はそうではありません → .xlsx で終わるファイル名にしてください",
        )


def check_keeping(workbook: Path, out: Path, layout: Layout) -> None:
    """Refuse what no answers can be written into; say what a copy will lack, before any work is done."""
    from app.workbook.kept_losses import losses

    if workbook.suffix.casefold() != ".xlsx" or out.suffix.casefold() != ".xlsx" or layout != "narabe":
        raise NarabeError(
            "--keep-layout copies an .xlsx → give one, name an --out that ends in .xlsx, and leave --layout out",
            "--keep-layout は .xlsx を写します → 入力と --out を .xlsx にし、--layout は付けないでください",
        )
    for lost in losses(workbook):
        complain(f"{workbook.name}: {lost[1]} will not be in the copy")
