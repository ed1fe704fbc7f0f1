"""The items of an arm through Ray Data, and back into the store: answers as they come, grades block by block."""

from __future__ import annotations

import logging
import pickle
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any

from app.config import cluster_environment, let_ray_be_quiet
from app.errors import NarabeError, SettingsError
from app.generation import Stage
from app.records import Arm, Item
from app.runs.answering import together
from app.runs.grading import grade_rest
from app.store import Store

LOOK_EVERY = 0.2
"""Seconds between looks at what the workers have answered."""
CORES_EACH = 4
"""Cores of a worker where there is no GPU and no other number was asked for."""
CLOSING = 15.0
"""Seconds that the workers have to stop once they were asked to."""


def spread(
    store: Store,
    arm: Arm,
    items: Sequence[Item],
    *,
    run_id: str,
    address: str,
    workers: int,
    keep_going: Callable[[], bool],
    stage: Stage,
) -> set[int]:
    """Ask items on a cluster, journal each answer as it comes, and grade them; returns those to ask again.

    Args:
        store: held by the run's claim: all that is written goes through it, from this process alone.
        arm: that of the items.
        items: what to ask, in order.
        run_id: the run that they belong to.
        address: the cluster's; empty: one on this machine, for as long as it takes.
        workers: how many models are loaded; 0: one a GPU, without any GPU one for every four cores.
        keep_going: asked often.
        stage: told what the run is busy with.

    Raises:
        NarabeError: Ray is missing, or no worker can do it.
    """
    with _ray(address) as ray:
        stage("loading", 0.0)
        ledger = _ledger(ray)
        seen = store.newest_change()
        blocks = [_fresh(store, asked) for _, asked in together(items)]
        graded = _dataset(ray, arm, ledger, blocks, workers)
        again: set[int] = set()
        failures: list[Exception] = []
        grading = threading.Thread(target=_keep_grades, args=(store, graded, seen, failures), daemon=True)
        grading.start()
        asked_to_stop = 0.0
        while True:
            working = grading.is_alive()
            fresh, failure = ray.get(ledger.take.remote())
            if fresh:
                stage("answering", 0.0)
                store.save_answers({one.item_id: one.answer for one in fresh})
                again |= {one.item_id for one in fresh if one.answer.error is not None and one.retryable}
            if failure:
                grading.join(CLOSING)
                raise NarabeError(failure)
            if not working:
                break
            if not keep_going():
                asked_to_stop = asked_to_stop or time.monotonic()
                ray.get(ledger.stop.remote())
                if time.monotonic() - asked_to_stop > CLOSING:
                    return again
            time.sleep(LOOK_EVERY)
        if failures:
            said = _words(failures[0])
            raise NarabeError(
                f"the Ray cluster could not go on ({said}) → see its logs, then resume the run",
                f"Ray クラスターで続行できませんでした（{said}）→ クラスターのログを確認し、実行を再開してください",
            )
        grade_rest(store, run_id, keep_going)
        return again


def _fresh(store: Store, items: Sequence[Item]) -> list[Item]:
    """Items with the references that their questions have now."""
    return [one.item for one in store.graded([item.id for item in items])]


def _dataset(ray: Any, arm: Arm, ledger: Any, blocks: Sequence[list[Item]], workers: int) -> Any:
    from app.runs.cluster.stages import Answering, Grading, table

    total = ray.cluster_resources()
    gpus, cores = int(total.get("GPU", 0)), int(total.get("CPU", 1))
    count = min(workers or gpus or max(1, cores // CORES_EACH), len(blocks))
    share = max(1, cores // max(count, 1))
    pool = ray.data.ActorPoolStrategy
    needs = {"num_gpus": 1, "num_cpus": 0} if gpus else {"num_cpus": share}
    return (
        ray.data.from_arrow([table(block) for block in blocks])
        .map_batches(
            Answering,
            fn_constructor_args=(arm, ledger, share),
            batch_size=None,
            batch_format="pyarrow",
            compute=pool(size=count, max_tasks_in_flight_per_actor=1),
            **needs,
        )
        .map_batches(Grading, batch_size=None, batch_format="pyarrow", compute=pool(size=1), num_cpus=0)
    )


def _keep_grades(store: Store, graded: Any, seen: int, failures: list[Exception]) -> None:
    """Keep the grades of each block as it comes; an answer whose block is lost is graded at the end."""
    try:
        for block in graded.iter_batches(batch_size=None, batch_format="pyarrow", prefetch_batches=0):
            ids = block["item_id"].to_pylist()
            loaded = [[pickle.loads(one) for one in block[name].to_pylist()] for name in ("scores", "judgement")]  # noqa: S301
            scores, judgements = (dict(zip(ids, values, strict=True)) for values in loaded)
            store.save_grades(scores, judgements, seen)
    except Exception as error:  # noqa: BLE001 - it is raised where the run is executed
        failures.append(error)


def _ledger(ray: Any) -> Any:
    """The ledger, on the node of this process."""
    from app.runs.cluster.ledger import Ledger

    here = ray.util.scheduling_strategies.NodeAffinitySchedulingStrategy(
        ray.get_runtime_context().get_node_id(), soft=False
    )
    return ray.remote(Ledger).options(num_cpus=0, scheduling_strategy=here).remote()


@contextmanager
def _ray(address: str) -> Iterator[Any]:
    """Ray, connected to a cluster."""
    let_ray_be_quiet()
    try:
        import ray
        import ray.data
        import ray.util.scheduling_strategies
    except ImportError as error:
        raise SettingsError(
            f"Ray is not installed ({error}) → pip install -r requirements-ray.txt",
            f"Ray がインストールされていません（{error}）→ pip install -r requirements-ray.txt",
        ) from error
    mine = not ray.is_initialized()
    if mine:
        try:
            ray.init(
                address=address or "local",
                runtime_env={"env_vars": cluster_environment()},
                log_to_driver=False,
                logging_level=logging.ERROR,
                include_dashboard=None if address else False,
            )
        except (ConnectionError, ValueError, RuntimeError, TimeoutError) as error:
            raise SettingsError(
                f"the Ray cluster at {address} cannot be reached ({_words(error)}) → see `ray status`",
                f"Ray クラスター {address} に接続できません（{_words(error)}）→ `ray status` を確認してください",
            ) from error
    context = ray.data.DataContext.get_current()
    context.enable_progress_bars = False
    try:
        yield ray
    finally:
        if mine:
            with suppress(Exception):
                ray.shutdown()


def _words(error: Exception) -> str:
    """The last line of what an error says, where Ray puts the cause."""
    return ([line.strip() for line in str(error).splitlines() if line.strip()] or [type(error).__name__])[-1][:300]
