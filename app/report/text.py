"""A report as text for the terminal, and as plain data for JSON."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table

from app.records import Language
from app.report.counts import Pair, Rate, Report, SummaryRow

WIDTH = 200

# Each text in Japanese and English.
_WORDS: dict[str, tuple[str, str]] = {
    "type": ("種類", "type"),
    "language": ("言語", "language"),
    "judged": ("自動判定 正解", "judged correct"),
    "judged_rate": ("率", "rate"),
    "judged_interval": ("95% 区間", "95 % interval"),
    "uncertain": ("不確か", "uncertain"),
    "verdict_rate": ("率", "rate"),
    "verdict_interval": ("95% 区間", "95 % interval"),
    "judged_other_language": ("うち別言語", "other language"),
    "verdict": ("評価 正解", "verdict correct"),
    "other_language": ("うち別言語", "other language"),
    "unjudged": ("判定なし", "unjudged"),
    "errors": ("エラー", "errors"),
    "missing": ("未回答", "unanswered"),
    "all": ("すべての種類", "all types"),
    "ja": ("日本語", "Japanese"),
    "en": ("英語", "English"),
    "both": ("両言語", "both"),
    "judgement": ("自動判定", "judgement"),
    "none": ("回答がありません。", "No answers."),
    "no_type": ("（なし）", "(none)"),
    "pair": (
        "日英の比較（{basis}、{n} 問）：両方正解 {both}、日本語のみ {ja}、英語のみ {en}、どちらも不正解 {neither}、"
        "McNemar 正確検定 p = {p:.3g}",
        "Japanese against English ({basis}, {n} questions): both correct {both}, Japanese only {ja}, "
        "English only {en}, neither {neither}; exact McNemar p = {p:.3g}",
    ),
    "pair_verdict": ("評価", "verdict"),
    "note": (
        "率は正誤の決まった回答に対する割合です。判定なしとエラーは不正解に数えません。"
        "自動判定が不確かな回答がある率は、それらがすべて不正解の場合からすべて正解の場合までの幅です。"
        "両言語の合計は、同じ質問への二つの回答が独立でないため、区間を示しません。",
        "Rates are over decided answers; unjudged ones and errors never count as incorrect. Where judgements are "
        "uncertain, the rate is a range: from all of them being wrong to all being right. Both languages together "
        "have no interval, because two answers to one question are not independent.",
    ),
}


def render_text(report: Report, language: Language = "en") -> str:
    """The report as a table for the terminal, without colours: one per arm, then the paired comparisons."""
    stream = io.StringIO()
    console = Console(file=stream, width=WIDTH, color_system=None, highlight=False, markup=False, emoji=False)
    if not report.rows:
        console.print(_word("none", language))
    for key in dict.fromkeys(row.arm_key for row in report.rows):
        rows = [row for row in report.rows if row.arm_key == key]
        console.print(_table(rows, language))
        for pair in (pair for pair in report.pairs if pair.arm_key == key):
            console.print(_pair(pair, language), soft_wrap=True)
    if report.rows:
        console.print(_word("note", language), soft_wrap=True)
    return stream.getvalue()


def to_json(report: Report) -> dict[str, Any]:
    """The report as plain data: `rows` and `pairs`, each with its counts, rates and test."""
    return {
        "rows": [
            asdict(row) | {"judged": _rate_json(row.judged), "verdict": _rate_json(row.verdict)} for row in report.rows
        ],
        "pairs": [
            {"arm": pair.arm, "arm_key": pair.arm_key, "basis": pair.basis, "n": pair.test.n} | asdict(pair.test)
            for pair in report.pairs
        ],
    }


def _rate_json(rate: Rate) -> dict[str, float | int | None]:
    return {"correct": rate.correct, "n": rate.n, "rate": rate.rate, "low": rate.low, "high": rate.high}


def _word(key: str, language: Language) -> str:
    japanese, english = _WORDS[key]
    return japanese if language == "ja" else english


def _table(rows: Sequence[SummaryRow], language: Language) -> Table:
    """The table of one arm; columns that would be blank throughout are left out."""
    table = Table(title=rows[0].arm, title_justify="left", title_style="", box=box.SIMPLE, header_style="")
    cells = [_cells(row, language) for row in rows]
    shown = [key for key in cells[0] if any(line[key] for line in cells)]
    for key in shown:
        table.add_column(_word(key, language), justify="left" if key in ("type", "language") else "right", no_wrap=True)
    for row, line in zip(rows, cells, strict=True):
        table.add_row(*(line[key] for key in shown), end_section=row is _last_of_type(row, rows))
    return table


def _last_of_type(row: SummaryRow, rows: Sequence[SummaryRow]) -> SummaryRow:
    return [one for one in rows if one.type == row.type][-1]


def _cells(row: SummaryRow, language: Language) -> dict[str, str]:
    counts = {"unjudged": row.unjudged, "errors": row.errors, "missing": row.items - row.answered - row.errors}
    return {
        "type": _word("all", language) if row.type is None else (row.type or _word("no_type", language)),
        "language": _word(row.language or "both", language),
        **_rate_cells("judged", row.judged, row.judged_span),
        "uncertain": str(row.uncertain or ""),
        "judged_other_language": str(row.judged_other_language or ""),
        **_rate_cells("verdict", row.verdict),
        "other_language": str(row.other_language or ""),
        **{key: str(count or "") for key, count in counts.items()},
    }


def _rate_cells(name: str, rate: Rate, span: tuple[float, float] | None = None) -> dict[str, str]:
    """Counts, share and interval; the share is a range where it depends on judgements that are uncertain."""
    counts = share = interval = ""
    if rate.rate is not None:
        counts = f"{rate.correct}/{rate.n}"
        share = f"{span[0] * 100:.0f}–{span[1] * 100:.0f}%" if span else f"{rate.rate:.0%}"
    if rate.low is not None and rate.high is not None:
        interval = f"{rate.low * 100:.0f}–{rate.high * 100:.0f}%"
    return {name: counts, f"{name}_rate": share, f"{name}_interval": interval}


def _pair(pair: Pair, language: Language) -> str:
    test = pair.test
    basis = "pair_verdict" if pair.basis == "verdict" else "judgement"
    return _word("pair", language).format(
        basis=_word(basis, language),
        n=test.n,
        both=test.both,
        ja=test.first_only,
        en=test.second_only,
        neither=test.neither,
        p=test.p_value,
    )
