"""The tables of a run: counts, rates with their intervals, and the paired comparison of its two languages."""

from app.report.counts import Pair, Rate, Report, SummaryRow, summary
from app.report.text import render_text, to_json

__all__ = ["Pair", "Rate", "Report", "SummaryRow", "render_text", "summary", "to_json"]
