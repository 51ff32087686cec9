"""Keeps how many utterances a conversation usually has, per queue: how far a live one has come."""

from __future__ import annotations

from wrapup_desk.domain.recommender.finite_numbers import at_least

_FIRST_GUESS = 12.0
_GUESS_COUNTS = 3.0
_SLOWEST = 0.01


class UsualLengths:
    """The fading mean of utterances per conversation and queue."""

    def __init__(self) -> None:
        self.by_queue: dict[int, tuple[float, float]] = {}

    def usual(self, queue: int) -> float:
        return at_least(1.0, self.by_queue.get(queue, (_FIRST_GUESS, 0.0))[0])

    def note(self, queue: int, utterances: int) -> None:
        mean, count = self.by_queue.get(queue, (_FIRST_GUESS, _GUESS_COUNTS))
        rate = max(_SLOWEST, 1.0 / (count + 1.0))
        self.by_queue[queue] = (mean + rate * (max(1, utterances) - mean), count + 1.0)
