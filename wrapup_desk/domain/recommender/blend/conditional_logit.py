"""Weighs the experts against each other: one conditional logit, shared by all codes.

The weights start at values that serve before the first label and are corrected by each label with
a Newton step that knows how sure it is of every weight (a Gaussian posterior, slowly widened so
that old labels fade). Being shared, they are also the temperature: probabilities are calibrated
without a set kept aside.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from wrapup_desk.domain.recommender.experts.linear import softmax

Vector = NDArray[np.float32]
Matrix = NDArray[np.float64]


_FADING = 0.9995
# Learnt weights stay below ten; a larger one would only make the model sure of itself.
MOST_WEIGHT = 50.0


class ConditionalLogit:
    """The weight of each expert and the doubt about it."""

    def __init__(self, start: Vector, doubt: Vector) -> None:
        self.weights: Matrix = start.astype(np.float64)
        self.precision: Matrix = np.diag(1.0 / doubt.astype(np.float64) ** 2)
        self._floor: Matrix = self.precision.copy()

    def probabilities(self, opinions: Vector) -> Vector:
        """Return the probability of each code; *opinions* is codes x experts."""
        return softmax((opinions @ self.weights).astype(np.float32))

    def learn(self, views: Sequence[Vector], truth: int, weight: float) -> None:
        """Correct the weights by one label that counts as *weight* labels.

        *views* are the opinions at one or more moments of the same talk.
        """
        surprise = np.zeros_like(self.weights)
        precision = _FADING * self.precision + (1 - _FADING) * self._floor
        for opinions in views:
            shares = self.probabilities(opinions).astype(np.float64)
            mean = shares @ opinions
            spread = (opinions * shares[:, None]).T @ opinions - np.outer(mean, mean)
            precision += weight * spread
            surprise += weight * (opinions[truth] - mean)
        step = _solved(precision, surprise)
        if step is not None:
            self.precision = precision
            self.weights = np.clip(self.weights + step, -MOST_WEIGHT, MOST_WEIGHT)


def _solved(precision: Matrix, surprise: Matrix) -> Matrix | None:
    """Return how far to move the weights; None where there is no sound answer."""
    try:
        step = np.linalg.solve(precision, surprise).astype(np.float64, copy=False)
    except np.linalg.LinAlgError:
        return None
    return step if np.isfinite(step).all() else None
