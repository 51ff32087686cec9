"""A repair desk for the window's tests: shows the snapshots it is given, records wishes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from wrapup_desk.application.history.ports import Span
from wrapup_desk.application.repair.state import RepairState
from wrapup_desk.domain.repair.arrangement import Column, Filters
from wrapup_desk.domain.repair.audit import Anchor


class RecordingRepairDesk:
    def __init__(self, state: RepairState) -> None:
        self.state = state
        self.wishes: list[tuple[object, ...]] = []
        self._listeners: list[Callable[[RepairState], None]] = []

    def show(self, state: RepairState) -> None:
        self.state = state
        for listener in self._listeners:
            listener(state)

    def listen(self, listener: Callable[[RepairState], None], /) -> None:
        self._listeners.append(listener)

    def find(self, span: Span, queue_ids: Sequence[str] = ()) -> None:
        self.wishes.append(("find", span, tuple(queue_ids)))

    def cancel_find(self) -> None:
        self.wishes.append(("cancel_find",))

    def follow_queues(self, queue_ids: Sequence[str]) -> None:
        self.wishes.append(("follow_queues", tuple(queue_ids)))

    def set_filters(self, filters: Filters) -> None:
        self.wishes.append(("set_filters", filters))

    def sort(self, column: Column, *, is_descending: bool) -> None:
        self.wishes.append(("sort", column, is_descending))

    def select(self, rows: Iterable[int]) -> None:
        self.wishes.append(("select", frozenset(rows)))

    def select_all(self) -> None:
        self.wishes.append(("select_all",))

    def focus(self, row: int | None) -> None:
        self.wishes.append(("focus", row))

    def choose_code(self, row: int, code_id: str | None) -> None:
        self.wishes.append(("choose_code", row, code_id))

    def suggest(self, rows: Sequence[int] | None = None) -> None:
        self.wishes.append(("suggest", rows))

    def cancel_suggesting(self) -> None:
        self.wishes.append(("cancel_suggesting",))

    def preview_fix(self, code_id: str | None = None, rows: Sequence[int] | None = None) -> None:
        self.wishes.append(("preview_fix", code_id, rows))

    def preview_undo(self, batch_id: str) -> None:
        self.wishes.append(("preview_undo", batch_id))

    def drop_preview(self) -> None:
        self.wishes.append(("drop_preview",))

    def confirm(self, reason: str = "", note: str = "") -> None:
        self.wishes.append(("confirm", reason, note))

    def cancel_fix(self) -> None:
        self.wishes.append(("cancel_fix",))

    def resume_fix(self) -> None:
        self.wishes.append(("resume_fix",))

    def read_reports(self) -> None:
        self.wishes.append(("read_reports",))

    def check_audit(self, anchor: Anchor | None = None) -> None:
        self.wishes.append(("check_audit",))

    def export_rows(self, path: Path) -> None:
        self.wishes.append(("export_rows", path))

    def export_audit(self, path: Path) -> None:
        self.wishes.append(("export_audit", path))

    def dismiss_notice(self, key: str) -> None:
        self.wishes.append(("dismiss_notice", key))
