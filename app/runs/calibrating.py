"""Judgements ← verdicts: the judge's last step, refitted on a run's own verdicts."""

from __future__ import annotations

from app.store import Store
from evaluators.judge import calibration
from evaluators.judge.calibration import Calibration


def calibrate(store: Store, run_id: str, *, apply: bool = False) -> Calibration:
    """Refit the judge's last step on a run's verdicts, and say whether that helps.

    Nothing changes unless `apply` is set and it does help: from then on the run has that calibration, also for answers
    that come later. The judgements themselves stay as they were made, so that it can be undone. The verdicts on one
    question are never torn apart when it is tested.
    """
    store.run(run_id)
    decided = [
        (one, one.judgement, one.verdict.value == "correct")
        for one in store.graded_run(run_id, calibrated=False)
        if one.judgement and one.judgement.probability is not None
        if one.verdict and one.verdict.value in ("correct", "incorrect")
    ]
    fitted, held = calibration.calibrate(
        [(judgement, correct) for _, judgement, correct in decided], [one.item.question.no for one, _, _ in decided]
    )
    if apply and fitted.helps:
        store.calibrate_run(run_id, fitted, held, [one.item.id for one, _, _ in decided])
    return fitted


def undo_calibration(store: Store, run_id: str) -> Calibration | None:
    """Judge a run by the shipped rule again; the calibration that it had, if any."""
    return store.undo_calibration(run_id)
