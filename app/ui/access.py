"""Who may cause what: the role that each event of the page needs, checked on the server before its handler runs.

An event that stands in no list is an admin's; a test fails until it is listed (and in SECURITY.md).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

import gradio as gr

from app.config import settings
from app.errors import NarabeError
from app.security.audit import Audit
from app.security.roles import Role, may
from app.store import Store
from app.ui.asking import asked, owns, role
from app.ui.page import visitor

OWN = frozenset(
    f"run.{one}"
    for one in (
        "controls.pause",
        "controls.cancel",
        "controls.resume",
        "controls.pause_run",
        "controls.cancel_run",
        "controls.resume_run",
        "managing.rename",
        "managing.archive",
        "managing.delete",
        "managing.restore",
    )
)
"""What is done to a run, the handler's first argument: its owner may, and admins."""

REVIEWERS = frozenset(
    {
        "results.importing.take",
        "review.accepting.on_reference",
        "review.accepting.accept_reference",
        "review.accepting.withdraw_reference",
        "review.deciding.adjudicate",
        "review.sharing.on_settings",
        "review.sharing.set_review",
    }
)

AUDITED = OWN | {"review.sharing.on_settings", "review.sharing.set_review"}
"""What is noted in the audit log, as is all that needs an admin."""

ADMINS = frozenset(
    {
        "questions.columns.forget",  # what is remembered for everybody's files of a layout
        "questions.welcome.remove_example",
        "run.prompts.keep",
        "run.prompts.remove",
        "run.retrieval.keep",
        "run.retrieval.remove",
    }
)

VISITORS = frozenset(
    {
        # they write: a trial, a run or a probe within the limits; verdicts under the own name
        "questions.trial.ask",
        "review.annotating.annotate",
        "review.annotating.on_annotate",
        "review.deciding.on_verdict",
        "review.deciding.on_withdraw",
        "review.deciding.undo",
        "review.deciding.verdict",
        "review.sharing.draw_sample",
        "review.sharing.on_sample",
        "review.sharing.review_settings",
        "run.probe.start",
        "run.tab.start",
        "scripting.run_text",
        "slices.go_on",  # with what is theirs; there where a GPU is lent
        # they load into the own window, and draw
        "choices.offer_models",
        "header.on_address",
        "header.shown",
        "keeper.kept",
        "keeper.on_restore",
        "loaded.load_sample",
        "loaded.load_workbook",
        "questions.checked.prepare",
        "questions.columns.apply",  # what a visitor says of a file is not remembered (app/ui/loaded.py)
        "questions.columns.choose_encoding",
        "questions.columns.choose_header_row",
        "questions.columns.choose_join",
        "questions.columns.choose_sheet",
        "questions.columns.show",
        "questions.columns.show_recognised",
        "questions.columns.toggle_split",
        "questions.earlier.choose",
        "questions.earlier.offer",
        "questions.tab.clear",
        "questions.tab.open_run_tab",
        "questions.tab.show",
        "questions.tab.turn",
        "questions.trial.show",
        "questions.welcome._to",
        "questions.welcome.show",
        "results.agreement.show",
        "results.importing.offer_name",
        "results.plots.show",
        "results.reporting.write_html",
        "results.reporting.write_markdown",
        "results.side_by_side.compare",
        "results.side_by_side.offer",
        "results.side_by_side.show",
        "results.side_by_side.show_again",
        "results.side_by_side.turn",
        "results.side_by_side.wire",
        "results.similarity.show",
        "results.tab.choose",
        "results.tab.download",
        "results.tab.offer",
        "results.tab.prepare",
        "results.tab.results",
        "results.tab.show",
        "results.tab.show_shown",
        "results.tab.wire",
        "review.tab.on_opened",
        "review.tab.on_workbook",
        "review.tab.open_run",
        "run.controls.pick",
        "run.controls.run_status",
        "run.decoding.fill",
        "run.managing.show",
        "run.managing.wire",
        "run.probe.show",
        "run.progress.show",
        "run.progress.wire",
        "run.prompts.offer_bases",
        "run.prompts.offer_prompts",
        "run.prompts.offer_questions",
        "run.prompts.open_prompt",
        "run.prompts.preview",
        "run.refilling.copy",
        "run.refilling.show",
        "run.retrieval.offer",
        "run.tab.show_estimate",
        "run.tab.show_form",
        "run.tab.wire",
        "runs.current",
        "scripting.check_text",
        "scripting.list_items",
        "scripting.list_runs",
        "scripting.next_item",
    }
)
"""`wire` and the like stand for the small functions within them."""


def name(handler: Callable[..., Any]) -> str:
    """What a handler is called in the lists: its room, file and function."""
    function = handler.__qualname__.partition(".<locals>")[0]
    return f"{handler.__module__.removeprefix('app.ui.')}.{function}"


def needed(event: str) -> Role:
    """The role that an event needs, apart from what belongs to who asks."""
    return "visitor" if event in VISITORS or event in OWN else "reviewer" if event in REVIEWERS else "admin"


def enforce(app: gr.Blocks, store: Store) -> None:
    """Has each event of `app` check who asks. Called once, when all events are there and before they are guarded."""
    for event in app.default_config.fns.values():
        if event.fn is not None and not hasattr(event.fn, "checks_access"):
            event.fn = _checked(event.fn, store)


def _checked(handler: Callable[..., Any], store: Store) -> Callable[..., Any]:
    event = name(handler)

    @wraps(handler)
    def call(*args: Any, **kwargs: Any) -> Any:
        if asked() is not None:  # nobody asks when the app itself calls
            if not may(role(), needed(event)):
                raise _refused()
            if event in OWN and role() != "admin" and not owns(store, args[0] if args else None):
                raise NarabeError(
                    "this run is somebody else's → ask them, or an admin",
                    "これは他の人の実行です → 本人か管理者に頼んでください",
                )
        done = handler(*args, **kwargs)
        if asked() is not None and (event in AUDITED or event in ADMINS):
            on = args[0] if event in OWN and args and isinstance(args[0], str) else ""
            Audit(settings().home).note(visitor(asked()), role(), event, on)
        return done

    call.checks_access = True  # type: ignore[attr-defined]
    return call


def _refused() -> NarabeError:
    return NarabeError(
        "your role does not allow this → log in with another one, or ask an admin",
        "この操作は許可されていません → 権限のあるユーザーでログインするか、管理者に頼んでください",
    )
