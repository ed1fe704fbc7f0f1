"""Question sets have versions, references grow, verdicts are carried over."""

import hashlib
import json

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns without rebuilding a table: dropping one would take what refers to it along."""
    op.add_column("question_sets", sa.Column("content", sa.String(length=64), nullable=False, server_default=""))
    op.add_column("question_sets", sa.Column("family", sa.String(length=64), nullable=False, server_default=""))
    op.add_column("question_sets", sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
    op.create_index(op.f("ix_question_sets_content"), "question_sets", ["content"])
    op.create_index(op.f("ix_question_sets_family"), "question_sets", ["family"])
    op.add_column("judgements", sa.Column("rejudged", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("verdicts", sa.Column("carried_from", sa.Integer(), nullable=True))
    op.create_table(
        "reference_changes",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("family", sa.String(length=64), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("value", sa.String(length=16), nullable=False),
        sa.Column("reviewer", sa.Text(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.Column("judged", sa.Boolean(), nullable=False),
        sa.Column("time", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_id"], ["items.id"], name=op.f("fk_reference_changes_item_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reference_changes")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_reference_changes_family"), "reference_changes", ["family"])
    op.create_index(op.f("ix_reference_changes_item_id"), "reference_changes", ["item_id"])
    _identify_known_sets()


def downgrade() -> None:
    """Remove them, again without rebuilding a table."""
    op.drop_table("reference_changes")
    op.drop_column("verdicts", "carried_from")
    op.drop_column("judgements", "rejudged")
    for name in ("family", "content"):
        op.drop_index(op.f(f"ix_question_sets_{name}"), "question_sets")
    for name in ("version", "family", "content"):
        op.drop_column("question_sets", name)


def _identify_known_sets() -> None:
    """Each set that is there becomes the first version of its own family."""
    db = op.get_bind()
    sets = sa.table("question_sets", *(sa.column(name) for name in ("id", "content", "family")))
    json_columns = (sa.column("sides", sa.JSON), sa.column("extra", sa.JSON))
    questions = sa.table("questions", *map(sa.column, ("set_id", "position", "no", "type")), *json_columns)
    for set_id in db.scalars(sa.select(sets.c.id)).all():
        found = db.execute(
            sa.select(questions.c.no, questions.c.type, questions.c.sides, questions.c.extra)
            .where(questions.c.set_id == set_id)
            .order_by(questions.c.position)
        )
        rows = [list(row) for row in found]
        text = json.dumps(rows, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
        content = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
        db.execute(sa.update(sets).where(sets.c.id == set_id).values(content=content, family=content))
