"""Shows one page of the repair window at a time; the others ask for no room."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QSplitter, QStackedWidget, QWidget

from wrapup_desk.ui.tokens import GAP_WIDE


class LeastHeight(QWidget):
    """What a view scrolls only once not even the least of it has room.

    Qt would ask for what its parts like to have: a table likes more rows than it has to have.
    """

    # Qt overrides

    def heightForWidth(self, width: int) -> int:
        layout = self.layout()
        return layout.minimumHeightForWidth(width) if layout is not None else -1


class RepairPages(QStackedWidget):
    """The list with its details beside it, and what can stand in their place.

    Qt would make it as high as its highest page, shown or not: at large text the list would have
    to be scrolled because the reports are high.
    """

    def __init__(self, table: QWidget, detail: QWidget, *others: QWidget) -> None:
        super().__init__()
        self.list = QSplitter(Qt.Orientation.Horizontal)
        self.list.addWidget(table)
        self.list.addWidget(detail)
        self.list.setStretchFactor(0, 5)
        self.list.setStretchFactor(1, 2)
        self.list.setHandleWidth(GAP_WIDE)
        self.list.setChildrenCollapsible(False)
        self.list.setSizes([800, 340])
        for page in (self.list, *others):
            self.addWidget(page)
        self.currentChanged.connect(lambda _place: self.updateGeometry())

    @property
    def _shown(self) -> QWidget:
        return self.currentWidget() or self.list

    # Qt overrides

    def sizeHint(self) -> QSize:
        return self._shown.sizeHint()

    def minimumSizeHint(self) -> QSize:
        return self._shown.minimumSizeHint()

    def hasHeightForWidth(self) -> bool:
        return self._shown.hasHeightForWidth()

    def heightForWidth(self, width: int) -> int:
        return self._shown.heightForWidth(width)
