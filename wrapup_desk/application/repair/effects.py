"""What the repair desk's core wants done: frozen values that `RepairTasks` performs.

An effect that changes the index of legs, or reads it while it takes time, names the index.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
from wrapup_desk.domain.message import Message
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


class _Storing(Message, frozen=True):
    worth: ClassVar[Worth] = Worth.STORE


class _Delivering(Message, frozen=True):
    worth: ClassVar[Worth] = Worth.DELIVER


class _Reading(Message, frozen=True):
    worth: ClassVar[Worth] = Worth.READ


class _Ranking(Message, frozen=True):
    worth: ClassVar[Worth] = Worth.RANK


# Corrections


class StoreBatch(_Storing, frozen=True):
    """Store the bulk change a person confirmed, before anything of it is sent."""

    preview: Preview
    request: BatchRequest


class DeliverBatch(_Delivering, frozen=True):
    """Send stored corrections, and see each to its end."""

    stored: StoredBatch


class ReadUnfinished(_Delivering, frozen=True):
    """Read what an earlier run left undone, to go on with it."""

    who_id: str


class StopBatch(_Delivering, frozen=True):
    """Send nothing new of the bulk change that runs."""


class VerifyCorrections(_Reading, frozen=True):
    """After a while, look whether analytics shows what was confirmed."""

    who_id: str


# Reads


class ReadAccess(_Reading, frozen=True):
    """Ask the server who this is and what they may do."""


class ReadLedger(_Reading, frozen=True):
    """Read what was corrected, and whether anything of it was left undone."""

    who_id: str


class ReadCorrections(_Reading, frozen=True):
    """Read what this and other desks have corrected meanwhile."""


class ReadBatches(_Reading, frozen=True):
    """Read the newest bulk changes."""


class BuildUndoPreview(_Reading, frozen=True):
    """Work out from the ledger what taking a batch back would do."""

    batch_id: str
    directory: NameDirectory


class Search(_Reading, frozen=True):
    """Fill *legs* with what the contact centre remembers of *span*."""

    legs: LegIndex
    span: Span
    queue_ids: tuple[str, ...]


class FollowNews(_Reading, frozen=True):
    """Tell of legs of these queues as they end."""

    queue_ids: tuple[str, ...]


class TakeLegs(_Reading, frozen=True):
    """Put legs that have just ended into *legs*, with the names of their codes."""

    legs: LegIndex
    found: tuple[PastLeg, ...]


class ReadReported(_Reading, frozen=True):
    """After *pause_s*, read what agents' desks could not deliver."""

    pause_s: float = 0.0


class ReadLegs(_Reading, frozen=True):
    """Read conversations that were reported but not found."""

    legs: LegIndex
    conversation_ids: tuple[str, ...]


class ReadDetails(_Reading, frozen=True):
    """Read the corrections and the words of a leg, and rank its codes."""

    legs: LegIndex
    focus: Focus


class ReadPredictions(_Reading, frozen=True):
    """Note in *legs* what Copilot predicted for rows that are in sight."""

    legs: LegIndex
    rows: tuple[int, ...]


class SuggestCodes(_Reading, frozen=True):
    """Read the words of rows and note what they speak for in *legs*."""

    legs: LegIndex
    rows: tuple[int, ...]


# Changes of the index


class NoteCorrections(_Reading, frozen=True):
    """Note the newest correction of legs, and how many each has had."""

    legs: LegIndex
    corrections: Sequence[Correction]
    counts: Mapping[LegKey, int] = {}


class NoteCode(_Reading, frozen=True):
    """Note the code a leg has on record, and where it was read, what stands beside it."""

    legs: LegIndex
    key: LegKey
    code_id: str
    beside: AssignedCode | None = None


class NoteChoice(_Reading, frozen=True):
    """Note which code a person picked for a row."""

    legs: LegIndex
    row: int
    code: WrapupCode | None


class NoteLook(_Reading, frozen=True):
    """Note that somebody has looked at a row."""

    legs: LegIndex
    row: int


class NoteReported(_Reading, frozen=True):
    """Note what agents' desks could not deliver."""

    legs: LegIndex
    submissions: tuple[Submission, ...]


# The view


class Arrange(_Ranking, frozen=True):
    """Filter and sort the rows."""

    legs: LegIndex
    filters: Filters
    order: Order


class RestArranging(_Ranking, frozen=True):
    """Wait until the rows may be arranged again while legs pour in."""


class BuildPreview(_Ranking, frozen=True):
    """Work out what giving *rows* the code, or without one each its own, would do."""

    legs: LegIndex
    rows: Sequence[int]
    code: WrapupCode | None
    leaves_out_dialer: bool


class FreePreview(_Ranking, frozen=True):
    """Free the rows of a preview that no snapshot shows any more, bit by bit."""

    preview: Preview


class StopSearch(_Reading, frozen=True):
    """Ask the contact centre for no more legs."""


class StopFollowing(_Reading, frozen=True):
    """Tell of no more legs as they end."""


class StopSuggesting(_Reading, frozen=True):
    """Read no more words of rows."""


class StopDetails(_Reading, frozen=True):
    """Read no more of the details of a row."""


class StopPreview(_Reading, frozen=True):
    """Work on no preview any more."""


# Samples


class StoreReview(_Storing, frozen=True):
    """Note a reviewer's verdict in the audit trail."""

    review: Review
    sample_name: str


class DrawRows(_Ranking, frozen=True):
    """Draw a sample of the coded legs within the filters, and read what was said of them."""

    legs: LegIndex
    filters: Filters
    request: SampleRequest


# Reports, audit and export


class CountReports(_Ranking, frozen=True):
    """Work out the figures of the legs within the filters, whatever is wrong with them."""

    legs: LegIndex
    filters: Filters = Filters()


class LookAtTrail(_Reading, frozen=True):
    """Hold the end of the audit trail against what is remembered of it."""


class CheckTrail(_Reading, frozen=True):
    """Check the whole audit trail."""

    anchor: Anchor | None


class WriteRows(_Reading, frozen=True):
    """Write rows as a workbook or as CSV, by the name; note in the trail who did."""

    path: Path
    legs: LegIndex
    rows: Sequence[int]
    who: Person
    at: datetime


class WriteAudit(_Reading, frozen=True):
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
