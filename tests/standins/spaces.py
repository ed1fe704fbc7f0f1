"""Stands in for the package of Hugging Face's ZeroGPU: each call in a process that is forked, and ended after its time.

It notes each call in the file that `STANDIN_CALLS` names. While there is a file beside it that ends in `.spent`, nobody
has a quota.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import time
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

import gradio as gr
from gradio.context import LocalContext


def GPU(task: Callable[..., Any], *, duration: Callable[..., float]) -> Callable[..., None]:  # noqa: N802 - its name
    """`task`, where the GPU is."""

    @wraps(task)
    def call(*args: Any) -> None:
        notes, seconds = Path(os.environ["STANDIN_CALLS"]), duration(*args)
        if notes.with_suffix(".spent").exists():
            raise gr.Error("You have exceeded your GPU quota", print_exception=False)
        began, process = time.monotonic(), multiprocessing.get_context("fork").Process(target=task, args=args)
        process.start()
        process.join(seconds)
        took, late = time.monotonic() - began, process.is_alive()
        if late:
            process.kill()
        with notes.open("a") as file:
            asked = LocalContext.request.get(None) is not None
            file.write(json.dumps({"seconds": seconds, "took": took, "late": late, "asked": asked}) + "\n")
        if late or process.exitcode:
            raise gr.Error("GPU task aborted", print_exception=False)

    return call
