"""The Run tab: settings and one big button on the left, the run in progress and all others on the right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import gradio as gr

from app import pipeline
from app.config import settings
from app.records import LANGUAGES, NO_RETRIEVAL, Arm, Language
from app.runs.planning import MOST_SAMPLES
from app.ui import choices
from app.ui.asking import asker_of
from app.ui.events import QUIET, SETS
from app.ui.inputs import as_sent
from app.ui.loaded import Loaded, load_sample
from app.ui.page import Page
from app.ui.render import panel, render
from app.ui.run import controls, decoding, probe, progress, refilling, retrieval
from app.ui.run import prompts as prompt_card
from app.ui.run.plan import USUAL, Chosen, known_text, missing, plan, sum_text, time_text
from app.ui.slices import lend


@dataclass(frozen=True)
class Form:
    """The settings of a new run, and what follows from them."""

    plan: gr.HTML
    sample: gr.Button
    to_questions: gr.Button
    models: gr.Dropdown
    prompts: gr.CheckboxGroup
    retrieval: retrieval.RetrievalBox
    languages: gr.CheckboxGroup
    limit: gr.Number
    samples: gr.Number
    fresh: gr.Checkbox
    decoding: decoding.DecodingBox
    estimate: gr.HTML
    probe: probe.Probe
    start: gr.Button
    status: gr.JSON

    @property
    def chosen(self) -> list[Any]:
        """The settings, in the order in which handlers take them."""
        first = [self.models, self.prompts, self.languages, self.limit, self.fresh]
        return [*first, self.retrieval.chosen, *self.decoding.values, self.samples]

    @property
    def arms(self) -> list[Any]:
        """What `refilling.show` fills."""
        return [self.models, self.prompts, self.retrieval.chosen, *self.decoding.values, self.fresh, self.samples]

    @property
    def outlook(self) -> list[Any]:
        """What `show_estimate` fills."""
        return [self.estimate, self.start, self.probe.button]


def build(page: Page) -> None:
    """Lays the tab out and wires it."""
    with gr.Row(elem_classes="nb-split"):
        with gr.Column(elem_classes="nb-card"):
            form = layout(page)
        with gr.Column(elem_classes="nb-wide nb-stack"):
            watch = progress.build(page)
    prompt_card.build(page, form.prompts, form.retrieval.chosen)
    wire(page, form, watch)


def layout(page: Page) -> Form:
    """The settings of a new run."""
    t = page.labels
    panel(render("heading", t, title=t("run.title"), text=t("run.intro"), level=1))
    plan = panel(show_plan(page, None), elem_id="nb-plan")
    with gr.Row(elem_classes="nb-buttons"):
        sample = gr.Button(t("questions.sample"), size="md")
        to_questions = gr.Button(f"← {t('run.to_questions')}", size="md", elem_classes="nb-quiet")
    models = as_sent(
        gr.Dropdown(
            choices.models(),
            value=[settings().model],
            multiselect=True,
            label=t("run.models"),
            info=t("run.models_hint"),
        )
    )
    prompts = as_sent(
        gr.CheckboxGroup(choices.prompts(t), value=[Arm().prompt], label=t("run.prompts"), info=t("run.prompts_hint"))
    )
    start = gr.Button(t("run.start"), variant="primary", size="lg", interactive=False, elem_id="nb-start")
    estimate = panel(elem_id="nb-estimate")
    probing = probe.layout(page)
    with gr.Accordion(t("run.options"), open=False, elem_classes="nb-fold", elem_id="nb-options"):
        limit = gr.Number(None, label=t("run.limit"), info=t("run.limit_hint"), visible=False, minimum=1, precision=0)
        languages = as_sent(gr.CheckboxGroup(choices.languages(t), value=list(LANGUAGES), label=t("run.languages")))
        samples = gr.Number(
            1, label=t("run.samples"), info=t("run.samples_hint"), minimum=1, maximum=MOST_SAMPLES, precision=0
        )
        bases = retrieval.build(page)
        fresh = gr.Checkbox(label=t("run.fresh"), info=t("run.fresh_hint"))
    words = decoding.build(page)
    status = gr.JSON(visible=False)
    return Form(
        plan,
        sample,
        to_questions,
        models,
        prompts,
        bases,
        languages,
        limit,
        samples,
        fresh,
        words,
        estimate,
        probing,
        start,
        status,
    )


def wire(page: Page, form: Form, watch: progress.Watch) -> None:
    """The form follows the loaded questions; the button starts, and the progress shows what it started."""
    planned = [form.plan, form.sample, form.to_questions, form.languages, form.limit]
    form_shown = page.bind(show_form)
    formed = gr.on([page.questions.change, page.form.change], form_shown, [page.questions, page.form], planned, **QUIET)
    watch.clone.click(page.bind(refilling.copy), [page.run, page.questions], [page.questions, page.form], **SETS)
    offered = page.bind(choices.offer_models)
    page.questions.change(offered, [page.questions, form.models], form.models, **QUIET)
    page.form.change(page.bind(refilling.show), page.form, form.arms, **QUIET)
    inputs = [page.questions, *form.chosen]
    changed = [component.change for component in form.chosen]
    gr.on(changed, None, form.chosen, None, js=refilling.SAVING, **QUIET)
    estimated = page.bind(show_estimate)
    formed.then(estimated, inputs, form.outlook, **QUIET)  # not before: what is chosen may no longer be offered
    gr.on(changed, estimated, inputs, form.outlook, trigger_mode="always_last", **QUIET)
    decoding.wire(form.decoding, form.models, form.prompts)
    probe.wire(page, form.probe, inputs).then(estimated, inputs, form.outlook, **QUIET)
    form.sample.click(load_sample, None, [page.questions, form.status], **SETS)
    form.to_questions.click(lambda: gr.Tabs(selected="questions"), None, page.tabs, **QUIET)
    started = form.start.click(page.bind(start), inputs, [page.run, form.status], **page.labels.endpoint("start_run"))
    seen = started.success(page.bind(progress.show), page.run, watch.shown, **QUIET)
    seen.success(None, js=progress.IN_SIGHT)
    lend(page, started.success, page.run)
    for event in (started.success, watch.progress.settled):
        event(estimated, inputs, form.outlook, **QUIET)


# -- the form -------------------------------------------------------------------------------------------------------


def show_plan(page: Page, loaded: Loaded | None) -> str:
    """Which questions would be asked, or what to do first."""
    questions = loaded.questions if loaded else None
    return render("plan", page.labels, questions=questions, count=len(questions.questions) if questions else 0)


def show_form(
    page: Page, loaded: Loaded | None, filled: dict[str, Any] | None = None
) -> tuple[str, Any, Any, Any, Any]:
    """The form for these questions: their languages, and at most as many as there are; or as it is filled in again."""
    questions = loaded.questions if loaded else None
    count = len(questions.questions) if questions else 0
    offered = [
        (label, code) for label, code in choices.languages(page.labels) if not questions or code in questions.languages
    ]
    wanted, limit = refilling.asked(page, questions, filled)
    number = gr.update(value=max(min(limit or count, count), 1), visible=count > 1)
    chosen = [code for _, code in offered if code in wanted]
    first = gr.update(visible=questions is None)
    return show_plan(page, loaded), first, first, gr.update(choices=offered, value=chosen), number


def show_estimate(page: Page, loaded: Loaded | None, *settings: Any, **named: Any) -> tuple[str, Any, Any]:
    """How many answers the run would have, on the button too, and how long they take; or what is still missing."""
    chosen = Chosen(*settings, **named)
    wanted = plan(loaded, chosen)
    lacking = missing(page, wanted, chosen)
    if lacking:
        note = "" if loaded is None else lacking
        button = gr.update(value=page.labels("run.start"), interactive=False)
        return render("estimate", page.labels, text=note, time="", note=""), button, gr.update(visible=False)
    button = gr.update(value=page.labels("run.start_n", n=f"{wanted.answers:,}"), interactive=wanted.answers > 0)
    takes, known = time_text(page, wanted), known_text(page, wanted)
    text = render("estimate", page.labels, text=sum_text(page, wanted), time=takes, note=known)
    return text, button, gr.update(visible=bool(probe.unknown(page, wanted.arms)))


def start(
    page: Page,
    loaded: Loaded | None,
    models: list[str],
    prompts: list[str],
    languages: list[Language],
    limit: float | None,
    fresh: bool,
    bases: Sequence[str] = (NO_RETRIEVAL,),
    max_new_tokens: int = USUAL.max_new_tokens,
    temperature: float = USUAL.temperature,
    top_p: float = USUAL.top_p,
    repetition_penalty: float = USUAL.repetition_penalty,
    samples: float | None = 1,
    request: gr.Request | None = None,
) -> tuple[str, dict[str, Any]]:
    """Queues a run of the loaded questions for the server's worker. Returns the run as `run_status` does.

    `limit`: how many questions, from the first; all of them without it. `samples`: how often each is asked.
    """
    words = (max_new_tokens, temperature, top_p, repetition_penalty)
    chosen = Chosen(models, prompts, languages, limit, fresh, bases, *words, samples)
    wanted = plan(loaded, chosen)
    lacking = missing(page, wanted, chosen)
    if lacking or loaded is None or loaded.questions is None:
        raise gr.Error(lacking, title=page.labels("run.cannot_start"), print_exception=False)
    run = pipeline.plan_run(
        page.store,
        loaded.questions,
        wanted.arms,
        wanted.languages,
        wanted.limit,
        fresh=fresh,
        **asker_of(request),
        samples=wanted.samples,
    )
    return run.id, controls.status(page, run.id)
