"""Seals the ledger's rows in the audit trail, so that a row changed by hand shows.

Each entry of the trail carries hashes of the rows it left behind: of a correction, and of its
bulk change or rule list. The newest hash of a row has to be that of the row itself.
"""

from __future__ import annotations

import enum
import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence

from wrapup_desk.domain.language.texts import tr
from wrapup_desk.domain.repair.audit import AuditEvent


class SealedTable(enum.Enum):
    """What the trail covers; the letter stands for it in an entry."""

    CORRECTIONS = "c"
    BATCHES = "b"
    RULE_LISTS = "r"

    @property
    def row_name(self) -> str:
        """What one of its rows is called."""
        return {"c": tr("correction"), "b": tr("bulk change"), "r": tr("rule list")}[self.value]


def row_seal(values: Sequence[object]) -> str:
    """Return the hash of one row; numbers count as their digits, as databases differ there."""
    text = json.dumps([str(value) for value in values], ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()


def covering(seals: Mapping[SealedTable, tuple[str, str]]) -> str:
    """Return ids and seals as an entry carries them; an empty seal says the row was removed."""
    return json.dumps({table.value: seal for table, seal in seals.items()}, ensure_ascii=True)


class RowSeals:
    """The newest seal of each row, gathered from the trail's entries in their order."""

    def __init__(self) -> None:
        self._newest: dict[SealedTable, dict[str, str]] = {table: {} for table in SealedTable}

    def note(self, event: AuditEvent) -> None:
        """Take what the next entry of the trail, found to be whole, says of rows."""
        if not event.covers:
            return
        for letter, (row_id, seal) in json.loads(event.covers).items():
            self._newest[SealedTable(letter)][row_id] = seal

    def ids(self, table: SealedTable) -> tuple[str, ...]:
        """Return which rows of *table* any entry covers."""
        return tuple(self._newest[table])

    def problem(
        self, table: SealedTable, rows: Iterable[tuple[str, str]], *, are_all: bool
    ) -> str:
        """Return what is wrong with *rows*, given as id and seal; "" where all is well.

        *are_all*: they are the whole table; else only those that were asked for.
        """
        known, seen = self._newest[table], set[str]()
        for row_id, seal in rows:
            seen.add(row_id)
            if row_id not in known and not are_all:
                continue
            if not known.get(row_id):
                return tr(
                    "{what} {id} was put there by another hand", what=table.row_name, id=row_id
                )
            if known[row_id] != seal:
                return tr(
                    "{what} {id} was changed by another hand", what=table.row_name, id=row_id
                )
        for row_id, seal in known.items():
            if seal and row_id not in seen:
                return tr(
                    "{what} {id} was removed by another hand", what=table.row_name, id=row_id
                )
        return ""
