"""Shows the rows of the code palette, laid out before they are painted, over a backdrop."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QListView, QWidget

from wrapup_desk.ui.theme import Theme


class Backdrop(QWidget):
    """Covers the window invisibly, so that a click beside the palette closes it and no more."""

    clicked = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setUpdatesEnabled(False)  # or all of the window would be painted as it comes

    # Qt overrides

    def mousePressEvent(self, _event: QMouseEvent) -> None:
        self.clicked.emit()


class CodeListView(QListView):
    """The rows; how high each is depends on how wide they are."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        # Nothing shines through the rows: what they cover is not painted with each step.
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        # What moves is not copied: a row that was cut was not drawn.
        self.verticalScrollBar().valueChanged.connect(self.viewport().update)

    def lay_out(self) -> None:
        """Lay the rows out now: Qt would do so once they were painted, and paint them again."""
        # A scroll bar that comes or goes with them changes their width.
        for _ in range(2):
            self.executeDelayedItemsLayout()

    # Qt overrides

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self.viewport()) as painter:
            painter.fillRect(event.rect(), self._theme.ink("surface"))
        super().paintEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.scheduleDelayedItemsLayout()
