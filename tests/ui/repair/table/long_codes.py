"""The repair desk of an organisation with 500 codes in levels."""

from __future__ import annotations

from array import array
from dataclasses import replace
from datetime import UTC

from tests.ui.code_lists import FIVE_HUNDRED
from tests.ui.repair import snapshots as s
from wrapup_desk.application.repair.leg_index import LegIndex
from wrapup_desk.application.repair.state import RepairState
from wrapup_desk.domain.history.past_leg import NameDirectory
from wrapup_desk.domain.repair.repair_reports import report_on
from wrapup_desk.domain.suggestion import Source, Suggestion

DIRECTORY = replace(s.DIRECTORY, codes={code.id: code for code in FIVE_HUNDRED}, queue_codes={})


def legs_of(directory: NameDirectory = DIRECTORY, **changes: object) -> LegIndex:
    """Return a leg for each code, which is on record and suggested."""
    facts = {"note": "", "tags": (), "queue_id": "queue-billing", **changes}
    made = LegIndex(directory)
    for number, code in enumerate(directory.codes.values()):
        row = made.put(s.leg(number, code_id=code.id, **facts))
        made.suggest(row, Suggestion(code, 0.8, Source.MODEL))
    return made


def whole(legs: LegIndex) -> RepairState:
    """Return a snapshot that shows every leg, nothing filtered."""
    return s.state(legs, rows=array("L", range(len(legs))))


def gallery() -> dict[str, RepairState]:
    """Return every state by the name of its picture."""
    made = legs_of(tags=(FIVE_HUNDRED[9].name, FIVE_HUNDRED[19].name))
    for row in range(0, 40, 4):
        made.choose(row, FIVE_HUNDRED[row + 7])
    suggested = {row: FIVE_HUNDRED[(row * 7) % 500].id for row in range(500)}
    reports = report_on(made.table, range(len(made)), DIRECTORY, UTC, suggested)
    return {
        "64-repair-levels": replace(whole(made), focus=s.focus(made, 0)),
        "64-repair-levels-reports": replace(whole(made), reports=reports),
    }
