"""How a run is reviewed: its settings, everyone's progress, its random samples; for the screen and for scripts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, cast

import gradio as gr
from gradio.events import api

from app.errors import NarabeError
from app.store import Shares
from app.ui.page import Page
from app.ui.review.index import drawn_rows
from app.ui.review.replies import reply
from app.ui.review.sending import sendable, stamp
from app.ui.seeing import asker
from app.verdicts import Mode, ReviewSettings, Sample

MOST = 10_000
"""Rows of a sample."""


def wire(page: Page, panel: Any, quiet: Mapping[str, Any]) -> None:
    """The events `settings` and `sample` of the review panel, and the same for scripts."""
    panel.settings(page.bind(on_settings), outputs=panel, **quiet)
    panel.sample(page.bind(on_sample), outputs=panel, **quiet)
    if page.labels.language == "en":
        api(page.bind(review_settings), api_name="review_settings", queue=False, concurrency_limit=None)
        api(page.bind(set_review), api_name="set_review", queue=False, concurrency_limit=None)
        api(page.bind(draw_sample), api_name="draw_sample", queue=False, concurrency_limit=None)


def read_review(page: Page, asked: Mapping[str, Any], request: gr.Request) -> list[dict[str, Any]]:
    """How the run `asked["run"]` is reviewed, as the one entry of a list."""
    return [review(page, str(asked["run"]), asker(asked, request))]


def review(page: Page, run_id: str, reviewer: str) -> dict[str, Any]:
    """The settings of a run's review, its samples, and progress: the lead sees everyone's, others their own."""
    settings, shares = page.store.review_settings(run_id), page.store.shares(run_id)
    shown: dict[str, Any] = sendable(
        {
            "mode": settings.mode,
            "reviewers_each": settings.reviewers_each,
            "blind": settings.blind,
            "lead": settings.lead,
            "lead_grades": settings.lead_grades,
            "team": settings.team,
            "tags": settings.tags,
            "oversees": settings.oversees(reviewer),
            "adjudicates": settings.adjudicates(reviewer),
            "grades": settings.grades(reviewer),
            "progress": _progress(shares, settings, reviewer),
            "samples": [sample_json(page, sample) for sample in page.store.samples(run_id)],
        }
    )
    return shown


def _progress(shares: Shares, settings: ReviewSettings, reviewer: str) -> dict[str, Any]:
    everyone = settings.lead in ("", reviewer)
    return {
        "questions": shares.questions,
        "missing": shares.missing,
        "reviewers": [
            {
                "name": one.reviewer,
                "begun": one.begun,
                "reserved": one.reserved,
                "answers": one.answers,
                "last": stamp(one.last),
            }
            for one in shares.reviewers
            if everyone or one.reviewer == reviewer
        ],
    }


def sample_json(page: Page, sample: Sample) -> dict[str, Any]:
    """A sample with the items of its rows, in the order in which they were drawn."""
    rows = [list(row) for row in drawn_rows(page.store, sample)]
    return {"n": sample.n, "seed": sample.seed, "source": sample.source, "rows": rows}


def on_settings(page: Page, event: gr.EventData, request: gr.Request) -> dict[str, Any]:
    """The lead's settings of a run."""
    sent: Mapping[str, Any] = event._data

    def keep() -> dict[str, Any]:
        run_id, by = str(sent["run"]), asker(sent, request)
        page.store.set_review(run_id, wanted(sent), by)
        return {"review": review(page, run_id, by)}

    return reply(page.labels, sent, keep)


def on_sample(page: Page, event: gr.EventData, request: gr.Request) -> dict[str, Any]:
    """A random sample is drawn."""
    sent: Mapping[str, Any] = event._data

    def keep() -> dict[str, Any]:
        run_id, by = str(sent["run"]), asker(sent, request)
        made = page.store.draw_sample(sample(run_id, sent.get("n"), sent.get("seed"), by))
        return {"review": review(page, run_id, by), "sample": made.source}

    return reply(page.labels, sent, keep)


def wanted(sent: Mapping[str, Any]) -> ReviewSettings:
    """The settings that were sent."""
    each = sent.get("reviewers_each")
    return ReviewSettings(
        mode=cast(Mode, sent.get("mode")),
        reviewers_each=each if isinstance(each, int) else 0,
        blind=bool(sent.get("blind")),
        lead_grades=bool(sent.get("lead_grades")),
        team=tuple(str(name)[:80] for name in sent.get("team") or ()),
        tags=tuple(str(tag)[:80] for tag in sent.get("tags") or ())[:50],
    )


def sample(run_id: str, n: object, seed: object, by: str) -> Sample:
    """The sample that was asked for, checked.

    Raises:
        NarabeError: numbers that are none, or no name.
    """
    if not (isinstance(n, int) and 1 <= n <= MOST and isinstance(seed, int) and 0 <= seed < 2**31):
        raise NarabeError(
            f"a sample of {n!r} with the seed {seed!r} cannot be drawn → use 1 to {MOST}, and a seed from 0",
            f"{n!r} 件（シード {seed!r}）は抽出できません → 件数は 1〜{MOST}、シードは 0 以上の整数にしてください",
        )
    if not by:
        raise NarabeError(
            "a sample needs a name → say your name first",
            "名前がありません → 先に名前を入力してください",
        )
    return Sample(run_id, n, seed, by)


# -- for scripts ----------------------------------------------------------------------------------------------------


def review_settings(page: Page, run: str, reviewer: str, request: gr.Request) -> dict[str, Any]:
    """How a run is reviewed: mode, team, tags, samples, and the progress that this reviewer may see."""
    page.store.run(run)
    return review(page, run, request.username or reviewer)


def set_review(
    page: Page,
    run: str,
    lead: str,
    mode: str,
    reviewers_each: int,
    blind: bool,
    lead_grades: bool,
    team: Sequence[str],
    tags: Sequence[str],
    request: gr.Request,
) -> dict[str, Any]:
    """Sets how a run is reviewed: mode is all, split or overlap (with reviewers_each). Whoever does so first leads it.

    With no tags, those that the question set has stay.
    """
    sent = {"mode": mode, "reviewers_each": reviewers_each, "blind": blind, "lead_grades": lead_grades, "team": team}
    by, known = request.username or lead.strip()[:80], page.store.review_settings(page.store.run(run).id)
    asked = wanted({**sent, "tags": tags})
    page.store.set_review(run, asked if asked.tags else replace(asked, tags=known.tags), by)
    return review(page, run, by)


def draw_sample(page: Page, run: str, n: int, seed: int, reviewer: str, request: gr.Request) -> dict[str, Any]:
    """Draws a random sample of n rows (a question under an arm) by a seed. Returns the items of each row."""
    made = page.store.draw_sample(sample(page.store.run(run).id, n, seed, request.username or reviewer.strip()[:80]))
    return sample_json(page, made)
