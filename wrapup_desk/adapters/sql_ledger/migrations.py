"""Brings a ledger's tables to today's version, or says that a newer program wrote them."""

from __future__ import annotations

from collections.abc import Sequence

from wrapup_desk.adapters.sql_ledger.database import Cursor, LedgerDatabase, MigrationStep
from wrapup_desk.application.base.ports import StoreBroken, StoreError
from wrapup_desk.domain.language.texts import tr

_VERSION = "SELECT version FROM ledger_version"
_VERSION_TABLE = "CREATE TABLE IF NOT EXISTS ledger_version (version INTEGER NOT NULL)"


def bring_up_to_date(database: LedgerDatabase) -> None:
    """Make or change the tables where they are not today's.

    An agent's account of a team's server may read and report, but make no tables: where they
    are of today's version already, nothing but that is read.

    Raises:
        StoreError: the database cannot be used, or was written by a newer program.
    """
    try:
        rows = database.read(lambda cursor: cursor.run(_VERSION))
    except StoreError:
        rows = []  # no such table yet; whatever else it is, the attempt to make it will say
    if rows and int(str(rows[0][0])) == len(database.migrations):
        return
    database.write(lambda cursor: _migrate(cursor, database.migrations))


def _migrate(cursor: Cursor, migrations: Sequence[Sequence[MigrationStep]]) -> None:
    cursor.run(_VERSION_TABLE)
    rows = cursor.run(_VERSION)
    version = int(str(rows[0][0])) if rows else 0
    if version > len(migrations):
        raise StoreBroken(
            tr(
                "the corrections were written by a newer WrapUp Desk (format"
                " {version}). Update this one.",
                version=version,
            )
        )
    for step in migrations[version:]:
        for statement in step:
            _run(cursor, statement)
    if version < len(migrations):
        cursor.run("DELETE FROM ledger_version")
        cursor.run("INSERT INTO ledger_version VALUES (?)", [len(migrations)])


def _run(cursor: Cursor, step: MigrationStep) -> None:
    if isinstance(step, str):
        cursor.run(step)
    else:
        step(cursor)
