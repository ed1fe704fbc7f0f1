"""The shape of a card: what the review screen is sent of an answer, as plain JSON values."""

from __future__ import annotations

from typing import TypedDict

from app.records import Language
from app.ui.review.markdown import Node
from app.ui.review.marks import Part


class VerdictJson(TypedDict):
    """A verdict as the screen shows it. `id`: by which it can be taken back; None for one of an earlier run."""

    id: int | None
    reviewer: str
    value: str
    language_ok: bool | None
    comment: str
    time: str


class AnnotationJson(TypedDict):
    """What the reviewer said of an answer beside the verdict; `draft`: a comment that waits for its verdict."""

    tags: tuple[str, ...]
    score: int | None
    flagged: bool
    draft: str


class SaidJson(TypedDict):
    """What everybody said, once it may be seen: the reviewers' verdicts, the final one, and the rule that holds."""

    others: list[VerdictJson]
    disagree: bool
    final: VerdictJson | None
    stands: str | None
    rule: str | None


class PassageJson(TypedDict):
    """A passage that the prompt held: its text and language, the file that it stands in, its similarity."""

    text: str
    language: str
    source: str
    score: float


class AnswerJson(TypedDict):
    """An answer: its text in marked parts, and as a tree where it is Markdown; or the error in its place.

    `further`: other answers that the model went on with; `reasoning`: what led to the answer; `finished`: false where
    it was cut off within its reasoning; `cut`: it ended at the token limit.
    """

    parts: tuple[Part, ...]
    rich: tuple[Node, ...]
    language: str
    further: tuple[str, ...]
    reasoning: str
    finished: bool
    cut: bool
    error: str | None
    passages: list[PassageJson]


class JudgementJson(TypedDict):
    """The automatic judgement, its reason in the page's language."""

    value: str
    probability: float | None
    uncertain: bool
    reason: str


class AddedJson(TypedDict):
    """A reference that a reviewer added."""

    text: str
    reviewer: str


class CardJson(TypedDict):
    """One side of a question. `language_ok`: what a plain verdict records.

    `guideline`: how the file says it is to be graded.
    `revealed`: whether judgement, similarity, passages and arm may be seen; without it they are not there. `said`: what
    others said, None until it may be seen; `adjudicable`: whether the reviewer may give a final verdict.
    `added`: those of `references` that reviewers added; `acceptable`: whether the answer may become one (`open`), was
    made one (`added`), is one of the file's (`known`), or cannot (`none`); `rejudged`: under which version of the
    references it was judged anew; `judging`: it waits for that. `twins`: items with the same answer to
    the question that the reviewer has not decided.
    """

    id: int
    language: Language
    state: str
    revealed: bool
    arm_key: str
    arm: str
    question: str
    references: tuple[str, ...]
    guideline: str
    answer: AnswerJson | None
    similarity: float | None
    similarity_other: float | None
    judgement: JudgementJson | None
    language_ok: bool | None
    added: list[AddedJson]
    acceptable: str
    rejudged: int
    judging: bool
    mine: VerdictJson | None
    annotation: AnnotationJson
    said: SaidJson | None
    adjudicable: bool
    twins: tuple[int, ...]
