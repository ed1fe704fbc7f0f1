"""Everything durable: question sets, runs, answers and verdicts, as records in and records out.

Each method is one transaction; what it has returned is on disk.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from app.errors import NarabeError
from app.records import (
    Answer,
    Arm,
    GradedAnswer,
    IndexRow,
    Item,
    Language,
    Progress,
    QuestionSet,
    Run,
    RunState,
    Verdict,
)
from app.store import graded, lineage, references, rows
from app.store import tables as t
from app.store.database import insert_id, open_database, writing
from app.store.garbage import uncollected
from app.store.verdicts import review_index, standing
from evaluators.results import Judgement, Scores

RATE_WINDOW = timedelta(seconds=60)


class Store:
    """The database behind the app; one per process is enough, and it may be used from any thread."""

    def __init__(self, url: str) -> None:
        self.engine = open_database(url)

    # -- question sets ------------------------------------------------------------------------------------------

    def add_question_set(self, question_set: QuestionSet, *, trial: bool = False) -> int:
        """Keep a question set; one with the same content is the same set. Returns its id."""
        with writing(self.engine).begin() as db:
            found = lineage.trace(db, question_set, alone=trial)
            if found.set_id is not None:
                return found.set_id
            values = rows.question_set_values(question_set) | lineage.values(question_set, found)
            set_id = insert_id(db, t.question_sets, values)
            db.execute(sa.insert(t.questions), rows.question_values(set_id, question_set.questions))
            return set_id

    def trace(self, question_set: QuestionSet) -> lineage.Lineage:
        """Where a question set stands among those that are known: the same, a new version of one, or new."""
        with self.engine.begin() as db:
            return lineage.trace(db, question_set)

    def question_set(self, run_id: str) -> QuestionSet:
        """The question set of a run, whole (whatever the run's limit), with the references that were added to it."""
        with self.engine.begin() as db:
            found = db.execute(sa.select(t.question_sets).join(t.runs).where(t.runs.c.id == run_id)).one()
            listed = db.execute(
                sa.select(t.questions).where(t.questions.c.set_id == found.id).order_by(t.questions.c.position)
            )
            accepted = references.accepted_in(db, [found.family])
            grown = tuple(references.grown(rows.question(row), found.family, accepted) for row in listed)
            return QuestionSet(found.name, found.sha256, grown, tuple(found.extra_columns))

    # -- runs ---------------------------------------------------------------------------------------------------

    def create_run(
        self,
        question_set: QuestionSet,
        arms: Sequence[Arm],
        languages: Sequence[Language],
        limit: int | None = None,
        *,
        fresh: bool = False,
        trial: bool = False,
    ) -> Run:
        """Queue a new run of the first `limit` questions (None: all) under each arm in each language.

        A `fresh` run asks the model for every answer, also for those that another run has.
        """
        set_id = self.add_question_set(question_set, trial=trial)
        now = datetime.now(UTC)
        run_id = f"{now:%Y%m%d-%H%M%S}-{os.urandom(3).hex()}"
        with writing(self.engine).begin() as db:
            db.execute(
                sa.insert(t.runs).values(rows.run_values(run_id, set_id, languages, now, fresh=fresh, trial=trial))
            )
            for position, arm in enumerate(arms):
                db.execute(sa.insert(t.arms).values(rows.arm_values(run_id, position, arm)))
            rows.add_items(db, run_id, languages, limit)
        return self.run(run_id)

    def extend_run(self, run_id: str, languages: Sequence[Language], limit: int | None) -> Run:
        """Add what a repeated request asks beyond the run's items, and queue it again unless it is running."""
        with writing(self.engine).begin() as db:
            rows.add_items(db, run_id, languages, limit)
            known = db.scalar(sa.select(t.runs.c.languages).where(t.runs.c.id == run_id)) or []
            merged = [code for code in ("ja", "en") if code in {*known, *languages}]
            db.execute(sa.update(t.runs).where(t.runs.c.id == run_id).values(languages=merged))
        if self.run(run_id).state != "running":
            self.set_state(run_id, "queued")
        return self.run(run_id)

    def find_run(self, sha256: str, arms: Iterable[Arm]) -> Run | None:
        """The newest run of this question set under exactly these arms."""
        keys = {arm.key for arm in arms}
        for run in self.runs():
            if run.sha256 == sha256 and {arm.key for arm in run.arms} == keys:
                return run
        return None

    def runs(self, *, trials: bool = False) -> list[Run]:
        """All runs, newest first; trials only when asked for."""
        wanted = sa.true() if trials else t.runs.c.trial.is_(False)
        with self.engine.begin() as db:
            return rows.runs(db, wanted)

    def run(self, run_id: str) -> Run:
        """One run, as it stands now.

        Raises:
            NarabeError: no run has this id.
        """
        with self.engine.begin() as db:
            found = rows.runs(db, t.runs.c.id == run_id)
        if not found:
            raise NarabeError(f"no run has the id {run_id!r} → `python -m app runs` lists them")
        return found[0]

    def set_state(self, run_id: str, state: RunState, message: str = "") -> None:
        """Move a run to a state; queueing it withdraws a cancel, and any state but running frees the lease."""
        values: dict[str, Any] = {"state": state, "message": message, "updated": datetime.now(UTC), "stage": ""}
        if state == "queued":
            values["requested"] = ""
        if state != "running":
            values |= {"worker": None, "lease_until": None}
        with writing(self.engine).begin() as db:
            db.execute(sa.update(t.runs).where(t.runs.c.id == run_id).values(values))

    def set_stage(self, run_id: str, stage: str, progress: float = 0.0) -> None:
        """Say what a running run is busy with (`converting`, `loading`, `answering`)."""
        with writing(self.engine).begin() as db:
            db.execute(sa.update(t.runs).where(t.runs.c.id == run_id).values(stage=stage, stage_progress=progress))

    def request_cancel(self, run_id: str) -> None:
        """Ask the worker to end a run; one that no worker has is cancelled at once. All answers are kept."""
        self._request(run_id, "cancelled")

    def request_pause(self, run_id: str) -> None:
        """Ask the worker to pause a run, to be resumed later; one that no worker has is paused at once."""
        self._request(run_id, "paused")

    def _request(self, run_id: str, state: RunState) -> None:
        with writing(self.engine).begin() as db:
            db.execute(
                sa.update(t.runs)
                .where(t.runs.c.id == run_id, t.runs.c.state.in_(["queued", "running"]))
                .values(
                    requested=state,
                    state=sa.case((t.runs.c.state == "queued", state), else_=t.runs.c.state),
                    updated=datetime.now(UTC),
                )
            )

    # -- items and answers --------------------------------------------------------------------------------------

    def pending(self, run_id: str, arm: Arm) -> list[Item]:
        """The items of an arm without an answer, errors among them, in the questions' order."""
        with self.engine.begin() as db:
            found = db.execute(
                graded.items_of(run_id)
                .outerjoin(t.answers, t.answers.c.item_id == t.items.c.id)
                .where(t.arms.c.key == arm.key, t.answers.c.item_id.is_(None) | t.answers.c.error.is_not(None))
            )
            return graded.read_items(db, found.all())

    def save_answers(self, answers: Mapping[int, Answer]) -> None:
        """Keep answers by item id, replacing an earlier error of the same item and what was said of it."""
        now = datetime.now(UTC)
        with writing(self.engine).begin() as db:
            for table in (t.answers, t.scores, t.judgements):
                db.execute(sa.delete(table).where(table.c.item_id.in_(answers)))
            graded.insert_parts(db, t.answers, answers, time=now)

    def save_grades(self, scores: Mapping[int, Scores], judgements: Mapping[int, Judgement]) -> None:
        """Keep scores and judgements by item id, replacing earlier ones."""
        with writing(self.engine).begin() as db:
            graded.replace_grades(db, scores, judgements)

    def reusable(self, run_id: str, arm: Arm) -> dict[tuple[Language, str], Answer]:
        """The answers that other runs have under an equal arm, by language and question text; none for a fresh run."""
        with self.engine.begin() as db:
            if db.scalar(sa.select(t.runs.c.fresh).where(t.runs.c.id == run_id)):
                return {}
            return graded.reusable(db, run_id, arm)

    def ungraded(self, run_id: str, most: int | None = None) -> list[GradedAnswer]:
        """The answers of a run (errors among them) that were kept but not yet judged; the first `most` of them."""
        waiting = t.answers.c.item_id.is_not(None) & t.judgements.c.item_id.is_(None)
        with self.engine.begin() as db:
            return graded.read_graded(db, (t.items.c.run_id == run_id) & waiting, most)

    def graded(self, item_ids: Sequence[int]) -> list[GradedAnswer]:
        """These items with all that is known of them, in the order asked for."""
        found = {one.item.id: one for one in self._graded(t.items.c.id.in_(item_ids), evidence=True)}
        return [found[item_id] for item_id in item_ids if item_id in found]

    def graded_run(self, run_id: str) -> list[GradedAnswer]:
        """Every item of a run, by question, arm and language; judgements without their evidence."""
        return self._graded(t.items.c.run_id == run_id, evidence=False)

    @uncollected()
    def _graded(self, condition: sa.ColumnElement[bool], *, evidence: bool) -> list[GradedAnswer]:
        with self.engine.begin() as db:
            found = graded.read_graded(db, condition, evidence=evidence)
            given = graded.read_verdicts(db, condition)
        latest = standing(given)
        return [
            replace(one, verdicts=tuple(latest[one.item.id].values())) if one.item.id in latest else one
            for one in found
        ]

    def progress(self, run_id: str, latest: int = 5) -> Progress:
        """The run's live figures and its newest answers."""
        run = self.run(run_id)
        return graded.progress(self.engine, run, latest, RATE_WINDOW)

    def changed(self, run_id: str) -> datetime:
        """When the run's content last changed: its state, an answer, or a verdict."""
        with self.engine.begin() as db:
            times: list[datetime | None] = list(
                db.execute(
                    sa.select(
                        sa.select(t.runs.c.updated).where(t.runs.c.id == run_id).scalar_subquery(),
                        sa.select(sa.func.max(t.verdicts.c.time, type_=t.UtcTime()))
                        .join(t.items)
                        .where(t.items.c.run_id == run_id)
                        .scalar_subquery(),
                    )
                ).one()
            )
        return max(moment for moment in times if moment)

    # -- verdicts -----------------------------------------------------------------------------------------------

    def add_verdict(self, verdict: Verdict) -> Verdict:
        """Append a verdict; when this returns, it is on disk. Returns it with its id and time."""
        stamped = replace(verdict, time=datetime.now(UTC))
        with writing(self.engine).begin() as db:
            if db.scalar(sa.select(t.items.c.id).where(t.items.c.id == verdict.item_id)) is None:
                raise NarabeError(f"no answer has the id {verdict.item_id} → reload the page")
            return graded.insert_verdict(db, stamped)

    def withdraw_last(self, run_id: str, reviewer: str) -> Verdict | None:
        """Append the withdrawal of the reviewer's newest standing verdict in a run; None when none was given there."""
        with writing(self.engine).begin() as db:
            given = graded.read_verdicts(db, (t.items.c.run_id == run_id) & (t.verdicts.c.reviewer == reviewer))
            stack: list[Verdict] = []
            for verdict in given:
                if verdict.value == "withdrawn":
                    stack.pop()
                else:
                    stack.append(verdict)
            if not stack or stack[-1].carried_from is not None:
                return None
            taken = replace(stack[-1], id=0, value="withdrawn", time=datetime.now(UTC))
            return graded.insert_verdict(db, taken)

    def verdicts(self, run_id: str) -> list[Verdict]:
        """Every verdict ever given in a run, in order, withdrawals included."""
        with self.engine.begin() as db:
            return graded.read_verdicts(db, t.items.c.run_id == run_id)

    @uncollected()
    def review_index(self, run_id: str, reviewer: str) -> list[IndexRow]:
        """The review list of a run as this reviewer sees it, by arm and question."""
        with self.engine.begin() as db:
            found = graded.read_index(db, run_id)
            given = graded.read_verdicts(db, t.items.c.run_id == run_id)
        return review_index(found, standing(given), reviewer)
