"""Writes a spreadsheet that a person asked for, as a real workbook: whole, or not at all."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from datetime import datetime, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from wrapup_desk.application.repair.ports import CellValue, Sheet

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

_BIT = 1 << 20
# Excel's own limits.
_LONGEST_TEXT = 32_767
_MOST_ROWS = 1_048_575
_TIME_FORMAT = "yyyy-mm-dd hh:mm:ss"
_WIDEST = 60


def workbook_bits(sheet: Sheet, zone: tzinfo | None) -> Iterator[bytes]:
    """Yield the bytes of a workbook with *sheet*; times are those of *zone* (this computer's).

    Raises:
        OSError: there is no room for it.
    """
    # It takes a while to import, and few export.
    from xlsxwriter import Workbook

    with tempfile.TemporaryDirectory(prefix="wrapup-desk-") as folder:
        path = Path(folder) / "sheet.xlsx"
        book = Workbook(
            str(path),
            {
                # A text stays one: whatever begins with = or looks like an address or a number.
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
                "constant_memory": True,
                "tmpdir": folder,
            },
        )
        time_format = book.add_format({"num_format": _TIME_FORMAT})
        bold = book.add_format({"bold": True})
        page = book.add_worksheet(_sheet_name(sheet.name))
        page.freeze_panes(1, 0)
        for column, (title, width) in enumerate(zip(sheet.titles, _widths(sheet), strict=True)):
            page.set_column(column, column, width)
            page.write_string(0, column, title, bold)
        for place, row in enumerate(sheet.rows[:_MOST_ROWS], 1):
            _write_row(page, place, row, time_format, zone)
        page.autofilter(0, 0, min(len(sheet.rows), _MOST_ROWS), max(0, len(sheet.titles) - 1))
        book.close()
        with path.open("rb") as file:
            yield from _bits(file)


def _write_row(
    page: Worksheet,
    place: int,
    row: Sequence[CellValue],
    time_format: Format,
    zone: tzinfo | None,
) -> None:
    for column, value in enumerate(row):
        if isinstance(value, datetime):
            # A workbook knows no zones.
            local = value.astimezone(zone).replace(tzinfo=None, microsecond=0)
            page.write_datetime(place, column, local, time_format)
        elif isinstance(value, float):
            page.write_number(place, column, value)
        elif value:
            page.write_string(place, column, value.replace("\0", "")[:_LONGEST_TEXT])


def _widths(sheet: Sheet) -> Iterator[int]:
    """Yield a width for each column, from the title and the first rows."""
    for column, title in enumerate(sheet.titles):
        texts = (row[column] for row in sheet.rows[:50])
        lengths = (len(each) if isinstance(each, str) else len(_TIME_FORMAT) for each in texts)
        yield min(_WIDEST, max(len(title), *lengths, 6) + 2)


def _sheet_name(name: str) -> str:
    return "".join("_" if each in "[]:*?/\\" else each for each in name)[:31]


def _bits(file: BinaryIO) -> Iterator[bytes]:
    while bit := file.read(_BIT):
        yield bit
