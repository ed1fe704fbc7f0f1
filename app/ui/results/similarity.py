"""The similarity by verdict: two histograms with one threshold, and what it would call correct."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import gradio as gr

from app.records import LANGUAGES, Language
from app.report import split_arms, threshold
from app.report.counts import Basis
from app.report.threshold import Against, Point
from app.ui import choices
from app.ui.closed import opened
from app.ui.events import QUIET
from app.ui.page import Page, asset
from app.ui.render import panel, render
from app.ui.results.answers import answers

AGAINST: tuple[Against, ...] = ("asked", "closer")


@dataclass(frozen=True)
class Similarity:
    """The components that events read or change."""

    box: gr.Column
    against: gr.Radio
    basis: gr.Radio
    arm: gr.Dropdown
    shown: gr.HTML


def build(page: Page, events: Sequence[Any]) -> None:
    """Lays the card out and wires it to the `events` that show a run; hidden while nothing is decided."""
    t = page.labels
    with gr.Column(elem_classes="nb-card", visible=False, elem_id="nb-similarity") as box:
        panel(render("heading", t, title=t("similarity.title"), text=t("similarity.intro")))
        options = [(t(f"similarity.{name}"), name) for name in AGAINST]
        with gr.Row(elem_classes="nb-line"):
            against = gr.Radio(options, value="asked", label=t("similarity.against"))
            bases = [(t("results.verdict"), "verdict"), (t("results.judged"), "judgement")]
            basis = gr.Radio(bases, value="verdict", label=t("similarity.basis"))
            arm = gr.Dropdown([], label=t("similarity.arm"), visible=False)
        shown = panel(elem_id="nb-similarity-panel", script=asset("results/similarity.js"))
    wire(page, Similarity(box, against, basis, arm, shown), events)


def wire(page: Page, card: Similarity, events: Sequence[Any]) -> None:
    """The histograms follow the run shown; the threshold moves in the browser."""
    chosen = [page.run, card.against, card.basis, card.arm]
    draws = page.bind(show), chosen, [card.box, card.basis, card.arm, card.shown]
    for event in (*events, card.against.input, card.basis.input, card.arm.input):
        event(*draws, **QUIET)


def show(page: Page, run_id: str, against: Against, basis: Basis, arm: str | None) -> tuple[Any, Any, Any, str]:
    """The card of the run shown; hidden while no answer has both a similarity and a verdict or judgement.

    The basis is the judgements where there are no verdicts; an arm that the run does not have is its first one.
    """
    shown = opened(page, run_id)
    arms = split_arms(answers(page, shown)) if shown else []
    chosen = next((one for one in arms if one.key == arm), arms[0] if arms else None)
    graded = chosen.answers if chosen else ()
    reviewed = any(answer.verdict for one in arms for answer in one.answers)
    basis = basis if reviewed else "judgement"
    if not any(threshold.points(one.answers, basis, against) for one in arms):
        return gr.update(visible=False), gr.update(), gr.update(), ""
    options = [(choices.arm_label(page.labels, one.arm), one.key) for one in arms]
    picker = gr.update(choices=options, value=chosen.key if chosen else None, visible=len(arms) > 1)
    points = threshold.points(graded, basis, against)
    html = drawn(page, points, basis)
    return gr.update(visible=True), gr.update(value=basis, interactive=reviewed), picker, html


def drawn(page: Page, points: list[Point], basis: Basis) -> str:
    """The histograms and what the best threshold makes of them; too few answers are said to be too few."""
    if len(points) < threshold.ENOUGH:
        return render("similarity", page.labels, sides=[], n=len(points), enough=threshold.ENOUGH)
    best = threshold.best_threshold(points)
    by_language = {code: [point for point in points if point.language == code] for code in LANGUAGES}
    sides = [side(code, own, best) for code, own in by_language.items() if own]
    tallest = max(correct + incorrect for one in sides for correct, incorrect in one["bins"])
    useful, usual = threshold.helps(points, best), threshold.majority(points)
    values = {"best": best, "tallest": tallest, "basis": basis, "useful": useful, "usual": usual}
    return render("similarity", page.labels, sides=sides, **values)


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
