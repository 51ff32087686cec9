"""Lets a table begin and end at a whole row."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QTableView, QVBoxLayout, QWidget


def begin_at_a_row(table: QTableView) -> None:
    """Scroll on to where a row begins; back, where the current one would go out of sight."""
    row, bar = table.verticalHeader().defaultSectionSize(), table.verticalScrollBar()
    into = bar.value() % row
    if into and bar.value() < bar.maximum():
        back = bar.value() - into
        goes_out = table.currentIndex().row() * row < back + row
        bar.setValue(back if goes_out else back + row)


class RowsRoom(QWidget):
    """Holds the table, or what stands in its place; the table ends at a whole row.

    A strip of the next row reads as if something were cut, and shows nothing.
    """

    def __init__(self, table: QTableView, instead: QWidget) -> None:
        super().__init__()
        self._table = table
        self._left_over = 0
        box = self._box = QVBoxLayout(self)
        box.addWidget(table, 1)
        box.addWidget(instead, 1)
        table.viewport().installEventFilter(self)
        self._leave_out(0)

    def _end_at_a_row(self) -> None:
        """Leave out at the foot what is less than a row."""
        row = self._table.verticalHeader().defaultSectionSize()
        beside = self._table.height() - self._table.viewport().height()
        room = self.height() - beside
        # With so little room that a second row is not whole, most of it is more than nothing.
        left_over = room % row if self._table.isVisible() and room >= 2 * row else 0
        if left_over != self._left_over:
            self._leave_out(left_over)

    def _leave_out(self, left_over: int) -> None:
        self._left_over = left_over
        self._box.setContentsMargins(1, 0, 1, left_over)

    # Qt overrides

    def minimumSizeHint(self) -> QSize:
        # What is left out now is not needed: else no lower window could be laid out.
        return super().minimumSizeHint() - QSize(0, self._left_over)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        is_done = super().eventFilter(watched, event)
        # The titles, or the bar below the rows, may have come or gone.
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Show):
            self._end_at_a_row()
        return is_done

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._end_at_a_row()
