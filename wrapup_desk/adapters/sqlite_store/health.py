"""Says whether a database file is whole, without writing to it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from wrapup_desk.adapters.base.regular_file import NotAFile
from wrapup_desk.adapters.base.sqlite_file import BUSY_S, check_parts, parts_of


def trouble_of(path: Path) -> str:
    """Return what is wrong with the file at *path*; "" also where there is none yet."""
    if not path.exists():
        return ""
    if not path.stat().st_size and parts_of(path)[1].exists():
        return "it is empty, but its log is not"  # which SQLite would remove on reading
    try:
        check_parts(path)
        address = f"{path.absolute().as_uri()}?mode=ro"
        with closing(sqlite3.connect(address, uri=True, timeout=BUSY_S)) as connection:
            [[answer]] = connection.execute("PRAGMA quick_check(1)").fetchall()
    except (sqlite3.Error, ValueError, NotAFile) as error:
        return f"it cannot be read ({type(error).__name__})"
    return "" if answer == "ok" else "it is damaged"
