"""Draws a share as a bar; the number or the words beside it say the same."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from wrapup_desk.ui.theme import Theme


def draw_bar(painter: QPainter, theme: Theme, track: QRectF, share: float, ink: str) -> None:
    """Paint a bar filled to *share* on its track; decoration beside a number."""
    radius = track.height() / 2
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.ink("line"))
    painter.drawRoundedRect(track, radius, radius)
    painter.setBrush(theme.ink(ink))
    filled = QRectF(track)
    filled.setWidth(max(track.height() / 2, track.width() * min(1.0, share)))
    painter.drawRoundedRect(filled, min(radius, filled.width() / 2), radius)


class ShareBar(QWidget):
    """A bar of its own, of a fixed size."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._share = 0.0
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_share(self, share: float) -> None:
        if share != self._share:
            self._share = share
            self.update()

    # Qt overrides

    def sizeHint(self) -> QSize:
        return QSize(62, 6)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self.updateGeometry()
        super().changeEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_bar(painter, self._theme, QRectF(self.rect()), self._share, "accent")
