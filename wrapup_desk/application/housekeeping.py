"""Does what has to be done from time to time: keep the model, begin the day, forget the old."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from wrapup_desk.application.ports import Clock, StoreError, SubmissionStore
from wrapup_desk.application.shift_record import ShiftRecord
from wrapup_desk.application.suggesting import Suggesting

log = logging.getLogger(__name__)

PERIOD_S = 60.0


class Housekeeping:
    """The work nobody waits for.

    Args:
        clock: the machine's clocks.
        submissions: where the old is forgotten.
        record: today's figures.
        suggesting: has a model to keep.
        keep: how long what is finished is kept.
        on_new_day: told when the figures begin anew.
    """

    def __init__(
        self,
        clock: Clock,
        submissions: SubmissionStore,
        record: ShiftRecord,
        suggesting: Suggesting,
        keep: Callable[[], timedelta],
        on_new_day: Callable[[], None],
    ) -> None:
        self._clock = clock
        self._submissions = submissions
        self._record = record
        self._suggesting = suggesting
        self._keep = keep
        self._on_new_day = on_new_day
        self._day = self._today()

    async def begin_day(self) -> None:
        """Count what is stored of today.

        Raises:
            StoreError: the database cannot be read.
        """
        self._record.begin(await self._submissions.since(self._day))

    async def run(self) -> None:
        """Work until cancelled."""
        await self._forget_the_old()
        while True:
            await self._clock.sleep(PERIOD_S)
            await self._suggesting.keep_model()
            if self._today() != self._day:
                self._day = self._today()
                self._record.begin(())
                self._on_new_day()
                await self._forget_the_old()

    async def _forget_the_old(self) -> None:
        try:
            await self._submissions.forget_before(self._clock.now() - self._keep())
        except StoreError as error:
            log.warning("old submissions could not be removed: %s", error)

    def _today(self) -> datetime:
        """Return the beginning of this day where the agent sits."""
        now = self._clock.now().astimezone()
        return now.replace(hour=0, minute=0, second=0, microsecond=0)
