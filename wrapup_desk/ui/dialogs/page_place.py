"""Knows what of a page is read, and finds it again where the page was written in another form."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QPoint
from PySide6.QtGui import QTextBlock, QTextDocument
from PySide6.QtWidgets import QTextBrowser

from wrapup_desk.ui.tokens import PADDING


@dataclass(frozen=True, slots=True)
class PagePlace:
    """The words at the top of what is seen, and how far down the page they are; 0 is its begin."""

    words: str
    share: float

    @classmethod
    def at_top_of(cls, page: QTextBrowser) -> PagePlace:
        """Return the place that *page* is scrolled to."""
        if page.verticalScrollBar().value() == 0:
            return cls("", 0.0)
        # Beside a table Qt finds what is before it.
        block = page.cursorForPosition(QPoint(2 * PADDING, 0)).block()
        return cls(block.text(), _share_of(block))

    def bring_to_top_of(self, page: QTextBrowser) -> None:
        """Scroll *page* to this place, as near as it has it."""
        blocks = [*_blocks(page.document())]
        # What was a cell has its column's title before it, or had it.
        alike = [each for each in blocks if self._begins_or_ends_as(each.text())]
        if self.share == 0 or not (alike or blocks):
            return
        nearest = min(alike or blocks, key=lambda each: abs(_share_of(each) - self.share))
        top = page.document().documentLayout().blockBoundingRect(nearest).top()
        page.verticalScrollBar().setValue(int(top))

    def _begins_or_ends_as(self, text: str) -> bool:
        return bool(text and self.words) and (
            text.endswith(self.words) or self.words.endswith(text) or text.startswith(self.words)
        )


def _share_of(block: QTextBlock) -> float:
    return block.position() / max(1, block.document().characterCount())


def _blocks(document: QTextDocument) -> Iterator[QTextBlock]:
    block = document.begin()
    while block.isValid():
        yield block
        block = block.next()
