"""Words looked for in a run: in questions, references, answers, and in comments that may be seen."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any, NamedTuple

import sqlalchemy as sa

from app.store import _reference_rows as references
from app.store import _tables as t
from app.store._database import listed
from app.store._eyes import Eyes, newest_said, standing_of, stands
from app.store._plain import plain


class _Commented(NamedTuple):
    """Items with a comment in which every word stands: the reviewer's own, or anybody's."""

    own: list[int]
    anybodys: list[int]


def found(db: sa.Connection, run_id: str, eyes: Eyes, sides: Any, words: str) -> sa.ColumnElement[bool]:
    """Whether each word stands in a side's question, references or answer, or all of them in a comment on it."""
    wanted = plain(words).split()
    added = [(plain(question), plain(text)) for question, text in _added(db, run_id)]
    side = sides.c
    conditions = []
    for word in wanted:
        grown = [question for question, text in added if word in text]
        condition = side.question_id.in_(_questions(run_id, [word, *grown])) | side.id.in_(_answers(run_id, word))
        if word.startswith("#") and word[1:].isdecimal():
            condition |= (side.sample > 1) & (side.sample == int(word[1:]))
        conditions.append(condition)
    commented = _commented(db, run_id, eyes, wanted)
    seen = side.id.in_(listed(commented.own)) | ((side.others == 1) & side.id.in_(listed(commented.anybodys)))
    in_texts: sa.ColumnElement[bool] = sa.and_(sa.true(), *conditions)
    return sa.or_(in_texts, seen)


def _added(db: sa.Connection, run_id: str) -> set[tuple[str, str]]:
    """The references that reviewers added to a run's questions, each after the text of its question."""
    of_run = sa.select(t.question_sets.c.family).join(t.runs, t.runs.c.set_id == t.question_sets.c.id)
    families = db.scalars(of_run.where(t.runs.c.id == run_id)).all()
    accepted = references.accepted_in(db, families)
    return {(question, one.text) for (_, _, question), some in accepted.items() for one in some}


def _questions(run_id: str, texts: Sequence[str]) -> sa.Select[Any]:
    asked = sa.select(t.questions.c.id).join(t.runs, t.runs.c.set_id == t.questions.c.set_id)
    stands = (t.questions.c.plain.contains(text, autoescape=True) for text in texts)
    return asked.where(t.runs.c.id == run_id, sa.or_(*stands))


def _answers(run_id: str, text: str) -> sa.Select[Any]:
    given = sa.select(t.answers.c.item_id).join(t.items, t.items.c.id == t.answers.c.item_id)
    return given.where(t.items.c.run_id == run_id, t.answers.c.plain.contains(text, autoescape=True))


def _commented(db: sa.Connection, run_id: str, eyes: Eyes, wanted: Sequence[str]) -> _Commented:
    row = t.verdicts.c
    given = sa.select(row.item_id, row.reviewer, row.comment).join(t.items, t.items.c.id == row.item_id)
    newest = row.id == standing_of(row.item_id, row.reviewer)
    given = given.where(t.items.c.run_id == run_id, row.comment != "", newest | stands(t.verdicts, final=True))
    said = t.annotated.c
    drafts = sa.select(said.item_id, said.draft).join(t.items, t.items.c.id == said.item_id)
    drafts = drafts.where(t.items.c.run_id == run_id, said.reviewer == eyes.reviewer, said.draft != "")
    drafts = drafts.where(said.id == newest_said(said.item_id, eyes.reviewer))
    own, anybodys = defaultdict[int, str](str), defaultdict[int, str](str)
    for item_id, reviewer, comment in db.execute(given):
        anybodys[item_id] += f"{plain(comment)}\n"
        if reviewer == eyes.reviewer:
            own[item_id] += f"{plain(comment)}\n"
    for item_id, draft in db.execute(drafts):
        own[item_id] += plain(draft)
        anybodys[item_id] += plain(draft)
    return _Commented(
        *([one for one, text in texts.items() if all(w in text for w in wanted)] for texts in (own, anybodys))
    )
