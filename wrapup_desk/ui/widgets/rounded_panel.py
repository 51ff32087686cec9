"""Draws the rounded surface that panels lie on."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QWidget

from wrapup_desk.ui.theme import Theme
from wrapup_desk.ui.tokens import RADIUS_CARD


class _Middle(QWidget):
    """All of a panel but its edges and corners, through which nothing shines."""

    def __init__(self, theme: Theme, panel: QWidget) -> None:
        super().__init__(panel)
        self._theme = theme
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    # Qt overrides

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(event.rect(), self._theme.ink("surface"))


class RoundedPanel(QWidget):
    """A card-like surface with a hairline, or a coloured edge."""

    def __init__(self, theme: Theme, edge: str = "line") -> None:
        super().__init__()
        self.theme = theme
        self._edge = edge
        self._middle: QWidget | None = None

    def cover(self) -> None:
        """Have what lies below it not painted with each of its changes."""
        self._middle = _Middle(self.theme, self)
        self._middle.lower()

    # Qt overrides

    def resizeEvent(self, event: QResizeEvent) -> None:
        if self._middle is not None:
            self._middle.setGeometry(self.rect().adjusted(1, RADIUS_CARD, -1, -RADIUS_CARD))
        super().resizeEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(self.theme.ink("surface"))
        painter.setPen(QPen(self.theme.ink(self._edge), 1.0))
        painter.drawRoundedRect(
            QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), RADIUS_CARD, RADIUS_CARD
        )
