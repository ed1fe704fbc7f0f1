"""The store, and the small files of its home, kept in another place, and read back from there.

The place holds *generations*: the first segment of each is the whole database, each further one the pages that changed
since the one before. A segment is a file of its own that is written once; nothing in the place is ever changed.
"""

from app.store.backup.keeper import Keeper, Kept
from app.store.backup.places import Place, place
from app.store.backup.restoring import Restored, restore
from app.store.backup.settled import keep_now, keeper_of, read_back, read_back_at_start

__all__ = [
    "Keeper",
    "Kept",
    "Place",
    "Restored",
    "keep_now",
    "keeper_of",
    "place",
    "read_back",
    "read_back_at_start",
    "restore",
]
