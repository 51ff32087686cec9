"""A desk for the window's tests: shows the snapshots it is given, records what is asked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from tests.ui.snapshots import NOW
from wrapup_desk.application.desk.desk_state import DeskState

Listener = Callable[[DeskState], None]


class RecordingDesk:
    def __init__(self, state: DeskState) -> None:
        self.state = state
        self.now = NOW
        self.commands: list[tuple[str, ...]] = []
        # What was selected and not sent, apart: it is no command to anybody.
        self.selections: list[tuple[str, ...]] = []
        self._listeners: list[Listener] = []

    def show(self, state: DeskState) -> None:
        self.state = state
        for listener in self._listeners:
            listener(state)

    def advance(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)

    def listen(self, listener: Listener, /) -> None:
        self._listeners.append(listener)

    def server_now(self) -> datetime:
        return self.now

    def choose_code(
        self, communication_id: str, code_id: str, note: str = "", topic_ids: tuple[str, ...] = ()
    ) -> None:
        self.commands.append(("choose_code", communication_id, code_id, note, *topic_ids))

    def select(
        self, communication_id: str, code_id: str, note: str, topic_ids: tuple[str, ...] = ()
    ) -> None:
        self.selections.append((communication_id, code_id, note, *topic_ids))

    def undo(self, communication_id: str) -> None:
        self.commands.append(("undo", communication_id))

    def choose_again(self, communication_id: str) -> None:
        self.commands.append(("choose_again", communication_id))

    def leave_draft_out(self, communication_id: str) -> None:
        self.commands.append(("leave_draft_out", communication_id))

    def hold(self, communication_id: str) -> None:
        self.commands.append(("hold", communication_id))

    def retry(self, communication_id: str) -> None:
        self.commands.append(("retry", communication_id))

    def tell_supervisor(self, communication_id: str) -> None:
        self.commands.append(("tell_supervisor", communication_id))

    def dismiss(self, communication_id: str) -> None:
        self.commands.append(("dismiss", communication_id))

    def dismiss_notice(self, key: str) -> None:
        self.commands.append(("dismiss_notice", key))

    def look_back(self) -> None:
        self.commands.append(("look_back",))

    def toggle_favourite(self, code_id: str, queue_id: str) -> None:
        self.commands.append(("toggle_favourite", code_id, queue_id))

    def sign_in(self) -> None:
        self.commands.append(("sign_in",))

    def cancel_sign_in(self) -> None:
        self.commands.append(("cancel_sign_in",))

    def sign_out(self) -> None:
        self.commands.append(("sign_out",))
