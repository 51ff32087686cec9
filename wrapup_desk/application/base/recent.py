"""Reads what was decided lately, whatever this computer's clock says."""

from __future__ import annotations

from datetime import datetime, timedelta

from wrapup_desk.application.base.ports import SubmissionStore
from wrapup_desk.domain.submission import Submission


async def recent(
    store: SubmissionStore, now: datetime, period: timedelta
) -> tuple[Submission, ...]:
    """Return what was decided within *period* before *now*, oldest first.

    Where *now* is later than all of them, the newest counts in its place: at the start only this
    computer has told the time, and it may be far ahead of the server, which dates decisions.

    Raises:
        StoreError: the store could not be read.
    """
    newest_at = await store.newest_at()
    return () if newest_at is None else await store.since(min(now, newest_at) - period)
