"""Opens the help for the tests of its pages."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication

from tests.ui.conftest import OpenDesk
from tests.ui.snapshots import gallery
from wrapup_desk.application.base.settings import Settings, ThemeChoice
from wrapup_desk.ui.dialogs.help_window import HelpWindow

PAGES = ("agents", "supervisors", "troubleshooting")


def settle() -> None:
    """Let Qt lay out a page: a scroll bar that comes or goes makes it begin anew."""
    for _ in range(3):
        QApplication.processEvents()


def open_help(open_desk: OpenDesk, percent: int = 100) -> HelpWindow:
    """Open the help at *percent* of the text's size, as large as it comes."""
    settings = Settings(theme=ThemeChoice.LIGHT, text_percent=percent)
    window = open_desk(gallery()["01-agent"], settings).window
    window.header.help_requested.emit()
    shown = window.side_windows.help
    assert isinstance(shown, HelpWindow)
    settle()
    return shown
