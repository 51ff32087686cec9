"""Keeps the mean meaning of each code's conversations; it starts as the meaning of its name."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from wrapup_desk.domain.recommender.experts.pooled_covariance import PooledCovariance
from wrapup_desk.domain.recommender.finite_numbers import share

Vector = NDArray[np.float32]
Columns = NDArray[np.intp]

SIDES = 2
# The name counts as much as so many conversations where directions are compared.
_NAME_COUNTS = 3.0
# Where distances are, it counts as one, and lies so near to what is said in conversations.
_NAME_NEARNESS = 0.4
# A side counts in full if its meanings differ by so much (1 is as much as they can), and not at
# all if they differ less than the smaller one; before anything is known they are taken to differ.
_SAME, _DIFFERENT = 0.05, 0.25
_TAKEN_TO_DIFFER = 3.0
# Older conversations of a code fade beyond so many: the file keeps no larger sums.
_MOST_COUNTED = 20_000.0

_TINY = 1e-6


class Prototypes:
    """Sums of unit meanings per code and side, and how they scatter."""

    def __init__(self, dimensions: int) -> None:
        self.sums: Vector = np.zeros((0, SIDES, dimensions), np.float32)
        self.counts: Vector = np.zeros((0, SIDES), np.float32)
        self.spread = PooledCovariance(SIDES, dimensions)
        # What likelihoods of one list of codes have in common, until the next label.
        self._pulls: dict[tuple[bytes, int], tuple[Vector, Vector, Vector]] = {}
        # The sums of all codes together, and what each side is worth by them, once asked for.
        self._total: NDArray[np.float64] | None = None
        self._worths: Vector | None = None

    def widen(self, codes: int) -> None:
        missing = codes - len(self.sums)
        if missing <= 0:
            return
        self.sums = np.concatenate(
            [self.sums, np.zeros((missing, *self.sums.shape[1:]), np.float32)]
        )
        self.counts = np.concatenate([self.counts, np.zeros((missing, SIDES), np.float32)])

    def likeness(self, meaning: Vector, columns: Columns, names: Vector) -> Vector:
        """Return the cosine of *meaning* (side x dimension) to each code's prototype."""
        prototypes = self.sums[columns] + _NAME_COUNTS * names[:, None, :]
        lengths = np.linalg.norm(prototypes, axis=2)
        cosines = np.einsum("csd,sd->cs", prototypes, meaning) / np.maximum(lengths, _TINY)
        worths = np.where(meaning.any(axis=1), self._worth_of_sides(), np.float32(0.0))
        result: Vector = cosines @ worths / max(1.0, float(worths.sum()))
        return result

    def likelihoods(self, meaning: Vector, columns: Columns, names: Vector) -> Vector:
        """Return the log-likelihood of *meaning* under each code, up to a constant."""
        scores: Vector = np.zeros(len(columns), np.float32)
        inverses = self.spread.inverses
        if inverses is None:
            return scores
        for side in np.flatnonzero(meaning.any(axis=1)):
            pulls, offsets = self._pulled(int(side), columns, names, inverses[side])
            # A scatter known from few is a poor one, and would make the model too sure of itself.
            weight = self._worth_of_sides()[side] * np.float32(self.spread.maturity(int(side)))
            scores += weight * (pulls @ meaning[side] - offsets)
        return scores

    def _worth_of_sides(self) -> Vector:
        """Return how far each side is heard, 0 to 1: one that always says the same tells nothing.

        As meanings have length one, their mean is as much shorter as they differ.
        """
        if self._worths is None:
            if self._total is None:
                self._total = self.sums.sum(axis=0, dtype=np.float64)
            counts = self.counts.sum(axis=0).tolist()
            worths = [
                _worth(total, count) for total, count in zip(self._total, counts, strict=True)
            ]
            self._worths = np.array(worths, np.float32)
        return self._worths

    def _pulled(
        self, side: int, columns: Columns, names: Vector, inverse: Vector
    ) -> tuple[Vector, Vector]:
        key = columns.tobytes(), side
        known = self._pulls.get(key)
        if known is None or known[0] is not names:
            sums = self.sums[columns, side] + np.float32(_NAME_NEARNESS) * names
            means = sums / (self.counts[columns, side, None] + np.float32(1.0))
            pulls = means @ inverse
            known = names, pulls, np.float32(0.5) * (pulls * means).sum(axis=1)
            self._pulls[key] = known
        return known[1], known[2]

    def learn(self, meaning: Vector, column: int, trust: float) -> None:
        """Record a conversation of *column*'s code, as far as its label is to be trusted."""
        if self._total is not None:
            self._total += trust * meaning
        for side in np.flatnonzero(meaning.any(axis=1)):
            count = float(self.counts[column, side])
            if count > 0:
                apart = meaning[side] - self.sums[column, side] / np.float32(count)
                self.spread.note(int(side), apart, trust * count / (count + trust))
            self.counts[column, side] += trust
            self.sums[column, side] += np.float32(trust) * meaning[side]
            if self.counts[column, side] > _MOST_COUNTED:
                self.counts[column, side] *= np.float32(0.5)
                self.sums[column, side] *= np.float32(0.5)
                self._total = None
        self._pulls.clear()
        self._worths = None
        # Here, and not when somebody waits for a suggestion.
        self.spread.catch_up()

    def take_back(self, meaning: Vector, column: int, trust: float) -> None:
        """Forget a conversation that was recorded for *column*'s code by mistake."""
        for side in np.flatnonzero(meaning.any(axis=1)):
            # Older ones may have faded since: nothing is taken that is not there.
            if self.counts[column, side] < trust:
                continue
            self.counts[column, side] -= trust
            self.sums[column, side] -= np.float32(trust) * meaning[side]
        self._pulls.clear()
        self._total = self._worths = None


def _worth(total: NDArray[np.float64], count: float) -> float:
    """Return how far meanings differ, 0 to 1, of which *count* add up to *total*."""
    if not count > 0:
        return 1.0
    differ = count - float(total @ total) / count + _TAKEN_TO_DIFFER
    return share((differ / (count + _TAKEN_TO_DIFFER) - _SAME) / (_DIFFERENT - _SAME))
