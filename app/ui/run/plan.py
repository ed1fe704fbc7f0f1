"""What the Run tab's form asks for: how many answers, what of them is known already, and how long the rest takes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.errors import NarabeError
from app.records import LANGUAGES, NO_RETRIEVAL, Arm, Decoding, Language, Run
from app.runs.planning import check_samples, planned_arms
from app.ui import choices, figures
from app.ui.loaded import Loaded
from app.ui.messages import message
from app.ui.page import Page
from app.ui.run import retrieval
from app.ui.runs import OPEN

USUAL = Decoding()


@dataclass(frozen=True)
class Plan:
    """What the form asks for."""

    loaded: Loaded | None
    arms: list[Arm]
    languages: list[Language]
    limit: int | None
    fresh: bool
    fault: NarabeError | None = None
    """Why these arms cannot be run."""
    samples: int = 1

    @property
    def answers(self) -> int:
        """How many answers the run would have."""
        questions = self.loaded.questions.questions if self.loaded and self.loaded.questions else ()
        asked = questions[: self.limit]
        return self.samples * len(self.arms) * sum(code in one.sides for one in asked for code in self.languages)


@dataclass(frozen=True)
class Chosen:
    """What stands in the form, in the order in which its components come."""

    models: list[str]
    prompts: list[str]
    languages: list[Language]
    limit: float | None
    fresh: bool
    bases: Sequence[str] = (NO_RETRIEVAL,)
    max_new_tokens: int = USUAL.max_new_tokens
    temperature: float = USUAL.temperature
    top_p: float = USUAL.top_p
    repetition_penalty: float = USUAL.repetition_penalty
    samples: float | None = 1

    @property
    def decoding(self) -> Decoding:
        """How words are picked."""
        return Decoding(int(self.max_new_tokens), self.temperature, self.top_p, self.repetition_penalty)


def plan(loaded: Loaded | None, chosen: Chosen) -> Plan:
    """The form's settings as arms and limits."""
    questions = loaded.questions if loaded else None
    count = len(questions.questions) if questions else 0
    wanted = None if chosen.limit is None or chosen.limit >= count else max(1, int(chosen.limit))
    asked = [code for code in (questions.languages if questions else LANGUAGES) if code in chosen.languages]
    try:
        choices.admit(chosen.models)
        folders = retrieval.folders(chosen.bases)
        arms = planned_arms(choices.arms(chosen.models, chosen.prompts, folders, chosen.decoding))
        samples = int(chosen.samples or 1)
        check_samples(arms, samples)
    except NarabeError as error:
        return Plan(loaded, [], asked, wanted, chosen.fresh, error)
    return Plan(loaded, arms, asked, wanted, chosen.fresh, samples=samples)


def missing(page: Page, wanted: Plan, chosen: Chosen) -> str:
    """What has to be chosen before the run can start; empty when nothing."""
    needed = {
        "run.no_questions": wanted.loaded is None or wanted.loaded.questions is None,
        "run.missing_model": not chosen.models,
        "run.missing_prompt": not chosen.prompts,
        "retrieval.missing": not chosen.bases,
        "run.missing_language": not wanted.languages,
    }
    fault = message(page.labels, wanted.fault) if wanted.fault else ""
    return next((page.labels(key) for key, lacking in needed.items() if lacking), fault)


def sum_text(page: Page, wanted: Plan) -> str:
    """How the number of answers comes about."""
    questions = wanted.loaded.questions if wanted.loaded else None
    asked = len(questions.questions[: wanted.limit]) if questions else 0
    parts = {"questions": asked, "languages": len(wanted.languages), "arms": len(wanted.arms)}
    key = "run.plan" if wanted.samples == 1 else "run.plan_samples"
    return page.labels(key, n=f"{wanted.answers:,}", samples=wanted.samples, **parts)


def known_text(page: Page, wanted: Plan) -> str:
    """What an earlier run with these settings already has."""
    run = known_run(page, wanted)
    if run is not None and run.state in OPEN:
        return page.labels("run.plan_open")
    if run is None or not run.answered:
        return ""
    complete = run.answered >= max(wanted.answers, run.total)
    return page.labels("run.plan_complete" if complete else "run.plan_known")


def known_run(page: Page, wanted: Plan) -> Run | None:
    """The earlier run that this one would go on with."""
    questions = wanted.loaded.questions if wanted.loaded else None
    return page.store.find_run(questions, wanted.arms) if questions and not wanted.fresh else None


def time_text(page: Page, wanted: Plan) -> str:
    """How long the run would take, by the speed of earlier answers; empty when nothing is known of it."""
    known = known_run(page, wanted)
    left = wanted.answers - (known.answered if known else 0)
    estimate = page.store.estimate(wanted.arms, left // max(len(wanted.arms), 1)) if left > 0 else None
    if estimate is None:
        return ""
    key = "run.takes_at_most" if estimate.at_most else "run.takes"
    return page.labels(key, time=figures.span(page.labels, estimate.seconds), n=f"{estimate.answers:,}")
