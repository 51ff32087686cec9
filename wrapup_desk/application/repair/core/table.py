"""Decides what the table shows: filtered, sorted, selected, with chosen codes."""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never

from wrapup_desk.application.repair.commands import PickCode, Select, SetFilters, Sort
from wrapup_desk.application.repair.core.outcome import (
    Outcome,
    arrange_for_person,
    arrange_now,
    arrange_soon,
)
from wrapup_desk.application.repair.core.previews import without_preview
from wrapup_desk.application.repair.effects import (
    CountReports,
    NoteChoice,
    RestArranging,
)
from wrapup_desk.application.repair.messages import (
    Arranged,
    ArrangingRested,
    LegsChanged,
    TableMessage,
)
from wrapup_desk.application.repair.state import Arranging, RepairState


def handle_table(message: TableMessage, state: RepairState) -> Outcome:
    """Return what follows from what bears on the rows shown."""
    match message:
        case SetFilters():
            return _filter(message, state)
        case Sort():
            return _show(replace(state, order=message.order), state)
        case Select():
            return without_preview(replace(state, selection=message.rows))
        case PickCode():
            return _choose(message, state)
        case Arranged():
            return _arranged(message, state)
        case ArrangingRested():
            return _next(state) if state.arranging is Arranging.RESTING else (state, ())
        case LegsChanged():
            return arrange_soon(state) if message.is_visible else (state, ())
        case _:
            assert_never(message)


def _filter(message: SetFilters, state: RepairState) -> Outcome:
    if message.filters == state.filters:
        return state, ()
    # Other filters are another population: a sample of the old one is left.
    wanted = replace(state, filters=message.filters, sample=None)
    shown, effects = _show(wanted, state)
    if state.reports is None or not effects:
        return shown, effects
    # Figures that were looked at are of the same legs as the table.
    return shown, (*effects, CountReports(state.legs, message.filters))


def _show(wanted: RepairState, state: RepairState) -> Outcome:
    is_other = (wanted.filters, wanted.order) != (state.filters, state.order)
    return arrange_for_person(wanted) if is_other else (state, ())


def _choose(message: PickCode, state: RepairState) -> Outcome:
    codes = state.directory.codes_of(state.legs.table.queue_id(message.row))
    code = next((code for code in codes if code.id == message.code_id), None)
    state, dropped = without_preview(state)
    return state, (NoteChoice(state.legs, message.row, code), *dropped)


def _arranged(message: Arranged, state: RepairState) -> Outcome:
    if message.legs is state.legs and state.sample is None:
        found = message.found
        selection = state.selection & frozenset(found.rows) if state.selection else frozenset()
        totals = replace(
            state.totals,
            interactions=found.legs_count,
            by_issue=found.counts,
            not_agents_count=found.not_agents_count,
        )
        state = replace(state, rows=found.rows, totals=totals, selection=selection)
    if state.is_busy:
        # While legs pour in, the table is arranged again only so often.
        return replace(state, arranging=Arranging.RESTING), (RestArranging(),)
    return _next(state)


def _next(state: RepairState) -> Outcome:
    """Arrange once more where that was asked for meanwhile."""
    if state.is_arranging_due:
        return arrange_now(state)
    return replace(state, arranging=Arranging.IDLE), ()
