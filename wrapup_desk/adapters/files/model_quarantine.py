"""Keeps aside what was learnt but cannot be read by this version, so that it is not overwritten."""

from __future__ import annotations

import logging
from datetime import datetime
from pathlib import Path

from wrapup_desk.adapters.base.atomic_write import atomic_write
from wrapup_desk.adapters.base.regular_file import read_regular

log = logging.getLogger(__name__)

_NAME = "learnt.model.unreadable-"


class ModelQuarantine:
    """At most one file in a folder: the last model that could not be read."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, model: bytes, now: datetime) -> Path | None:
        """Write *model*, and let go of the one before; None when it cannot be written."""
        path = self._folder / f"{_NAME}{now:%Y-%m-%d}"
        try:
            former = self._files()
            if former and read_regular(former[-1]) == model:
                return former[-1]
            atomic_write(path, [model])
            for each in former:
                if each != path:
                    each.unlink(missing_ok=True)
        except OSError as error:
            log.warning("an unreadable model could not be kept aside: %s", error)
            return None
        return path

    def read(self) -> bytes | None:
        """Return what is kept; None when there is nothing, or it cannot be read."""
        try:
            files = self._files()
            return read_regular(files[-1]) if files else None
        except OSError as error:
            log.warning("the model kept aside could not be read: %s", error)
            return None

    def _files(self) -> list[Path]:
        return sorted(self._folder.glob(f"{_NAME}????-??-??"))
