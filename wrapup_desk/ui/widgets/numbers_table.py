"""Shows lines of text as a plain table that screen readers and the clipboard can read."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Hashable, Mapping, Sequence

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSize,
    Qt,
)
from PySide6.QtGui import QFontMetricsF, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from wrapup_desk.domain.codes.fitting import fitted_texts
from wrapup_desk.domain.language.conventions import labelled
from wrapup_desk.ui.assistive import AssistiveSelection, stand_on
from wrapup_desk.ui.theme import Theme
from wrapup_desk.ui.tokens import TARGET, Size
from wrapup_desk.ui.widgets.text_label import Flow, plain_tooltip

Index = QModelIndex | QPersistentModelIndex
Lines = Sequence[Sequence[str]]
_ROW_HEIGHT = 28
_MOST_SHOWN = 12
_LEAST_SHOWN = 3
# Qt lays out no widget that is higher, in pixels.
_HIGHEST = 1 << 23
# Hundreds of lines are not measured each time: they are cut by what tells them apart.
_MOST_MEASURED = 60
_LEAST_WIDTH = 60
# As the style sheet has it: on each side of a cell's text.
_PADDING = 6
_NEXT_LINE = "\N{LINE SEPARATOR}"
# A count, a share, or that there is none, in any language's manner; no time and no telephone number.
_NUMBER = re.compile(r"-?\d[\d.,\u00a0\u202f]*%?|\u2013")


class NumbersModel(QAbstractTableModel):
    """Rows of text under titles."""

    def __init__(self, owner: QObject | None = None) -> None:
        super().__init__(owner)
        self._titles: Sequence[str] = ()
        self._lines: Lines = ()
        # The columns of nothing but numbers: read by their ends.
        self._numeric: set[int] = set()

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
            if column in numeric or _are_numbers([line[column] for line in lines])
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
        text = self._lines[index.row()][index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return text
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._alignment(index.column())
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tooltip(text)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return labelled(self._titles[index.column()], text)
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


def _are_numbers(texts: Sequence[str]) -> bool:
    has_one = any(any(map(str.isdigit, text)) for text in texts)
    return has_one and all(map(_NUMBER.fullmatch, texts))


class FittingDelegate(QStyledItemDelegate):
    """Draws texts so that no two in a column read alike: what tells one apart is never cut."""

    def __init__(self, owner: NumbersTable) -> None:
        super().__init__(owner)
        self._table = owner
        # By column: the lines, the width and the font it was fitted for, and each text.
        self._fitted: dict[int, tuple[tuple[object, ...], Mapping[str, str]]] = {}

    def shown_text(self, column: int, text: str, option: QStyleOptionViewItem) -> str:
        """Return what is drawn of *text* in a cell of *column*."""
        lines = self._table.numbers.lines
        room = self._table.columnWidth(column) - self._table.room_beside_text
        wanted = (lines, room, option.font.key())
        known = self._fitted.get(column)
        if known is None or known[0] != wanted:
            metrics = QFontMetricsF(option.font)
            fitted = fitted_texts(
                (line[column] for line in lines),
                lambda tried: metrics.horizontalAdvance(tried) <= room,
            )
            known = self._fitted[column] = (wanted, fitted)
        fitted_text = known[1].get(text, text)
        if fitted_text != text and self._table.has_two_lines:
            flow = Flow(text, option.font, room, max_lines=2)
            return fitted_text if flow.is_elided else _NEXT_LINE.join(flow.lines)
        return fitted_text

    # Qt overrides

    def initStyleOption(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().initStyleOption(option, index)
        option.text = self.shown_text(index.column(), option.text, option)


class NumbersTable(QTableView):
    """A small table, as high as its lines up to a dozen, or up to *most_shown*.

    No column that is cut gets narrower than *least_width* pixels at 100 % text: it is scrolled.
    With *tells_all*, rows are two lines high where a text would be cut in one.
    """

    def __init__(
        self,
        theme: Theme,
        name: str,
        most_shown: int = _MOST_SHOWN,
        least_width: int = _LEAST_WIDTH,
        *,
        tells_all: bool = False,
    ) -> None:
        super().__init__()
        self._tells_all = tells_all
        self.has_two_lines = False
        self._least_width = least_width
        self._most_shown = most_shown
        # How many lines are shown where that is not left to its lines and the room.
        self._just_shown: int | None = None
        self._theme = theme
        self._needs: Sequence[int] = ()
        self.numbers = NumbersModel(self)
        self._widths: Sequence[int] = ()
        self._whole: Collection[int] = ()
        self._keys: Sequence[Hashable] = ()
        self.setObjectName("numbers")
        self.setAccessibleName(name)
        self.setModel(self.numbers)
        self.setItemDelegate(FittingDelegate(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self._set_headers_up()
        AssistiveSelection(self).taken.connect(self.selectRow)
        self._size()
        theme.changed.connect(self._size)

    def _set_headers_up(self) -> None:
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setStretchLastSection(True)
        # By itself it grows with the text: then more would be laid out than is counted with.
        header.setMinimumSectionSize(TARGET)

    def show_lines(
        self,
        titles: Sequence[str],
        lines: Lines,
        widths: Sequence[int] = (),
        whole: Collection[int] = (),
        keys: Sequence[Hashable] = (),
        numeric: Collection[int] = (),
    ) -> None:
        """Show *lines* under *titles*.

        *widths* are pixels at 100 % text, by column, where there is the room. The columns in
        *whole* are as wide as it takes to show each of their texts from end to end, in any
        language; of the others, the widest is the first to be cut. *keys* tell what each line is
        about: the table goes on standing on the same one, wherever it is by now. The columns in
        *numeric* end below each other, also where no number is known yet.
        """
        was, row = self.numbers.lines, self.currentIndex().row()
        before = self._keys[row : row + 1] if row >= 0 else ()
        place = self.verticalScrollBar().value()
        self._widths, self._whole, self._keys = widths, whole, keys
        self.numbers.show_lines(titles, lines, numeric)
        if was is not self.numbers.lines:
            self._size()
        if before and before[0] in keys and not self.currentIndex().isValid():
            self.selectRow(keys.index(before[0]))
            self.verticalScrollBar().setValue(place)

    @property
    def line_height(self) -> int:
        """The height of a row, in pixels."""
        above = QFontMetricsF(self.font()).height() if self.has_two_lines else 0
        return self._theme.px(_ROW_HEIGHT) + math.ceil(above)

    @property
    def usual_height(self) -> int:
        """How high it likes to be, with no more lines than are usually shown."""
        return self._height_of(min(self._most_shown, self.line_count))

    @property
    def line_count(self) -> int:
        """How many lines there are; one where there are none, to say so."""
        return max(1, len(self.numbers.lines))

    def show_just(self, count: int | None) -> None:
        """Be as high as *count* lines, and no lower; None: as its lines and the room have it."""
        if count != self._just_shown:
            self._just_shown = count
            self._limit_height()

    def _height_of(self, count: int) -> int:
        over = self.horizontalHeader().sizeHint().height()
        return min(self.line_height * count + over, _HIGHEST)

    def _limit_height(self) -> None:
        if self._just_shown is not None:
            self.setFixedHeight(self._height_of(min(self._just_shown, self.line_count)))
        else:
            # In a low window it is scrolled instead of pushing what is below it out of sight.
            count = min(self._most_shown, self.line_count)
            self.setMinimumHeight(self._height_of(min(count, _LEAST_SHOWN)))
            self.setMaximumHeight(self._height_of(count))
        self.updateGeometry()

    def selectRow(self, row: int) -> None:
        stand_on(self, self.numbers.index(row, 0))

    @property
    def room_beside_text(self) -> int:
        """How much of a column's width is not for its text, in pixels."""
        margin = self.style().pixelMetric(QStyle.PixelMetric.PM_FocusFrameHMargin)
        return 2 * (_PADDING + margin + 1) + 1

    def _share_width(self) -> None:
        """Give each column what its texts need; where the room does not do, the widest less."""
        room = self.viewport().width()
        count = self.numbers.columnCount()
        if not count or not self._widths:
            return
        self._needs = self._needs or tuple(map(self._taken_by, range(count)))
        wishes = [self._theme.px(each) for each in self._widths[:count]]
        wishes += [0] * (count - len(wishes))
        widths = [max(need, wish) for need, wish in zip(self._needs, wishes, strict=True)]
        if sum(widths[:-1]) + self._needs[-1] > room:
            widths = list(self._needs)
        least = self._theme.px(self._least_width)
        # No title is cut: it says what the texts below it are.
        floors = [max(least, self._taken_by_title(column)) for column in range(count)]
        cuttable = [column for column in range(count) if column not in self._whole]
        while (excess := sum(widths) - room) > 0:
            wider = [column for column in cuttable if widths[column] > floors[column]]
            if not wider:
                break  # what is left over is scrolled to
            widest = max(wider, key=lambda column: (widths[column], -column))
            others = [widths[column] for column in wider if column != widest]
            lowered = max(others, default=0) - 1
            widths[widest] = max(floors[widest], lowered, widths[widest] - excess)
        for column, width in enumerate(widths):
            self.setColumnWidth(column, width)
        has_two = self._tells_all and any(map(int.__lt__, widths, self._needs))
        if has_two != self.has_two_lines:
            self.has_two_lines = has_two
            self.verticalHeader().setDefaultSectionSize(self.line_height)
            self._limit_height()

    def _size(self) -> None:
        self.setFont(self._theme.font(Size.SMALL))  # figures stand below each other
        self.verticalHeader().setDefaultSectionSize(self.line_height)
        self._limit_height()
        self._needs = ()
        self._share_width()

    def _taken_by(self, column: int) -> int:
        """Return the width in which no text of a column is cut, nor its title."""
        lines = self.numbers.lines
        measured = lines if column in self._whole else lines[:_MOST_MEASURED]
        taken = self._width_of({line[column] for line in measured})
        return max(taken, self._taken_by_title(column))

    def _taken_by_title(self, column: int) -> int:
        return self._width_of({str(self.numbers.headerData(column, Qt.Orientation.Horizontal))})

    def _width_of(self, texts: Collection[str]) -> int:
        option = QStyleOptionViewItem()
        self.initViewItemOption(option)
        advance = QFontMetricsF(option.font).horizontalAdvance
        return math.ceil(max(map(advance, texts), default=0)) + self.room_beside_text

    # Qt overrides

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self.maximumHeight())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._share_width()
