"""What the review screen is sent of each answer: a card, as plain JSON values, without what may not be seen yet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from app.prompts import reply_of
from app.questions.guidelines import guideline_of
from app.records import GradedAnswer, Reference, other
from app.store import Store, joins
from app.ui.choices import arm_label
from app.ui.labels import Labels
from app.ui.messages import in_language
from app.ui.review import markdown
from app.ui.review.card_json import AnnotationJson, AnswerJson, CardJson, JudgementJson, SaidJson, VerdictJson
from app.ui.review.marks import marked_tree, parts
from app.ui.review.sending import sendable, stamp
from app.ui.seeing import Sight, sight_of
from app.verdicts import Verdict, disagree, standing_verdict
from evaluators import detect_language, is_uncertain


def card(
    graded: GradedAnswer,
    row: Sequence[GradedAnswer],
    seen_by: Sight,
    labels: Labels,
    added: Sequence[Reference] = (),
    *,
    judging: bool = False,
    twins: tuple[int, ...] = (),
) -> CardJson:
    """Everything that the screen shows of one answer to who looks; `row`: it and the other side of its question.

    `added`: references of its question.
    """
    item, scores = graded.item, graded.scores
    hints, others = seen_by.hints(row), seen_by.others(graded, row)
    mine = seen_by.mine(graded.verdicts)
    return {
        "id": item.id,
        "language": item.language,
        "state": state(graded, hints=hints),
        "revealed": hints,
        "arm_key": item.arm.key if hints else "",
        "arm": arm_label(labels, item.arm) if hints else "",
        "question": item.question.sides[item.language].text,
        "references": item.question.references(item.language),
        "guideline": guideline_of(item.question),
        "answer": _answer(graded, labels, hints=hints),
        "similarity": scores.similarity if scores and hints else None,
        "similarity_other": scores.similarity_other if scores and hints else None,
        "judgement": _judgement(graded, labels) if hints else None,
        "language_ok": language_ok(graded),
        "added": [{"text": a.text, "reviewer": a.reviewer} for a in added if a.language == item.language and hints],
        "acceptable": acceptable(graded, added) if hints else "none",
        "rejudged": graded.rejudged if hints else 0,
        "judging": judging and hints,
        "mine": verdict_json(mine) if mine else None,
        "annotation": _annotation(graded, mine, seen_by.reviewer),
        "said": _said(graded, seen_by.reviewer) if others else None,
        "adjudicable": seen_by.adjudicates(graded, row),
        "twins": twins,
    }


def cards(
    store: Store,
    ids: Iterable[int],
    reviewer: str,
    labels: Labels,
    *,
    blind: bool = False,
    seen_by: Sight | None = None,
) -> list[CardJson]:
    """The cards of these items as `reviewer` may see them; unknown ids are left out.

    `seen_by`: the reviewer's eyes on their run, where they were looked up before.
    """
    wanted = list(ids)
    places = store.places(wanted)
    known = {one.item.id: one for one in store.graded([beside for place in places.values() for beside in place.row])}
    runs = {place.run_id for place in places.values()}
    sights = {run: seen_by or sight_of(store, run, reviewer, blind=blind) for run in runs}
    added, judging = store.added_references(wanted), store.being_judged(wanted)
    twins = store.same_answers(wanted, reviewer)
    shown: list[CardJson] = sendable(
        [
            card(
                known[item_id],
                [known[beside] for beside in places[item_id].row],
                sights[places[item_id].run_id],
                labels,
                added[item_id],
                judging=item_id in judging,
                twins=twins.get(item_id, ()),
            )
            for item_id in wanted
            if item_id in known and item_id in places
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


def state(graded: GradedAnswer, *, hints: bool = True) -> str:
    """`pending`, `error`, or the judgement's value; `answered` where that is hidden."""
    if graded.answer is None:
        return "pending"
    if graded.answer.error is not None:
        return "error"
    if not hints:
        return "answered"
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
        "time": stamp(verdict.time),
    }


def _annotation(graded: GradedAnswer, mine: Verdict | None, reviewer: str) -> AnnotationJson:
    """The reviewer's newest; its draft only while no verdict has come after it."""
    said = next((one for one in graded.annotations if one.reviewer == reviewer), None)
    if said is None:
        return {"tags": (), "score": None, "flagged": False, "draft": ""}
    waits = mine is None or mine.time is None or (said.time is not None and said.time > mine.time)
    return {"tags": said.tags, "score": said.score, "flagged": said.flagged, "draft": said.draft if waits else ""}


def _said(graded: GradedAnswer, reviewer: str) -> SaidJson:
    stands = standing_verdict(graded.verdicts, graded.adjudication)
    return {
        "others": [verdict_json(verdict) for verdict in graded.verdicts if verdict.reviewer != reviewer],
        "disagree": disagree(graded.verdicts),
        "final": verdict_json(graded.adjudication) if graded.adjudication else None,
        "stands": stands.verdict.value if stands else None,
        "rule": stands.rule if stands else None,
    }


def _answer(graded: GradedAnswer, labels: Labels, *, hints: bool) -> AnswerJson | None:
    answer = graded.answer
    if answer is None:
        return None
    question, language = graded.item.question, graded.item.language
    references = question.references(language) + question.references(other(language))
    wrong = graded.judgement is not None and graded.judgement.value == "incorrect"
    reply, rich = reply_of(graded.item, answer), markdown.tree(answer.text)
    return {
        "parts": parts(answer.text, references, wrong=wrong) if hints else ((answer.text, ""),) if answer.text else (),
        "rich": marked_tree(rich, references, wrong=wrong) if hints else rich,
        "language": answer.language,
        "further": reply.further,
        "reasoning": reply.reasoning,
        "finished": reply.finished,
        "cut": answer.finish_reason == "length",
        "error": None if answer.error is None else in_language(labels, answer.error),
        "passages": [
            {"text": p.text, "language": detect_language(p.text), "source": p.source, "score": p.score}
            for p in (answer.passages if hints else ())
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
