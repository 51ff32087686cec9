"""A repair desk for the window's tests: shows the snapshots it is given, records commands."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from wrapup_desk.application.history.ports import Span
from wrapup_desk.application.repair.state import RepairState
from wrapup_desk.domain.quality.sample import SampleRequest, Verdict
from wrapup_desk.domain.repair.audit import Anchor
from wrapup_desk.domain.repair.rules import RuleList
from wrapup_desk.domain.repair.table_view import Column, Filters


class RecordingRepairDesk:
    def __init__(self, state: RepairState) -> None:
        self.state = state
        self.commands: list[tuple[object, ...]] = []
        self._listeners: list[Callable[[RepairState], None]] = []

    def show(self, state: RepairState) -> None:
        self.state = state
        for listener in self._listeners:
            listener(state)

    def listen(self, listener: Callable[[RepairState], None], /) -> None:
        self._listeners.append(listener)

    def find(self, span: Span, queue_ids: Sequence[str] = ()) -> None:
        self.commands.append(("find", span, tuple(queue_ids)))

    def cancel_find(self) -> None:
        self.commands.append(("cancel_find",))

    def follow_queues(self, queue_ids: Sequence[str]) -> None:
        self.commands.append(("follow_queues", tuple(queue_ids)))

    def set_filters(self, filters: Filters) -> None:
        self.commands.append(("set_filters", filters))

    def sort(self, column: Column, *, is_descending: bool) -> None:
        self.commands.append(("sort", column, is_descending))

    def select(self, rows: Iterable[int]) -> None:
        self.commands.append(("select", frozenset(rows)))

    def select_all(self) -> None:
        self.commands.append(("select_all",))

    def see_rows(self, rows: Sequence[int]) -> None:
        self.commands.append(("see_rows", tuple(rows)))

    def focus(self, row: int | None) -> None:
        self.commands.append(("focus", row))

    def choose_code(self, row: int, code_id: str | None) -> None:
        self.commands.append(("choose_code", row, code_id))

    def suggest(self, rows: Sequence[int] | None = None) -> None:
        self.commands.append(("suggest", rows))

    def cancel_suggesting(self) -> None:
        self.commands.append(("cancel_suggesting",))

    def preview_fix(self, code_id: str | None = None, rows: Sequence[int] | None = None) -> None:
        self.commands.append(("preview_fix", code_id, rows))

    def preview_undo(self, batch_id: str) -> None:
        self.commands.append(("preview_undo", batch_id))

    def preview_rules(self, rules: RuleList) -> None:
        self.commands.append(("preview_rules", rules))

    def keep_rules(self, rules: RuleList) -> None:
        self.commands.append(("keep_rules", rules))

    def remove_rules(self, name: str) -> None:
        self.commands.append(("remove_rules", name))

    def import_rules(self, path: Path) -> None:
        self.commands.append(("import_rules", path))

    def export_rules(self, path: Path, rules: RuleList) -> None:
        self.commands.append(("export_rules", path, rules))

    def drop_preview(self) -> None:
        self.commands.append(("drop_preview",))

    def confirm(self, reason: str = "", note: str = "") -> None:
        self.commands.append(("confirm", reason, note))

    def cancel_fix(self) -> None:
        self.commands.append(("cancel_fix",))

    def resume_fix(self) -> None:
        self.commands.append(("resume_fix",))

    def draw_sample(self, request: SampleRequest) -> None:
        self.commands.append(("draw_sample", request))

    def judge(self, row: int, verdict: Verdict, right_code_id: str = "") -> None:
        self.commands.append(("judge", row, verdict, right_code_id))

    def leave_sample(self) -> None:
        self.commands.append(("leave_sample",))

    def read_reports(self) -> None:
        self.commands.append(("read_reports",))

    def check_audit(self, anchor: Anchor | None = None) -> None:
        self.commands.append(("check_audit",))

    def export_rows(self, path: Path) -> None:
        self.commands.append(("export_rows", path))

    def export_audit(self, path: Path) -> None:
        self.commands.append(("export_audit", path))

    def dismiss_notice(self, key: str) -> None:
        self.commands.append(("dismiss_notice", key))
