"""Follows what is due and tells of it outside the window, once each, never by taking the focus."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from wrapup_desk.application.base.settings import Settings
from wrapup_desk.application.desk.desk_state import DeskState, InteractionCard
from wrapup_desk.ui.attention.signs import TaskbarSigns
from wrapup_desk.ui.attention.toasts import (
    Toast,
    ToastAction,
    ToastDisplay,
    is_due,
    sending_for,
    toast_for,
)
from wrapup_desk.ui.desk.bridge import DeskBridge
from wrapup_desk.ui.desk.window import MainWindow

# Seconds left at which somebody who looks elsewhere is told once more.
NEAR_S = 10


class Attention(QObject):
    """Badge, flash, toast and sound for the agent's window."""

    def __init__(
        self,
        window: MainWindow,
        bridge: DeskBridge,
        settings: Callable[[], Settings],
        display: ToastDisplay,
        signs: TaskbarSigns,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._bridge = bridge
        self._settings = settings
        self._display = display
        self._signs = signs
        self._toasts: dict[str, Toast] = {}
        self._warned: set[str] = set()
        # What is due already stands in the window that has just been opened.
        self._known = {_id(card) for card in bridge.state.cards if is_due(card)}
        self._signs.show_badge(len(self._known))
        bridge.state_changed.connect(self._on_state)
        window.list.ticked.connect(self._on_time)

    def answer(self, communication_id: str, action: ToastAction) -> None:
        """Do what was answered to a toast; what no longer fits only opens the window."""
        toast = self._toasts.get(communication_id)
        card = self._bridge.state.card(communication_id)
        if action is ToastAction.SEND and toast is not None:
            sending = sending_for(card, toast.code_id)
            if sending is not None:
                self._bridge.commands.choose_code(
                    sending.communication_id, sending.code_id, sending.note, sending.topic_ids
                )
                self._bridge.pace.hurry()
                return
        if card is None:
            self._window.come_forward()
        else:
            self._window.go_to_card(communication_id)

    def _on_state(self, state: DeskState) -> None:
        due = {_id(card): card for card in state.cards if is_due(card)}
        new = [
            card for communication_id, card in due.items() if communication_id not in self._known
        ]
        # Who takes a code back, or chooses again, knows of it.
        self._known = (self._known | due.keys()) & {_id(card) for card in state.cards}
        self._signs.show_badge(len(due))
        for gone in [each for each in self._toasts if each not in due]:
            del self._toasts[gone]
            self._display.withdraw(gone)
        if new:
            self._tell(new)
        self._on_time(self._bridge.server_now())

    def _on_time(self, now: datetime) -> None:
        near = {_id(card): card for card in self._bridge.state.cards if _is_near(card, now)}
        new = {each for each, card in near.items() if is_due(card)} - self._warned
        self._warned = (self._warned | new) & near.keys()
        if new:
            self._call()

    def _tell(self, new: list[InteractionCard]) -> None:
        self._call()
        if not self._settings().shows_toasts or _is_in_front():
            return
        for card in new:
            toast = toast_for(card)
            self._toasts[toast.communication_id] = toast
            self._display.show(toast)

    def _call(self) -> None:
        """Be seen and heard."""
        if not _is_in_front():
            self._signs.flash()
        if self._settings().plays_sounds:
            self._signs.play_sound()


def _is_near(card: InteractionCard, now: datetime) -> bool:
    deadline = card.leg.deadline_at
    return deadline is not None and 0 < (deadline - now).total_seconds() <= NEAR_S


def _is_in_front() -> bool:
    """Whether the agent is at one of this program's windows."""
    return QApplication.activeWindow() is not None


def _id(card: InteractionCard) -> str:
    return card.leg.key.communication_id
