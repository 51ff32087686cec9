"""Holds the messages to the repair desk's core: commands, news from outside, and what came of effects.

Those of one subject are one union; the core has a function for each.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

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


@dataclass(frozen=True, slots=True)
class AccessRead:
    """The server said who this is and what they may do."""

    agent: Agent


@dataclass(frozen=True, slots=True)
class LedgerRead:
    """The ledger was read for the first time since somebody signed in."""

    latest: Sequence[Correction]
    counts: Mapping[LegKey, int]
    has_work_left: bool


@dataclass(frozen=True, slots=True)
class CorrectionsRead:
    """The newest correction of each leg was read again."""

    latest: Sequence[Correction]
    counts: Mapping[LegKey, int]


@dataclass(frozen=True, slots=True)
class BatchesRead:
    """The newest bulk changes were read."""

    batches: tuple[Batch, ...]


@dataclass(frozen=True, slots=True)
class CorrectionsVerified:
    """Corrections were held against analytics; *changed* of them have a new state."""

    changed: int


@dataclass(frozen=True, slots=True)
class FindProgressed:
    """A search has filled its index further, or waits for what *note* says."""

    legs: LegIndex
    share_done: float | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class FindEnded:
    """A search has found everything there is; *missing* conversations are counted, not listed."""

    legs: LegIndex
    # What did not come although Genesys counts it; "" when everything did.
    shortfall: str = ""


@dataclass(frozen=True, slots=True)
class LiveLegsSeen:
    """Legs have just ended."""

    legs: tuple[PastLeg, ...]


@dataclass(frozen=True, slots=True)
class LiveLineChanged:
    """News of queues arrive ("") or do not, and why; None: nobody follows any."""

    problem: str | None


@dataclass(frozen=True, slots=True)
class ReportedRead:
    """What agents' desks could not deliver was read."""

    submissions: tuple[Submission, ...]


@dataclass(frozen=True, slots=True)
class ReportedNoted:
    """It is in the index now."""

    legs: LegIndex
    is_news: bool


@dataclass(frozen=True, slots=True)
class LegsRead:
    """Legs that were reported, but not found by the search."""

    legs: LegIndex
    found: tuple[PastLeg, ...]


@dataclass(frozen=True, slots=True)
class Arranged:
    """The rows are filtered and sorted as asked for."""

    legs: LegIndex
    found: VisibleRows


@dataclass(frozen=True, slots=True)
class ArrangingRested:
    """The rows may be arranged again, though legs pour in."""


@dataclass(frozen=True, slots=True)
class PredictionsRefused:
    """Copilot's predictions may not be read; nothing is missing for that."""


@dataclass(frozen=True, slots=True)
class LegsChanged:
    """The index was changed; *is_visible*: so that rows may have to move or to go."""

    is_visible: bool = False


@dataclass(frozen=True, slots=True)
class FocusLoaded:
    """More of the details is known."""

    focus: Focus


@dataclass(frozen=True, slots=True)
class SuggestingChanged:
    """More words were read, or no more will be."""

    work: Work


@dataclass(frozen=True, slots=True)
class PreviewProgressed:
    """So many rows were looked at."""

    done: int


@dataclass(frozen=True, slots=True)
class PreviewBuilt:
    """The preview is there."""

    preview: Preview


@dataclass(frozen=True, slots=True)
class BatchStored:
    """A bulk change is on disk."""

    stored: StoredBatch


@dataclass(frozen=True, slots=True)
class UnfinishedRead:
    """What an earlier run left; None: nothing."""

    stored: StoredBatch | None


@dataclass(frozen=True, slots=True)
class CorrectionChanged:
    """A correction is stored in a new state.

    *code_seen* is the code seen on record, "" for none, None where it was not read; *seen* is it
    with what stands beside it.
    """

    correction: Correction
    code_seen: str | None = None
    seen: AssignedCode | None = None


@dataclass(frozen=True, slots=True)
class BatchProgressed:
    """A bulk change has come further, is being cancelled, or waits."""

    work: Work
    # For how long the server asked to send nothing.
    pause_left_s: float = 0.0


@dataclass(frozen=True, slots=True)
class RateLimitReported:
    """The server asked to send nothing for a while."""

    pause_s: float


@dataclass(frozen=True, slots=True)
class BatchEnded:
    """Nothing of a bulk change is left to do, or can be done for now."""

    work: Work
    # What the server said this person lacks.
    missing_permissions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SampleDrawn:
    """A sample is there, with the verdicts its rows already have."""

    legs: LegIndex
    sample: Sample
    reviews: Mapping[int, Review]


@dataclass(frozen=True, slots=True)
class ReviewStored:
    """A verdict is in the audit trail."""

    review: Review


@dataclass(frozen=True, slots=True)
class ReportsRead:
    """The figures are there."""

    reports: RepairReports
    quality: QualityFigures = field(default_factory=QualityFigures)


@dataclass(frozen=True, slots=True)
class AuditChecked:
    """The whole trail was checked as asked for."""

    check: ChainCheck


@dataclass(frozen=True, slots=True)
class TrailSeen:
    """The trail was held against what is remembered, and against the rows it covers."""

    check: ChainCheck


@dataclass(frozen=True, slots=True)
class RulesImported:
    """Rules were read from a file."""

    rules: RuleList


@dataclass(frozen=True, slots=True)
class RuleListsRead:
    """The rule lists that are kept were read."""

    lists: tuple[RuleList, ...]


@dataclass(frozen=True, slots=True)
class ExportDone:
    """A file was written; *text* says what is in it."""

    text: str


@dataclass(frozen=True, slots=True)
class RepairEffectFailed:
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
