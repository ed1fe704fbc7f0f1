"""The similarity by verdict: two histograms with one threshold, and what it would call correct."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import gradio as gr

from app.records import LANGUAGES, Language
from app.report import threshold
from app.report.counts import Basis
from app.report.threshold import Against, Point
from app.ui.events import QUIET
from app.ui.page import Page, asset
from app.ui.render import panel, render
from app.ui.results.answers import answers
from app.ui.runs import current

AGAINST: tuple[Against, ...] = ("asked", "closer")


@dataclass(frozen=True)
class Similarity:
    """The components that events read or change."""

    box: gr.Column
    against: gr.Radio
    shown: gr.HTML


def build(page: Page, events: Sequence[Any]) -> None:
    """Lays the card out and wires it to the `events` that show a run; hidden while nothing is decided."""
    t = page.labels
    with gr.Column(elem_classes="nb-card", visible=False, elem_id="nb-similarity") as box:
        panel(render("heading", t, title=t("similarity.title"), text=t("similarity.intro")))
        options = [(t(f"similarity.{name}"), name) for name in AGAINST]
        against = gr.Radio(options, value="asked", label=t("similarity.against"))
        shown = panel(elem_id="nb-similarity-panel", script=asset("results/similarity.js"))
    wire(page, Similarity(box, against, shown), events)


def wire(page: Page, card: Similarity, events: Sequence[Any]) -> None:
    """The histograms follow the run shown; the threshold moves in the browser."""
    draws = page.bind(show), [page.run, card.against], [card.box, card.shown]
    for event in (*events, card.against.input):
        event(*draws, **QUIET)


def show(page: Page, run_id: str, against: Against) -> tuple[Any, str]:
    """The card of the run shown; hidden while no answer has both a similarity and a verdict or judgement."""
    shown = current(page, run_id)
    graded = answers(page, shown) if shown else ()
    basis: Basis = "verdict" if any(answer.verdict for answer in graded) else "judgement"
    points = threshold.points(graded, basis, against)
    if not points:
        return gr.update(visible=False), ""
    best = threshold.best_threshold(points)
    by_language = {code: [point for point in points if point.language == code] for code in LANGUAGES}
    sides = [side(code, own, best) for code, own in by_language.items() if own]
    tallest = max(correct + incorrect for drawn in sides for correct, incorrect in drawn["bins"])
    html = render("similarity", page.labels, sides=sides, best=best, tallest=tallest, basis=basis)
    return gr.update(visible=True), html


def side(language: Language, points: list[Point], best: float) -> dict[str, Any]:
    """One language: its bins, its points for the browser to count anew, and the counts at the first threshold."""
    pairs = [[round(point.similarity, 4), int(point.correct)] for point in points]
    return {
        "language": language,
        "bins": threshold.histogram(points),
        "points": json.dumps(pairs, separators=(",", ":")),
        "split": threshold.split(points, best),
        "n": len(points),
    }
