"""Tells which row assistive technology chooses, and lets it leave the selection alone."""

from __future__ import annotations

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractItemView

Flag = QItemSelectionModel.SelectionFlag
Index = QModelIndex | QPersistentModelIndex
_BY_HAND = Flag.Clear | Flag.Toggle | Flag.Current


def stand_on(view: QAbstractItemView, index: Index) -> None:
    """Make *index* the current one and select it alone, its whole row where rows are selected.

    Qt's own `setCurrentIndex` and `selectRow` do what a click would with the keys that are held:
    with Ctrl they take off what they should select, with Shift they select all in between.
    """
    command = Flag.ClearAndSelect
    if view.selectionBehavior() is QAbstractItemView.SelectionBehavior.SelectRows:
        command |= Flag.Rows
    view.selectionModel().setCurrentIndex(index, command)


class AssistiveSelection(QItemSelectionModel):
    """The selection of one view whose model is set; it takes the place of the view's own.

    What listens to the view's own before that hears nothing any more.

    Assistive technology knows no Enter, no Space and no double click: all it can do to a row is to
    toggle it. Qt does that by adding the row to the selection, or taking it off, which says nothing
    once a new snapshot has selected its own row. So it is caught where it is asked for, changes
    nothing, and is told as `taken`, once each time, during the call.
    """

    taken = Signal(int)  # row

    def __init__(self, view: QAbstractItemView) -> None:
        super().__init__(view.model(), view)
        self._is_moving = False
        replaced = view.selectionModel()
        view.setSelectionModel(self)
        replaced.deleteLater()

    def _is_asked_for(self, command: Flag) -> bool:
        """Whether no key, no pointer and no code of ours selects so: to one row, nothing else."""
        if self._is_moving or command & _BY_HAND or not command & (Flag.Select | Flag.Deselect):
            return False
        return QGuiApplication.mouseButtons() == Qt.MouseButton.NoButton

    # Qt overrides

    def select(self, what: Index | QItemSelection, command: Flag) -> None:
        if not self._is_asked_for(command):
            super().select(what, command)
            return
        indexes = what.indexes() if isinstance(what, QItemSelection) else [what]
        rows = {index.row() for index in indexes}
        if len(rows) == 1:
            self._is_moving = True  # whatever is selected in answer is code of ours
            self.taken.emit(rows.pop())
            self._is_moving = False

    def setCurrentIndex(self, index: Index, command: Flag) -> None:
        before, self._is_moving = self._is_moving, True
        super().setCurrentIndex(index, command)
        self._is_moving = before
