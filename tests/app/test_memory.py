"""What long work does to memory."""

import gc
import sys
from pathlib import Path

import pytest

from app.memory import give_back, uncollected

MIB = 1 << 20


def resident() -> int:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * 4096


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_what_was_freed_in_pieces_goes_back() -> None:
    pieces = [bytes(2_000) for _ in range(100_000)]
    pieces = pieces[::50]  # those in between keep the heap from shrinking by itself
    before = resident()
    give_back()
    assert before - resident() > 50 * MIB
    assert len(pieces) == 2_000


def test_garbage_is_collected_again_afterwards() -> None:
    assert gc.isenabled()
    with uncollected():
        assert not gc.isenabled()
    assert gc.isenabled()
