"""Simulated coverage of every 95 % interval that reports show: `python benchmarks/statistics.py [RUNS]` (Markdown).

The judge of the simulations finds 85 % of the right answers and 95 % of the wrong ones; each cell is a share of runs
whose interval holds the truth.
"""

from __future__ import annotations

import sys
from pathlib import Path

if __name__ == "__main__":  # in place of this folder, whose statistics.py would hide the standard library's
    sys.path[0] = str(Path(__file__).resolve().parents[1])

import argparse
from collections.abc import Callable
from functools import partial
from itertools import product

import numpy as np

from evaluators.statistics.agreement import pair_agreement
from evaluators.statistics.clustered import clustered_mean
from evaluators.statistics.paired import paired_difference
from evaluators.statistics.prediction_powered import corrected_mean
from evaluators.statistics.significance import Interval, exact_mcnemar, wilson_interval

SENSITIVITY, SPECIFICITY = 0.85, 0.95
rng = np.random.default_rng(20_26)


def coverage(runs: int, truth: float, interval: Callable[[], Interval | None]) -> float:
    """The share of runs whose interval holds the truth."""
    found = (interval() for _ in range(runs))
    return sum(one is not None and one.low <= truth <= one.high for one in found) / runs


def judged(n: int, rate: float) -> tuple[np.ndarray, np.ndarray]:
    """Whether each of `n` answers is right, and whether the judge says so."""
    right = rng.random(n) < rate
    return right, np.where(right, rng.random(n) < SENSITIVITY, rng.random(n) > SPECIFICITY)


def plain(n: int, rate: float) -> Interval | None:
    """The interval of the rate that the judge reports."""
    return wilson_interval(int(judged(n, rate)[1].sum()), n)


def corrected(n: int, rate: float, labels: int, *, sorted_queue: bool = False) -> Interval | None:
    """The corrected one; with `sorted_queue` from answers sampled by known, unequal probabilities."""
    right, said = judged(n, rate)
    sampling = np.where(said, 0.6, 1.4) * labels / n if sorted_queue else None
    inside = rng.permutation(n) < labels if sampling is None else rng.random(n) < sampling
    found = corrected_mean(said, np.where(inside, right, np.nan), sampling)
    return found.interval if found else None


def published(n: int, rate: float, labels: int) -> Interval | None:
    """The corrected one as it was published: the weighted mean ± z · its error."""
    right, said = (values.astype(float) for values in judged(n, rate))
    own, rest, given = said[:labels], said[labels:], right[:labels]
    weight = np.cov(given, own)[0, 1] / ((1 + labels / rest.size) * said.var(ddof=1))
    value = (given - weight * own).mean() + weight * rest.mean()
    error = np.sqrt((given - weight * own).var(ddof=1) / labels + weight**2 * rest.var(ddof=1) / rest.size)
    return Interval(value - 1.96 * error, value + 1.96 * error)


def paired(n: int) -> Interval | None:
    """Tango's interval of a true difference of 0.1."""
    cells = rng.multinomial(n, [0.4, 0.2, 0.1, 0.3])
    pairs = [
        p
        for p, k in zip([(True, True), (True, False), (False, True), (False, False)], cells, strict=True)
        for _ in range(k)
    ]
    found = paired_difference(exact_mcnemar(pairs))
    return found[1] if found else None


def clustered(n: int) -> Interval | None:
    """The interval of two languages' mean, where questions differ in difficulty; the truth is 0.5."""
    hard = rng.beta(1, 1, n)
    found = clustered_mean((rng.random(2 * n) < np.repeat(hard, 2)).astype(float), np.repeat(np.arange(n), 2).tolist())
    return found.interval if found else None


def raters(n: int, value: str) -> Interval | None:
    """Kappa or AC1 of two raters, each right in nine of ten answers, of which 60 % are right."""
    right = rng.random(n) < 0.6
    first, second = (right ^ (rng.random(n) < 0.1) for _ in range(2))
    pairs = [(str(a), str(b)) for a, b in zip(first, second, strict=True)]
    interval: Interval | None = getattr(pair_agreement(pairs), f"{value}_interval")
    return interval


def agreement_truth() -> tuple[float, float]:
    """Kappa and AC1 of the two raters by arithmetic."""
    observed, share = 0.9**2 + 0.1**2, 0.6 * 0.9 + 0.4 * 0.1
    chance, gwet = share**2 + (1 - share) ** 2, 2 * share * (1 - share)
    return (observed - chance) / (1 - chance), (observed - gwet) / (1 - gwet)


def main(runs: int) -> None:
    """Prints the tables."""
    print(
        "| true rate | answers | plain | published, 30 | corrected, 30 | 60 | 100 | 60, known unequal probabilities |"
    )
    print("|---:|---:|---:|---:|---:|---:|---:|---:|")
    for rate, n in product((0.4, 0.7, 0.95), (100, 300, 1000)):
        cells = [coverage(runs, rate, partial(plain, n, rate)), coverage(runs, rate, partial(published, n, rate, 30))]
        cells += [coverage(runs, rate, partial(corrected, n, rate, k)) for k in (30, 60, 100) if k < n]
        cells.append(coverage(runs, rate, partial(corrected, n, rate, 60, sorted_queue=True)))
        said = [f"{cell:.1%}" for cell in cells]
        if n == 100:
            said.insert(-1, "–")
        print(f"| {rate:.0%} | {n:,} | " + " | ".join(said) + " |", flush=True)
    kappa, ac1 = agreement_truth()
    print("\n| interval | n = 50 | 100 | 300 |\n|---|---:|---:|---:|")
    rows: list[tuple[str, float, Callable[[int], Interval | None]]] = [
        ("rate (Wilson), true rate 0.7", 0.7, lambda n: wilson_interval(int(rng.binomial(n, 0.7)), n)),
        ("paired difference (Tango)", 0.1, paired),
        ("both languages, clustered by question", 0.5, clustered),
        ("Cohen’s kappa (jackknife)", kappa, lambda n: raters(n, "kappa")),
        ("Krippendorff’s alpha (jackknife)", kappa, lambda n: raters(n, "alpha")),
        ("Gwet’s AC1 (jackknife)", ac1, lambda n: raters(n, "ac1")),
    ]
    for name, truth, interval in rows:
        cells = [coverage(runs, truth, lambda n=n, interval=interval: interval(n)) for n in (50, 100, 300)]
        print(f"| {name} | " + " | ".join(f"{cell:.1%}" for cell in cells) + " |")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("runs", nargs="?", type=int, default=2000, help="simulated runs a cell")
    main(parser.parse_args().runs)
