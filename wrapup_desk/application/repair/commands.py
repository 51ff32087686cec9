"""What the supervisor's window asks of the repair desk: its commands, as values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from wrapup_desk.application.base.notice import Notice
from wrapup_desk.application.history.ports import Span
from wrapup_desk.domain.quality.sample import SampleRequest, Verdict
from wrapup_desk.domain.repair.audit import Anchor
from wrapup_desk.domain.repair.rules import RuleList
from wrapup_desk.domain.repair.table_view import Filters, Order


@dataclass(frozen=True, slots=True)
class Start:
    """Somebody has signed in."""


@dataclass(frozen=True, slots=True)
class ShowNotice:
    """The start went on without something; one notice of a key takes another's place."""

    notice: Notice


@dataclass(frozen=True, slots=True)
class DismissNotice:
    """The person has read a notice."""

    key: str


@dataclass(frozen=True, slots=True)
class Find:
    """Search a span; what an earlier search found is left."""

    span: Span
    queue_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CancelFind:
    """Stop searching; what was found so far stays."""


@dataclass(frozen=True, slots=True)
class FollowQueues:
    """Let what goes wrong from now on show up by itself; no queues: stop that."""

    queue_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SetFilters:
    """Show what fits; selected rows that get out of sight are deselected."""

    filters: Filters


@dataclass(frozen=True, slots=True)
class Sort:
    """Show the rows in this order."""

    order: Order


@dataclass(frozen=True, slots=True)
class Select:
    """Select exactly these rows."""

    rows: frozenset[int]


@dataclass(frozen=True, slots=True)
class SeeRows:
    """These rows are in sight, with a column for what Copilot predicted."""

    rows: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class PickCode:
    """Pick a code of the row's queue, above its suggestion; None takes it back."""

    row: int
    code_id: str | None


@dataclass(frozen=True, slots=True)
class FocusRow:
    """Show the details of a row, or of none."""

    row: int | None


@dataclass(frozen=True, slots=True)
class Suggest:
    """Read the words of *rows* (else of the selected, else of all shown) and suggest codes."""

    rows: tuple[int, ...] | None = None


@dataclass(frozen=True, slots=True)
class CancelSuggest:
    """Read no more words."""


@dataclass(frozen=True, slots=True)
class PreviewFix:
    """Show what one code for all, or each row's own, would do; None: for the selected rows."""

    code_id: str | None = None
    rows: Sequence[int] | None = None


@dataclass(frozen=True, slots=True)
class PreviewUndo:
    """Show what taking a whole batch back would do."""

    batch_id: str


@dataclass(frozen=True, slots=True)
class PreviewRules:
    """Show what a rule list would do with everything found."""

    rules: RuleList


@dataclass(frozen=True, slots=True)
class KeepRules:
    """Keep a rule list under its name; one of that name is replaced."""

    rules: RuleList


@dataclass(frozen=True, slots=True)
class RemoveRules:
    """Keep the rule list of that name no more."""

    name: str


@dataclass(frozen=True, slots=True)
class ImportRules:
    """Read rules from a CSV file, to be looked at before they are kept."""

    path: Path


@dataclass(frozen=True, slots=True)
class ExportRules:
    """Write rules as CSV."""

    path: Path
    rules: RuleList


@dataclass(frozen=True, slots=True)
class DropPreview:
    """Show no preview any more, and stop making one."""


@dataclass(frozen=True, slots=True)
class Confirm:
    """Do what the preview says."""

    reason: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class CancelFix:
    """Send nothing new; what is out is seen to its end."""


@dataclass(frozen=True, slots=True)
class ResumeFix:
    """Go on with what is stored and not final."""


@dataclass(frozen=True, slots=True)
class DrawSample:
    """Draw a sample of the coded legs within the filters, and go through it."""

    request: SampleRequest


@dataclass(frozen=True, slots=True)
class JudgeRow:
    """Say whether a sampled row's code is right; a later verdict on it replaces this one."""

    row: int
    verdict: Verdict
    right_code_id: str = ""


@dataclass(frozen=True, slots=True)
class LeaveSample:
    """Show all rows again; the verdicts are kept."""


@dataclass(frozen=True, slots=True)
class ReadReports:
    """Work out the figures of everything found."""


@dataclass(frozen=True, slots=True)
class CheckAudit:
    """Check the whole trail, and that it still goes through *anchor*."""

    anchor: Anchor | None = None


@dataclass(frozen=True, slots=True)
class ExportRows:
    """Write the shown rows as a workbook (.xlsx) or as CSV, by the name."""

    path: Path


@dataclass(frozen=True, slots=True)
class ExportAudit:
    """Write the whole trail as CSV."""

    path: Path
