"""Doubts what a model says of codes that it has seen little of."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float32]

# So likely a model that has seen nothing is wrong about a queue, whatever it reads out of names.
_DOUBT = 0.10
_HALF_GONE = 30.0


def doubted(probabilities: Vector, labels: float) -> Vector:
    """Return *probabilities* of codes that were given *labels* labels, with the doubt mixed in."""
    doubt = np.float32(_DOUBT / (1.0 + labels / _HALF_GONE))
    mixed: Vector = (1 - doubt) * probabilities + doubt / np.float32(len(probabilities))
    return mixed
