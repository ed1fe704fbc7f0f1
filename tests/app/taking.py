"""A run in a worker's hands, without a worker."""

from __future__ import annotations

from app.store import Store


def take(store: Store, run_id: str, worker: str = "a worker") -> Store:
    """Claim a run; the store as its worker has it."""
    claim = store.claim(worker, run_id)
    assert claim
    return store.held_by(claim)
