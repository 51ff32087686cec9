"""Draws the ends of a menu that is scrolled: whole rows, and an arrow where there are more.

Qt leaves half rows there, and an arrow of a few pixels.
"""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QPoint, QRect, QRectF
from PySide6.QtGui import QAction, QPainter, QRegion
from PySide6.QtWidgets import QMenu, QStyle, QWidgetAction

from wrapup_desk.ui.theme import Theme

_ARROW = 16
# A region in which nothing of a widget is: an empty one would mean all of it.
_NOWHERE = QRegion(-1, -1, 1, 1)


def whole_rows(menu: QMenu) -> list[QRect]:
    """Return where the rows are that are seen, from top to bottom."""
    band = _band(menu)
    return sorted((row for row in _rows(menu) if band.contains(row)), key=QRect.top)


def cut_rows(menu: QMenu) -> Iterator[tuple[QAction, QRect]]:
    """Yield what would be seen in part only, and that part."""
    band = _band(menu)
    for action in menu.actions():
        row = menu.actionGeometry(action)
        if not row.isEmpty() and band.intersects(row) and not band.contains(row):
            yield action, row.intersected(band)


def is_left_out(menu: QMenu, spot: QPoint) -> bool:
    """Whether what is at *spot* is not drawn, since only a part of it would be."""
    return any(part.contains(spot) for _action, part in cut_rows(menu))


def draw_ends(menu: QMenu, theme: Theme, painter: QPainter) -> None:
    """Leave out the rows that are seen in part, and say at which end there are more."""
    above, below = _hidden(menu)
    whole = whole_rows(menu)
    left, right = 1, menu.width() - 2
    if above and whole:
        end = QRect(QPoint(left, 1), QPoint(right, whole[0].top() - 1))
        _draw_arrow(theme, painter, "chevron-up", end)
    if below and whole:
        end = QRect(QPoint(left, whole[-1].bottom() + 1), QPoint(right, menu.height() - 2))
        _draw_arrow(theme, painter, "chevron-down", end)
    _hide_cut_fields(menu)


def _draw_arrow(theme: Theme, painter: QPainter, icon: str, end: QRect) -> None:
    painter.fillRect(end, theme.ink("surface"))
    side = theme.px(_ARROW)
    spot = QRectF(0, 0, side, side)
    spot.moveCenter(QRectF(end).center())
    theme.draw_icon(painter, spot, icon, "text")


def _hide_cut_fields(menu: QMenu) -> None:
    """Fields are drawn over the menu: they are left out by a mask."""
    cut = {action for action, _part in cut_rows(menu)}
    for action in menu.actions():
        field = action.defaultWidget() if isinstance(action, QWidgetAction) else None
        if field is None or (action in cut) == (field.mask() == _NOWHERE):
            continue
        if action in cut:
            field.setMask(_NOWHERE)
        else:
            field.clearMask()


def _hidden(menu: QMenu) -> tuple[bool, bool]:
    """Return whether there is more above, and below, of what is seen."""
    rows = _rows(menu)
    if not rows:
        return False, False
    return min(map(QRect.top, rows)) < 0, max(map(QRect.bottom, rows)) >= menu.height()


def _rows(menu: QMenu) -> list[QRect]:
    return [row for row in map(menu.actionGeometry, menu.actions()) if not row.isEmpty()]


def _band(menu: QMenu) -> QRect:
    """Return where rows are seen: between the arrows, where there is more to see."""
    arrow = menu.style().pixelMetric(QStyle.PixelMetric.PM_MenuScrollerHeight, None, menu)
    above, below = _hidden(menu)
    return menu.rect().adjusted(0, arrow if above else 0, 0, -arrow if below else 0)
