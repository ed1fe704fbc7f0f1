"""Two arms, of one run or of two, compared question by question: Japanese left, English right, arm A above arm B."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import gradio as gr

from app.records import LANGUAGES, Arm, GradedAnswer, Language, Run
from app.report import (
    ArmAnswers,
    ArmPair,
    arm_names,
    compare_arms,
    compare_two,
    comparisons,
    language_pairs,
    matched,
    split_arms,
)
from app.report.text import difference_lines
from app.ui import choices, figures
from app.ui.closed import closed, opened
from app.ui.events import QUIET, SETS
from app.ui.page import Page, asset
from app.ui.render import panel, render
from app.ui.results.answers import answers, sampled
from app.ui.results.differences import differences
from app.ui.runs import title

TURNS = QUIET | {"trigger_mode": "multiple"}
FILTERS = ("all", "flipped", "differing")
OTHERS = 30
"""Other runs of the same questions that are offered, the newest."""
Place: TypeAlias = tuple[tuple[str, str], tuple[str, str], int]
"""Which question is open: the runs, the arms, and its place among the questions."""


@dataclass(frozen=True)
class Row:
    """A question under both arms: by language, the item of arm A and that of arm B."""

    no: str
    items: dict[Language, tuple[int, int]]
    flipped: bool
    differing: bool

    def passes(self, wanted: str) -> bool:
        """Whether the row belongs to this filter."""
        return {"flipped": self.flipped, "differing": self.differing}.get(wanted, True)


@dataclass(frozen=True, eq=False)
class Compared:
    """What is shown: two arms (by `arm_key`) with all their questions, and the tests; `runs`: the run of each."""

    runs: tuple[str, str]
    arms: tuple[str, str]
    names: tuple[str, str]
    rows: tuple[Row, ...] = ()
    pairs: tuple[ArmPair, ...] = ()


@dataclass(frozen=True)
class SideBySide:
    """The components that events read or change."""

    box: gr.Column
    first: gr.Dropdown
    second: gr.Dropdown
    wanted: gr.Radio
    compared: gr.State
    place: gr.State
    shown: gr.HTML


def build(page: Page, events: Sequence[Any]) -> None:
    """Lays the card out and wires it to the `events` that show a run; one with a single arm has no such card."""
    wire(page, layout(page), events)


def layout(page: Page) -> SideBySide:
    """Which arms, which questions, and one question at a time."""
    t = page.labels
    with gr.Column(elem_classes="nb-card", visible=False, elem_id="nb-arms") as box:
        panel(render("heading", t, title=t("arms.title"), text=t("arms.intro")))
        with gr.Row(elem_classes="nb-line"):
            first = gr.Dropdown([], label=t("arms.first"))
            second = gr.Dropdown([], label=t("arms.second"))
        filters = [(t(f"arms.{name}"), name) for name in FILTERS]
        wanted = gr.Radio(filters, value="all", label=t("arms.filter"))
        shown = panel(elem_id="nb-arms-panel", script=asset("results/side_by_side.js"))
    return SideBySide(box, first, second, wanted, gr.State(None), gr.State(None), shown)


def wire(page: Page, card: SideBySide, events: Sequence[Any]) -> None:
    """The card follows the run shown; choosing arms compares them anew, everything else only turns the page."""
    chosen = [card.first, card.second]
    for event in events:
        offered = event(page.bind(offer), [page.run, *chosen], [card.box, *chosen], **QUIET)
        compared = offered.then(page.bind(compare), [page.run, *chosen], card.compared, **SETS)
        compared.then(page.bind(show_again), [card.compared, card.wanted, card.place], card.shown, **QUIET)
    for part in chosen:
        compared = part.input(page.bind(compare), [page.run, *chosen], card.compared, **SETS)
        compared.then(page.bind(show), [card.compared, card.wanted], card.shown, **QUIET)
    card.wanted.input(page.bind(show), [card.compared, card.wanted], card.shown, **QUIET)
    card.shown.pick(page.bind(turn), [card.compared, card.wanted], [card.shown, card.place], **TURNS)
    card.shown.visit(lambda: gr.Tabs(selected="review"), None, page.tabs, **QUIET)


def offer(page: Page, run_id: str, first: str | None, second: str | None) -> tuple[Any, Any, Any]:
    """The arms of the run shown and of the other runs of its questions; those chosen before, or the first two.

    Hidden where there is nothing to compare.
    """
    shown = opened(page, run_id)
    offered = offered_arms(page, shown) if shown else []
    keys = [key for _, key in offered]
    values = [first, second] if first in keys and second in keys else keys[:2]
    if len(values) < 2:
        return gr.update(visible=False), gr.update(value=None), gr.update(value=None)
    boxes = [gr.update(choices=offered, value=value) for value in values]
    return gr.update(visible=True), boxes[0], boxes[1]


def compare(page: Page, run_id: str, first: str | None, second: str | None) -> Compared | None:
    """Both arms' answers to the same questions; None where there are no two arms, or none of the run shown."""
    shown = opened(page, run_id)
    if not first or not second or first == second or shown not in (_run_of(first), _run_of(second)):
        return None
    one, two = _answers_of(page, first), _answers_of(page, second)
    if one is None or two is None:
        return None
    runs = (_run_of(first), _run_of(second))
    return Compared(
        runs, (first, second), names_of(page, runs, (one, two)), rows(one, two), _tests(page, shown, runs, one, two)
    )


def _tests(page: Page, shown: str, runs: tuple[str, str], one: ArmAnswers, two: ArmAnswers) -> tuple[ArmPair, ...]:
    """Two arms compared, p-values adjusted together with everything that the report of the run shown compares."""
    within, graded, known = runs[0] == runs[1], answers(page, shown), sampled(page, shown)
    tests = tuple(compare_two(one, two, known if within else ()))
    chosen = {one.key, two.key} if within else set()
    others = [pair for pair in compare_arms(split_arms(graded), known) if {pair.first_key, pair.second_key} != chosen]
    return comparisons(language_pairs(graded, known), [*others, *tests])[1][len(others) :]


def arm_key(run_id: str, arm: Arm) -> str:
    """An arm of a run, as one value."""
    return f"{run_id}|{arm.key}"


def _run_of(key: str) -> str:
    return key.partition("|")[0]


def _answers_of(page: Page, key: str) -> ArmAnswers | None:
    run_id, _, arm = key.partition("|")
    if closed(page.store, run_id):
        return None
    return next((one for one in split_arms(answers(page, run_id)) if one.key == arm), None)


def offered_arms(page: Page, run_id: str) -> list[tuple[str, str]]:
    """(label, `arm_key`) of the run's arms, and of those of other runs of its questions, which name their run."""
    run = page.store.run(run_id)
    own = [(choices.arm_label(page.labels, arm), arm_key(run_id, arm)) for arm in run.arms]
    others = [one for one in page.store.related_runs(run_id) if one.answered and not one.archived]
    others = [one for one in others if not closed(page.store, one.id)][:OTHERS]
    return own + [
        (f"{choices.arm_label(page.labels, arm)} — {called(page, one)}", arm_key(one.id, arm))
        for one in others
        for arm in one.arms
    ]


def called(page: Page, run: Run) -> str:
    """A run's title and when it was made."""
    return f"{title(page.labels, run)} {run.created.astimezone():%m-%d %H:%M}"


def names_of(page: Page, runs: tuple[str, str], arms: tuple[ArmAnswers, ArmAnswers]) -> tuple[str, str]:
    """What tells the two apart: the arms of one run by themselves, those of two runs with their run."""
    first, second = arm_names([one.arm for one in arms], page.labels.language)
    if runs[0] == runs[1]:
        return first, second
    one, two = (called(page, page.store.run(run)) for run in runs)
    return f"{first} — {one}", f"{second} — {two}"


def rows(first: ArmAnswers, second: ArmAnswers) -> tuple[Row, ...]:
    """One row a question and sample, in the questions' order."""
    found: dict[str, list[tuple[GradedAnswer, GradedAnswer]]] = {}
    for language in LANGUAGES:
        for pair in matched(first.answers, second.answers, language):
            found.setdefault(pair[0].item.name, []).append(pair)
    order = list(dict.fromkeys(one.item.name for one in first.answers))
    return tuple(_row(no, found[no]) for no in order if no in found)


def _row(no: str, pairs: Sequence[tuple[GradedAnswer, GradedAnswer]]) -> Row:
    decided = [(verdict_of(a), verdict_of(b)) for a, b in pairs]
    return Row(
        no,
        {a.item.language: (a.item.id, b.item.id) for a, b in pairs},
        any({one, two} == {"correct", "incorrect"} for one, two in decided),
        any(_text(a) != _text(b) for a, b in pairs),
    )


def verdict_of(one: GradedAnswer) -> str:
    """The reviewers' verdict where they have decided, else the judgement."""
    if one.verdict and one.verdict.value in ("correct", "incorrect"):
        return one.verdict.value
    return one.judgement.value if one.judgement else "unjudged"


def _text(one: GradedAnswer) -> str:
    return (one.answer.error or one.answer.text) if one.answer else ""


def turn(page: Page, compared: Compared | None, wanted: str, event: gr.EventData) -> tuple[str, Place | None]:
    """Another question, by its place among all of them; and where one is, for coming back."""
    at = int(event._data["value"])
    return show(page, compared, wanted, at), (compared.runs, compared.arms, at) if compared else None


def show_again(page: Page, compared: Compared | None, wanted: str, place: Place | None) -> str:
    """The question that one left, if the run and the arms are the same."""
    same = compared is not None and place is not None and tuple(place[:2]) == (compared.runs, compared.arms)
    return show(page, compared, wanted, place[2] if place and same else -1)


def show(page: Page, compared: Compared | None, wanted: str, at: int = -1) -> str:
    """One question under both arms, and above it what the arms differ in altogether."""
    if compared is None:
        return render("side_by_side", page.labels, compared=None)
    places = [place for place, row in enumerate(compared.rows) if row.passes(wanted)]
    if at < 0:
        at = places[0] if places else -1
    row = compared.rows[at] if 0 <= at < len(compared.rows) else None
    before = [place for place in places if place < at]
    after = [place for place in places if place > at]
    return render(
        "side_by_side",
        page.labels,
        compared=compared,
        pairs=[tested(page, compared, pair) for pair in compared.pairs],
        row=row,
        sides=sides(page, row) if row else [],
        number=len(before) + 1,
        total=len(places),
        listed=at in places,
        previous=before[-1] if before else None,
        following=after[0] if after else None,
    )


def tested(page: Page, compared: Compared, pair: ArmPair) -> dict[str, Any]:
    """A comparison's counts, and the places of the questions that flipped each way."""
    test = pair.test
    places = {row.no: place for place, row in enumerate(compared.rows)}
    counts = {"both_right": test.both, "only_a": test.first_only, "only_b": test.second_only, "neither": test.neither}
    return {
        "pair": pair,
        "parts": [{"key": key, "n": n} for key, n in counts.items()],
        "p": figures.p_value(test.p_value),
        "clustered": bool(test.clusters),
        "sizes": [line.strip() for line in difference_lines(pair, page.labels.language)],
        "gained": [(flip.no, places[flip.no]) for flip in pair.flips if not flip.first],
        "lost": [(flip.no, places[flip.no]) for flip in pair.flips if flip.first],
    }


def sides(page: Page, row: Row) -> list[dict[str, Any]]:
    """By language: the question, its references, and both answers with their differing words marked."""
    known = {one.item.id: one for one in page.store.graded([item for pair in row.items.values() for item in pair])}
    found = []
    for language in LANGUAGES:
        if language in row.items:
            first, second = (known[item] for item in row.items[language])
            marked = differences(_text(first), _text(second))
            question = first.item.question
            found.append(
                {
                    "language": language,
                    "question": question.sides[language].text,
                    "references": question.references(language),
                    "answers": [
                        {"one": one, "parts": parts, "said": verdict_of(one), "reviewed": bool(one.verdict)}
                        for one, parts in zip((first, second), marked, strict=True)
                    ],
                }
            )
    return found
