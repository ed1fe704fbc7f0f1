from __future__ import annotations

import numpy as np
import pytest
from sklearn.metrics import brier_score_loss, roc_auc_score

from evaluators.statistics.judging import judging


def test_a_judge_measured_as_scikit_learn_does() -> None:
    rng = np.random.default_rng(0)
    chances = rng.random(200)
    correct = rng.random(200) < chances
    found = judging(chances, correct)
    assert found.brier == pytest.approx(brier_score_loss(correct, chances), abs=1e-9)
    assert found.auc == pytest.approx(roc_auc_score(correct, chances), abs=1e-9)
    assert sum(one.n for one in found.bins) == 200 and sum(one.correct for one in found.bins) == correct.sum()
    assert found.roc[0] == (0.0, 0.0) and found.roc[-1] == (1.0, 1.0)
    x, y = zip(*found.roc, strict=True)
    assert np.trapezoid(y, x) == pytest.approx(found.auc, abs=1e-9)


def test_one_kind_of_answers_has_no_curve() -> None:
    found = judging([0.9, 1.0], [True, True])
    assert (found.auc, found.roc, found.brier) == (None, (), pytest.approx(0.005))
    assert [one.n for one in found.bins] == [2]
    assert judging([], []).brier is None
