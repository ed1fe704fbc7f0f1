"""Runs have names of their own, are archived and deleted; one may be an example."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns."""
    op.add_column("runs", sa.Column("label", sa.Text(), nullable=False, server_default=""))
    op.add_column("runs", sa.Column("archived", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("runs", sa.Column("example", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("runs", sa.Column("deleted", sa.DateTime(), nullable=True))


def downgrade() -> None:
    """Remove them. No table is rebuilt: SQLite would take along what refers to it."""
    for name in ("deleted", "example", "archived", "label"):
        op.drop_column("runs", name)
