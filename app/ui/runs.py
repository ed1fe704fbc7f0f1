"""Runs as every tab knows them: which one is shown, and how one is called."""

from __future__ import annotations

from app.records import Run
from app.ui.choices import arm_label
from app.ui.labels import Labels
from app.ui.page import Page

OPEN = ("queued", "running")
"""States of a run that goes on by itself."""


def current(page: Page, run_id: str) -> str:
    """The run to show: the page's, else the one in progress, else the newest not put away; empty without any."""
    runs = page.store.runs()
    if any(run.id == run_id for run in runs):
        return run_id
    runs = [run for run in runs if not run.archived]
    return next((run.id for run in runs if run.state in OPEN), runs[0].id if runs else "")


def title(labels: Labels, run: Run) -> str:
    """What a run is called: its own name, else its file's, with the version of its questions if not the first."""
    if run.label:
        return run.label
    name = labels("run.example") if run.example else run.name
    return f"{name} ({labels('state.version', n=run.version)})" if run.version > 1 else name


def option(labels: Labels, run: Run, *, arms: bool = False) -> str:
    """A run in a list to choose from: its title, when it was made, its arms where they may be seen, and how far."""
    made = f"{run.created.astimezone():%m-%d %H:%M}"
    compared = "／".join(arm_label(labels, arm) for arm in run.arms) if arms else ""
    done = labels(f"state.{run.state}") if run.state == "done" else f"{run.answered + run.errors}/{run.total}"
    return " · ".join(part for part in (title(labels, run), made, compared, done) if part)


def options(page: Page, shown: str) -> list[tuple[str, str]]:
    """The runs to choose from, newest first: those that are not put away, and the one that is shown."""
    runs = [run for run in page.store.runs() if not run.archived or run.id == shown]
    return [(option(page.labels, run, arms=True), run.id) for run in runs]
