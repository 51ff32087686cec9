"""Draws a drop-down field in the windows' own look."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QShowEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QLabel

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
        # On Linux Qt tells screen readers the choice as the name, and what labels it besides.
        self._label = QLabel()
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        self._label.setBuddy(self)

    def name_it(self, name: str) -> None:
        """Tell screen readers what is chosen here."""
        self.setAccessibleName(name)
        self._label.setAccessibleName(name)

    def choose(self, value: object, label: str) -> None:
        """Show *value*; one that is not offered, set by hand in the file, joins the list."""
        index = self.findData(value)
        if index < 0:
            self.addItem(label, value)
            index = self.count() - 1
        self.setCurrentIndex(index)

    # Qt overrides

    def showEvent(self, event: QShowEvent) -> None:
        # Looked for beside the box; never shown.
        self._label.setParent(self.parentWidget())
        super().showEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        top = (self.height() - _SIDE) / 2
        spot = QRectF(self.width() - _SIDE - _INSET, top, _SIDE, _SIDE)
        self._theme.draw_icon(QPainter(self), spot, "chevron-down", "muted")

    def wheelEvent(self, event: QWheelEvent) -> None:
        # Scrolling past must not change a setting.
        event.ignore()
