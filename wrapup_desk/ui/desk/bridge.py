"""Joins Desk and Qt: bursts of snapshots become one redraw, commands go straight through."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from PySide6.QtCore import QObject, Signal

from wrapup_desk.application.desk.desk_state import DeskState
from wrapup_desk.ui.redraw_throttle import RedrawThrottle

# One redraw per frame at most, however fast events come in.
FRAME_MS = 16


class DeskCommands(Protocol):
    """What the window needs of the desk; every call returns at once."""

    @property
    def state(self) -> DeskState: ...

    def listen(self, listener: Callable[[DeskState], None], /) -> None: ...

    def server_now(self) -> datetime: ...

    def choose_code(
        self, communication_id: str, code_id: str, note: str = "", topic_ids: tuple[str, ...] = ()
    ) -> None: ...

    def select(
        self, communication_id: str, code_id: str, note: str, topic_ids: tuple[str, ...] = ()
    ) -> None: ...

    def undo(self, communication_id: str) -> None: ...

    def choose_again(self, communication_id: str) -> None: ...

    def hold(self, communication_id: str) -> None: ...

    def leave_draft_out(self, communication_id: str) -> None: ...

    def retry(self, communication_id: str) -> None: ...

    def tell_supervisor(self, communication_id: str) -> None: ...

    def dismiss(self, communication_id: str) -> None: ...

    def dismiss_notice(self, key: str) -> None: ...

    def look_back(self) -> None: ...

    def toggle_favourite(self, code_id: str, queue_id: str) -> None: ...

    def sign_in(self) -> None: ...

    def cancel_sign_in(self) -> None: ...

    def sign_out(self) -> None: ...


class DeskBridge(QObject):
    """The desk as Qt sees it: a signal for snapshots; its commands are the desk's own methods.

    Args:
        desk: is asked and listened to.
        owner: the window it goes with; None where it lasts as long as the program.
    """

    state_changed = Signal(object)  # DeskState

    def __init__(self, desk: DeskCommands, owner: QObject | None = None) -> None:
        super().__init__(owner)
        self._desk = desk
        self.pace = RedrawThrottle(FRAME_MS, self)
        self.pace.due.connect(self._emit)
        desk.listen(lambda _state: self.pace.note_change())

    @property
    def commands(self) -> DeskCommands:
        """The desk, to be asked for something."""
        return self._desk

    @property
    def state(self) -> DeskState:
        return self._desk.state

    def server_now(self) -> datetime:
        return self._desk.server_now()

    def _emit(self) -> None:
        self.state_changed.emit(self._desk.state)
