"""Sends one leg's decision to the server and retries until the submission is final.

The rule itself is the table in `domain.submission`; a delivery only does what the table says,
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

from wrapup_desk.application.base.backoff import Backoff
from wrapup_desk.application.base.ports import Answer, Clock, ReadBack
from wrapup_desk.application.base.waiting import event_or_timeout
from wrapup_desk.application.delivery.send_gate import SendGate
from wrapup_desk.domain.interaction import Leg
from wrapup_desk.domain.leg_stage import STAGE_OF, LegStage
from wrapup_desk.domain.modes import UNDO_WINDOW
from wrapup_desk.domain.submission import (
    MOST_WITHOUT_EFFECT,
    NOT_SHOWN,
    SETTLES_WITHIN,
    RefusalKind,
    ServerReply,
    Step,
    Submission,
    SubmissionState,
    next_step,
    refusal_after,
)
from wrapup_desk.domain.wrapup import AssignedCode

log = logging.getLogger(__name__)

# How long to wait for an event before reading back: longer each time.
NEWS_WAITS = Backoff(first_s=2.0, longest_s=8.0)
# How long to wait for a leg to be answered before looking.
ANSWER_S = 30.0
# How long to wait after failed attempts: 1, 2, 4 … 60 s, with jitter.
RETRIES = Backoff(first_s=1.0, longest_s=60.0, least_share=0.1)
# How often a leg that conflicts with our idea of its state is tried, and the pauses between:
# the first conflict is answered at once, because the agent's Complete may follow any moment.
CONFLICT_PAUSES_S = (0.0, 1.0, 2.0)
# How often a refused read-back is tried before it counts as refused for good.
MOST_UNREADABLE = 5

_FATE = {
    Step.CONFIRM: SubmissionState.CONFIRMED,
    Step.SUPERSEDE: SubmissionState.SUPERSEDED,
    Step.REFUSE: SubmissionState.REFUSED,
    Step.TOO_LATE: SubmissionState.TOO_LATE,
}
_NO_CODE_OF_A_PERSON = (ServerReply.HAS_NONE, ServerReply.HAS_SYSTEM, ServerReply.HAS_EARLIER)
# Answers after which a write will not take effect.
_DECLINED = (
    ServerReply.MALFORMED,
    ServerReply.NOT_SIGNED_IN,
    ServerReply.NOT_PERMITTED,
    ServerReply.NOT_FOUND,
    ServerReply.CONFLICT,
    ServerReply.TOO_MANY,
)
_READ_REFUSED = (ServerReply.NOT_PERMITTED, ServerReply.MALFORMED, ServerReply.CONFLICT)


class SubmissionSink(Protocol):
    """Where a delivery tells what became of its submission; both return at once."""

    def keep(self, submission: Submission) -> None:
        """Take a change that has to survive."""

    def show(self, submission: Submission) -> None:
        """Take a change that need not survive."""


class SubmissionDelivery:
    """One leg's submission on its way, from the commit on disk to its final state.

    Args:
        gate: the way to the server.
        sink: notified of every change.
        clock: the machine's clocks.
        random: jitter.
        submission: what to carry.
        leg: the leg as the live stream shows it; without one it is read back first.
    """

    def __init__(
        self,
        gate: SendGate,
        sink: SubmissionSink,
        clock: Clock,
        random: Random,
        submission: Submission,
        leg: Leg | None,
    ) -> None:
        self._gate = gate
        self._sink = sink
        self._clock = clock
        self._random = random
        self._news = asyncio.Event()
        self._stage = LegStage.UNKNOWN
        self._said = ServerReply.NOTHING
        # What the stream said while a request was out: newer than the request's answer.
        self._heard: ServerReply | None = None
        # The code and note on record when the leg was last shown (None: never), and what came since.
        self._stood: tuple[str, str] | None = None
        self._arrived: list[str] = []
        self._take_over(submission)
        if leg is not None:
            self.observe(leg)

    @property
    def revision(self) -> int:
        return self._submission.revision

    def observe(self, leg: Leg) -> None:
        """Note what the stream just showed of the leg.

        Events come late and out of order. So our code is believed only where no earlier write
        of ours can have shown it, another person's never: the leg is read instead. A leg
        without a code is believed only while nothing of ours can be on its way.
        """
        before = self._stage, self._said, self._submission.hung_up_at
        self._stage = max(self._stage, STAGE_OF[leg.phase])
        self._note_hang_up(leg)
        self._note_arrival(leg.wrapup)
        said = self._submission.judge(leg.wrapup)
        # The event may have been faster than the answer to the write it tells of.
        is_ours_perhaps = self._submission.attempts > 0 and self._submission.shows(leg.wrapup)
        if said is ServerReply.HAS_OTHER or (is_ours_perhaps and self.revision > 1):
            self._said = self._heard = ServerReply.NOTHING
        elif said is ServerReply.HAS_OURS:
            self._said = self._heard = said
        elif self._submission.is_first_try:
            self._said = said
        if (self._stage, self._said, self._submission.hung_up_at) != before:
            # At the hang-up as well: from now on there is little time, and what was refused
            # while they talked may do.
            self._news.set()

    def halt(self) -> None:
        """Write nothing any more: a later decision is on its way to the disk."""
        self._is_halted = True

    def revise(self, submission: Submission) -> None:
        """Carry a later decision from now on; an answer to the earlier one no longer counts."""
        self._take_over(submission)
        self._news.set()

    def hurry(self) -> None:
        """Stop waiting: the line works again."""
        self._news.set()

    async def run(self) -> None:
        """Do what the table says until the submission is final."""
        doing: dict[Step, Callable[[], Awaitable[None]]] = {
            Step.SEND: self._send,
            Step.READ_BACK: self._read_back,
            Step.AWAIT_NEWS: self._await_news,
            Step.BACK_OFF: self._back_off,
            # A new sign-in starts a new delivery; a 401 that is no end of the sign-in is waited out.
            Step.AWAIT_SIGN_IN: self._back_off,
            Step.AWAIT_ANSWER: self._await_answer,
        }
        while not self._submission.state.is_final:
            step = next_step(self._stage, self._submission.refusal, self._said)
            if step in _FATE:
                self._finish(_FATE[step])
            else:
                await doing[step]()

    def _take_over(self, submission: Submission) -> None:
        self._submission = submission
        self._said = ServerReply.NOTHING
        self._heard = None
        self._is_halted = False
        self._accepted_at_s: float | None = None
        self._waits_for_news = 0
        self._failures = 0
        self._conflicts = 0
        self._unreadable = 0
        self._without_effect = 0
        self._undo_until_s = self._clock.monotonic() + self._undo_left_s(submission)

    def _undo_left_s(self, submission: Submission) -> float:
        """Return the seconds to wait for an undo, never more than the window, however clocks jump."""
        if submission.not_before_at is None:
            return 0.0
        left_s = (submission.not_before_at - self._gate.server_now()).total_seconds()
        return min(max(0.0, left_s), UNDO_WINDOW.total_seconds())

    def _note_hang_up(self, leg: Leg) -> None:
        if leg.disconnected_at and self._submission.hung_up_at is None:
            self._submission = replace(self._submission, hung_up_at=leg.disconnected_at)

    def _note_arrival(self, assigned: AssignedCode | None) -> None:
        """A code that takes another's place was written just now: that write is not to come any more."""
        stands = (assigned.code_id, assigned.note) if assigned else ("", "")
        if self._stood not in (None, stands):
            self._arrived.append(stands[0])
        self._stood = stands

    async def _send(self) -> None:
        if self._is_halted or await self._has_waited_for_undo():
            await self._wait_while_halted()
            return
        if await self._gate.turn():
            self._said = (
                ServerReply.NOTHING
            )  # what was read before the wait is too old to write upon
            return  # whatever happened meanwhile decides again
        sent = replace(
            self._submission, state=SubmissionState.SENT, attempts=self._submission.attempts + 1
        )
        self._submission = sent
        self._heard = None
        self._sink.show(sent)
        answer = await self._gate.write(sent)
        if sent.revision == self.revision:
            self._take(answer)

    async def _has_waited_for_undo(self) -> bool:
        """On a dialer leg the first code has effects: it is not sent while it can be undone.

        Once the leg has ended there is no time left to wait.
        """
        left_s = self._undo_until_s - self._clock.monotonic()
        if left_s <= 0 or self._stage is LegStage.ENDED:
            return False
        self._news.clear()
        await event_or_timeout(self._news, self._clock, left_s)
        self._said = ServerReply.NOTHING  # as old as the wait was long
        return True

    async def _wait_while_halted(self) -> None:
        while self._is_halted:
            self._news.clear()
            await self._news.wait()

    def _take(self, answer: Answer) -> None:
        """Note what the server answered to a write; what the stream said is newer."""
        self._said = answer.said if self._heard is None else self._heard
        if answer.said is ServerReply.ACCEPTED:
            self._failures = 0
            self._accepted_at_s = self._clock.monotonic()
            self._waits_for_news = 0
            now = self._gate.server_now()
            accepted = replace(
                self._submission, state=SubmissionState.ACCEPTED, accepted_at=now, reason=""
            )
            self._change(accepted)
            return
        self._accepted_at_s = None
        declined = self._submission.declined + (answer.said in _DECLINED)
        refusal = refusal_after(self._submission.refusal, answer.said)
        if answer.said is ServerReply.CONFLICT:
            self._conflicts += 1
            if self._conflicts > len(CONFLICT_PAUSES_S):
                refusal = RefusalKind.FINAL
        refused = replace(
            self._submission,
            state=SubmissionState.WAITING,
            refusal=refusal,
            declined=declined,
            reason=answer.message,
        )
        self._change(refused)

    async def _read_back(self) -> None:
        await self._let_settle()
        asked_for = self._submission
        self._heard = None
        read = await self._gate.read_back(asked_for)
        if asked_for.revision != self.revision or self._heard is ServerReply.HAS_OURS:
            return
        if read.answer.said is ServerReply.NOT_FOUND:
            self._stage = LegStage.GONE
            self._submission = replace(self._submission, reason=read.answer.message)
        elif read.answer.said is ServerReply.ACCEPTED:
            self._take_read(read)
        else:
            self._take_failed_read(read.answer)

    async def _let_settle(self) -> None:
        """A leg that conflicts again and again is given a moment."""
        if self._said is ServerReply.CONFLICT and self._conflicts <= len(CONFLICT_PAUSES_S):
            pause_s = CONFLICT_PAUSES_S[self._conflicts - 1]
            self._news.clear()
            await event_or_timeout(self._news, self._clock, pause_s)

    def _take_read(self, read: ReadBack) -> None:
        self._failures = self._unreadable = 0
        if read.leg is not None:
            self._stage = max(self._stage, STAGE_OF[read.leg.phase])
            self._note_hang_up(read.leg)
        self._note_arrival(read.assigned)
        said = self._submission.judge(read.assigned)
        if said in _NO_CODE_OF_A_PERSON and self._heard is not None:
            return  # the stream has just shown a code this read does not know: read again
        if said in _NO_CODE_OF_A_PERSON and self._was_accepted_lately():
            said = ServerReply.ACCEPTED  # the server may still be at it
        elif said in _NO_CODE_OF_A_PERSON and self._accepted_at_s is not None:
            self._note_without_effect()
        if said is ServerReply.HAS_OTHER and read.assigned is not None:
            self._submission = replace(self._submission, other_code_id=read.assigned.code_id)
        self._said = said

    def _note_without_effect(self) -> None:
        """Count a write that was accepted and is not shown; too many are no accident."""
        self._accepted_at_s = None
        self._without_effect += 1
        if self._without_effect >= MOST_WITHOUT_EFFECT:
            self._submission = replace(
                self._submission, refusal=RefusalKind.WITHOUT_EFFECT, reason=NOT_SHOWN
            )

    def _was_accepted_lately(self) -> bool:
        if self._accepted_at_s is None:
            return False
        passed_s = self._clock.monotonic() - self._accepted_at_s
        return passed_s < SETTLES_WITHIN.total_seconds()

    def _take_failed_read(self, answer: Answer) -> None:
        """A read that failed says nothing about the code: wait and read again."""
        self._said = answer.said
        refusal = self._submission.refusal
        if answer.said in _READ_REFUSED:
            self._said = ServerReply.UNREADABLE
            self._unreadable += 1
            if self._unreadable >= MOST_UNREADABLE:
                refusal = RefusalKind.FINAL
        self._submission = replace(self._submission, refusal=refusal, reason=answer.message)
        self._sink.show(self._submission)

    async def _await_news(self) -> None:
        self._news.clear()
        wait_s = NEWS_WAITS.pause_s(self._waits_for_news + 1)
        if await event_or_timeout(self._news, self._clock, wait_s):
            return
        self._waits_for_news += 1
        self._forget_unless_changed(ServerReply.ACCEPTED)

    async def _back_off(self) -> None:
        self._failures += 1
        seconds = RETRIES.pause_s(self._failures, self._random)
        failed_with = self._said
        if failed_with is ServerReply.TOO_MANY:
            self._gate.pause(timedelta(seconds=seconds))
        self._news.clear()
        await event_or_timeout(self._news, self._clock, seconds)
        self._forget_unless_changed(failed_with)

    async def _await_answer(self) -> None:
        waiting_with = self._said
        self._news.clear()
        await event_or_timeout(self._news, self._clock, ANSWER_S)
        self._forget_unless_changed(waiting_with)

    def _forget_unless_changed(self, said: ServerReply) -> None:
        """What the server *said* is old by now; unless something newer came, ask again."""
        if self._said is said:
            self._said = ServerReply.NOTHING

    def _finish(self, state: SubmissionState) -> None:
        if state is SubmissionState.CONFIRMED:
            # Not before: news comes out of order, and what came once may have been shown twice.
            seen = self._submission
            for code_id in self._arrived:
                seen = seen.came(code_id)
            self._change(seen.confirmed(self._gate.server_now()))
        else:
            self._change(replace(self._submission, state=state))

    def _change(self, submission: Submission) -> None:
        self._submission = submission
        log.info(
            "submission %s rev %d: %s",
            submission.key.communication_id,
            submission.revision,
            submission.state.value,
        )
        self._sink.keep(submission)
