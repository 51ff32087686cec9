"""Draws the rounded surface that panels lie on."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent, QPen
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
