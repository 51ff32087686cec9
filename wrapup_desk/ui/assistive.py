"""Tells which row assistive technology selects: its one way to choose among rows."""

from __future__ import annotations

from PySide6.QtCore import QItemSelection, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractItemView


class AssistiveSelection(QObject):
    """Watches one view whose model is set.

    Keys and the pointer select the row they go to. Assistive technology selects or leaves a row
    while the current one stays where it is, and knows no Enter, no Space and no double click.
    *has_own* is whether the view selects its current row; where it does not, whatever is selected
    without the pointer was selected so.
    """

    taken = Signal(int)  # row

    def __init__(self, view: QAbstractItemView, *, has_own: bool = True) -> None:
        super().__init__(view)
        self._view = view
        self._has_own = has_own
        view.selectionModel().selectionChanged.connect(self._on_changed)

    def _on_changed(self, _selected: QItemSelection, left: QItemSelection) -> None:
        if QGuiApplication.mouseButtons() != Qt.MouseButton.NoButton:
            return
        rows_left = {index.row() for index in left.indexes()}
        # Qt selects a row first, and makes it the current one then.
        QTimer.singleShot(0, self, lambda: self._judge(rows_left))

    def _judge(self, left: set[int]) -> None:
        # As it is by now: keys may have gone on since.
        rows = {index.row() for index in self._view.selectionModel().selectedIndexes()}
        current = self._view.currentIndex().row()
        is_toggled_off = not rows and left == {current} and self._has_own
        is_elsewhere = len(rows) == 1 and (current not in rows or not self._has_own)
        if is_toggled_off:
            self.taken.emit(current)
        elif is_elsewhere:
            self.taken.emit(rows.pop())
