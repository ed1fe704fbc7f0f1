"""A run says whether the limits for visitors hold for it: not for what a reviewer or an admin asked for."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; so far they held for every run of a visitor."""
    op.add_column("runs", sa.Column("bounded", sa.Boolean(), server_default=sa.false(), nullable=False))
    runs = sa.table("runs", sa.column("owner"), sa.column("bounded"))
    op.execute(sa.update(runs).where(runs.c.owner != "").values(bounded=sa.true()))


def downgrade() -> None:
    """Remove it."""
    op.drop_column("runs", "bounded")
