"""Brings selections and ended legs to disk, the newest of each leg, without holding up codes."""

from __future__ import annotations

import asyncio
import logging

from wrapup_desk.application.base.background import Background
from wrapup_desk.application.base.ports import Clock, LegRecordStore, StoreError
from wrapup_desk.application.base.waiting import event_or_timeout
from wrapup_desk.application.desk.effects import ForgetSelection, RecordEffect
from wrapup_desk.domain.history.leg_records import LegRecord, Selection
from wrapup_desk.domain.interaction import LegKey

log = logging.getLogger(__name__)

# Typing makes a record with each letter; the disk gets one so often, and a chosen code at once.
TYPING_PAUSE_S = 0.25
TRY_AGAIN_AFTER_S = 5.0

_Slot = tuple[type, LegKey]


class LegRecordWriter:
    """Writes one record after the other; what fails is tried again while the program runs.

    Args:
        store: where records survive.
        clock: paces typing and tries.
        background: owner of the writing.
    """

    def __init__(self, store: LegRecordStore, clock: Clock, background: Background) -> None:
        self._store = store
        self._clock = clock
        self._background = background
        # What the disk does not have yet; None is a selection to remove.
        self._owed: dict[_Slot, LegRecord | None] = {}
        self._written_code_ids: dict[LegKey, str] = {}
        self._hurry = asyncio.Event()
        self._is_writing = False

    def perform(self, effect: RecordEffect) -> None:
        """Write what *effect* says, soon."""
        if isinstance(effect, ForgetSelection):
            self._owed[Selection, effect.key] = None
            self._hurry.set()
        else:
            record = effect.record
            self._owed[type(record), record.key] = record
            if self._is_more_than_typing(record):
                self._hurry.set()
        if not self._is_writing:
            self._is_writing = True
            self._background.start(self._write(), "keep what is selected")

    async def read(self) -> tuple[LegRecord, ...]:
        """Return what earlier runs left; nothing where that cannot be read."""
        try:
            return await self._store.leg_records()
        except StoreError as error:
            log.info("what was selected before is not known: %s", error)
            return ()

    async def flush(self) -> None:
        """Write what is still owed, once."""
        while self._owed and await self._write_owed():
            pass

    async def _write(self) -> None:
        try:
            while self._owed:
                self._hurry.clear()
                if await self._write_owed():
                    await event_or_timeout(self._hurry, self._clock, TYPING_PAUSE_S)
                else:
                    await self._clock.sleep(TRY_AGAIN_AFTER_S)
        finally:
            self._is_writing = False

    async def _write_owed(self) -> bool:
        """Write what is owed by now, of all legs: none waits for the pauses of another's typing."""
        for slot in tuple(self._owed):
            if slot in self._owed and not await self._write_one(slot):
                return False
        return True

    async def _write_one(self, slot: _Slot) -> bool:
        record = self._owed[slot]
        try:
            if record is None:
                await self._store.forget_selection(slot[1])
            else:
                await self._store.save_record(record)
        except StoreError as error:
            log.info("what is selected is not kept: %s", error)
            return False
        if self._owed.get(slot) is record:
            self._owed.pop(slot, None)
        if isinstance(record, Selection):
            self._written_code_ids[record.key] = record.code.id if record.code else ""
        else:
            self._written_code_ids.pop(slot[1], None)
        return True

    def _is_more_than_typing(self, record: LegRecord) -> bool:
        if not isinstance(record, Selection):
            return True
        return self._written_code_ids.get(record.key, "") != (
            record.code.id if record.code else ""
        )
