"""Knows where the lines of any part begin and end, and which of them are seen whole."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol, runtime_checkable

from PySide6.QtCore import QRectF
from PySide6.QtGui import QFontMetricsF, QTextCursor
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSlider,
    QComboBox,
    QLineEdit,
    QTableView,
    QTextEdit,
    QWidget,
)

from wrapup_desk.ui.widgets.numbers_table import NumbersTable
from wrapup_desk.ui.widgets.text_label import Flow

# Where something that must not be cut begins and ends, in pixels from the top.
Span = tuple[int, int]
# A mask is as wide: what gets wider is not cut meanwhile.
ANY_WIDTH = 20_000
# What is higher than so many lines of text is a picture: the half of it is seen, too.
_MOST_OF_A_LINE = 4


@runtime_checkable
class WithLines(Protocol):
    """What tells itself where it must not be cut."""

    def line_spans(self) -> Sequence[Span]:
        """Return where each of its lines begins and ends, in pixels from its top."""
        ...


@runtime_checkable
class WithName(Protocol):
    """What has a name that says nothing without its beginning."""

    def name_span(self) -> Span:
        """Return where its name begins and ends, in pixels from its top."""
        ...


def with_name(part: QWidget, seen: Span, room: int) -> Span:
    """Return what to draw of *part*, of which *seen* is in sight.

    The end of a name reads as another one: a name that *room* pixels hold is seen from its
    beginning. Of what is only begun, the empty edge above its name is not drawn alone.
    """
    begin, foot = seen
    top, end = part.name_span() if isinstance(part, WithName) else (0, 0)
    if foot <= top:
        return begin, begin
    return (end if top < begin < end <= top + room else begin), foot


def lines_of(part: QWidget) -> Sequence[Span]:
    """Return where each line of *part* begins and ends, as it is scrolled; none: ask its parts."""
    if isinstance(part, WithLines):
        return part.line_spans()
    if isinstance(part, QTableView):
        return _lines_of_table(part)
    if isinstance(part, QTextEdit):
        return lines_of_text(part)
    is_whole = isinstance(part, (QAbstractButton, QComboBox, QLineEdit)) or _is_a_leaf(part)
    return [(0, part.height())] if is_whole else []


def spare_of(part: QWidget) -> int:
    """Return how much of a line of *part* may be out of sight, in pixels, with no text cut."""
    if not isinstance(part, NumbersTable):
        return 0
    text = QFontMetricsF(part.font()).height()
    around = part.line_height % text  # a row has less than a text's height around its texts
    return int(around / 2 + text / 10)  # over and below what is written a text is empty, too


def _is_a_leaf(part: QWidget) -> bool:
    """Whether all there is of *part* is what it paints itself, as a badge or an icon."""
    if type(part) is QWidget or isinstance(part, QAbstractSlider):
        return False
    return not any(isinstance(each, QWidget) for each in part.children())


def _lines_of_table(table: QTableView) -> list[Span]:
    """Return where its titles and rows begin and end."""
    above, found = table.viewport().y(), []
    if above:
        found.append((0, above))
    row = max(0, table.rowAt(0))
    while row < table.model().rowCount():
        begin = above + table.rowViewportPosition(row)
        if begin >= above + table.viewport().height():
            break  # below may be the bar that scrolls its columns
        # At its end a table may be scrolled to within a row.
        found.append((max(above, begin), begin + table.rowHeight(row)))
        row += 1
    return found


def lines_of_text(text: QTextEdit) -> list[Span]:
    """Return where each line that is near begins and ends in *text*, as it is scrolled."""
    above = text.viewport().y()
    return [
        (math.floor(above + area.top()), math.ceil(above + area.bottom()))
        for area in areas_of_lines(text)
    ]


def areas_of_lines(text: QTextEdit) -> Iterator[QRectF]:
    """Yield where each line that is near is in the viewport of *text*, as it is scrolled.

    It takes the whole width, but in a table: there lines of the columns are not at one height.
    """
    document = text.document()
    layout, scrolled = document.documentLayout(), text.verticalScrollBar().value()
    most = _MOST_OF_A_LINE * QFontMetricsF(text.font()).height()
    block = document.begin()
    while block.isValid():
        place = layout.blockBoundingRect(block).translated(0, -scrolled)
        # An empty block, as behind a table, has nothing to be cut, and may lie over what has.
        has_text = block.length() > 1
        if has_text and place.top() < text.height() and place.bottom() > 0:
            is_in_column = QTextCursor(block).currentTable() is not None
            for line in map(block.layout().lineAt, range(block.layout().lineCount())):
                area = line.rect().translated(place.topLeft())
                if not is_in_column:
                    area.setLeft(0)
                    area.setWidth(ANY_WIDTH)
                if area.height() <= most:
                    yield area
        block = block.next()


def seen_whole(start: int, foot: int, spans: Iterable[Span], room: int = 0) -> Span:
    """Return from where to where to show what is in sight from *start* to *foot*, no line cut.

    What would not go into *room* pixels either (those in sight, if not given) is never seen
    whole, and so is not left out. The end is not above the start: then nothing is shown.
    """
    most = room or foot - start
    listed = [(top, end) for top, end in spans if top < foot and start < end]
    listed = [(top, end) for top, end in listed if end - top <= most]
    first, last = start, foot
    while begun := [top for top, end in listed if top < last < end]:
        last = min(begun)
    while ended := [end for top, end in listed if top < first < end]:
        first = max(ended)
    return first, max(first, last)


def last_whole(start: int, foot: int, spans: Iterable[Span]) -> int:
    """Return where the last line ends that is seen whole from *start* to *foot*; *start*: none."""
    listed = list(spans)
    _, last = seen_whole(start, foot, listed, room=max((end for _, end in listed), default=1))
    return max((end for _, end in listed if start < end <= last), default=start)


def name_spans(name: Flow, top: float) -> list[Span]:
    """Return what of a name to choose, drawn from *top* on, no foot of a page is to part.

    It may be cut within a line, from the second on: there it is seen that it goes on. At the end
    of a line it would read as if that were all of the name.
    """
    ends = range(2, len(name.lines) + 1)
    spans = [(0.0, 1.0), *((end - 1.4, end - 0.8) for end in ends)]
    spans += [(end - 0.4, float(end)) for end in ends[-1:]]
    height = name.line_height
    return [(int(top + begin * height), math.ceil(top + end * height)) for begin, end in spans]
