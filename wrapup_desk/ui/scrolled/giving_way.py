"""Holds what is read before something is done: whole where there is room, else scrolled."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QEvent, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from wrapup_desk.ui.scrolled.whole_lines import WholeLines
from wrapup_desk.ui.theme import Theme
from wrapup_desk.ui.widgets.numbers_table import NumbersTable

# Two lines of text, at 100 %.
_LEAST_HEIGHT = 40
# A line of a table, and two that tell all of it.
_LEAST_WITH_TABLE = 66


class GivingWay(WholeLines):
    """As high as its *content* asks for; where the height does not do, that is scrolled.

    So the buttons below, and what stands above, stay in sight. Whoever changes what is in it
    calls `refit()`: Qt passes on only what changes around a view that scrolls.
    """

    # It is as high as it will be for now: `fits` may be another.
    room_changed = Signal()

    def __init__(self, theme: Theme, spacing: int) -> None:
        super().__init__(QWidget())
        self._theme = theme
        self.content = QVBoxLayout(self.page)
        self.content.setContentsMargins(0, 0, 0, 0)
        self.content.setSpacing(spacing)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

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
        self.verticalScrollBar().setValue(part.mapTo(self.page, QPoint(0, 0)).y())

    def _tables(self) -> Iterator[NumbersTable]:
        """Yield the tables in it that are shown."""
        for table in self.page.findChildren(NumbersTable):
            if not table.isHidden():
                yield table

    def _scroll_where_needed(self) -> None:
        """Have no scroll bar that only its own width makes necessary."""
        policy = Qt.ScrollBarPolicy
        self.setVerticalScrollBarPolicy(
            policy.ScrollBarAlwaysOff if self.fits else policy.ScrollBarAsNeeded
        )

    # Qt overrides

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


def whole_height(part: QWidget, width: int) -> int:
    """Return how high *part* asks to be, with what of it is scrolled out of sight."""
    whole: QWidget = part
    if isinstance(part, QScrollArea) and (inside := part.widget()) is not None:
        whole, width = inside, part.viewport().width()
    # Where no text in it can break there is no height for a width.
    return whole.heightForWidth(width) if whole.hasHeightForWidth() else whole.sizeHint().height()
