"""Counts how often each code is used, per queue and lately: the guess before any word is said."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float32]
Columns = NDArray[np.intp]

# So many conversations of a queue weigh as much as what is known of all queues together.
_BACK_OFF = 5.0
_LATELY = 0.97


class CodeShares:
    """Counts per queue and code, of all time and fading."""

    def __init__(self) -> None:
        self.by_queue: dict[int, NDArray[np.float64]] = {}
        self.fading: dict[int, NDArray[np.float64]] = {}
        self.total = np.zeros(0)

    def widen(self, codes: int) -> None:
        if codes <= len(self.total):
            return
        self.total = _wider(self.total, codes)
        for table in (self.by_queue, self.fading):
            for queue in table:
                table[queue] = _wider(table[queue], codes)

    def note(self, queue: int, column: int, weight: float) -> None:
        """Count *column*, the code of a conversation in *queue*, as *weight* conversations."""
        for table in (self.by_queue, self.fading):
            table.setdefault(queue, np.zeros(len(self.total)))
        self.total[column] += weight
        self.by_queue[queue][column] += weight
        self.fading[queue] *= 1.0 - weight * (1.0 - _LATELY)
        self.fading[queue][column] += weight

    def log_shares(self, queue: int, columns: Columns) -> Vector:
        """Return the log of each code's share in *queue*, leaning on all queues while it is new."""
        overall = self.total[columns] + 0.5
        overall /= overall.sum()
        return _log_share(self.by_queue.get(queue), columns, overall)

    def log_recent(self, queue: int, columns: Columns) -> Vector:
        """Return the log of each code's share of the last conversations in *queue*."""
        return _log_share(self.fading.get(queue), columns, np.full(len(columns), 1 / len(columns)))


def _log_share(
    counts: NDArray[np.float64] | None, columns: Columns, back_off: NDArray[np.float64]
) -> Vector:
    own = np.zeros(len(columns)) if counts is None else counts[columns]
    mixed = own + _BACK_OFF * back_off
    result: Vector = np.log(mixed / mixed.sum()).astype(np.float32)
    return result


def _wider(counts: NDArray[np.float64], codes: int) -> NDArray[np.float64]:
    return np.concatenate([counts, np.zeros(max(0, codes - len(counts)))])
