"""Holds lines of text under titles for a small table, with what screen readers hear of a cell."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from wrapup_desk.domain.language.conventions import are_numbers, labelled, listed
from wrapup_desk.ui.hints import plain_tooltip

Index = QModelIndex | QPersistentModelIndex
Lines = Sequence[Sequence[str]]
_BETWEEN = " \N{MIDDLE DOT} "


class NumbersModel(QAbstractTableModel):
    """Rows of text under titles."""

    def __init__(self, owner: QObject | None = None) -> None:
        super().__init__(owner)
        self._titles: Sequence[str] = ()
        self._lines: Lines = ()
        # The columns of nothing but numbers: read by their ends.
        self._numeric: set[int] = set()
        self.told_in = 0
        self.without_room: tuple[int, ...] = ()

    def tell_in(self, column: int, without_room: tuple[int, ...]) -> None:
        """Tell in *column* what the columns *without_room* say as well."""
        self.told_in, self.without_room = column, without_room

    def text_below(self, index: Index) -> str:
        """Return what a cell says of the columns without room."""
        texts = (self._lines[index.row()][each] for each in self._told_with(index.column())[1:])
        return _BETWEEN.join(filter(None, texts))

    def _told_with(self, column: int) -> tuple[int, ...]:
        return (column, *self.without_room) if column == self.told_in else (column,)

    @property
    def lines(self) -> Lines:
        return self._lines

    def show_lines(
        self, titles: Sequence[str], lines: Lines, numeric: Collection[int] = ()
    ) -> None:
        """Take new lines; equal ones leave the place scrolled to alone.

        The columns in *numeric* are for numbers, also where none is known.
        """
        if (titles, lines) == (self._titles, self._lines):
            return
        self.beginResetModel()
        self._titles, self._lines = titles, lines
        self._numeric = {
            column
            for column in range(len(titles))
            if column in numeric or are_numbers([line[column] for line in lines])
        }
        self.endResetModel()

    # Qt overrides

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._titles)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        if not index.isValid():
            return None
        line = self._lines[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return line[index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._alignment(index.column())
        told = [(self._titles[each], line[each]) for each in self._told_with(index.column())]
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tooltip(_BETWEEN.join(said for _title, said in told if said))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return listed(labelled(title, said) for title, said in told)
        return None

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = int(Qt.ItemDataRole.DisplayRole),
    ) -> object:
        if orientation != Qt.Orientation.Horizontal or section >= len(self._titles):
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._alignment(section)
        return self._titles[section] if role == Qt.ItemDataRole.DisplayRole else None

    def _alignment(self, column: int) -> Qt.AlignmentFlag:
        side = (
            Qt.AlignmentFlag.AlignRight if column in self._numeric else Qt.AlignmentFlag.AlignLeft
        )
        return side | Qt.AlignmentFlag.AlignVCenter
