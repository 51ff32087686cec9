"""Joins the repair desk and Qt: bursts of snapshots become one redraw, commands go through."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject, Signal

from wrapup_desk.application.history.ports import Span
from wrapup_desk.application.repair.state import RepairState
from wrapup_desk.domain.quality.sample import SampleRequest, Verdict
from wrapup_desk.domain.repair.audit import Anchor
from wrapup_desk.domain.repair.rules import RuleList
from wrapup_desk.domain.repair.table_view import Column, Filters
from wrapup_desk.ui.redraw_throttle import RedrawThrottle

# One redraw per frame at most, however fast legs pour in; a table needs no more than that.
FRAME_MS = 33


class RepairCommands(Protocol):
    """What the window needs of the repair desk; every call returns at once."""

    @property
    def state(self) -> RepairState: ...

    def listen(self, listener: Callable[[RepairState], None], /) -> None: ...

    def find(self, span: Span, queue_ids: Sequence[str] = ()) -> None: ...

    def cancel_find(self) -> None: ...

    def follow_queues(self, queue_ids: Sequence[str]) -> None: ...

    def set_filters(self, filters: Filters) -> None: ...

    def sort(self, column: Column, *, is_descending: bool) -> None: ...

    def select(self, rows: Iterable[int]) -> None: ...

    def select_all(self) -> None: ...

    def see_rows(self, rows: Sequence[int]) -> None: ...

    def focus(self, row: int | None) -> None: ...

    def choose_code(self, row: int, code_id: str | None) -> None: ...

    def suggest(self, rows: Sequence[int] | None = None) -> None: ...

    def cancel_suggesting(self) -> None: ...

    def preview_fix(
        self, code_id: str | None = None, rows: Sequence[int] | None = None
    ) -> None: ...

    def preview_undo(self, batch_id: str) -> None: ...

    def preview_rules(self, rules: RuleList) -> None: ...

    def keep_rules(self, rules: RuleList) -> None: ...

    def remove_rules(self, name: str) -> None: ...

    def import_rules(self, path: Path) -> None: ...

    def export_rules(self, path: Path, rules: RuleList) -> None: ...

    def drop_preview(self) -> None: ...

    def confirm(self, reason: str = "", note: str = "") -> None: ...

    def cancel_fix(self) -> None: ...

    def resume_fix(self) -> None: ...

    def draw_sample(self, request: SampleRequest) -> None: ...

    def judge(self, row: int, verdict: Verdict, right_code_id: str = "") -> None: ...

    def leave_sample(self) -> None: ...

    def read_reports(self) -> None: ...

    def check_audit(self, anchor: Anchor | None = None) -> None: ...

    def export_rows(self, path: Path) -> None: ...

    def export_audit(self, path: Path) -> None: ...

    def dismiss_notice(self, key: str) -> None: ...


class RepairBridge(QObject):
    """The repair desk as Qt sees it: a signal for snapshots; its commands are the desk's own."""

    state_changed = Signal(object)  # RepairState

    def __init__(self, desk: RepairCommands, server_now: Callable[[], datetime]) -> None:
        super().__init__()
        self._desk = desk
        self.server_now = server_now
        self.pace = RedrawThrottle(FRAME_MS, self)
        self.pace.due.connect(self._emit)
        desk.listen(lambda _state: self.pace.note_change())

    @property
    def commands(self) -> RepairCommands:
        """The desk, to be asked for something."""
        return self._desk

    @property
    def state(self) -> RepairState:
        return self._desk.state

    def _emit(self) -> None:
        self.state_changed.emit(self._desk.state)
