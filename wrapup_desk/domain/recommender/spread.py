"""Knows how conversations of one code differ anyway, so that only a telling difference counts.

Directions of meaning in which calls of the same code scatter are worth little when codes are told
apart. All codes share one scatter around their own means (linear discriminant analysis, kept up
with every label); while labels are few, an even scatter stands in for the unknown one.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float32]

# An even scatter counts as so many conversations.
_EVEN_COUNTS = 150.0
# Before so many pairs of one code, nothing is known of a scatter.
_FEWEST = 20.0
# The inverse is made anew when the scatter has grown by so much: seldom, and ever more so.
_GROWTH = 1.2


class UsualSpread:
    """The scatter of meanings around the means of their codes, one for each side of the talk."""

    def __init__(self, sides: int, dimensions: int) -> None:
        self.scatter: Vector = np.zeros((sides, dimensions, dimensions), np.float32)
        self.counts: NDArray[np.float64] = np.zeros(sides)
        # The inverse of the mean scatter of each side; None while too little is known.
        self.inverses: Vector | None = None
        self._inverted_at = 0.0

    def note(self, side: int, apart: Vector, weight: float) -> None:
        """Take in how far *apart* from the mean of its code a meaning was."""
        self.scatter[side] += (np.float32(weight) * apart)[:, None] * apart
        self.counts[side] += weight

    def maturity(self) -> float:
        """Return how well the scatter is known, from 0 to 1."""
        known = float(self.counts.max(initial=0.0))
        return known / (known + _EVEN_COUNTS)

    def catch_up(self) -> None:
        """Make the inverses anew if the scatter has grown: some milliseconds, but seldom."""
        known = float(self.counts.max(initial=0.0))
        if known >= _FEWEST and known > _GROWTH * self._inverted_at:
            self.inverses = np.stack([self._inverse(side) for side in range(len(self.counts))])
            self._inverted_at = known

    def _inverse(self, side: int) -> Vector:
        scatter, count = self.scatter[side], float(self.counts[side])
        dimensions = len(scatter)
        even = float(np.trace(scatter)) / dimensions / max(1.0, count) or 1.0 / dimensions
        mixed = scatter + np.float32(_EVEN_COUNTS * even) * np.eye(dimensions, dtype=np.float32)
        inverse: Vector = np.linalg.inv(mixed / np.float32(count + _EVEN_COUNTS))
        return inverse
