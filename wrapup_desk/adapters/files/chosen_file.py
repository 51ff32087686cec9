"""Writes a text file that a person asked for, whole or not at all, and reads what they chose."""

from __future__ import annotations

import asyncio
import codecs
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

from wrapup_desk.adapters.base.atomic_write import atomic_write, try_place
from wrapup_desk.adapters.files.xlsx_file import workbook_bits
from wrapup_desk.application.base.ports import StoreBroken
from wrapup_desk.application.repair.ports import Sheet
from wrapup_desk.domain.language.texts import tr

_LINES_AT_A_TIME = 500
# Long enough for the largest export over a slow line.
ANSWER_WITHIN_S = 60.0
_LARGEST_BYTES = 20_000_000


class ChosenFile:
    """Implements `ExportFile`; a thread of its own writes, as the lines may be many.

    A share that does not answer is left to that thread, and told.
    """

    def __init__(self, answer_within_s: float = ANSWER_WITHIN_S) -> None:
        self._answer_within_s = answer_within_s

    async def write(self, path: Path, lines: Iterable[str]) -> None:
        await self._written(path, (some.encode() for some in _bits(lines)))

    async def write_sheet(self, path: Path, sheet: Sheet) -> None:
        await self._written(path, workbook_bits(sheet, None))

    async def try_place(self, path: Path) -> None:
        """See whether a file can be put at *path*, before the work is done that is to fill it.

        Raises:
            StoreBroken: it cannot, and why.
        """
        with _told_if_silent(path, tr("Write to a folder of this computer.")):
            async with asyncio.timeout(self._answer_within_s):
                await asyncio.to_thread(_try_place, path)

    async def _written(self, path: Path, bits: Iterable[bytes]) -> None:
        again = tr(
            "If it comes back, {name} may still appear there; else export to another folder.",
            name=path.name,
        )
        with _told_if_silent(path, again):
            async with asyncio.timeout(self._answer_within_s):
                await asyncio.to_thread(_write, path, bits)

    async def read(self, path: Path) -> str:
        with _told_if_silent(path, tr("Copy the file to this computer, then try again.")):
            async with asyncio.timeout(self._answer_within_s):
                return await asyncio.to_thread(_read, path)


@contextmanager
def _told_if_silent(path: Path, what_to_do: str) -> Iterator[None]:
    try:
        yield
    except TimeoutError:
        raise StoreBroken(
            tr("{folder} does not answer. {advice}", folder=path.parent, advice=what_to_do)
        ) from None


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
        why = error.strerror or tr("it cannot be read")
        raise StoreBroken(tr("{path} cannot be read: {why}.", path=path, why=why)) from None
    if len(content) > _LARGEST_BYTES:
        raise StoreBroken(tr("{path} is too large to be a list of rules or changes.", path=path))
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        # What Excel saves as CSV where nobody asked for UTF-8.
        return content.decode("cp1252", errors="replace")


def _try_place(path: Path) -> None:
    with _told_if_unwritable(path):
        try_place(path)


def _write(path: Path, bits: Iterable[bytes]) -> None:
    with _told_if_unwritable(path):
        atomic_write(path, bits)


@contextmanager
def _told_if_unwritable(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        why = error.strerror or tr("it cannot be written")
        raise StoreBroken(tr("{path} cannot be written: {why}.", path=path, why=why)) from None
