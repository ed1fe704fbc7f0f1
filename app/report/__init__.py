"""What is said of a run, or of several: counts with intervals, languages and arms compared, what is left out."""

from app.report.arms import ArmAnswers, ArmPair, Flip, arm_names, compare_arms, compare_two, matched, split_arms
from app.report.counts import Basis, Pair, Rate, Report, SummaryRow, language_pairs, summary
from app.report.data import full_json
from app.report.excluded import Excluded, excluded
from app.report.full import FullReport, Source, comparisons, full_report
from app.report.full_text import render_full
from app.report.page import render_markdown, render_page
from app.report.sampled import sampled_items
from app.report.text import render_text, to_json

__all__ = [
    "ArmAnswers",
    "ArmPair",
    "Basis",
    "Excluded",
    "Flip",
    "FullReport",
    "Pair",
    "Rate",
    "Report",
    "Source",
    "SummaryRow",
    "arm_names",
    "compare_arms",
    "compare_two",
    "comparisons",
    "excluded",
    "full_json",
    "full_report",
    "language_pairs",
    "matched",
    "render_full",
    "render_markdown",
    "render_page",
    "render_text",
    "sampled_items",
    "split_arms",
    "summary",
    "to_json",
]
