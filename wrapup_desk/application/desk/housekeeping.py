"""Says now and then that time has passed, and forgets submissions that are old."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime

from wrapup_desk.application.base.ports import Clock, StoreError, SubmissionStore
from wrapup_desk.application.desk.messages import PastDaysRead, Tick
from wrapup_desk.domain.local_days import beginning_days_before

log = logging.getLogger(__name__)

PERIOD_S = 60.0


class Housekeeping:
    """The work nobody waits for.

    Args:
        clock: to wait by.
        server_now: says which day it is, as decisions do: this computer's clock may be wrong.
        submissions: where the old is forgotten.
        tell: told every minute, and what was asked for.
    """

    def __init__(
        self,
        clock: Clock,
        server_now: Callable[[], datetime],
        submissions: SubmissionStore,
        tell: Callable[[Tick | PastDaysRead], None],
    ) -> None:
        self._clock = clock
        self._server_now = server_now
        self._submissions = submissions
        self._tell = tell

    def today(self) -> tuple[datetime, datetime]:
        """Return when this day began where the agent sits, and when the next one does."""
        now = self._server_now()
        return beginning_days_before(now, 0), beginning_days_before(now, -1)

    async def run(self) -> None:
        """Work until cancelled."""
        while True:
            self._tell(Tick(*self.today()))
            await self._clock.sleep(PERIOD_S)

    async def read_past(self, since: datetime) -> None:
        """Tell what was decided since *since*; what cannot be read is not told."""
        try:
            self._tell(PastDaysRead(await self._submissions.since(since)))
        except StoreError as error:
            log.warning("earlier days could not be read: %s", error)

    async def forget_before(self, instant: datetime) -> None:
        """Remove from the disk what is final and was decided before *instant*."""
        try:
            await self._submissions.forget_before(instant)
        except StoreError as error:
            log.warning("old submissions could not be removed: %s", error)
