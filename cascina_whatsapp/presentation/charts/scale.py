"""The scale from numbers to heights: an axis with round numbers on it."""

from collections.abc import Iterable
from dataclasses import dataclass

LINES = 4
"""Grid lines at most above the lowest: more say nothing more."""
ROUND = (1, 2, 5, 10)


@dataclass(frozen=True)
class Scale:
    """An axis from `low` to `high`, whole numbers, with a mark at every `step`."""

    low: int
    high: int
    step: int

    def height(self, value: int, full: int) -> int:
        """Compute how far a value is below the top of an area of height `full`. In integers, for huge numbers."""
        span = self.high - self.low
        return (full * (self.high - value) + span // 2) // span

    def marks(self) -> range:
        """The round numbers, from the lowest up."""
        return range(self.low, self.high + 1, self.step)


def scale(values: Iterable[int], *, from_zero: bool = True) -> Scale:
    """The axis on which all of the values have room; with `from_zero` it shows zero, too.

    Where all are the same, or there are none, it is one step high.
    """
    known = list(values) or [0]
    least, most = min(known), max(known)
    if from_zero:
        least, most = min(least, 0), max(most, 0)
    step = _step(most - least)
    low, high = least // step * step, -(-most // step) * step
    return Scale(low, high if high > low else low + step, step)


def _step(span: int) -> int:
    """Return the least round step that needs at most LINES lines: 1, 2 or 5 and zeros; people come whole."""
    wanted = max(1, -(-span // LINES))
    power: int = 10 ** (len(str(wanted)) - 1)
    return next(power * first for first in ROUND if power * first >= wanted)
