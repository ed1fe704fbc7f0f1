"""Scores the judge and simpler measures on labelled answers: `python benchmarks/judge.py --data FOLDER [FOLDER…]`.

Every JSONL file of the folders is scored: AUC, accuracy and kappa with the threshold chosen out of fold, the same at
the fixed threshold 0.5, expected calibration error, and speed. The judge is scored out of fold too: it is trained anew
without the items it judges, unless `--shipped` asks for the shipped layer as it is. `--ablate` leaves out one kind of
evidence at a time. `--markdown` prints tables for benchmarks/judge.md. The shipped held-out answers are always reported
apart, by the shipped judge; `python -m evaluators.judge.heldout` prints them alone.
"""

from __future__ import annotations

import sys
from pathlib import Path

if __name__ == "__main__":  # in place of this folder, whose statistics.py would hide the standard library's
    sys.path[0] = str(Path(__file__).resolve().parents[1])

import argparse
import hashlib
import os
import time
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import cohen_kappa_score, roc_auc_score

from evaluators import cosine_similarity, judge_many
from evaluators.encoders.loading import load_encoder
from evaluators.evidence.kinds import KINDS
from evaluators.judge.fitting import Table, cross_validate, tabulate
from evaluators.judge.heldout import measure_shipped
from evaluators.judge.prior_shift import training_base_rate
from evaluators.judge.rows import Row, made_rows, read_rows
from evaluators.matching import containment, exact_match, token_f1
from evaluators.statistics.reliability import calibration_error

Scores = NDArray[np.float64]
MEASURES = ("rows", "right", "AUC", "acc", "kappa", "acc@.5", "kappa@.5", "ECE")
SHORT_ANSWERS = 1000
OWN = Path(__file__).resolve().parents[1] / "evaluators" / "data"


def lexical(measure: Callable[[str, str], float]) -> Callable[[Sequence[Row]], Scores]:
    return lambda rows: np.array([max(measure(row.answer, r) for r in row.references) for row in rows])


def cosine(rows: Sequence[Row]) -> Scores:
    pairs = [(row.answer, reference) for row in rows for reference in row.references]
    values = iter(cosine_similarity([a for a, _ in pairs], [r for _, r in pairs]))
    return np.array([max(next(values) for _ in row.references) for row in rows])


def shipped(rows: Sequence[Row]) -> Scores:
    found = judge_many([(row.question, row.references, row.answer) for row in rows])
    return np.array([0.0 if j.probability is None else j.probability for j in found])


def out_of_fold(scores: Scores, labels: NDArray[np.int64], rows: Sequence[Row], folds: int = 5) -> NDArray[np.bool_]:
    """Decisions with the threshold that was best on the other folds; questions are kept together."""
    fold = np.array([int(hashlib.sha256(row.question.encode()).hexdigest(), 16) % folds for row in rows])
    decided = np.zeros(len(rows), dtype=bool)
    for f in set(fold.tolist()):
        rest = fold != f
        decided[~rest] = scores[~rest] >= best_threshold(scores[rest], labels[rest])
    return decided


def best_threshold(scores: Scores, labels: NDArray[np.int64]) -> float:
    order = np.argsort(scores, kind="stable")
    s, y = scores[order], labels[order]
    right = np.concatenate([[0], np.cumsum(1 - y)]) + np.concatenate([[y.sum()], y.sum() - np.cumsum(y)])
    cuts = np.concatenate([[-np.inf], (s[1:] + s[:-1]) / 2, [np.inf]])
    return float(cuts[int(right.argmax())])


def figures(scores: Scores, rows: Sequence[Row]) -> list[float]:
    y = np.array([row.label for row in rows])
    chosen, fixed = out_of_fold(scores, y, rows), scores >= 0.5
    return [
        len(y),
        float(y.mean()),
        float(roc_auc_score(y, scores)),
        float((chosen == y).mean()),
        float(cohen_kappa_score(chosen, y)),
        float((fixed == y).mean()),
        float(cohen_kappa_score(fixed, y)),
        calibration_error(scores, y),
    ]


def report(title: str, scores: Scores, rows: Sequence[Row], *, markdown: bool) -> None:
    sources = np.array([row.source for row in rows])
    bar = " | " if markdown else "  "
    print(f"\n## {title}\n" if markdown else f"\n{title}")
    print(
        ("| " if markdown else "")
        + bar.join([f"{'set':42s}", *(f"{m:>8s}" for m in MEASURES)])
        + (" |" if markdown else "")
    )
    if markdown:
        print("|---|" + "---:|" * len(MEASURES))
    for source in sorted(set(sources), key=lambda name: (not name.startswith("real"), name)):
        at = np.flatnonzero(sources == source)
        values = figures(scores[at], [rows[i] for i in at])
        cells = [f"{source:42s}", f"{values[0]:8.0f}", *(f"{v:8.3f}" for v in values[1:])]
        print(("| " if markdown else "") + bar.join(cells) + (" |" if markdown else ""))


def rates(scores: Scores, rows: Sequence[Row], *, markdown: bool) -> None:
    """What share of each run's answers is judged correct, beside the share that is."""
    runs = np.array([row.run for row in rows])
    if not any(runs):
        return
    labels = np.array([row.label for row in rows])
    print("\n## Judged rate beside the true one\n" if markdown else "\nrates")
    print("| run | answers | truly correct | judged correct | accuracy | with its own base rate | accuracy |")
    print("|---|---:|---:|---:|---:|---:|---:|")
    for run in sorted(set(runs) - {""}):
        at, true = runs == run, labels[runs == run] == 1
        cells = [f"{len(true)}", f"{true.mean():.1%}"]
        for judged in (scores[at] >= 0.5, at_its_own_rate(scores[at]) >= 0.5):
            cells += [f"{judged.mean():.1%}", f"{(judged == true).mean():.3f}"]
        print(f"| {run} | {' | '.join(cells)} |")


def at_its_own_rate(scores: Scores) -> Scores:
    """Probabilities as they would be at the run's own base rate, estimated from them (EM; Saerens et al. 2002)."""
    chances = np.clip(scores, 1e-4, 1 - 1e-4)
    trained, rate, found = training_base_rate(), float(chances.mean()), chances
    for _ in range(100):
        right, wrong = chances * rate / trained, (1 - chances) * (1 - rate) / (1 - trained)
        found = right / (right + wrong)
        rate = float(found.mean())
    return found


def held_out(*, markdown: bool) -> None:
    """The shipped judge on the answers that it never learns from, by kind and by direction."""
    print("\n## Held-out answers\n" if markdown else "\nheld-out answers")
    print("| answers | rows | accuracy at 0.5 | AUC | Brier | calibration error |\n|---|---:|---:|---:|---:|---:|")
    for name, found in measure_shipped().items():
        values = (found[key] for key in ("accuracy", "auc", "brier", "calibration_error"))
        print(f"| {name} | {found['rows']:.0f} | {' | '.join(f'{value:.3f}' for value in values)} |")


def reliability(scores: Scores, rows: Sequence[Row], *, markdown: bool) -> None:
    """How often answers are right where the judge says so with a certain probability."""
    labels = np.array([row.label for row in rows])
    place = np.minimum((scores * 10).astype(int), 9)
    print("\n## Reliability\n" if markdown else "\nreliability")
    print("| probability | answers | mean probability | right |\n|---|---:|---:|---:|")
    for b in sorted(set(place.tolist())):
        at = place == b
        print(f"| {b / 10:.1f}–{(b + 1) / 10:.1f} | {at.sum()} | {scores[at].mean():.3f} | {labels[at].mean():.3f} |")
    print(f"\nExpected calibration error over all rows: {calibration_error(scores, labels):.3f}")


def speed(rows: Sequence[Row]) -> str:
    """Short answers judged per second by the clock, on two cores; encoder loaded, nothing of them judged before."""
    distinct = {(row.question, row.references, row.answer): row for row in rows if len(row.answer) <= 60}
    chosen = [row for row in distinct.values() if len(row.references) <= 2]
    chosen = [chosen[i] for i in np.random.default_rng(0).permutation(len(chosen))[:SHORT_ANSWERS]]
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:2])
    judge_many([("日本の首都は？", "東京", "Tokyo")])
    load_encoder().forget()
    start, worked = time.perf_counter(), time.process_time()
    judge_many([(row.question, row.references, row.answer) for row in chosen])
    seconds, worked = time.perf_counter() - start, time.process_time() - worked
    return (
        f"{len(chosen) / seconds:.0f} short answers/s by the clock ({len(chosen)} distinct ones in {seconds:.1f} s, "
        f"{worked:.1f} s of processor time)"
    )


def without(table: Table, columns: Sequence[str]) -> Table:
    keep = [i for i, name in enumerate(table.names) if name not in columns]
    names = tuple(table.names[i] for i in keep)
    return Table(table.rows, table.owner, names, table.values[:, keep], table.contexts)


def ablate(table: Table, *, markdown: bool) -> None:
    labels = table.labels
    crossing = np.array([" ja-en" in row.source or " en-ja" in row.source for row in table.rows])
    print("\n## What each kind of evidence is worth\n" if markdown else "\nablations")
    print("| left out | all | same language | across languages |\n|---|---:|---:|---:|")
    for name, columns in {"nothing": (), **{kind.name: kind.columns for kind in KINDS}}.items():
        right = (cross_validate(without(table, columns)) >= 0.5) == labels
        print(f"| {name} | {right.mean():.3f} | {right[~crossing].mean():.3f} | {right[crossing].mean():.3f} |")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, nargs="+", required=True)
    parser.add_argument(
        "--train",
        type=Path,
        nargs="*",
        default=[OWN],
        help="further folders to train on, not reported; default: our own rows",
    )
    parser.add_argument(
        "--shipped", action="store_true", help="score the shipped layer instead of training out of fold"
    )
    parser.add_argument("--ablate", action="store_true")
    parser.add_argument("--markdown", action="store_true")
    options = parser.parse_args()
    rows = read_rows(options.data)
    print(f"speed: {speed(rows)}")
    if options.shipped:
        scores = shipped(rows)
        report("judge (as shipped)", scores, rows, markdown=options.markdown)
        rates(scores, rows, markdown=options.markdown)
    else:
        own = [row for row in read_rows(options.train) if row not in set(rows)]
        table = tabulate([*rows, *own, *made_rows([*rows, *own])], load_encoder())
        scores = cross_validate(table)[: len(rows)]
        report("judge (out of fold)", scores, rows, markdown=options.markdown)
        rates(scores, rows, markdown=options.markdown)
        reliability(scores, rows, markdown=options.markdown)
        if options.ablate:
            ablate(table, markdown=options.markdown)
    held_out(markdown=options.markdown)
    baselines = {
        "exact match": lexical(exact_match),
        "containment": lexical(containment),
        "token F1": lexical(token_f1),
    }
    for title, measure in {**baselines, "cosine": cosine}.items():
        report(title, measure(rows), rows, markdown=options.markdown)


if __name__ == "__main__":
    main()
