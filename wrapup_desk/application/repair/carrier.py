"""Carries one correction to Genesys and does not rest until its fate is known and stored.

Before each write the record is read: never over a change that came in between. A write is
stored as sent before it goes out, so that after a crash it is read back, not sent blindly.
The rule is `domain.repair.correction.next_step`; here is only the doing.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from wrapup_desk.application.ports import Clock
from wrapup_desk.application.repair.pacer import Pacer
from wrapup_desk.application.repair.repair_ports import (
    CodeRead,
    CorrectionLedger,
    OfficialRecord,
    RecordAnswer,
    Way,
    ways_for,
)
from wrapup_desk.domain.repair.audit import AuditEvent
from wrapup_desk.domain.repair.correction import (
    Correction,
    CorrectionState,
    OnRecord,
    Step,
    compare,
    next_step,
)
from wrapup_desk.domain.submission import Said

log = logging.getLogger(__name__)

# Read what it is now, write, look whether it has arrived.
REQUESTS_PER_CHANGE = 3
# How long after a 202 a record without the new code still counts as "on its way".
PATIENCE_S = 15.0
_FIRST_LOOK_S = 0.3
_LONGEST_LOOK_S = 4.0
# Back-off of failed attempts: 1, 2, 4 … s; after so many in a row the batch pauses.
_MOST_FAILURES = 5
_DEFAULT_PAUSE = timedelta(seconds=5)
_PASSING = frozenset({Said.TOO_MANY, Said.FAILED, Said.UNREACHABLE})


class Interrupted(Exception):
    """Nothing can be done for now; what is not final stays stored and goes on later.

    Attributes:
        missing_permissions: set when the server named what this person lacks.
    """

    def __init__(self, message: str, missing_permissions: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.missing_permissions = missing_permissions


@dataclass(frozen=True, slots=True)
class CarryingRules:
    """What the settings say about fixing."""

    # Where Genesys refuses the code: also write it as a participant attribute of this name.
    attribute_name: str = ""


class Carriers:
    """What carriers share: the line to the record, the ledger, and whose turn it is."""

    def __init__(
        self,
        record: OfficialRecord,
        ledger: CorrectionLedger,
        clock: Clock,
        pacer: Pacer,
        server_now: Callable[[], datetime],
    ) -> None:
        self.record = record
        self.ledger = ledger
        self.clock = clock
        self.pacer = pacer
        self.server_now = server_now
        self.rules = CarryingRules()


class Carrier:
    """One correction on its way.

    Args:
        shared: the line and the ledger.
        correction: as it is stored.
        on_change: told each stored change, and the code seen on record ("" for none, None if
            it was not read).
    """

    def __init__(
        self,
        shared: Carriers,
        correction: Correction,
        on_change: Callable[[Correction, str | None], None],
    ) -> None:
        self.correction = correction
        self._shared = shared
        self._on_change = on_change
        self._refused: set[Way] = set()
        self._accepted_at_s: float | None = None
        self._accepted_by: Way | None = None
        self._look_wait_s = _FIRST_LOOK_S
        self._failures = 0
        self._last_answer = correction.answer

    async def carry(self) -> None:
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
            await self._do(self._next(on_record), read)

    async def cancel(self) -> None:
        """End a correction that was never sent."""
        if self.correction.state is CorrectionState.PLANNED:
            await self._move(CorrectionState.CANCELLED, "Cancelled before anything was sent.")

    def _next(self, on_record: OnRecord) -> Step:
        is_settling = self._is_settling()
        if self._accepted_by is not None and not is_settling:
            # Accepted, and nothing came of it: that is a refusal, whatever it was called.
            self._refused.add(self._accepted_by)
            self._accepted_by = self._accepted_at_s = None
            self._last_answer = "Genesys accepted it, but its record did not change."
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
        return self._shared.clock.monotonic() - self._accepted_at_s < PATIENCE_S

    async def _do(self, step: Step, read: CodeRead) -> None:
        seen = read.assigned.code_id if read.assigned else ""
        match step:
            case Step.WRITE:
                await self._write()
            case Step.WAIT:
                await self._shared.clock.sleep(self._look_wait_s)
                self._look_wait_s = min(_LONGEST_LOOK_S, self._look_wait_s * 2)
            case Step.CONFIRM:
                await self._move(CorrectionState.CONFIRMED, self._last_answer, seen)
            case Step.SKIP:
                await self._skip(seen)
            case Step.KEEP:
                answer = self._last_answer if self._refused else read.answer.message
                await self._keep_here(answer, seen if read.is_known else None)

    async def _read(self) -> CodeRead | None:
        """Read the record; None after waiting for a server that could not answer."""
        await self._shared.pacer.turn()
        read = await self._shared.record.read_code(self.correction.key, self.correction.media)
        if read.answer.said is Said.NOT_SIGNED_IN:
            raise Interrupted(read.answer.message)
        if read.answer.said in _PASSING:
            await self._wait_out(read.answer)
            return None
        self._failures = 0
        return read

    async def _write(self) -> None:
        way = next(way for way in ways_for(self.correction.media) if way not in self._refused)
        sent = replace(self.correction, way=way.value, attempts=self.correction.attempts + 1)
        await self._shared.pacer.turn()
        await self._keep(sent.moved(CorrectionState.SENT, self._shared.server_now()))
        answer = await self._shared.record.write_code(way, self.correction)
        if answer.said is Said.ACCEPTED:
            self._accepted_at_s = self._shared.clock.monotonic()
            self._accepted_by = way
            self._look_wait_s = _FIRST_LOOK_S
            self._last_answer = answer.message
            await self._move(CorrectionState.ACCEPTED, answer.message)
            await self._shared.clock.sleep(self._look_wait_s)
        elif answer.said is Said.NOT_SIGNED_IN:
            raise Interrupted(answer.message)
        elif answer.missing_permissions:
            await self._move(CorrectionState.CANCELLED, answer.message)
            raise Interrupted(answer.message, answer.missing_permissions)
        elif answer.said in _PASSING:
            await self._wait_out(answer)
        else:
            log.info("way %s refused: %s", way.value, answer.said.value)
            self._refused.add(way)
            self._last_answer = answer.message

    async def _wait_out(self, answer: RecordAnswer) -> None:
        if answer.said is Said.TOO_MANY:
            self._shared.pacer.pause(answer.retry_after or _DEFAULT_PAUSE)
            return
        self._failures += 1
        if self._failures > _MOST_FAILURES:
            raise Interrupted(answer.message)
        await self._shared.clock.sleep(2.0 ** (self._failures - 1))

    async def _skip(self, seen: str) -> None:
        if seen == self.correction.to_code.id:
            await self._move(CorrectionState.SKIPPED, "It already had this code.", seen)
        else:
            text = "Somebody else changed it in between; their code stands."
            await self._move(CorrectionState.SKIPPED, text, seen)

    async def _keep_here(self, answer: str, seen: str | None) -> None:
        """Keep the correction in the ledger only, and where set, as an attribute beside the code."""
        kept = self.correction
        name = self._shared.rules.attribute_name
        if name:
            values = {name: kept.to_code.name, f"{name}_id": kept.to_code.id}
            await self._shared.pacer.turn()
            written = await self._shared.record.write_attributes(kept.key, values)
            kept = replace(kept, is_in_attributes=written.said is Said.ACCEPTED)
        self.correction = kept
        await self._move(CorrectionState.KEPT, answer, seen)

    async def _move(self, state: CorrectionState, answer: str, seen: str | None = None) -> None:
        await self._keep(self.correction.moved(state, self._shared.server_now(), answer), seen)

    async def _keep(self, correction: Correction, seen: str | None = None) -> None:
        await self._shared.ledger.keep(correction, [event_of(correction)])
        self.correction = correction
        self._on_change(correction, seen)


def event_of(correction: Correction, action: str = "") -> AuditEvent:
    """Return what the trail says of a correction's present state."""
    by = f" by way {correction.way}" if correction.state is CorrectionState.SENT else ""
    beside = ", written as attribute" if correction.is_in_attributes else ""
    return AuditEvent(
        at=correction.changed_at or correction.decided_at,
        who=correction.who,
        action=action or f"{correction.state.value}{by}{beside}",
        key=correction.key,
        from_code=correction.from_code_id,
        to_code=correction.to_code.id,
        reason=correction.reason,
        answer=correction.answer,
        batch_id=correction.batch_id,
        correction_id=correction.id,
        note=correction.note,
    )
