"""What customers and colleagues wrote is text in every table, menu and tooltip of the window."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC

import pytest
from PySide6.QtCore import Qt

from tests.ui.markup import MARKUP, poisoned, rendered_in
from tests.ui.repair import snapshots as s
from tests.ui.repair.conftest import OpenRepair
from wrapup_desk.application.repair.leg_index import LegIndex
from wrapup_desk.application.repair.state import RepairState
from wrapup_desk.domain.history.past_leg import NameDirectory
from wrapup_desk.domain.repair.repair_reports import report_on
from wrapup_desk.ui.theme import Theme
from wrapup_desk.ui.widgets.numbers_model import NumbersModel

DIRECTORY = NameDirectory(
    queues=dict.fromkeys(s.DIRECTORY.queues, MARKUP),
    codes=poisoned(s.DIRECTORY.codes),
    queue_codes=poisoned(s.DIRECTORY.queue_codes),
)


def hostile_board() -> LegIndex:
    made = LegIndex(DIRECTORY)
    for number in range(90):
        made.put(poisoned(s.leg(number)))
    return made


def hostile(state: RepairState) -> RepairState:
    """Return *state* with markup in all texts, on a board of the same rows."""
    made = hostile_board() if len(state.legs) == 90 else state.legs
    rows = frozenset(list(state.rows)[:8]) if len(made) == 90 else frozenset[int]()
    return replace(
        poisoned(replace(state, preview=None, reports=None)),
        legs=made,
        preview=s.preview_of(made, rows) if state.preview else None,
        reports=report_on(made.table, range(len(made)), DIRECTORY, UTC, {})
        if state.reports
        else None,
    )


@pytest.mark.parametrize("name", s.gallery())
def test_nothing_in_the_window_is_rendered(open_repair: OpenRepair, name: str) -> None:
    driver = open_repair(s.state())
    driver.show(hostile(s.gallery()[name]))

    assert list(rendered_in(driver.window)) == []


def test_the_tooltip_of_a_result_is_text(theme: Theme) -> None:
    model = NumbersModel()
    model.show_lines(("Customer",), ((MARKUP,),))

    shown = model.index(0, 0).data(Qt.ItemDataRole.ToolTipRole)

    assert "<img" not in shown
    assert model.index(0, 0).data() == MARKUP
