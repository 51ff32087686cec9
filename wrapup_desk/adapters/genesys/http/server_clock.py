"""Estimates the server's clock from the Date headers of its answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from wrapup_desk.application.base.ports import Clock

# How far two clocks may drift apart, in seconds for each second since the last answer.
_DRIFT = 100e-6
# So many answers in a row have to agree with each other before they outweigh all before.
_AGREEING = 3
# How far the time told moves towards a better estimate, in seconds for each second that passes:
# what an agent has seen counting down neither jumps nor runs backwards.
_MOVES = 0.1


@dataclass(frozen=True, slots=True)
class _Bounds:
    """What (server's epoch seconds - our monotonic seconds) lies between, and since when."""

    low: float
    high: float
    set_at_s: float

    def narrowed_by(self, other: _Bounds) -> _Bounds | None:
        """Return what both say, None if they contradict each other; *other* is the newer one."""
        slack = _DRIFT * max(0.0, other.set_at_s - self.set_at_s)
        low, high = max(other.low, self.low - slack), min(other.high, self.high + slack)
        return _Bounds(low, high, other.set_at_s) if low <= high else None


class ServerClock:
    """Tells the server's time by this machine's monotonic clock.

    A Date header has whole seconds, and was written at some moment between request and answer.
    Each answer so gives an interval the true offset lies in; intersecting them narrows it well
    below a second. Answers that contradict all before (the server's clock was set) count once
    several in a row agree, and then the time told goes there slowly. After sleep the next answer
    is taken as the first one was: what was known is of no use.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._known: _Bounds | None = None
        self._rival: _Bounds | None = None
        self._agreeing = 0
        # The offset told last, and when; None until there is one.
        self._told_s: float | None = None
        self._told_at_s = 0.0

    def forget(self) -> None:
        """Take the next answer as the first one: this computer slept, or its clock was set."""
        self._known = self._rival = None

    def note(self, server_at: datetime, sent_at_s: float, answered_at_s: float) -> None:
        """Record a Date header of an answer to a request between two monotonic readings."""
        if self._known is None:
            self._told_s = None
        epoch_s = server_at.timestamp()
        said = _Bounds(epoch_s - answered_at_s, epoch_s + 1.0 - sent_at_s, answered_at_s)
        narrowed = self._known.narrowed_by(said) if self._known is not None else said
        if narrowed is None:
            self._note_rival(said)
            return
        self._known, self._rival = narrowed, None

    def now(self) -> datetime:
        """Return the server's time; this machine's own until the server has said anything."""
        if self._known is None:
            return self._clock.now()
        now_s = self._clock.monotonic()
        since_epoch = timedelta(seconds=self._offset_s(self._known, now_s) + now_s)
        return datetime.fromtimestamp(0, UTC) + since_epoch

    def _offset_s(self, known: _Bounds, now_s: float) -> float:
        best_s = (known.low + known.high) / 2
        if self._told_s is None:
            told_s = best_s
        else:
            most_s = _MOVES * (now_s - self._told_at_s)
            told_s = self._told_s + max(-most_s, min(most_s, best_s - self._told_s))
        self._told_s, self._told_at_s = told_s, now_s
        return told_s

    def _note_rival(self, said: _Bounds) -> None:
        agreed = self._rival.narrowed_by(said) if self._rival is not None else None
        self._agreeing = self._agreeing + 1 if agreed is not None else 1
        self._rival = agreed or said
        if self._agreeing >= _AGREEING:
            self._known, self._rival = self._rival, None
