"""Brings submissions to disk, and retries writes that failed."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from wrapup_desk.application.base.background import Background
from wrapup_desk.application.base.ports import Clock, StoreError, SubmissionStore
from wrapup_desk.application.delivery.messages import (
    StoreFailed,
    StoreMessage,
    StoreWorks,
    SubmissionStored,
)
from wrapup_desk.domain.interaction import LegKey
from wrapup_desk.domain.submission import Submission

TRY_AGAIN_AFTER_S = 5.0


class SubmissionWriter:
    """Stores submissions; while storing fails it says so, and tries until it works.

    Args:
        store: where submissions survive.
        clock: paces the tries.
        background: owner of the trying.
        tell: receives what is on disk, what could not be stored, and that storing works again.
    """

    def __init__(
        self,
        store: SubmissionStore,
        clock: Clock,
        background: Background,
        tell: Callable[[StoreMessage], None],
    ) -> None:
        self._store = store
        self._clock = clock
        self._background = background
        self._tell = tell
        # The newest state of each leg that is not known to be on disk.
        self._owed: dict[LegKey, Submission] = {}
        self._has_trouble = False
        # Whether the disk refused even to be tried, so that there may be nothing owed to it.
        self._is_in_doubt = False

    async def begin(self) -> None:
        """Find out whether the disk takes anything; if not, say so and try until it does."""
        await self._check()
        if self._is_in_doubt:
            self._keep_trying()

    def keep(self, submission: Submission) -> asyncio.Task[None]:
        """Store *submission*; a disk that refuses it is reported, never fatal.

        It is owed to the disk from now on, whatever happens to the task that is returned.
        """
        key = submission.key
        owed = self._owed.get(key)
        if owed is None or submission.revision >= owed.revision:
            self._owed[key] = submission
        return self._background.start(self._keep(submission), f"store {key.communication_id}")

    async def flush(self) -> None:
        """Store what is still owed, once."""
        for submission in tuple(self._owed.values()):
            await self._store_one(submission)

    async def _keep(self, submission: Submission) -> None:
        if not await self._store_one(submission):
            self._keep_trying()

    async def _store_one(self, submission: Submission) -> bool:
        key, revision = submission.key, submission.revision
        try:
            await self._store.save(submission)
        except StoreError as error:
            self._tell(StoreFailed(str(error), key, revision))
            return False
        if self._owed.get(key) is submission:
            del self._owed[key]
        self._tell(SubmissionStored(key, revision))
        return True

    async def _check(self) -> None:
        try:
            await self._store.check()
        except StoreError as error:
            self._is_in_doubt = True
            self._tell(StoreFailed(str(error)))
        else:
            self._is_in_doubt = False

    def _keep_trying(self) -> None:
        if not self._has_trouble:
            self._has_trouble = True
            self._background.start(self._try_again(), "store what could not be stored")

    async def _try_again(self) -> None:
        while self._owed or self._is_in_doubt:
            await self._clock.sleep(TRY_AGAIN_AFTER_S)
            if self._is_in_doubt:
                await self._check()
            await self.flush()
        self._has_trouble = False
        self._tell(StoreWorks())
