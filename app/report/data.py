"""The report of one run or several as plain data, for JSON."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from app.report.arms import ArmPair
from app.report.full import FullReport, Source
from app.report.full_text import names
from app.report.judged import judge_check
from app.report.marks import marks_json
from app.report.reviewers import reviewers
from app.report.text import compared_json, to_json
from app.report.trust import trust


def full_json(report: FullReport) -> dict[str, Any]:
    """`rows` and `pairs` as for one run, and `sources`, `arms`, `arm_pairs` with their flips, `excluded`.

    Each source has the judge against its verdicts (`judge`, with the `confusions` by language asked and answered), and
    its `reviewers`: every two of them, each alone, and minds changed.
    """
    told = names(report, "en")
    return {
        "sources": [_source(one) for one in report.sources],
        "arms": [
            {"arm": one.label, "arm_key": one.key, "name": told[one.key], "retrieval": one.arm.retrieval}
            for one in report.arms
        ],
        "prior_shift": report.restated,
        **to_json(report.table),
        "arm_pairs": [_pair(one) for one in report.arm_pairs],
        "arm_pairs_both_languages": [asdict(one) for one in report.both],
        "marks": marks_json(report),
        "excluded": [
            {name: value for name, value in asdict(one).items() if name not in ("reason_ja", "item")}
            for one in report.excluded
        ],
    }


def _source(source: Source) -> dict[str, Any]:
    check = judge_check(source.answers)
    return {
        "name": source.name,
        "run": source.run,
        "question_set_version": source.version,
        "references_version": source.references,
        "calibration": asdict(source.calibration) if source.calibration else None,
        "judge": asdict(check.judging) | {"confusions": [asdict(one) for one in check.confusions]},
        "reviewers": _reviewers(source),
    }


def _reviewers(source: Source) -> dict[str, Any]:
    found = reviewers(source.answers, source.verdicts)
    return {
        "pairs": [
            {"first": two.first, "second": two.second or "judge", **asdict(two.agreement)} for two in found.pairs
        ],
        "each": [asdict(one) for one in found.each],
        "changes": asdict(trust(source.answers, source.verdicts).changes) if source.verdicts else None,
    }


def _pair(pair: ArmPair) -> dict[str, Any]:
    said = {True: "correct", False: "incorrect"}
    return {
        "first": pair.first,
        "first_key": pair.first_key,
        "second": pair.second,
        "second_key": pair.second_key,
        "language": pair.language,
        "basis": pair.basis,
        "n": pair.test.n,
        **asdict(pair.test),
        **compared_json(pair),
        "flips": [{"no": one.no, "from": said[one.first], "to": said[not one.first]} for one in pair.flips],
    }
