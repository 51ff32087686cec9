"""What the repair desk's core wants done: frozen values that `RepairTasks` performs.

An effect that changes the index of legs, or reads it while it takes time, names the index.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import ClassVar

from wrapup_desk.application.base.effect import Worth
from wrapup_desk.application.history.ports import Span
from wrapup_desk.application.repair.batch_plan import BatchRequest, StoredBatch
from wrapup_desk.application.repair.leg_index import LegIndex
from wrapup_desk.application.repair.rule_effects import BuildRulesPreview, RuleEffect
from wrapup_desk.application.repair.state import Focus
from wrapup_desk.domain.history.past_leg import NameDirectory, PastLeg
from wrapup_desk.domain.interaction import LegKey
from wrapup_desk.domain.quality.sample import Review, SampleRequest
from wrapup_desk.domain.repair.audit import Anchor
from wrapup_desk.domain.repair.correction import Correction
from wrapup_desk.domain.repair.person import Person
from wrapup_desk.domain.repair.preview import Preview
from wrapup_desk.domain.repair.table_view import Filters, Order
from wrapup_desk.domain.submission import Submission
from wrapup_desk.domain.wrapup import AssignedCode, WrapupCode

# So many rows are looked at within a few milliseconds: their preview is not waited for.
PREVIEWED_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class _Storing:
    worth: ClassVar[Worth] = Worth.STORE


@dataclass(frozen=True, slots=True)
class _Delivering:
    worth: ClassVar[Worth] = Worth.DELIVER


@dataclass(frozen=True, slots=True)
class _Reading:
    worth: ClassVar[Worth] = Worth.READ


@dataclass(frozen=True, slots=True)
class _Ranking:
    worth: ClassVar[Worth] = Worth.RANK


# Corrections


@dataclass(frozen=True, slots=True)
class StoreBatch(_Storing):
    """Store the bulk change a person confirmed, before anything of it is sent."""

    preview: Preview
    request: BatchRequest


@dataclass(frozen=True, slots=True)
class DeliverBatch(_Delivering):
    """Send stored corrections, and see each to its end."""

    stored: StoredBatch


@dataclass(frozen=True, slots=True)
class ReadUnfinished(_Delivering):
    """Read what an earlier run left undone, to go on with it."""

    who_id: str


@dataclass(frozen=True, slots=True)
class StopBatch(_Delivering):
    """Send nothing new of the bulk change that runs."""


@dataclass(frozen=True, slots=True)
class VerifyCorrections(_Reading):
    """After a while, look whether analytics shows what was confirmed."""

    who_id: str


# Reads


@dataclass(frozen=True, slots=True)
class ReadAccess(_Reading):
    """Ask the server who this is and what they may do."""


@dataclass(frozen=True, slots=True)
class ReadLedger(_Reading):
    """Read what was corrected, and whether anything of it was left undone."""

    who_id: str


@dataclass(frozen=True, slots=True)
class ReadCorrections(_Reading):
    """Read what this and other desks have corrected meanwhile."""


@dataclass(frozen=True, slots=True)
class ReadBatches(_Reading):
    """Read the newest bulk changes."""


@dataclass(frozen=True, slots=True)
class BuildUndoPreview(_Reading):
    """Work out from the ledger what taking a batch back would do."""

    batch_id: str
    directory: NameDirectory


@dataclass(frozen=True, slots=True)
class Search(_Reading):
    """Fill *legs* with what the contact centre remembers of *span*."""

    legs: LegIndex
    span: Span
    queue_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FollowNews(_Reading):
    """Tell of legs of these queues as they end."""

    queue_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TakeLegs(_Reading):
    """Put legs that have just ended into *legs*, with the names of their codes."""

    legs: LegIndex
    found: tuple[PastLeg, ...]


@dataclass(frozen=True, slots=True)
class ReadReported(_Reading):
    """After *pause_s*, read what agents' desks could not deliver."""

    pause_s: float = 0.0


@dataclass(frozen=True, slots=True)
class ReadLegs(_Reading):
    """Read conversations that were reported but not found."""

    legs: LegIndex
    conversation_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReadDetails(_Reading):
    """Read the corrections and the words of a leg, and rank its codes."""

    legs: LegIndex
    focus: Focus


@dataclass(frozen=True, slots=True)
class ReadPredictions(_Reading):
    """Note in *legs* what Copilot predicted for rows that are in sight."""

    legs: LegIndex
    rows: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class SuggestCodes(_Reading):
    """Read the words of rows and note what they speak for in *legs*."""

    legs: LegIndex
    rows: tuple[int, ...]


# Changes of the index


@dataclass(frozen=True, slots=True)
class NoteCorrections(_Reading):
    """Note the newest correction of legs, and how many each has had."""

    legs: LegIndex
    corrections: Sequence[Correction]
    counts: Mapping[LegKey, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class NoteCode(_Reading):
    """Note the code a leg has on record, and where it was read, what stands beside it."""

    legs: LegIndex
    key: LegKey
    code_id: str
    beside: AssignedCode | None = None


@dataclass(frozen=True, slots=True)
class NoteChoice(_Reading):
    """Note which code a person picked for a row."""

    legs: LegIndex
    row: int
    code: WrapupCode | None


@dataclass(frozen=True, slots=True)
class NoteLook(_Reading):
    """Note that somebody has looked at a row."""

    legs: LegIndex
    row: int


@dataclass(frozen=True, slots=True)
class NoteReported(_Reading):
    """Note what agents' desks could not deliver."""

    legs: LegIndex
    submissions: tuple[Submission, ...]


# The view


@dataclass(frozen=True, slots=True)
class Arrange(_Ranking):
    """Filter and sort the rows."""

    legs: LegIndex
    filters: Filters
    order: Order


@dataclass(frozen=True, slots=True)
class RestArranging(_Ranking):
    """Wait until the rows may be arranged again while legs pour in."""


@dataclass(frozen=True, slots=True)
class BuildPreview(_Ranking):
    """Work out what giving *rows* the code, or without one each its own, would do."""

    legs: LegIndex
    rows: Sequence[int]
    code: WrapupCode | None
    leaves_out_dialer: bool


@dataclass(frozen=True, slots=True)
class FreePreview(_Ranking):
    """Free the rows of a preview that no snapshot shows any more, bit by bit."""

    preview: Preview


@dataclass(frozen=True, slots=True)
class StopSearch(_Reading):
    """Ask the contact centre for no more legs."""


@dataclass(frozen=True, slots=True)
class StopFollowing(_Reading):
    """Tell of no more legs as they end."""


@dataclass(frozen=True, slots=True)
class StopSuggesting(_Reading):
    """Read no more words of rows."""


@dataclass(frozen=True, slots=True)
class StopDetails(_Reading):
    """Read no more of the details of a row."""


@dataclass(frozen=True, slots=True)
class StopPreview(_Reading):
    """Work on no preview any more."""


# Samples


@dataclass(frozen=True, slots=True)
class StoreReview(_Storing):
    """Note a reviewer's verdict in the audit trail."""

    review: Review
    sample_name: str


@dataclass(frozen=True, slots=True)
class DrawRows(_Ranking):
    """Draw a sample of the coded legs within the filters, and read what was said of them."""

    legs: LegIndex
    filters: Filters
    request: SampleRequest


# Reports, audit and export


@dataclass(frozen=True, slots=True)
class CountReports(_Ranking):
    """Work out the figures of the legs within the filters, whatever is wrong with them."""

    legs: LegIndex
    filters: Filters = field(default_factory=Filters)


@dataclass(frozen=True, slots=True)
class LookAtTrail(_Reading):
    """Hold the end of the audit trail against what is remembered of it."""


@dataclass(frozen=True, slots=True)
class CheckTrail(_Reading):
    """Check the whole audit trail."""

    anchor: Anchor | None


@dataclass(frozen=True, slots=True)
class WriteRows(_Reading):
    """Write rows as a workbook or as CSV, by the name; note in the trail who did."""

    path: Path
    legs: LegIndex
    rows: Sequence[int]
    who: Person
    at: datetime


@dataclass(frozen=True, slots=True)
class WriteAudit(_Reading):
    """Write the whole audit trail as CSV."""

    path: Path


ChangeEffect = StoreBatch | DeliverBatch | ReadUnfinished | StopBatch | VerifyCorrections
LedgerEffect = ReadAccess | ReadLedger | ReadCorrections | ReadBatches | BuildUndoPreview
SearchEffect = Search | FollowNews | TakeLegs | ReadReported | ReadLegs
DetailEffect = ReadDetails | SuggestCodes | ReadPredictions
IndexEffect = NoteCorrections | NoteCode | NoteChoice | NoteLook | NoteReported
SampleEffect = StoreReview | DrawRows
ViewEffect = Arrange | RestArranging | BuildPreview | BuildRulesPreview | FreePreview
StopEffect = StopSearch | StopFollowing | StopSuggesting | StopDetails | StopPreview
ProofEffect = CountReports | LookAtTrail | CheckTrail | WriteRows | WriteAudit
RepairEffect = (
    ChangeEffect
    | LedgerEffect
    | SearchEffect
    | DetailEffect
    | IndexEffect
    | ViewEffect
    | SampleEffect
    | StopEffect
    | ProofEffect
    | RuleEffect
)
