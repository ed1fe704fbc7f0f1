"""Whose eyes the results of a led run are not for yet: a reviewer's who still has answers of it to decide."""

from __future__ import annotations

from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import unquote

from gradio.context import LocalContext

from app.errors import NarabeError
from app.security.roles import role_of
from app.store import Store, Wish
from app.ui.page import Page
from app.ui.runs import current
from app.ui.seeing import Sight, asker
from app.verdicts import ReviewSettings

COOKIE = "narabe_reviewer"
"""Keeps the name given in Review, for where nobody logs in."""


def closed(store: Store, run_id: str) -> bool:
    """Whether who asks has a part of the run's review left, so that its results would tell others' verdicts too early.

    Where it is reviewed blind, also whether they never had a part. The lead and a logged-in admin always see the
    results; so does the app itself.
    """
    request: Any = LocalContext.request.get(None)
    if request is None or not run_id:
        return False
    settings = store.review_settings(run_id)
    if not settings.lead:
        return False
    login = asker({}, request)
    if login and role_of(getattr(getattr(request, "request", None) or request, "scope", {})) == "admin":
        return False
    who = login or signed(request).strip()[:80]
    if not settings.blind and not settings.grades(who):
        return False
    return not who or (who != settings.lead and not _done(store, run_id, settings, who))


def veiled(store: Store, run_id: str) -> bool:
    """Whether not even judgements may be shown to who asks: the results are closed, and the run is reviewed blind."""
    return bool(run_id) and store.review_settings(run_id).blind and closed(store, run_id)


def opened(page: Page, run_id: str) -> str:
    """The run to show results of; empty without any, or where they are closed."""
    shown = current(page, run_id)
    return "" if closed(page.store, shown) else shown


def require_open(store: Store, run_id: str) -> None:
    """Refuse what would tell the results of a run that is closed.

    Raises:
        NarabeError: it is.
    """
    if closed(store, run_id):
        raise NarabeError(
            "the results of this run are closed to its reviewers → decide your part first, or ask its lead",
            "この実行の結果は、評価が終わるまで表示できません → 担当分をすべて評価するか、評価リーダーに頼んでください",
        )


def signed(request: Any) -> str:
    """The name that the visitor gave in Review; empty for none."""
    try:
        found = SimpleCookie(request.headers.get("cookie", "")).get(COOKIE)
    except CookieError:
        return ""
    return unquote(found.value) if found else ""


def _done(store: Store, run_id: str, settings: ReviewSettings, reviewer: str) -> bool:
    """Whether the reviewer has decided something of the run, and everything that is theirs."""
    if not store.newest_given(run_id, reviewer, 1, carried=True):
        return False
    shared = store.reserve(run_id, reviewer) is not None
    seen_by = Sight(reviewer, settings, True)
    return not store.review_counts(run_id, seen_by.eyes(shared=shared), Wish()).queues["unreviewed"]
