"""Carries one leg's decision to the server and does not rest until its fate is known.

The rule itself is the table in `domain.submission`; a courier only does what the table says,
one step at a time, so that a read-back and a write of the same leg never overlap.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from random import Random
from typing import Protocol

from wrapup_desk.application.ports import Answer, Clock, ContactCentre, ReadBack
from wrapup_desk.application.waiting import news_within
from wrapup_desk.domain.interaction import Leg
from wrapup_desk.domain.submission import (
    Refusal,
    Said,
    Standing,
    Step,
    Submission,
    SubmissionState,
    next_step,
    refusal_after,
    standing_of,
)
from wrapup_desk.domain.wrapup import AssignedCode

log = logging.getLogger(__name__)

# How long after a 202 a read-back without our code still counts as "on its way".
PATIENCE_S = 15.0
# How long to wait for an event before reading back, the first and the longest time.
FIRST_NEWS_S = 2.0
LONGEST_NEWS_S = 8.0
# Back-off of failed attempts: 1, 2, 4 … 60 s, with full jitter.
LONGEST_BACK_OFF_S = 60.0
# How often a leg that conflicts with our idea of its state is tried again.
MOST_CONFLICTS = 3

_FATE = {
    Step.CONFIRM: SubmissionState.CONFIRMED,
    Step.SUPERSEDE: SubmissionState.SUPERSEDED,
    Step.REFUSE: SubmissionState.REFUSED,
    Step.TOO_LATE: SubmissionState.TOO_LATE,
}


class Office(Protocol):
    """What couriers share: the line to the server, and when it may be used."""

    @property
    def centre(self) -> ContactCentre: ...

    @property
    def clock(self) -> Clock: ...

    @property
    def random(self) -> Random: ...

    async def turn(self) -> bool:
        """Wait until no Retry-After runs any more; tell whether there was anything to wait for."""

    async def sign_in(self) -> None:
        """Wait until somebody has signed in again."""

    def pause(self, span: timedelta) -> None:
        """Keep the whole queue waiting for *span*."""

    async def keep(self, submission: Submission) -> None:
        """Store and show a changed submission."""

    def show(self, submission: Submission) -> None:
        """Show a submission whose change need not survive."""


class Courier:
    """One leg's submission on its way, from the commit on disk to its final state."""

    def __init__(self, office: Office, submission: Submission, leg: Leg | None) -> None:
        self.submission = submission
        self._office = office
        self._news = asyncio.Event()
        self._standing = standing_of(leg.phase if leg else None)
        # A live leg's snapshot is a read-back that cost nothing; without one, ask first.
        self._said = submission.judge(leg.wrapup) if leg else Said.NOTHING
        # A write is out and no read-back has shown what became of it: until one does, only a
        # snapshot that shows our code, or somebody else's, says anything.
        self._is_in_doubt = False
        self._accepted_at_s: float | None = None
        self._news_wait_s = FIRST_NEWS_S
        self._failures = 0
        self._conflicts = 0

    def observe(self, leg: Leg) -> None:
        """Take in what the stream just showed of the leg."""
        self._standing = standing_of(leg.phase)
        self._note_hang_up(leg)
        self._hear(leg.wrapup)
        self._news.set()

    def revise(self, submission: Submission) -> None:
        """Carry a later decision from now on; an answer to the earlier one no longer counts."""
        self.submission = submission
        self._said = Said.NOTHING
        self._accepted_at_s = None
        self._conflicts = 0
        self._news.set()

    async def carry(self) -> None:
        """Do what the table says until the submission is final."""
        doing: dict[Step, Callable[[], Awaitable[None]]] = {
            Step.SEND: self._send,
            Step.READ_BACK: self._read_back,
            Step.AWAIT_NEWS: self._await_news,
            Step.BACK_OFF: self._back_off,
            Step.AWAIT_SIGN_IN: self._await_sign_in,
            Step.AWAIT_ANSWER: self._await_answer,
        }
        while not self.submission.state.is_final:
            await self._wait_out_undo()
            step = self._next_step()
            if step in _FATE:
                await self._finish(_FATE[step])
            else:
                await doing[step]()

    def _next_step(self) -> Step:
        return next_step(self._standing, self.submission.refusal, self._said)

    async def _wait_out_undo(self) -> None:
        """On a dialer leg the first code has effects: it is not sent while it can be undone."""
        while (not_before_at := self.submission.not_before_at) is not None:
            left = (not_before_at - self._office.centre.server_now()).total_seconds()
            if left <= 0 or self.submission.state.is_final:
                return
            self._news.clear()
            await news_within(self._news, self._office.clock, left)

    def _hear(self, assigned: AssignedCode | None) -> None:
        said = self.submission.judge(assigned)
        if self._is_in_doubt and said not in (Said.HAS_OURS, Said.HAS_OTHER):
            return
        if said is Said.HAS_OTHER and assigned is not None:
            self.submission = replace(self.submission, other_code_id=assigned.code_id)
        self._said = said

    def _note_hang_up(self, leg: Leg) -> None:
        if leg.disconnected_at and self.submission.hung_up_at is None:
            self.submission = replace(self.submission, hung_up_at=leg.disconnected_at)

    async def _send(self) -> None:
        had_to_wait = await self._office.turn()
        if had_to_wait:
            self._said = Said.NOTHING  # what was read before the wait is too old to write upon
        if self._next_step() is not Step.SEND:
            return
        submission = replace(
            self.submission, state=SubmissionState.SENT, attempts=self.submission.attempts + 1
        )
        self.submission = submission
        self._is_in_doubt = True
        self._office.show(submission)
        answer = await self._office.centre.submit(
            submission.key,
            submission.media,
            submission.decision.code.id,
            submission.decision.note,
            is_provisional=submission.decision.is_provisional,
        )
        if submission.revision == self.submission.revision:
            await self._take(answer)

    async def _take(self, answer: Answer) -> None:
        """Take in what the server answered to a write."""
        if self._said in (Said.HAS_OURS, Said.HAS_OTHER):
            return  # the stream was faster than the answer, and it is the truth
        self._said = answer.said
        if answer.said is Said.ACCEPTED:
            self._failures = 0
            self._accepted_at_s = self._office.clock.monotonic()
            self._news_wait_s = FIRST_NEWS_S
            now = self._office.centre.server_now()
            await self._change(state=SubmissionState.ACCEPTED, accepted_at=now, reason="")
            return
        self._accepted_at_s = None
        refusal = refusal_after(self.submission.refusal, answer.said)
        if answer.said is Said.CONFLICT:
            self._conflicts += 1
            if self._conflicts >= MOST_CONFLICTS:
                refusal = Refusal.FINAL
        if answer.retry_after is not None:
            self._office.pause(answer.retry_after)
        await self._change(state=SubmissionState.WAITING, refusal=refusal, reason=answer.message)

    async def _read_back(self) -> None:
        await self._office.turn()
        revision = self.submission.revision
        read = await self._office.centre.read_back(self.submission.key, self.submission.media)
        if revision != self.submission.revision:
            return
        if read.answer.said is Said.NOT_FOUND:
            self._standing = Standing.GONE
        elif read.answer.said is Said.ACCEPTED:
            self._take_read(read)
        else:
            self._take_failed_read(read.answer)

    def _take_read(self, read: ReadBack) -> None:
        self._failures = 0
        if read.leg is not None:
            self._standing = standing_of(read.leg.phase)
            self._note_hang_up(read.leg)
        # A 202 so lately that the server may still be at it is not refuted by a read.
        self._is_in_doubt = self._was_accepted_lately()
        if self._is_in_doubt:
            self._said = Said.ACCEPTED
        self._hear(read.assigned)

    def _was_accepted_lately(self) -> bool:
        if self._accepted_at_s is None:
            return False
        return self._office.clock.monotonic() - self._accepted_at_s < PATIENCE_S

    def _take_failed_read(self, answer: Answer) -> None:
        """A read that failed says nothing about the code: wait and read again."""
        if answer.retry_after is not None:
            self._office.pause(answer.retry_after)
        refused = answer.said in (Said.NOT_PERMITTED, Said.MALFORMED, Said.CONFLICT)
        self._said = Said.FAILED if refused else answer.said
        self.submission = replace(self.submission, reason=answer.message)
        self._office.show(self.submission)

    async def _await_news(self) -> None:
        self._news.clear()
        if await news_within(self._news, self._office.clock, self._news_wait_s):
            return
        self._news_wait_s = min(LONGEST_NEWS_S, self._news_wait_s * 2)
        if self._said is Said.ACCEPTED:
            self._said = Said.NOTHING

    async def _back_off(self) -> None:
        self._failures += 1
        most_s = min(LONGEST_BACK_OFF_S, 2.0 ** min(self._failures - 1, 6))
        seconds = self._office.random.uniform(0.1, 1.0) * most_s
        if self._said is Said.TOO_MANY:
            self._office.pause(timedelta(seconds=seconds))
        failed_with = self._said
        self._news.clear()
        # News of the leg means the line works again: look at once.
        await news_within(self._news, self._office.clock, seconds)
        if self._said is failed_with:
            self._said = Said.NOTHING

    async def _await_sign_in(self) -> None:
        await self._office.sign_in()
        if self._said is Said.NOT_SIGNED_IN:
            self._said = Said.NOTHING

    async def _await_answer(self) -> None:
        self._news.clear()
        await self._news.wait()

    async def _finish(self, state: SubmissionState) -> None:
        now = self._office.centre.server_now()
        confirmed_at = now if state is SubmissionState.CONFIRMED else None
        await self._change(state=state, confirmed_at=confirmed_at)

    async def _change(self, **changes: object) -> None:
        self.submission = replace(self.submission, **changes)  # type: ignore[arg-type]  # by name
        log.info(
            "submission %s rev %d: %s",
            self.submission.key.communication_id,
            self.submission.revision,
            self.submission.state.value,
        )
        await self._office.keep(self.submission)
