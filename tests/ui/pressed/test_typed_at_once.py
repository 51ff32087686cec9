"""What comes faster than it can be drawn (a text expander, a held key) is written all at once."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.ui import snapshots as s
from tests.ui.conftest import OpenDesk
from tests.ui.driver import Driver
from wrapup_desk.application.base.settings import Settings
from wrapup_desk.ui.card.note_field import NoteField

ENTER, SHIFT = Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier
USUAL = Settings()
NOVEL = ("The order 17-4 was charged twice, 2 x 42 EUR. " * 120)[:4_100]


def in_the_note(open_desk: OpenDesk, settings: Settings = USUAL) -> Driver:
    driver = open_desk(replace(s.desk(s.MARTA, s.TOM), settings=settings))
    driver.settle()
    driver.press("n")
    return driver


def type_at_once(text: str) -> None:
    """Type *text* before the loop comes round."""
    target = QApplication.focusWidget()
    assert target is not None
    QTest.keyClicks(target, text)


def field(driver: Driver) -> NoteField:
    return driver.active.choice.note


def test_thousands_of_signs_at_once_are_laid_out_twice_and_none_is_lost(
    open_desk: OpenDesk,
) -> None:
    driver = in_the_note(open_desk)
    note = field(driver)
    changes: list[str] = []
    note.changed.connect(changes.append)

    type_at_once(NOVEL)
    QApplication.processEvents()

    assert note.toPlainText() == NOVEL
    assert changes == [NOVEL[0], NOVEL]
    assert driver.desk.selections[-1] == ("marta", "", NOVEL.strip())


def test_a_sign_typed_alone_stands_there_at_once(open_desk: OpenDesk) -> None:
    driver = in_the_note(open_desk)
    for sign in "ab c":
        driver.press(sign)
        assert field(driver).toPlainText().endswith(sign)
        QApplication.processEvents()

    assert field(driver).toPlainText() == "ab c"


def test_keys_that_are_no_text_keep_their_place_among_what_is_typed(open_desk: OpenDesk) -> None:
    driver = in_the_note(open_desk)
    keys = ("abcx", Qt.Key.Key_Backspace, "d", Qt.Key.Key_Home, "0", "1", Qt.Key.Key_End, "e f")
    for key in keys:
        if isinstance(key, str):
            type_at_once(key)
        else:
            driver.press(key)
    driver.press(ENTER, SHIFT)
    type_at_once("g h")
    driver.press("a", Qt.KeyboardModifier.ControlModifier)
    driver.press("c", Qt.KeyboardModifier.ControlModifier)

    assert QApplication.clipboard().text() == "01abcde f\ng h"


def test_enter_right_behind_a_note_sends_all_of_it(open_desk: OpenDesk) -> None:
    driver = in_the_note(open_desk)

    type_at_once("refunded today")
    driver.press(ENTER)

    assert [each[:2] for each in driver.desk.commands] == [("choose_code", "marta")]
    assert driver.desk.commands[0][3] == "refunded today"


def test_what_is_typed_goes_before_what_is_pasted_behind_it(open_desk: OpenDesk) -> None:
    driver = in_the_note(open_desk)
    QApplication.clipboard().setText("pasted")

    type_at_once("typed ")
    driver.press("v", Qt.KeyboardModifier.ControlModifier)

    assert field(driver).toPlainText() == "typed pasted"


def test_a_click_into_the_note_puts_the_caret_there_behind_what_was_typed(
    open_desk: OpenDesk,
) -> None:
    driver = in_the_note(open_desk)

    type_at_once("abc")
    QTest.mouseClick(field(driver).viewport(), Qt.MouseButton.LeftButton, pos=QPoint(1, 4))
    type_at_once("01")
    QApplication.processEvents()

    assert field(driver).toPlainText() == "01abc"


def test_what_an_input_method_writes_comes_behind_what_was_typed(open_desk: OpenDesk) -> None:
    driver = in_the_note(open_desk)
    written = QInputMethodEvent()
    written.setCommitString("です")

    type_at_once("refund ")
    QApplication.sendEvent(field(driver), written)

    assert field(driver).toPlainText() == "refund です"


def test_a_template_is_filled_in_though_it_is_typed_at_once(open_desk: OpenDesk) -> None:
    driver = in_the_note(open_desk, Settings(note_templates={"bye": "Said goodbye."}))

    type_at_once("ok /bye")
    driver.press(Qt.Key.Key_Tab)

    assert field(driver).toPlainText() == "ok Said goodbye."


def test_leaving_the_note_leaves_nothing_behind(open_desk: OpenDesk) -> None:
    driver = in_the_note(open_desk)

    type_at_once("all of it")
    driver.press(Qt.Key.Key_Escape)

    assert field(driver).toPlainText() == "all of it"
    assert not field(driver).hasFocus()


def test_nobody_searches_codes_by_a_novel(open_desk: OpenDesk) -> None:
    driver = open_desk(s.desk(s.MARTA))
    driver.press("/")
    palette = driver.window.palette_panel
    searches: list[str] = []
    palette.field.textChanged.connect(searches.append)

    type_at_once(NOVEL)

    assert len(searches) == len(palette.field.text()) == 100
    QApplication.clipboard().setText(NOVEL)
    palette.field.selectAll()
    palette.field.paste()
    assert palette.field.text() == NOVEL[:100]
