"""A view whose page is as wide with a scroll bar as without: nothing in it is laid out anew."""

from __future__ import annotations

from PySide6.QtCore import QMargins, Qt, Signal
from PySide6.QtGui import QPaintEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QScrollBar


class SteadyView(QScrollArea):
    """Scrolls up and down, and keeps the room of its scroll bar where there is nothing to scroll.

    In a page that got narrower with the bar, lines would be broken anew and the page be higher:
    between both heights it would depend on what was before whether it is scrolled at all.
    """

    bar_width = 10  # as the style sheet has it; to ask for it takes longer than all the rest
    shown = Signal()  # what is in it is laid out only then: listen queued

    def __init__(self) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBar(QuietBar())
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def around(self, side: int, above: int, below: int) -> QMargins:
        """Return what is around a page; of the room right of it the scroll bar is a part."""
        return QMargins(side, above, side - self.bar_width, below)

    # Qt overrides

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.shown.emit()


class QuietBar(QScrollBar):
    """Shows nothing while there is nothing to scroll."""

    # Qt overrides

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.minimum() < self.maximum():
            super().paintEvent(event)
