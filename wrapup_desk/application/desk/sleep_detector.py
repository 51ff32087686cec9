"""Detects that this computer may have slept, so that what it saw before is not believed any more."""

from __future__ import annotations

import logging

from wrapup_desk.application.base.ports import Clock

log = logging.getLogger(__name__)

BEAT_EVERY_S = 5.0
# A gap longer than this is no busy moment: the computer slept, or the program was held up.
LONGEST_GAP_S = 15.0
# Within this after waking, the stream has found out whether its connection is still there.
DOUBT_S = 60.0


class SleepDetector:
    """Compares both clocks with the last beat.

    Some systems stop the monotonic clock during sleep and some do not, so either may tell. A
    wall clock that somebody sets forward looks the same, and costs a read-back more.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._beat_s = clock.monotonic()
        self._beat_at = clock.now()
        self._doubt_until_s = self._beat_s

    async def run(self) -> None:
        """Beat until cancelled."""
        while True:
            self._beat()
            await self._clock.sleep(BEAT_EVERY_S)

    @property
    def is_unbroken(self) -> bool:
        """Whether the program has been awake for long enough to believe what it shows."""
        self._beat()
        return self._clock.monotonic() >= self._doubt_until_s

    def note_resync(self) -> None:
        """Note that everything was just read again."""
        self._beat()
        self._doubt_until_s = self._clock.monotonic()

    def _beat(self) -> None:
        now_s, now_at = self._clock.monotonic(), self._clock.now()
        gap_s = max(now_s - self._beat_s, (now_at - self._beat_at).total_seconds())
        if gap_s > LONGEST_GAP_S:
            log.info("this computer slept, or its clock was set: %.0f s are missing", gap_s)
            self._doubt_until_s = now_s + DOUBT_S
        self._beat_s, self._beat_at = now_s, now_at
