"""Chooses the database of the ledger and of what a team shares by the one setting `store`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from wrapup_desk.adapters.sql_ledger.database import LedgerDatabase
from wrapup_desk.adapters.sql_ledger.team_store import SqlTeamStore
from wrapup_desk.application.base.ports import StoreBroken
from wrapup_desk.application.base.setting_texts import TEAM_STORE_SCHEMES
from wrapup_desk.domain.language.texts import tr

if TYPE_CHECKING:
    from wrapup_desk.adapters.sql_ledger.sql_ledger import SqlLedger


def ledger_for(store: str, path: Path) -> SqlLedger:
    """Return the team's ledger at the address *store*, or this computer's at *path*.

    Raises:
        StoreBroken: *store* is no address of a PostgreSQL database; it is not repeated, as it
            may hold a password.
    """
    # The agents' desk shares the team's store and has no ledger.
    from wrapup_desk.adapters.sql_ledger.sql_ledger import SqlLedger

    return SqlLedger(_database_for(store, path))


def team_store_for(store: str, path: Path) -> SqlTeamStore:
    """Return what a team shares at the address *store*, or the desks of a profile at *path*.

    An address that cannot be used is reported by the first use.
    """
    label = tr("team store") if store else tr("this computer")
    return SqlTeamStore(lambda: _database_for(store, path), label)


def _database_for(store: str, path: Path) -> LedgerDatabase:
    if not store:
        # By the first use: the agents' desk seldom has something to report.
        from wrapup_desk.adapters.sql_ledger.sqlite_database import SqliteDatabase

        return SqliteDatabase(path)
    if not store.startswith(TEAM_STORE_SCHEMES):
        raise StoreBroken(
            tr(
                '"store" has to be empty or begin with postgresql://, as in'
                " postgresql://name@server/database."
            )
        )
    # Only teams need it, and it takes a while to import.
    from wrapup_desk.adapters.sql_ledger.postgres_database import PostgresDatabase

    return PostgresDatabase(store)
