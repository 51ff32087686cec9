"""Parts what is wider than its line in a page: words with a hyphen, names between their parts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import cast

from PySide6.QtGui import QTextBlock, QTextCursor, QTextDocument, QTextLine

from wrapup_desk.domain.language.long_names import part_end
from wrapup_desk.domain.language.texts import hyphens_in_use

_LINE_END = "\N{LINE SEPARATOR}"
# No soft hyphen: the program's font has none, and another font's would be drawn.
_HYPHEN = f"\N{HYPHEN}{_LINE_END}"
_MARKS = re.compile(f"\N{HYPHEN}?{_LINE_END}")

_End = tuple[int, str]  # where, and by which mark
_Spot = tuple[float, int]  # how far along a line, and the place that it is of


def part_long_words(document: QTextDocument) -> None:
    """Say where long words of *document* are parted at the width it has now, and nowhere else.

    Qt would break them anywhere. A screen reader may spell a word by what is put into it, so only
    that is touched for which a line is too short.
    """
    _take_off_marks(document)
    # Asked for where its end stands, all of it is laid out.
    document.documentLayout().blockBoundingRect(document.lastBlock())
    ends = [end for block in _blocks(document) for end in _ends_in(block)]
    cursor = QTextCursor(document)
    cursor.beginEditBlock()
    for place, mark in reversed(ends):
        cursor.setPosition(place)
        cursor.insertText(mark)
    cursor.endEditBlock()


def _take_off_marks(document: QTextDocument) -> None:
    cursor = QTextCursor(document)
    cursor.beginEditBlock()
    for block in _blocks(document):
        while (found := _MARKS.search(block.text())) is not None:
            cursor.setPosition(block.position() + found.start())
            cursor.setPosition(block.position() + found.end(), QTextCursor.MoveMode.KeepAnchor)
            cursor.removeSelectedText()
    cursor.endEditBlock()


def _ends_in(block: QTextBlock) -> list[_End]:
    """Return where in the document lines of *block* are to end inside of a word, and by what."""
    text, layout, ends = block.text(), block.layout(), list[_End]()
    if all(_end(text, layout.lineAt(each)) is None for each in range(layout.lineCount())):
        return ends
    width = layout.lineAt(0).width()
    spots = [layout.lineAt(each).position() for each in range(layout.lineCount())]
    # Tried in what is drawn, which is laid out anew as soon as it is given a mark.
    layout.beginLayout()
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        if spots:
            line.setPosition(spots.pop(0))
        if (end := _end(text, line)) is not None:
            line.setNumColumns(end[0] - line.textStart())
            ends.append((block.position() + end[0], end[1]))
    layout.endLayout()
    return ends


def _end(text: str, line: QTextLine) -> _End | None:
    """Return where *line* of *text* is to end inside of a word, and by what."""
    start, length = line.textStart(), line.textLength()
    # A hyphen is not as wide as a letter is on the average.
    room = line.x() + line.width() - line.naturalTextWidth() / max(1, length)

    def has_room(place: int) -> bool:
        x, _place = cast(_Spot, line.cursorToX(place))
        return x <= room

    place = hyphens_in_use().line_end(text, start, start + length, has_room)
    if place is not None:
        return place, _HYPHEN
    place = part_end(text, start, start + length)
    is_in_name = start < place < start + length and not text[place - 1].isspace()
    return (place, _LINE_END) if is_in_name else None


def _blocks(document: QTextDocument) -> Iterator[QTextBlock]:
    block = document.begin()
    while block.isValid():
        yield block
        block = block.next()
