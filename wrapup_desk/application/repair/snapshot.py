"""Holds the one snapshot of the repair desk and tells every listener of the next."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from wrapup_desk.application.base.notice import Notice, NoticeKind
from wrapup_desk.application.repair.repair_state import RepairState


class Snapshot:
    """The state, replaced as a whole; nobody else keeps a truth of their own."""

    def __init__(self, state: RepairState) -> None:
        self.state = state
        self._listeners: list[Callable[[RepairState], None]] = []

    def listen(self, listener: Callable[[RepairState], None]) -> None:
        self._listeners.append(listener)

    def publish(self, **changes: object) -> None:
        """Replace the state by one with *changes*."""
        revision = self.state.revision + 1
        self.state = replace(self.state, revision=revision, **changes)  # type: ignore[arg-type]  # by name
        for listener in self._listeners:
            listener(self.state)

    def tell(self, key: str, text: str, kind: NoticeKind = NoticeKind.ERROR) -> None:
        """Show a notice; one with the same key is replaced."""
        others = tuple(each for each in self.state.notices if each.key != key)
        self.publish(notices=(*others, Notice(key, kind, text)))

    def dismiss(self, key: str) -> None:
        """Take a notice away."""
        notices = tuple(each for each in self.state.notices if each.key != key)
        if notices != self.state.notices:
            self.publish(notices=notices)
