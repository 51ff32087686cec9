"""Draws a drop-down field in the windows' own look."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox

from wrapup_desk.ui.theme import Theme

_SIDE = 16
_INSET = 10


class ChoiceBox(QComboBox):
    """A QComboBox with its arrow from our icons: style sheets cannot colour one."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        # Long names must not widen the panel.
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(8)

    def choose(self, value: object, label: str) -> None:
        """Show *value*; one that is not offered, set by hand in the file, joins the list."""
        index = self.findData(value)
        if index < 0:
            self.addItem(label, value)
            index = self.count() - 1
        self.setCurrentIndex(index)

    # Qt overrides

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        top = (self.height() - _SIDE) / 2
        spot = QRectF(self.width() - _SIDE - _INSET, top, _SIDE, _SIDE)
        self._theme.draw_icon(QPainter(self), spot, "chevron-down", "muted")

    def wheelEvent(self, event: QWheelEvent) -> None:
        # Scrolling past must not change a setting.
        event.ignore()
