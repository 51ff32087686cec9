"""Knows how conversations of one code differ anyway, so that only a telling difference counts.

Directions of meaning in which calls of the same code scatter are worth little when codes are told
apart. All codes share one scatter around their own means (linear discriminant analysis, kept up
with every label); while labels are few, an even scatter stands in for the unknown one.

Meanings have length one, and that is the scale of the floors here: talk that always is the same
scatters by nothing but rounding, and nothing may be divided by that.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from wrapup_desk.domain.recommender.finite_numbers import at_least

Vector = NDArray[np.float32]

# An even scatter counts as so many conversations.
_EVEN_COUNTS = 150.0
# Taken over all directions, an even scatter is at least so much; real talk has 0.4 to 1.2.
_LEAST_TOTAL = 0.1
# No direction is ever taken to scatter less than this share of an even scatter of length one.
_LEAST_SHARE = 0.02
# Older conversations fade beyond so many: a sum that only grows stops noticing what is added.
_MOST_COUNTED = 1e6
# Before so many pairs of one code, nothing is known of a scatter.
_FEWEST = 20.0
# The inverse is made again when the scatter has grown by so much: seldom, and ever more so.
_GROWTH = 1.2


class PooledCovariance:
    """The scatter of meanings around the means of their codes, one for each side of the talk."""

    def __init__(self, sides: int, dimensions: int) -> None:
        self.scatter: Vector = np.zeros((sides, dimensions, dimensions), np.float32)
        self.counts: NDArray[np.float64] = np.zeros(sides)
        # The inverse of the mean scatter of each side; None while too little is known.
        self.inverses: Vector | None = None
        self._inverted_at = 0.0

    def note(self, side: int, apart: Vector, weight: float) -> None:
        """Note how far *apart* from the mean of its code a meaning was."""
        self.scatter[side] += (np.float32(weight) * apart)[:, None] * apart
        self.counts[side] += weight
        if self.counts[side] > _MOST_COUNTED:
            self.scatter[side] *= 0.5
            self.counts[side] *= 0.5
            self._inverted_at *= 0.5

    def maturity(self, side: int) -> float:
        """Return how well the scatter of *side* is known, from 0 to 1."""
        known = float(self.counts[side])
        return known / (known + _EVEN_COUNTS)

    def catch_up(self) -> None:
        """Make the inverses again if the scatter has grown: some milliseconds, but seldom."""
        known = float(self.counts.max(initial=0.0))
        if known >= _FEWEST and known > _GROWTH * self._inverted_at:
            self.inverses = np.stack([self._inverse(side) for side in range(len(self.counts))])
            self._inverted_at = known

    def _inverse(self, side: int) -> Vector:
        scatter, count = self.scatter[side], float(self.counts[side])
        dimensions = len(scatter)
        total = float(np.trace(scatter)) / count if count >= 1.0 else 1.0
        even = at_least(_LEAST_TOTAL, total) / dimensions
        known = count + _EVEN_COUNTS
        added = max(_EVEN_COUNTS * even / known, _LEAST_SHARE / dimensions)
        unit = np.eye(dimensions, dtype=np.float32)
        mixed = scatter / np.float32(known) + np.float32(added) * unit
        try:
            np.linalg.cholesky(mixed)  # fails for what is no scatter, which `inv` would take
            inverse: Vector = np.linalg.inv(mixed)
        except np.linalg.LinAlgError:
            inverse = np.full_like(mixed, np.nan)
        return inverse if np.isfinite(inverse).all() else np.float32(1.0 / even) * unit
