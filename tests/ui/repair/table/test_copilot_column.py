"""Tests that predictions are asked for while their column is shown, for the rows in sight alone."""

from __future__ import annotations

from tests.ui.repair import snapshots as s
from tests.ui.repair.conftest import OpenRepair
from wrapup_desk.domain.events import PredictedCode
from wrapup_desk.ui.repair.table.model import LegColumn


def test_the_rows_in_sight_are_asked_for_once_the_column_is_shown(open_repair: OpenRepair) -> None:
    legs = s.leg_index(500)
    driver = open_repair(s.state(legs))
    table = driver.window.area.table
    table._report_sight()  # what the timer does, once it runs
    driver.desk.commands.clear()
    assert table.isColumnHidden(int(LegColumn.COPILOT))
    table.look_soon()
    assert not table._sight.isActive()

    table.hide_columns(table.hidden_columns - {LegColumn.COPILOT})
    (first,) = driver.wait_for("see_rows")
    table.verticalScrollBar().setValue(table.verticalScrollBar().maximum())
    driver.desk.commands.clear()
    (last,) = driver.wait_for("see_rows")

    assert isinstance(first, tuple)
    assert isinstance(last, tuple)
    rows = list(driver.desk.state.rows)
    assert list(first) == rows[: len(first)]
    assert len(first) < len(rows) / 2
    assert last[-1] == rows[-1]


def test_a_prediction_shows_with_how_sure_it_was(open_repair: OpenRepair) -> None:
    legs = s.leg_index(50)
    legs.predict(0, PredictedCode(s.CODES["Delivery delayed"].id, 0.81))
    driver = open_repair(s.state(legs))
    model = driver.window.area.table.legs
    place = model.place_of(0)

    assert model.text_of(model.row_at(place), LegColumn.COPILOT) == "Delivery delayed  81%"
    assert model.text_of(model.row_at(place + 1), LegColumn.COPILOT) == ""
