"""Opens the database whatever state it is in, and gets back every code that it lacks."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from wrapup_desk.adapters.base.sqlite_file import (
    Cause,
    OtherFormat,
    cause_of,
    create_private_with_folder,
    roll_back_interrupted,
)
from wrapup_desk.adapters.sqlite_store.carving import carved_from_log
from wrapup_desk.adapters.sqlite_store.database import DAMAGE, SubmissionDatabase, examine
from wrapup_desk.adapters.sqlite_store.promises import Promise, Promised, PromiseRecord
from wrapup_desk.adapters.sqlite_store.recovery import finish_recovery, recover, whole_rows
from wrapup_desk.domain.interaction import LegKey
from wrapup_desk.domain.submission import Submission

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Recovered:
    """What a start had to get back.

    Attributes:
        kept: where the damaged database is kept; None if nothing was wrong with it.
        restored: codes that only the record beside the database still knew; their notes are lost.
        unreadable: how many lines of that record were damaged themselves.
    """

    kept: Path | None = None
    restored: tuple[Promise, ...] = ()
    unreadable: int = 0


def open_database(
    path: Path, promises: PromiseRecord, stamp: str
) -> tuple[SubmissionDatabase, Recovered]:
    """Open the file at *path*; mend it, and put back what was promised and is not there.

    Raises:
        OtherFormat, sqlite3.Error, OSError: it cannot be used at the moment, and nothing was
            changed.
    """
    create_private_with_folder(path)
    kept = finish_recovery(path, stamp)
    roll_back_interrupted(path)
    record = promises.read()
    promised = record or Promised({})
    # Before SQLite sees them: beside an empty file it removes the log.
    traces = carved_from_log(path)
    held = None if traces and not path.stat().st_size else _examined(path)
    # The last commit before a kill may lie in the log without its end; nobody was told of it.
    unfinished = (each for each in traces if not each.state.is_final)
    untold = _lacking(unfinished, held or {})
    restored: dict[LegKey, Submission] = {}
    if held is None or _is_short(held, untold, record):
        survivors = whole_rows(path)
        wanted = (each.submission for each in promised.open.values())
        restored = _lacking(wanted, {each.key: each.revision for each in survivors})
        kept = recover(path, stamp, [*survivors, *restored.values()])
        untold = {}
        _log(kept, len(survivors), restored.values())
    database = SubmissionDatabase(path)
    try:
        database.take_over(untold.values())
        promises.begin(database.unfinished())
    except BaseException:
        database.close()
        raise
    lost = tuple(promised.open[key] for key in restored)
    return database, Recovered(kept, lost, promised.unreadable)


def _examined(path: Path) -> dict[LegKey, int] | None:
    """Return the revision of each leg in the file; None if it is damaged."""
    try:
        return examine(path)
    except OtherFormat:
        raise
    except DAMAGE as error:
        # What says nothing about the file itself; any other error is damage to it.
        if cause_of(path, error) in (Cause.NO_ROOM, Cause.BUSY):
            raise
        return None


def _is_short(
    held: Mapping[LegKey, int], untold: Mapping[LegKey, Submission], record: Promised | None
) -> bool:
    """Whether a file that SQLite finds whole has less than it had."""
    if record is None:
        return bool(untold)
    wanted = (each.submission for each in record.open.values())
    return bool(_lacking(wanted, held))


def _lacking(
    submissions: Iterable[Submission], held: Mapping[LegKey, int]
) -> dict[LegKey, Submission]:
    """Return those of which there is no row, or an earlier revision only; the latest of each."""
    found: dict[LegKey, Submission] = {}
    for each in submissions:
        known = found.get(each.key)
        revision = max(held.get(each.key, 0), known.revision if known else 0)
        if each.revision > revision:
            found[each.key] = each
    return found


def _log(kept: Path, survivors: int, restored: Iterable[Submission]) -> None:
    """Name each conversation whose note is lost: a window has no room for all of them."""
    named = [f"{each.key.conversation_id} rev {each.revision}" for each in restored]
    from_record = f"; from the record, without notes: {', '.join(named)}" if named else ""
    what = "database was damaged: kept as %s, %d rows carried over%s"
    log.warning(what, kept.name, survivors, from_record)
