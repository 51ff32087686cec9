"""Removes what is stored of one person from the database of the desk, for good."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from wrapup_desk.adapters.base.sqlite_file import OtherFormat
from wrapup_desk.adapters.sqlite_store.database import DAMAGE, SubmissionDatabase, examine
from wrapup_desk.adapters.sqlite_store.promises import PromiseRecord
from wrapup_desk.adapters.sqlite_store.store import as_store_error
from wrapup_desk.application.base.ports import StoreBroken
from wrapup_desk.domain.history.leg_records import LegRecord
from wrapup_desk.domain.language.texts import tr
from wrapup_desk.domain.submission import Submission

_EVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Removed:
    """How many codes were removed, and how many of the same person still wait to be sent."""

    codes: int = 0
    waiting: int = 0


def forget_submissions(
    path: Path,
    is_theirs: Callable[[Submission | LegRecord], bool],
    mend_model: Callable[[bytes], bytes | None],
) -> Removed:
    """Remove what is final and theirs, and store what *mend_model* makes of the learnt model.

    The bytes are overwritten, in the log beside the file as well.

    Raises:
        StoreError: the file cannot be used; nothing is known of what it holds.
    """
    if not path.exists():
        return Removed()
    try:
        examine(path)
        database = SubmissionDatabase(path)
    except OtherFormat:
        raise StoreBroken(
            tr("{path} was written by a newer version of WrapUp Desk", path=path)
        ) from None
    except DAMAGE as error:
        raise as_store_error(path, error) from None
    try:
        return _forget(database, PromiseRecord.beside(path), is_theirs, mend_model)
    except (sqlite3.Error, OSError) as error:
        raise as_store_error(path, error) from None
    finally:
        database.close()


def count_waiting(path: Path) -> int:
    """Return how many codes still wait to be sent; 0 where that cannot be read."""
    if not path.exists():
        return 0
    try:
        examine(path)
        database = SubmissionDatabase(path)
    except (OtherFormat, *DAMAGE):
        return 0
    try:
        return len(database.unfinished())
    finally:
        database.close()


def _forget(
    database: SubmissionDatabase,
    promises: PromiseRecord,
    is_theirs: Callable[[Submission | LegRecord], bool],
    mend_model: Callable[[bytes], bytes | None],
) -> Removed:
    theirs = [each for each in database.since(_EVER) if is_theirs(each)]
    final = [each.key for each in theirs if each.state.is_final]
    noted = {each.key for each in database.leg_records() if is_theirs(each)}
    model = database.load_model()
    mended = None if model is None else mend_model(model)
    if mended is not None:
        database.save_model(mended)
    waiting = {each.key for each in theirs if not each.state.is_final}
    database.forget([*final, *(noted - set(final) - waiting)])
    promises.begin(database.unfinished())
    promises.close()
    return Removed(len(final), len(waiting))
