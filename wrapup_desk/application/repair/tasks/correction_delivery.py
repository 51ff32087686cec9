"""Delivers one correction to Genesys; retries until it is final, and stores each state.

Before each write the record is read: never over a change that came in between. A write is
stored as sent before it goes out, so that after a crash it is read back, not sent blindly.
The rule is `domain.repair.correction.next_step`; here is only the doing.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from wrapup_desk.application.base.backoff import Backoff
from wrapup_desk.application.base.ports import Clock
from wrapup_desk.application.base.rate_gate import RateGate
from wrapup_desk.application.repair.messages import CorrectionChanged, RateLimitReported
from wrapup_desk.application.repair.ports import (
    CodeRead,
    CorrectionLedger,
    OfficialRecord,
    RecordAnswer,
    Way,
    ways_for,
)
from wrapup_desk.application.repair.tasks.learnt_refusals import LearntRefusals
from wrapup_desk.domain.language.texts import mark
from wrapup_desk.domain.repair.audit import event_of
from wrapup_desk.domain.repair.correction import (
    ALREADY_CODED,
    Correction,
    CorrectionState,
    CorrectionStep,
    OnRecord,
    Try,
    compare,
    most_telling,
    next_step,
)
from wrapup_desk.domain.submission import ServerReply
from wrapup_desk.domain.wrapup import AssignedCode

log = logging.getLogger(__name__)

# Read what it is now, write, look whether it has arrived.
REQUESTS_PER_CHANGE = 3
# How long after a 202 a record without the new code still counts as "on its way".
PATIENCE_S = 15.0
_LOOKS = Backoff(first_s=0.3, longest_s=4.0)
# After so many failed attempts in a row the batch pauses.
_MOST_FAILURES = 5
_RETRIES = Backoff(first_s=1.0, longest_s=16.0)
_DEFAULT_PAUSE = timedelta(seconds=5)
_PASSING = frozenset({ServerReply.TOO_MANY, ServerReply.FAILED, ServerReply.UNREACHABLE})


class Interrupted(Exception):
    """Nothing can be done for now; what is not final stays stored and goes on later.

    Attributes:
        missing_permissions: set when the server named what this person lacks.
    """

    def __init__(self, message: str, missing_permissions: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.missing_permissions = missing_permissions


@dataclass(frozen=True, slots=True)
class DeliveryOptions:
    """What the settings say about fixing."""

    # Where Genesys refuses the code: also write it as a participant attribute of this name.
    attribute_name: str = ""


@dataclass(frozen=True, slots=True)
class DeliveryContext:
    """What deliveries share: record and ledger, whose turn it is, and where news go.

    *post* takes each change once it is stored, and waits that the server asks for.
    """

    record: OfficialRecord
    ledger: CorrectionLedger
    clock: Clock
    gate: RateGate
    server_now: Callable[[], datetime]
    post: Callable[[CorrectionChanged | RateLimitReported], None]
    options: DeliveryOptions = DeliveryOptions()
    refusals: LearntRefusals = field(default_factory=LearntRefusals)


class CorrectionDelivery:
    """One correction on its way.

    Args:
        context: what all deliveries share.
        correction: as it is stored.
    """

    def __init__(self, context: DeliveryContext, correction: Correction) -> None:
        self.correction = correction
        self._context = context
        self._refused: set[Way] = set()
        self._accepted_at_s: float | None = None
        self._accepted_by: Way | None = None
        self._looks = 0
        self._failures = 0
        self._last_answer = correction.answer
        # Answers of this run; those of an earlier one may not hold any more.
        self._tried: tuple[Try, ...] = ()
        self._seen: AssignedCode | None = None

    async def deliver(self) -> None:
        """Do what the rule says until the correction is final.

        Raises:
            Interrupted: signed out, not permitted, or the server stays away.
            StoreError: the ledger cannot keep what happened.
        """
        while self.correction.state.is_active:
            read = await self._read()
            if read is None:
                continue
            on_record = (
                compare(self.correction, read.assigned) if read.is_known else OnRecord.UNKNOWN
            )
            if (
                read.is_late
                and self._accepted_at_s is not None
                and on_record is not OnRecord.WANTED
            ):
                # Analytics is minutes behind: whoever checks it later will know.
                return
            self._seen = read.assigned
            step = self._next(on_record)
            if step is CorrectionStep.WRITE and await self._was_spared(read):
                return
            await self._do(step, read)
        self._context.refusals.note(self.correction)

    async def _was_spared(self, read: CodeRead) -> bool:
        """Keep a correction that was not tried yet here only, where trying has no chance."""
        if self.correction.attempts:
            return False
        answer = self._context.refusals.answer_without_trying(self.correction.media)
        if answer:
            await self._keep_here(answer, read.assigned.code_id if read.assigned else "")
        return bool(answer)

    async def cancel(self) -> None:
        """End a correction that was never sent."""
        if self.correction.state is CorrectionState.PLANNED:
            await self._move(
                CorrectionState.CANCELLED, mark("Cancelled before anything was sent.")
            )

    def _next(self, on_record: OnRecord) -> CorrectionStep:
        is_settling = self._is_settling()
        if self._accepted_by is not None and not is_settling:
            # Accepted, and nothing came of it: that is a refusal, whatever it was called.
            self._refused.add(self._accepted_by)
            text = mark("Genesys accepted it, but its record did not change.")
            self._add_try(self._accepted_by, ServerReply.ACCEPTED, text)
            self._accepted_by = self._accepted_at_s = None
        ways = ways_for(self.correction.media)
        return next_step(
            self.correction.state,
            on_record,
            is_refused=self._refused.issuperset(ways),
            is_settling=is_settling,
        )

    def _is_settling(self) -> bool:
        if self._accepted_at_s is None:
            return False
        return self._context.clock.monotonic() - self._accepted_at_s < PATIENCE_S

    async def _do(self, step: CorrectionStep, read: CodeRead) -> None:
        seen = read.assigned.code_id if read.assigned else ""
        match step:
            case CorrectionStep.WRITE:
                await self._write(read)
            case CorrectionStep.WAIT:
                self._looks += 1
                await self._context.clock.sleep(_LOOKS.pause_s(self._looks))
            case CorrectionStep.CONFIRM:
                await self._move(CorrectionState.CONFIRMED, self._last_answer, seen)
            case CorrectionStep.SKIP:
                await self._skip(seen)
            case CorrectionStep.KEEP:
                answer = most_telling(self._tried) if self._refused else read.answer.message
                await self._keep_here(answer, seen if read.is_known else None)

    async def _read(self) -> CodeRead | None:
        """Read the record; None after waiting for a server that could not answer."""
        await self._context.gate.turn()
        read = await self._context.record.read_code(self.correction.key, self.correction.media)
        if read.answer.said is ServerReply.NOT_SIGNED_IN:
            raise Interrupted(read.answer.message)
        if read.answer.said in _PASSING:
            await self._wait_out(read.answer)
            return None
        self._failures = 0
        return read

    async def _write(self, read: CodeRead) -> None:
        way = next(way for way in ways_for(self.correction.media) if way not in self._refused)
        sent = replace(self.correction, way=way.value, attempts=self.correction.attempts + 1)
        if read.assigned is not None:
            # As it is on record this very moment, so that it can travel along and come back.
            sent = replace(sent, from_note=read.assigned.note, from_tags=read.assigned.tags)
        await self._context.gate.turn()
        await self._keep(sent.moved(CorrectionState.SENT, self._context.server_now()))
        answer = await self._context.record.write_code(way, self.correction)
        if answer.said is ServerReply.ACCEPTED:
            self._accepted_at_s = self._context.clock.monotonic()
            self._accepted_by = way
            self._looks = 0
            self._last_answer = answer.message
            await self._move(CorrectionState.ACCEPTED, answer.message)
            await self._context.clock.sleep(_LOOKS.first_s)
        elif answer.said is ServerReply.NOT_SIGNED_IN:
            raise Interrupted(answer.message)
        elif answer.missing_permissions:
            await self._move(CorrectionState.CANCELLED, answer.message)
            raise Interrupted(answer.message, answer.missing_permissions)
        elif answer.said in _PASSING:
            await self._wait_out(answer)
        else:
            log.info("way %s refused: %s", way.value, answer.said.value)
            self._refused.add(way)
            self._add_try(way, answer.said, answer.message)
            await self._keep_try(f"way {way.value} refused", answer.message)

    def _add_try(self, way: Way, said: ServerReply, answer: str) -> None:
        one = Try(way.value, said, answer, self._context.server_now())
        self._tried = (*self._tried, one)

    async def _keep_try(self, action: str, answer: str) -> None:
        """Store what one way was answered; the answer that is shown is the most telling yet."""
        now = self._context.server_now()
        tried = replace(self.correction, tries=self._tried)
        tried = tried.moved(CorrectionState.SENT, now, most_telling(self._tried))
        event = replace(event_of(tried, action), answer=answer)
        await self._context.ledger.keep(tried, [event])
        self.correction = tried
        self._context.post(CorrectionChanged(tried))

    async def _wait_out(self, answer: RecordAnswer) -> None:
        if answer.said is ServerReply.TOO_MANY:
            pause = answer.retry_after or _DEFAULT_PAUSE
            self._context.gate.pause(pause)
            self._context.post(RateLimitReported(pause.total_seconds()))
            return
        self._failures += 1
        if self._failures > _MOST_FAILURES:
            raise Interrupted(answer.message)
        await self._context.clock.sleep(_RETRIES.pause_s(self._failures))

    async def _skip(self, seen: str) -> None:
        if seen == self.correction.to_code.id:
            await self._move(CorrectionState.SKIPPED, ALREADY_CODED, seen)
        else:
            text = mark("Somebody else changed it in between; their code stands.")
            await self._move(CorrectionState.SKIPPED, text, seen)

    async def _keep_here(self, answer: str, seen: str | None) -> None:
        """Keep the correction in the ledger only, and where set, as an attribute beside the code."""
        kept = replace(self.correction, tries=self._tried)
        name = self._context.options.attribute_name
        if name:
            values = {name: kept.to_code.name, f"{name}_id": kept.to_code.id}
            await self._context.gate.turn()
            written = await self._context.record.write_attributes(kept.key, values)
            kept = replace(kept, is_in_attributes=written.said is ServerReply.ACCEPTED)
        self.correction = kept
        await self._move(CorrectionState.KEPT, answer, seen)

    async def _move(self, state: CorrectionState, answer: str, seen: str | None = None) -> None:
        await self._keep(self.correction.moved(state, self._context.server_now(), answer), seen)

    async def _keep(self, correction: Correction, seen: str | None = None) -> None:
        await self._context.ledger.keep(correction, [event_of(correction)])
        self.correction = correction
        beside = self._seen if seen else None
        self._context.post(CorrectionChanged(correction, seen, beside))
