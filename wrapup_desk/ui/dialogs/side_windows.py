"""Opens settings, keys, help and the about window beside the agent's window, never modal."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from wrapup_desk.application.base.hot_key import HotKeyReport
from wrapup_desk.application.base.settings import Settings
from wrapup_desk.application.desk.desk_state import DeskState
from wrapup_desk.application.services.program_version import program_version
from wrapup_desk.ui.scrolled.side_dialog import SideDialog
from wrapup_desk.ui.theme import Theme
from wrapup_desk.ui.widgets.focus import bring_forward

if TYPE_CHECKING:
    from wrapup_desk.ui.day.my_day import MyDayDialog
    from wrapup_desk.ui.dialogs.settings import SettingsDialog


class SideWindows(QObject):
    """Each is made when it is first wanted: none of them delays the first paint."""

    settings_changed = Signal(object)  # Settings
    card_requested = Signal(str)  # communication id
    check_requested = Signal(object)  # InstallationCheck: the window that shows it

    def __init__(self, theme: Theme, window: QWidget, regions: Sequence[tuple[str, str]]) -> None:
        super().__init__(window)
        self._theme = theme
        self._window = window
        self._regions = tuple(regions)
        self._hot_key = HotKeyReport()
        self.settings: SideDialog | None = None
        self.keys: SideDialog | None = None
        self.about: SideDialog | None = None
        self.check: SideDialog | None = None
        self.day: MyDayDialog | None = None
        self.help: SideDialog | None = None
        theme.changed.connect(self._fit)

    def open_settings(
        self, settings: Settings, locked: frozenset[str], *, at_language: bool = False
    ) -> None:
        """Open the settings as they are now; *at_language*: that was just chosen, there may be more."""
        # Loaded late: see the class.
        from wrapup_desk.ui.dialogs.settings import SettingsDialog

        if self.settings is not None:
            self.settings.deleteLater()
        dialog = SettingsDialog(self._theme, self._window, settings, locked, self._regions)
        dialog.settings_changed.connect(self.settings_changed)
        dialog.hot_key.show_report(self._hot_key)
        self.settings = dialog
        _show(dialog)
        if at_language:
            dialog.language.setFocus()

    def use_settings(self, settings: Settings) -> None:
        """Bring an open settings window up to date."""
        dialog = self._open_settings
        if dialog is not None:
            dialog.use_settings(settings)

    def show_hot_key(self, report: HotKeyReport) -> None:
        """Say in the settings, now or once they are opened, what became of the window's keys."""
        self._hot_key = report
        dialog = self._open_settings
        if dialog is not None:
            dialog.hot_key.show_report(report)

    @property
    def _open_settings(self) -> SettingsDialog | None:
        if self.settings is None or not self.settings.isVisible():
            return None
        from wrapup_desk.ui.dialogs.settings import SettingsDialog

        return self.settings if isinstance(self.settings, SettingsDialog) else None

    @property
    def _opened(self) -> tuple[SideDialog | None, ...]:
        return (self.settings, self.keys, self.about, self.check, self.day, self.help)

    def _fit(self) -> None:
        """Give what is open the room that a new text size needs."""
        for dialog in self._opened:
            if dialog is not None and dialog.isVisible():
                QTimer.singleShot(0, dialog, dialog.fit)

    def open_keys(self) -> None:
        """Open the table of keys, or close it when it is open."""
        from wrapup_desk.ui.dialogs.shortcuts_overview import ShortcutsOverview

        if self.keys is None:
            self.keys = ShortcutsOverview(self._theme, self._window)
        if _is_in_sight(self.keys):
            self.keys.close()
        else:
            _show(self.keys)

    def open_day(self, state: DeskState, now: datetime) -> None:
        """Open the agent's day, or close it when it is open."""
        from wrapup_desk.ui.day.my_day import MyDayDialog

        if self.day is None:
            self.day = MyDayDialog(self._theme, self._window)
            self.day.card_requested.connect(self.card_requested)
        if _is_in_sight(self.day):
            self.day.close()
            return
        self.day.show_state(state, now)
        _show(self.day)
        self.day.search.setFocus()

    def show_state(self, state: DeskState, now: datetime) -> None:
        """Bring an open day up to date."""
        if self.day is not None and self.day.isVisible():
            self.day.show_state(state, now)

    def close_all(self) -> None:
        """Go with the agent's window."""
        for dialog in self._opened:
            if dialog is not None:
                dialog.close()

    def open_about(self) -> None:
        """Open the about window."""
        from wrapup_desk.ui.dialogs.about import AboutDialog

        if self.about is None:
            self.about = AboutDialog(self._theme, self._window, program_version())
        _show(self.about)

    def open_help(self) -> None:
        """Open the help at its first page, or where it was left."""
        from wrapup_desk.ui.dialogs.help_window import HelpWindow

        if self.help is None:
            self.help = HelpWindow(self._theme, self._window)
        _show(self.help)

    def open_check(self) -> None:
        """Open the check of this installation, and ask for one."""
        from wrapup_desk.ui.doctor.installation_check import InstallationCheck

        if self.check is None:
            dialog = InstallationCheck(self._theme, self._window)
            dialog.again_requested.connect(lambda: self.check_requested.emit(dialog))
            self.check = dialog
        _show(self.check)
        self.check_requested.emit(self.check)


def _is_in_sight(dialog: SideDialog) -> bool:
    return dialog.isVisible() and not dialog.isMinimized()


def _show(dialog: SideDialog) -> None:
    dialog.fit()
    bring_forward(dialog)
