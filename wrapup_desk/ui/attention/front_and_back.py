"""Brings the window forward when its keys are pressed, and goes back to where the agent was."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from wrapup_desk.application.base.hot_key import GlobalKeys
from wrapup_desk.ui.desk.window import MainWindow


class FrontAndBack(QObject):
    """Remembers which window had the keyboard, and how this one stood."""

    def __init__(self, window: MainWindow, keys: GlobalKeys) -> None:
        super().__init__(window)
        self._window = window
        self._keys = keys
        self._caller = 0
        self._was_hidden = False
        self._was_minimized = False

    def turn(self) -> None:
        """Come forward, or go back if the window is in front."""
        in_front = self._keys.window_in_front()
        shown = [each for each in QApplication.topLevelWidgets() if each.isVisible()]
        is_ours = in_front in {int(each.winId()) for each in shown}
        # Where the system does not say which window it is, Qt knows at least of its own.
        if is_ours or (not in_front and self._is_in_front_for_qt):
            self._go_back()
        else:
            self._come(in_front)

    @property
    def _is_in_front_for_qt(self) -> bool:
        return QApplication.activeWindow() is not None and not self._window.isMinimized()

    def _come(self, caller: int) -> None:
        self._caller = caller
        self._was_hidden = not self._window.isVisible()
        self._was_minimized = self._window.isMinimized()
        self._window.come_forward()
        self._keys.give_keyboard_to(int(self._window.winId()))

    def _go_back(self) -> None:
        caller, self._caller = self._caller, 0
        has_given = bool(caller) and self._keys.give_keyboard_to(caller)
        if self._was_hidden:
            self._window.hide()
        elif self._was_minimized or not has_given:
            # Then the system gives the keyboard to whoever had it before.
            self._window.showMinimized()
        self._was_hidden = self._was_minimized = False
