"""Answers keep the passages that their prompt held."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; answers from before had none."""
    op.add_column("answers", sa.Column("passages", sa.JSON(), nullable=False, server_default="[]"))


def downgrade() -> None:
    """Remove it."""
    op.drop_column("answers", "passages")
