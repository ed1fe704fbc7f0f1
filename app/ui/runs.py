"""Runs as every tab knows them: which one is shown, and how one is called."""

from __future__ import annotations

from app.records import Run
from app.ui.labels import Labels
from app.ui.page import Page

OPEN = ("queued", "running")
"""States of a run that goes on by itself."""


def current(page: Page, run_id: str) -> str:
    """The run to show: the page's, else the one in progress, else the newest; empty when there is none."""
    runs = page.store.runs()
    if any(run.id == run_id for run in runs):
        return run_id
    return next((run.id for run in runs if run.state in OPEN), runs[0].id if runs else "")


def title(labels: Labels, run: Run) -> str:
    """A run's name: that of its file, with the version of its questions where there are several."""
    return f"{run.name} ({labels('state.version', n=run.version)})" if run.version > 1 else run.name


def option(labels: Labels, run: Run) -> str:
    """A run in a list to choose from: its title, when it was made, how far it came, and its state."""
    made = f"{run.created.astimezone():%Y-%m-%d %H:%M}"
    done = f"{run.answered + run.errors}/{run.total}"
    return " · ".join((title(labels, run), made, done, labels(f"state.{run.state}")))
