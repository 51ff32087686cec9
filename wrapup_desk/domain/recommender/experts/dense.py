"""Learns a weight per dimension of a vector and code online: AdaGrad on the softmax.

Beside the last weights their running mean is kept, as `LinearExpert` does for words.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from wrapup_desk.domain.recommender.experts.linear import softmax

Vector = NDArray[np.float32]
Columns = NDArray[np.intp]

# A quicker one is sure of itself before it knows enough.
LEARNING_RATE = 0.3
_FIRST_GRADIENT = 1e-3
_MEAN_SHARE = 4.0
_SLOWEST_MEAN = 0.001


class DenseExpert:
    """One set of weights over vectors of *rows* numbers."""

    def __init__(self, rows: int) -> None:
        self.weights: Vector = np.zeros((rows, 0), np.float32)
        self.means: Vector = np.zeros((rows, 0), np.float32)
        self.squares: Vector = np.zeros((rows, 0), np.float32)
        self.revision = 0

    def widen(self, codes: int) -> None:
        """Make room for *codes* columns."""
        missing = codes - self.weights.shape[1]
        if missing > 0:
            self.weights, self.means, self.squares = (
                np.concatenate([table, np.zeros((len(table), missing), np.float32)], axis=1)
                for table in (self.weights, self.means, self.squares)
            )

    def scores(self, vector: Vector, columns: Columns) -> Vector:
        """Return what *vector* says for each code, by the last weights, then by the means."""
        return np.concatenate([(vector @ self.weights)[columns], (vector @ self.means)[columns]])

    def learn(self, vector: Vector, columns: Columns, truth: int, weight: float) -> None:
        """Move the weights towards *truth*, an index into *columns*, as one label of *weight*."""
        if not vector.any():
            return
        before = self.weights[:, columns]
        guess = softmax(vector @ before)
        guess[truth] -= 1.0
        gradient = np.outer(vector, np.float32(weight) * guess)
        grown = self.squares[:, columns] + gradient * gradient
        self.squares[:, columns] = grown
        step = LEARNING_RATE * gradient / np.sqrt(grown + _FIRST_GRADIENT)
        self.weights[:, columns] = before - step
        self.revision += 1
        rate = np.float32(max(_MEAN_SHARE / (self.revision + _MEAN_SHARE), _SLOWEST_MEAN))
        self.means += rate * (self.weights - self.means)
