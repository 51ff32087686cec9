"""Paints the rows of the code palette: highlighted letters, uses, star and Enter key."""

from __future__ import annotations

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetricsF, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from wrapup_desk.ui.palette.list_model import ROW_ROLE, CodeRow
from wrapup_desk.ui.palette.matching import Span
from wrapup_desk.ui.theme import Theme
from wrapup_desk.ui.tokens import TARGET, Size, Weight

_SIDE = 9
_GAP = 8


class CodeRowDelegate(QStyledItemDelegate):
    """Draws one row, and tells a click on its star from one on its code."""

    star_clicked = Signal(str)  # code id
    code_clicked = Signal(object)  # WrapupCode

    def __init__(self, theme: Theme, owner: QWidget) -> None:
        super().__init__(owner)
        self._theme = theme

    def _star_area(self, row_area: QRect) -> QRect:
        side = max(TARGET, self._theme.px(TARGET))
        top = row_area.center().y() - side // 2
        return QRect(row_area.right() - _SIDE - side + 5, top, side, side)

    def _paint_code(
        self, painter: QPainter, area: QRect, row: CodeRow, *, is_selected: bool
    ) -> None:
        theme = self._theme
        if is_selected:
            painter.setBrush(theme.ink("accent_soft"))
            painter.setPen(QPen(theme.ink("accent"), 1))
            painter.drawRoundedRect(QRectF(area).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        star = self._star_area(area)
        side = theme.px(14)
        spot = QRectF(0, 0, side, side)
        spot.moveCenter(QRectF(star).center())
        _draw_star(painter, theme, spot, is_full=row.is_favourite, is_shown=is_selected)
        right = float(star.left() - 2)
        if is_selected:
            right = self._paint_enter(painter, area, right)
        right = self._paint_trailing(painter, area, right, row.trailing)
        self._paint_name(painter, area, right, row)

    def _paint_enter(self, painter: QPainter, area: QRect, right: float) -> float:
        theme, side = self._theme, float(self._theme.px(20))
        cap = QRectF(right - side, area.center().y() - side / 2 + 0.5, side, side)
        painter.setBrush(theme.ink("bg"))
        painter.setPen(QPen(theme.ink("line"), 1))
        painter.drawRoundedRect(cap, 5, 5)
        icon = theme.px(12)
        inset = (side - icon) / 2
        spot = QRectF(cap.left() + inset, cap.top() + inset, icon, icon)
        theme.draw_icon(painter, spot, "corner-down-left", "muted")
        return cap.left() - _GAP

    def _paint_trailing(self, painter: QPainter, area: QRect, right: float, text: str) -> float:
        if not text:
            return right
        font = self._theme.font(Size.CAPTION)
        width = QFontMetricsF(font).horizontalAdvance(text)
        if width > area.width() / 2:
            return right
        painter.setFont(font)
        painter.setPen(self._theme.ink("muted"))
        band = QRectF(right - width, area.top(), width, area.height())
        painter.drawText(band, int(Qt.AlignmentFlag.AlignVCenter), text)
        return right - width - _GAP

    def _paint_name(self, painter: QPainter, area: QRect, right: float, row: CodeRow) -> None:
        theme = self._theme
        font = theme.font(Size.BODY, Weight.MEDIUM)
        metrics = QFontMetricsF(font)
        baseline = area.center().y() + 0.5 + (metrics.ascent() - metrics.descent()) / 2
        x, room = float(area.left() + _SIDE), right - area.left() - _SIDE
        name = metrics.elidedText(row.text, Qt.TextElideMode.ElideRight, room)
        painter.setFont(font)
        for text, is_hit in _pieces(name, row.spans):
            painter.setPen(theme.ink("accent" if is_hit else "text"))
            painter.setFont(theme.font(Size.BODY, Weight.SEMIBOLD) if is_hit else font)
            painter.drawText(QPointF(x, baseline), text)
            x += QFontMetricsF(painter.font()).horizontalAdvance(text)
        if row.detail and right - x > 24:
            small = theme.font(Size.CAPTION)
            painter.setFont(small)
            painter.setPen(theme.ink("muted"))
            detail = QFontMetricsF(small).elidedText(
                f"  {row.detail}", Qt.TextElideMode.ElideRight, right - x
            )
            painter.drawText(QPointF(x, baseline), detail)

    # Qt overrides

    def sizeHint(
        self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        metrics = QFontMetricsF(self._theme.font(Size.BODY))
        return QSize(100, max(TARGET, int(metrics.height()) + 11))

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        row: CodeRow = index.data(ROW_ROLE)
        area: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if row.code is None:
            painter.setFont(self._theme.font(Size.CAPTION, Weight.SEMIBOLD))
            painter.setPen(self._theme.ink("muted"))
            band = area.adjusted(_SIDE - 4, 0, 0, -4)
            painter.drawText(band, int(Qt.AlignmentFlag.AlignBottom), row.text)
        else:
            is_selected = bool(state & QStyle.StateFlag.State_Selected)
            self._paint_code(painter, area, row, is_selected=is_selected)
        painter.restore()

    def editorEvent(
        self,
        event: QEvent,
        _model: QAbstractItemModel,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> bool:
        row: CodeRow | None = index.data(ROW_ROLE)
        is_click = event.type() == QEvent.Type.MouseButtonRelease
        if row is None or row.code is None or not is_click or not isinstance(event, QMouseEvent):
            return False
        if event.button() is not Qt.MouseButton.LeftButton:
            return False
        area: QRect = option.rect
        if self._star_area(area).contains(event.position().toPoint()):
            self.star_clicked.emit(row.code.id)
        else:
            self.code_clicked.emit(row.code)
        return True


def _pieces(text: str, spans: tuple[Span, ...]) -> list[tuple[str, bool]]:
    """Return *text* cut into what was typed and what was not."""
    pieces: list[tuple[str, bool]] = []
    position = 0
    for start, end in spans:
        if start >= len(text):
            break
        pieces.append((text[position:start], False))
        pieces.append((text[start:end], True))
        position = end
    pieces.append((text[position:], False))
    return [piece for piece in pieces if piece[0]]


def _draw_star(
    painter: QPainter, theme: Theme, spot: QRectF, *, is_full: bool, is_shown: bool
) -> None:
    if is_full:
        theme.draw_icon(painter, spot, "star-full", "wrap")
    elif is_shown:
        theme.draw_icon(painter, spot, "star", "muted")
