"""Holds what is read before something is done: whole where there is room, else scrolled."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from wrapup_desk.ui.theme import Theme
from wrapup_desk.ui.widgets.numbers_table import NumbersTable
from wrapup_desk.ui.widgets.side_dialog import scroll_in
from wrapup_desk.ui.widgets.text_label import Flow, TextLabel

# Two lines of text, at 100 %.
_LEAST_HEIGHT = 40
# A line of a table, and two that tell all of it.
_LEAST_WITH_TABLE = 66


def name_spans(name: Flow, top: float) -> list[tuple[int, int]]:
    """Return what of a name to choose, drawn from *top* on, no foot of a page is to part.

    It may be cut within a line, from the second on: there it is seen that it goes on. At the end
    of a line it would read as if that were all of the name.
    """
    ends = range(2, len(name.lines) + 1)
    spans = [(0.0, 1.0), *((end - 1.4, end - 0.8) for end in ends)]
    spans += [(end - 0.4, float(end)) for end in ends[-1:]]
    height = name.line_height
    return [(int(top + begin * height), math.ceil(top + end * height)) for begin, end in spans]


class GivingWay(QScrollArea):
    """As high as its *content* asks for; where the height does not do, that is scrolled.

    What is seen of it at first ends at a whole line: half a line reads as if it were cut.

    So the buttons below, and what stands above, stay in sight. Whoever changes what is in it
    calls `refit()`: Qt passes on only what changes around a view that scrolls.
    """

    # It is as high as it will be for now: `fits` may be another.
    room_changed = Signal()

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

    @property
    def fits(self) -> bool:
        """Whether all of it is in sight without scrolling."""
        return self.sizeHint().height() <= self.height()

    def begin_with(self, part: QWidget) -> None:
        """Scroll so that *part* is at the top, as far as there is something to scroll."""
        self.verticalScrollBar().setValue(part.mapTo(self.inside, QPoint(0, 0)).y())
        self._end_at_a_line()

    def _tables(self) -> Iterator[NumbersTable]:
        """Yield the tables in it that are shown."""
        for table in self.inside.findChildren(NumbersTable):
            if not table.isHidden():
                yield table

    def _scroll_where_needed(self) -> None:
        """Have no scroll bar that only its own width makes necessary."""
        policy = Qt.ScrollBarPolicy
        self.setVerticalScrollBarPolicy(
            policy.ScrollBarAlwaysOff if self.fits else policy.ScrollBarAsNeeded
        )

    def _end_at_a_line(self) -> None:
        """Leave out at the foot what would be a part of a line."""
        foot, left_over = self.verticalScrollBar().value() + self.height(), 0
        for part, ends in self._parts_with_ends():
            top = part.mapTo(self.inside, QPoint(0, 0)).y()
            if part.isVisible() and top < foot < top + part.height():
                left_over = foot - top - max((end for end in ends if end <= foot - top), default=0)
        if left_over != self.viewportMargins().bottom():
            self.setViewportMargins(0, 0, 0, left_over)

    def _parts_with_ends(self) -> Iterator[tuple[QWidget, Iterable[int]]]:
        """Yield what can be cut between two lines, and where these end in it."""
        for label in self.inside.findChildren(TextLabel):
            yield label, label.line_ends()
        for table in self._tables():
            yield table, table.line_ends()

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
        # Whatever a table shows while there is no room for more: else that would never be given.
        for table in self._tables():
            height += table.usual_height - table.maximumHeight()
        return QSize(width, height)

    def minimumSizeHint(self) -> QSize:
        least = _LEAST_WITH_TABLE if any(self._tables()) else _LEAST_HEIGHT
        return QSize(0, min(self.sizeHint().height(), self._theme.px(least)))

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QResizeEvent):
            if event.size().width() != event.oldSize().width():
                self.updateGeometry()
            # Before Qt lays out what is inside: it does not do so twice in one go.
            self._scroll_where_needed()
            self.room_changed.emit()
        return super().event(event)
