"""Writes a text file that a person asked for: whole, or not at all."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

from wrapup_desk.adapters.base.atomic_write import atomic_write
from wrapup_desk.application.base.ports import StoreBroken

_LINES_AT_A_TIME = 500


class CsvFile:
    """Implements `ExportFile`; a thread of its own writes, as the lines may be many."""

    async def write(self, path: Path, lines: Iterable[str]) -> None:
        await asyncio.to_thread(_write, path, lines)


def _bits(lines: Iterable[str]) -> Iterator[str]:
    """Yield *lines* some at a time: one call with all of them would hold up the window's thread."""
    left = iter(lines)
    while some := "".join(islice(left, _LINES_AT_A_TIME)):
        yield some


def _write(path: Path, lines: Iterable[str]) -> None:
    try:
        atomic_write(path, (some.encode() for some in _bits(lines)))
    except OSError as error:
        why = error.strerror or "it cannot be written"
        raise StoreBroken(f"{path} cannot be written: {why}.") from None
