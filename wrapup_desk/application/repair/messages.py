"""Holds the messages to the repair desk's core: commands, news from outside, and what came of effects.

Those of one subject are one union; the core has a function for each.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from wrapup_desk.application.repair.batch_plan import StoredBatch
from wrapup_desk.application.repair.commands import (
    CancelFind,
    CancelFix,
    CancelSuggest,
    CheckAudit,
    Confirm,
    DismissNotice,
    DrawSample,
    DropPreview,
    ExportAudit,
    ExportRows,
    ExportRules,
    Find,
    FocusRow,
    FollowQueues,
    ImportRules,
    JudgeRow,
    KeepRules,
    LeaveSample,
    PickCode,
    PreviewFix,
    PreviewRules,
    PreviewUndo,
    ReadReports,
    RemoveRules,
    ResumeFix,
    SeeRows,
    Select,
    SetFilters,
    ShowNotice,
    Sort,
    Start,
    Suggest,
)
from wrapup_desk.application.repair.effects import RepairEffect
from wrapup_desk.application.repair.leg_index import LegIndex
from wrapup_desk.application.repair.state import Focus, Work
from wrapup_desk.domain.agent import Agent
from wrapup_desk.domain.history.past_leg import PastLeg
from wrapup_desk.domain.interaction import LegKey
from wrapup_desk.domain.message import Message
from wrapup_desk.domain.quality.quality_figures import QualityFigures
from wrapup_desk.domain.quality.sample import Review, Sample
from wrapup_desk.domain.repair.audit import ChainCheck
from wrapup_desk.domain.repair.correction import Batch, Correction
from wrapup_desk.domain.repair.preview import Preview
from wrapup_desk.domain.repair.repair_reports import RepairReports
from wrapup_desk.domain.repair.rules import RuleList
from wrapup_desk.domain.repair.table_view import VisibleRows
from wrapup_desk.domain.submission import Submission

# The session
from wrapup_desk.domain.wrapup import AssignedCode


class AccessRead(Message, frozen=True):
    """The server said who this is and what they may do."""

    agent: Agent


class LedgerRead(Message, frozen=True):
    """The ledger was read for the first time since somebody signed in."""

    latest: Sequence[Correction]
    counts: Mapping[LegKey, int]
    has_work_left: bool


class CorrectionsRead(Message, frozen=True):
    """The newest correction of each leg was read again."""

    latest: Sequence[Correction]
    counts: Mapping[LegKey, int]


class BatchesRead(Message, frozen=True):
    """The newest bulk changes were read."""

    batches: tuple[Batch, ...]


class CorrectionsVerified(Message, frozen=True):
    """Corrections were held against analytics; *changed* of them have a new state."""

    changed: int


class FindProgressed(Message, frozen=True):
    """A search has filled its index further, or waits for what *note* says."""

    legs: LegIndex
    share_done: float | None
    note: str = ""


class FindEnded(Message, frozen=True):
    """A search has found everything there is; *missing* conversations are counted, not listed."""

    legs: LegIndex
    # What did not come although Genesys counts it; "" when everything did.
    shortfall: str = ""


class LiveLegsSeen(Message, frozen=True):
    """Legs have just ended."""

    legs: tuple[PastLeg, ...]


class LiveLineChanged(Message, frozen=True):
    """News of queues arrive ("") or do not, and why; None: nobody follows any."""

    problem: str | None


class ReportedRead(Message, frozen=True):
    """What agents' desks could not deliver was read."""

    submissions: tuple[Submission, ...]


class ReportedNoted(Message, frozen=True):
    """It is in the index now."""

    legs: LegIndex
    is_news: bool


class LegsRead(Message, frozen=True):
    """Legs that were reported, but not found by the search."""

    legs: LegIndex
    found: tuple[PastLeg, ...]


class Arranged(Message, frozen=True):
    """The rows are filtered and sorted as asked for."""

    legs: LegIndex
    found: VisibleRows


class ArrangingRested(Message, frozen=True):
    """The rows may be arranged again, though legs pour in."""


class PredictionsRefused(Message, frozen=True):
    """Copilot's predictions may not be read; nothing is missing for that."""


class LegsChanged(Message, frozen=True):
    """The index was changed; *is_visible*: so that rows may have to move or to go."""

    is_visible: bool = False


class FocusLoaded(Message, frozen=True):
    """More of the details is known."""

    focus: Focus


class SuggestingChanged(Message, frozen=True):
    """More words were read, or no more will be."""

    work: Work


class PreviewProgressed(Message, frozen=True):
    """So many rows were looked at."""

    done: int


class PreviewBuilt(Message, frozen=True):
    """The preview is there."""

    preview: Preview


class BatchStored(Message, frozen=True):
    """A bulk change is on disk."""

    stored: StoredBatch


class UnfinishedRead(Message, frozen=True):
    """What an earlier run left; None: nothing."""

    stored: StoredBatch | None


class CorrectionChanged(Message, frozen=True):
    """A correction is stored in a new state.

    *code_seen* is the code seen on record, "" for none, None where it was not read; *seen* is it
    with what stands beside it.
    """

    correction: Correction
    code_seen: str | None = None
    seen: AssignedCode | None = None


class BatchProgressed(Message, frozen=True):
    """A bulk change has come further, is being cancelled, or waits."""

    work: Work
    # For how long the server asked to send nothing.
    pause_left_s: float = 0.0


class RateLimitReported(Message, frozen=True):
    """The server asked to send nothing for a while."""

    pause_s: float


class BatchEnded(Message, frozen=True):
    """Nothing of a bulk change is left to do, or can be done for now."""

    work: Work
    # What the server said this person lacks.
    missing_permissions: tuple[str, ...] = ()


class SampleDrawn(Message, frozen=True):
    """A sample is there, with the verdicts its rows already have."""

    legs: LegIndex
    sample: Sample
    reviews: Mapping[int, Review]


class ReviewStored(Message, frozen=True):
    """A verdict is in the audit trail."""

    review: Review


class ReportsRead(Message, frozen=True):
    """The figures are there."""

    reports: RepairReports
    quality: QualityFigures = QualityFigures()


class AuditChecked(Message, frozen=True):
    """The whole trail was checked as asked for."""

    check: ChainCheck


class TrailSeen(Message, frozen=True):
    """The trail was held against what is remembered, and against the rows it covers."""

    check: ChainCheck


class RulesImported(Message, frozen=True):
    """Rules were read from a file."""

    rules: RuleList


class RuleListsRead(Message, frozen=True):
    """The rule lists that are kept were read."""

    lists: tuple[RuleList, ...]


class ExportDone(Message, frozen=True):
    """A file was written; *text* says what is in it."""

    text: str


class RepairEffectFailed(Message, frozen=True):
    """An effect could not be performed; *problem* is fit for a person."""

    effect: RepairEffect
    problem: str


SessionMessage = (
    Start
    | ShowNotice
    | AccessRead
    | LedgerRead
    | CorrectionsRead
    | BatchesRead
    | CorrectionsVerified
)
SearchMessage = Find | CancelFind | FindProgressed | FindEnded
LiveMessage = (
    FollowQueues | LiveLegsSeen | LiveLineChanged | ReportedRead | ReportedNoted | LegsRead
)
TableMessage = SetFilters | Sort | Select | PickCode | Arranged | ArrangingRested | LegsChanged
PredictionMessage = SeeRows | PredictionsRefused
DetailMessage = FocusRow | FocusLoaded | Suggest | CancelSuggest | SuggestingChanged
PreviewMessage = PreviewFix | PreviewUndo | DropPreview | PreviewProgressed | PreviewBuilt
SampleMessage = DrawSample | JudgeRow | LeaveSample | SampleDrawn | ReviewStored
ChangeCommand = Confirm | CancelFix | ResumeFix
ChangeMessage = (
    BatchStored
    | UnfinishedRead
    | CorrectionChanged
    | BatchProgressed
    | RateLimitReported
    | BatchEnded
)
ProofCommand = ReadReports | CheckAudit | ExportRows | ExportAudit | DismissNotice
RuleCommand = PreviewRules | KeepRules | RemoveRules | ImportRules | ExportRules
RuleMessage = RuleListsRead | RulesImported
ProofMessage = ReportsRead | AuditChecked | TrailSeen | ExportDone
RepairMessage = (
    SessionMessage
    | SearchMessage
    | LiveMessage
    | TableMessage
    | PredictionMessage
    | DetailMessage
    | PreviewMessage
    | SampleMessage
    | ChangeCommand
    | ChangeMessage
    | ProofCommand
    | ProofMessage
    | RuleCommand
    | RuleMessage
    | RepairEffectFailed
)
