"""Everything durable: question sets, runs, answers, verdicts and references, as records in and records out.

The class `Store` is the only door; its parts are the private modules beside it, one concept each.
"""

from app.store._bounds import Bounds
from app.store._claims import worker_name
from app.store._database import Claim, ClaimLost
from app.store._eyes import Eyes
from app.store._lineage import Lineage
from app.store._listing import Counts, ListedRow
from app.store._neighbours import Place
from app.store._plain import plain
from app.store._references import joins
from app.store._reservations import Share, Shares
from app.store._review_list import IndexRow, IndexSide
from app.store._runs import Content
from app.store._speeds import Estimate, Progress
from app.store._store import Store
from app.store._wishes import QUEUES, Wish

__all__ = [
    "QUEUES",
    "Bounds",
    "Claim",
    "ClaimLost",
    "Content",
    "Counts",
    "Estimate",
    "Eyes",
    "IndexRow",
    "IndexSide",
    "Lineage",
    "ListedRow",
    "Place",
    "Progress",
    "Share",
    "Shares",
    "Store",
    "Wish",
    "joins",
    "plain",
    "worker_name",
]
