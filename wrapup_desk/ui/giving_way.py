"""Holds what is read before something is done: whole where there is room, else scrolled."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from wrapup_desk.ui.theme import Theme
from wrapup_desk.ui.widgets.side_dialog import scroll_in
from wrapup_desk.ui.widgets.text_label import TextLabel

# Two lines of text, at 100 %.
_LEAST_HEIGHT = 40


class GivingWay(QScrollArea):
    """As high as its *content* asks for; where the height does not do, that is scrolled.

    What is seen of it at first ends at a whole line: half a line reads as if it were cut.

    So the buttons below, and what stands above, stay in sight. Whoever changes what is in it
    calls `refit()`: Qt passes on only what changes around a view that scrolls.
    """

    def __init__(self, theme: Theme, spacing: int) -> None:
        super().__init__()
        self._theme = theme
        self.inside = QWidget()
        self.content = QVBoxLayout(self.inside)
        self.content.setContentsMargins(0, 0, 0, 0)
        self.content.setSpacing(spacing)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        scroll_in(self, self.inside)

    def refit(self) -> None:
        """Ask for as much room as what is in it needs now."""
        self.updateGeometry()
        self._scroll_where_needed()

    def use_width(self, width: int) -> None:
        """Reckon with *width* before it is laid out in it: else what stands below moved once more."""
        self.resize(width, self.height())

    def _scroll_where_needed(self) -> None:
        """Have no scroll bar that only its own width makes necessary."""
        fits = self.sizeHint().height() <= self.height()
        policy = Qt.ScrollBarPolicy
        self.setVerticalScrollBarPolicy(
            policy.ScrollBarAlwaysOff if fits else policy.ScrollBarAsNeeded
        )

    def _end_at_a_line(self) -> None:
        """Leave out at the foot what would be a part of a line."""
        room, left_over = self.height(), 0
        for label in self.inside.findChildren(TextLabel):
            top = label.mapTo(self.inside, QPoint(0, 0)).y()
            if label.isVisible() and top < room < top + label.height():
                ends = (top + end for end in label.line_ends())
                left_over = room - max((end for end in ends if end <= room), default=top)
        if left_over != self.viewportMargins().bottom():
            self.setViewportMargins(0, 0, 0, left_over)

    # Qt overrides

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        is_done = super().eventFilter(watched, event)
        if watched is self.inside and event.type() == QEvent.Type.Resize:
            self._end_at_a_line()
        return is_done

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._end_at_a_line()

    def sizeHint(self) -> QSize:
        width = self.width()
        height = self.content.sizeHint().height()
        if self.content.hasHeightForWidth():
            height = self.content.totalHeightForWidth(width)
        return QSize(width, height)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, min(self.sizeHint().height(), self._theme.px(_LEAST_HEIGHT)))

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QResizeEvent):
            if event.size().width() != event.oldSize().width():
                self.updateGeometry()
            # Before Qt lays out what is inside: it does not do so twice in one go.
            self._scroll_where_needed()
        return super().event(event)
