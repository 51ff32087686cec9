"""Shows toasts by the tray icon, which has no buttons: a click opens the card."""

from __future__ import annotations

from collections.abc import Callable

from wrapup_desk.ui.attention.toasts import Toast, ToastAction
from wrapup_desk.ui.desk.tray import DeskTray
from wrapup_desk.ui.desk.window import MainWindow


class TrayToasts:
    """`ToastDisplay` of Windows, and of desktops whose notifications have no buttons."""

    def __init__(self, window: MainWindow, answered: Callable[[str, ToastAction], None]) -> None:
        self._window = window
        self._answered = answered
        self._tray: DeskTray | None = None

    def show(self, toast: Toast) -> None:
        tray = self._window.tray
        if tray is None:
            return
        if tray is not self._tray:  # it came later than the window
            self._tray = tray
            tray.toast_clicked.connect(self._on_click)
        tray.show_toast(toast.title, toast.text, toast.communication_id)

    def withdraw(self, communication_id: str) -> None:
        """Nothing can be taken back here: it goes by itself."""

    def _on_click(self, communication_id: str) -> None:
        self._answered(communication_id, ToastAction.OPEN)
