"""The report of one run or several as text for the terminal."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from itertools import groupby

from rich.console import Console
from rich.table import Table

from app.records import Language
from app.report.arms import ArmPair, BothLanguages, arm_names
from app.report.counts import BASES, Basis, Rate
from app.report.excluded import Excluded
from app.report.full import FullReport, Source
from app.report.grid import GridRow, grid
from app.report.marks import marks_rows, marks_title
from app.report.page_words import word
from app.report.raters import agreement_header, agreement_row
from app.report.reviewers import reviewers
from app.report.text import WIDTH, difference_lines, plain_table, render_text, test_words

# Each text in Japanese and English.
_WORDS: dict[str, tuple[str, str]] = {
    "source": (
        "{name}：質問セット第{version}版、参照解答 v{references}（{note}）",
        "{name}: question set version {version}, references v{references} ({note})",
    ),
    "calibrated": (
        "{name}：自動判定は、この実行の評価に合わせて調整されています：{rule}",
        "{name}: the judgements are adjusted to this run’s verdicts: {rule}",
    ),
    "restated": (
        "自動判定は、この実行で推定した正解の割合に合わせて補正してあります（比較条件・言語ごと、50件以上のとき）。",
        "The judgements are corrected to the share of right answers that is estimated for each arm and language with "
        "50 answers or more.",
    ),
    "as_loaded": ("ファイルのまま", "those of the file"),
    "changed": ("レビューでの追加・取消 {n} 件", "accepted or withdrawn in review: {n}"),
    "grid_judgement": ("正解 / 件数（自動判定）", "correct / total, by the automatic judgement"),
    "grid_verdict": ("正解 / 件数（人の評価）", "correct / total, by the reviewers’ verdicts"),
    "type": ("種類", "type"),
    "language": ("言語", "language"),
    "all": ("すべての種類", "all types"),
    "no_type": ("（なし）", "(none)"),
    "ja": ("日本語", "Japanese"),
    "en": ("英語", "English"),
    "both": ("両言語", "both"),
    "judgement": ("自動判定", "judgement"),
    "verdict": ("人の評価", "verdict"),
    "pair": (
        "{first} と {second}（{asked}、{basis}、{n} 問）：両方正解 {both}、前者のみ {only_first}、後者のみ "
        "{only_second}、どちらも不正解 {neither}、{test} p = {p:.3g}",
        "{first} against {second} ({asked}, {basis}, {n} questions): both correct {both}, only the former "
        "{only_first}, only the latter {only_second}, neither {neither}; {test} p = {p:.3g}",
    ),
    "arm_both": (
        "{first} と {second}（両言語、{basis}、{n} 問）：差 {value:+.0%}{interval}",
        "{first} against {second} (both languages, {basis}, {n} questions): difference {value:+.0%}{interval}",
    ),
    "interval": (
        "（95% 区間 {low:+.0%}～{high:+.0%}、同じ質問への回答をまとめて計算）",
        " (95 % interval {low:+.0%} to {high:+.0%}, clustered by question)",
    ),
    "gained": ("  不正解 → 正解： NO {list}", "  incorrect → correct: NO {list}"),
    "lost": ("  正解 → 不正解： NO {list}", "  correct → incorrect: NO {list}"),
    "excluded": ("率に入らない回答", "In no rate"),
    "error": ("エラー", "error"),
    "unanswered": ("未回答", "unanswered"),
    "unjudged": ("判定なし", "unjudged"),
    "unsure": ("人の評価が「判断できない」", "reviewer unsure"),
}


def render_full(report: FullReport, language: Language = "en") -> str:
    """The whole report: sources, the arms side by side, each arm in detail, comparisons, and what is left out."""
    stream = io.StringIO()
    console = Console(file=stream, width=WIDTH, color_system=None, highlight=False, markup=False, emoji=False)
    for line in about(report, language):
        console.print(line, soft_wrap=True)
    if len(report.arms) > 1:
        for basis in BASES:
            rows = grid(report.table.rows, [arm.key for arm in report.arms], basis)
            if any(rate and rate.n for row in rows for rate in row.rates):
                console.print(_grid(report, rows, basis, language))
    stream.write(render_text(report.table, language))
    for pair in report.arm_pairs:
        for line in (_pair(report, pair, language), *difference_lines(pair, language)):
            console.print(line, soft_wrap=True)
    for both in report.both:
        console.print(_both(report, both, language), soft_wrap=True)
    for table in _agreement(report, language):
        console.print(table)
    if said := marks_rows(report, names(report, language), language):
        console.print(marks_title(language))
        for row in said:
            console.print("  " + " · ".join(row), soft_wrap=True)
    if report.excluded:
        console.print(_word("excluded", language))
        for line in _excluded(report.excluded, language):
            console.print(line, soft_wrap=True)
    return stream.getvalue()


def _agreement(report: FullReport, language: Language) -> Iterator[Table]:
    """How far every two raters agree, a table for each source in which somebody decided."""
    for source in report.sources:
        pairs = reviewers(source.answers, source.verdicts).pairs
        title = f"{source.name}: {word('reviewers', language)}"
        table = plain_table(title)
        for number, name in enumerate(agreement_header(language)):
            table.add_column(name, justify="right" if number else "left", no_wrap=True)
        for two in pairs:
            table.add_row(*agreement_row(two, language))
        if pairs:
            yield table


def _word(key: str, language: Language, **values: object) -> str:
    text = _WORDS[key][0 if language == "ja" else 1]
    return text.format(**values) if values else text


def about(report: FullReport, language: Language) -> list[str]:
    """What each source asked, under which references, and what the judgements were adjusted by."""
    lines = [line for source in report.sources for line in _source_lines(source, language)]
    return [*lines, _word("restated", language)] if report.restated else lines


def _source_lines(source: Source, language: Language) -> list[str]:
    lines = [_source(source, language)]
    if source.calibration:
        rule = source.calibration.name[0 if language == "ja" else 1]
        lines.append(_word("calibrated", language, name=source.name, rule=rule))
    return lines


def _source(source: Source, language: Language) -> str:
    note = _word("changed", language, n=source.references) if source.references else _word("as_loaded", language)
    facts = {"version": source.version, "references": source.references, "note": note}
    name = f"{source.file} ({source.name})" if source.file else source.name
    return _word("source", language, name=name, **facts)


def _grid(report: FullReport, rows: Sequence[GridRow], basis: Basis, language: Language) -> Table:
    title = _word(f"grid_{basis}", language)
    table = plain_table(title)
    table.add_column(_word("type", language), no_wrap=True)
    table.add_column(_word("language", language), no_wrap=True)
    for name in names(report, language).values():
        table.add_column(name, justify="right")
    for row in rows:
        kind = _word("all", language) if row.type is None else (row.type or _word("no_type", language))
        last = row.language is None or len([one for one in rows if one.type == row.type]) == 1
        asked = _word(row.language or "both", language)
        table.add_row(kind, asked, *(_cell(rate) for rate in row.rates), end_section=last)
    return table


def names(report: FullReport, language: Language) -> dict[str, str]:
    """Arm key → what tells the arm from the others."""
    found = arm_names([arm.arm for arm in report.arms], language)
    told = {arm.key: name for arm, name in zip(report.arms, found, strict=True)}
    return told if len(set(found)) == len(found) else {arm.key: arm.label for arm in report.arms}


def _cell(rate: Rate | None) -> str:
    if rate is None or rate.rate is None:
        return "–"
    interval = ""
    if rate.low is not None and rate.high is not None:
        interval = f" ({rate.low * 100:.0f}–{rate.high * 100:.0f}%)"
    return f"{rate.correct}/{rate.n} {rate.rate:.0%}{interval}"


def _pair(report: FullReport, pair: ArmPair, language: Language) -> str:
    test, told = pair.test, names(report, language)
    counts = {"both": test.both, "only_first": test.first_only, "only_second": test.second_only}
    lines = [
        _word(
            "pair",
            language,
            first=told[pair.first_key],
            second=told[pair.second_key],
            asked=_word(pair.language, language),
            basis=_word(pair.basis, language),
            n=test.n,
            neither=test.neither,
            **test_words(test, language),
            **counts,
        )
    ]
    for key, first_right in (("gained", False), ("lost", True)):
        flipped = [one.no for one in pair.flips if one.first is first_right]
        if flipped:
            lines.append(_word(key, language, list=", ".join(flipped)))
    return "\n".join(lines)


def _both(report: FullReport, both: BothLanguages, language: Language) -> str:
    told, mean = names(report, language), both.difference
    interval = ""
    if mean.interval is not None:
        interval = _word("interval", language, low=mean.interval.low, high=mean.interval.high)
    return _word(
        "arm_both",
        language,
        first=told[both.first_key],
        second=told[both.second_key],
        basis=_word(both.basis, language),
        n=mean.clusters,
        value=mean.value,
        interval=interval,
    )


def _excluded(found: Sequence[Excluded], language: Language) -> list[str]:
    """One line for each arm, language, kind and reason, with the numbers of the questions."""

    def reason(one: Excluded) -> str:
        return one.reason_ja if language == "ja" else one.reason

    def same(one: Excluded) -> tuple[str, str, str, str]:
        return one.arm, one.kind, one.language, reason(one)

    lines = []
    for (arm, kind, asked, why), group in groupby(sorted(found, key=same), key=same):
        listed = [one.no for one in group]
        because = f" ({' '.join(why.split())[:120]})" if why else ""
        where = f"{arm}, {_word(asked, language)}"
        lines.append(f"  {where}: {_word(kind, language)} {len(listed)}{because}: NO {', '.join(listed)}")
    return lines
