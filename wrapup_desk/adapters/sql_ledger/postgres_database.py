"""The PostgreSQL implementation of `Database`, for the ledger that a team shares.

One connection, opened at its first use and again after it broke. A remote server has to show a
certificate this computer trusts, unless the address itself says otherwise (`sslmode=`).
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar, cast

import psycopg
from psycopg.conninfo import conninfo_to_dict

from wrapup_desk.adapters.sql_ledger.database import Cursor, MigrationStep, Row, Value
from wrapup_desk.adapters.sql_ledger.postgres_address import postgres_address
from wrapup_desk.adapters.sql_ledger.schema import POSTGRES_MIGRATIONS
from wrapup_desk.application.base.ports import StoreBroken, StoreError, StoreFull
from wrapup_desk.domain.language.texts import tr

log = logging.getLogger(__name__)

T = TypeVar("T")

_CONNECT_TIMEOUT_S = 10
_STATEMENT_TIMEOUT_MS = 30_000
# One writer at a time, so that the audit trail has one end; the number is ours alone.
_LEDGER_LOCK = 0x577261705570
_DISK_FULL = "53100"


class PostgresDatabase:
    """Implements `Database` on a server. *url* may hold a password and is never shown."""

    def __init__(
        self, url: str, environment: Mapping[str, str] = os.environ, home: Path | None = None
    ) -> None:
        try:
            settings = conninfo_to_dict(url)
        except psycopg.ProgrammingError:
            raise StoreBroken(
                tr(
                    "The team store's address cannot be read. It looks like"
                    " postgresql://name@server/database."
                )
            ) from None
        address = postgres_address(settings, environment, home or Path.home())
        self._settings = _with_defaults(settings, address.tls)
        self._place = address.label
        self._connection: psycopg.Connection[Any] | None = None

    @property
    def label(self) -> str:
        return tr("team store on {place}", place=self._place)

    @property
    def migrations(self) -> Sequence[Sequence[MigrationStep]]:
        return POSTGRES_MIGRATIONS

    def write(self, work: Callable[[Cursor], T]) -> T:
        return self._transact(work, is_writing=True)

    def read(self, work: Callable[[Cursor], T]) -> T:
        return self._transact(work, is_writing=False)

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _transact(self, work: Callable[[Cursor], T], *, is_writing: bool) -> T:
        with self._clear_errors():
            connection = self._open()
            with connection.transaction():
                if is_writing:
                    connection.execute("SELECT pg_advisory_xact_lock(%s)", [_LEDGER_LOCK])
                else:
                    connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
                return work(_PostgresCursor(connection))

    def _open(self) -> psycopg.Connection[Any]:
        if self._connection is not None and self._connection.broken:
            log.info("the team store's connection broke; opening it again")
            self.close()
        if self._connection is None:
            self._connection = psycopg.connect(**self._settings, autocommit=True)
        return self._connection

    @contextmanager
    def _clear_errors(self) -> Iterator[None]:
        """Say what happened without the server's own text, which may hold what was sent."""
        try:
            yield
        except StoreError:
            raise
        except psycopg.Error as error:
            if error.sqlstate == _DISK_FULL:
                raise StoreFull(
                    tr("There is no room left on the {store}.", store=self.label)
                ) from None
            if error.sqlstate is None:
                self.close()
                raise StoreBroken(
                    tr(
                        "The {store} cannot be reached. Check the network and the address.",
                        store=self.label,
                    )
                ) from None
            raise StoreBroken(
                tr(
                    "The {store} refused: {error} ({state}).",
                    store=self.label,
                    error=type(error).__name__,
                    state=error.sqlstate,
                )
            ) from None


class _PostgresCursor:
    def __init__(self, connection: psycopg.Connection[Any]) -> None:
        self._connection = connection

    def run(self, sql: str, values: Sequence[Value] = ()) -> list[Row]:
        cursor = self._connection.execute(_translated(sql), values or None)
        return cursor.fetchall() if cursor.description else []

    def run_many(self, sql: str, rows: Sequence[Sequence[Value]]) -> None:
        with self._connection.cursor() as cursor:
            cursor.executemany(_translated(sql), rows)

    def change(self, sql: str, values: Sequence[Value] = ()) -> int:
        return self._connection.execute(_translated(sql), values or None).rowcount


def _with_defaults(settings: Mapping[str, Any], tls: Mapping[str, str]) -> dict[str, Any]:
    defaults: dict[str, Any] = {
        "connect_timeout": _CONNECT_TIMEOUT_S,
        "application_name": "WrapUp Desk",
        "options": f"-c statement_timeout={_STATEMENT_TIMEOUT_MS}",
        # A server behind a dead line is given up after half a minute, not after the system's two hours.
        "keepalives_idle": 10,
        "keepalives_interval": 5,
        "keepalives_count": 4,
        "tcp_user_timeout": _STATEMENT_TIMEOUT_MS,
    }
    defaults |= tls
    return {**defaults, **settings}


def _translated(sql: str) -> Any:
    # The statements are the ledger's own constants; values are always passed beside them.
    return cast("Any", sql.replace("?", "%s"))
