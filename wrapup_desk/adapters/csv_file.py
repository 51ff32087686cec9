"""Writes a text file that a person asked for: whole, or not at all."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import islice
from pathlib import Path

from wrapup_desk.application.ports import StoreBroken

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
    # Customers' data: for its owner only, and never half of it under the final name.
    partial = path.with_name(f"{path.name}.partial")
    try:
        descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as file:
            for some in _bits(lines):
                file.write(some)
        partial.replace(path)
    except OSError as error:
        with suppress(OSError):
            partial.unlink(missing_ok=True)
        why = error.strerror or "it cannot be written"
        raise StoreBroken(f"{path} cannot be written: {why}.") from None
