"""Rows that come above those in sight: seen at the top, and yet none moves under a hand."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QPoint
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QApplication

from tests.ui.repair import snapshots as s
from tests.ui.repair.conftest import OpenRepair, RepairDriver
from wrapup_desk.application.repair.leg_index import LegIndex
from wrapup_desk.application.repair.state import FindPhase, FindState, RepairState

OLDER = tuple(range(40, 90))
ALL = (*OLDER, *range(40))


def _found(numbers: Iterable[int], phase: FindPhase = FindPhase.FINDING) -> RepairState:
    made = LegIndex(s.DIRECTORY)
    for number in numbers:
        made.put(s.leg(number))
    return s.state(made, find=FindState(phase, s.TODAY))


def _rest_the_pointer(driver: RepairDriver, below: int = 0) -> None:
    """Put the pointer where rows are, or will be."""
    area = driver.window.area
    QCursor.setPos(area.mapToGlobal(area.rect().center() + QPoint(0, below)))
    QApplication.processEvents()


def _show_under_the_pointer(driver: RepairDriver, state: RepairState) -> None:
    driver.show(state)
    driver.qtbot.waitUntil(driver.window.area.table.viewport().underMouse)


def test_a_search_fills_the_table_from_its_top_wherever_the_pointer_rests(
    open_repair: OpenRepair,
) -> None:
    driver = open_repair(_found([]))
    table = driver.window.area.table
    _rest_the_pointer(driver)

    _show_under_the_pointer(driver, _found(OLDER))
    driver.show(_found(ALL))
    driver.show(_found(ALL, FindPhase.DONE))

    assert table.verticalScrollBar().value() == 0
    assert table.rowAt(0) == 0


def test_a_pointer_that_has_come_to_a_row_keeps_the_row_under_it(open_repair: OpenRepair) -> None:
    driver = open_repair(_found([]))
    table = driver.window.area.table
    _rest_the_pointer(driver)
    _show_under_the_pointer(driver, _found(OLDER))
    _rest_the_pointer(driver, below=30)
    first = table.legs.index(0, 1).data()

    driver.show(_found(ALL))

    place = table.rowAt(0)
    assert place > 0
    assert table.legs.index(place, 1).data() == first
