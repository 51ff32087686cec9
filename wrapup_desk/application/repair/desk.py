"""The repair desk as its window sees it: commands in, one new snapshot out.

Everything happens on one event loop. Commands are plain methods that return at once; what takes
time is done in the background and comes back as a changed `RepairState`. What follows from a
command is decided in `core` and done by `tasks`.

The window needs no more than `listen(draw)`, `state`, and the commands below. Rows are numbers
into `state.legs`: `state.rows` holds them as filtered and sorted, and `state.legs.row(number)`
is one line of the table. What went wrong is a notice of the state; no command raises.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from wrapup_desk.application.base.notice import Notice
from wrapup_desk.application.base.ports import Recommender
from wrapup_desk.application.history.ports import Span
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
from wrapup_desk.application.repair.leg_index import LegIndex
from wrapup_desk.application.repair.parts import RepairParts, RepairRules
from wrapup_desk.application.repair.state import RepairState
from wrapup_desk.application.repair.tasks.correction_delivery import REQUESTS_PER_CHANGE
from wrapup_desk.application.repair.tasks.repair_tasks import RepairTasks, Slot
from wrapup_desk.domain.outside_text import cleaned
from wrapup_desk.domain.quality.sample import SampleRequest, Verdict
from wrapup_desk.domain.repair.audit import Anchor
from wrapup_desk.domain.repair.code_issue import CodeIssue
from wrapup_desk.domain.repair.rules import RuleList
from wrapup_desk.domain.repair.table_view import Column, Filters, Order


class RepairDesk:
    """What the supervisor's window knows and does; the window only draws and commands."""

    def __init__(self, parts: RepairParts, rules: RepairRules | None = None) -> None:
        rules = rules or RepairRules()
        start = RepairState(
            store_label=parts.ledger.label,
            needs_reason=rules.needs_reason,
            needs_note=rules.needs_note,
            leaves_out_dialer=rules.leaves_out_dialer,
            legs=LegIndex(names_agents=rules.names_agents),
            changes_per_minute=rules.requests_per_minute / REQUESTS_PER_CHANGE,
        )
        self._tasks = RepairTasks(parts, rules, start)
        self._runtime = self._tasks.runtime
        self._dispatch = self._runtime.dispatch

    # What the window reads

    @property
    def state(self) -> RepairState:
        return self._runtime.state

    def listen(self, listener: Callable[[RepairState], None]) -> None:
        """Call *listener* with every new snapshot."""
        self._runtime.listen(listener)

    # Life of the window

    async def start(self) -> None:
        """Read who this is and what they may do, and go on with what a crash left."""
        self._dispatch(Start())
        await self._tasks.finished(Slot.ACCESS)
        await self._tasks.finished(Slot.LEDGER)

    async def stop(self) -> None:
        """Stop everything; what was not final goes on at the next start."""
        await self._tasks.stop()

    def use_recommender(self, recommender: Recommender) -> None:
        """Take the recommender, which is loaded after the window shows."""
        self._tasks.use_recommender(recommender)

    def notify(self, notice: Notice) -> None:
        """Show a notice; one with the same key is replaced."""
        self._dispatch(ShowNotice(notice))

    # Commands to find and judge

    def find(self, span: Span, queue_ids: Sequence[str] = ()) -> None:
        """Search a span; what an earlier search found is left."""
        self._dispatch(Find(span, tuple(queue_ids)))

    def cancel_find(self) -> None:
        """Stop searching; what was found so far stays."""
        self._dispatch(CancelFind())

    def follow_queues(self, queue_ids: Sequence[str]) -> None:
        """Let what goes wrong from now on show up by itself; no queues: stop that."""
        self._dispatch(FollowQueues(tuple(queue_ids)))

    def set_filters(self, filters: Filters) -> None:
        """Show what fits *filters*; selected rows that get out of sight are deselected."""
        self._dispatch(SetFilters(filters))

    def show_issues(self, issues: Iterable[CodeIssue]) -> None:
        """Show only these kinds; none of them: every kind."""
        self.set_filters(replace(self.state.filters, issues=frozenset(issues)))

    def search(self, text: str) -> None:
        """Show rows with *text* in customer, agent, queue or code, or of that id."""
        self.set_filters(replace(self.state.filters, text=text))

    def sort(self, column: Column, *, is_descending: bool) -> None:
        self._dispatch(Sort(Order(column, is_descending)))

    def select(self, rows: Iterable[int]) -> None:
        """Select exactly *rows*."""
        self._dispatch(Select(frozenset(rows)))

    def select_all(self) -> None:
        """Select every row that is shown."""
        self.select(self.state.rows)

    def see_rows(self, rows: Sequence[int]) -> None:
        """Read what Copilot predicted for *rows*, which are in sight."""
        self._dispatch(SeeRows(tuple(rows)))

    def toggle(self, row: int) -> None:
        self.select(self.state.selection ^ {row})

    def focus(self, row: int | None) -> None:
        """Show the details of a row, or of none; they come piece by piece."""
        self._dispatch(FocusRow(row))

    def choose_code(self, row: int, code_id: str | None) -> None:
        """Pick a code of the row's queue, above its suggestion; None takes it back."""
        self._dispatch(PickCode(row, code_id))

    def suggest(self, rows: Sequence[int] | None = None) -> None:
        """Read the words of *rows* (else of the selected, else of all shown) and suggest codes."""
        self._dispatch(Suggest(tuple(rows) if rows is not None else None))

    def cancel_suggesting(self) -> None:
        """Read no more words."""
        self._dispatch(CancelSuggest())

    # Commands to sample

    def draw_sample(self, request: SampleRequest) -> None:
        """Draw a sample of the coded legs within the filters, and show its rows alone."""
        self._dispatch(DrawSample(request))

    def judge(self, row: int, verdict: Verdict, right_code_id: str = "") -> None:
        """Say whether a sampled row's code is right; the next one without a verdict is shown."""
        self._dispatch(JudgeRow(row, verdict, right_code_id))

    def leave_sample(self) -> None:
        """Show all rows again; the verdicts are kept."""
        self._dispatch(LeaveSample())

    # Commands to fix

    def preview_fix(self, code_id: str | None = None, rows: Sequence[int] | None = None) -> None:
        """Show what fixing would do: one code for all, or each row's own (chosen, suggested).

        *rows* None means the selected ones. A few are shown at once, very many come later.
        """
        self._dispatch(PreviewFix(code_id, rows))

    def preview_undo(self, batch_id: str) -> None:
        """Show what taking a whole batch back would do."""
        self._dispatch(PreviewUndo(batch_id))

    def preview_rules(self, rules: RuleList) -> None:
        """Show what a rule list would do with everything found."""
        self._dispatch(PreviewRules(rules))

    def keep_rules(self, rules: RuleList) -> None:
        """Keep a rule list under its name; one of that name is replaced."""
        self._dispatch(KeepRules(rules))

    def remove_rules(self, name: str) -> None:
        """Keep the rule list of that name no more."""
        self._dispatch(RemoveRules(name))

    def import_rules(self, path: Path) -> None:
        """Read rules from a CSV file, to be looked at before they are kept."""
        self._dispatch(ImportRules(path))

    def export_rules(self, path: Path, rules: RuleList) -> None:
        """Write rules as CSV."""
        self._dispatch(ExportRules(path, rules))

    def drop_preview(self) -> None:
        """Show no preview any more, and stop making one."""
        self._dispatch(DropPreview())

    def confirm(self, reason: str = "", note: str = "") -> None:
        """Do what the preview says; refused with a notice where it may not be done."""
        self._dispatch(Confirm(cleaned(reason), cleaned(note)))

    def cancel_fix(self) -> None:
        """Send nothing new; what is out is seen to its end."""
        self._dispatch(CancelFix())

    def resume_fix(self) -> None:
        """Go on with what is stored and not final, after signing in again for instance."""
        self._dispatch(ResumeFix())

    # Commands to prove

    def read_reports(self) -> None:
        """Work out the figures of everything found."""
        self._dispatch(ReadReports())

    def check_audit(self, anchor: Anchor | None = None) -> None:
        """Check the whole trail, and that it still goes through *anchor*."""
        self._dispatch(CheckAudit(anchor))

    def export_rows(self, path: Path) -> None:
        """Write the shown rows as a workbook (.xlsx) or as CSV, by the name."""
        self._dispatch(ExportRows(path))

    def export_audit(self, path: Path) -> None:
        """Write the whole trail as CSV."""
        self._dispatch(ExportAudit(path))

    def dismiss_notice(self, key: str) -> None:
        """Take a notice away."""
        self._dispatch(DismissNotice(key))
