"""What is expected before any word is said: shares of codes, usual lengths, a customer's last code."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from wrapup_desk.domain.recommender.finite_numbers import at_least

Vector = NDArray[np.float32]
Columns = NDArray[np.intp]
# So many conversations of a queue weigh as much as what is known of all queues together.
_BACK_OFF = 5.0
_LATELY = 0.97
# After so many labels of a list's codes, what learns from nothing has half of its voice.
_HALF_GROWN = 50.0
_SHARES_HALF_GROWN = 10.0
# A code that is new to the list, whatever its name, waits for so many labels.
_FEWEST_OF_CODE = 3.0
# It is new to the list for so many labels; chosen no more often by then, it is a rare one.
_NEW_FOR = 100.0
# Not chosen where so many would have been, by an even share, a code is half taken for a rare one.
_EXPECTED_HALF_TOLD = 2.0


class CodePriors:
    """Counts per queue and code, of all time and fading."""

    def __init__(self) -> None:
        self.by_queue: dict[int, NDArray[np.float64]] = {}
        self.fading: dict[int, NDArray[np.float64]] = {}
        self.total = np.zeros(0)
        # How many labels could have been this code, but for the agent's choice.
        self.offered = np.zeros(0)

    def widen(self, codes: int) -> None:
        if codes <= len(self.total):
            return
        self.total = _wider(self.total, codes)
        self.offered = _wider(self.offered, codes)
        for table in (self.by_queue, self.fading):
            for queue in table:
                table[queue] = _wider(table[queue], codes)

    def note(self, queue: int, column: int, columns: Columns, weight: float) -> None:
        """Count *column*, chosen of *columns* in *queue*, as *weight* conversations."""
        self.offered[columns] += weight
        for table in (self.by_queue, self.fading):
            table.setdefault(queue, np.zeros(len(self.total)))
        self.total[column] += weight
        self.by_queue[queue][column] += weight
        self.fading[queue] *= 1.0 - weight * (1.0 - _LATELY)
        self.fading[queue][column] += weight

    def take_back(self, queue: int, column: int, weight: float) -> None:
        """Count a conversation no more that was counted for *column* by mistake."""
        for counts in (self.total, self.by_queue[queue], self.fading[queue]):
            counts[column] = at_least(0.0, float(counts[column]) - weight)

    def log_shares(self, queue: int, columns: Columns) -> Vector:
        """Return the log of each code's share in *queue*, leaning on all queues while it is new."""
        overall = self.total[columns] + 0.5
        overall /= overall.sum()
        return self._heard(_log_share(self.by_queue.get(queue), columns, overall), columns)

    def labels_of(self, columns: Columns) -> float:
        """Return how many labels these codes were given so far."""
        return at_least(0.0, float(self.total[columns].sum()))

    def is_established(self, column: int) -> bool:
        """Whether a code was chosen often enough to be sent without a person."""
        return bool(self.total[column] >= _FEWEST_OF_CODE)

    def is_new(self, column: int) -> bool:
        """Whether a code was hardly chosen yet, and could hardly have been."""
        return not self.is_established(column) and bool(self.offered[column] < _NEW_FOR)

    def maturity(self, columns: Columns) -> np.float32:
        """Return how far experts that learn from nothing may be heard on these codes, 0 to 1."""
        seen = self.labels_of(columns)
        return np.float32(seen / (seen + _HALF_GROWN))

    def log_recent(self, queue: int, columns: Columns) -> Vector:
        """Return the log of each code's share of the last conversations in *queue*."""
        even = np.full(len(columns), 1 / len(columns))
        return self._heard(_log_share(self.fading.get(queue), columns, even), columns)

    def _heard(self, log_shares: Vector, columns: Columns) -> Vector:
        """Return shares as far as they may speak: few labels, or none of a code, tell nothing.

        A code that is new to the list is taken for an average one, and neither gains nor loses
        by what was learnt of the others; the more often it could have been chosen and was not,
        the more that counts.
        """
        known = self.total[columns] > 0
        seen = self.labels_of(columns)
        usual = log_shares[known].mean() if known.any() else np.float32(0.0)
        expected = self.offered[columns] / max(1, len(columns))
        passed_over = (expected / (expected + _EXPECTED_HALF_TOLD)).astype(np.float32)
        heard: Vector = np.where(known, np.float32(1.0), passed_over) * (log_shares - usual)
        return heard * np.float32(seen / (seen + _SHARES_HALF_GROWN))


def _log_share(
    counts: NDArray[np.float64] | None, columns: Columns, back_off: NDArray[np.float64]
) -> Vector:
    own = np.zeros(len(columns)) if counts is None else counts[columns]
    mixed = own + _BACK_OFF * back_off
    result: Vector = np.log(mixed / mixed.sum()).astype(np.float32)
    return result


def _wider(counts: NDArray[np.float64], codes: int) -> NDArray[np.float64]:
    return np.concatenate([counts, np.zeros(max(0, codes - len(counts)))])


_FIRST_GUESS = 12.0
_GUESS_COUNTS = 3.0
_SLOWEST = 0.01


class LengthPrior:
    """The fading mean of utterances per conversation and queue."""

    def __init__(self) -> None:
        self.by_queue: dict[int, tuple[float, float]] = {}

    def usual(self, queue: int) -> float:
        return at_least(1.0, self.by_queue.get(queue, (_FIRST_GUESS, 0.0))[0])

    def note(self, queue: int, utterances: int) -> None:
        mean, count = self.by_queue.get(queue, (_FIRST_GUESS, _GUESS_COUNTS))
        rate = max(_SLOWEST, 1.0 / (count + 1.0))
        self.by_queue[queue] = (mean + rate * (max(1, utterances) - mean), count + 1.0)


KEPT_CUSTOMERS = 5_000


class CustomerCodes:
    """The last code per customer; who has not called for longest is forgotten first."""

    def __init__(self) -> None:
        self.last_code: dict[int, int] = {}

    def note(self, customer: int | None, column: int) -> None:
        if customer is None:
            return
        self.last_code.pop(customer, None)
        self.last_code[customer] = column
        if len(self.last_code) > KEPT_CUSTOMERS:
            del self.last_code[next(iter(self.last_code))]

    def last(self, customer: int | None) -> int | None:
        return None if customer is None else self.last_code.get(customer)

    def forget(self, customer: int) -> bool:
        """Forget a customer; tell whether there was anything to forget."""
        return self.last_code.pop(customer, None) is not None
