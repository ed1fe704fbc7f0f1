"""Whose a run is, and which verdict a withdrawal takes back."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns."""
    with op.batch_alter_table("runs", schema=None) as batch_op:
        batch_op.add_column(sa.Column("owner", sa.Text(), server_default="", nullable=False))
    with op.batch_alter_table("verdicts", schema=None) as batch_op:
        batch_op.add_column(sa.Column("withdraws", sa.Integer(), nullable=True))


def downgrade() -> None:
    """Remove them. No table is rebuilt: SQLite would take along what refers to it."""
    op.drop_column("verdicts", "withdraws")
    op.drop_column("runs", "owner")
