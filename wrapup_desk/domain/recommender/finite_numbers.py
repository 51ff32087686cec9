"""Keeps numbers finite and in their range, so that damage ends as no opinion, not as certainty."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float32]


def share(number: float) -> float:
    """Return *number* as a share from 0 to 1; one that is no number is 0."""
    return min(1.0, max(0.0, number)) if math.isfinite(number) else 0.0


def at_least(least: float, number: float) -> float:
    """Return *number*, or *least* if it is smaller or no finite number."""
    return max(least, number) if math.isfinite(number) else least


def settled_columns(table: Vector, limit: float) -> Vector:
    """Return *table* within plus and minus *limit*; a column with a broken number becomes zero.

    Half a column would rank by which of its numbers happen to be broken.
    """
    # A comparison with what is no number is false.
    if np.abs(table).max(initial=0.0) <= limit:
        return table
    settled: Vector = np.clip(table, -limit, limit)
    settled[:, ~np.isfinite(table).all(axis=0)] = 0.0
    return settled
