"""Estimates the server's clock from the Date headers of its answers."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from wrapup_desk.application.base.ports import Clock

# How far two clocks may drift apart, in seconds for each second since the last answer.
_DRIFT = 100e-6


class ServerClock:
    """Tells the server's time by this machine's monotonic clock.

    A Date header has whole seconds, and was written at some moment between request and answer.
    Each answer so gives an interval the true offset lies in; intersecting them narrows it well
    below a second, without ever stepping. An answer that contradicts all before (the computer
    slept, the server's clock was set) starts afresh.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        # Bounds of (server's epoch seconds - our monotonic seconds), and when they were set.
        self._low: float | None = None
        self._high = 0.0
        self._set_at_s = 0.0

    def note(self, server_at: datetime, sent_at_s: float, answered_at_s: float) -> None:
        """Record a Date header of an answer to a request between two monotonic readings."""
        epoch_s = server_at.timestamp()
        low, high = epoch_s - answered_at_s, epoch_s + 1.0 - sent_at_s
        if self._low is not None:
            slack = _DRIFT * max(0.0, answered_at_s - self._set_at_s)
            narrowed = max(low, self._low - slack), min(high, self._high + slack)
            if narrowed[0] <= narrowed[1]:
                low, high = narrowed
        self._low, self._high, self._set_at_s = low, high, answered_at_s

    def now(self) -> datetime:
        """Return the server's time; this machine's own until the server has said anything."""
        if self._low is None:
            return self._clock.now()
        offset_s = (self._low + self._high) / 2
        since_epoch = timedelta(seconds=offset_s + self._clock.monotonic())
        return datetime.fromtimestamp(0, UTC) + since_epoch
