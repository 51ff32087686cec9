"""Writes rows as CSV that a spreadsheet shows and never runs.

A cell that starts with `=`, `+`, `-`, `@`, tab or carriage return is a formula to Excel and
LibreOffice (OWASP: CSV injection), so it gets an apostrophe in front, as does one that hides
such a start behind white space or a quote. Where the language of Windows separates cells by
semicolons, one also starts after each `;` and each line break: our commas mean nothing there,
nor do the quotes behind them.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator

# Full-width signs count: Excel takes them for the plain ones.
_SIGNS = r"=+\-@\t|%\uff1d\uff0b\uff0d\uff20"
# Blanks of every kind, quotes, and what shows as nothing at all.
_HIDDEN_BEHIND = "[ \u00a0\u1680\u2000-\u200f\u2028\u2029\u202f\u205f\u2060\u3000\ufeff\x01-\x08\x0b\x0c\x0e-\x1f'\"]*"
_FORMULA = re.compile(rf"{_HIDDEN_BEHIND}[{_SIGNS}\r\n]")
_LATER_FORMULA = re.compile(rf"([;\r\n])(?={_HIDDEN_BEHIND}[{_SIGNS}])")
# Spreadsheets tell the encoding by it.
BYTE_ORDER_MARK = "\ufeff"


def guarded(cell: str) -> str:
    """Return *cell* so that no spreadsheet takes it, or a part of it, for a formula."""
    # A NUL ends the cell in some readers, and what follows would be a cell of its own.
    text = _LATER_FORMULA.sub(r"\1'", cell.replace("\0", ""))
    return f"'{text}" if _FORMULA.match(text) else text


class _Line:
    """Where `csv.writer` writes: `writerow` returns what this returns."""

    def write(self, text: str) -> str:
        return text


_WRITER = csv.writer(_Line(), quoting=csv.QUOTE_ALL, lineterminator="\r\n")


def csv_line(cells: Iterable[str]) -> str:
    """Return one line of RFC 4180 CSV, every cell guarded and quoted."""
    return str(_WRITER.writerow(map(guarded, cells)))


def csv_lines(header: Iterable[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    """Return a whole file, line by line."""
    yield BYTE_ORDER_MARK + csv_line(header)
    for row in rows:
        yield csv_line(row)
