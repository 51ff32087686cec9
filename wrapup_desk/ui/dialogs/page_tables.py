"""Writes a page's tables as paragraphs where they are too wide for it: a line for each cell.

A column narrower than its words breaks them inside, and one of a few words makes a page of
itself. A page is Markdown, so the same cells are written in another form and laid out anew.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from PySide6.QtGui import (
    QFont,
    QFontDatabase,
    QFontMetricsF,
    QTextCursor,
    QTextDocument,
    QTextLength,
    QTextTable,
)

from wrapup_desk.domain.language.conventions import labelled
from wrapup_desk.domain.language.japanese_lines import has_japanese, words_in
from wrapup_desk.ui.theme import stressed

# Two columns are a name and what is said of it, which needs no label.
_LABELLED = 3
_RULE = re.compile(r"\|(\s*:?-+:?\s*\|)+\s*")
_BORDER = re.compile(r"(?<!\\)\|")
_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
_MARKS = re.compile(r"[*`]")
# How wide a column is at least where it breaks its lines, in widths of an "m".
_LEAST_COLUMN = 9

# What is beside the words of a column, and beside all columns: padding and border.
_AROUND = 12

Row = tuple[str, ...]


class WidthOf(Protocol):
    """Says how wide a text is, in pixels."""

    def __call__(self, text: str, /, *, is_code: bool) -> float: ...


class WordWidths:
    """Measures words as a page in *font* shows them at their widest: stressed, or as code."""

    def __init__(self, font: QFont) -> None:
        words = stressed().resolve(font)
        code = QFont(words)
        code.setFamily(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont).family())
        self._words, self._code = QFontMetricsF(words), QFontMetricsF(code)
        self._known: dict[tuple[str, bool], float] = {}

    def __call__(self, text: str, /, *, is_code: bool) -> float:
        place = (text, is_code)
        if place not in self._known:
            metrics = self._code if is_code else self._words
            self._known[place] = metrics.horizontalAdvance(text)
        return self._known[place]


@dataclass(frozen=True, slots=True)
class PageTable:
    """A table of a page: its lines there, from the *first* to before *after*, and its cells."""

    first: int
    after: int
    titles: Row
    rows: tuple[Row, ...]


@lru_cache(maxsize=8)
def tables_in(markdown: str) -> tuple[PageTable, ...]:
    """Return the tables of a page."""
    return tuple(_tables_in(markdown.splitlines()))


def as_paragraphs(markdown: str, tables: Sequence[PageTable]) -> str:
    """Return the page with each of *tables* as paragraphs, in the order of its rows."""
    lines = markdown.splitlines()
    for table in reversed(tables):
        lines[table.first : table.after] = _paragraphs_of(table)
    return "\n".join(lines) + "\n"


def columns_for(table: PageTable, width_of: WidthOf, room: float) -> list[float] | None:
    """Return how wide each column of *table* is, with no word broken; none: it is too wide.

    What is left of *room* goes where most is written.
    """
    least = _LEAST_COLUMN * width_of("m", is_code=False)
    needed, wanted = [], []
    for cells in zip(table.titles, *table.rows, strict=True):
        read = [_LINK.sub(r"\1", cell) for cell in cells]
        whole = max(_width(cell, width_of) for cell in read)
        words = {word for cell in read for word in _words_of(cell)}
        widest = max((_width(word, width_of) for word in words), default=0.0)
        needed.append(max(widest, min(least, whole)) + _AROUND)
        wanted.append(whole + _AROUND)
    if (spare := room - _AROUND - sum(needed)) < 0:
        return None
    lacking = [want - need for want, need in zip(wanted, needed, strict=True)]
    share = min(1.0, spare / max(1.0, sum(lacking)))
    return [need + share * lack for need, lack in zip(needed, lacking, strict=True)]


def keep_columns(document: QTextDocument, columns: Sequence[Sequence[float]]) -> None:
    """Give the tables of *document* their *columns*, of each table in turn."""
    frames = document.rootFrame().childFrames()
    tables = [frame for frame in frames if isinstance(frame, QTextTable)]
    cursor = QTextCursor(document)
    cursor.beginEditBlock()
    for table, widths in zip(tables, columns, strict=True):
        form = table.format()
        fixed = QTextLength.Type.FixedLength
        form.setColumnWidthConstraints([QTextLength(fixed, width) for width in widths])
        table.setFormat(form)
    cursor.endEditBlock()


def _width(text: str, width_of: WidthOf) -> float:
    return width_of(_MARKS.sub("", text), is_code="`" in text)


def _words_of(cell: str) -> list[str]:
    return words_in(cell, with_endings=True) if has_japanese(cell) else cell.split()


def _tables_in(lines: Sequence[str]) -> Iterator[PageTable]:
    for place in range(1, len(lines)):
        if _RULE.fullmatch(lines[place]) is None:
            continue
        titles, after = _cells_of(lines[place - 1]), place + 1
        while after < len(lines) and lines[after].startswith("|"):
            after += 1
        rows = [_cells_of(line) for line in lines[place + 1 : after]]
        rows = [(*row, *("" for _ in titles))[: len(titles)] for row in rows]
        yield PageTable(place - 1, after, titles, tuple(rows))


def _cells_of(line: str) -> Row:
    return tuple(cell.strip() for cell in _BORDER.split(line.strip())[1:-1])


def _paragraphs_of(table: PageTable) -> Iterator[str]:
    for name, *cells in table.rows:
        if len(table.titles) < _LABELLED:
            yield from (labelled(f"**{name}**", " ".join(cells)), "")
            continue
        yield from (f"**{name}**", "")
        said = zip(table.titles[1:], cells, strict=True)
        yield from (f"- {labelled(title, cell)}" for title, cell in said if cell)
        yield ""
