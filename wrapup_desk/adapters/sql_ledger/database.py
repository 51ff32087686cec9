"""States what the ledger asks of a database, so that the same SQL serves both kinds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Protocol, TypeVar

T = TypeVar("T")
Value = str | int | bytes | None
Row = Sequence[Value]


class Cursor(Protocol):
    """Runs statements of one transaction; `?` stands for each value."""

    def run(self, sql: str, values: Sequence[Value] = ()) -> list[Row]:
        """Run one statement and return its rows, none for one that has none."""

    def run_many(self, sql: str, rows: Sequence[Sequence[Value]]) -> None: ...

    def change(self, sql: str, values: Sequence[Value] = ()) -> int:
        """Run one statement and return how many rows it changed."""


# A statement, or work that no statement can do.
MigrationStep = str | Callable[[Cursor], None]


class LedgerDatabase(Protocol):
    """A place for tables. All of it blocks: the ledger calls it on a thread of its own.

    Every method raises `StoreError` with a text fit for a person, and nothing has changed then.
    """

    @property
    def label(self) -> str: ...

    @property
    def migrations(self) -> Sequence[Sequence[MigrationStep]]:
        """The steps that bring the tables from each version to the next."""

    def write(self, work: Callable[[Cursor], T]) -> T:
        """Run *work* as one transaction; no other writer's comes in between."""

    def read(self, work: Callable[[Cursor], T]) -> T:
        """Run *work* on one state of the data."""

    def close(self) -> None: ...


def marks(columns: str) -> str:
    """Return a `?` for each of *columns*."""
    return ", ".join("?" for _ in columns.split(","))


def stored_time(moment: datetime) -> str:
    """Return a time as it is stored: sortable text."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")
