"""Words of an input method while they are under way; the events are as IBus' Anthy sends them.

(ibus 1.5.27 with ibus-anthy 1.5.14 on Xvfb, Qt 6.11's own IBus plugin.)
"""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent, QTextCursor
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget

from tests.ui import snapshots as s
from tests.ui.conftest import OpenDesk
from tests.ui.driver import Driver
from wrapup_desk.domain.wrapup import WrapupCode
from wrapup_desk.ui.card.note_field import NoteField
from wrapup_desk.ui.widgets.buttons import PressButton

CARET = Qt.InputMethodQuery.ImCursorRectangle


def compose(words: str) -> None:
    field = QApplication.focusWidget()
    assert field is not None
    QApplication.sendEvent(field, QInputMethodEvent(words, []))


def confirm(words: str) -> None:
    event = QInputMethodEvent("", [])
    event.setCommitString(words)
    field = QApplication.focusWidget()
    assert field is not None
    QApplication.sendEvent(field, event)


def writing(open_desk: OpenDesk, **changes: object) -> tuple[Driver, NoteField]:
    driver = open_desk(s.desk(replace(s.MARTA, **changes)))  # type: ignore[arg-type]  # fields of a card
    driver.settle()
    driver.press("n")
    return driver, driver.active.choice.note


def test_the_hint_of_a_note_is_not_drawn_behind_the_first_words(open_desk: OpenDesk) -> None:
    _driver, note = writing(open_desk)
    assert note.placeholderText()

    compose("かんじ")
    assert note.placeholderText() == ""
    compose("")

    assert note.placeholderText()


def test_the_list_of_an_input_method_opens_at_the_caret(open_desk: OpenDesk) -> None:
    driver, note = writing(open_desk)
    compose("漢字")

    told = note.inputMethodQuery(CARET)
    assert isinstance(told, QRect | QRectF)
    seen = note.cursorRect().translated(note.viewport().mapTo(note, QPoint()))
    assert note.viewport().pos() != QPoint()
    assert QRectF(told).toRect().topLeft() == seen.topLeft()
    driver.press("x")


def test_words_under_way_stop_what_would_go_out_by_itself(open_desk: OpenDesk) -> None:
    driver, _note = writing(open_desk, plan=s.AUTO_PLAN)
    assert driver.desk.commands == []

    compose("か")

    assert driver.desk.commands == [("hold", "marta")]


def test_what_is_seen_of_a_note_goes_at_the_time_out_with_the_words_under_way(
    open_desk: OpenDesk,
) -> None:
    driver, note = writing(open_desk)
    told: list[str] = []
    driver.active.choice.selected.connect(lambda _code, text, _topics: told.append(text))

    confirm("\U00020bb7野家、済")
    note.moveCursor(QTextCursor.MoveOperation.Left)
    compose("へんきん")
    assert told[-1] == "\U00020bb7野家、へんきん済"
    compose("返金")
    assert told[-1] == "\U00020bb7野家、返金済"
    compose("")  # Esc
    assert told[-1] == "\U00020bb7野家、済"
    compose("返金")
    confirm("返金")

    assert told[-1] == note.text() == "\U00020bb7野家、返金済"


def test_words_that_an_input_method_drops_as_the_focus_leaves_stay_in_the_note(
    open_desk: OpenDesk,
) -> None:
    driver, note = writing(open_desk)
    confirm("返金")
    compose("漢字")

    compose("")  # within one turn, then the focus goes: recorded of a click on Submit
    driver.active.setFocus()

    assert note.text() == "返金漢字"


def test_words_that_were_given_up_do_not_come_back(open_desk: OpenDesk) -> None:
    driver, note = writing(open_desk)
    compose("漢字")

    compose("")  # Esc
    QApplication.processEvents()
    driver.active.setFocus()

    assert note.text() == ""


def test_a_click_that_leaves_the_focus_has_the_input_method_finish_first(
    open_desk: OpenDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    driver, note = writing(open_desk)
    compose("漢字")
    system = SimpleNamespace(commit=lambda: confirm("漢字"))
    monkeypatch.setattr(QGuiApplication, "inputMethod", lambda: system)

    driver.click(driver.window.header.findChildren(PressButton)[0])

    assert QApplication.focusWidget() is note
    assert note.text() == "漢字"


def test_codes_are_found_while_their_name_is_still_being_written(open_desk: OpenDesk) -> None:
    cancelled = WrapupCode("cancelled", "キャンセル受付")
    driver = open_desk(s.desk(replace(s.MARTA, codes=(*s.CODES, cancelled))))
    driver.settle()
    driver.press("/")
    palette = driver.window.palette_panel

    compose("きゃん")
    assert palette.current_code == cancelled
    assert len([row for row in palette.codes.rows if row.code]) == 1
    compose("へんきん")  # of a name in kanji nothing is found by its sound
    assert palette.current_code is not None
    confirm("ｷｬﾝｾﾙ")

    assert palette.current_code == cancelled


def test_a_name_in_kanji_is_found_by_a_reading_before_it_is_converted(open_desk: OpenDesk) -> None:
    refund = WrapupCode("refund", "返金対応", synonyms=("ヘンキン",))
    driver = open_desk(s.desk(replace(s.MARTA, codes=(*s.CODES, refund))))
    driver.settle()
    driver.press("/")

    compose("へんき")

    assert driver.window.palette_panel.current_code == refund


def test_only_fields_for_text_take_an_input_method(open_desk: OpenDesk) -> None:
    driver = open_desk(s.desk(s.MARTA, s.TOM))

    takes = [
        each
        for each in driver.window.findChildren(QWidget)
        if each.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)
        and each.window() is driver.window  # a list that drops down is one of its own
    ]

    assert takes
    assert [each for each in takes if not isinstance(each, QLineEdit | QPlainTextEdit)] == []
