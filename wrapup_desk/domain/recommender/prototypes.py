"""Keeps the mean meaning of each code's conversations; it starts as the meaning of its name."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float32]
Columns = NDArray[np.intp]

# The name counts as much as so many conversations.
_NAME_COUNTS = 3.0


class Prototypes:
    """Sums of unit meanings per code and side."""

    def __init__(self, dimensions: int) -> None:
        self.sums: Vector = np.zeros((0, 2, dimensions), np.float32)

    def widen(self, codes: int) -> None:
        missing = codes - len(self.sums)
        if missing <= 0:
            return
        self.sums = np.concatenate(
            [self.sums, np.zeros((missing, *self.sums.shape[1:]), np.float32)]
        )

    def likeness(self, meaning: Vector, columns: Columns, names: Vector) -> Vector:
        """Return the cosine of *meaning* (side x dimension) to each code's prototype."""
        prototypes = self.sums[columns] + _NAME_COUNTS * names[:, None, :]
        lengths = np.linalg.norm(prototypes, axis=2)
        cosines = np.einsum("csd,sd->cs", prototypes, meaning) / np.maximum(lengths, 1e-6)
        sides = max(1, int((np.abs(meaning).sum(axis=1) > 0).sum()))
        result: Vector = cosines.sum(axis=1) / sides
        return result

    def learn(self, meaning: Vector, column: int) -> None:
        self.sums[column] += meaning
