"""Tests that what the program itself selects is selected, whatever modifier keys are held."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.ui.repair.table.test_numbers_table import LINES, TITLES, opened
from wrapup_desk.ui.assistive import stand_on
from wrapup_desk.ui.widgets.numbers_table import NumbersTable

Modifier = Qt.KeyboardModifier

Flag = QItemSelectionModel.SelectionFlag


@pytest.fixture(params=[Modifier.ControlModifier, Modifier.ShiftModifier])
def held(qtbot: QtBot, request: pytest.FixtureRequest) -> Iterator[Qt.KeyboardModifier]:
    """A key that is held during the test, as Qt sees it."""
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    QTest.keyPress(window, Qt.Key.Key_F9, request.param)
    assert QGuiApplication.keyboardModifiers() == request.param
    yield request.param
    QTest.keyRelease(window, Qt.Key.Key_F9, Modifier.NoModifier)


@pytest.fixture
def table(qtbot: QtBot) -> NumbersTable:
    return opened(qtbot, 900)


def selected_rows(table: NumbersTable) -> list[int]:
    return sorted(index.row() for index in table.selectionModel().selectedRows())


def test_a_row_gone_to_twice_stays_selected_alone(
    table: NumbersTable, held: Qt.KeyboardModifier
) -> None:
    for row in (0, 1, 1):
        table.selectRow(row)

        assert selected_rows(table) == [row]


def test_a_table_that_is_filled_again_stands_on_its_line(
    table: NumbersTable, held: Qt.KeyboardModifier
) -> None:
    table.show_lines(TITLES, LINES, keys=("one", "two"))
    table.selectRow(0)

    table.show_lines(TITLES, LINES[::-1], keys=("two", "one"))

    assert table.currentIndex().row() == 1
    assert selected_rows(table) == [1]


def test_a_row_that_assistive_technology_takes_is_the_one_alone(
    table: NumbersTable, held: Qt.KeyboardModifier
) -> None:
    stand_on(table, table.numbers.index(0, 0))

    table.selectionModel().select(table.numbers.index(1, 0), Flag.Select | Flag.Rows)
    assert selected_rows(table) == [1]

    table.selectionModel().select(table.numbers.index(1, 0), Flag.Deselect | Flag.Rows)
    assert selected_rows(table) == [1]
