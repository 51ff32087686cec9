"""Joins what others propose with the model's own view, each by its measured precision.

A source is worth what it has been: the shift it gives to the code it names is the log-odds of its
measured precision in this queue less the log-odds of what the model alone expected of the same
codes. A source that only says what the model knows shifts nothing; one that is wrong shifts down.
Agreeing and disagreeing with the model are measured apart. Before outcomes exist a prior stands in.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wrapup_desk.domain.recommender.finite_numbers import at_least, share
from wrapup_desk.domain.suggestion import Source

Vector = NDArray[np.float32]

# Until measured: how often each source is taken to be right, as if so many outcomes had been seen.
PRIOR_PRECISION = {Source.BACKEND: 0.8, Source.COPILOT: 0.6, Source.HISTORY: 0.35}
_PRIOR_WEIGHT = 6.0
# What all queues together say of a source counts in a new queue as so many outcomes at most.
_BORROWED_WEIGHT = 12.0
_LEAST, _MOST = 0.002, 0.998

Key = tuple[Source, int, bool]


@dataclass(slots=True)
class SourceRecord:
    """How often a source was right, and how often the model alone expected the same codes to be."""

    named: float = 0.0
    right: float = 0.0
    expected: float = 0.0

    def note(self, expected: float, *, was_right: bool) -> None:
        self.named += 1
        self.right += was_right
        self.expected += share(expected)

    def plus(self, other: SourceRecord, weight: float) -> SourceRecord:
        """Return this record with *other* counted as at most *weight* outcomes."""
        factor = min(1.0, weight / other.named) if other.named > 0 else 0.0
        return SourceRecord(
            self.named + factor * other.named,
            self.right + factor * other.right,
            self.expected + factor * other.expected,
        )


ALL_QUEUES = -1


class SourcePrecision:
    """What each source was worth so far, per queue and for all queues."""

    def __init__(self) -> None:
        self.records: dict[Key, SourceRecord] = {}

    def join(
        self, probabilities: Vector, named: Mapping[Source, int], queue: int
    ) -> tuple[Vector, dict[Source, float]]:
        """Return the probabilities with each source's word taken in, and the shift of each.

        *named* gives for each source the place of the code it names; a source that is off, late,
        or names a code the leg does not offer is simply not in it.
        """
        shifts: dict[Source, float] = {}
        joined = probabilities
        for source in _in_order(named):
            place = named[source]
            agrees = int(np.argmax(joined)) == place
            shifts[source] = self._shift((source, queue, agrees), len(joined))
            joined = shifted(joined, place, shifts[source])
        return joined, shifts

    def learn(
        self, probabilities: Vector, named: Mapping[Source, int], queue: int, truth: int
    ) -> None:
        """Note whether each source named the *truth*, beside what was expected without it."""
        joined = probabilities
        for source in _in_order(named):
            place = named[source]
            agrees = int(np.argmax(joined)) == place
            shift = self._shift((source, queue, agrees), len(joined))
            for where in (queue, ALL_QUEUES):
                record = self.records.setdefault((source, where, agrees), SourceRecord())
                record.note(float(joined[place]), was_right=place == truth)
            joined = shifted(joined, place, shift)

    def precision(self, source: Source, queue: int) -> float:
        """Return how often *source* was right in *queue*, leaning on its prior while it is new."""
        records = [
            self.records.get((source, queue, agrees), SourceRecord()) for agrees in (True, False)
        ]
        right = sum(record.right for record in records) + _PRIOR_WEIGHT * PRIOR_PRECISION[source]
        return right / (sum(record.named for record in records) + _PRIOR_WEIGHT)

    def _shift(self, key: Key, codes: int) -> float:
        source, _, agrees = key
        own = self.records.get(key, SourceRecord())
        elsewhere = self.records.get((source, ALL_QUEUES, agrees), SourceRecord())
        # Of ALL_QUEUES, what was not counted in this queue already.
        others = SourceRecord(
            elsewhere.named - own.named,
            elsewhere.right - own.right,
            elsewhere.expected - own.expected,
        )
        prior = PRIOR_PRECISION[source]
        assumed = SourceRecord(_PRIOR_WEIGHT, _PRIOR_WEIGHT * prior, _PRIOR_WEIGHT / max(2, codes))
        record = own.plus(others, _BORROWED_WEIGHT).plus(assumed, _PRIOR_WEIGHT)
        return _log_odds(record.right / record.named) - _log_odds(record.expected / record.named)


def shifted(probabilities: Vector, place: int, shift: float) -> Vector:
    """Return *probabilities* with the log-odds of one place moved by *shift*."""
    if len(probabilities) == 1:
        return probabilities
    weights = probabilities.astype(np.float64)
    weights[place] = max(weights[place], 1e-9) * math.exp(shift)
    result: Vector = (weights / weights.sum()).astype(np.float32)
    return result


def source_of(
    place: int, alone: Vector, named: Mapping[Source, int], shifts: Mapping[Source, float]
) -> Source:
    """Return whose word put the code where it is: the model's, unless another lifted it."""
    if int(np.argmax(alone)) == place:
        return Source.MODEL
    lifting = {source: shifts[source] for source in named if named[source] == place}
    best = max(lifting, key=lambda source: lifting[source], default=Source.MODEL)
    return best if lifting.get(best, 0.0) > 0 else Source.MODEL


def _in_order(named: Mapping[Source, int]) -> list[Source]:
    """Return the sources in a fixed order: each is measured against those before it."""
    return [source for source in PRIOR_PRECISION if source in named]


def _log_odds(part: float) -> float:
    inside = min(_MOST, at_least(_LEAST, part))
    return math.log(inside / (1.0 - inside))
