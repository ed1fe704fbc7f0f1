"""How much a file of questions may hold."""

from __future__ import annotations

from typing import NamedTuple


class Bounds(NamedTuple):
    """Rows and columns with text in them, and cells with or without."""

    rows: int = 50_000
    columns: int = 256
    cells: int = 500_000


QUESTION_BOUNDS = Bounds()
"""Those of files that others load on the page."""
OWN_BOUNDS = Bounds(rows=1_000_000, cells=20_000_000)
"""Those of the command line, where people read their own files."""
OWN_SECONDS = 180.0
"""The computing time that such a file may take."""
