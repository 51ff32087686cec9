"""Paints the cells of the table of legs: check boxes, states with their icons, suggestions."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from wrapup_desk.application.repair.leg_index import RepairRow
from wrapup_desk.domain.codes.fitting import FittedName, middle_left_out
from wrapup_desk.domain.codes.names import NamedCodes
from wrapup_desk.domain.language.texts import tr
from wrapup_desk.domain.repair.code_issue import CodeIssue
from wrapup_desk.ui.card.wording import SEPARATOR, percent_text
from wrapup_desk.ui.palette.name_fitter import NameFitter
from wrapup_desk.ui.repair.table.column_widths import CELL_PADDING
from wrapup_desk.ui.repair.table.model import ROW_ROLE, LegColumn, code_in, is_still_wrong
from wrapup_desk.ui.repair.wording import beside_code, issue_face, result_face
from wrapup_desk.ui.theme import Theme
from wrapup_desk.ui.tokens import Size, Weight
from wrapup_desk.ui.widgets.text_label import Flow

_ICON_GAP = 6
ROW_HEIGHT = 36


class LegRowDelegate(QStyledItemDelegate):
    """Draws one cell."""

    def __init__(self, theme: Theme, owner: QWidget) -> None:
        super().__init__(owner)
        self._theme = theme
        self._fitter = NameFitter(theme)
        self._current = -1
        self._has_keys = False

    def mark(self, row: int, *, has_keys: bool) -> None:
        """Draw *row* of the view as the one that is looked at, from now on; -1 for none."""
        self._current, self._has_keys = row, has_keys

    def use_names(self, names: NamedCodes) -> None:
        """Draw codes of this list, told apart among all of them."""
        self._fitter.use_names(names)

    # Qt overrides

    def sizeHint(
        self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return QSize(60, self._theme.px(ROW_HEIGHT))

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        area: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        column = LegColumn(index.column())
        row: RepairRow = index.data(ROW_ROLE)
        self._paint_back(painter, area, state, is_current=index.row() == self._current)
        if column is LegColumn.CHECK:
            checked = index.data(Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Checked
            draw_check(painter, self._theme, QRectF(area).center(), is_on=checked)
            if row.is_new:
                self._paint_mark(painter, area)
        else:
            text = str(index.data(Qt.ItemDataRole.DisplayRole))
            self._paint_cell(painter, area, row, column, text)
        painter.restore()

    def _paint_back(
        self, painter: QPainter, area: QRect, state: QStyle.StateFlag, *, is_current: bool
    ) -> None:
        theme = self._theme
        if is_current or state & QStyle.StateFlag.State_Selected:
            painter.fillRect(area, theme.ink("accent_soft"))
        painter.fillRect(area.left(), area.bottom(), area.width(), 1, theme.ink("line"))
        if is_current and self._has_keys:
            # No thicker: two lines of text need all of the row between them.
            for top in (area.top(), area.bottom()):
                painter.fillRect(area.left(), top, area.width(), 1, theme.ink("accent"))

    def _paint_cell(
        self, painter: QPainter, area: QRect, row: RepairRow, column: LegColumn, text: str
    ) -> None:
        icon, ink, weight = _face_of(row, column)
        spot = area.adjusted(CELL_PADDING, 0, -CELL_PADDING, 0)
        if icon:
            side = self._theme.px(14)
            top = spot.top() + (spot.height() - side) / 2
            self._theme.draw_icon(painter, QRectF(spot.left(), top, side, side), icon, ink)
            spot.setLeft(spot.left() + side + _ICON_GAP)
        if column is LegColumn.ENDED and row.is_new:
            weight = Weight.SEMIBOLD
        percent = _percent(row, column)
        font = self._theme.font(Size.BODY, weight)
        room = spot.width() - self._percent_width(percent)
        name = self._name_in(row, column, area)
        plain = text.removesuffix(percent).rstrip()
        upper, lower = self._texts_in(row, column, plain, name, font, room)
        flow = Flow(upper, font, room, max_lines=1 if lower else 2)
        if lower:
            # What belongs to the code, as the agent's note, stands right under it.
            below = spot.adjusted(0, spot.height() // 2, 0, -3)
            under = self._fitted(lower, below.width())
            self._paint_text(painter, below, under, "muted", size=Size.CAPTION)
            spot = spot.adjusted(0, 2, 0, -spot.height() // 2 + 1)
        painter.setFont(font)
        painter.setPen(self._theme.ink(ink))
        top = spot.top() + (spot.height() - flow.height) / 2
        flow.draw(painter, QRectF(spot.left(), top, room, flow.height))
        if percent:
            # At the right edge: of all rows they stand below each other.
            rest = spot.adjusted(room + CELL_PADDING, 0, 0, 0)
            self._paint_text(painter, rest, percent, "muted", align=Qt.AlignmentFlag.AlignRight)

    def _texts_in(
        self,
        row: RepairRow,
        column: LegColumn,
        text: str,
        name: FittedName | None,
        font: QFont,
        room: int,
    ) -> tuple[str, tuple[str, ...]]:
        """Return what stands in a cell: its text, on two lines where it must, and what is under it.

        That is where the code is, what makes it more than a suggestion, and the agent's note.
        """
        aside = _aside(row, column)
        beside = beside_code(row.leg) if column is LegColumn.CODE else ""
        alone = ("", "", beside) if beside else ()
        if name is None:
            return text, alone
        if name.path:
            return name.leaf, (name.path, aside, beside)
        if QFontMetricsF(font).horizontalAdvance(text) <= room:
            return text, alone
        if not (aside or beside) and is_whole_in_two(text, font, room):
            return text, ()
        return name.leaf, ("", aside, beside) if aside or beside else ()

    def _fitted(self, parts: tuple[str, ...], room: int) -> str:
        """Return what is under a code: its path gives way to what is said of it, in its middle.

        A note that is too long has half of what is left to it, and its end left out.
        """
        path, aside, beside = parts
        wide = QFontMetricsF(self._theme.font(Size.CAPTION)).horizontalAdvance
        said = [each for each in (aside, beside) if each]
        whole = SEPARATOR.join((path, *said) if path else said)
        if not path or wide(whole) <= room:
            return whole
        left = room - (wide(SEPARATOR + aside) if aside else 0)
        left -= min(wide(SEPARATOR + beside), left / 2) if beside else 0
        return SEPARATOR.join((middle_left_out(path, lambda tried: wide(tried) <= left), *said))

    def _name_in(self, row: RepairRow, column: LegColumn, area: QRect) -> FittedName | None:
        """Return how the code of a cell reads among all others; None where there is none."""
        code_id = code_in(row, column)
        if not code_id:
            return None
        room = area.width() - 2 * CELL_PADDING - self._theme.px(14) - _ICON_GAP
        if _percent(row, column):
            room -= self._percent_width("100%")  # for all that have one: codes are fitted once
        return self._fitter.line_of(code_id, room)

    def _percent_width(self, percent: str) -> int:
        metrics = QFontMetricsF(self._theme.font(Size.BODY))
        return int(metrics.horizontalAdvance(percent)) + CELL_PADDING if percent else 0

    def _paint_mark(self, painter: QPainter, area: QRect) -> None:
        """Paint a quiet dot before the time of a row that came by itself."""
        side = self._theme.px(6)
        dot = QRectF(area.right() + 1 - side, area.center().y() - side / 2 + 1, side, side)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.ink("accent"))
        painter.drawEllipse(dot)
        painter.setBrush(Qt.BrushStyle.NoBrush)

    def _paint_text(
        self,
        painter: QPainter,
        spot: QRect,
        text: str,
        ink: str,
        *,
        size: Size = Size.BODY,
        align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
    ) -> None:
        font = self._theme.font(size)
        painter.setFont(font)
        painter.setPen(self._theme.ink(ink))
        cut = Qt.TextElideMode.ElideRight
        shown = QFontMetricsF(font).elidedText(text, cut, spot.width() + 1)
        flags = align | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
        painter.drawText(spot, int(flags), shown)


def is_whole_in_two(text: str, font: QFont, room: int) -> bool:
    """Whether *text* stands in two lines of *room* pixels with no word broken and none cut."""
    flow = Flow(text, font, room, max_lines=2)
    return not flow.is_elided and " ".join(flow.lines) == " ".join(text.split())


def _percent(row: RepairRow, column: LegColumn) -> str:
    """Return how sure a suggestion or prediction is; "" where the cell says no such thing."""
    if column is LegColumn.COPILOT and row.predicted is not None:
        return percent_text(row.predicted[1])
    if column is not LegColumn.SUGGESTED or row.suggestion is None or _aside(row, column):
        return ""
    return percent_text(row.suggestion.probability)


def _aside(row: RepairRow, column: LegColumn) -> str:
    """Return what makes the code of a cell more than a suggestion; "" where nothing does."""
    if column is not LegColumn.SUGGESTED:
        return ""
    if row.correction is not None and is_still_wrong(row):
        return result_face(row.correction.state).word
    if row.chosen is not None:
        return tr("chosen by you")
    return tr("chosen by the agent") if row.undelivered is not None else ""


def _face_of(row: RepairRow, column: LegColumn) -> tuple[str, str, Weight]:
    """Return icon, ink and weight of a cell."""
    if column is LegColumn.PROBLEM and row.is_only_in_the_ledger:
        face = issue_face(CodeIssue.KEPT_HERE)
        return face.icon, face.tone.ink, Weight.MEDIUM
    if column is LegColumn.CODE and row.is_only_in_the_ledger:
        # Nothing is left to do about it, so it does not call for anybody.
        return "", "muted", Weight.REGULAR
    if column in (LegColumn.CODE, LegColumn.PROBLEM) and row.issue is not None:
        face = issue_face(row.issue)
        if row.issue is CodeIssue.DOUBTED and column is LegColumn.CODE:
            return face.icon, "text", Weight.REGULAR
        return face.icon, face.tone.ink, Weight.MEDIUM
    is_result = column is LegColumn.RESULT or (
        column is LegColumn.SUGGESTED and is_still_wrong(row)
    )
    if is_result and row.correction is not None:
        face = result_face(row.correction.state)
        return face.icon, face.tone.ink, Weight.MEDIUM
    if column is LegColumn.SUGGESTED and row.chosen is not None:
        return "square-pen", "accent", Weight.MEDIUM
    if column is LegColumn.SUGGESTED and row.undelivered is not None:
        return "send", "text", Weight.REGULAR
    is_empty = column is LegColumn.SUGGESTED and row.suggestion is None
    return "", "muted" if is_empty else "text", Weight.REGULAR


def draw_check(
    painter: QPainter, theme: Theme, centre: QPointF, *, is_on: bool, is_partly: bool = False
) -> None:
    """Paint a check box around *centre*."""
    side = theme.px(17)
    box = QRectF(0, 0, side, side)
    box.moveCenter(centre)
    painter.setPen(QPen(theme.ink("accent" if is_on or is_partly else "edge"), 1.2))
    painter.setBrush(theme.ink("accent" if is_on else "surface"))
    painter.drawRoundedRect(box, 4, 4)
    if is_on:
        theme.draw_icon(painter, box.adjusted(2, 2, -2, -2), "check", "on_accent")
    elif is_partly:
        bar = QRectF(box.left() + 4, box.center().y() - 1, box.width() - 8, 2)
        painter.fillRect(bar, theme.ink("accent"))
    painter.setBrush(Qt.BrushStyle.NoBrush)
