"""Finds, per queue, how probable a suggestion must be before the program may act on it alone.

A fixed threshold is not safe: how often "95 %" holds differs by queue and by time. So the last
outcomes decide: the lowest probability above which the suggestions were right often enough, by the
lower end of a Wilson interval. Agents err too, and no suggestion can agree with an agent's slips:
where even suggestions that ought to be nearly certain do not reach full agreement, "often enough"
is measured against what they reach, the queue's own ceiling. While a queue has seen little, the
outcomes of the other queues stand beside its own.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable, Iterable

import numpy as np
from numpy.typing import NDArray

from wrapup_desk.domain.recommender.finite_numbers import share

TARGET_PRECISION = 0.95
FEWEST_OUTCOMES = 100
KEPT_OUTCOMES = 500
NEVER = 2.0

# A new model is sure of itself before its probabilities have settled.
YOUNG_OUTCOMES = 300
_YOUNG_THRESHOLD = 0.95

# How careful the interval is. Every threshold is tried on the same outcomes, and the ceiling is an
# estimate, too: these were chosen on training rows, clean and with a tenth of the labels wrong.
_Z = 0.7
_CEILING_Z = 0.25
_FEWEST_ABOVE = 20
_CEILING_SHARE = 0.2
_LOWEST_CEILING = 0.8
_AS_GOOD_AS_FULL = 0.97
_NEARLY_ALL = 0.95
# A model that careless labels made unsure expects less of its surest, but not less than this.
_LEAST_EXPECTED = 0.9
_CERTAIN = 1.0
# What other queues met counts as so many outcomes of a queue's own, and tells its ceiling before.
_MOST_FROM_OTHERS = 200
_OWN_CEILING_OUTCOMES = 300

Outcome = tuple[float, bool]
Place = tuple[str, int]
ALL_QUEUES = -1

_Rights = NDArray[np.int_]
_Shares = NDArray[np.float64]


class ActingThreshold:
    """The last outcomes of one queue: how probable the first suggestion was, and if it was right."""

    def __init__(self, outcomes: Iterable[Outcome] = ()) -> None:
        self.outcomes: deque[Outcome] = deque(outcomes, KEPT_OUTCOMES)
        self._value: float | None = None

    def note(self, probability: float, *, was_right: bool) -> None:
        self.outcomes.append((share(probability), was_right))
        self._value = None

    @property
    def value(self) -> float:
        """The least probability to act on, by these outcomes alone; `NEVER` until enough is known."""
        return self.beside(self, lambda: 0.0)

    def beside(self, everywhere: ActingThreshold, others: Callable[[], float]) -> float:
        """Return the least probability to act on, by these outcomes and those of other queues.

        *others* returns the share that other queues have in all outcomes; asked when needed.
        """
        if self._value is None:
            self._value = self._find(everywhere, others())
        return self._value

    def _find(self, everywhere: ActingThreshold, others: float) -> float:
        if len(self.outcomes) < FEWEST_OUTCOMES:
            return NEVER
        probabilities, rights = _surest_first(self.outcomes)
        counts = np.arange(1, len(rights) + 1)
        all_probabilities, all_rights = _surest_first(everywhere.outcomes)
        above = np.searchsorted(-all_probabilities, -probabilities, side="right")
        shares = np.append(0, all_rights)[above] / np.maximum(above, 1)
        borrowed = np.minimum(above, _MOST_FROM_OTHERS) * others
        is_own = len(rights) >= _OWN_CEILING_OUTCOMES
        reached = (probabilities, rights) if is_own else (all_probabilities, all_rights)
        lower = wilson_lower(rights + borrowed * shares, counts + borrowed)
        # Equal probabilities stand or fall together.
        is_last = np.append(probabilities[1:] < probabilities[:-1], True)
        is_enough = lower >= TARGET_PRECISION * ceiling(*reached)
        good = np.flatnonzero(is_enough & is_last & (counts >= _FEWEST_ABOVE))
        return float(probabilities[good[-1]]) if len(good) else NEVER


class ActingThresholds:
    """One threshold per head and queue; a new queue leans on the outcomes of all."""

    def __init__(self) -> None:
        self.by_place: dict[Place, ActingThreshold] = {}

    def note(self, place: Place, probability: float, *, was_right: bool) -> None:
        for where in (place, (place[0], ALL_QUEUES)):
            threshold = self.by_place.setdefault(where, ActingThreshold())
            threshold.note(probability, was_right=was_right)

    def value(self, head: str, queue: int) -> float:
        """Return the least probability to act on in *queue*; `NEVER` until enough is known."""
        own = self.by_place.get((head, queue), _NOTHING)
        everywhere = self.by_place.get((head, ALL_QUEUES), _NOTHING)
        found = everywhere.value
        if len(own.outcomes) >= FEWEST_OUTCOMES:
            found = own.beside(everywhere, lambda: self._share_of_others(head, own))
        is_young = len(everywhere.outcomes) < YOUNG_OUTCOMES
        return max(found, _YOUNG_THRESHOLD) if is_young else found

    def _share_of_others(self, head: str, own: ActingThreshold) -> float:
        total = sum(
            len(each.outcomes)
            for (kind, queue), each in self.by_place.items()
            if kind == head and queue != ALL_QUEUES
        )
        return 1.0 - len(own.outcomes) / max(1, total)


_NOTHING = ActingThreshold()


def _surest_first(outcomes: Iterable[Outcome]) -> tuple[_Shares, _Rights]:
    """Return the probabilities, falling, and how many were right down to each."""
    ordered = sorted(outcomes, reverse=True)
    rights = np.cumsum([was_right for _, was_right in ordered])
    return np.array([probability for probability, _ in ordered]), rights


def ceiling(probabilities: _Shares, rights: _Rights) -> float:
    """Return the agreement that can be hoped for; both go from the surest outcome downward.

    It is one, unless those of which the model expects nearly all to be right agree clearly less,
    and not even the surest fifth always: then the labels are at fault. Where the model itself
    expects less, and gets it, the queue is merely hard, and the goal stays; where it gets clearly
    less than that, labels are at fault for what is missing. Where a list has one code nobody can
    slip, so what is certain tells nothing of labels.
    """
    certain = int((probabilities >= _CERTAIN).sum())
    if certain == len(rights):
        return 1.0
    probabilities = probabilities[certain:]
    rights = rights[certain:] - (rights[certain - 1] if certain else 0)
    fifth = max(1, math.ceil(_CEILING_SHARE * len(rights)))
    count = max(fifth, int((probabilities >= _NEARLY_ALL).sum()))
    right, of = rights[count - 1 : count], np.array([count])
    expected = float(probabilities[:count].mean())
    most = float(_wilson(right, of, 1.0)[0])
    if rights[fifth - 1] == fifth or most > _AS_GOOD_AS_FULL:
        return 1.0
    reached = float(_wilson(right, of, _CEILING_Z)[0])
    if expected < _NEARLY_ALL:
        if expected < _LEAST_EXPECTED or most >= _AS_GOOD_AS_FULL * expected:
            return 1.0
        reached /= expected
    return min(1.0, max(_LOWEST_CEILING, reached))


def wilson_lower(right: _Rights | _Shares, count: _Rights | _Shares, z: float = _Z) -> _Shares:
    """Return the lower end of the Wilson interval for *right* out of *count*."""
    return _wilson(right, count, -z)


def _wilson(right: _Rights | _Shares, count: _Rights | _Shares, z: float) -> _Shares:
    """Return the upper end of the interval, or the lower one for a negative *z*."""
    rate = right / count
    middle = rate + z * z / (2 * count)
    spread = np.maximum(0.0, rate * (1 - rate)) / count
    half = z * np.sqrt(spread + z * z / (4 * count * count))
    result: _Shares = (middle + half) / (1 + z * z / count)
    return result
