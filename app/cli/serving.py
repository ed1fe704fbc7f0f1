"""`serve`: the app in the browser, and the worker process behind it."""

from __future__ import annotations

import os
import signal
import sys
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import typer

from app.cli.options import open_store
from app.config import secrets, settings
from app.security.logs import set_up

TURN = 0.0005
"""Seconds after which a thread of the server gives way to another, a tenth of Python's default: a verdict takes some
twenty short turns, and would wait as often for whoever reads a long review list."""


def serve(
    host: str = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535)] = 7860,
    workbook: Annotated[Path | None, typer.Option(help="questions to open with")] = None,
    resume_on_start: Annotated[bool, typer.Option(help="go on with runs that a crash interrupted")] = False,
) -> None:
    """Open the app in the browser."""
    if settings().zero_gpu and find_spec("spaces"):
        import_module("spaces")  # it patches torch, before anything else imports that
    from app.ui.blocks import launch_app  # Gradio takes seconds to import: only for serving

    set_up(secrets(settings()), settings().log_format)
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # an orderly end, as with Ctrl-C
    sys.setswitchinterval(TURN)
    launch_app(host, port, workbook, resume=resume_on_start)


def work(resume: bool = False) -> None:
    """The worker process behind `serve`."""
    from app.runs.worker import work_forever

    set_up(secrets(settings()), settings().log_format)
    if hasattr(os, "nice"):  # not on Windows
        os.nice(10)
    work_forever(open_store(), settings().workbooks, resume=resume)
