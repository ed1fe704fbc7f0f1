"""The review list is asked of the database: texts as a search compares them, and what its queries look up."""

import json
import unicodedata
from collections.abc import Callable, Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

AT_ONCE = 2_000


def upgrade() -> None:
    """Add the columns, fill them for what is there, and say of every withdrawal what it takes back."""
    for table in ("questions", "answers"):
        op.add_column(table, sa.Column("plain", sa.Text(), server_default="", nullable=False))
    op.create_index("ix_judgements_item_id_value_probability", "judgements", ["item_id", "value", "probability"])
    op.create_index("ix_verdicts_reviewer_item_id", "verdicts", ["reviewer", "item_id"])
    op.create_index("ix_annotations_reviewer_item_id", "annotations", ["reviewer", "item_id"])
    _fill("questions", "id", ["no", "type", "sides"], _question)
    _fill("answers", "item_id", ["text"], lambda row: _plain(row.text))
    _name_what_is_withdrawn()


def downgrade() -> None:
    """Remove them. No table is rebuilt: SQLite would take along what refers to it."""
    op.drop_index("ix_annotations_reviewer_item_id", "annotations")
    op.drop_index("ix_verdicts_reviewer_item_id", "verdicts")
    op.drop_index("ix_judgements_item_id_value_probability", "judgements")
    for table in ("questions", "answers"):
        op.drop_column(table, "plain")


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).lower()


def _question(row: Any) -> str:
    sides = json.loads(row.sides) if isinstance(row.sides, str) else row.sides
    texts = (text for side in sides.values() for text in side if isinstance(text, str))
    return _plain("\n".join((row.no, row.type, *texts)))


def _fill(name: str, key: str, columns: Sequence[str], text: Callable[[Any], str]) -> None:
    """Fill the new column of a table, some rows at a time."""
    db = op.get_bind()
    table = sa.table(name, *(sa.column(one) for one in (key, "plain", *columns)))
    last = 0
    while True:
        wanted = sa.select(*(table.c[one] for one in (key, *columns))).where(table.c[key] > last)
        rows = db.execute(wanted.order_by(table.c[key]).limit(AT_ONCE)).all()
        if not rows:
            return
        last = rows[-1][0]
        change = sa.update(table).where(table.c[key] == sa.bindparam("row")).values(plain=sa.bindparam("text_of_row"))
        db.execute(change, [{"row": row[0], "text_of_row": text(row)} for row in rows])


def _name_what_is_withdrawn() -> None:
    """Withdrawals of the first versions took back the reviewer's verdict before them."""
    db = op.get_bind()
    verdicts = sa.table("verdicts", *(sa.column(one) for one in ("id", "item_id", "value", "reviewer", "withdraws")))
    unnamed = verdicts.c.withdraws.is_(None) & (verdicts.c.value == "withdrawn")
    touched = sa.select(verdicts.c.item_id).where(unnamed)
    stacks: dict[tuple[int, str], list[int]] = {}
    for row in db.execute(sa.select(verdicts).where(verdicts.c.item_id.in_(touched)).order_by(verdicts.c.id)).all():
        stack = stacks.setdefault((row.item_id, row.reviewer), [])
        if row.value != "withdrawn":
            stack.append(row.id)
        elif row.withdraws is not None:
            stack[:] = [one for one in stack if one != row.withdraws]
        elif stack:
            db.execute(sa.update(verdicts).where(verdicts.c.id == row.id).values(withdraws=stack.pop()))
