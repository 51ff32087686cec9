"""Saves what is whole of a damaged database into a fresh one, and keeps the damaged one aside."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from wrapup_desk.adapters.base.atomic_write import keep_names
from wrapup_desk.adapters.base.sqlite_file import create_private, parts_of
from wrapup_desk.adapters.sqlite_store.carving import carved
from wrapup_desk.adapters.sqlite_store.database import (
    SubmissionDatabase,
    readable_model,
    readable_records,
    readable_rows,
)
from wrapup_desk.adapters.sqlite_store.rows import RowDamaged, decode
from wrapup_desk.domain.history.leg_records import LegRecord
from wrapup_desk.domain.interaction import LegKey
from wrapup_desk.domain.submission import Submission

log = logging.getLogger(__name__)


def recover(path: Path, stamp: str, rows: Sequence[Submission]) -> Path:
    """Put a fresh file with *rows*, and the learnt model if it is whole, in its place.

    The fresh one is complete on disk, under a name that says so, before any part of the damaged
    one is touched: a full disk, a power failure or a kill at any moment loses nothing.

    Returns:
        Where the damaged file is kept.

    Raises:
        sqlite3.Error, OSError: the fresh file cannot be written; the damaged one is untouched.
    """
    begun, complete = _mended(path), _recovered(path)
    _remove(begun)
    try:
        _write(begun, rows, readable_records(path), readable_model(path))
        begun.replace(complete)
    except BaseException:
        _remove(begun)
        raise
    keep_names(path.parent)
    return _put_in_place(path, stamp)


def finish_recovery(path: Path, stamp: str) -> Path | None:
    """Go on with a recovery that was cut off; return where the damaged file is, if there was one.

    Raises:
        OSError: the files cannot be moved; the database must not be opened then.
    """
    _remove(_mended(path))  # not complete: the damaged file is still there
    if not _recovered(path).exists():
        return None
    log.warning("database was damaged: its recovery was cut off, and is finished now")
    return _put_in_place(path, stamp)


def whole_rows(path: Path) -> list[Submission]:
    """Return the newest whole row of each leg, by SQLite where it can, else from the raw bytes."""
    traces = carved(path)  # first: beside an empty file SQLite removes the log
    return _newest([*_decoded(readable_rows(path)), *traces])


def _put_in_place(path: Path, stamp: str) -> Path:
    """Move what is left of the damaged file aside, and the complete one to its place.

    The log goes before the fresh file comes: SQLite would take it for the fresh file's own.
    """
    kept = _free_name(path, stamp)
    for part, aside in zip(parts_of(path), parts_of(kept), strict=True):
        with suppress(FileNotFoundError):
            part.replace(aside)
    _recovered(path).replace(path)
    keep_names(path.parent)
    return kept


def _newest(submissions: Iterable[Submission]) -> list[Submission]:
    """Return each leg's latest revision, oldest decision first; of two alike the first counts."""
    found: dict[LegKey, Submission] = {}
    for each in submissions:
        known = found.get(each.key)
        if known is None or each.revision > known.revision:
            found[each.key] = each
    return sorted(found.values(), key=lambda each: each.decision.decided_at)


def _write(
    path: Path,
    submissions: Sequence[Submission],
    records: tuple[LegRecord, ...],
    model: bytes | None,
) -> None:
    create_private(path)
    database = SubmissionDatabase(path)
    try:
        database.take_over(submissions, records, model)
    finally:
        database.close()  # the last one to close leaves a single file, without a log beside it


def _decoded(rows: Iterator[tuple[object, object]]) -> Iterator[Submission]:
    for content, stored_checksum in rows:
        with suppress(RowDamaged):
            yield decode(content, stored_checksum)


def _remove(path: Path) -> None:
    for part in parts_of(path):
        part.unlink(missing_ok=True)


def _mended(path: Path) -> Path:
    """Return the name under which a fresh file is written."""
    return path.with_name(f"{path.stem}-mended{path.suffix}")


def _recovered(path: Path) -> Path:
    """Return the name of a fresh file that is complete."""
    return path.with_name(f"{path.stem}-recovered{path.suffix}")


def _free_name(path: Path, stamp: str) -> Path:
    """Return a name for the damaged file that no earlier one has, nor anything beside one."""
    number = 1
    while True:
        again = f"-{number}" if number > 1 else ""
        kept = path.with_name(f"{path.stem}-damaged-{stamp}{again}{path.suffix}")
        if not any(part.exists() for part in parts_of(kept)):
            return kept
        number += 1
