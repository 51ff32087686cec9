"""Notices that two codes have changed places: each is chosen where the other one is expected.

A model that learns one label after the other needs dozens until it has unlearnt what a code meant.
Where two codes are taken for each other in both directions there is a simpler explanation: what was
learnt of the one holds for the other now. Each label weighs the two explanations; one direction
alone never counts, because a code that is merely given up, or chosen carelessly, looks like that.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

from wrapup_desk.domain.recommender.finite_numbers import share

# So many labels are taken to be slips, to any code of the list alike.
_SLIPS = 0.1
# One label never says more than this (log-odds), for or against.
_MOST_SAID = 2.0
# So much (log-odds), with so many labels in each direction, and the two have changed places.
_ENOUGH = 7.0
_FEWEST_EACH = 2
# Of which nothing was heard for longest is forgotten first.
KEPT_PAIRS = 1_000

# The columns of two codes, the smaller one first.
Pair = tuple[int, int]


@dataclass(slots=True)
class Leaning:
    """How much likelier the last labels are if two codes changed places (log-odds, from 0)."""

    odds: float = 0.0
    # How often each of the two was chosen where the other one was expected.
    chosen_instead: dict[int, int] = field(default_factory=dict)

    def is_enough(self) -> bool:
        """Whether the labels so far, in both directions, leave no other explanation."""
        each = self.chosen_instead.values()
        return self.odds >= _ENOUGH and len(each) > 1 and min(each) >= _FEWEST_EACH


class ChangedPlaces:
    """What the last labels say of each two codes that were taken for each other."""

    def __init__(self) -> None:
        self.leanings: dict[Pair, Leaning] = {}

    def note(self, expected: Mapping[int, float], chosen: int) -> int | None:
        """Note a label; return the code that *chosen* has changed places with, if it has.

        Args:
            expected: how probable each code of the list was, by its column.
            chosen: the column of the code that was chosen.
        """
        first = max(expected, key=lambda column: expected[column])
        if first == chosen:
            self._agreed(expected, first)
            return None
        pair = min(first, chosen), max(first, chosen)
        leaning = self.leanings.pop(pair, None) or Leaning()
        leaning.odds += _said(expected[first], expected[chosen], len(expected))
        leaning.chosen_instead[chosen] = leaning.chosen_instead.get(chosen, 0) + 1
        if leaning.is_enough():
            return first
        self.leanings[pair] = leaning
        while len(self.leanings) > KEPT_PAIRS:
            del self.leanings[next(iter(self.leanings))]
        return None

    def _agreed(self, expected: Mapping[int, float], first: int) -> None:
        for pair in [pair for pair in self.leanings if first in pair]:
            other = pair[0] if first == pair[1] else pair[1]
            leaning = self.leanings[pair]
            leaning.odds -= _said(expected[first], expected.get(other, 0.0), len(expected))
            if leaning.odds <= 0:
                del self.leanings[pair]


def _said(more: float, less: float, codes: int) -> float:
    """Return how much likelier a label of probability *more* is than one of *less* (log-odds)."""
    slip = _SLIPS / max(1, codes)
    likelier, other = ((1 - _SLIPS) * share(each) + slip for each in (more, less))
    return min(_MOST_SAID, math.log(likelier / other))
