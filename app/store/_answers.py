"""Answers, scores and judgements: what a run has, and what it still waits for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import sqlalchemy as sa

from app.garbage import collection_paused
from app.records import Answer, Arm, GradedAnswer, Item
from app.store import _answer_rows as rows
from app.store import _reference_rows as references
from app.store import _run_rows as run_rows
from app.store import _tables as t
from app.store._annotations import read_annotations
from app.store._database import AT_ONCE, Database, chunks
from app.store._eyes import standing_of
from app.store._speeds import Progress
from app.store._verdicts import read_verdicts
from app.verdicts import Verdict, adjudications, standing
from evaluators.results import Judgement, Scores

RATE_WINDOW = timedelta(seconds=60)


class Answers(Database):
    """What the store knows of items and their answers."""

    def pending(self, run_id: str, arm: Arm) -> list[Item]:
        """The items of an arm without an answer, errors among them, in the questions' order."""
        with self._reading() as db:
            waiting = db.execute(
                rows.items_of(run_id)
                .outerjoin(t.answers, t.answers.c.item_id == t.items.c.id)
                .where(t.arms.c.key == arm.key, t.answers.c.item_id.is_(None) | t.answers.c.error.is_not(None))
            )
            return rows.read_items(db, waiting.all())

    def save_answers(self, answers: Mapping[int, Answer]) -> None:
        """Keep answers by item id, replacing an earlier error of the same item and what was said of it."""
        now = datetime.now(UTC)
        with self._writing(alone=False) as db:
            rows.delete_parts(db, [t.answers, t.scores, t.judgements], answers)
            rows.insert_parts(db, t.answers, answers, time=now)

    def save_grades(
        self, scores: Mapping[int, Scores], judgements: Mapping[int, Judgement], seen: int | None = None
    ) -> None:
        """Keep scores and judgements by item id, replacing earlier ones.

        `seen`: the newest change of references when they were made (see `newest_change`). Where there has been a newer
        one, the judgements are kept, and to be made anew.
        """
        with self._writing() as db:
            rows.replace_grades(db, scores, judgements)
            if seen is not None:
                references.unsettle(db, seen)

    def reusable(self, run_id: str, arm: Arm) -> dict[rows.Asked, Answer]:
        """The answers that other runs have under an equal arm, by what was asked; none for a fresh run."""
        with self._reading() as db:
            if db.scalar(sa.select(t.runs.c.fresh).where(t.runs.c.id == run_id)):
                return {}
            return rows.reusable(db, run_id, arm)

    def ungraded(self, run_id: str, most: int | None = None) -> list[GradedAnswer]:
        """The answers of a run (errors among them) that were kept but not yet judged; the first `most` of them."""
        waiting = t.answers.c.item_id.is_not(None) & t.judgements.c.item_id.is_(None)
        with self._reading() as db:
            return rows.read_graded(db, (t.items.c.run_id == run_id) & waiting, most)

    def graded(self, item_ids: Sequence[int]) -> list[GradedAnswer]:
        """These items with all that is known of them, in the order asked for."""
        by_id = {
            graded.item.id: graded
            for some in chunks(item_ids)
            for graded in self._graded(t.items.c.id.in_(some), evidence=True)[0]
        }
        return [by_id[item_id] for item_id in item_ids if item_id in by_id]

    def graded_run(self, run_id: str, *, calibrated: bool = True) -> list[GradedAnswer]:
        """Every item of a run, by question, arm and language; judgements without their evidence.

        `calibrated`: under the run's calibration, where it has one; otherwise by the shipped rule.
        """
        return self._graded(t.items.c.run_id == run_id, evidence=False, calibrated=calibrated)[0]

    def reviewed_run(self, run_id: str) -> tuple[list[GradedAnswer], list[Verdict]]:
        """What `graded_run` and `verdicts` give, as they are at one moment."""
        return self._graded(t.items.c.run_id == run_id, evidence=False)

    def graded_pages(self, run_id: str) -> Iterator[list[GradedAnswer]]:
        """The same, some hundred questions at a time, so that a long run is never in memory as a whole."""
        asked = (
            sa.select(t.questions.c.id).where(t.questions.c.id.in_(_asked_in(run_id))).order_by(t.questions.c.position)
        )
        with self._reading() as db:
            questions = db.scalars(asked).all()
            for start in range(0, len(questions), AT_ONCE):
                some = t.items.c.question_id.in_(questions[start : start + AT_ONCE])
                yield self._graded((t.items.c.run_id == run_id) & some, evidence=False, db=db)[0]

    def reviewers_of(self, run_id: str) -> list[str]:
        """Whose verdicts stand in a run, each once, in the order of `graded_run`."""
        given = t.verdicts.c
        of_run = rows.items_of(run_id).join(t.verdicts, given.item_id == t.items.c.id)
        of_run = of_run.where(given.id == standing_of(given.item_id, given.reviewer)).order_by(given.id)
        with self._reading() as db:
            return list(dict.fromkeys(db.scalars(of_run.with_only_columns(given.reviewer))))

    @collection_paused()
    def _graded(
        self,
        condition: sa.ColumnElement[bool],
        *,
        evidence: bool,
        calibrated: bool = True,
        db: sa.Connection | None = None,
    ) -> tuple[list[GradedAnswer], list[Verdict]]:
        """The items that satisfy `condition`, and every verdict ever given on them.

        `db`: an open transaction; None: one of its own.
        """
        with nullcontext(db) if db else self._reading() as read:
            items = rows.read_graded(read, condition, evidence=evidence, calibrated=calibrated)
            verdicts = read_verdicts(read, condition)
            said = read_annotations(read, condition)
        stands, final = standing(verdicts), adjudications(verdicts)
        reviewed = {*stands, *final, *said}
        found = [
            replace(
                graded,
                verdicts=tuple(stands.get(graded.item.id, {}).values()),
                adjudication=final.get(graded.item.id),
                annotations=said.get(graded.item.id, ()),
            )
            if graded.item.id in reviewed
            else graded
            for graded in items
        ]
        return found, verdicts

    def progress(self, run_id: str, latest: int = 5) -> Progress:
        """The run's live figures (rates over the last minute of its work) and its newest answers."""
        now = datetime.now(UTC)
        of_run = t.items.c.run_id == run_id
        with self._reading() as db:
            run = run_rows.run(db, run_id)
            started = db.scalar(sa.select(t.runs.c.started).where(t.runs.c.id == run_id)) or now
            since = max(started, now - RATE_WINDOW)
            count, tokens = db.execute(
                sa.select(sa.func.count(), sa.func.coalesce(sa.func.sum(t.answers.c.tokens), 0))
                .join(t.items)
                .where(of_run, t.answers.c.time >= since)
            ).one()
            newest = sa.select(t.answers.c.item_id).join(t.items).where(of_run)
            newest = newest.order_by(t.answers.c.time.desc(), t.answers.c.item_id.desc()).limit(latest)
            ids = db.scalars(newest).all()
            answers = {graded.item.id: graded for graded in rows.read_graded(db, t.items.c.id.in_(ids))}
        seconds = max((now - since).total_seconds(), 1e-6)
        rate = count / seconds if run.state == "running" else 0.0
        left = (run.total - run.answered - run.errors) / rate if rate else None
        return Progress(run, rate, tokens / seconds if rate else 0.0, left, tuple(answers[item_id] for item_id in ids))


def _asked_in(run_id: str) -> sa.Select[tuple[int]]:
    """The questions of a run."""
    return sa.select(t.items.c.question_id).where(t.items.c.run_id == run_id)
