"""Where an answer ends: the first stop marker after some text."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from evaluators.reasoning import answer_start


def first_marker(text: str, stop: Sequence[str]) -> int | None:
    """The position of the earliest marker in `text`, or None.

    A marker of white space alone (a line break) counts only after some text: a model that starts its answer on a new
    line has not finished it.
    """
    lead = len(text) - len(text.lstrip())
    places = [text.find(marker, 0 if marker.strip() else lead) for marker in stop if marker]
    return min((place for place in places if place >= 0), default=None)


class StopWatch:
    """Tells whether a growing row of tokens has reached a marker, by decoding only the row's tail.

    Args:
        stop: the markers.
        decode: tokens to text.
    """

    def __init__(self, stop: Sequence[str], decode: Callable[[list[int]], str]) -> None:
        self._stop = tuple(marker for marker in stop if marker)
        self._decode = decode
        # A token is at least one byte, so a marker can span as many tokens as it has bytes.
        self._tail = max((len(marker.encode()) for marker in self._stop), default=0) + 1

    def reached(self, tokens: list[int]) -> bool:
        """Whether `tokens` (all that was generated so far) holds a marker; to be asked after every token.

        A marker within the model's reasoning ends nothing.
        """
        if not self._stop:
            return False
        tail = self._decode(tokens[-self._tail :])
        if not any(marker in tail for marker in self._stop):
            return False
        text = self._decode(tokens)
        return first_marker(text[answer_start(text) :], self._stop) is not None
