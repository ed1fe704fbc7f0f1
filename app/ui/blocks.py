"""The app: one page, built by the same function for each language, with the tabs in the order of the work."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

import gradio as gr
from starlette.middleware import Middleware
from starlette.routing import Route

from app.config import settings
from app.runs import lending
from app.runs.example import add_example
from app.runs.supervising import Worker
from app.security.gate import gate, user
from app.store import Store
from app.store.backup import keeper_of, read_back_at_start
from app.ui import access, header, keeper, scripting, scripts, status, theme, uploads
from app.ui.backup import notice
from app.ui.describing import describe_once
from app.ui.faults import guard, log_what_gradio_prints
from app.ui.labels import Labels
from app.ui.language import PATHS, PageLanguage
from app.ui.login.page import draw
from app.ui.page import Page
from app.ui.questions import tab as questions
from app.ui.results import tab as results
from app.ui.review import tab as review
from app.ui.run import tab as run
from app.ui.status import Status

HERE = Path(__file__).parent
QUEUE_LOOKS = 0.1, 0.5
"""Seconds between Gradio's looks at its queue, and for progress; by itself it looks a thousand times a second."""
THREADS = 200
"""Handlers at once: while many of them wait for the disk, the page is still served."""
STYLES = ("style.css", "tabs.css", "run/prompts.css", "results/results.css", "backup/backup.css")
TABS: tuple[tuple[str, Callable[[Page], None]], ...] = (
    ("questions", questions.build),
    ("run", run.build),
    ("review", review.build),
    ("results", results.build),
)
"""Each tab's id and the function that lays it out inside the open tab and wires it."""


def build(store: Store, workbook: Path | None = None) -> gr.Blocks:
    """The whole app over `store`: the English page, and its Japanese twin."""
    app: gr.Blocks
    with gr.Blocks(
        title="Narabe",
        analytics_enabled=False,
        fill_width=True,
        delete_cache=uploads.CLEARING,
    ) as app:
        _page(Labels("en"), store, workbook)
        access.enforce(app, store)
        english = frozenset(app.default_config.fns)
        guard(app, Labels("en"), frozenset())
    with app.route("日本語", PATHS["ja"], show_in_navbar=False):
        _page(Labels("ja"), store, workbook)
        access.enforce(app, store)
        guard(app, Labels("ja"), english)
    return app


def _page(labels: Labels, store: Store, workbook: Path | None) -> None:
    head = header.layout(labels)
    run, questions, form = gr.State(""), gr.State(None, time_to_live=uploads.KEPT), gr.State(None)
    with gr.Tabs(elem_id="nb-tabs", overflow_behavior="wrap") as tabs:
        page = Page(labels, store, tabs, run, questions, form, workbook)
        for name, build_tab in TABS:
            with gr.Tab(labels(f"tab.{name}"), id=name, elem_id=f"nb-{name}"):
                build_tab(page)
    header.wire(page, head)
    keeper.build(page)
    if labels.language == "en":
        scripting.build(page)
    notice.layout(labels, kept=bool(settings().backup))


def launch_app(
    host: str = "127.0.0.1", port: int = 7860, workbook: Path | None = None, *, resume: bool = False
) -> None:
    """Serves the app over the store of the settings until interrupted, with the worker that executes runs."""
    read_back_at_start(settings())
    store = Store(settings().store_url)
    store.purge()
    add_example(store)
    lending.load_first()
    backup = keeper_of(settings(), store.watch().changed)
    worker = Worker(resume=resume)
    worker.start()
    try:
        if backup:
            backup.start()
        launch(build(store, workbook), host, port, about=Status(settings(), store, worker, backup))
    finally:
        worker.stop()
        if backup:
            backup.stop()


def _while(*lifespans: Callable[[Any], AbstractAsyncContextManager[None]]) -> Any:
    """One lifespan of a server out of several."""

    @asynccontextmanager
    async def all_of_them(server: Any) -> AsyncIterator[None]:
        async with AsyncExitStack() as stack:
            for one in lifespans:
                await stack.enter_async_context(one(server))
            yield

    return all_of_them


def _about(about: Status | None) -> list[Route]:
    """What is told of the server itself."""
    if about is None:
        return []
    return [*status.routes(about), *([notice.route(about.backup)] if about.backup else [])]


def launch(app: gr.Blocks, host: str, port: int, *, block: bool = True, about: Status | None = None) -> None:
    """Serves `app` until interrupted (`block`), or in the background. Asks no other host for anything."""
    log_what_gradio_prints()
    describe_once(app)
    doors = gate(settings(), host, port, frozenset(PATHS.values()), draw)
    app.queue(max_size=64)
    app._queue.sleep_when_free, app._queue.progress_update_sleep_when_free = QUEUE_LOOKS
    app.launch(
        server_name=host,
        server_port=port,
        auth_dependency=user if doors.login else None,
        app_kwargs={
            "routes": [scripts.route(), *_about(about)],
            "middleware": [*doors.middleware, Middleware(PageLanguage)],
            "lifespan": _while(doors.lifespan, uploads.lifespan),
        },
        theme=theme.build(),
        css_paths=[HERE / name for name in STYLES],
        footer_links=[],
        run_history=False,
        enable_monitoring=False,
        max_file_size="20mb",
        mcp_server=settings().mcp,
        state_session_capacity=uploads.SESSIONS,
        allowed_paths=[str(settings().workbooks)],
        show_error=False,
        ssr_mode=False,
        share=False,
        _frontend=False,  # or Gradio ends the server where its own page takes more than three seconds to answer
        max_threads=THREADS,
        prevent_thread_lock=True,
    )
    doors.must_stand()
    if block:
        app.block_thread()
