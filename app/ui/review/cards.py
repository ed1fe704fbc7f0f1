"""What the review screen is sent: runs, the list, and one card for each answer, as plain JSON values."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any, TypedDict

from app.prompts import reply_of
from app.questions.guidelines import guideline_of
from app.records import GradedAnswer, Language, Reference, Run, other
from app.store import IndexRow, IndexSide, Store, joins
from app.ui.choices import arm_label
from app.ui.labels import Labels
from app.ui.messages import in_language
from app.ui.review.marks import Part, parts
from app.ui.runs import option
from app.verdicts import Verdict, disagree
from evaluators import detect_language, is_uncertain

_SIDE = tuple(field.name for field in fields(IndexSide))


class VerdictJson(TypedDict):
    """A verdict as the screen shows it. `id`: by which it can be taken back; None for one of an earlier run."""

    id: int | None
    reviewer: str
    value: str
    language_ok: bool | None
    comment: str


class PassageJson(TypedDict):
    """A passage that the prompt held: its text and language, the file that it stands in, its similarity."""

    text: str
    language: str
    source: str
    score: float


class AnswerJson(TypedDict):
    """An answer: its text in marked parts, or the error in its place.

    `further`: other answers that the model went on with; `reasoning`: what led to the answer; `finished`: false where
    it was cut off within its reasoning; `cut`: it ended at the token limit.
    """

    parts: tuple[Part, ...]
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
    """One side of a question. `language_ok`: what a plain verdict records. `others` wait for the reviewer's own.

    `guideline`: how the file says it is to be graded. `added`: those of `references` that reviewers added;
    `acceptable`: whether the answer may become one (`open`), was made one (`added`), is one of the file's (`known`),
    or cannot (`none`); `rejudged`: under which version of the references it was judged anew; `judging`: it waits for
    that.
    """

    id: int
    language: Language
    state: str
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
    others: list[VerdictJson]
    disagree: bool


class ArmJson(TypedDict):
    """An arm's key and its name."""

    key: str
    label: str


class RunJson(TypedDict):
    """A run in the selector."""

    id: str
    name: str
    state: str
    arms: list[ArmJson]


def run_json(run: Run, labels: Labels) -> RunJson:
    """A run as the selector lists it, with its arms."""
    arms: list[ArmJson] = [{"key": arm.key, "label": arm_label(labels, arm)} for arm in run.arms]
    return {"id": run.id, "name": option(labels, run, arms=True), "state": run.state, "arms": arms}


def index_json(rows: Iterable[IndexRow]) -> list[dict[str, Any]]:
    """The review list, field by field as in `IndexRow`."""
    return [
        {
            "position": row.position,
            "no": sendable(row.no),
            "type": sendable(row.type),
            "arm_key": row.arm_key,
            "texts": sendable(row.texts),
            "sides": {code: {name: getattr(side, name) for name in _SIDE} for code, side in row.sides.items()},
        }
        for row in rows
    ]


def sendable(value: Any) -> Any:
    """The same value with each lone surrogate, which no reply can carry, as `?`."""
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode("utf-8")
    if isinstance(value, dict):
        return {key: sendable(part) for key, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [sendable(part) for part in value]
    return value


def card(
    graded: GradedAnswer, reviewer: str, labels: Labels, added: Sequence[Reference] = (), *, judging: bool = False
) -> CardJson:
    """Everything that the screen shows of one answer, as `reviewer` sees it; `added`: references of its question."""
    item, scores = graded.item, graded.scores
    mine = next((verdict_json(verdict) for verdict in graded.verdicts if verdict.reviewer == reviewer), None)
    return {
        "id": item.id,
        "language": item.language,
        "state": state(graded),
        "question": item.question.sides[item.language].text,
        "references": item.question.references(item.language),
        "guideline": guideline_of(item.question),
        "answer": _answer(graded, labels),
        "similarity": scores.similarity if scores else None,
        "similarity_other": scores.similarity_other if scores else None,
        "judgement": _judgement(graded, labels),
        "language_ok": language_ok(graded),
        "added": [{"text": a.text, "reviewer": a.reviewer} for a in added if a.language == item.language],
        "acceptable": acceptable(graded, added),
        "rejudged": graded.rejudged,
        "judging": judging,
        "mine": mine,
        "others": [verdict_json(verdict) for verdict in graded.verdicts if verdict.reviewer != reviewer],
        "disagree": disagree(graded.verdicts),
    }


def cards(store: Store, ids: Iterable[int], reviewer: str, labels: Labels) -> list[CardJson]:
    """The cards of these items; unknown ids are left out."""
    wanted = list(ids)
    added, judging = store.added_references(wanted), store.being_judged(wanted)
    shown: list[CardJson] = sendable(
        [
            card(graded, reviewer, labels, added[graded.item.id], judging=graded.item.id in judging)
            for graded in store.graded(wanted)
        ]
    )
    return shown


def acceptable(graded: GradedAnswer, added: Sequence[Reference]) -> str:
    """Whether an answer may become a reference: `open`, `added`, `known` or `none`."""
    if graded.answer is None or not (text := graded.answer.text.strip()):
        return "none"
    language = joins(graded.item, graded.answer.language)
    if any((a.language, a.text) == (language, text) for a in added):
        return "added"
    return "known" if text in graded.item.question.references(language) else "open"


def state(graded: GradedAnswer) -> str:
    """`pending`, `error`, or the judgement's value."""
    if graded.answer is None:
        return "pending"
    if graded.answer.error is not None:
        return "error"
    return graded.judgement.value if graded.judgement else "unjudged"


def language_ok(graded: GradedAnswer) -> bool | None:
    """Whether the answer is in the language asked for; None when that cannot be said (a bare number, a mixture)."""
    if graded.judgement and graded.judgement.language_ok is not None:
        return graded.judgement.language_ok
    detected = graded.answer.language if graded.answer else "none"
    return None if detected in ("none", "mixed") else detected == graded.item.language


def verdict_json(verdict: Verdict) -> VerdictJson:
    """A verdict without its bookkeeping."""
    return {
        "id": verdict.id if verdict.carried_from is None else None,
        "reviewer": verdict.reviewer,
        "value": verdict.value,
        "language_ok": verdict.language_ok,
        "comment": verdict.comment,
    }


def stamp(time: datetime | None) -> str:
    """A moment as ISO 8601, which the browser turns into the reader's own time; empty for none."""
    return time.isoformat() if time else ""


def _answer(graded: GradedAnswer, labels: Labels) -> AnswerJson | None:
    answer = graded.answer
    if answer is None:
        return None
    question, language = graded.item.question, graded.item.language
    references = question.references(language) + question.references(other(language))
    wrong = graded.judgement is not None and graded.judgement.value == "incorrect"
    reply = reply_of(graded.item, answer)
    return {
        "parts": parts(answer.text, references, wrong=wrong),
        "language": answer.language,
        "further": reply.further,
        "reasoning": reply.reasoning,
        "finished": reply.finished,
        "cut": answer.finish_reason == "length",
        "error": None if answer.error is None else in_language(labels, answer.error),
        "passages": [
            {"text": p.text, "language": detect_language(p.text), "source": p.source, "score": p.score}
            for p in answer.passages
        ],
    }


def _judgement(graded: GradedAnswer, labels: Labels) -> JudgementJson | None:
    judged = graded.judgement
    if judged is None or (graded.answer and graded.answer.error is not None):
        return None
    reason = judged.reason_ja if labels.language == "ja" and judged.reason_ja else judged.reason
    return {
        "value": judged.value,
        "probability": judged.probability,
        "uncertain": is_uncertain(judged),
        "reason": reason,
    }
