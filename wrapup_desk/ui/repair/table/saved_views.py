"""Remembers views by name: the time range, filters, order and columns of the table."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from PySide6.QtCore import QSettings

from wrapup_desk.domain.interaction import Media
from wrapup_desk.domain.language.conventions import sort_key
from wrapup_desk.domain.repair.code_issue import CodeIssue
from wrapup_desk.domain.repair.table_view import Column, Filters, NoteFilter, Order
from wrapup_desk.ui.repair.table.days import DayRange
from wrapup_desk.ui.repair.table.filter_row import TimeRange
from wrapup_desk.ui.repair.table.model import LegColumn

_KEY = "repair/views"
_COLUMNS_KEY = "repair/hidden_columns"


@dataclass(frozen=True, slots=True)
class SavedView:
    """What is shown and how, the search included; `wrapup-desk forget` removes one that names a person."""

    name: str
    range: TimeRange | DayRange = TimeRange.TODAY
    filters: Filters = field(default_factory=Filters)
    order: Order = field(default_factory=Order)
    hidden: frozenset[LegColumn] = frozenset()


class SavedViews:
    """The views in the file the window keeps its place in."""

    def __init__(self, file: QSettings) -> None:
        self._file = file

    @property
    def views(self) -> tuple[SavedView, ...]:
        """The views by name; one that cannot be read any more is left out."""
        try:
            kept = json.loads(str(self._file.value(_KEY, "[]")))
        except ValueError:
            return ()
        if not isinstance(kept, list):
            return ()
        found = (_read(each) for each in kept)
        return tuple(
            sorted((each for each in found if each), key=lambda each: sort_key(each.name))
        )

    def keep(self, view: SavedView) -> None:
        """Save *view*; one of the same name is replaced."""
        self._write([*(each for each in self.views if each.name != view.name), view])

    def forget(self, name: str) -> None:
        self._write(each for each in self.views if each.name != name)

    @property
    def hidden(self) -> frozenset[LegColumn] | None:
        """The columns hidden last; None when nobody has chosen any yet."""
        kept = self._file.value(_COLUMNS_KEY)
        if kept is None:
            return None
        names = str(kept).split()
        return frozenset(column for column in LegColumn if column.name in names)

    def hide(self, columns: Iterable[LegColumn]) -> None:
        """Remember which columns are hidden; the next window begins with it."""
        self._file.setValue(_COLUMNS_KEY, " ".join(sorted(each.name for each in columns)))

    def _write(self, views: Iterable[SavedView]) -> None:
        self._file.setValue(_KEY, json.dumps([_written(each) for each in views]))


def _written(view: SavedView) -> dict[str, Any]:
    filters = view.filters
    return {
        "name": view.name,
        "range": _range_text(view.range),
        "issues": sorted(each.name for each in filters.issues),
        "good": filters.includes_good,
        "queues": sorted(filters.queue_ids),
        "agents": sorted(filters.agent_ids),
        "media": sorted(each.name for each in filters.media),
        "codes": sorted(filters.code_ids),
        "text": filters.text,
        "divisions": sorted(filters.division_ids),
        "teams": sorted(filters.team_ids),
        "note": filters.note.value,
        "column": view.order.column.name,
        "descending": view.order.is_descending,
        "hidden": sorted(each.name for each in view.hidden),
    }


def _read(kept: Any) -> SavedView | None:
    try:
        filters = Filters(
            issues=frozenset(CodeIssue[name] for name in kept["issues"]),
            includes_good=bool(kept["good"]),
            queue_ids=frozenset(map(str, kept["queues"])),
            agent_ids=frozenset(map(str, kept["agents"])),
            media=frozenset(Media[name] for name in kept["media"]),
            # Views of earlier programs have neither.
            code_ids=frozenset(map(str, kept.get("codes", ()))),
            text=str(kept.get("text", "")),
            division_ids=frozenset(map(str, kept.get("divisions", ()))),
            team_ids=frozenset(map(str, kept.get("teams", ()))),
            note=NoteFilter(kept.get("note", NoteFilter.ANY.value)),
        )
        order = Order(Column[kept["column"]], bool(kept["descending"]))
        hidden = frozenset(LegColumn[name] for name in kept["hidden"])
        return SavedView(str(kept["name"]), _range_of(str(kept["range"])), filters, order, hidden)
    except (KeyError, TypeError, ValueError):
        return None


def _range_text(chosen: TimeRange | DayRange) -> str:
    if isinstance(chosen, DayRange):
        return f"{chosen.first.isoformat()}/{chosen.last.isoformat()}"
    return chosen.name


def _range_of(text: str) -> TimeRange | DayRange:
    first, slash, last = text.partition("/")
    if slash:
        return DayRange(date.fromisoformat(first), date.fromisoformat(last))
    return TimeRange[text]
