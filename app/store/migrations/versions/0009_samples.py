"""A question may be asked several times: items say which sample they are."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

BEFORE = ["run_id", "question_id", "arm_id", "language"]
AFTER = [*BEFORE, "sample"]
PARTS = ("answers", "scores", "judgements", "verdicts", "annotations")


def upgrade() -> None:
    """Add the column; items from before are first samples."""
    _check()
    with op.batch_alter_table("items", schema=None) as batch_op:
        batch_op.add_column(sa.Column("sample", sa.Integer(), nullable=False, server_default="1"))
        batch_op.drop_constraint(batch_op.f("uq_items_run_id_question_id_arm_id_language"), type_="unique")
        batch_op.create_unique_constraint(batch_op.f("uq_items_run_id_question_id_arm_id_language_sample"), AFTER)


def downgrade() -> None:
    """Remove it, and with it all samples but the first."""
    _check()
    items = sa.table("items", sa.column("id"), sa.column("sample"))
    further = sa.select(items.c.id).where(items.c.sample > 1)
    for name in PARTS:
        part = sa.table(name, sa.column("item_id"))
        op.execute(sa.delete(part).where(part.c.item_id.in_(further)))
    changes = sa.table("reference_changes", sa.column("item_id"))
    op.execute(sa.update(changes).where(changes.c.item_id.in_(further)).values(item_id=None))
    op.execute(sa.delete(items).where(items.c.sample > 1))
    with op.batch_alter_table("items", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_items_run_id_question_id_arm_id_language_sample"), type_="unique")
        batch_op.create_unique_constraint(batch_op.f("uq_items_run_id_question_id_arm_id_language"), BEFORE)
        batch_op.drop_column("sample")


def _check() -> None:
    """SQLite rebuilds the table, and dropping the old one would take all answers along."""
    db = op.get_bind()
    if db.dialect.name == "sqlite" and db.exec_driver_sql("PRAGMA foreign_keys").scalar():
        raise RuntimeError("foreign keys must be off while the table is rebuilt: see app.store._database.migrating")
