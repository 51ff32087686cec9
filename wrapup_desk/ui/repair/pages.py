"""Shows one page of the repair window at a time; the others ask for no room."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QApplication, QSplitter, QStackedWidget, QWidget

from wrapup_desk.ui.repair.table.area import TableArea
from wrapup_desk.ui.tokens import GAP, GAP_WIDE
from wrapup_desk.ui.widgets.focus import is_inside, show_or_hide

# In a narrower window, in pixels, the tools and the bar of the table take the whole width.
_NARROW = 800
# The least of a page, in pixels, in which it can be read; the window scrolls for it.
_LEAST_PAGE = 200


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

    def __init__(self, table: TableArea, detail: QWidget, *others: QWidget) -> None:
        super().__init__()
        self._area, self._detail = table, detail
        self._any_row = True
        self.list = QSplitter(Qt.Orientation.Horizontal)
        self.list.addWidget(table)
        self.list.addWidget(detail)
        self.list.setStretchFactor(0, 5)
        self.list.setStretchFactor(1, 2)
        self.list.setHandleWidth(GAP_WIDE)
        self.list.setChildrenCollapsible(False)
        self.list.setSizes([800, 340])
        for page in others:
            page.setMinimumHeight(_LEAST_PAGE)
        for page in (self.list, *others):
            self.addWidget(page)
        self.currentChanged.connect(lambda _place: self.updateGeometry())

    @property
    def is_narrow(self) -> bool:
        """Whether the details stand beside the rows only, and not beside all of the list."""
        return self._detail.parentWidget() is self._area.middle

    def use_width(self, width: int) -> None:
        """Place the details for a window of *width* pixels; a focus in them stays."""
        is_narrow = width < _NARROW
        if is_narrow == self.is_narrow:
            return
        focused = QApplication.focusWidget()
        home = self._area.middle if is_narrow else self.list
        home.addWidget(self._detail)
        self._show_detail()  # Qt hides what moves
        home.setSizes([800, 340])
        # Two borders side by side are a thick one.
        self._area.middle.setContentsMargins(0, 0, GAP if is_narrow else 0, 0)
        if focused is not None and is_inside(focused, self._detail):
            focused.setFocus()

    def use_rows(self, *, any_row: bool) -> None:
        """Leave the room of the details to what is said in place of rows, where it is narrow."""
        self._any_row = any_row
        self._show_detail()

    def _show_detail(self) -> None:
        show_or_hide(self._detail, visible=self._any_row or not self.is_narrow)

    @property
    def _shown(self) -> QWidget:
        return self.currentWidget() or self.list

    # Qt overrides

    def sizeHint(self) -> QSize:
        return self._shown.sizeHint()

    def minimumSizeHint(self) -> QSize:
        return self._shown.minimumSizeHint().expandedTo(self._shown.minimumSize())

    def hasHeightForWidth(self) -> bool:
        return self._shown.hasHeightForWidth()

    def heightForWidth(self, width: int) -> int:
        return self._shown.heightForWidth(width)
