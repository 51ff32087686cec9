"""Reads legs of the past: of a span, of queues as they end, and what agents' desks report."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from contextlib import aclosing
from dataclasses import replace
from datetime import timedelta

from wrapup_desk.application.base.ports import Clock, ContactCentreError
from wrapup_desk.application.base.team_ports import UndeliveredCodes
from wrapup_desk.application.history.ports import FoundPart, PastInteractions, Span
from wrapup_desk.application.repair.effects import ReadLegs, ReadReported, Search, TakeLegs
from wrapup_desk.application.repair.leg_index import LegIndex
from wrapup_desk.application.repair.messages import (
    FindEnded,
    FindProgressed,
    LegsChanged,
    LegsRead,
    RepairMessage,
    ReportedRead,
)
from wrapup_desk.domain.history.past_leg import NameDirectory, PastLeg, former_agent
from wrapup_desk.domain.language.conventions import labelled
from wrapup_desk.domain.language.texts import mark, tr, tr_marked
from wrapup_desk.domain.wrapup import WrapupCode

log = logging.getLogger(__name__)

# So many legs are put into the index at a time before the window gets its turn.
_AT_A_TIME = 100
# What agents' desks reported is of interest for so long.
_REPORTED_SINCE = timedelta(days=31)
_NO_NAMES = mark("Agents are shown by the beginning of their id, as their names cannot be read")


class LegSearch:
    """Fills an index of legs; raises `ContactCentreError` where they cannot be read.

    Args:
        past: what the contact centre remembers.
        clock: to pause by.
        post: takes how far a search is, and what was read.
    """

    def __init__(
        self, past: PastInteractions, clock: Clock, post: Callable[[RepairMessage], None]
    ) -> None:
        self._past = past
        self._clock = clock
        self._post = post

    async def search(self, effect: Search) -> None:
        """Fill the index with the legs of a span; post each step, and the end."""
        shortfall = await self.find_into(effect.legs, effect.span, effect.queue_ids)
        self._post(FindEnded(effect.legs, shortfall))

    async def find_into(self, legs: LegIndex, span: Span, queue_ids: Sequence[str]) -> str:
        """Fill *legs* with those of a span; return what did not come, "" when all did."""
        legs.use_directory(await self._past.directory())
        self._post(FindProgressed(legs, None))

        def note(text: str) -> None:
            self._post(FindProgressed(legs, None, text))

        # What the supervisor has to know at the end, each thing once.
        shortfalls: dict[str, None] = {}
        async with aclosing(self._past.find(span, queue_ids, note)) as parts:
            async for part in parts:
                await self._take_part(part, legs)
                shortfalls |= dict.fromkeys(filter(None, [part.notice]))
                if not any(each.startswith(tr_marked(_NO_NAMES)) for each in shortfalls):
                    shortfalls |= dict.fromkeys(filter(None, [await self._name_agents(legs)]))
        await self._read_queue_codes(legs)
        return "\n".join(shortfalls)

    async def read_into(self, legs: LegIndex, conversation_ids: Sequence[str]) -> None:
        """Fill *legs* with those of conversations named one by one."""
        legs.use_directory(await self._past.directory())
        found = await self._past.legs_of(conversation_ids)
        await self._take_part(FoundPart(found, 1.0), legs)
        await self._read_queue_codes(legs)

    async def take(self, effect: TakeLegs) -> None:
        """Put legs that have just ended into the index."""
        await self._name_codes(effect.found, effect.legs)
        for leg in effect.found:
            effect.legs.put_new(leg)
        await self._name_agents(effect.legs)
        self._post(LegsChanged(is_visible=True))

    async def read_reported(self, effect: ReadReported, reports: UndeliveredCodes) -> None:
        """Read, after a while, what agents' desks could not deliver.

        Raises:
            StoreError: the reports cannot be read now.
        """
        await self._clock.sleep(effect.pause_s)
        since = self._past.server_now() - _REPORTED_SINCE
        self._post(ReportedRead(await reports.reported(since)))

    async def read_legs(self, effect: ReadLegs) -> None:
        """Read conversations that no search found."""
        found = await self._past.legs_of(effect.conversation_ids)
        self._post(LegsRead(effect.legs, found))

    async def _take_part(self, part: FoundPart, legs: LegIndex) -> None:
        await self._name_codes(part.legs, legs)
        for start in range(0, len(part.legs), _AT_A_TIME):
            for leg in part.legs[start : start + _AT_A_TIME]:
                legs.put(leg)
            await asyncio.sleep(0)
        self._post(FindProgressed(legs, part.share_done))

    async def _name_agents(self, legs: LegIndex) -> str:
        """Ask for the names of agents that analytics gave by id alone; return what went wrong."""
        unnamed = frozenset(legs.table.unnamed)
        if not unnamed:
            return ""
        try:
            found = await self._past.agent_names(unnamed)
        except ContactCentreError as error:
            log.info("names of agents cannot be read: %s", error)
            return labelled(tr_marked(_NO_NAMES), error)
        legs.name_agents({each: name or former_agent(each) for each, name in found.items()})
        return ""

    async def _name_codes(self, found: Sequence[PastLeg], legs: LegIndex) -> None:
        """Ask for codes no list has: another division's, or deleted ones.

        A list leaves out what the supervisor may not see, so a code that is in none is only
        called deleted when asking for it by its id says so.
        """
        for code_id in {leg.code_id for leg in found}:
            if not legs.directory.needs_a_name(code_id):
                continue
            code, is_gone = await self._ask_for(code_id)
            legs.use_directory(_with_code(legs.directory, code_id, code, is_gone=is_gone))

    async def _ask_for(self, code_id: str) -> tuple[WrapupCode | None, bool]:
        try:
            code = await self._past.code(code_id)
        except ContactCentreError as error:
            log.info("code %s cannot be read: %s", code_id, error)
            return WrapupCode(code_id, tr("a code you may not see")), False
        return code, code is None

    async def _read_queue_codes(self, legs: LegIndex) -> None:
        """Read the codes of the queues found, so that only those are offered."""
        lists: dict[str, tuple[WrapupCode, ...]] = {}
        for queue_id in filter(None, legs.table.queues.texts):
            try:
                lists[queue_id] = await self._past.codes_of_queue(queue_id)
            except ContactCentreError as error:
                log.info("codes of a queue cannot be read: %s", error)
        legs.use_directory(replace(legs.directory, queue_codes=lists))


def _with_code(
    directory: NameDirectory, code_id: str, code: WrapupCode | None, *, is_gone: bool
) -> NameDirectory:
    if is_gone or code is None:
        return replace(directory, gone_codes=directory.gone_codes | {code_id})
    return replace(directory, codes={**directory.codes, code_id: code})
