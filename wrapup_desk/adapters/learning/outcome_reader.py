"""Reads figures of suggestions from a file that it never changes, and says what a file is."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from datetime import datetime
from pathlib import Path

from wrapup_desk.adapters.base.regular_file import read_regular
from wrapup_desk.adapters.base.sqlite_file import check_parts, clear_errors
from wrapup_desk.adapters.learning.outcome_store import outcomes_since
from wrapup_desk.application.base.ports import StoreBroken
from wrapup_desk.application.learning.outcomes import Outcome, StoredOutcomes
from wrapup_desk.domain.language.texts import mark, tr, tr_marked
from wrapup_desk.domain.wrapup import WrapupCode

_SQLITE = b"SQLite format 3\x00"
_MODEL = b"WrapUpDeskModel\n"
# What tells the program's other files, by a table each has and none of the rest.
_KINDS = {
    "corrections": mark("a ledger of corrections"),
    "submissions": mark("the codes an agent's desk keeps"),
    "lessons": mark("an unfinished run of learning"),
    "undelivered": mark("a team's store"),
}


def read_outcomes(path: Path, instant: datetime) -> StoredOutcomes:
    """Return what the file at *path* has since *instant*; nothing is written, not even beside it.

    Raises:
        StoreError: it cannot be read, or is something else: that is said.
    """
    with clear_errors(path):
        check_parts(path)
        start = read_regular(path, len(_SQLITE))
        if start != _SQLITE:
            raise _not_figures(path, mark("a model") if start == _MODEL else "")
        with closing(_connected(path)) as connection:
            connection.execute("BEGIN")
            names = {str(name) for (name,) in connection.execute("SELECT name FROM sqlite_master")}
            if not {"outcomes", "queues"} <= names:
                kind = next((kind for table, kind in _KINDS.items() if table in names), "")
                raise _not_figures(path, kind)
            return outcomes_since(connection, instant)


def read_together(paths: Iterable[Path], instant: datetime) -> StoredOutcomes:
    """Return what all the files have since *instant*, as of one large desk.

    Raises:
        StoreError: one cannot be read.
    """
    outcomes: dict[str, Outcome] = {}
    names: dict[str, str] = {}
    codes: dict[str, Sequence[WrapupCode]] = {}
    for path in paths:
        kept = read_outcomes(path, instant)
        outcomes |= {each.id: each for each in kept.outcomes}
        names |= kept.queue_names
        codes |= kept.codes_by_queue
    return StoredOutcomes(tuple(outcomes.values()), names, codes)


def _connected(path: Path) -> sqlite3.Connection:
    # Without a log beside it nobody has it open: then SQLite need not make one to read it.
    is_in_use = path.with_name(f"{path.name}-wal").exists()
    address = f"{path.absolute().as_uri()}?mode=ro"
    return sqlite3.connect(
        address if is_in_use else f"{address}&immutable=1", uri=True, isolation_level=None
    )


def _not_figures(path: Path, kind: str) -> StoreBroken:
    if kind:
        return StoreBroken(
            tr("{path} is {kind}, not figures of suggestions", path=path, kind=tr_marked(kind))
        )
    return StoreBroken(tr("{path} holds no figures of suggestions", path=path))
