"""Rows and codes are chosen by assistive technology alone, whatever is drawn meanwhile."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication

from tests.journeys.window.tree import Node, Role, find, get, shown
from tests.ui import snapshots as desk
from tests.ui.conftest import OpenDesk
from tests.ui.repair import snapshots as s
from tests.ui.repair.conftest import OpenRepair
from wrapup_desk.ui.repair.table.model import LegColumn


def box_of(place: int) -> Node:
    """Return the check box of a row, as it is told by now."""
    return [each for each in shown() if each.name in ("selected", "not selected")][place]


@pytest.mark.parametrize("standing_on", [None, 0, 1, 2])
def test_a_toggled_row_is_asked_for_once_wherever_the_keyboard_stands(
    open_repair: OpenRepair, standing_on: int | None
) -> None:
    state = s.state()
    driver = open_repair(state)
    view = driver.window.area.table
    if standing_on is not None:
        view.setCurrentIndex(view.legs.index(standing_on, int(LegColumn.ENDED)))

    box_of(1).act("Toggle")

    assert driver.commands("select") == [(frozenset({state.rows[1]}),)]
    assert view.current_number == state.rows[1]


def test_a_toggled_row_is_asked_for_although_the_rows_are_drawn_anew_at_once(
    open_repair: OpenRepair,
) -> None:
    driver = open_repair(s.state())
    view = driver.window.area.table
    for _ in range(3):
        driver.desk.commands.clear()
        box_of(2).act("Toggle")
        view.legs.beginResetModel()
        view.legs.endResetModel()
        view.show_state(s.state(s.leg_index(40)))
        QApplication.processEvents()

        assert len(driver.commands("select")) == 1
        view.show_state(s.state())


def test_a_row_toggled_again_is_let_go(open_repair: OpenRepair) -> None:
    state = s.state()
    driver = open_repair(state)
    box_of(1).act("Toggle")
    driver.show(replace(state, selection=frozenset({state.rows[1]})))

    assert box_of(1).name == "selected"
    box_of(1).act("Toggle")

    assert driver.commands("select")[-1] == (frozenset(),)


def test_a_suggestion_that_would_move_while_it_is_pressed_is_still_the_one_that_was_read(
    open_desk: OpenDesk,
) -> None:
    driver = open_desk(desk.desk(desk.MARTA))
    second = get(Role.CheckBox, "2, ")
    code = second.name.split(", ")[1]
    turned = replace(desk.CLEAR, suggestions=tuple(reversed(desk.CLEAR.suggestions[:2])))

    second.press()
    driver.show(desk.desk(replace(desk.MARTA, ranking=turned)))
    assert get(Role.CheckBox, "2, ").name == second.name, "it stays while it is pressed"

    driver.qtbot.waitUntil(lambda: driver.active.choice.has_draft)
    assert get(Role.CheckBox, f"2, {code}").is_checked
    assert find(Role.Button, f"Submit “{code}”")


def test_tables_and_lists_are_where_assistive_technology_finds_them(
    open_repair: OpenRepair,
) -> None:
    driver = open_repair(s.state())
    table = QAccessible.queryAccessibleInterface(driver.window.area.table)

    assert table.role() == Role.Table
    assert table.text(QAccessible.Text.Name) == "Interactions to fix"


def test_parts_of_a_menu_are_named(open_repair: OpenRepair) -> None:
    driver = open_repair(s.state())

    get(Role.Button, "View").press()
    driver.qtbot.waitUntil(lambda: find(Role.PopupMenu, "") is not None)

    names = [each.name for each in shown() if each.role == Role.MenuItem]
    assert names[0] == "Saved views"
    assert names.index("Columns") < names.index("Ended")
    get(Role.Button, "View").press()
    driver.qtbot.waitUntil(lambda: find(Role.PopupMenu, "") is None)
