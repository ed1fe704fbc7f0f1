"""What a file says of how a question is to be graded (`eval_aspect`, 採点基準 …): shown to the reviewer."""

from __future__ import annotations

from app.questions.headers import folded
from app.records import Question

GUIDELINES = frozenset(
    {
        *(
            "evalaspect",
            "guideline",
            "guidelines",
            "gradingguideline",
            "gradingguidelines",
            "rubric",
            "gradingcriteria",
        ),
        *(
            "採点基準",
            "採点の基準",
            "採点指針",
            "採点の観点",
            "採点観点",
            "評価観点",
            "評価の観点",
            "評価基準",
            "ルーブリック",
        ),
    }
)
"""Names of columns that hold it, as `_bare` leaves them."""


def says_how_to_grade(header: str) -> bool:
    """Whether a column of this name holds it."""
    return _bare(header) in GUIDELINES


def guideline_of(question: Question) -> str:
    """How its answers are to be graded, as its file says: the columns that say so, one after the other; else empty."""
    said = [str(value).strip() for name, value in question.extra.items() if value and says_how_to_grade(name)]
    return "\n\n".join(filter(None, said))


def _bare(name: str) -> str:
    return folded(name).replace("_", "").replace("-", "").replace(" ", "")
