"""Draws the rounded surface that panels lie on."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtGui import (
    QHideEvent,
    QMoveEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QRegion,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QWidget

from wrapup_desk.ui.theme import Theme
from wrapup_desk.ui.tokens import RADIUS_CARD


class RoundedPanel(QWidget):
    """A card-like surface with a hairline, or a coloured edge."""

    def __init__(self, theme: Theme, edge: str = "line") -> None:
        super().__init__()
        self.theme = theme
        self._edge = edge

    # Qt overrides

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(self.theme.ink("surface"))
        painter.setPen(QPen(self.theme.ink(self._edge), 1.0))
        painter.drawRoundedRect(
            QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), RADIUS_CARD, RADIUS_CARD
        )


class CoveringPanel(RoundedPanel):
    """A panel that lies over others: of those, Qt paints only what its corners leave to be seen."""

    def __init__(self, theme: Theme, over: QWidget, edge: str = "line") -> None:
        super().__init__(theme, edge)
        self._sheet = _Sheet(theme, over)
        self.setParent(over)
        self.hide()

    def _lay_sheet(self) -> None:
        self._sheet.lie_under(self.geometry())

    # Qt overrides

    def showEvent(self, event: QShowEvent) -> None:
        self._lay_sheet()
        self._sheet.show()
        self._sheet.raise_()
        self.raise_()
        super().showEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        self._sheet.hide()
        super().hideEvent(event)

    def moveEvent(self, event: QMoveEvent) -> None:
        self._lay_sheet()
        super().moveEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._lay_sheet()
        super().resizeEvent(event)


class _Sheet(QWidget):
    """What lies below all of a panel but its corners: Qt takes a widget for opaque as a whole."""

    def __init__(self, theme: Theme, over: QWidget) -> None:
        super().__init__(over)
        self._theme = theme
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def lie_under(self, area: QRect) -> None:
        if area == self.geometry():
            return
        if area.size() != self.size():
            self.setMask(without_corners(QRect(QPoint(0, 0), area.size())))
        self.setGeometry(area)

    # Qt overrides

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.fillRect(event.rect(), self._theme.ink("surface"))


def without_corners(area: QRect) -> QRegion:
    """Return *area* but for the squares that its rounded corners are in."""
    side = RADIUS_CARD
    upright, across = area.adjusted(side, 0, -side, 0), area.adjusted(0, side, 0, -side)
    return QRegion(upright) + QRegion(across)
