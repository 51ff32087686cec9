"""Holds the one snapshot, and hands each new one to whoever listens."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from wrapup_desk.application.base.notice import Notice
from wrapup_desk.application.desk_state import DeskState


class Board:
    """The snapshot of now; only `Desk` changes it."""

    def __init__(self, state: DeskState) -> None:
        self._state = state
        self._listeners: list[Callable[[DeskState], None]] = []

    @property
    def state(self) -> DeskState:
        return self._state

    def listen(self, listener: Callable[[DeskState], None]) -> None:
        """Call *listener* with every new snapshot."""
        self._listeners.append(listener)

    def publish(self, **changes: object) -> None:
        """Replace the snapshot by one with these fields changed."""
        self._state = replace(self._state, **changes)  # type: ignore[arg-type]  # by name
        for listener in self._listeners:
            listener(self._state)

    def put_up(self, notice: Notice) -> None:
        """Show a notice; one with the same key is replaced."""
        if notice not in self._state.notices:
            others = tuple(each for each in self._state.notices if each.key != notice.key)
            self.publish(notices=(*others, notice))

    def take_down(self, key: str) -> None:
        """Show the notice with this key no more."""
        left = tuple(each for each in self._state.notices if each.key != key)
        if left != self._state.notices:
            self.publish(notices=left)
