"""Keeps the window at hand while work is open: aside instead of closed, asked before the end."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QSystemTrayIcon, QWidget

from wrapup_desk.application.base.notice import Notice, NoticeAction, NoticeKind
from wrapup_desk.application.desk.desk_state import DeskState
from wrapup_desk.domain.interaction import Phase
from wrapup_desk.domain.language.texts import tr, tr_n
from wrapup_desk.ui.desk.desktop_services import NotificationService

# The key of the question; no other notice may use it.
QUIT_KEY = "quit"
_TOAST_MS = 8_000


def open_work_text(state: DeskState) -> str:
    """Return what would be left undone by leaving now; empty where nothing would."""
    due = [
        card for card in state.cards if card.needs_a_code and card.leg.phase is Phase.AFTER_CALL
    ]
    chosen = [card for card in state.cards if card.selection is not None and card not in due]
    # Who closes the window in a call would miss its wrap-up.
    live = [
        card
        for card in state.cards
        if card.needs_a_code and card.leg.phase.is_live and card.selection is None
    ]
    parts = []
    if count := len(due):
        parts.append(
            tr_n(
                "An interaction still needs its code.",
                "{count} interactions still need their codes.",
                count,
            )
        )
    if count := len(live):
        parts.append(
            tr_n(
                "An interaction is still going on.",
                "{count} interactions are still going on.",
                count,
            )
        )
    if chosen:
        parts.append(tr("A code you selected is not sent."))
    if count := state.unfinished_count:
        parts.append(
            tr_n("A code is still on its way.", "{count} codes are still on their way.", count)
        )
    return " ".join(parts)


class Leaving(QObject):
    """Says whether the window may close and the program end.

    Args:
        window: goes to the tray, or to the task bar where there is no tray.
        tray: says once where the window went; None where there is no tray.
    """

    quit_agreed = Signal()

    def __init__(self, window: QWidget, tray: QSystemTrayIcon | None) -> None:
        super().__init__(window)
        self._window = window
        self._tray = tray
        self._service = NotificationService(self)
        self._is_asking = False
        self._has_said = False

    def use_tray(self, tray: QSystemTrayIcon) -> None:
        """Go there from now on: a tray may come later than the window."""
        self._tray = tray

    def may_close(self, state: DeskState) -> bool:
        """Whether the window may close; if not, it is out of the way by now."""
        if not open_work_text(state):
            return True
        if self._tray is None:
            self._window.showMinimized()
            return False
        self._window.hide()
        if not self._has_said:
            self._has_said = True
            self._service.when_it_answers(partial(self._say_where, self._tray))
        return False

    def _say_where(self, tray: QSystemTrayIcon) -> None:
        tray.showMessage(
            tr("WrapUp Desk"),
            tr("It stays here, because work is open. Quit ends it."),
            tray.icon(),
            _TOAST_MS,
        )

    def quit(self, state: DeskState) -> bool:
        """End the program, or ask first; tell whether the question has to be shown."""
        self._is_asking = bool(open_work_text(state))
        if not self._is_asking:
            self.quit_agreed.emit()
        return self._is_asking

    def stay(self) -> bool:
        """Ask no more; tell whether it was asked."""
        was_asking, self._is_asking = self._is_asking, False
        return was_asking

    def question(self, state: DeskState) -> tuple[Notice, ...]:
        """Return the question to show, as long as work is open."""
        what = open_work_text(state)
        if not self._is_asking or not what:
            self._is_asking = False
            return ()
        text = tr("{what} Quit all the same?", what=what)
        return (Notice(QUIT_KEY, NoticeKind.WARNING, text, NoticeAction.QUIT),)
