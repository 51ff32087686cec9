"""Writes rows as CSV that a spreadsheet shows and never runs.

A cell that starts with `=`, `+`, `-`, `@`, tab or carriage return is a formula to Excel and
LibreOffice (OWASP: CSV injection), so it gets an apostrophe in front, as does one that hides
such a start behind white space or a quote.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

_STARTS_A_FORMULA = (
    "=",
    "+",
    "-",
    "@",
    "\t",
    "\r",
    "\n",
    "|",
    "%",
    "\uff1d",
    "\uff0b",
    "\uff0d",
    "\uff20",
)
# Spreadsheets tell the encoding by it.
BYTE_ORDER_MARK = "\ufeff"


def guarded(cell: str) -> str:
    """Return *cell* so that no spreadsheet takes it for a formula."""
    # A NUL ends the cell in some readers, and what follows would be a cell of its own.
    text = cell.replace("\0", "")
    inner = text.lstrip(" \u00a0'\"")
    if text.startswith(_STARTS_A_FORMULA) or inner.startswith(_STARTS_A_FORMULA):
        return f"'{text}"
    return text


def csv_line(cells: Iterable[str]) -> str:
    """Return one line of RFC 4180 CSV, every cell guarded and quoted."""
    quoted = ('"' + guarded(cell).replace('"', '""') + '"' for cell in cells)
    return ",".join(quoted) + "\r\n"


def csv_lines(header: Iterable[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    """Return a whole file, line by line."""
    yield BYTE_ORDER_MARK + csv_line(header)
    for row in rows:
        yield csv_line(row)
