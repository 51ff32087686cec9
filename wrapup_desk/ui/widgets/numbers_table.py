"""Shows lines of text as a plain table that screen readers and the clipboard can read."""

from __future__ import annotations

import math
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
from wrapup_desk.domain.language.conventions import are_numbers, labelled, listed
from wrapup_desk.ui.assistive import AssistiveSelection, stand_on
from wrapup_desk.ui.theme import Theme
from wrapup_desk.ui.tokens import TARGET, Size
from wrapup_desk.ui.widgets.layouts import widths_in
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
_BETWEEN = " \N{MIDDLE DOT} "
# What columns without room say takes so many lines at most.
_MOST_BELOW = 5


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
        if below := self._table.numbers.text_below(index):
            lines = self._table.flow_below(below).lines
            option.text = _NEXT_LINE.join((option.text, *lines))


class NumbersTable(QTableView):
    """A small table, as high as its lines up to a dozen, or up to *most_shown*.

    No column that is cut gets narrower than *least_width* pixels at 100 % text: it is scrolled.
    Before that the columns in *spare* go, one after the other: what they say stands below the text
    of the first column that may be cut. With *tells_all*, rows are two lines high where a text
    would be cut in one.
    """

    def __init__(
        self,
        theme: Theme,
        name: str,
        most_shown: int = _MOST_SHOWN,
        least_width: int = _LEAST_WIDTH,
        *,
        tells_all: bool = False,
        spare: Sequence[int] = (),
    ) -> None:
        super().__init__()
        self._spare = spare
        self._tells_all = tells_all
        self.has_two_lines = self._is_wider = False
        self._lines_below = 0
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
        more = max(int(self.has_two_lines), self._lines_below)
        above = more * QFontMetricsF(self.font()).height()
        return self._theme.px(_ROW_HEIGHT) + math.ceil(above)

    @property
    def usual_height(self) -> int:
        """How high it likes to be, with no more lines than are usually shown."""
        return self._height_of(min(self._most_shown, self.line_count))

    @property
    def line_count(self) -> int:
        """How many lines there are; one where there are none, to say so."""
        return max(1, len(self.numbers.lines))

    @property
    def beside_lines(self) -> int:
        """How high the titles are, and the bar by which its columns are scrolled, if they are."""
        bar = self.horizontalScrollBar().sizeHint().height() if self._is_wider else 0
        return self.horizontalHeader().sizeHint().height() + bar

    def show_just(self, count: int | None) -> None:
        """Be as high as *count* lines, and no lower; None: as its lines and the room have it."""
        if count != self._just_shown:
            self._just_shown = count
            self._limit_height()

    def _height_of(self, count: int) -> int:
        return min(self.line_height * count + self.beside_lines, _HIGHEST)

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
        least = {each: self._least_of(each) for each in range(count)}
        for column in self._spare:
            if sum(least.values()) > room:
                del least[column]
        wishes = (*map(self._theme.px, self._widths), *(0 for _ in self._needs))
        needs = {each: self._needs[each] for each in least}
        widths = widths_in(room, wishes, needs, least)
        hidden = tuple(column for column in range(count) if column not in least)
        for column in range(count):
            self.setColumnHidden(column, column in hidden)
        for column, width in widths.items():
            self.setColumnWidth(column, width)
        has_two = self._tells_all and any(widths[each] < self._needs[each] for each in widths)
        before, self.has_two_lines = (self.line_height, self._is_wider), has_two
        self.numbers.tell_in(min(set(range(count)).difference(self._whole), default=0), hidden)
        self._lines_below = self._measure_below()
        self._is_wider = sum(widths.values()) > room
        if (self.line_height, self._is_wider) != before:
            self.verticalHeader().setDefaultSectionSize(self.line_height)
            self._limit_height()

    def flow_below(self, text: str) -> Flow:
        """Return the lines of what stands below the text of a cell."""
        room = self.columnWidth(self.numbers.told_in) - self.room_beside_text
        return Flow(text, self.font(), room, max_lines=_MOST_BELOW)

    def _measure_below(self) -> int:
        """Return how many lines that takes at most."""
        rows = range(min(_MOST_MEASURED, len(self.numbers.lines)))
        texts = {
            self.numbers.text_below(self.numbers.index(row, self.numbers.told_in)) for row in rows
        }
        return max((len(self.flow_below(text).lines) for text in texts if text), default=0)

    def _least_of(self, column: int) -> int:
        """Return how wide a column is at least; no title is cut: it says what is below it."""
        if column in self._whole:
            return self._needs[column]
        least = max(self._theme.px(self._least_width), self._taken_by_title(column))
        return min(self._needs[column], least)

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
