"""Finds and removes the copies that were set aside because they were damaged or unreadable."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

log = logging.getLogger(__name__)

# Of databases with what SQLite keeps beside them, of figures, of settings.
_DAMAGED = (
    "*-damaged-*.sqlite3*",
    "*.sqlite3.damaged*",
    "*.broken*.toml",
    "*-mended.sqlite3*",
    "*-recovered.sqlite3*",
)
_UNREADABLE = "learnt.model.unreadable-*"
_STAMP = re.compile(r"-damaged-(\d{8})-(\d{6})")


def set_aside_in(folder: Path) -> Iterator[Path]:
    """Yield every copy in *folder*, damaged or unreadable."""
    for pattern in (*_DAMAGED, _UNREADABLE):
        yield from folder.glob(pattern)


def purge_damaged(folder: Path, before: datetime) -> int:
    """Remove damaged copies set aside before then; return how many.

    What was learnt but cannot be read by this version stays: a later one may read it.
    """
    count = 0
    for pattern in _DAMAGED:
        for path in folder.glob(pattern):
            try:
                if _set_aside_at(path) < before:
                    path.unlink(missing_ok=True)
                    count += 1
            except OSError as error:
                log.warning("a damaged copy could not be removed: %s", error.strerror)
    return count


def _set_aside_at(path: Path) -> datetime:
    """Return when *path* was set aside: by its name, else when it was last written."""
    if stamp := _STAMP.search(path.name):
        return datetime.strptime("".join(stamp.groups()), "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    return datetime.fromtimestamp(path.stat().st_mtime, UTC)
