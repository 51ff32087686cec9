"""Long filters, such as that of a hundred agents, are searched by typing."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.ui.repair import snapshots as s
from tests.ui.repair.conftest import OpenRepair, RepairDriver
from wrapup_desk.application.repair.leg_index import LegIndex
from wrapup_desk.domain.repair.table_view import Filters
from wrapup_desk.ui.menus.chips import ManyChip

NAMES = ("Mia Novak", "Tariq Hassan", "Lena Fischer", "Noah Byrne", "Inês Costa", "Priya Nair")


def many_agents() -> LegIndex:
    legs = LegIndex(s.DIRECTORY)
    for number in range(60):
        name = NAMES[number] if number < len(NAMES) else ""
        legs.put(s.leg(number, agent_id=f"{number:08x}-agent", agent_name=name))
    return legs


def opened(
    open_repair: OpenRepair, filters: Filters | None = None
) -> tuple[RepairDriver, ManyChip]:
    state = s.state(many_agents())
    driver = open_repair(replace(state, filters=filters or state.filters))
    chip = driver.window.filters.agents
    chip.open_menu()
    return driver, chip


def shown(chip: ManyChip) -> list[str]:
    return [each.text() for each in chip.menu.actions() if each.isCheckable() and each.isVisible()]


def action(chip: ManyChip, name: str) -> QAction:
    return next(each for each in chip.menu.actions() if each.text() == name)


def test_typing_narrows_the_agents_and_enter_takes_the_first(open_repair: OpenRepair) -> None:
    driver, chip = opened(open_repair)
    assert chip.field is not None
    assert len(shown(chip)) == 60

    QTest.keyClicks(chip.field, "a co")
    assert shown(chip) == ["Inês Costa"]
    QTest.keyClick(chip.field, Qt.Key.Key_Return)

    (filters,) = driver.wait_for("set_filters")
    assert isinstance(filters, Filters)
    assert filters.agent_ids == {"00000004-agent"}
    QTest.keyClick(chip.field, Qt.Key.Key_Escape)
    assert chip.menu.isVisible()
    assert len(shown(chip)) == 60
    chip.menu.close()


def test_an_agent_without_a_name_is_found_by_the_beginning_of_the_id(
    open_repair: OpenRepair,
) -> None:
    _, chip = opened(open_repair)
    assert chip.field is not None

    QTest.keyClicks(chip.field, "0000001f")

    assert shown(chip) == ["Agent 0000001f"]
    chip.menu.close()


def test_down_goes_on_to_what_was_found_and_space_ticks_it(open_repair: OpenRepair) -> None:
    driver, chip = opened(open_repair)
    assert chip.field is not None
    QTest.keyClicks(chip.field, "fisch")

    QTest.keyClick(chip.field, Qt.Key.Key_Down)
    assert chip.menu.activeAction() is action(chip, "Lena Fischer")
    QTest.keyClick(chip.menu, Qt.Key.Key_Space)

    assert driver.wait_for("set_filters")
    assert chip.menu.isVisible()
    chip.menu.close()


def test_what_is_in_force_stays_in_sight(open_repair: OpenRepair) -> None:
    filters = Filters(agent_ids=frozenset({"00000000-agent"}))
    _, chip = opened(open_repair, filters)
    assert chip.field is not None

    QTest.keyClicks(chip.field, "tariq")

    assert shown(chip) == ["Mia Novak", "Tariq Hassan"]
    chip.menu.close()


def test_a_short_filter_is_no_form(open_repair: OpenRepair) -> None:
    driver = open_repair(s.state())

    driver.window.filters.issues.open_menu()

    assert driver.window.filters.issues.field is None
    driver.window.filters.issues.menu.close()


def test_a_long_filter_is_narrowed_by_words_that_an_input_method_has_under_way(
    open_repair: OpenRepair,
) -> None:
    _, chip = opened(open_repair)
    assert chip.field is not None
    assert chip.field.placeholderText() == "Type to find"

    QTest.keyClicks(chip.field, "no")
    before = shown(chip)
    QApplication.sendEvent(chip.field, QInputMethodEvent("vak", []))
    assert shown(chip) == ["Mia Novak"]
    QApplication.sendEvent(chip.field, QInputMethodEvent("すし", []))  # to become kanji yet
    assert shown(chip) == before == ["Mia Novak", "Noah Byrne"]
    chip.menu.close()
