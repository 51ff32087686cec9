"""Sorts and filters the same rows by `QSortFilterProxyModel`, as one would by default in Qt."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QSortFilterProxyModel,
    Qt,
)

Index = QModelIndex | QPersistentModelIndex


class PlainModel(QAbstractTableModel):
    """Rows of text."""

    def __init__(self, rows: Sequence[tuple[str, ...]]) -> None:
        super().__init__()
        self._rows = rows

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._rows[0])

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        if role == Qt.ItemDataRole.DisplayRole:
            return self._rows[index.row()][index.column()]
        return None


def proxy_times_ms(rows: Sequence[tuple[str, ...]]) -> dict[str, float]:
    """Return how long the proxy needs to sort by two columns, and to search in one and in all."""
    model = PlainModel(rows)
    proxy = QSortFilterProxyModel()
    proxy.setSourceModel(model)
    found = {
        "proxy: sort by agent": _timed(lambda: proxy.sort(1)),
        "proxy: sort by customer": _timed(lambda: proxy.sort(3)),
    }
    proxy.setFilterKeyColumn(3)
    proxy.sort(-1)
    found["proxy: search in one column"] = _timed(lambda: proxy.setFilterFixedString("an"))
    proxy.setFilterKeyColumn(-1)
    found["proxy: search in all columns"] = _timed(lambda: proxy.setFilterFixedString("no such"))
    return found


def _timed(act: Callable[[], object]) -> float:
    began_s = time.perf_counter()
    act()
    return (time.perf_counter() - began_s) * 1000
