"""Shows lines of text as a plain table that screen readers and the clipboard can read."""

from __future__ import annotations

import math
from collections.abc import Collection, Hashable, Mapping, Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt
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
from wrapup_desk.ui.assistive import AssistiveSelection, stand_on
from wrapup_desk.ui.theme import Theme
from wrapup_desk.ui.tokens import TARGET, Size
from wrapup_desk.ui.widgets.layouts import widths_in
from wrapup_desk.ui.widgets.numbers_model import Lines, NumbersModel
from wrapup_desk.ui.widgets.text_label import Flow

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
# What columns without room say takes so many lines at most.
_MOST_BELOW = 5


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
            fitted = fitted_texts(
                (line[column] for line in lines),
                lambda tried: self._table.flow_of(tried, column) is not None,
            )
            known = self._fitted[column] = (wanted, fitted)
        shown = known[1].get(text, text)
        flow = self._table.flow_of(shown, column)
        return _NEXT_LINE.join(flow) if flow is not None else shown

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
    of the first column that may be cut. Rows are up to *most_lines* lines high where a text would
    be cut in one.
    """

    def __init__(
        self,
        theme: Theme,
        name: str,
        most_shown: int = _MOST_SHOWN,
        least_width: int = _LEAST_WIDTH,
        *,
        most_lines: int = 1,
        spare: Sequence[int] = (),
    ) -> None:
        super().__init__()
        self._spare = spare
        self._most_lines = most_lines
        self._is_wider = False
        self._lines = 1  # of a row
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
        above = (self._lines - 1) * QFontMetricsF(self.font()).height()
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
        hidden = tuple(column for column in range(count) if column not in least)
        told_in = min(set(range(count)).difference(self._whole), default=0)
        wishes = [0 if hidden else self._theme.px(each) for each in self._widths]
        needs = {each: self._needs[each] for each in least}
        widths = widths_in(room, (*wishes, *(0 for _ in self._needs)), needs, least)
        if hidden:  # what is left over is for the texts of several columns
            widths[told_in] += max(0, room - sum(widths.values()))
        for column in range(count):
            self.setColumnHidden(column, column in hidden)
        for column, width in widths.items():
            self.setColumnWidth(column, width)
        before = (self.line_height, self._is_wider)
        self.numbers.tell_in(told_in, hidden)
        self._lines = self._measure_lines()
        self._is_wider = sum(widths.values()) > room
        if (self.line_height, self._is_wider) != before:
            self.verticalHeader().setDefaultSectionSize(self.line_height)
            self._limit_height()

    def flow_of(self, text: str, column: int) -> Sequence[str] | None:
        """Return the lines of a *text* in a cell of *column*; None where they do not hold all of it."""
        room, most = self.columnWidth(column) - self.room_beside_text, self._most_lines
        width = QFontMetricsF(self.font()).horizontalAdvance(text)
        if width <= room:
            return (text,)
        # Breaking lines takes its time: of what is far too long nobody has to.
        flow = Flow(text, self.font(), room, max_lines=most) if width <= most * room else None
        return None if flow is None or flow.is_elided else flow.lines

    def flow_below(self, text: str) -> Flow:
        """Return the lines of what stands below the text of a cell."""
        room = self.columnWidth(self.numbers.told_in) - self.room_beside_text
        return Flow(text, self.font(), room, max_lines=_MOST_BELOW)

    def _measure_lines(self) -> int:
        """Return how many lines a row takes at most."""
        most = 1
        for row, line in enumerate(self.numbers.lines[:_MOST_MEASURED]):
            for column, text in enumerate(line):
                if not self.isColumnHidden(column):
                    lines = self.flow_of(text, column) or range(self._most_lines)
                    below = self.numbers.text_below(self.numbers.index(row, column))
                    more = len(self.flow_below(below).lines) if below else 0
                    most = max(most, len(lines) + more)
        return most

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
