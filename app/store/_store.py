"""The store as others see it."""

from __future__ import annotations

from app.store._annotations import Annotations
from app.store._answers import Answers
from app.store._calibrations import Calibrations
from app.store._carrying import Carrying
from app.store._claims import Claims
from app.store._judged import Judged
from app.store._keeping import Keeping
from app.store._listing import Listing
from app.store._neighbours import Neighbours
from app.store._question_sets import QuestionSets
from app.store._references import References
from app.store._reservations import Reservations
from app.store._reviews import Reviews
from app.store._runs import Runs
from app.store._speeds import Speeds
from app.store._verdicts import Verdicts
from app.store._watch import Watch


class Store(
    QuestionSets,
    Runs,
    Claims,
    Judged,
    Keeping,
    Answers,
    Neighbours,
    Listing,
    Verdicts,
    Annotations,
    Reviews,
    Reservations,
    Calibrations,
    Carrying,
    References,
    Speeds,
):
    """The database behind the app, by its SQLAlchemy URL.

    One per process is enough, and it may be used from any thread. Each method is one transaction (a long read may come
    before it); what has returned is on disk.
    """

    def watch(self) -> Watch:
        """Tells when to look again; one for each thread."""
        return Watch(self._engine)
