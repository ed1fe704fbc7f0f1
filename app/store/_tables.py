"""The store's tables, named after the records they hold. `migrations/` builds exactly these (a test compares)."""

from __future__ import annotations

from dataclasses import fields

import sqlalchemy as sa

from app.store._column_types import Passages, SafeText, UtcTime
from evaluators.results import Scores

metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _key() -> sa.Column[int]:
    return sa.Column("id", sa.Integer, primary_key=True, autoincrement=True)


def _to(target: str, name: str, *, primary_key: bool = False) -> sa.Column[int]:
    return sa.Column(
        name, sa.ForeignKey(f"{target}.id", ondelete="CASCADE"), nullable=False, primary_key=primary_key, index=True
    )


question_sets = sa.Table(
    "question_sets",
    metadata,
    _key(),
    sa.Column("sha256", sa.String(64), nullable=False, unique=True),
    sa.Column("name", SafeText, nullable=False),
    sa.Column("extra_columns", sa.JSON, nullable=False),
    sa.Column("content", sa.String(64), nullable=False, server_default="", index=True),
    sa.Column("family", sa.String(64), nullable=False, server_default="", index=True),
    sa.Column("version", sa.Integer, nullable=False, server_default="1"),
)

reference_changes = sa.Table(
    "reference_changes",
    metadata,
    _key(),
    sa.Column("family", sa.String(64), nullable=False, index=True),
    sa.Column("language", sa.String(2), nullable=False),
    sa.Column("question", SafeText, nullable=False),
    sa.Column("text", SafeText, nullable=False),
    sa.Column("value", sa.String(16), nullable=False),
    sa.Column("reviewer", SafeText, nullable=False),
    sa.Column("item_id", sa.ForeignKey("items.id", ondelete="SET NULL"), index=True),
    sa.Column("judged", sa.Boolean, nullable=False),
    sa.Column("time", UtcTime, nullable=False),
    sqlite_autoincrement=True,
)

questions = sa.Table(
    "questions",
    metadata,
    _key(),
    _to("question_sets", "set_id"),
    sa.Column("position", sa.Integer, nullable=False),
    sa.Column("no", SafeText, nullable=False),
    sa.Column("type", SafeText, nullable=False),
    sa.Column("sides", sa.JSON, nullable=False),
    sa.Column("extra", sa.JSON, nullable=False),
    sa.Column("plain", SafeText, nullable=False, server_default=""),
    sa.UniqueConstraint("set_id", "position"),
)

runs = sa.Table(
    "runs",
    metadata,
    sa.Column("id", sa.String(40), primary_key=True),
    sa.Column("set_id", sa.ForeignKey("question_sets.id"), nullable=False),
    sa.Column("trial", sa.Boolean, nullable=False),
    sa.Column("fresh", sa.Boolean, nullable=False),
    sa.Column("owner", SafeText, nullable=False, server_default=""),
    sa.Column("bounded", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("languages", sa.JSON, nullable=False),
    sa.Column("state", sa.String(16), nullable=False),
    sa.Column("message", SafeText, nullable=False),
    sa.Column("stage", sa.String(24), nullable=False),
    sa.Column("stage_progress", sa.Float, nullable=False),
    sa.Column("requested", sa.String(16), nullable=False),
    sa.Column("worker", sa.String(80)),
    sa.Column("lease_until", UtcTime),
    sa.Column("created", UtcTime, nullable=False),
    sa.Column("started", UtcTime),
    sa.Column("updated", UtcTime, nullable=False),
    sa.Column("label", SafeText, nullable=False, server_default=""),
    sa.Column("archived", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("example", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("deleted", UtcTime),
)

arms = sa.Table(
    "arms",
    metadata,
    _key(),
    _to("runs", "run_id"),
    sa.Column("position", sa.Integer, nullable=False),
    sa.Column("key", sa.String(64), nullable=False),
    sa.Column("settings", sa.JSON, nullable=False),
    sa.UniqueConstraint("run_id", "key"),
)

items = sa.Table(
    "items",
    metadata,
    _key(),
    _to("runs", "run_id"),
    _to("questions", "question_id"),
    _to("arms", "arm_id"),
    sa.Column("language", sa.String(2), nullable=False),
    sa.Column("sample", sa.Integer, nullable=False, server_default="1"),
    sa.UniqueConstraint("run_id", "question_id", "arm_id", "language", "sample"),
)

answers = sa.Table(
    "answers",
    metadata,
    _to("items", "item_id", primary_key=True),
    sa.Column("raw", SafeText, nullable=False),
    sa.Column("text", SafeText, nullable=False),
    sa.Column("language", sa.String(8), nullable=False),
    sa.Column("tokens", sa.Integer, nullable=False),
    sa.Column("seconds", sa.Float, nullable=False),
    sa.Column("finish_reason", sa.String(16), nullable=False),
    sa.Column("error", SafeText),
    sa.Column("time", UtcTime, nullable=False),
    sa.Column("passages", Passages, nullable=False, server_default="[]"),
    sa.Column("plain", SafeText, nullable=False, server_default=""),
)

scores = sa.Table(
    "scores",
    metadata,
    _to("items", "item_id", primary_key=True),
    *(sa.Column(field.name, sa.Float) for field in fields(Scores)),
)

judgements = sa.Table(
    "judgements",
    metadata,
    _to("items", "item_id", primary_key=True),
    sa.Column("value", sa.String(16), nullable=False),
    sa.Column("probability", sa.Float),
    sa.Column("language_ok", sa.Boolean),
    sa.Column("reason", SafeText, nullable=False),
    sa.Column("reason_ja", SafeText, nullable=False),
    sa.Column("evidence", sa.JSON, nullable=False),
    sa.Column("rejudged", sa.Integer, nullable=False, server_default="0"),
    sa.Index(None, "item_id", "value", "probability"),  # lists need no more of it, and its evidence is long
)

verdicts = sa.Table(
    "verdicts",
    metadata,
    _key(),
    _to("items", "item_id"),
    sa.Column("value", sa.String(16), nullable=False),
    sa.Column("language_ok", sa.Boolean),
    sa.Column("comment", SafeText, nullable=False),
    sa.Column("reviewer", SafeText, nullable=False),
    sa.Column("judgement_visible", sa.Boolean, nullable=False),
    sa.Column("time", UtcTime, nullable=False),
    sa.Column("carried_from", sa.Integer),
    sa.Column("withdraws", sa.Integer),
    sa.Column("adjudicated", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("source", SafeText, nullable=False, server_default=""),
    sa.Index(None, "reviewer", "item_id"),
    sqlite_autoincrement=True,
)

annotated = sa.Table(
    "annotations",
    metadata,
    _key(),
    _to("items", "item_id"),
    sa.Column("reviewer", SafeText, nullable=False),
    sa.Column("tags", sa.JSON, nullable=False),
    sa.Column("score", sa.Integer),
    sa.Column("flagged", sa.Boolean, nullable=False),
    sa.Column("draft", SafeText, nullable=False),
    sa.Column("time", UtcTime, nullable=False),
    sa.Index(None, "reviewer", "item_id"),
    sqlite_autoincrement=True,
)

review_settings = sa.Table(
    "review_settings",
    metadata,
    _to("runs", "run_id", primary_key=True),
    sa.Column("mode", sa.String(16), nullable=False),
    sa.Column("reviewers_each", sa.Integer, nullable=False),
    sa.Column("blind", sa.Boolean, nullable=False),
    sa.Column("lead", SafeText, nullable=False),
    sa.Column("lead_grades", sa.Boolean, nullable=False),
    sa.Column("team", sa.JSON, nullable=False),
)

tag_lists = sa.Table(
    "tag_lists",
    metadata,
    sa.Column("family", sa.String(64), primary_key=True),
    sa.Column("tags", sa.JSON, nullable=False),
)

reservations = sa.Table(
    "reservations",
    metadata,
    _to("runs", "run_id", primary_key=True),
    _to("questions", "question_id", primary_key=True),
    sa.Column("reviewer", SafeText, primary_key=True),
    sa.Column("until", UtcTime, nullable=False),
)

samples = sa.Table(
    "samples",
    metadata,
    _key(),
    _to("runs", "run_id"),
    sa.Column("n", sa.Integer, nullable=False),
    sa.Column("seed", sa.Integer, nullable=False),
    sa.Column("reviewer", SafeText, nullable=False),
    sa.Column("time", UtcTime, nullable=False),
)

calibrations = sa.Table(
    "calibrations",
    metadata,
    _key(),
    _to("runs", "run_id"),
    sa.Column("fitted", sa.JSON, nullable=False),
    sa.Column("held_out", sa.JSON, nullable=False),
    sa.Column("time", UtcTime, nullable=False),
    sqlite_autoincrement=True,
)

speeds = sa.Table(
    "speeds",
    metadata,
    _key(),
    sa.Column("model", SafeText, nullable=False, index=True),
    sa.Column("arm_key", sa.String(64), nullable=False),
    sa.Column("machine", SafeText, nullable=False),
    sa.Column("answers", sa.Integer, nullable=False),
    sa.Column("tokens", sa.Integer, nullable=False),
    sa.Column("seconds", sa.Float, nullable=False),
    sa.Column("time", UtcTime, nullable=False),
)
