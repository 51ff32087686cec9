"""What the tests of the repair window share: a way to open it on a snapshot."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.repair.recording_desk import RecordingRepairDesk
from tests.ui.repair.snapshots import NOW
from wrapup_desk.application.base.settings import Settings, ThemeChoice
from wrapup_desk.application.repair.state import RepairState
from wrapup_desk.ui.repair.bridge import RepairBridge
from wrapup_desk.ui.repair.window import RepairWindow

TIMEOUT_MS = 5_000


class RepairDriver:
    """Works the window as a person does: keys go where the focus is."""

    def __init__(self, qtbot: QtBot, window: RepairWindow, desk: RecordingRepairDesk) -> None:
        self.qtbot = qtbot
        self.window = window
        self.desk = desk

    def show(self, state: RepairState) -> None:
        """Let the desk publish *state*, and wait until the window has drawn it."""
        with self.qtbot.waitSignal(self.window._bridge.state_changed, timeout=TIMEOUT_MS):
            self.desk.show(state)
        QApplication.processEvents()

    def press(
        self,
        key: Qt.Key | str,
        modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
    ) -> None:
        target = QApplication.focusWidget() or self.window
        if isinstance(key, str):
            QTest.keyClicks(target, key, modifier)
        else:
            QTest.keyClick(target, key, modifier)

    def click(self, widget: QWidget) -> None:
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton)

    def commands(self, name: str) -> list[tuple[object, ...]]:
        """Return what was asked by *name*, without the name."""
        return [command[1:] for command in self.desk.commands if command[0] == name]

    def wait_for(self, name: str) -> tuple[object, ...]:
        """Wait until something was asked by *name*; return the last of it."""
        self.qtbot.waitUntil(lambda: bool(self.commands(name)), timeout=TIMEOUT_MS)
        return self.commands(name)[-1]


OpenRepair = Callable[..., RepairDriver]


@pytest.fixture
def open_repair(qtbot: QtBot, tmp_path: Path) -> OpenRepair:
    """Return a function that opens the window on a state and gives a driver for it."""

    def open_it(
        state: RepairState, settings: Settings | None = None, domain: str = ""
    ) -> RepairDriver:
        desk = RecordingRepairDesk(state)
        views = QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)
        given = settings or Settings(theme=ThemeChoice.LIGHT)
        window = RepairWindow(RepairBridge(desk, lambda: NOW), given, views, domain)
        qtbot.addWidget(window)
        window.resize(1200, 760)
        window.show()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        return RepairDriver(qtbot, window, desk)

    return open_it
