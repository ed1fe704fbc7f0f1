"""The Run tab: settings and one big button on the left, the run in progress and all others on the right."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from typing import Any

import gradio as gr

from app import pipeline
from app.config import settings
from app.records import LANGUAGES, NO_RETRIEVAL, Arm, Language, QuestionSet, Run
from app.ui import choices
from app.ui.events import QUIET, SETS
from app.ui.inputs import as_sent
from app.ui.loaded import Loaded, load_sample
from app.ui.page import Page, visitor
from app.ui.render import panel, render
from app.ui.run import controls, decoding, probe, progress, retrieval
from app.ui.run import prompts as prompt_card
from app.ui.run.plan import USUAL, Chosen, known_text, missing, plan, sum_text, time_text
from app.ui.runs import current


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
    fresh: gr.Checkbox
    decoding: decoding.DecodingBox
    estimate: gr.HTML
    probe: probe.Probe
    start: gr.Button
    status: gr.JSON
    copied: gr.State

    @property
    def chosen(self) -> list[Any]:
        """The settings, in the order in which handlers take them."""
        first = [self.models, self.prompts, self.languages, self.limit, self.fresh]
        return [*first, self.retrieval.chosen, *self.decoding.values]

    @property
    def arms(self) -> list[Any]:
        """What `show_copied` fills."""
        return [self.models, self.prompts, self.retrieval.chosen, *self.decoding.values, self.fresh]

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
    panel(render("heading", t, title=t("run.title"), text=t("run.intro")))
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
    bases = retrieval.build(page)
    languages = gr.CheckboxGroup(choices.languages(t), value=list(LANGUAGES), label=t("run.languages"))
    limit = gr.Number(None, label=t("run.limit"), info=t("run.limit_hint"), visible=False, minimum=1, precision=0)
    fresh = gr.Checkbox(label=t("run.fresh"), info=t("run.fresh_hint"))
    words = decoding.build(page)
    estimate = panel(elem_id="nb-estimate")
    probing = probe.layout(page)
    start = gr.Button(t("run.start"), variant="primary", size="lg", interactive=False, elem_id="nb-start")
    status, copied = gr.JSON(visible=False), gr.State(None)
    return Form(
        plan,
        sample,
        to_questions,
        models,
        prompts,
        bases,
        languages,
        limit,
        fresh,
        words,
        estimate,
        probing,
        start,
        status,
        copied,
    )


def wire(page: Page, form: Form, watch: progress.Watch) -> None:
    """The form follows the loaded questions; the button starts, and the progress shows what it started."""
    planned = [form.plan, form.sample, form.to_questions, form.languages, form.limit]
    form_shown = page.bind(show_form)
    gr.on([page.questions.change, form.copied.change], form_shown, [page.questions, form.copied], planned, **QUIET)
    watch.clone.click(page.bind(copy), [page.run, page.questions], [page.questions, form.copied], **SETS)
    offered = page.bind(choices.offer_models)
    page.questions.change(offered, [page.questions, form.models], form.models, **QUIET)
    form.copied.change(page.bind(show_copied), form.copied, form.arms, **QUIET)
    inputs = [page.questions, *form.chosen]
    changed = [page.questions.change, *(component.change for component in form.chosen)]
    estimated = page.bind(show_estimate)
    gr.on(changed, estimated, inputs, form.outlook, trigger_mode="always_last", **QUIET)
    decoding.wire(form.decoding, form.models, form.prompts)
    probe.wire(page, form.probe, inputs).then(estimated, inputs, form.outlook, **QUIET)
    form.sample.click(load_sample, None, [page.questions, form.status], **SETS)
    form.to_questions.click(lambda: gr.Tabs(selected="questions"), None, page.tabs, **QUIET)
    started = form.start.click(page.bind(start), inputs, [page.run, form.status], **page.labels.endpoint("start_run"))
    started.success(page.bind(progress.show), page.run, watch.shown, **QUIET)
    started.success(estimated, inputs, form.outlook, **QUIET)


# -- the form -------------------------------------------------------------------------------------------------------


def show_plan(page: Page, loaded: Loaded | None) -> str:
    """Which questions would be asked, or what to do first."""
    questions = loaded.questions if loaded else None
    return render("plan", page.labels, questions=questions, count=len(questions.questions) if questions else 0)


def show_form(
    page: Page, loaded: Loaded | None, copied: dict[str, Any] | None = None
) -> tuple[str, Any, Any, Any, Any]:
    """The form for these questions: their languages, and at most as many as there are; or as a copied run had it."""
    questions = loaded.questions if loaded else None
    count = len(questions.questions) if questions else 0
    offered = [
        (label, code) for label, code in choices.languages(page.labels) if not questions or code in questions.languages
    ]
    like = page.store.run(copied["run"]) if copied and questions else None
    same = like if questions and like and like.sha256 == questions.sha256 else None
    asked = first_asked(questions, same) if questions and same else count
    limit = gr.update(value=max(asked, 1), visible=count > 1)
    chosen = [code for _, code in offered if not same or code in same.languages]
    first = gr.update(visible=questions is None)
    return show_plan(page, loaded), first, first, gr.update(choices=offered, value=chosen), limit


def first_asked(questions: QuestionSet, run: Run) -> int:
    """How many questions, from the first, a run asks."""
    total = 0
    for count, question in enumerate(questions.questions, start=1):
        total += len(run.arms) * sum(code in question.sides for code in run.languages)
        if total >= run.total:
            return count
    return len(questions.questions)


def copy(page: Page, run_id: str, loaded: Loaded | None) -> tuple[Loaded | None, dict[str, Any]]:
    """The questions of the run that is shown, and a note that the form is to take over its settings."""
    shown = current(page, run_id)
    questions = page.store.question_set(shown)
    same = loaded is not None and loaded.questions is not None and loaded.questions.sha256 == questions.sha256
    return (loaded if same else Loaded(questions.name, questions, ())), {"run": shown, "at": time.time()}


def show_copied(page: Page, copied: dict[str, Any]) -> tuple[Any, ...]:
    """The copied run's models, prompts, knowledge bases and decoding, as far as they can still be chosen."""
    arms = page.store.run(copied["run"]).arms
    prompts = {arm.prompt for arm in arms}
    bases = {arm.retrieval for arm in arms}
    return (
        gr.update(value=choices.offered(list(dict.fromkeys(arm.model for arm in arms)))),
        gr.update(value=[name for _, name in choices.prompts(page.labels) if name in prompts]),
        gr.update(value=[name for _, name in retrieval.choices(page.labels) if retrieval.folders([name])[0] in bases]),
        *astuple(arms[0].decoding),
        False,
    )


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
    request: gr.Request | None = None,
) -> tuple[str, dict[str, Any]]:
    """Queues a run of the loaded questions for the server's worker. Returns the run as `run_status` does.

    `limit`: how many questions, from the first; all of them without it.
    """
    words = (max_new_tokens, temperature, top_p, repetition_penalty)
    chosen = Chosen(models, prompts, languages, limit, fresh, bases, *words)
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
        owner=visitor(request),
    )
    return run.id, controls.status(page, run.id)
