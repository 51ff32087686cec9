"""Estimates the server's clock from the Date headers of its answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from wrapup_desk.application.base.ports import Clock

# How far two clocks may drift apart, in seconds for each second since the last answer.
_DRIFT = 100e-6
# So many answers in a row have to agree with each other before they outweigh all before.
_AGREEING = 3


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
    below a second, without ever stepping. Answers that contradict all before (the computer
    slept, the server's clock was set) count once several in a row agree.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._known: _Bounds | None = None
        self._rival: _Bounds | None = None
        self._agreeing = 0

    def note(self, server_at: datetime, sent_at_s: float, answered_at_s: float) -> None:
        """Record a Date header of an answer to a request between two monotonic readings."""
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
        offset_s = (self._known.low + self._known.high) / 2
        since_epoch = timedelta(seconds=offset_s + self._clock.monotonic())
        return datetime.fromtimestamp(0, UTC) + since_epoch

    def _note_rival(self, said: _Bounds) -> None:
        agreed = self._rival.narrowed_by(said) if self._rival is not None else None
        self._agreeing = self._agreeing + 1 if agreed is not None else 1
        self._rival = agreed or said
        if self._agreeing >= _AGREEING:
            self._known, self._rival = self._rival, None
