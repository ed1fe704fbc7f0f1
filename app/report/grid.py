"""The original experiment's table: correct / total per type and language, the arms beside each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.records import Language
from app.report.counts import Basis, Rate, SummaryRow


@dataclass(frozen=True, slots=True)
class GridRow:
    """One type (None: all) in one language (None: both); a rate for each arm, None where it has no such row."""

    type: str | None
    language: Language | None
    rates: tuple[Rate | None, ...]


def grid(rows: Sequence[SummaryRow], arm_keys: Sequence[str], basis: Basis) -> list[GridRow]:
    """The rows of the arms named, one beside the other, types in the order of first appearance, totals last."""
    places = {(row.arm_key, row.type, row.language): row for row in rows}
    known = dict.fromkeys((row.type, row.language) for row in rows if row.arm_key in arm_keys)
    order = sorted(known, key=lambda place: place[0] is None)
    return [
        GridRow(kind, language, tuple(_rate(places.get((key, kind, language)), basis) for key in arm_keys))
        for kind, language in order
    ]


def _rate(row: SummaryRow | None, basis: Basis) -> Rate | None:
    if row is None:
        return None
    return row.judged if basis == "judgement" else row.verdict
