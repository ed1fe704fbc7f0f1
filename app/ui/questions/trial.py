"""Trying one question: asked in both languages, answered by the server's worker, shown side by side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import gradio as gr

from app import pipeline
from app.config import settings
from app.records import Arm, Language, Run
from app.ui import choices
from app.ui.asking import asker_of
from app.ui.events import QUIET
from app.ui.inputs import as_sent
from app.ui.messages import in_language
from app.ui.page import Page
from app.ui.render import panel, render
from app.ui.slices import lend

POLL = 0.6
"""Seconds between looks for the answers."""
EXAMPLE: dict[Language, str] = {"ja": "日本の首都はどこですか？", "en": "What is the capital of Japan?"}


@dataclass(frozen=True)
class TrialBox:
    """The components that events read or change; `run` holds the trial's id."""

    texts: tuple[gr.Textbox, gr.Textbox]
    model: gr.Dropdown
    prompt: gr.Dropdown
    ask: gr.Button
    run: gr.State
    answers: gr.HTML
    timer: gr.Timer


def build(page: Page) -> None:
    """Lays the box out and wires it."""
    with gr.Column(elem_classes="nb-card"):
        box = layout(page)
    asked = [*box.texts, box.model, box.prompt]
    shown = [box.answers, box.timer, box.ask]
    begun = box.ask.click(page.bind(ask), asked, box.run, **QUIET)
    begun.success(page.bind(show), box.run, shown, **QUIET)
    box.timer.tick(page.bind(show), box.run, shown, **QUIET)
    lend(page, begun.success, box.run)


def layout(page: Page) -> TrialBox:
    """A box a language, the model and the prompt, one button, and room for the answers."""
    t = page.labels
    panel(render("heading", t, title=t("questions.trial"), text=t("questions.trial_hint")))
    with gr.Row(elem_classes="nb-even"):
        texts = (_text(page, "ja"), _text(page, "en"))
    with gr.Row(elem_classes="nb-line"):
        model = as_sent(gr.Dropdown(choices.models(), value=settings().model, label=t("questions.model")))
        prompt = as_sent(gr.Dropdown(choices.prompts(t), value=Arm().prompt, label=t("questions.prompt")))
        button = gr.Button(t("questions.ask"), variant="primary", size="md", elem_id="nb-ask")
    return TrialBox(texts, model, prompt, button, gr.State(""), panel(elem_id="nb-trial"), gr.Timer(POLL, active=False))


def _text(page: Page, language: Language) -> gr.Textbox:
    return gr.Textbox(
        EXAMPLE[language],
        label=page.labels(f"questions.trial_{language}"),
        lines=2,
        max_lines=6,
        max_length=2000,
        html_attributes=gr.InputHTMLAttributes(lang=language),
    )


def ask(page: Page, japanese: str, english: str, model: str, prompt: str, request: gr.Request | None = None) -> str:
    """Queues the question; the worker answers it before any other run that waits."""
    texts: dict[Language, str] = {"ja": japanese, "en": english}
    if not any(text.strip() for text in texts.values()):
        raise gr.Error(page.labels("questions.trial_empty"), title=page.labels("questions.trial"), duration=6)
    choices.admit([model])
    return pipeline.plan_trial(page.store, Arm(model=model, prompt=prompt), texts, **asker_of(request)).id


def show(page: Page, run_id: str) -> tuple[str, Any, Any]:
    """The answers so far; looks again until the trial has ended."""
    if not run_id:
        return "", gr.Timer(active=False), gr.update(interactive=True)
    run = page.store.run(run_id)
    open_ = run.state in ("queued", "running")
    text = render(
        "trial",
        page.labels,
        run=run,
        cards=page.store.graded_run(run_id),
        message="" if open_ else in_language(page.labels, run.message) or page.labels(f"state.{run.state}"),
        waiting=waiting(page, run),
    )
    return text, gr.Timer(active=open_), gr.update(interactive=not open_)


def waiting(page: Page, run: Run) -> str:
    """What an unanswered question waits for."""
    if run.stage in ("converting", "loading"):
        return page.labels(f"run.stage_{run.stage}")
    busy = run.state == "queued" and any(one.state == "running" for one in page.store.runs())
    return page.labels("questions.waiting" if busy else "questions.thinking")
