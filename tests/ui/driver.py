"""Works the window as a person does: keys go where the focus is, the pointer where it points."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.recording_desk import RecordingDesk
from wrapup_desk.application.desk.desk_state import DeskState
from wrapup_desk.ui.card.panel import CardPanel
from wrapup_desk.ui.desk.window import MainWindow

TIMEOUT_MS = 5_000


@dataclass
class Driver:
    qtbot: QtBot
    window: MainWindow
    desk: RecordingDesk

    @property
    def active(self) -> CardPanel:
        panel = self.window.list.active_panel
        assert panel is not None
        return panel

    @property
    def order(self) -> list[str]:
        """The cards from top to bottom, by communication id."""
        return [panel.communication_id for panel in self.window.list.panels]

    def panel(self, communication_id: str) -> CardPanel:
        return next(p for p in self.window.list.panels if p.communication_id == communication_id)

    def show(self, state: DeskState) -> None:
        """Let the desk publish *state*, and wait until the window has drawn it."""
        with self.qtbot.waitSignal(self.window._bridge.state_changed, timeout=TIMEOUT_MS):
            self.desk.show(state)
        QApplication.processEvents()  # new cards show themselves one turn of the loop later
        # What follows from a code that was sent comes a frame later.
        self.qtbot.waitUntil(
            lambda: not self.window.list.just_sent.is_answering, timeout=TIMEOUT_MS
        )

    def press(
        self,
        key: Qt.Key | str,
        modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
    ) -> None:
        target = QApplication.focusWidget() or self.window
        if isinstance(key, str):
            QTest.keyClicks(target, key, modifier)
            if len(key) > 1:
                QApplication.processEvents()  # nobody types all of it within one turn of the loop
        else:
            QTest.keyClick(target, key, modifier)

    def settle(self) -> None:
        """Wait until what stands on the submit button has stood there long enough."""
        self.qtbot.waitUntil(lambda: self.active.choice.is_settled, timeout=TIMEOUT_MS)

    def point_at(self, widget: QWidget, spot: QPoint | None = None) -> None:
        """Move the pointer onto *widget*, by way of a second place so that it does move."""
        centre = spot or widget.rect().center()
        target = widget.mapTo(self.window, centre)
        QTest.mouseMove(self.window, target + QPoint(3, 1))
        QTest.mouseMove(self.window, target)

    def point_away(self) -> None:
        QTest.mouseMove(self.window, QPoint(2, 2))

    def click(self, widget: QWidget) -> None:
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton)
