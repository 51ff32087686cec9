"""Ends the lines of a page in Japanese between words; Qt ends them after any kana or kanji."""

from __future__ import annotations

import re
from collections.abc import Iterator

from PySide6.QtGui import QTextBlock, QTextCursor, QTextDocument

from wrapup_desk.domain.language.japanese_lines import has_japanese, line_end

_LINE_END = "\N{LINE SEPARATOR}"
# Long words of other languages are parted with a hyphen.
_END = re.compile(f"\N{HYPHEN}?{_LINE_END}")
_PARAGRAPH = "\N{PARAGRAPH SEPARATOR}"


def end_lines_between_words(document: QTextDocument) -> None:
    """Give the lines of *document* their ends for the width it has now, and take off those before.

    Word joiners would do the same, but a screen reader may spell a word by them.
    """
    _take_off_ends(document)
    # Asked for where its end stands, all of it is laid out.
    document.documentLayout().blockBoundingRect(document.lastBlock())
    ends = [place for block in _blocks(document) for place in _ends_in(block)]
    cursor = QTextCursor(document)
    cursor.beginEditBlock()
    for place in reversed(ends):
        cursor.setPosition(place)
        cursor.insertText(_LINE_END)
    cursor.endEditBlock()


def without_ends(text: str) -> str:
    """Return *text* of a page without the line ends that it was given, and the hyphens at them."""
    return _END.sub("", text)


def copied_text(selection: QTextCursor) -> str:
    """Return what is selected, each paragraph on a line, without the ends its lines were given."""
    return without_ends(selection.selectedText()).replace(_PARAGRAPH, "\n")


def _take_off_ends(document: QTextDocument) -> None:
    cursor = QTextCursor(document)
    cursor.beginEditBlock()
    for block in _blocks(document):
        while (place := block.text().find(_LINE_END)) >= 0:
            cursor.setPosition(block.position() + place)
            cursor.deleteChar()
    cursor.endEditBlock()


def _ends_in(block: QTextBlock) -> list[int]:
    """Return where in the document lines of *block* are to end sooner than Qt ends them."""
    text, layout = block.text(), block.layout()
    if layout.lineCount() < 2 or not has_japanese(text):
        return []
    lines = [layout.lineAt(each) for each in range(layout.lineCount())]
    # The first may begin further left or right than the others.
    first, width, ends = lines[0].width(), lines[1].width(), []
    spots = [line.position() for line in lines]
    # Tried in what is drawn: where Qt's ends are left as they are, so are its lines.
    layout.beginLayout()
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width if line.lineNumber() else first)
        if spots:
            line.setPosition(spots.pop(0))
        start = line.textStart()
        end = start + line.textLength()
        if (best := line_end(text, start, end)) < end:
            line.setNumColumns(best - start)
            ends.append(block.position() + best)
    layout.endLayout()
    return ends


def _blocks(document: QTextDocument) -> Iterator[QTextBlock]:
    block = document.begin()
    while block.isValid():
        yield block
        block = block.next()
