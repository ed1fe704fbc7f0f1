"""Everything durable: question sets, runs, answers, verdicts and references, as records in and records out.

The class `Store` is the only door; its parts are the private modules beside it, one concept each.
"""

from app.store._bounds import Bounds
from app.store._claims import worker_name
from app.store._database import Claim, ClaimLost
from app.store._lineage import Lineage
from app.store._neighbours import Place, plain
from app.store._references import joins
from app.store._reservations import Share, Shares
from app.store._review_list import IndexRow, IndexSide
from app.store._runs import Content
from app.store._speeds import Estimate, Progress
from app.store._store import Store

__all__ = [
    "Bounds",
    "Claim",
    "ClaimLost",
    "Content",
    "Estimate",
    "IndexRow",
    "IndexSide",
    "Lineage",
    "Place",
    "Progress",
    "Share",
    "Shares",
    "Store",
    "joins",
    "plain",
    "worker_name",
]
