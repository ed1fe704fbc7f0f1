"""The report of one run or several as plain data, for JSON."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from app.report.arms import ArmPair
from app.report.full import FullReport
from app.report.full_text import names
from app.report.marks import marks_json
from app.report.text import compared_json, to_json


def full_json(report: FullReport) -> dict[str, Any]:
    """`rows` and `pairs` as for one run, and `sources`, `arms`, `arm_pairs` with their flips, `excluded`."""
    told = names(report, "en")
    return {
        "sources": [
            {
                "name": one.name,
                "run": one.run,
                "question_set_version": one.version,
                "references_version": one.references,
                "calibration": asdict(one.calibration) if one.calibration else None,
            }
            for one in report.sources
        ],
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
