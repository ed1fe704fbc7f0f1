"""How large a paired difference is, how small a one could be found, and p-values adjusted for being several."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol, TypeVar

from evaluators.statistics.clustered import clustered_mean, clustered_test
from evaluators.statistics.paired import detectable_difference, holm, paired_difference
from evaluators.statistics.significance import Interval, PairedTest, exact_mcnemar


@dataclass(frozen=True, slots=True)
class Difference:
    """Share of the first minus share of the second, -1..1, with its 95 % interval.

    Attributes:
        detectable: the smallest true difference that so many questions would find with 80 % probability; None where
            none would be.
        holm: the p-value adjusted for all comparisons on the same basis that the table shows.
    """

    value: float
    low: float
    high: float
    detectable: float | None
    holm: float | None = None


class Compared(Protocol):
    """A comparison of a report."""

    @property
    def basis(self) -> str:
        """What it rests on: comparisons on another basis are another family."""

    @property
    def test(self) -> PairedTest:
        """The counts and the p-value."""

    @property
    def difference(self) -> Difference | None:
        """How large it is."""


C = TypeVar("C", bound=Compared)


def paired(
    results: Sequence[tuple[bool, bool]], questions: Sequence[str], *, repeated: bool
) -> tuple[PairedTest, Difference | None]:
    """Two results of each answer compared: McNemar's test, or by question where questions were asked several times.

    The first sample of one side then stands beside the first of the other, and so on.
    """
    test = exact_mcnemar(results)
    if not repeated:
        return test, difference(test)
    mean = clustered_mean([float(first) - float(second) for first, second in results], questions)
    if mean is None:
        return test, None
    span = mean.interval or Interval(-1.0, 1.0)
    test = replace(test, p_value=clustered_test(mean), clusters=mean.clusters)
    return test, Difference(mean.value, max(-1.0, span.low), min(1.0, span.high), None)


def difference(test: PairedTest) -> Difference | None:
    """The difference of a test's two results, not yet adjusted; None without a question."""
    found = paired_difference(test)
    if found is None:
        return None
    value, interval = found
    return Difference(value, interval.low, interval.high, detectable_difference(test))


def adjusted(pairs: Iterable[C]) -> tuple[C, ...]:
    """The comparisons with their p-values adjusted by Holm's method, those of each basis together."""
    known: list[Any] = list(pairs)
    for basis in {pair.basis for pair in known}:
        places = [n for n, pair in enumerate(known) if pair.basis == basis and pair.test.p_value is not None]
        for place, p in zip(places, holm([known[n].test.p_value for n in places]), strict=True):
            pair = known[place]
            if pair.difference is not None:
                known[place] = replace(pair, difference=replace(pair.difference, holm=p))
    return tuple(known)
