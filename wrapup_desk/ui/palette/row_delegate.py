"""Paints the rows of the code palette: leaf over path, marked letters, uses, star, Enter."""

from __future__ import annotations

from collections.abc import Sequence

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
from PySide6.QtGui import QFont, QFontMetricsF, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QStyledItemDelegate, QStyleOptionViewItem

from wrapup_desk.domain.codes.fitting import FittedName, fitted_leaf
from wrapup_desk.domain.codes.names import CodeName, NamedCodes
from wrapup_desk.ui.palette.list_model import QUERY_ROLE, ROW_ROLE, CodeRow
from wrapup_desk.ui.palette.matching import Span, spans_in
from wrapup_desk.ui.palette.name_fitter import NameFitter
from wrapup_desk.ui.theme import Theme
from wrapup_desk.ui.tokens import TARGET, Size, Weight
from wrapup_desk.ui.widgets.text_label import Flow

_PRESSES = (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick)
_SIDE = 9
_GAP = 8
_BETWEEN_LINES = 1
_MOST_LINES = 2
# Narrower rows, at 100 %, have nothing but the name and the star.
_LEAST_WITH_ENTER = 200


class CodeRowDelegate(QStyledItemDelegate):
    """Draws one row, and tells a click on its star from one on its code.

    A code's leaf stands large, on two lines where one is too narrow, over its path. Both have the
    same room in every row, selected or not: the names are fitted into it all together, so that no
    two of them read alike. Without *has_stars* all of a row is its code.
    """

    star_clicked = Signal(str)  # code id
    code_clicked = Signal(object)  # WrapupCode
    code_added = Signal(object)  # WrapupCode, by the right button: a further topic
    branch_clicked = Signal(object)  # CodeRow: of a branch, or the way back up

    def __init__(self, theme: Theme, view: QAbstractItemView, *, has_stars: bool = True) -> None:
        super().__init__(view)
        self._has_stars = has_stars
        self._theme = theme
        self._view = view
        self._fitter = NameFitter(theme, has_two_lines=True)
        self._has_second_lines = False
        self._pressed: CodeRow | None = None
        # By width, text size and code: a list asks for the height of each of its rows.
        self._heights: dict[tuple[int, int, str, bool], int] = {}

    def forget_press(self) -> None:
        """Let nothing come of the press that was begun."""
        self._pressed = None

    def use_names(self, names: NamedCodes) -> None:
        """Draw the codes of another list."""
        if names is self._fitter.names:
            return
        self._fitter.use_names(names)
        self._heights.clear()
        self._has_second_lines = any(name.path or name.mark for name in names.by_id.values())

    def _room(self, width: int) -> int:
        """Return how wide a code's name may be in a row of *width*."""
        room = self._right_end(QRect(0, 0, width, 1)) - _SIDE
        return room - self._theme.px(20) - _GAP if self._has_enter(width) else room

    def _line_of(self, row: CodeRow, width: int) -> FittedName:
        """Return what is drawn of a code in a row of *width*."""
        known = self._fitter.line_of(row.code.id, self._room(width)) if row.code else None
        return known or FittedName(row.text)

    def _has_enter(self, width: int) -> bool:
        """Whether the key that takes a row has room beside its name."""
        return width >= self._theme.px(_LEAST_WITH_ENTER)

    def _star_area(self, row_area: QRect) -> QRect:
        side = max(TARGET, self._theme.px(TARGET))
        top = row_area.center().y() - side // 2
        return QRect(row_area.right() - _SIDE - side + 5, top, side, side)

    def _right_end(self, row_area: QRect) -> int:
        """Return where the room for a code's name and key ends."""
        if not self._has_stars:
            return row_area.right() - _SIDE
        return self._star_area(row_area).left() - 2

    def _paint_selected(self, painter: QPainter, area: QRect) -> None:
        theme = self._theme
        painter.setBrush(theme.ink("accent_soft"))
        painter.setPen(QPen(theme.ink("accent"), 1))
        painter.drawRoundedRect(QRectF(area).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)

    def _paint_code(
        self, painter: QPainter, area: QRect, row: CodeRow, query: str, *, is_selected: bool
    ) -> None:
        theme = self._theme
        star = self._star_area(area)
        side = theme.px(14)
        spot = QRectF(0, 0, side, side)
        spot.moveCenter(QRectF(star).center())
        is_shown = is_selected and self._has_stars
        _draw_star(painter, theme, spot, is_full=row.is_favourite, is_shown=is_shown)
        right = float(self._right_end(area))
        if is_selected and self._has_enter(area.width()):
            right = self._paint_enter(painter, area, right)
        line = self._line_of(row, area.width())
        second = "" if row.is_at_home else line.path
        is_by_synonym = row.name is not None and row.detail != row.name.mark
        if is_by_synonym:
            second = " · ".join(part for part in (f"“{row.detail}”", line.path) if part)
        lines = self._fitter.flow_of(line.leaf, self._room(area.width())).lines
        has_path = bool(second) and self._has_second_lines
        *upper, last, below = self._bands(area, len(lines), has_path=has_path)
        for band, text in zip((*upper, last), lines, strict=True):
            end = self._paint_name(painter, band, text, query)
        if has_path:
            self._paint_path(painter, below, right, second, query)
        else:
            end = self._paint_aside(painter, last, end, right, second)
        self._paint_trailing(painter, last, end, right, row.trailing)

    def _query_at(self, index: QModelIndex | QPersistentModelIndex) -> str:
        query: str = index.data(QUERY_ROLE)
        return query

    def _bands(self, area: QRect, leaves: int, *, has_path: bool) -> list[QRect]:
        """Return where the lines of the leaf and the path are, together in the row's middle."""
        leaf = int(QFontMetricsF(self._theme.words(Size.BODY)).height())
        path = int(QFontMetricsF(self._theme.words(Size.CAPTION)).height())
        whole = leaves * leaf + (_BETWEEN_LINES + path if has_path else 0)
        top = area.center().y() + 1 - whole // 2
        bands = [
            QRect(area.left(), top + place * leaf, area.width(), leaf) for place in range(leaves)
        ]
        below = top + leaves * leaf + _BETWEEN_LINES
        return [*bands, QRect(area.left(), below, area.width(), path)]

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

    def _paint_trailing(
        self, painter: QPainter, area: QRect, end: float, right: float, text: str
    ) -> None:
        """Paint how often a code was used, where the name leaves room for it."""
        font = self._theme.words(Size.CAPTION)
        width = QFontMetricsF(font).horizontalAdvance(text)
        if not text or end + _GAP + width > right:
            return
        painter.setFont(font)
        painter.setPen(self._theme.ink("muted"))
        band = QRectF(right - width, area.top(), width + 1, area.height())
        painter.drawText(band, int(Qt.AlignmentFlag.AlignVCenter), text)

    def _paint_name(self, painter: QPainter, area: QRect, text: str, query: str) -> float:
        """Paint a leaf, what was typed marked; return where it ends."""
        theme = self._theme
        plain, strong = (theme.words(Size.BODY, each) for each in (Weight.MEDIUM, Weight.SEMIBOLD))
        return _paint_pieces(painter, theme, area, text, query, (plain, strong), "text")

    def _paint_path(
        self, painter: QPainter, area: QRect, right: float, text: str, query: str
    ) -> None:
        theme = self._theme
        plain, strong = (
            theme.words(Size.CAPTION, each) for each in (Weight.REGULAR, Weight.SEMIBOLD)
        )
        room = right - area.left() - _SIDE
        shown = QFontMetricsF(plain).elidedText(text, Qt.TextElideMode.ElideRight, room)
        _paint_pieces(painter, theme, area, shown, query, (plain, strong), "muted")

    def _paint_aside(
        self, painter: QPainter, area: QRect, end: float, right: float, text: str
    ) -> float:
        """Paint *text* small behind a name that ends at *end*; return where that ends."""
        if not text or right - end <= 24:
            return end
        small = self._theme.words(Size.CAPTION)
        metrics = QFontMetricsF(small)
        shown = metrics.elidedText(f"  {text}", Qt.TextElideMode.ElideRight, right - end)
        painter.setFont(small)
        painter.setPen(self._theme.ink("muted"))
        painter.drawText(QPointF(end, _baseline(area, metrics)), shown)
        return end + metrics.horizontalAdvance(shown)

    def _branch_area(self, area: QRect, row: CodeRow) -> tuple[QRect, QPointF]:
        """Return where a branch's name stands, or that of the way back up, and its arrow."""
        arrow = self._star_area(area)
        if row.is_way_up:
            arrow.moveLeft(area.left())
            left, right = arrow.right() - 1, area.right() - _SIDE
        else:
            left, right = area.left() + _SIDE, arrow.left() - 2
        return QRect(left, area.top(), right - left, area.height()), QRectF(arrow).center()

    def _branch_lines(self, row: CodeRow, room: int) -> Sequence[str]:
        """Return a branch's name in its lines, of the way back up in one: it is no choice."""
        font = self._theme.words(Size.BODY, Weight.SEMIBOLD)
        if QFontMetricsF(font).horizontalAdvance(row.text) <= room:
            return (row.text,)

        def flow_of(text: str) -> Flow:
            return Flow(text, font, room, max_lines=1 if row.is_way_up else _MOST_LINES)

        return flow_of(
            fitted_leaf(CodeName((), row.text), lambda text: not flow_of(text).is_elided)
        ).lines

    def _paint_branch(
        self, painter: QPainter, area: QRect, row: CodeRow, *, is_selected: bool
    ) -> None:
        """Paint a branch with how many codes it has, or the way back up out of one."""
        theme, (place, middle) = self._theme, self._branch_area(area, row)
        _draw_chevron(painter, theme, middle, theme.px(14), is_back=row.is_way_up)
        painter.setFont(theme.words(Size.BODY, Weight.SEMIBOLD))
        painter.setPen(theme.ink("accent" if is_selected else "text"))
        metrics = QFontMetricsF(painter.font())
        lines = self._branch_lines(row, place.width())
        for band, text in zip(self._bands(place, len(lines), has_path=False), lines, strict=False):
            painter.drawText(QPointF(place.left(), _baseline(band, metrics)), text)
        end = place.left() + metrics.horizontalAdvance(text)
        # How many codes there are is said where room is left over.
        self._paint_trailing(painter, band, end, place.right() + 1, row.trailing)

    def _is_drawn(self, area: QRect, index: QModelIndex | QPersistentModelIndex) -> bool:
        """Whether the row at *area* is: one that is cut reads as if it were broken.

        What Enter takes is drawn in any case, and what no height holds.
        """
        height = self._view.viewport().height()
        is_whole = area.top() >= 0 and area.bottom() < height
        return is_whole or self._view.currentIndex() == index or area.height() > height

    # Qt overrides

    def sizeHint(
        self, _option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        row: CodeRow = index.data(ROW_ROLE)
        width = self._view.viewport().width()
        told = row.code.id if row.code is not None else row.text
        place = (width, self._theme.text_percent, told, row.is_at_home)
        if place not in self._heights:
            self._heights[place] = self._height_of(row, width)
        return QSize(100, self._heights[place])

    def _height_of(self, row: CodeRow, width: int) -> int:
        line = int(QFontMetricsF(self._theme.words(Size.BODY)).height())
        if row.code is None:
            room = self._branch_area(QRect(0, 0, width, 1), row)[0].width()
            lines = 1 if row.is_heading else len(self._branch_lines(row, room))
            return max(TARGET, lines * line + 11)
        leaf = self._line_of(row, width).leaf
        name = line * self._fitter.line_count(leaf, self._room(width))
        small = int(QFontMetricsF(self._theme.words(Size.CAPTION)).height())
        has_path = self._has_second_lines and not row.is_at_home
        path = _BETWEEN_LINES + small - 1 if has_path else 0
        return max(TARGET, name + path + 11)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        row: CodeRow = index.data(ROW_ROLE)
        area: QRect = option.rect
        if not self._is_drawn(area, index):
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        is_selected = self._view.currentIndex() == index
        if is_selected:
            self._paint_selected(painter, area)
        if row.is_heading:
            painter.setFont(self._theme.words(Size.CAPTION, Weight.SEMIBOLD))
            painter.setPen(self._theme.ink("muted"))
            band = area.adjusted(_SIDE - 4, 0, 0, -4)
            shown = QFontMetricsF(painter.font()).elidedText(
                row.text, Qt.TextElideMode.ElideRight, band.width()
            )
            painter.drawText(band, int(Qt.AlignmentFlag.AlignBottom), shown)
        elif row.code is None:
            self._paint_branch(painter, area, row, is_selected=is_selected)
        else:
            query = self._query_at(index)
            self._paint_code(painter, area, row, query, is_selected=is_selected)
        painter.restore()

    def editorEvent(
        self,
        event: QEvent,
        _model: QAbstractItemModel,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> bool:
        # Nobody means what is not seen.
        row: CodeRow | None = index.data(ROW_ROLE) if self._is_drawn(option.rect, index) else None
        if event.type() in _PRESSES:
            self._pressed = row
        is_click = event.type() == QEvent.Type.MouseButtonRelease
        if row is None or row.is_heading or not is_click or not isinstance(event, QMouseEvent):
            return False
        pressed, self._pressed = self._pressed, None
        if pressed is None or row.stands_for != pressed.stands_for:
            return False  # another row was meant
        if event.button() is Qt.MouseButton.RightButton and row.code is not None:
            self.code_added.emit(row.code)
            return True
        if event.button() is not Qt.MouseButton.LeftButton:
            return False
        area: QRect = option.rect
        if row.code is None:
            self.branch_clicked.emit(row)
        elif self._has_stars and self._star_area(area).contains(event.position().toPoint()):
            self.star_clicked.emit(row.code.id)
        else:
            self.code_clicked.emit(row.code)
        return True


def _baseline(area: QRect, metrics: QFontMetricsF) -> float:
    return area.center().y() + 0.5 + (metrics.ascent() - metrics.descent()) / 2


def _paint_pieces(  # noqa: PLR0913 -- what is painted, where, and how
    painter: QPainter,
    theme: Theme,
    area: QRect,
    text: str,
    query: str,
    fonts: tuple[QFont, QFont],
    ink: str,
) -> float:
    """Paint *text* with what was typed marked; return where it ends."""
    x = float(area.left() + _SIDE)
    baseline = _baseline(area, QFontMetricsF(fonts[0]))
    for piece, is_hit in _pieces(text, spans_in(query, text) if query else ()):
        painter.setPen(theme.ink("accent" if is_hit else ink))
        painter.setFont(fonts[is_hit])
        painter.drawText(QPointF(x, baseline), piece)
        x += QFontMetricsF(painter.font()).horizontalAdvance(piece)
    return x


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


def _draw_chevron(
    painter: QPainter, theme: Theme, centre: QPointF, side: int, *, is_back: bool
) -> None:
    painter.save()
    painter.translate(centre)
    painter.rotate(90 if is_back else -90)
    spot = QRectF(-side / 2, -side / 2, side, side)
    theme.draw_icon(painter, spot, "chevron-down", "muted")
    painter.restore()


def _draw_star(
    painter: QPainter, theme: Theme, spot: QRectF, *, is_full: bool, is_shown: bool
) -> None:
    if is_full:
        theme.draw_icon(painter, spot, "star-full", "wrap")
    elif is_shown:
        theme.draw_icon(painter, spot, "star", "muted")
