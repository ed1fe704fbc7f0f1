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
from app.report.arms import ArmPair
from app.report.counts import Pair, Rate, Report, SummaryRow
from app.report.repeats import repeats_line, repeats_note
from evaluators.statistics.prediction_powered import ENOUGH
from evaluators.statistics.significance import PairedTest

WIDTH = 200

# Each text in Japanese and English.
_WORDS: dict[str, tuple[str, str]] = {
    "type": ("種類", "type"),
    "corrected_rate": ("補正後の率", "corrected rate"),
    "corrected_interval": ("95% 区間", "95 % interval"),
    "random": ("無作為の評価", "random verdicts"),
    "hidden": (
        "自動判定の率には自動判定そのものの誤りが含まれず、区間もそれを表しません（件数が増えても縮むのは区間だけです）。"
        "無作為に選んだ {n} 件以上を評価すると、補正した率が先頭に出ます。",
        "The judged rates do not account for the judge’s own errors, nor do their intervals, which only shrink with "
        "more answers. Grade {n} answers at random, and a corrected rate stands first.",
    ),
    "no_sample": (
        "人の評価は無作為標本ではありません（選んで、または並べ替えて評価したもの）。その率は評価した回答についてだけのものです。",
        "The verdicts are no random sample (they were chosen, or taken from a sorted list): their rate is about those "
        "answers only.",
    ),
    "corrected_note": (
        "補正後の率：無作為標本の評価で自動判定の誤りを補正した推定（prediction-powered inference）。",
        "Corrected rate: what reviewers would find on every answer, estimated from the judgements and the verdicts on "
        "a random sample (prediction-powered inference).",
    ),
    "difference": (
        "  差 {value:+.0%}（95% 区間 {low:+.0%}～{high:+.0%}）、Holm 補正 p = {holm:.3g}{detectable}",
        "  difference {value:+.0%} (95 % interval {low:+.0%} to {high:+.0%}), p adjusted for all comparisons on this "
        "basis (Holm) = {holm:.3g}{detectable}",
    ),
    "detectable": (
        "。この問数で8割の確率で見つかる最小の差は {value:.0%}",
        "; so many questions would find a true difference of {value:.0%} four times out of five",
    ),
    "corrected_difference": (
        "  評価で補正した差 {value:+.0%}（95% 区間 {low:+.0%}～{high:+.0%}、無作為の評価 {n} 問）",
        "  corrected by verdicts: {value:+.0%} (95 % interval {low:+.0%} to {high:+.0%}; {n} random pairs)",
    ),
    "judged_difference": (
        "  自動判定どうしの差です。自動判定の誤り方が両者で違えば、回答の差とは限りません。",
        "  This compares judgements. If the judge errs differently on the two, the answers need not differ.",
    ),
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
        "{test} p = {p:.3g}",
        "Japanese against English ({basis}, {n} questions): both correct {both}, Japanese only {ja}, "
        "English only {en}, neither {neither}; {test} p = {p:.3g}",
    ),
    "mcnemar": ("McNemar 正確検定", "exact McNemar"),
    "t_test": ("質問単位の t 検定", "t-test by question"),
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
        for line in repeats_lines(rows, language):
            console.print(line, soft_wrap=True)
        for pair in (pair for pair in report.pairs if pair.arm_key == key):
            console.print(_pair(pair, language), soft_wrap=True)
            for line in difference_lines(pair, language):
                console.print(line, soft_wrap=True)
    if report.rows:
        for line in (_word("note", language), *caveats(report.rows, language)):
            console.print(line, soft_wrap=True)
    return stream.getvalue()


def caveats(rows: Sequence[SummaryRow], language: Language) -> list[str]:
    """What the rates can hide, and what they rest on."""
    judged = any(row.judged.n and row.verdict.n + row.unsure < row.answered for row in rows)
    corrected = any(row.corrected for row in rows)
    lines = []
    if any(row.judged_repeats or row.verdict_repeats for row in rows):
        lines.append(repeats_note(language))
    if corrected:
        lines.append(_word("corrected_note", language))
    elif judged:
        lines.append(_word("hidden", language).format(n=ENOUGH))
    if any(row.random < row.verdict.n for row in rows) and judged:
        lines.append(_word("no_sample", language))
    return lines


def difference_lines(pair: Pair | ArmPair, language: Language) -> list[str]:
    """How large a difference is and could be; of judgements, that it is one of judgements."""
    lines, size = [], pair.difference
    if size is not None and size.holm is not None:
        least = "" if size.detectable is None else _word("detectable", language).format(value=size.detectable)
        said = {"value": size.value, "low": size.low, "high": size.high, "holm": size.holm, "detectable": least}
        lines.append(_word("difference", language).format(**said))
    if pair.corrected is not None:
        interval = pair.corrected.interval
        said = {"value": pair.corrected.value, "low": interval.low, "high": interval.high, "n": pair.corrected.sampled}
        lines.append(_word("corrected_difference", language).format(**said))
    elif pair.basis == "judgement":
        lines.append(_word("judged_difference", language))
    return lines


def to_json(report: Report) -> dict[str, Any]:
    """The report as plain data: `rows` and `pairs`, each with its counts, rates and test."""
    return {
        "rows": [
            asdict(row) | {"judged": _rate_json(row.judged), "verdict": _rate_json(row.verdict)} for row in report.rows
        ],
        "pairs": [
            {"arm": pair.arm, "arm_key": pair.arm_key, "basis": pair.basis, "n": pair.test.n}
            | asdict(pair.test)
            | compared_json(pair)
            for pair in report.pairs
        ],
    }


def compared_json(pair: Pair | ArmPair) -> dict[str, Any]:
    """The difference and the corrected one, each None where there is none."""
    return {
        "difference": asdict(pair.difference) if pair.difference else None,
        "corrected_difference": asdict(pair.corrected) if pair.corrected else None,
    }


def test_words(test: PairedTest, language: Language) -> dict[str, object]:
    """Which test it is, and its p-value (NaN with a single question)."""
    name = _word("t_test" if test.clusters else "mcnemar", language)
    return {"test": name, "p": float("nan") if test.p_value is None else test.p_value}


def repeats_lines(rows: Sequence[SummaryRow], language: Language) -> list[str]:
    """pass@k of an arm's totals, by language and basis."""
    return [
        repeats_line(language, row.language, basis, found)
        for row in rows
        if row.type is None and row.language is not None
        for basis, found in (("judgement", row.judged_repeats), ("verdict", row.verdict_repeats))
        if found is not None
    ]


def _rate_json(rate: Rate) -> dict[str, float | int | None]:
    return {"correct": rate.correct, "n": rate.n, "rate": rate.rate, "low": rate.low, "high": rate.high}


def _word(key: str, language: Language) -> str:
    japanese, english = _WORDS[key]
    return japanese if language == "ja" else english


def plain_table(title: str) -> Table:
    """A table for the terminal without colours, its title at the left."""
    return Table(title=title, title_justify="left", title_style="", box=box.SIMPLE, header_style="")


def _table(rows: Sequence[SummaryRow], language: Language) -> Table:
    """The table of one arm; columns that would be blank throughout are left out."""
    table = plain_table(rows[0].arm)
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
        **_corrected_cells(row),
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


def _corrected_cells(row: SummaryRow) -> dict[str, str]:
    found = row.corrected
    if found is None:
        return {"corrected_rate": "", "corrected_interval": "", "random": ""}
    interval = f"{found.interval.low * 100:.0f}–{found.interval.high * 100:.0f}%"
    return {"corrected_rate": f"{found.value:.0%}", "corrected_interval": interval, "random": str(found.sampled)}


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
        **test_words(test, language),
    )
