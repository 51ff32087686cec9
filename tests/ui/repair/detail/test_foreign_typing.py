"""The repair window with keyboards of other countries and with an input method."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from tests.ui.repair import snapshots as s
from tests.ui.repair.conftest import OpenRepair
from wrapup_desk.domain.repair.table_view import Filters

NONE, CTRL = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier


def press(number: int, text: str, place: int, held: Qt.KeyboardModifier = NONE) -> None:
    """Press a key as X11 tells it."""
    target = QApplication.focusWidget()
    assert isinstance(target, QWidget)
    QApplication.sendEvent(
        target, QKeyEvent(QEvent.Type.KeyPress, number, held, place, 0, 0, text)
    )


def test_a_french_supervisor_chooses_by_the_figures_keys(open_repair: OpenRepair) -> None:
    state = s.gallery()["40-repair"]
    driver = open_repair(state)
    driver.window.area.table.setFocus()
    assert state.focus is not None

    press(0xC9, "é", 11)

    assert driver.commands("choose_code") == [(state.focus.row, s.CODES["Invoice explained"].id)]


def test_a_russian_supervisor_searches_and_selects_all(open_repair: OpenRepair) -> None:
    driver = open_repair(s.gallery()["40-repair"])
    driver.window.area.table.setFocus()
    asked: list[bool] = []
    driver.window.area.table.all_requested.connect(lambda: asked.append(True))

    press(0x424, "ф", 38, CTRL)
    assert asked == [True]
    press(0x410, "\u0430", 41, CTRL)

    assert QApplication.focusWidget() is driver.window.filters.search


def test_words_of_a_reason_that_are_under_way_stay_when_the_focus_leaves(
    open_repair: OpenRepair,
) -> None:
    driver = open_repair(s.state())
    driver.show(s.gallery()["46-repair-preview"])
    reason = driver.window.area.fix_bar.preview.reason
    reason.setFocus()

    QApplication.sendEvent(reason, QInputMethodEvent("漢字", []))
    QApplication.sendEvent(reason, QInputMethodEvent("", []))  # recorded of Anthy, at a click
    driver.window.area.table.setFocus()

    assert reason.text() == "漢字"


def compose(field: QWidget, words: str) -> None:
    QApplication.sendEvent(field, QInputMethodEvent(words, []))


def test_the_search_takes_words_that_an_input_method_has_under_way(
    open_repair: OpenRepair,
) -> None:
    driver = open_repair(s.state())
    search = driver.window.filters.search
    search.setFocus()
    driver.press("tar")

    compose(search, "iq")

    assert driver.wait_for("set_filters") == (Filters(text="tariq"),)


def test_words_under_way_that_nothing_is_found_by_leave_what_was_found_before(
    open_repair: OpenRepair,
) -> None:
    driver = open_repair(s.state())
    search = driver.window.filters.search
    search.setFocus()
    compose(search, "へんきん")  # of a name in kanji nothing is found by its sound
    driver.wait_for("set_filters")

    driver.show(s.state(filters=Filters(text="へんきん"), rows=()))
    assert driver.commands("set_filters")[-1] == (Filters(text=""),)
    driver.show(s.state())

    assert len(driver.commands("set_filters")) == 2


def test_words_that_are_given_up_are_not_searched_for_any_more(open_repair: OpenRepair) -> None:
    driver = open_repair(s.state())
    search = driver.window.filters.search
    search.setFocus()
    compose(search, "tariq")
    driver.wait_for("set_filters")

    compose(search, "")
    driver.window.area.table.setFocus()
    driver.show(s.state(filters=Filters(text="tariq")))

    assert search.text() == ""
    driver.qtbot.waitUntil(lambda: driver.commands("set_filters")[-1] == (Filters(),))


def test_the_search_shows_the_text_of_a_view_that_is_opened(open_repair: OpenRepair) -> None:
    driver = open_repair(s.state())
    driver.window.area.table.setFocus()

    driver.show(s.state(filters=Filters(text="tariq")))

    assert driver.window.filters.search.text() == "tariq"
    assert driver.window.filters.search.placeholderText() == "Search"
    assert not driver.window.filters._delay.isActive(), "nobody wrote it: it is in force already"
