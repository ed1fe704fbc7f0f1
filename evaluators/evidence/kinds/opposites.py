"""Evidence from opposites and roles: sentences that share their words and mean the reverse."""

from __future__ import annotations

from evaluators.evidence.kind import Case, Comparison, Finding, Kind, Reason, Sentence
from evaluators.evidence.opposites import compare_roles, firm, opposed
from evaluators.evidence.polarity import is_bare, negations

_FEATURES = ("opposite", "same_side", "reversed", "roles_same", "roles_swapped", "roles_compared")


def find(c: Comparison) -> Finding:
    """Whether the texts take different sides on an opposite, and give two things the same roles (0 or 1)."""
    reference, kept = c.pair.reference, c.kept
    different, same = opposed(firm(reference), firm(kept))
    odd = not is_bare(reference) and (negations(reference) + negations(c.pair.answer)) % 2 == 1
    if odd:  # “not allowed” takes the side of “forbidden”
        different, same = same, different
    roles = compare_roles(reference, c.pair.answer)
    if roles.same > 0:  # said with the opposite word: “B lost to A” for “A beat B”
        different, same, odd = 0, 1, False
    values = (
        float(different > 0),
        float(same > 0),
        float(different > same or (odd and not same)),
        float(roles.same > 0),
        float(roles.same < 0),
        float(roles.comparison and roles.same != 0),
    )
    return Finding(dict(zip(_FEATURES, values, strict=True)))


def _swapped(case: Case) -> Sentence | None:
    if not case.values["roles_swapped"] or case.values["similarity_best"] < 0.4:
        return None
    return Sentence(f"関係が逆です: 参照解答 {case.reference}", f"the other way round: reference {case.reference}")


def _opposite(case: Case) -> Sentence | None:
    if not case.values["opposite"] or case.values["negation_differs"]:
        return None
    return Sentence(f"反対の意味の語です: 参照解答 {case.reference}", f"says the opposite: reference {case.reference}")


KIND = Kind(
    "opposites",
    _FEATURES,
    find,
    reasons=(Reason(False, 510, _swapped), Reason(False, 520, _opposite)),
    with_similarity=("opposite", "reversed", "roles_swapped"),
)
