"""Everything the repair window shows, as one snapshot.

`RepairState` is replaced as a whole with each change; the window draws what it says. Only the
legs themselves are too many to copy: `legs` is an index of them that effects change in place, and
`legs_revision` tells as of which change a snapshot is. A row's number is what commands take; its
meaning never changes within one index.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from wrapup_desk.application.base.notice import Notice
from wrapup_desk.application.history.ports import Span
from wrapup_desk.application.repair.leg_index import LegIndex
from wrapup_desk.domain.history.past_leg import NameDirectory, PastLeg
from wrapup_desk.domain.quality.quality_figures import QualityFigures
from wrapup_desk.domain.quality.sample import Review, Sample, SampleResult
from wrapup_desk.domain.repair.audit import ChainCheck
from wrapup_desk.domain.repair.code_issue import CodeIssue
from wrapup_desk.domain.repair.correction import Batch, Correction, CorrectionState
from wrapup_desk.domain.repair.person import Person
from wrapup_desk.domain.repair.preview import Preview
from wrapup_desk.domain.repair.repair_reports import RepairReports
from wrapup_desk.domain.repair.rules import RuleList
from wrapup_desk.domain.repair.table_view import Filters, Order
from wrapup_desk.domain.submission import SubmissionState
from wrapup_desk.domain.suggestion import Ranking
from wrapup_desk.domain.transcript import Utterance
from wrapup_desk.domain.wrapup import WrapupCode


@dataclass(frozen=True, slots=True)
class Access:
    """What the server lets this person do; *missing* names what it does not, by permission."""

    person: Person | None = None
    may_find: bool = False
    may_fix: bool = False
    may_read_words: bool = False
    missing: tuple[str, ...] = ()
    # Why nothing can be done at all, fit for a person; "" when something can.
    problem: str = ""


class FindPhase(enum.Enum):
    """Where the search for past legs stands."""

    IDLE = "idle"
    FINDING = "finding"
    DONE = "done"
    CANCELLED = "cancelled"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class FindState:
    """The search: how far it is, and what it says."""

    phase: FindPhase = FindPhase.IDLE
    span: Span | None = None
    queue_ids: tuple[str, ...] = ()
    share_done: float | None = None
    legs_found: int = 0
    # What it waits for, or why it failed; fit for a person.
    note: str = ""

    @property
    def spans_days(self) -> bool:
        """Whether a time of day alone would not tell when a leg was."""
        return self.span is None or self.span.length > timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Totals:
    """The figures over the table, of all legs within the filters other than the issue."""

    interactions: int = 0
    by_issue: Mapping[CodeIssue | None, int] = field(default_factory=dict)
    suggestions_held_against: int = 0
    suggestions_agreed: int = 0
    # Legs with a code on record that is not their agent's: a supervisor's, or a program's.
    not_agents_count: int = 0

    @property
    def coded_share(self) -> float | None:
        """The share of legs whose own agent chose a code; None without legs."""
        if not self.interactions:
            return None
        nobodys = sum(
            self.by_issue.get(issue, 0)
            for issue in (
                CodeIssue.MISSING,
                CodeIssue.TIMED_OUT,
                CodeIssue.SKIPPED,
                CodeIssue.DEFAULT,
            )
        )
        return 1.0 - (nobodys + self.not_agents_count) / self.interactions

    @property
    def agreed_share(self) -> float | None:
        if not self.suggestions_held_against:
            return None
        return self.suggestions_agreed / self.suggestions_held_against


class MomentKind(enum.Enum):
    """What can happen to a leg's code."""

    BEGAN = "began"  # the conversation, long before this agent had it
    ANSWERED = "answered"
    HUNG_UP = "hung up"
    COMPLETED = "completed"
    TIME_RAN_OUT = "time ran out"
    AGENT_DECIDED = "agent decided"
    NOT_DELIVERED = "not delivered"  # as the agent's desk reported
    CORRECTED = "corrected"  # decided by a supervisor
    UNDONE = "undone"
    TRIED = "tried"  # one way to write it, and what was answered
    CAME_OF_IT = "came of it"  # where the correction stands


@dataclass(frozen=True, slots=True)
class Moment:
    """One line of "What happened"; which of its values are set depends on its kind."""

    at: datetime
    kind: MomentKind
    who: str = ""
    # Names of codes.
    before: str = ""
    code: str = ""
    # What Genesys answered, in its own words.
    answer: str = ""
    state: CorrectionState | SubmissionState | None = None


@dataclass(frozen=True, slots=True)
class Focus:
    """The leg whose details are shown.

    *words* are customer words: never kept, logged or exported.
    """

    row: int
    leg: PastLeg
    moments: tuple[Moment, ...] = ()
    words: tuple[Utterance, ...] = field(default=(), repr=False)
    is_loading: bool = False
    # Why there are no words: not permitted, nothing was transcribed, not readable now.
    words_problem: str = ""
    ranking: Ranking = field(default_factory=Ranking)
    codes: tuple[WrapupCode, ...] = ()
    corrections: tuple[Correction, ...] = ()


@dataclass(frozen=True, slots=True)
class Work:
    """Something with progress that can be cancelled: reading words, or a bulk change."""

    total: int = 0
    done: int = 0
    is_running: bool = False
    is_cancelling: bool = False
    note: str = ""

    @property
    def share_done(self) -> float | None:
        """From 0 to 1; None while there is nothing to do."""
        return self.done / self.total if self.total else None


@dataclass(frozen=True, slots=True)
class BatchView:
    """A bulk change and every row of it, with its own result; all rows are accounted for."""

    batch: Batch
    corrections: tuple[Correction, ...] = ()
    # Rows another supervisor had first, with their correction; nothing was written for them.
    conflicts: tuple[Correction, ...] = ()
    work: Work = field(default_factory=Work)

    @property
    def counts(self) -> Mapping[CorrectionState, int]:
        found: dict[CorrectionState, int] = {}
        for one in self.corrections:
            found[one.state] = found.get(one.state, 0) + 1
        return found

    def with_correction(self, correction: Correction) -> BatchView:
        """Return the view with *correction* as it is now; itself where it is none of the rows."""
        for place, one in enumerate(self.corrections):
            if one.id == correction.id:
                rows = (*self.corrections[:place], correction, *self.corrections[place + 1 :])
                return replace(self, corrections=rows)
        return self


class Arranging(enum.Enum):
    """Where filtering and sorting the rows stands."""

    IDLE = "idle"
    RUNNING = "running"
    RESTING = "resting"  # just done, and legs pour in: the next time is put off


@dataclass(frozen=True, slots=True)
class SampleView:
    """A sample that is gone through, by row the verdicts on it, and what they say of all."""

    sample: Sample
    reviews: Mapping[int, Review] = field(default_factory=dict)
    result: SampleResult = field(default_factory=SampleResult)

    @property
    def next_row(self) -> int | None:
        """The first row without a verdict; None when all have one."""
        return next((row for row in self.sample.rows if row not in self.reviews), None)


@dataclass(frozen=True, slots=True)
class RepairState:
    """The snapshot of the repair desk; *revision* grows with each one."""

    revision: int = 0
    access: Access = field(default_factory=Access)
    store_label: str = ""
    find: FindState = field(default_factory=FindState)
    filters: Filters = field(default_factory=Filters)
    order: Order = field(default_factory=Order)
    legs: LegIndex = field(default_factory=LegIndex)
    legs_revision: int = 0
    # Row numbers in the order they are shown.
    rows: Sequence[int] = ()
    # Rows are filtered and sorted one time after the other; *due* asks for the next.
    arranging: Arranging = Arranging.IDLE
    is_arranging_due: bool = False
    totals: Totals = field(default_factory=Totals)
    selection: frozenset[int] = frozenset()
    focus: Focus | None = None
    suggesting: Work = field(default_factory=Work)
    # Whether Copilot's predictions may be read, as far as is known.
    may_read_predictions: bool = True
    preview: Preview | None = None
    # A preview of very many rows on its way.
    previewing: Work = field(default_factory=Work)
    needs_reason: bool = False
    needs_note: bool = False
    leaves_out_dialer: bool = False
    # What the limit of requests allows; 0 until it is known.
    changes_per_minute: float = 0.0
    # The bulk change that runs or ran last in this window.
    fix: BatchView | None = None
    # Whether one runs or is about to.
    is_changing: bool = False
    batches: tuple[Batch, ...] = ()
    # The rows shown are these while a sample is gone through.
    sample: SampleView | None = None
    is_drawing: bool = False
    # The rule lists that are kept, by name.
    rule_lists: tuple[RuleList, ...] = ()
    # Rules read from a file, to be looked at and kept.
    imported_rules: RuleList | None = None
    reports: RepairReports | None = None
    quality: QualityFigures = field(default_factory=QualityFigures)
    audit: ChainCheck | None = None
    # "" while news of the queues arrives; else why not. None when nobody follows any.
    live_problem: str | None = None
    notices: tuple[Notice, ...] = ()

    @property
    def is_arranging(self) -> bool:
        """Whether the rows are still to be filtered and sorted."""
        return self.is_arranging_due or self.arranging is Arranging.RUNNING

    @property
    def is_busy(self) -> bool:
        """Whether legs or corrections are pouring in."""
        is_fixing = self.fix is not None and self.fix.work.is_running
        is_finding = self.find.phase is FindPhase.FINDING
        return is_finding or is_fixing or self.suggesting.is_running

    @property
    def preview_takes(self) -> timedelta:
        """How long what the preview says would take at least; zero where that is not known."""
        if self.preview is None or not self.changes_per_minute:
            return timedelta()
        return timedelta(minutes=len(self.preview.changes) / self.changes_per_minute)

    @property
    def directory(self) -> NameDirectory:
        """The names of queues and codes."""
        return self.legs.directory
