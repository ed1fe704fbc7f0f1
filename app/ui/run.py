"""The Run tab: settings and one big button on the left, the run in progress and all others on the right."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import gradio as gr

from app import pipeline
from app.config import settings
from app.errors import NarabeError
from app.records import LANGUAGES, Arm, Language
from app.ui import choices, progress, questions
from app.ui.loaded import Loaded
from app.ui.page import Page
from app.ui.render import panel, render

QUIET: dict[str, Any] = {"queue": False, "show_progress": "hidden", "api_visibility": "private"}


@dataclass(frozen=True)
class Form:
    """The settings of a new run, and what follows from them."""

    plan: gr.HTML
    sample: gr.Button
    to_questions: gr.Button
    models: gr.Dropdown
    prompts: gr.CheckboxGroup
    languages: gr.CheckboxGroup
    limit: gr.Slider
    fresh: gr.Checkbox
    estimate: gr.HTML
    start: gr.Button
    status: gr.JSON

    @property
    def chosen(self) -> list[Any]:
        """The settings, in the order in which handlers take them."""
        return [self.models, self.prompts, self.languages, self.limit, self.fresh]


def build(page: Page) -> None:
    """Lays the tab out and wires it."""
    with gr.Row(elem_classes="nb-split"):
        with gr.Column(elem_classes="nb-card"):
            form = layout(page)
        with gr.Column(elem_classes="nb-wide nb-stack"):
            watch = progress.build(page)
    wire(page, form, watch)


def layout(page: Page) -> Form:
    """The settings of a new run."""
    t = page.labels
    panel(render("heading", t, title=t("run.title"), text=t("run.intro")))
    plan = panel(show_plan(page, None), elem_id="nb-plan")
    with gr.Row(elem_classes="nb-buttons"):
        sample = gr.Button(t("questions.sample"), size="md")
        to_questions = gr.Button(f"← {t('run.to_questions')}", size="md", elem_classes="nb-quiet")
    models = gr.Dropdown(
        choices.models(),
        value=[settings().model],
        multiselect=True,
        allow_custom_value=True,
        label=t("run.models"),
        info=t("run.models_hint"),
    )
    prompts = gr.CheckboxGroup(
        choices.prompts(t), value=[Arm().prompt], label=t("run.prompts"), info=t("run.prompts_hint")
    )
    languages = gr.CheckboxGroup(choices.languages(t), value=list(LANGUAGES), label=t("run.languages"))
    limit = gr.Slider(1, 2, 1, step=1, label=t("run.limit"), info=t("run.limit_hint"), visible=False, buttons=[])
    fresh = gr.Checkbox(label=t("run.fresh"), info=t("run.fresh_hint"))
    estimate = panel(elem_id="nb-estimate")
    start = gr.Button(t("run.start"), variant="primary", size="lg", interactive=False, elem_id="nb-start")
    return Form(
        plan, sample, to_questions, models, prompts, languages, limit, fresh, estimate, start, gr.JSON(visible=False)
    )


def wire(page: Page, form: Form, watch: progress.Watch) -> None:
    """The form follows the loaded questions; the button starts, and the progress shows what it started."""
    planned = [form.plan, form.sample, form.to_questions, form.languages, form.limit]
    page.questions.change(page.bind(show_form), page.questions, planned, **QUIET)
    inputs = [page.questions, *form.chosen]
    changed = [page.questions.change, *(component.change for component in form.chosen)]
    gr.on(changed, page.bind(show_estimate), inputs, [form.estimate, form.start], **QUIET)
    form.sample.click(questions.load_sample, None, [page.questions, form.status], **progress.SETS)
    form.to_questions.click(lambda: gr.Tabs(selected="questions"), None, page.tabs, **QUIET)
    started = form.start.click(page.bind(start), inputs, [page.run, form.status], **page.labels.endpoint("start_run"))
    started.success(page.bind(progress.show), page.run, watch.shown, **QUIET)
    started.success(page.bind(show_estimate), inputs, [form.estimate, form.start], **QUIET)


# -- the form -------------------------------------------------------------------------------------------------------


def show_plan(page: Page, loaded: Loaded | None) -> str:
    """Which questions would be asked, or what to do first."""
    found = loaded.questions if loaded else None
    return render("plan", page.labels, questions=found, count=len(found.questions) if found else 0)


def show_form(page: Page, loaded: Loaded | None) -> tuple[str, Any, Any, Any, Any]:
    """The form for these questions: their languages, and at most as many as there are."""
    found = loaded.questions if loaded else None
    count = len(found.questions) if found else 0
    offered = [(label, code) for label, code in choices.languages(page.labels) if not found or code in found.languages]
    limit = gr.update(maximum=max(count, 2), value=max(count, 1), visible=count > 1)
    languages = gr.update(choices=offered, value=[code for _, code in offered])
    first = gr.update(visible=found is None)
    return show_plan(page, loaded), first, first, languages, limit


@dataclass(frozen=True)
class Plan:
    """What the form asks for."""

    loaded: Loaded | None
    arms: list[Arm]
    languages: list[Language]
    limit: int | None
    fresh: bool

    @property
    def answers(self) -> int:
        """How many answers the run would have."""
        questions = self.loaded.questions.questions if self.loaded and self.loaded.questions else ()
        asked = questions[: self.limit]
        return len(self.arms) * sum(code in one.sides for one in asked for code in self.languages)


def plan(
    loaded: Loaded | None, models: list[str], prompts: list[str], languages: list[Language], limit: float, fresh: bool
) -> Plan:
    """The form's settings as arms and limits."""
    count = len(loaded.questions.questions) if loaded and loaded.questions else 0
    wanted = None if limit >= count else int(limit)
    return Plan(loaded, choices.arms(models, prompts), [code for code in LANGUAGES if code in languages], wanted, fresh)


def missing(page: Page, wanted: Plan, models: list[str], prompts: list[str]) -> str:
    """What has to be chosen before the run can start; empty when nothing."""
    needed = {
        "run.no_questions": wanted.loaded is None or wanted.loaded.questions is None,
        "run.missing_model": not models,
        "run.missing_prompt": not prompts,
        "run.missing_language": not wanted.languages,
    }
    return next((page.labels(key) for key, lacking in needed.items() if lacking), "")


def show_estimate(
    page: Page,
    loaded: Loaded | None,
    models: list[str],
    prompts: list[str],
    languages: list[Language],
    limit: float,
    fresh: bool,
) -> tuple[str, Any]:
    """How many answers the run would have, and on the button too; or what is still missing."""
    wanted = plan(loaded, models, prompts, languages, limit, fresh)
    lacking = missing(page, wanted, models, prompts)
    if lacking:
        note = "" if loaded is None else lacking
        return render("estimate", page.labels, text=note, note=""), gr.update(
            value=page.labels("run.start"), interactive=False
        )
    button = gr.update(value=page.labels("run.start_n", n=f"{wanted.answers:,}"), interactive=wanted.answers > 0)
    return render("estimate", page.labels, text=sum_text(page, wanted), note=known_text(page, wanted)), button


def sum_text(page: Page, wanted: Plan) -> str:
    """How the number of answers comes about."""
    found = wanted.loaded.questions if wanted.loaded else None
    questions = len(found.questions[: wanted.limit]) if found else 0
    parts = {"questions": questions, "languages": len(wanted.languages), "arms": len(wanted.arms)}
    return page.labels("run.plan", n=f"{wanted.answers:,}", **parts)


def known_text(page: Page, wanted: Plan) -> str:
    """What an earlier run with these settings already has."""
    found = wanted.loaded.questions if wanted.loaded else None
    run = page.store.find_run(page.store.trace(found).sha256, wanted.arms) if found and not wanted.fresh else None
    if run is not None and run.state in progress.OPEN:
        return page.labels("run.plan_open")
    if run is None or not run.answered:
        return ""
    complete = run.answered >= max(wanted.answers, run.total)
    return page.labels("run.plan_complete" if complete else "run.plan_known")


def start(
    page: Page,
    loaded: Loaded | None,
    models: list[str],
    prompts: list[str],
    languages: list[Language],
    limit: float,
    fresh: bool,
) -> tuple[str, dict[str, Any]]:
    """Queues a run of the loaded questions for the server's worker. Returns the run as `run_status` does."""
    wanted = plan(loaded, models, prompts, languages, limit, fresh)
    lacking = missing(page, wanted, models, prompts)
    if lacking or loaded is None or loaded.questions is None:
        raise gr.Error(lacking, title=page.labels("run.cannot_start"), print_exception=False)
    try:
        run = pipeline.plan_run(page.store, loaded.questions, wanted.arms, wanted.languages, wanted.limit, fresh=fresh)
    except NarabeError as error:
        raise gr.Error(str(error), title=page.labels("run.failed"), print_exception=False) from error
    return run.id, progress.status(page, run.id)
