"""A report in sections, for whoever writes it down: each has notes, a table and plots."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from markupsafe import Markup

from app.records import GradedAnswer, Language
from app.report import plots, threshold
from app.report.arms import ArmPair
from app.report.counts import Basis, Pair, SummaryRow
from app.report.full import FullReport, Source
from app.report.full_text import about, names
from app.report.judged import judge_check
from app.report.marks import marks_rows, marks_title
from app.report.page_words import word
from app.report.raters import agreement_header, agreement_row
from app.report.reviewers import reviewers
from app.report.text import caveats, difference_lines, repeats_lines
from app.report.trust import trust
from evaluators.statistics.paired import more_for
from evaluators.statistics.significance import Interval, wilson_interval

HALF = 0.05
"""The half-width of an interval that a report says the cost of."""
COLOURS = {"corrected": plots.INK, "judged": plots.ACCENT, "verdict": plots.RIGHT}
Rows = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a report. `figures` are named; the first row is the header of the others."""

    title: str
    notes: tuple[str, ...] = ()
    rows: Rows = ()
    figures: tuple[tuple[str, Markup], ...] = ()


def sections(report: FullReport, facts: Mapping[str, str], language: Language) -> list[Section]:
    """Everything that is said, `facts` (settings, versions, the command) last."""
    parts = [rates_section(report, language), _comparisons(report, language)]
    for source in report.sources:
        parts += [judge_section(source, language), *_similarity(source, language), _reviewers(source, language)]
    parts.append(Section(marks_title(language), (), marks_rows(report, names(report, language), language)))
    parts += [_excluded(report, language), _facts(facts, language)]
    return [part for part in parts if part.rows or part.notes or part.figures]


def whiskers(rows: Sequence[SummaryRow], told: Mapping[str, str], language: Language) -> list[plots.Whisker]:
    """The rates of rows in one language each, a corrected one before the judged and the reviewed one."""
    found = []
    for row in rows:
        if row.language is None:
            continue
        name = " · ".join(filter(None, (told.get(row.arm_key, "") if len(told) > 1 else "", _place(row, language))))
        if row.corrected:
            label = f"{name} – {word('corrected', language)}"
            found.append(plots.Whisker(label, row.corrected.value, row.corrected.interval, COLOURS["corrected"]))
        for key, rate in (("judged", row.judged), ("verdict", row.verdict)):
            if rate.rate is not None and rate.low is not None and rate.high is not None:
                label = f"{name} – {word(key, language)}"
                found.append(plots.Whisker(label, rate.rate, Interval(rate.low, rate.high), COLOURS[key]))
    return found


def _place(row: SummaryRow, language: Language) -> str:
    kind = word("all", language) if row.type is None else (row.type or word("no_type", language))
    return f"{kind} · {word(row.language or 'both', language)}"


def rates_section(report: FullReport, language: Language) -> Section:
    """The rates, corrected ones first, and what they can hide."""
    told, table = names(report, language), report.table.rows
    header = tuple(
        word(key, language) for key in ("arm", "type", "language", "corrected", "judged", "verdict", "uncertain")
    )
    rows = tuple(
        (
            told[row.arm_key],
            word("all", language) if row.type is None else (row.type or word("no_type", language)),
            word(row.language or "both", language),
            _estimate(row.corrected.value, row.corrected.interval) if row.corrected else "",
            _counted(row.judged.correct, row.judged.n, row.judged.low, row.judged.high),
            _counted(row.verdict.correct, row.verdict.n, row.verdict.low, row.verdict.high),
            str(row.uncertain or ""),
        )
        for row in table
    )
    more = [
        word("more", language, name=f"{told[row.arm_key]}, {_place(row, language)}", n=f"{count:,}", half=HALF)
        for row in table
        if row.type is None and row.language
        if (count := more_for(row.judged.correct, row.judged.n, HALF))
    ]
    passes = [
        f"{told[key]}: {line}" if len(told) > 1 else line
        for key in dict.fromkeys(row.arm_key for row in table)
        for line in repeats_lines([row for row in table if row.arm_key == key], language)
    ]
    notes = (*about(report, language), *passes, *caveats(table, language), *more)
    title = word("rates_plot", language)
    drawn = plots.rates(title, whiskers(table, told, language))
    return Section(word("rates", language), notes, _filled((header, *rows)), (("rates", drawn),))


def _filled(rows: Sequence[tuple[str, ...]]) -> tuple[tuple[str, ...], ...]:
    """A table without the columns that hold nothing below their header."""
    kept = [place for place in range(len(rows[0])) if any(row[place] for row in rows[1:])]
    return tuple(tuple(row[place] for place in kept) for row in rows)


def _estimate(value: float, interval: Interval) -> str:
    return f"{value:.0%} ({interval.low * 100:.0f}–{interval.high * 100:.0f}%)"


def _counted(correct: int, n: int, low: float | None, high: float | None) -> str:
    if not n:
        return "–"
    interval = "" if low is None or high is None else f" ({low * 100:.0f}–{high * 100:.0f}%)"
    return f"{correct}/{n} {correct / n:.0%}{interval}"


def _comparisons(report: FullReport, language: Language) -> Section:
    told = names(report, language)
    pairs: list[Pair | ArmPair] = [*report.table.pairs, *report.arm_pairs]
    family = Counter(pair.basis for pair in pairs)
    tested = "p_repeated" if any(pair.test.clusters for pair in pairs) else "p"
    keys = ("compared", "basis", "questions", "difference", tested, "detectable")
    header = [word(key, language) for key in keys]
    header.insert(5, word("holm", language, n=max(family.values(), default=0)))
    rows = [
        (
            _compared(pair, told, language),
            word("judged" if pair.basis == "judgement" else "verdict", language),
            str(pair.test.clusters or pair.test.n),
            f"{size.value:+.0%} ({size.low * 100:+.0f} – {size.high * 100:+.0f}%)",
            f"{pair.test.p_value:.3g}" if pair.test.p_value is not None else "",
            f"{size.holm:.3g}" if size.holm is not None else "",
            f"{size.detectable:.0%}" if size.detectable is not None else "–",
        )
        for pair in pairs
        if (size := pair.difference)
    ]
    rows += [
        (
            word(
                "arms", language, first=told[both.first_key], second=told[both.second_key], asked=word("both", language)
            ),
            word("judged" if both.basis == "judgement" else "verdict", language),
            str(mean.clusters),
            f"{mean.value:+.0%} ({mean.interval.low * 100:+.0f} – {mean.interval.high * 100:+.0f}%)",
            *("", "", ""),
        )
        for both in report.both
        if (mean := both.difference).interval
    ]
    said = chain.from_iterable(difference_lines(pair, language)[1:] for pair in pairs)
    notes = tuple(dict.fromkeys(line.strip() for line in said))
    return Section(word("comparisons", language), notes if rows else (), (tuple(header), *rows) if rows else ())


def _compared(pair: Pair | ArmPair, told: Mapping[str, str], language: Language) -> str:
    if isinstance(pair, Pair):
        return word("ja_en", language, arm=told[pair.arm_key])
    asked = word(pair.language, language)
    return word("arms", language, first=told[pair.first_key], second=told[pair.second_key], asked=asked)


def judge_section(source: Source, language: Language) -> Section:
    """The judge against the verdicts of a source."""
    check = judge_check(source.answers)
    found, confusions = check.judging, check.confusions
    title = word("judge", language)
    notes, figures = [], []
    if found.n and found.brier is not None:
        auc = "–" if found.auc is None else f"{found.auc:.3f}"
        notes.append(word("judge_numbers", language, n=found.n, brier=found.brier, auc=auc))
        axes = (word("probability", language), word("share", language))
        figures.append(("reliability", plots.reliability(word("reliability", language), found, axes)))
    if found.roc:
        axes = (word("alarms", language), word("hits", language))
        figures.append(("roc", plots.roc(word("roc", language), found, axes)))
    if confusions:
        figures.append(("languages", languages(source.answers, language)))
    keys = ("confusion", "answers", "right_both", "too_kind", "too_strict", "wrong_both")
    rows = [
        (
            f"{word(one.asked, language)} → {word(one.answered, language)}",
            *map(str, (one.answers, one.hits, one.false_alarms, one.misses, one.rejections)),
        )
        for one in confusions
    ]
    return Section(title, tuple(notes), (tuple(word(key, language) for key in keys), *rows), tuple(figures))


def languages(answers: Sequence[GradedAnswer], language: Language) -> Markup:
    """The plot of the languages that answers came in, by the language asked."""
    confusions = judge_check(answers).confusions
    asked = list(dict.fromkeys(one.asked for one in confusions))
    said = [code for code in ("ja", "en", "mixed", "other", "none") if any(one.answered == code for one in confusions)]
    counts = {(one.asked, one.answered): one.answers for one in confusions}
    return plots.heat(
        word("confusion", language),
        [word("asked", language, asked=word(code, language)) for code in asked],
        [word(code, language) for code in said],
        [[counts.get((one, other), 0) for other in said] for one in asked],
    )


def _similarity(source: Source, language: Language) -> Iterator[Section]:
    basis: Basis = "verdict" if any(one.verdict for one in source.answers) else "judgement"
    found = threshold.points(source.answers, basis)
    if len(found) < threshold.ENOUGH:
        return
    title = word("similarity", language, basis=word("verdict" if basis == "verdict" else "judged", language))
    best = threshold.best_threshold(found)
    useful = threshold.helps(found, best)
    said = {"at": best, "accuracy": threshold.split(found, best).accuracy, "majority": threshold.majority(found)}
    note = word("threshold", language, **said) if useful else word("threshold_useless", language, **said)
    named = (word("correct", language), word("incorrect", language))
    drawn = plots.histogram(title, threshold.histogram(found), best if useful else None, named)
    yield Section(title, (note,), (), (("similarity", drawn),))


def _reviewers(source: Source, language: Language) -> Section:
    found = reviewers(source.answers, source.verdicts)
    measured = trust(source.answers, source.verdicts) if source.verdicts else None
    notes = []
    if measured and measured.changes.blind:
        changes = measured.changes
        span = wilson_interval(changes.toward, changes.blind) or Interval(0.0, 1.0)
        shown = {"blind": changes.blind, "changed": changes.changed, "toward": changes.toward}
        notes.append(word("anchoring", language, **shown, low=span.low, high=span.high))
    for one in found.each:
        facts = [f"{word('verdicts', language)} {one.verdicts}"]
        if one.leniency and one.leniency.interval:
            ends = f"{one.leniency.interval.low * 100:+.0f} – {one.leniency.interval.high * 100:+.0f}%"
            facts.append(f"{word('leniency', language)} {one.leniency.value:+.0%} ({ends})")
        if one.seconds is not None:
            facts.append(f"{word('seconds', language)} {one.seconds:.0f}")
        notes.append(f"{one.name}: {' · '.join(facts)}")
    header = agreement_header(language)
    rows = [agreement_row(two, language) for two in found.pairs]
    return Section(word("reviewers", language), tuple(notes), (header, *rows) if rows else ())


def _excluded(report: FullReport, language: Language) -> Section:
    groups: dict[tuple[str, str, str], list[str]] = {}
    for one in report.excluded:
        reason = one.reason_ja if language == "ja" else one.reason
        said = word(one.kind, language) + (f": {reason}" if reason else "")
        groups.setdefault((one.arm, word(one.language, language), said), []).append(one.no)
    header = (*(word(key, language) for key in ("arm", "language", "kind")), "NO")
    rows = [(*key, ", ".join(numbers)) for key, numbers in groups.items()]
    return Section(word("excluded", language), (), (header, *rows) if rows else ())


def _facts(facts: Mapping[str, str], language: Language) -> Section:
    header = (word("fact", language), word("value", language))
    return Section(word("facts", language), (), (header, *facts.items()) if facts else ())
