"""Writes a text file that a person asked for: whole, or not at all."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

from wrapup_desk.adapters.base.atomic_write import atomic_write
from wrapup_desk.application.base.ports import StoreBroken

_LINES_AT_A_TIME = 500
# Long enough for the largest export over a slow line.
ANSWER_WITHIN_S = 60.0


class CsvFile:
    """Implements `ExportFile`; a thread of its own writes, as the lines may be many.

    A share that does not answer is left to that thread, and told.
    """

    def __init__(self, answer_within_s: float = ANSWER_WITHIN_S) -> None:
        self._answer_within_s = answer_within_s

    async def write(self, path: Path, lines: Iterable[str]) -> None:
        try:
            async with asyncio.timeout(self._answer_within_s):
                await asyncio.to_thread(_write, path, lines)
        except TimeoutError:
            raise StoreBroken(
                f"{path.parent} does not answer. If it comes back, {path.name} may still appear"
                " there; else export to another folder."
            ) from None


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
