"""Evidence from names across scripts, by spelling and by sound."""

from __future__ import annotations

from evaluators.evidence.kind import Case, Comparison, Finding, Kind, Reason, Sentence
from evaluators.evidence.kinds.overlap import set_aside
from evaluators.evidence.names import WHOLE, compare_names
from evaluators.evidence.namesakes import is_namesake

_FEATURES = (
    "name_expected",
    "name_recall",
    "name_whole",
    "name_last",
    "name_first",
    "name_precision",
    "name_sure",
    "name_rejected",
    "name_rival",
    "name_settled",
    "name_inserted",
    "name_namesake",
)
_RIVAL = 0.4


def find(c: Comparison) -> Finding:
    """Likenesses (0..1) of the reference's names with the answer's; all 0 for a reference without names."""
    name = compare_names(c.pair.reference, c.kept)
    if not name.expected:
        return Finding(dict.fromkeys(_FEATURES, 0.0), {"found": ""})
    namesake = is_namesake(c.pair.question, c.pair.reference, c.kept)
    rejected = compare_names(c.pair.reference, c.dropped).recall if c.dropped else 0.0
    values = {
        "name_expected": 1.0,
        "name_recall": name.recall,
        "name_whole": name.whole,
        "name_last": name.last,
        "name_first": name.first,
        "name_precision": name.precision,
        "name_sure": max(0.0, max(name.recall, name.whole) - 0.75) * 4,
        "name_rejected": max(0.0, rejected - name.recall),
        "name_rival": name.rival,
        "name_settled": float(name.expected > 1 and name.recall >= WHOLE and not name.inserted and not namesake),
        "name_inserted": float(name.inserted),
        "name_namesake": float(namesake),
    }
    return Finding(values, {"found": name.found})


def _rejected(case: Case) -> Sentence | None:
    return set_aside(case.reference) if case.values["name_rejected"] > 0.3 else None


def _rival(case: Case) -> Sentence | None:
    values = case.values
    if values["name_rival"] < _RIVAL and not values["name_inserted"] and not values["name_namesake"]:
        return None
    return Sentence(
        f"名前の一部だけが同じ別の名前です: 参照解答 {case.reference}",
        f"another name that shares a part: reference {case.reference}",
    )


def _other(case: Case) -> Sentence | None:
    if not case.values["name_expected"] or case.values["name_recall"] > 0.7 or case.reference.islower():
        return None
    return Sentence(
        f"参照解答の名前が回答にありません: {case.reference}",
        f"the name in the reference is not in the answer: {case.reference}",
    )


def _same(case: Case) -> Sentence | None:
    if max(case.values["name_recall"], case.values["name_whole"]) < 0.8 or not case.quotes["found"]:
        return None
    return Sentence(
        f"同じ名前です: 参照解答 {case.reference}、回答 {case.quotes['found']}",
        f"same name: reference {case.reference}, answer {case.quotes['found']}",
    )


KIND = Kind(
    "names",
    _FEATURES,
    find,
    reasons=(
        Reason(True, 600, _same),
        Reason(False, 410, _rejected),
        Reason(False, 420, _rival),
        Reason(False, 950, _other),
    ),
)
