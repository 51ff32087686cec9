"""Estimates a share of all from some of them, with the interval that the number allows."""

from __future__ import annotations

import math
from dataclasses import dataclass

# The 95 % interval of a normal distribution is so many standard deviations wide on each side.
_Z = 1.959964


@dataclass(frozen=True, slots=True)
class Estimate:
    """*count* of *of* looked at, as a share of the whole they were taken from.

    `low` and `high` are the ends of the 95 % interval of Wilson (1927), which stays within 0 and
    1 and is honest for few and for none.
    """

    count: float
    of: float

    @property
    def rate(self) -> float:
        return self.count / self.of if self.of else 0.0

    @property
    def low(self) -> float:
        return max(0.0, self._middle - self._half)

    @property
    def high(self) -> float:
        return min(1.0, self._middle + self._half) if self.of else 1.0

    @property
    def _middle(self) -> float:
        return (self.count + _Z * _Z / 2) / (self.of + _Z * _Z)

    @property
    def _half(self) -> float:
        spread = self.rate * (1 - self.rate) * self.of + _Z * _Z / 4
        return _Z * math.sqrt(spread) / (self.of + _Z * _Z)

    def is_clearly_above(self, rate: float) -> bool:
        """Whether the whole interval lies above *rate*."""
        return bool(self.of) and self.low > rate

    def is_clearly_below(self, rate: float) -> bool:
        """Whether the whole interval lies below *rate*."""
        return bool(self.of) and self.high < rate


NOTHING_SEEN = Estimate(0, 0)
