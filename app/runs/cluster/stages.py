"""The two stages of a run on Ray Data, as its workers execute them: items → answers, answers → grades."""

from __future__ import annotations

import os
import pickle
import platform
import threading
from collections.abc import Iterator
from typing import Any

import pyarrow as pa

from app.errors import NarabeError
from app.records import Arm, GradedAnswer, Item
from app.runs.answering import Asking
from app.runs.cluster.ledger import Said
from app.runs.grading import graded_anew

LOOK_EVERY = 0.5
"""Seconds between looks whether to stop."""


def table(items: list[Item]) -> pa.Table:
    """What is asked together, as one block of the dataset."""
    rows = {"item_id": [item.id for item in items], "language": [item.language for item in items]}
    texts = [item.question.sides[item.language].text for item in items]
    return pa.table(rows | {"question": texts, "item": [pickle.dumps(item) for item in items]})


class Answering:
    """A worker with a model of its own: what is asked together on one machine, it asks together."""

    def __init__(self, arm: Arm, ledger: Any, threads: int) -> None:
        self._ledger, self._worker = ledger, f"{platform.node()}:{os.getpid()}"
        try:
            self._asking = Asking(arm, lambda *_: None)
            _use(threads)
        except NarabeError as error:
            self._call("fail", str(error))
            raise

    def __call__(self, block: pa.Table) -> Iterator[pa.Table]:
        """Answer what of a block is not answered yet; each answer is in the ledger as soon as it is there."""
        done = self._call("done", block["item_id"].to_pylist())
        items = [
            pickle.loads(one)  # noqa: S301 - made by this run's own process
            for item_id, one in zip(block["item_id"].to_pylist(), block["item"].to_pylist(), strict=True)
            if item_id not in done
        ]
        answered: list[GradedAnswer] = []
        waiting: list[Any] = []
        with _Looking(self._ledger) as looking:
            for item, answer, retryable in self._asking.answers(items, cancelled=looking.stopped.is_set):
                waiting.append(self._ledger.record.remote(Said(item.id, answer, retryable, self._worker)))
                answered.append(GradedAnswer(item, answer))
        _ray().get(waiting)
        yield pa.table({"graded": [pickle.dumps(one) for one in answered]})

    def _call(self, name: str, *given: Any) -> Any:
        return _ray().get(getattr(self._ledger, name).remote(*given))


class _Looking:
    """Asks the ledger now and then whether to stop, so that a decoding step need not."""

    def __init__(self, ledger: Any) -> None:
        self.stopped, self._ended, self._ledger = threading.Event(), threading.Event(), ledger

    def __enter__(self) -> _Looking:
        threading.Thread(target=self._look, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()

    def _look(self) -> None:
        while not self._ended.wait(LOOK_EVERY):
            if _ray().get(self._ledger.stopped.remote()):
                self.stopped.set()
                return


class Grading:
    """The second stage: answers → scores and judgements."""

    def __call__(self, block: pa.Table) -> pa.Table:
        """Grade a block; errors are for the run's process."""
        graded = [pickle.loads(one) for one in block["graded"].to_pylist()]  # noqa: S301 - see above
        scores, judgements = graded_anew(graded)
        return pa.table(
            {
                "item_id": list(scores),
                "scores": [pickle.dumps(one) for one in scores.values()],
                "judgement": [pickle.dumps(judgements[item_id]) for item_id in scores],
            }
        )


def _use(threads: int) -> None:
    """Compute with this worker's share of the processor; its neighbours have theirs."""
    import torch

    torch.set_num_threads(threads)


def _ray() -> Any:
    import ray

    return ray
