"""Remembers on this computer how each audit trail ended when it was last seen."""

from __future__ import annotations

import asyncio
import hashlib
import json
from pathlib import Path

from wrapup_desk.adapters.base.atomic_write import atomic_write
from wrapup_desk.adapters.base.regular_file import read_regular
from wrapup_desk.application.base.ports import StoreBroken
from wrapup_desk.domain.language.texts import tr
from wrapup_desk.domain.repair.audit import Anchor


class AnchorFile:
    """Implements `AnchorMemory` in a file beside the settings, not in the database itself.

    Whoever can write to the database can cut the end off the trail; they would have to change
    this file on every supervisor's computer, too. One line for each store, named by a hash of
    its address, which may hold a password.
    """

    def __init__(self, path: Path, store: str) -> None:
        self._path = path
        self._key = hashlib.sha256(store.encode()).hexdigest()[:16]

    async def read(self) -> Anchor | None:
        return await asyncio.to_thread(self._read)

    async def write(self, anchor: Anchor) -> None:
        await asyncio.to_thread(self._write, anchor)

    def _read(self) -> Anchor | None:
        text = self._kept().get(self._key)
        try:
            return None if text is None else Anchor.parsed(text)
        except ValueError:
            raise self._broken(tr("it is damaged")) from None

    def _write(self, anchor: Anchor) -> None:
        kept = {**self._kept(), self._key: str(anchor)}
        try:
            atomic_write(self._path, [json.dumps(kept).encode("ascii")])
        except OSError as error:
            raise self._broken(error.strerror or tr("it cannot be written")) from None

    def _kept(self) -> dict[str, str]:
        try:
            kept = json.loads(read_regular(self._path).decode("ascii"))
        except FileNotFoundError:
            return {}
        except OSError as error:
            raise self._broken(error.strerror or tr("it cannot be read")) from None
        except ValueError:
            raise self._broken(tr("it is damaged")) from None
        if not isinstance(kept, dict):
            raise self._broken(tr("it is damaged"))
        return {str(key): str(value) for key, value in kept.items()}

    def _broken(self, why: str) -> StoreBroken:
        return StoreBroken(
            tr(
                "How the audit trail last ended is unknown: {path} cannot be used: {why}.",
                path=self._path,
                why=why,
            )
        )
