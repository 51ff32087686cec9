"""The titles over the table of legs: how the rows are sorted, and one check box for all."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter
from PySide6.QtWidgets import QHeaderView, QWidget

from wrapup_desk.domain.repair.table_view import Order
from wrapup_desk.ui.repair.table.column_widths import CELL_PADDING, SORT_ICON
from wrapup_desk.ui.repair.table.model import SORTS, LegColumn, column_title
from wrapup_desk.ui.repair.table.row_delegate import draw_check
from wrapup_desk.ui.theme import Theme
from wrapup_desk.ui.tokens import Size, Weight

HEADER_HEIGHT = 36


class LegHeader(QHeaderView):
    """The titles, with the way the rows are sorted, and one check box for all rows."""

    def __init__(self, theme: Theme, owner: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, owner)
        self._theme = theme
        self._order: Order | None = Order()
        self._share_selected = 0.0
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setSectionsMovable(False)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def show_order(self, order: Order | None, share_selected: float) -> None:
        """Mark the column the rows are sorted by, if by any, and how many of them are selected."""
        if (order, share_selected) != (self._order, self._share_selected):
            self._order, self._share_selected = order, share_selected
            self.viewport().update()

    # Qt overrides

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self._theme.px(HEADER_HEIGHT))

    def paintSection(self, painter: QPainter, area: QRect, section: int) -> None:
        theme = self._theme
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(area, theme.ink("surface"))
        painter.fillRect(area.left(), area.bottom(), area.width(), 1, theme.ink("line"))
        column = LegColumn(section)
        if column is LegColumn.CHECK:
            share = self._share_selected
            draw_check(
                painter,
                theme,
                QRectF(area).center(),
                is_on=share >= 1.0,
                is_partly=0.0 < share < 1.0,
            )
        else:
            self._paint_title(painter, area, column)
        painter.restore()

    def _paint_title(self, painter: QPainter, area: QRect, column: LegColumn) -> None:
        theme = self._theme
        font = theme.words(Size.SMALL, Weight.SEMIBOLD)
        painter.setFont(font)
        order = self._order
        is_sorted = order is not None and SORTS.get(column) is order.column
        painter.setPen(theme.ink("text" if is_sorted else "muted"))
        metrics = QFontMetricsF(font)
        spot = area.adjusted(CELL_PADDING, 0, -CELL_PADDING, 0)
        side = theme.px(SORT_ICON)
        room = spot.width() - (side + 4 if is_sorted else 0)
        title = metrics.elidedText(column_title(column), Qt.TextElideMode.ElideRight, room)
        painter.drawText(spot, int(Qt.AlignmentFlag.AlignVCenter), title)
        if order is None or not is_sorted:
            return
        painter.translate(
            spot.left() + metrics.horizontalAdvance(title) + 4 + side / 2, area.center().y() + 0.5
        )
        if not order.is_descending:
            painter.rotate(180)
        theme.draw_icon(painter, QRectF(-side / 2, -side / 2, side, side), "chevron-down", "text")
