"""Evidence from names across scripts, by spelling and by sound."""

from __future__ import annotations

from evaluators.evidence.codes import compare_codes
from evaluators.evidence.kind import Case, Comparison, Finding, Kind, Reason, Sentence
from evaluators.evidence.kinds.overlap import set_aside
from evaluators.evidence.names import WHOLE, compare_names
from evaluators.evidence.namesakes import is_namesake
from evaluators.evidence.short_names import by_family_name

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
)
_RIVAL = 0.4


def find(c: Comparison) -> Finding:
    """Likenesses (0..1) of the reference's names with the answer's; all 0 for a reference without names."""
    name = compare_names(c.pair.reference, c.kept)
    if name.expected and _is_another(c):
        return Finding(_FEATURES_OF_ANOTHER, {"found": ""})
    if not name.expected:
        return Finding(dict.fromkeys(_FEATURES, 0.0), {"found": ""})
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
        "name_settled": float(name.expected > 1 and name.recall >= WHOLE and not name.inserted),
        "name_inserted": float(name.inserted),
    }
    return Finding(values, {"found": name.found})


_FEATURES_OF_ANOTHER = dict.fromkeys(_FEATURES, 0.0) | {"name_expected": 1.0, "name_rival": 1.0, "name_inserted": 1.0}
"""What is found where the answer names another one, however alike the names are."""


def _is_another(c: Comparison) -> bool:
    """Whether the answer names another person of a like name, or another formula or code."""
    question, reference = c.pair.question, c.pair.reference
    if is_namesake(question, reference, c.kept) or compare_codes(question, reference, c.kept)[1]:
        return True
    return by_family_name(question, reference, c.pair.answer) < 0


def _rejected(case: Case) -> Sentence | None:
    return set_aside(case.reference) if case.values["name_rejected"] > 0.3 else None


def _rival(case: Case) -> Sentence | None:
    if case.values["name_rival"] < _RIVAL and not case.values["name_inserted"]:
        return None
    return Sentence(
        f"名前の一部だけが同じ別の名前です: 参照解答 {case.reference}",
        f"another name that shares a part: reference {case.reference}",
    )


def _other(case: Case) -> Sentence | None:
    if case.reference_kind == "long" or case.reference.islower():  # which of its words would be the name?
        return None
    if not case.values["name_expected"] or case.values["name_recall"] > 0.7:
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
