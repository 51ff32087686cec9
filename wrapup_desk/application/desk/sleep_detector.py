"""Tells that the program runs, and whether the computer slept: what it saw before is old then."""

from __future__ import annotations

import logging
from collections.abc import Callable

from wrapup_desk.application.base.ports import Clock
from wrapup_desk.application.desk.desk_state import LONGEST_GAP
from wrapup_desk.application.desk.messages import Beat

log = logging.getLogger(__name__)

BEAT_EVERY_S = 5.0
# Within this after waking, the stream has found out whether its connection is still there.
DOUBT_S = 60.0


class SleepDetector:
    """Compares both clocks with the last beat.

    Some systems stop the monotonic clock during sleep and some do not, so either may tell. A
    wall clock that somebody sets forward looks the same, and costs a read-back more. What is
    decided between waking and the next beat, the core sees for itself: the last one is too old.

    Args:
        clock: the machine's clocks.
        tell: receives each beat.
    """

    def __init__(self, clock: Clock, tell: Callable[[Beat], None]) -> None:
        self._clock = clock
        self._tell = tell
        self._beat_s = clock.monotonic()
        self._beat_at = clock.now()
        self._doubt_until_s = self._beat_s

    async def run(self) -> None:
        """Beat until cancelled."""
        while True:
            self._beat()
            self._tell_beat()
            await self._clock.sleep(BEAT_EVERY_S)

    def note_resync(self) -> None:
        """Note that everything was just read again: what was slept through is known by now."""
        self._beat()
        self._doubt_until_s = self._clock.monotonic()
        self._tell_beat()

    def _tell_beat(self) -> None:
        self._tell(Beat(is_awake=self._clock.monotonic() >= self._doubt_until_s))

    def _beat(self) -> None:
        now_s, now_at = self._clock.monotonic(), self._clock.now()
        gap_s = max(now_s - self._beat_s, (now_at - self._beat_at).total_seconds())
        if gap_s > LONGEST_GAP.total_seconds():
            log.info("this computer slept, or its clock was set: %.0f s are missing", gap_s)
            self._doubt_until_s = now_s + DOUBT_S
        self._beat_s, self._beat_at = now_s, now_at
