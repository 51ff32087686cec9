"""Keeps what was seen of newer versions in a small file of the profile."""

from __future__ import annotations

import asyncio
from pathlib import Path

import msgspec

from wrapup_desk.adapters.base.atomic_write import atomic_write
from wrapup_desk.adapters.base.regular_file import read_regular
from wrapup_desk.application.base.ports import StoreBroken
from wrapup_desk.application.services.update_watch import UpdateMemory, Version
from wrapup_desk.domain.language.texts import tr


class UpdateMemoryFile:
    """Implements `UpdateMemoryStore`."""

    def __init__(self, path: Path) -> None:
        self._path = path

    async def read(self) -> UpdateMemory:
        """Return what was kept; a missing or damaged file is nothing."""
        return await asyncio.to_thread(self._read)

    async def write(self, memory: UpdateMemory) -> None:
        try:
            await asyncio.to_thread(atomic_write, self._path, [msgspec.json.encode(memory)])
        except OSError as error:
            raise StoreBroken(
                tr(
                    "{path} cannot be written: {why}",
                    path=self._path,
                    why=error.strerror,
                )
            ) from None

    def _read(self) -> UpdateMemory:
        try:
            memory = msgspec.json.decode(read_regular(self._path), type=UpdateMemory)
            if memory.version:
                Version.parse(memory.version)
        except (OSError, ValueError, msgspec.MsgspecError):
            return UpdateMemory()
        return memory
