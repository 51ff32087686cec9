"""Finds, per queue, how probable a suggestion must be before the program may act on it alone.

A fixed threshold is not safe: how often "95 %" holds differs by queue and by time. So the last
outcomes decide: the lowest probability above which the suggestions were right often enough, by the
lower end of a Wilson interval. Agents err too, and no suggestion can agree with an agent's slips:
"often enough" is measured against the agreement of the surest suggestions, the queue's ceiling.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

TARGET_PRECISION = 0.95
FEWEST_OUTCOMES = 60
KEPT_OUTCOMES = 500
NEVER = 2.0

_Z = 1.0
_CEILING_SHARE = 0.2
_LOWEST_CEILING = 0.8

Outcome = tuple[float, bool]


class ActingThreshold:
    """The last outcomes of one queue: how probable the first suggestion was, and if it was right."""

    def __init__(self, outcomes: Iterable[Outcome] = ()) -> None:
        self.outcomes: deque[Outcome] = deque(outcomes, KEPT_OUTCOMES)
        self._value: float | None = None

    def note(self, probability: float, *, was_right: bool) -> None:
        self.outcomes.append((probability, was_right))
        self._value = None

    @property
    def value(self) -> float:
        """The least probability to act on; `NEVER` until enough is known."""
        if self._value is None:
            self._value = self._find()
        return self._value

    def _find(self) -> float:
        if len(self.outcomes) < FEWEST_OUTCOMES:
            return NEVER
        ordered = sorted(self.outcomes, reverse=True)
        probabilities = np.array([probability for probability, _ in ordered])
        rights = np.cumsum([was_right for _, was_right in ordered])
        counts = np.arange(1, len(ordered) + 1)
        goal = TARGET_PRECISION * ceiling(rights)
        is_enough = wilson_lower(rights, counts) >= goal
        # Equal probabilities stand or fall together.
        is_last = np.append(probabilities[1:] < probabilities[:-1], True)
        good = np.flatnonzero(is_enough & is_last & (counts >= FEWEST_OUTCOMES // 3))
        return float(probabilities[good[-1]]) if len(good) else NEVER


def ceiling(rights: NDArray[np.int_]) -> float:
    """Return the agreement that can be hoped for: that of the surest fifth, at its upper end."""
    count = max(1, math.ceil(_CEILING_SHARE * len(rights)))
    upper = _wilson(rights[count - 1 : count], np.array([count]), _Z)
    return max(_LOWEST_CEILING, float(upper[0]))


def wilson_lower(
    right: NDArray[np.int_], count: NDArray[np.int_], z: float = _Z
) -> NDArray[np.float64]:
    """Return the lower end of the Wilson interval for *right* out of *count*."""
    return _wilson(right, count, -z)


def _wilson(right: NDArray[np.int_], count: NDArray[np.int_], z: float) -> NDArray[np.float64]:
    share = right / count
    middle = share + z * z / (2 * count)
    half = z * np.sqrt(share * (1 - share) / count + z * z / (4 * count * count))
    result: NDArray[np.float64] = (middle + half) / (1 + z * z / count)
    return result


Place = tuple[str, int]


class ActingThresholds:
    """One threshold per head and queue; a new queue leans on the outcomes of all."""

    def __init__(self) -> None:
        self.by_place: dict[Place, ActingThreshold] = {}

    def note(self, place: Place, probability: float, *, was_right: bool) -> None:
        for where in (place, (place[0], ALL_QUEUES)):
            self.by_place.setdefault(where, ActingThreshold()).note(
                probability, was_right=was_right
            )

    def value(self, kind: str, queue: int) -> float:
        own = self.by_place.get((kind, queue), ActingThreshold())
        if len(own.outcomes) >= FEWEST_OUTCOMES:
            return own.value
        return self.by_place.get((kind, ALL_QUEUES), ActingThreshold()).value


ALL_QUEUES = -1
