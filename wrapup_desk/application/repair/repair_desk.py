"""The only object that changes what the repair window knows: wishes in, one new snapshot out.

Everything happens on one event loop. Wishes are plain methods that return at once; what takes
time is started in the background and comes back as a changed `RepairState`.

The window needs no more than `listen(draw)`, `state`, and the wishes below. Rows are numbers
into `state.board`: `state.rows` holds them as filtered and sorted, and `state.board.row(number)`
is one line of the table. What went wrong is a notice of the state; no wish raises.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine, Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from wrapup_desk.application.ports import ContactCentreError, Recommender, StoreError
from wrapup_desk.application.repair.access import access_of
from wrapup_desk.application.repair.arranging import Arranging
from wrapup_desk.application.repair.board import RepairBoard
from wrapup_desk.application.repair.carrier import (
    REQUESTS_PER_CHANGE,
    Carriers,
    CarryingRules,
)
from wrapup_desk.application.repair.errands import Errands
from wrapup_desk.application.repair.finding import Finding
from wrapup_desk.application.repair.fixing import Fixing
from wrapup_desk.application.repair.focusing import Focusing
from wrapup_desk.application.repair.pacer import Pacer
from wrapup_desk.application.repair.planning import Wish
from wrapup_desk.application.repair.previewing import AT_ONCE, Previewing, let_go
from wrapup_desk.application.repair.repair_parts import RepairParts, RepairRules
from wrapup_desk.application.repair.repair_ports import Span
from wrapup_desk.application.repair.repair_state import (
    BatchView,
    FindPhase,
    FindState,
    Focus,
    RepairState,
    Totals,
    Work,
)
from wrapup_desk.application.repair.snapshot import Snapshot
from wrapup_desk.application.repair.undelivered import Undelivered
from wrapup_desk.application.repair.word_reading import WordReading
from wrapup_desk.application.team_ports import UndeliveredCodes
from wrapup_desk.domain.repair.arrangement import Arrangement, Column, Filters, Order
from wrapup_desk.domain.repair.audit import Anchor
from wrapup_desk.domain.repair.past_leg import Flaw, PastLeg

log = logging.getLogger(__name__)


class RepairDesk:
    """What the supervisor's window knows and does; the window only draws and wishes."""

    def __init__(self, parts: RepairParts, rules: RepairRules | None = None) -> None:
        rules = rules or RepairRules()
        self._parts = parts
        self._rules = rules
        start = RepairState(
            store_label=parts.ledger.label,
            needs_reason=rules.needs_reason,
            needs_note=rules.needs_note,
            changes_per_minute=rules.requests_per_minute / REQUESTS_PER_CHANGE,
        )
        self._snapshot = Snapshot(start)
        pacer = Pacer(parts.clock, rules.requests_per_minute)
        shared = Carriers(parts.record, parts.ledger, parts.clock, pacer, parts.past.server_now)
        shared.rules = CarryingRules(rules.attribute_name)
        self._finding = Finding(parts.past, self._on_find)
        self._fixing = Fixing(shared, parts.past, lambda: self.state.board, self._on_fix)
        self._words = WordReading(parts.past, pacer, self._on_suggesting)
        self._words.least_probability = rules.least_probability
        self._focusing = Focusing(self._words, parts.ledger, self._on_focus)
        self._arranging = Arranging(
            parts.clock,
            lambda: (self.state.board, self.state.filters, self.state.order),
            self._is_busy,
            self._on_arranged,
        )
        self._errands = Errands(self._snapshot, parts, rules, self._fixing, self._arranging.wish)
        self._tasks: dict[str, asyncio.Task[None]] = {}

    # What the window reads

    @property
    def state(self) -> RepairState:
        return self._snapshot.state

    def listen(self, listener: Callable[[RepairState], None]) -> None:
        """Call *listener* with every new snapshot."""
        self._snapshot.listen(listener)

    # Life of the window

    async def start(self) -> None:
        """Learn who this is and what they may do, and go on with what a crash left."""
        self._start("arrange", self._arranging.run())
        try:
            agent = await self._parts.past.me()
        except ContactCentreError as error:
            self._publish(access=replace(self.state.access, problem=str(error)))
            return
        self._publish(access=access_of(agent))
        if self._parts.undelivered is not None:
            self._start("reported", self._undelivered(self._parts.undelivered).run())
        try:
            await self._fixing.refresh()
            has_work_left = await self._fixing.has_work_left(agent.id)
        except StoreError as error:
            self._snapshot.tell("store", str(error))
            return
        await self._errands.after_fixing()
        if has_work_left:
            self._start("resume", self._errands.resume(agent.id))
        self._start("verify", self._errands.verify_now_and_then(agent.id))

    async def stop(self) -> None:
        """Stop everything; what was not final goes on at the next start."""
        tasks = tuple(self._tasks.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self._words.stop()

    def use_recommender(self, recommender: Recommender) -> None:
        """Take the recommender, which is loaded after the window shows."""
        self._words.recommender = recommender

    # Wishes to find and judge

    def find(self, span: Span, queue_ids: Sequence[str] = ()) -> None:
        """Search a span anew; what an earlier search found is left."""
        if not self.state.access.may_find:
            self._snapshot.tell("find", self.state.access.problem or "You are not signed in yet.")
            return
        for name in ("find", "suggest", "focus", "preview"):
            self._cancel(name)
        board = RepairBoard(self.state.board.directory)
        board.inherit(self.state.board)
        self._snapshot.dismiss("find")
        self._publish(board=board, rows=(), selection=frozenset(), focus=None, totals=Totals())
        self._publish(preview=None, previewing=Work())
        self._start("find", self._find(span, queue_ids, board))

    def cancel_find(self) -> None:
        """Stop searching; what was found so far stays."""
        self._cancel("find")

    def follow_queues(self, queue_ids: Sequence[str]) -> None:
        """Let what goes wrong from now on show up by itself; no queues: stop that."""
        self._cancel("live")
        if self._parts.news is None or not queue_ids:
            self._publish(live_problem=None)
            return
        work = self._parts.news.follow(queue_ids, self._on_live, self._on_line)
        self._start("live", work)

    def set_filters(self, filters: Filters) -> None:
        """Show what fits *filters*; selected rows that get out of sight are let go."""
        if filters != self.state.filters:
            self._publish(filters=filters, is_arranging=True)
            self._arranging.wish()

    def show_flaws(self, flaws: Iterable[Flaw]) -> None:
        """Show only these kinds; none of them: every kind."""
        self.set_filters(replace(self.state.filters, flaws=frozenset(flaws)))

    def search(self, text: str) -> None:
        """Show rows with *text* in customer, agent, queue or code, or of that id."""
        self.set_filters(replace(self.state.filters, text=text))

    def sort(self, column: Column, *, is_descending: bool) -> None:
        order = Order(column, is_descending)
        if order != self.state.order:
            self._publish(order=order, is_arranging=True)
            self._arranging.wish()

    def select(self, rows: Iterable[int]) -> None:
        """Select exactly *rows*."""
        self._drop(selection=frozenset(rows))

    def select_all(self) -> None:
        """Select every row that is shown."""
        self.select(self.state.rows)

    def toggle(self, row: int) -> None:
        self.select(self.state.selection ^ {row})

    def focus(self, row: int | None) -> None:
        """Show the details of a row, or of none; they come piece by piece."""
        self._cancel("focus")
        if row is None:
            self._publish(focus=None)
            return
        board = self.state.board
        board.look_at(row)
        focus = self._focusing.first_look(board, row)
        self._publish(focus=focus)
        self._start("focus", self._focusing.load(board, focus))

    def choose_code(self, row: int, code_id: str | None) -> None:
        """Pick a code of the row's queue, above its suggestion; None takes it back."""
        board = self.state.board
        codes = board.directory.codes_of(board.table.queue_id(row))
        board.choose(row, next((code for code in codes if code.id == code_id), None))
        self._publish(preview=None)

    def suggest(self, rows: Sequence[int] | None = None) -> None:
        """Read the words of *rows* (else of the selected, else of all shown) and suggest codes."""
        wanted = tuple(rows or sorted(self.state.selection) or self.state.rows)
        self._cancel("suggest")
        self._start("suggest", self._words.suggest(self.state.board, wanted))

    def cancel_suggesting(self) -> None:
        self._cancel("suggest")
        self._publish(suggesting=replace(self.state.suggesting, is_running=False))

    # Wishes to fix

    def preview_fix(self, code_id: str | None = None, rows: Sequence[int] | None = None) -> None:
        """Show what fixing would do: one code for all, or each row's own (chosen, suggested).

        *rows* None means the selected ones. A few are shown at once, very many come later.
        """
        code = self.state.directory.codes.get(code_id) if code_id else None
        wanted = sorted(self.state.selection) if rows is None else rows
        self._cancel("preview")
        previewing = Previewing(self._snapshot, self._fixing, self._parts.clock)
        work = previewing.begin(wanted, code, leaves_out_dialer=self._rules.leaves_out_dialer)
        if work is not None:
            self._start("preview", work)

    def preview_undo(self, batch_id: str) -> None:
        """Show what taking a whole batch back would do."""
        self._cancel("preview")
        self._start("preview", self._errands.preview_undo(batch_id))

    def drop_preview(self) -> None:
        """Show no preview any more, and stop making one."""
        self._drop(selection=self.state.selection)

    def confirm(self, reason: str = "", note: str = "") -> None:
        """Do what the preview says.

        Refused with a notice, and nothing queued, without the right to change codes, without a
        reason where one is needed, and while another bulk change runs.
        """
        preview, person = self.state.preview, self.state.access.person
        if preview is None or not preview.changes:
            return
        problem = self._errands.problem_with_fixing()
        if not problem and self._is_changing:
            problem = "Another bulk change is still running."
        problem = problem or self._errands.problem_with_wish(preview, reason, note)
        if problem or person is None:
            self._snapshot.tell("fix", problem)
            return
        wish = Wish(person, self._parts.past.server_now(), reason.strip(), note)
        self._snapshot.dismiss("fix")
        self._publish(preview=None, selection=frozenset())
        self._start("fix", self._errands.fix(preview, wish))

    def cancel_fix(self) -> None:
        """Send nothing new; what is out is seen to its end."""
        self._fixing.cancel()

    def resume_fix(self) -> None:
        """Go on with what is stored and not final, after signing in again for instance."""
        person = self.state.access.person
        if person is not None and not self._is_changing:
            self._start("resume", self._errands.resume(person.id))

    # Wishes to prove

    def read_reports(self) -> None:
        """Work out the figures of everything found."""
        self._start("reports", self._errands.read_reports())

    def check_audit(self, anchor: Anchor | None = None) -> None:
        """Check the whole trail, and that it still goes through *anchor*."""
        self._start("audit", self._errands.check_audit(anchor))

    def export_rows(self, path: Path) -> None:
        """Write the shown rows as CSV."""
        self._start("export", self._errands.export_rows(path))

    def export_audit(self, path: Path) -> None:
        """Write the whole trail as CSV."""
        self._start("export", self._errands.export_audit(path))

    def dismiss_notice(self, key: str) -> None:
        self._snapshot.dismiss(key)

    # What the parts tell

    async def _find(self, span: Span, queue_ids: Sequence[str], board: RepairBoard) -> None:
        try:
            await self._finding.find(span, queue_ids, board)
        finally:
            self._arranging.wish()

    def _on_find(self, find: FindState) -> None:
        self._publish(find=find, is_arranging=True)
        self._arranging.wish()

    def _on_arranged(self, board: RepairBoard, found: Arrangement) -> None:
        if board is not self.state.board:
            return
        totals = replace(self.state.totals, interactions=found.legs_count, by_flaw=found.counts)
        selection = self.state.selection
        if selection:
            selection &= frozenset(found.rows)
        is_due = self._arranging.is_due
        self._publish(rows=found.rows, totals=totals, selection=selection, is_arranging=is_due)

    def _on_focus(self, focus: Focus) -> None:
        if self.state.focus is not None and self.state.focus.row == focus.row:
            self._publish(focus=focus)

    def _on_suggesting(self, work: Work) -> None:
        self._publish(suggesting=work)
        self._arranging.wish()

    def _on_fix(self, view: BatchView) -> None:
        self._publish(fix=view)
        self._arranging.wish()

    def _undelivered(self, reports: UndeliveredCodes) -> Undelivered:
        return Undelivered(
            reports,
            self._parts.past,
            self._parts.clock,
            lambda: (self.state.board, self.state.find.span),
            self._take_live,
        )

    def _on_live(self, legs: Sequence[PastLeg]) -> None:
        self._parts.background.start(self._take_live(tuple(legs)), "repair: live legs")

    async def _take_live(self, legs: Sequence[PastLeg]) -> None:
        await self._finding.take_live(legs, self.state.board)
        self._arranging.wish()

    def _on_line(self, problem: str) -> None:
        self._publish(live_problem=problem)

    def _drop(self, selection: frozenset[int]) -> None:
        self._cancel("preview")
        dropped = self.state.preview
        self._publish(selection=selection, preview=None, previewing=Work())
        if dropped is not None and len(dropped.changes) + len(dropped.skips) > AT_ONCE:
            self._parts.background.start(let_go(dropped), "repair: let a preview go")

    @property
    def _is_changing(self) -> bool:
        """Whether a bulk change runs, or is about to."""
        tasks = (self._tasks.get(name) for name in ("fix", "resume"))
        return any(task is not None and not task.done() for task in tasks)

    def _is_busy(self) -> bool:
        is_finding = self.state.find.phase is FindPhase.FINDING
        return is_finding or self._fixing.is_running or self.state.suggesting.is_running

    def _start(self, name: str, work: Coroutine[object, object, None]) -> None:
        self._tasks[name] = self._parts.background.start(work, f"repair: {name}")

    def _cancel(self, name: str) -> None:
        task = self._tasks.pop(name, None)
        if task is not None:
            task.cancel()

    def _publish(self, **changes: object) -> None:
        self._snapshot.publish(**changes)
