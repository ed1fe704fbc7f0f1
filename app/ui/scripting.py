"""Endpoints for scripts and agents that need no page: questions as text, runs, their items, the next one to grade."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import gradio as gr
from gradio.events import api

from app import pipeline
from app.errors import NarabeError
from app.records import GradedAnswer, Language
from app.ui import choices
from app.ui.asking import asker_of
from app.ui.loaded import Loaded, facts, load
from app.ui.page import Page
from app.ui.runs import title
from app.ui.seeing import Sight, asker, sight_of
from app.verdicts import Row, row_of

MOST = 500
"""Items that one call returns at most."""
LONGEST = 5_000_000
"""Characters of questions as text."""


def build(page: Page) -> None:
    """Names the endpoints; once for both languages."""
    for handler in (list_runs, list_items, next_item, check_text, run_text):
        api(page.bind(handler), api_name=handler.__name__, queue=False, concurrency_limit=None)


def list_runs(page: Page) -> list[dict[str, Any]]:
    """Lists all runs, newest first: id, name, state, how many items it has (total, answered, errors), arms, time."""
    return [
        {
            "id": run.id,
            "name": title(page.labels, run),
            "file": run.name,
            "state": run.state,
            "total": run.total,
            "answered": run.answered,
            "errors": run.errors,
            "languages": list(run.languages),
            "arms": [arm.label for arm in run.arms],
            "created": run.created.isoformat(),
            "archived": run.archived,
        }
        for run in page.store.runs()
    ]


def list_items(
    page: Page, run: str, reviewer: str = "", first: int = 0, most: int = 100, request: gr.Request | None = None
) -> dict[str, Any]:
    """Lists a run's items: question, references, answer, scores, judgement, and the verdict of the reviewer named.

    `first` is how many to leave out, `most` (at most 500) how many to return. Other reviewers' verdicts are never told;
    where the run is reviewed blind, the judgement and the arm neither before the reviewer has decided every language of
    the question. A login outranks the name.
    """
    found, seen_by = page.store.graded_run(page.store.run(run).id), _sight(page, run, reviewer, request)
    sides = _rows(found)
    some = found[max(first, 0) :][: min(max(most, 0), MOST)]
    return {"total": len(found), "items": [_item(one, sides[_row(one)], seen_by) for one in some]}


def next_item(page: Page, run: str, reviewer: str, request: gr.Request | None = None) -> dict[str, Any] | None:
    """The first answer of a run that the reviewer has not graded; null when there is none. Grade it with `verdict`."""
    found, seen_by = page.store.graded_run(page.store.run(run).id), _sight(page, run, reviewer, request)
    sides = _rows(found)
    for one in found:
        if one.answer and one.answer.error is None and seen_by.mine(one.verdicts) is None:
            return _item(one, sides[_row(one)], seen_by)
    return None


def check_text(page: Page, csv: str) -> dict[str, Any]:
    """Reads questions given as CSV text, with columns such as NO, instruction(jp), response(jp), instruction(en), type.

    Returns what was found: name, questions, languages, types, and every problem with its row, column and remedy.
    """
    return facts(_loaded(csv))


def run_text(
    page: Page,
    csv: str,
    models: list[str],
    prompts: list[str],
    languages: list[Language],
    request: gr.Request | None = None,
) -> dict[str, Any]:
    """Queues a run of questions given as CSV text (see `check_text`): each model with each prompt in each language.

    Models and prompts are those that the page offers, e.g. embedded and qa. Returns the run's id and state; look at it
    with `run_status`, read its table with `results`.
    """
    loaded = _loaded(csv)
    if loaded.questions is None:
        raise NarabeError(
            f"the questions cannot be used: {'; '.join(map(str, loaded.problems[:5]))} → see check_text",
            "質問を使用できません → check_text で確認してください",
        )
    choices.admit(models)
    arms = choices.arms(models, prompts)
    run = pipeline.plan_run(page.store, loaded.questions, arms, languages, **asker_of(request))
    return {"id": run.id, "state": run.state, "total": run.total}


def _loaded(csv: str) -> Loaded:
    if len(csv) > LONGEST:
        raise NarabeError(
            f"{len(csv):,} characters of questions → at most {LONGEST:,}; load a file on the page instead",
            f"質問が{len(csv):,}字あります → {LONGEST:,}字までです。画面でファイルを読み込んでください",
        )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "questions.csv"
        path.write_text(csv, "utf-8", errors="replace")
        return load(path)


def _sight(page: Page, run: str, reviewer: str, request: gr.Request | None) -> Sight:
    return sight_of(page.store, run, asker({"reviewer": reviewer}, request))


def _row(one: GradedAnswer) -> Row:
    return row_of(one.item.question.no, one.item.arm.key, one.item.sample)


def _rows(found: Sequence[GradedAnswer]) -> dict[Row, list[GradedAnswer]]:
    """The sides of each question under each arm."""
    rows: dict[Row, list[GradedAnswer]] = {}
    for one in found:
        rows.setdefault(_row(one), []).append(one)
    return rows


def _item(one: GradedAnswer, row: Sequence[GradedAnswer], seen_by: Sight) -> dict[str, Any]:
    item, side = one.item, one.item.question.sides[one.item.language]
    mine, told = seen_by.mine(one.verdicts), seen_by.hints(row)
    judged, scores, answer = one.judgement if told else None, one.scores if told else None, one.answer
    return {
        "item": item.id,
        "no": item.question.no,
        "type": item.question.type,
        "language": item.language,
        "sample": item.sample,
        "arm": item.arm.label if told else "",
        "question": side.text,
        "references": list(side.references),
        "answer": answer.text if answer else None,
        "answer_language": answer.language if answer else None,
        "error": answer.error if answer else None,
        "similarity": scores.similarity if scores else None,
        "judgement": judged.value if judged else None,
        "probability": judged.probability if judged else None,
        "reason": judged.reason if judged else None,
        "verdict": {"value": mine.value, "language_ok": mine.language_ok, "comment": mine.comment} if mine else None,
    }
