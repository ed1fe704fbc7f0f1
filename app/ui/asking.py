"""Who causes the event that is being handled, and what they may: so that the page offers nothing that is refused."""

from __future__ import annotations

from typing import Any, TypedDict

from gradio.context import LocalContext

from app.security.roles import Role, may, role_of
from app.store import Store
from app.ui.page import visitor


def asked() -> Any:
    """The request behind the event, as Gradio wraps it; None where the app itself calls."""
    return LocalContext.request.get(None)


def role() -> Role:
    """The role of who asks; the app itself may do everything."""
    request = asked()
    if request is None:
        return "admin"
    return role_of(
        getattr(getattr(request, "request", None) or request, "scope", {})
    )  # Gradio's own, or what agents send


class Asker(TypedDict):
    """Who asks for a run, as `app.pipeline` takes it."""

    owner: str
    bounded: bool
    """Whether the limits for visitors hold for them."""


def asker_of(request: Any) -> Asker:
    """Who asks, and whether the limits hold: not for a reviewer or an admin who logged in."""
    logged_in = request is not None and bool(request.username)
    return {"owner": visitor(request), "bounded": not (logged_in and may(role(), "reviewer"))}


def owns(store: Store, run: Any) -> bool:
    """Whether a run is theirs; what no run is named by, nobody owns."""
    who = visitor(asked())
    return bool(who) and isinstance(run, str) and store.owner(run) == who


def leads(store: Store, run: Any) -> bool:
    """Whether they may pause, rename or delete a run."""
    return role() == "admin" or owns(store, run)
