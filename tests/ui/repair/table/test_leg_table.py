from __future__ import annotations

from array import array
from dataclasses import replace
from time import thread_time

from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication

from tests.ui.repair import snapshots as s
from tests.ui.repair.conftest import OpenRepair
from wrapup_desk.application.repair.leg_index import LegIndex, RepairRow
from wrapup_desk.application.repair.state import RepairState
from wrapup_desk.domain.repair.code_issue import CodeIssue
from wrapup_desk.domain.repair.correction import CorrectionState
from wrapup_desk.ui.repair.table.model import LegColumn, LegTableModel

# The window may stand still no longer than this.
LONGEST_MS = 50.0
MANY = 100_000


class CountingIndex(LegIndex):
    """An index that counts which rows are looked up."""

    def __init__(self) -> None:
        super().__init__(s.DIRECTORY)
        self.looked_up = 0

    def row(self, row: int) -> RepairRow:
        self.looked_up += 1
        return super().row(row % len(self.table))


def many(legs: LegIndex) -> RepairState:
    """Return a snapshot whose table has 100,000 rows, by showing a few legs again and again."""
    rows = array("L", (number % len(legs.table) for number in range(MANY)))
    return s.state(legs, rows=rows)


def test_the_model_keeps_qts_rules(qapp: QApplication) -> None:
    model = LegTableModel()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning)
    for state in (s.state(), s.state(s.leg_index(3)), s.state(s.leg_index(0)), s.state()):
        model.show_state(state)

    assert model.rowCount() == len(s.state().rows)
    tester.deleteLater()


def test_a_cell_says_its_column_to_a_screen_reader(qapp: QApplication) -> None:
    model = LegTableModel()
    state = s.state(selection=frozenset({s.state().rows[0]}))
    model.show_state(state)

    def spoken(column: LegColumn) -> object:
        index = model.index(0, int(column))
        return model.data(index, int(Qt.ItemDataRole.AccessibleTextRole))

    assert spoken(LegColumn.CHECK) == "selected"
    assert spoken(LegColumn.CODE) == "Code now: No code"
    assert spoken(LegColumn.SUGGESTED) == "Suggested: Duplicate charge refunded  88%"


def test_every_issue_has_a_word_and_an_icon_of_its_own(qapp: QApplication) -> None:
    from wrapup_desk.ui.repair.wording import issue_face, result_face

    faces = [issue_face(issue) for issue in (None, *CodeIssue)]
    results = [result_face(state) for state in CorrectionState]

    assert len({face.word for face in faces}) == len(faces)
    assert len({face.word for face in results}) == len(results)
    assert all(face.icon for face in (*faces, *results))


def test_of_100_000_rows_only_those_in_sight_are_looked_up(open_repair: OpenRepair) -> None:
    legs = CountingIndex()
    for number in range(60):
        legs.put(s.leg(number))
    driver = open_repair(s.state())

    driver.show(many(legs))
    driver.window.grab()

    assert 0 < legs.looked_up < 100


def test_a_new_order_of_100_000_rows_is_drawn_without_standing_still(
    open_repair: OpenRepair,
) -> None:
    legs = s.leg_index()
    state = many(legs)
    driver = open_repair(state)
    turned = replace(state, rows=array("L", reversed(state.rows)))
    selected = replace(turned, selection=frozenset(range(90)))
    took_ms: list[float] = []
    # By the thread's own time: another program may have the processor in between.
    for each in (turned, state, selected, state, turned, selected, state):
        began = thread_time()
        driver.window._on_state(each)
        QApplication.processEvents()
        took_ms.append((thread_time() - began) * 1000)

    assert min(took_ms) < LONGEST_MS


def test_the_current_row_stays_when_rows_come_in_above_it(open_repair: OpenRepair) -> None:
    state = s.state()
    driver = open_repair(state)
    table = driver.window.area.table
    table.setCurrentIndex(table.legs.index(6, int(LegColumn.AGENT)))
    number = table.current_number

    driver.show(replace(state, rows=array("L", [state.rows[-1], *state.rows[:-1]])))

    assert table.current_number == number
    assert table.currentIndex().row() == 7


def test_a_check_box_is_ticked_by_a_click_and_a_span_with_shift(open_repair: OpenRepair) -> None:
    state = s.state()
    driver = open_repair(state)
    table = driver.window.area.table

    def click(place: int, modifier: Qt.KeyboardModifier) -> None:
        spot = table.visualRect(table.legs.index(place, int(LegColumn.CHECK))).center()
        QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, modifier, spot)

    click(1, Qt.KeyboardModifier.NoModifier)
    driver.show(replace(state, selection=frozenset({state.rows[1]})))
    click(4, Qt.KeyboardModifier.ShiftModifier)

    assert driver.commands("select") == [
        (frozenset({state.rows[1]}),),
        (frozenset(state.rows[1:5]),),
    ]
