"""Saves what is whole of a damaged database into a fresh one, and keeps the damaged one aside."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from wrapup_desk.adapters.base.sqlite_file import create_private, parts_of
from wrapup_desk.adapters.sqlite_store.database import (
    SubmissionDatabase,
    readable_model,
    readable_records,
    readable_rows,
)
from wrapup_desk.adapters.sqlite_store.rows import (
    CHECKSUM_BYTES,
    ROW_BEGINS,
    RowDamaged,
    decode,
)
from wrapup_desk.domain.history.leg_records import LegRecord
from wrapup_desk.domain.interaction import LegKey
from wrapup_desk.domain.submission import Submission

log = logging.getLogger(__name__)

# How far from its beginning the end of a row is looked for, and among how many closing braces.
_LONGEST_ROW = 16_384
_MOST_BRACES = 64


def recover(path: Path, stamp: str) -> Path:
    """Put a fresh file with every whole row of the damaged one in its place.

    The fresh one is complete on disk before the damaged one is touched, so that a full disk or
    a power failure loses nothing.

    Returns:
        Where the damaged file is kept.

    Raises:
        sqlite3.Error, OSError: the fresh file cannot be written; the damaged one is untouched.
    """
    survivors = whole_rows(path)
    fresh = path.with_name(f"{path.stem}-mended{path.suffix}")
    remove(fresh)
    try:
        _write(fresh, survivors, readable_records(path), readable_model(path))
        kept = _free_name(path, stamp)
        for part, aside in reversed(tuple(zip(parts_of(path), parts_of(kept), strict=True))):
            with suppress(FileNotFoundError):
                part.replace(aside)
        fresh.replace(path)
    except BaseException:
        remove(fresh)
        raise
    log.warning("database was damaged: kept aside, %d rows carried over", len(survivors))
    return kept


def remove(path: Path) -> None:
    """Remove a database file and what is beside it."""
    for part in parts_of(path):
        part.unlink(missing_ok=True)


def whole_rows(path: Path) -> list[Submission]:
    """Return the newest whole row of each leg, by SQLite where it can, else from the raw bytes."""
    found: dict[LegKey, Submission] = {}
    for submission in _decoded(readable_rows(path)):
        found[submission.key] = submission
    for submission in _decoded(_carved(path)):
        known = found.get(submission.key)
        if known is None or submission.revision > known.revision:
            found[submission.key] = submission
    return sorted(found.values(), key=lambda each: each.decision.decided_at)


def _write(
    path: Path,
    submissions: list[Submission],
    records: tuple[LegRecord, ...],
    model: bytes | None,
) -> None:
    create_private(path)
    database = SubmissionDatabase(path)
    try:
        for submission in submissions:
            database.save(submission)
        for record in records:
            database.save_record(record)
        if model is not None:
            database.save_model(model)
    finally:
        database.close()  # the last one to close leaves a single file, without a log beside it


def _decoded(rows: Iterator[tuple[object, object]]) -> Iterator[Submission]:
    for content, stored_checksum in rows:
        with suppress(RowDamaged):
            yield decode(content, stored_checksum)


def _carved(path: Path) -> Iterator[tuple[bytes, bytes]]:
    """Yield every row whose bytes are whole, wherever they lie in the file or its log.

    A row's content and checksum are the last two columns, so they lie side by side; where a
    page's head is damaged they are still there. Unfinished ones come first: of two traces of one
    revision the unfinished is taken, because it will be read back.
    """
    traces: list[tuple[bytes, bytes]] = []
    file, write_ahead_log, _ = parts_of(path)
    for part in (file, write_ahead_log):
        with suppress(FileNotFoundError):
            traces.extend(_rows_in(part.read_bytes()))
    traces.sort(key=_is_unfinished, reverse=True)
    yield from traces


def _is_unfinished(trace: tuple[bytes, bytes]) -> bool:
    try:
        return not decode(*trace).state.is_final
    except RowDamaged:
        return False


def _rows_in(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    for begin in re.finditer(re.escape(ROW_BEGINS), data):
        window = data[begin.start() : begin.start() + _LONGEST_ROW]
        braces = [brace.end() for brace in re.finditer(rb"\}", window)]
        for end in braces[:_MOST_BRACES]:
            content, stored_checksum = window[:end], window[end : end + CHECKSUM_BYTES]
            with suppress(RowDamaged):
                decode(content, stored_checksum)
                yield content, stored_checksum
                break


def _free_name(path: Path, stamp: str) -> Path:
    """Return a name for the damaged file that no earlier one has."""
    number = 1
    while True:
        again = f"-{number}" if number > 1 else ""
        kept = path.with_name(f"{path.stem}-damaged-{stamp}{again}{path.suffix}")
        if not kept.exists():
            return kept
        number += 1
