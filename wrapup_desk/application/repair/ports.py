"""What the repair desk needs of the outside world, one protocol per ability."""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol

from wrapup_desk.application.base.ports import StoreError
from wrapup_desk.domain.events import PredictedCode
from wrapup_desk.domain.history.past_leg import PastLeg
from wrapup_desk.domain.interaction import LegKey, Media
from wrapup_desk.domain.repair.audit import Anchor, AuditEntry, AuditEvent, ChainCheck
from wrapup_desk.domain.repair.correction import Batch, Correction
from wrapup_desk.domain.repair.rules import RuleList
from wrapup_desk.domain.submission import ServerReply
from wrapup_desk.domain.wrapup import AssignedCode


class Way(enum.Enum):
    """The documented ways to write a code on somebody's leg, in the order they are tried."""

    COMMUNICATION = "A"  # POST …/communications/{id}/wrapup
    PARTICIPANT = "B"  # PATCH …/participants/{id}
    ON_BEHALF = "C"  # PATCH …/participants/{id}/user/{userId}, calls only


def ways_for(media: Media) -> tuple[Way, ...]:
    """Return the ways there are for a leg of *media*."""
    if media is Media.CALL:
        return (Way.COMMUNICATION, Way.PARTICIPANT, Way.ON_BEHALF)
    if media is Media.CHAT:
        return (Way.PARTICIPANT,)  # the paths of web chat v2 are gone
    return (Way.COMMUNICATION, Way.PARTICIPANT)


@dataclass(frozen=True, slots=True)
class RecordAnswer:
    """What the server answered to a write or a read of a code.

    *missing_permissions* is set when the refusal named them: then the same will be refused for
    every other leg, and nothing is to be queued.
    """

    said: ServerReply
    message: str = ""
    retry_after: timedelta | None = None
    missing_permissions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CodeRead:
    """The code on record for a leg; *answer* is ACCEPTED when it could be read.

    *is_late* tells that it comes from analytics, minutes behind, because the conversation
    itself can no longer be read.
    """

    answer: RecordAnswer
    assigned: AssignedCode | None = None
    is_late: bool = False

    @property
    def is_known(self) -> bool:
        return self.answer.said is ServerReply.ACCEPTED


class OfficialRecord(Protocol):
    """The wrap-up codes as Genesys keeps them, written and read as a supervisor; never raises."""

    async def read_code(self, key: LegKey, media: Media) -> CodeRead: ...

    async def write_code(self, way: Way, correction: Correction) -> RecordAnswer:
        """Write the correction's code and note once, in one way. 202 means accepted, no more."""

    async def write_attributes(self, key: LegKey, attributes: Mapping[str, str]) -> RecordAnswer:
        """Write participant attributes; they show in analytics and are no wrap-up code."""


class CopilotPredictions(Protocol):
    """What Genesys' own prediction said of past conversations."""

    async def of_leg(self, key: LegKey) -> PredictedCode | None:
        """Return the likeliest code for a leg; None without Copilot, or without a prediction.

        Raises:
            ContactCentreError: not permitted, or not readable now.
        """


class QueueNews(Protocol):
    """Live news of queues: legs as they end."""

    async def follow(
        self,
        queue_ids: Sequence[str],
        publish: Callable[[Sequence[PastLeg]], None],
        report: Callable[[str], None],
    ) -> None:
        """Publish legs that are over until cancelled; *report* says why news stopped, "" when live."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """A correction that was not planned, because of *other*, another one of the same leg."""

    key: LegKey
    other: Correction


class StaleCorrection(StoreError):
    """Somebody else has changed this correction since it was read."""


class CorrectionLedger(Protocol):
    """Keeps corrections and the audit trail durably; shared by a team or for one computer.

    Every method raises `StoreError` when the store cannot do it; then nothing was written.
    """

    @property
    def label(self) -> str:
        """Where it keeps things, for a person: "this computer", "team store on db.example"."""

    async def plan(
        self, batch: Batch, corrections: Sequence[Correction], events: Sequence[AuditEvent]
    ) -> tuple[Conflict, ...]:
        """Store a batch and those of its corrections that no other stands against, at once.

        A correction conflicts with an active one of its leg, and with any that came after what
        the supervisor saw (`Correction.seen_count`). *events* are one for each correction.
        """

    async def keep(self, correction: Correction, events: Sequence[AuditEvent]) -> None:
        """Store a changed correction and what happened, together.

        Raises:
            StaleCorrection: the stored one is not the version before this.
        """

    async def latest(self, since: datetime | None = None) -> tuple[Correction, ...]:
        """Return the newest correction of each leg, changed at or after *since*."""

    async def history_of(self, key: LegKey) -> tuple[Correction, ...]:
        """Return every correction of one leg, oldest first."""

    async def counts(self, since: datetime | None = None) -> Mapping[LegKey, int]:
        """Return how many corrections each leg has had."""

    async def unfinished(self, who_id: str) -> tuple[Correction, ...]:
        """Return what *who_id* still has on its way, oldest first."""

    async def of_batch(self, batch_id: str) -> tuple[Correction, ...]: ...

    async def batches(self, limit: int = 50) -> tuple[Batch, ...]:
        """Return the newest batches first."""

    async def note(self, event: AuditEvent) -> None:
        """Add an event that belongs to no stored correction."""

    async def reviews(self) -> tuple[AuditEvent, ...]:
        """Return the verdicts of reviewers that the trail holds, oldest first."""

    async def audit(self, after: int = 0, limit: int = 1000) -> tuple[AuditEntry, ...]:
        """Return entries by number, from the one after *after*."""

    async def check(self, anchor: Anchor | None = None) -> ChainCheck:
        """Check the whole trail, every row it covers, and that it goes through *anchor*."""

    async def check_since(self, anchor: Anchor) -> ChainCheck:
        """Check that the trail goes through *anchor*, and what came after it; quick."""

    async def rule_lists(self) -> tuple[RuleList, ...]:
        """Return the rule lists by name."""

    async def keep_rules(self, rules: RuleList, event: AuditEvent) -> None:
        """Keep a rule list under its name, with the event that says who did."""

    async def remove_rules(self, name: str, event: AuditEvent) -> None:
        """Remove a rule list, with the event that says who did."""


class AnchorMemory(Protocol):
    """Remembers how the trail last ended, somewhere else than in the ledger.

    Both methods raise `StoreError` where nothing can be remembered.
    """

    async def read(self) -> Anchor | None: ...

    async def write(self, anchor: Anchor) -> None: ...


# A cell of a spreadsheet: a text, a number, an instant, or nothing.
CellValue = str | float | datetime | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table for a spreadsheet; every row has a cell for each title."""

    name: str
    titles: Sequence[str]
    rows: Sequence[Sequence[CellValue]] = field(repr=False)


class ExportFile(Protocol):
    """Writes a text file a person asked for, and reads one they chose."""

    async def write(self, path: Path, lines: Iterable[str]) -> None:
        """Write *lines* as UTF-8; the file appears whole or not at all.

        Raises:
            StoreError: it cannot be written; says why.
        """

    async def write_sheet(self, path: Path, sheet: Sheet) -> None:
        """Write *sheet* as a workbook (.xlsx), times by this computer's zone; whole or not at all.

        Raises:
            StoreError: it cannot be written; says why.
        """

    async def read(self, path: Path) -> str:
        """Return the text of a file, as spreadsheets save it.

        Raises:
            StoreError: it cannot be read, or is far too large; says why.
        """
