"""Searches the past for a span and fills a board with what it finds."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from contextlib import aclosing
from dataclasses import replace

from wrapup_desk.application.ports import ContactCentreError
from wrapup_desk.application.repair.board import RepairBoard
from wrapup_desk.application.repair.repair_ports import FoundPart, PastInteractions, Span
from wrapup_desk.application.repair.repair_state import FindPhase, FindState
from wrapup_desk.domain.repair.past_leg import Directory, PastLeg
from wrapup_desk.domain.wrapup import WrapupCode

log = logging.getLogger(__name__)

# So many legs are taken in at a time before the window gets its turn.
_AT_A_TIME = 100


class Finding:
    """One search after another; each fills a board of its own."""

    def __init__(self, past: PastInteractions, report: Callable[[FindState], None]) -> None:
        self._past = past
        self._report = report
        self._state = FindState()

    async def find(self, span: Span, queue_ids: Sequence[str], board: RepairBoard) -> None:
        """Fill *board* with the legs of *span*; reports each step, failure and cancel included."""
        self._say(
            FindState(
                FindPhase.FINDING, span, tuple(queue_ids), share_done=0.0, note="Reading names"
            )
        )
        try:
            board.use_directory(await self._past.directory())
            self._say(replace(self._state, note=""))
            async with aclosing(self._past.find(span, queue_ids, self._note)) as parts:
                async for part in parts:
                    await self._take(part, board)
            await self._read_queue_codes(board)
        except asyncio.CancelledError:
            self._say(replace(self._state, phase=FindPhase.CANCELLED, note=""))
            raise
        except ContactCentreError as error:
            self._say(replace(self._state, phase=FindPhase.FAILED, note=str(error)))
        else:
            self._say(replace(self._state, phase=FindPhase.DONE, share_done=1.0, note=""))

    async def take_live(self, legs: Sequence[PastLeg], board: RepairBoard) -> None:
        """Take in legs that have just ended."""
        await self._name_codes(legs, board)
        for leg in legs:
            board.put_new(leg)

    async def _take(self, part: FoundPart, board: RepairBoard) -> None:
        await self._name_codes(part.legs, board)
        for start in range(0, len(part.legs), _AT_A_TIME):
            for leg in part.legs[start : start + _AT_A_TIME]:
                board.put(leg)
            await asyncio.sleep(0)
        share = self._state.share_done if part.share_done is None else part.share_done
        self._say(replace(self._state, share_done=share, legs_found=len(board)))

    async def _name_codes(self, legs: Sequence[PastLeg], board: RepairBoard) -> None:
        """Ask for codes no list has: another division's, or deleted ones.

        A list leaves out what the supervisor may not see, so a code that is in none is only
        called deleted when asking for it by its id says so.
        """
        directory = board.directory
        unknown = {leg.code_id for leg in legs} - set(directory.codes) - set(directory.gone_codes)
        for code_id in unknown:
            if not directory.needs_a_name(code_id):
                continue
            code, is_gone = await self._ask_for(code_id)
            directory = _with_code(directory, code_id, code, is_gone=is_gone)
        board.use_directory(directory)

    async def _ask_for(self, code_id: str) -> tuple[WrapupCode | None, bool]:
        try:
            code = await self._past.code(code_id)
        except ContactCentreError as error:
            log.info("code %s cannot be read: %s", code_id, error)
            return WrapupCode(code_id, "a code you may not see"), False
        return code, code is None

    async def _read_queue_codes(self, board: RepairBoard) -> None:
        """Read the codes of the queues found, so that only those are offered."""
        lists: dict[str, tuple[WrapupCode, ...]] = {}
        for queue_id in filter(None, board.table.queues.texts):
            try:
                lists[queue_id] = await self._past.codes_of_queue(queue_id)
            except ContactCentreError as error:
                log.info("codes of a queue cannot be read: %s", error)
        board.use_directory(replace(board.directory, queue_codes=lists))

    def _note(self, note: str) -> None:
        self._say(replace(self._state, note=note))

    def _say(self, state: FindState) -> None:
        self._state = state
        self._report(state)


def _with_code(
    directory: Directory, code_id: str, code: WrapupCode | None, *, is_gone: bool
) -> Directory:
    if is_gone or code is None:
        return replace(directory, gone_codes=directory.gone_codes | {code_id})
    return replace(directory, codes={**directory.codes, code_id: code})
