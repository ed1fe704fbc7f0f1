"""How a run is reviewed: its settings, and the random samples drawn from it."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import UTC, datetime

import sqlalchemy as sa

from app.errors import NarabeError
from app.store import _tables as t
from app.store._database import Database, insert_id
from app.verdicts import MODES, ReviewSettings, Sample


class Reviews(Database):
    """What the store knows of how runs are reviewed."""

    def review_settings(self, run_id: str) -> ReviewSettings:
        """How a run is reviewed; the tags are its question set's."""
        with self._reading() as db:
            return settings_of(db, run_id)

    def blind_runs(self, reviewer: str) -> frozenset[str]:
        """The runs that are reviewed blind, and that this reviewer does not oversee."""
        row = t.review_settings.c
        oversees = (row.lead == reviewer) & ~row.lead_grades
        with self._reading() as db:
            return frozenset(db.scalars(sa.select(row.run_id).where(row.blind, ~oversees)))

    def set_review(self, run_id: str, wanted: ReviewSettings, by: str) -> ReviewSettings:
        """Keep how a run is reviewed; whoever does so first is its lead. The tags hold for its whole question set.

        Raises:
            NarabeError: no name, another one's run to lead, or settings that make no sense.
        """
        kept = _checked(wanted)
        with self._writing() as db:
            known = settings_of(db, run_id)
            if not by.strip():
                raise NarabeError(
                    "a lead needs a name → say your name first",
                    "リーダーの名前がありません → 先に名前を入力してください",
                )
            if known.lead not in ("", by):
                raise NarabeError(
                    f"{known.lead} leads the review of this run → ask {known.lead} to change it",
                    f"この実行の評価リーダーは {known.lead} です → {known.lead} に変更を頼んでください",
                )
            kept = replace(kept, lead=by)
            row = {name: value for name, value in asdict(kept).items() if name != "tags"}
            db.execute(sa.delete(t.review_settings).where(t.review_settings.c.run_id == run_id))
            db.execute(sa.insert(t.review_settings).values(run_id=run_id, **row))
            family = _family(db, run_id)
            db.execute(sa.delete(t.tag_lists).where(t.tag_lists.c.family == family))
            db.execute(sa.insert(t.tag_lists).values(family=family, tags=list(kept.tags)))
        return kept

    def draw_sample(self, sample: Sample) -> Sample:
        """Keep that a random sample was drawn; the same one is kept once. Returns it with its id and time."""
        now = datetime.now(UTC)
        with self._writing() as db:
            same = (
                (t.samples.c.run_id == sample.run_id) & (t.samples.c.n == sample.n) & (t.samples.c.seed == sample.seed)
            )
            if known := _samples(db, same):
                return known[0]
            made = replace(sample, time=now)
            row = {name: value for name, value in asdict(made).items() if name != "id"}
            return replace(made, id=insert_id(db, t.samples, row))

    def samples(self, run_id: str) -> list[Sample]:
        """The random samples that were drawn from a run, oldest first."""
        with self._reading() as db:
            return _samples(db, t.samples.c.run_id == run_id)


def _checked(wanted: ReviewSettings) -> ReviewSettings:
    team = tuple(dict.fromkeys(name.strip() for name in wanted.team if name.strip()))
    tags = tuple(dict.fromkeys(tag.strip() for tag in wanted.tags if tag.strip()))
    if wanted.mode not in MODES or not 1 <= wanted.reviewers_each <= 20:
        raise NarabeError(
            f"{wanted.mode!r} with {wanted.reviewers_each} reviewers is no way to share questions → "
            "use all, split or overlap, with 1 to 20 reviewers each",
            f"{wanted.mode!r}（{wanted.reviewers_each} 人）では分担できません → "
            "all、split、overlap のいずれかと、1〜20 人にしてください",
        )
    return replace(wanted, team=team, tags=tags)


def settings_of(db: sa.Connection, run_id: str) -> ReviewSettings:
    """How a run is reviewed."""
    row = db.execute(sa.select(t.review_settings).where(t.review_settings.c.run_id == run_id)).mappings().first()
    tags = db.scalar(sa.select(t.tag_lists.c.tags).where(t.tag_lists.c.family == _family(db, run_id)))
    known = ReviewSettings()
    if row is not None:
        values = {name: value for name, value in row.items() if name != "run_id"}
        known = ReviewSettings(**{**values, "team": tuple(values["team"])})
    return known if tags is None else replace(known, tags=tuple(tags))


def _family(db: sa.Connection, run_id: str) -> str:
    of_run = sa.select(t.question_sets.c.family).join(t.runs, t.runs.c.set_id == t.question_sets.c.id)
    return str(db.scalar(of_run.where(t.runs.c.id == run_id)) or "")


def _samples(db: sa.Connection, wanted: sa.ColumnElement[bool]) -> list[Sample]:
    listed = db.execute(sa.select(t.samples).where(wanted).order_by(t.samples.c.id))
    return [Sample(**row) for row in listed.mappings()]
