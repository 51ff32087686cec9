"""Writes a text file that a person asked for, whole or not at all, and reads what they chose."""

from __future__ import annotations

import asyncio
import codecs
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

from wrapup_desk.adapters.base.atomic_write import atomic_write
from wrapup_desk.adapters.files.xlsx_file import workbook_bits
from wrapup_desk.application.base.ports import StoreBroken
from wrapup_desk.application.repair.ports import Sheet

_LINES_AT_A_TIME = 500
_LARGEST_BYTES = 20_000_000


class CsvFile:
    """Implements `ExportFile`; a thread of its own writes, as the lines may be many."""

    async def write(self, path: Path, lines: Iterable[str]) -> None:
        await asyncio.to_thread(_write, path, lines)

    async def write_sheet(self, path: Path, sheet: Sheet) -> None:
        await asyncio.to_thread(_write_bits, path, workbook_bits(sheet, None))

    async def read(self, path: Path) -> str:
        return await asyncio.to_thread(_read, path)


def _bits(lines: Iterable[str]) -> Iterator[str]:
    """Yield *lines* some at a time: one call with all of them would hold up the window's thread."""
    left = iter(lines)
    while some := "".join(islice(left, _LINES_AT_A_TIME)):
        yield some


def _read(path: Path) -> str:
    try:
        with path.open("rb") as file:
            content = file.read(_LARGEST_BYTES + 1)
    except OSError as error:
        why = error.strerror or "it cannot be read"
        raise StoreBroken(f"{path} cannot be read: {why}.") from None
    if len(content) > _LARGEST_BYTES:
        raise StoreBroken(f"{path} is too large to be a list of rules or changes.")
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        # What Excel saves as CSV where nobody asked for UTF-8.
        return content.decode("cp1252", errors="replace")


def _write(path: Path, lines: Iterable[str]) -> None:
    _write_bits(path, (some.encode() for some in _bits(lines)))


def _write_bits(path: Path, bits: Iterable[bytes]) -> None:
    try:
        atomic_write(path, bits)
    except OSError as error:
        why = error.strerror or "it cannot be written"
        raise StoreBroken(f"{path} cannot be written: {why}.") from None
