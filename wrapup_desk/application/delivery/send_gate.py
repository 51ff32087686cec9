"""Paces what all deliveries send: one Retry-After holds for all; measures how long writes take."""

from __future__ import annotations

import asyncio
import math
from collections import deque
from dataclasses import replace
from datetime import datetime, timedelta

from wrapup_desk.application.base.ports import Answer, Clock, ContactCentre, ReadBack
from wrapup_desk.domain.language.texts import tr
from wrapup_desk.domain.submission import ServerReply, Submission

# How many of the last writes tell how slow the server is.
_MEASURED_WRITES = 50
# Genesys counts requests by the minute: no Retry-After holds codes up for longer.
LONGEST_PAUSE = timedelta(minutes=1)


class SendGate:
    """Writes and reads back for every delivery; what the server asks of one holds for all.

    Args:
        centre: the contact centre.
        clock: the machine's clocks.
    """

    def __init__(self, centre: ContactCentre, clock: Clock) -> None:
        self._centre = centre
        self._clock = clock
        self._not_before_s = -math.inf
        # After a pause that was cut short one read asks first whether the server takes more.
        self._has_to_probe = False
        self._probing = asyncio.Lock()
        self._write_spans_s: deque[float] = deque(maxlen=_MEASURED_WRITES)

    @property
    def latency(self) -> timedelta:
        """Return the slow end (p95) of the last writes that were answered."""
        if not self._write_spans_s:
            return timedelta(0)
        spans = sorted(self._write_spans_s)
        return timedelta(seconds=spans[math.ceil(0.95 * len(spans)) - 1])

    def server_now(self) -> datetime:
        return self._centre.server_now()

    async def turn(self) -> bool:
        """Wait until no Retry-After runs any more; tell whether there was anything to wait for."""
        had_to_wait = False
        while (left_s := self._not_before_s - self._clock.monotonic()) > 0:
            had_to_wait = True
            await self._clock.sleep(left_s)
        return had_to_wait

    def pause(self, span: timedelta) -> None:
        """Keep the whole queue waiting for *span*."""
        until_s = self._clock.monotonic() + span.total_seconds()
        self._not_before_s = max(self._not_before_s, until_s)

    async def write(self, submission: Submission) -> Answer:
        """Send a submission's code once."""
        sent_at_s = self._clock.monotonic()
        decision = submission.decision
        answer = await self._centre.submit(
            submission.key,
            submission.media,
            decision.code.id,
            decision.note,
            tags=decision.tags,
            is_provisional=decision.is_provisional,
        )
        if answer.said is not ServerReply.UNREACHABLE:
            self._write_spans_s.append(self._clock.monotonic() - sent_at_s)
        return self._heed(answer)

    async def read_back(self, submission: Submission) -> ReadBack:
        """Read where the leg stands, when it is this queue's turn."""
        await self.turn()
        if not self._has_to_probe:
            return await self._read_back(submission)
        async with self._probing:
            await self.turn()
            if self._has_to_probe:
                read = await self._read_back(submission)
                self._has_to_probe = read.answer.said is ServerReply.TOO_MANY
                return read
        return await self._read_back(submission)

    async def _read_back(self, submission: Submission) -> ReadBack:
        read = await self._centre.read_back(submission.key, submission.media)
        return replace(read, answer=self._heed(read.answer))

    def _heed(self, answer: Answer) -> Answer:
        """Pause as long as the server asks, within reason, and say for how long."""
        if answer.retry_after is None:
            return answer
        span = min(answer.retry_after, LONGEST_PAUSE)
        self._has_to_probe = self._has_to_probe or span < answer.retry_after
        self.pause(span)
        wait = tr("The next try is in {seconds} s.", seconds=math.ceil(span.total_seconds()))
        return replace(answer, message=f"{answer.message} {wait}".strip(), retry_after=span)
