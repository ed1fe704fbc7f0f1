"""Evidence from formulae, codes and symbols, which are the same or are not."""

from __future__ import annotations

from evaluators.evidence.codes import compare_codes
from evaluators.evidence.kind import Case, Comparison, Finding, Kind, Reason, Sentence


def find(c: Comparison) -> Finding:
    """Whether the answer states the reference's codes, or others in their place (0 or 1)."""
    same, differs = compare_codes(c.pair.question, c.pair.reference, c.kept)
    return Finding({"code_same": float(same), "code_differs": float(differs)})


def _differs(case: Case) -> Sentence | None:
    if not case.values["code_differs"]:
        return None
    return Sentence(
        f"式や記号が違います: 参照解答 {case.reference}", f"another formula or code: reference {case.reference}"
    )


KIND = Kind("codes", ("code_same", "code_differs"), find, reasons=(Reason(False, 310, _differs),))
