"""The note: three lines that grow, a draft in grey, templates by a slash, and gaps to fill."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication

from tests.ui import snapshots as s
from tests.ui.conftest import OpenDesk
from tests.ui.driver import Driver
from wrapup_desk.application.base.settings import Settings
from wrapup_desk.application.desk.desk_state import DeskState
from wrapup_desk.domain.notes.note_draft import DraftSource, NoteDraft
from wrapup_desk.ui.card.note_field import NoteField
from wrapup_desk.ui.card.wrapup_panel import WrapupPanel

ENTER, TAB = Qt.Key.Key_Return, Qt.Key.Key_Tab
SHIFT = Qt.KeyboardModifier.ShiftModifier
TEXT = "I was charged twice. I will refund 42 dollars by Friday."
DRAFT = NoteDraft(TEXT, amount="42 dollars")
SUMMARY = NoteDraft("A refund.", DraftSource.COPILOT)
TEMPLATES = {
    "refund": "{amount} to {customer} by {date}",
    "refund-late": "Late",
    "ask": "Asked {date} about {code}",
}
GAP = "\u2039date\u203a"


def state_with(
    draft: NoteDraft | None = DRAFT, templates: Mapping[str, str] = TEMPLATES
) -> DeskState:
    state = s.desk(replace(s.MARTA, draft=draft))
    return replace(state, settings=Settings(note_templates=templates))


def opened(open_desk: OpenDesk, draft: NoteDraft | None = DRAFT) -> Driver:
    driver = open_desk(state_with(draft))
    driver.settle()
    return driver


def in_the_note(open_desk: OpenDesk, draft: NoteDraft | None = DRAFT) -> Driver:
    driver = opened(open_desk, draft)
    driver.press("n")
    return driver


def choice(driver: Driver) -> WrapupPanel:
    return driver.active.choice


def field(driver: Driver) -> NoteField:
    return driver.active.choice.note


def said(driver: Driver) -> str:
    area = driver.active.choice.notes
    return "" if area.caption.isHidden() else area.caption.shown_text


def notes_sent(driver: Driver) -> list[str]:
    return [str(each[3]) for each in driver.desk.commands if each[0] == "choose_code"]


def test_a_draft_stands_in_the_empty_field_and_is_not_sent(open_desk: OpenDesk) -> None:
    driver = opened(open_desk)
    assert field(driver).shown_draft == TEXT
    assert said(driver) == "Drafted from what was said"

    driver.press("1")
    driver.press(ENTER)

    assert notes_sent(driver) == [""]
    assert [note for _, _, note in driver.desk.selections] == [""]


def test_tab_takes_the_draft_and_it_is_the_agents_note_from_then_on(open_desk: OpenDesk) -> None:
    driver = in_the_note(open_desk)

    driver.press(TAB)
    assert driver.desk.selections[-1][2] == TEXT
    assert said(driver) == "Taken over, yours to change"
    driver.press(" Done.")
    driver.press(ENTER)

    assert notes_sent(driver) == [f"{TEXT} Done."]


def test_tab_after_tab_goes_on_and_back_tab_never_takes(open_desk: OpenDesk) -> None:
    driver = in_the_note(open_desk)
    driver.press(Qt.Key.Key_Backtab, SHIFT)
    assert field(driver).text() == ""
    assert not field(driver).hasFocus()

    driver.press("n")
    driver.press(TAB)
    driver.press(TAB)

    assert field(driver).text() == TEXT
    assert not field(driver).hasFocus()


def test_typing_replaces_the_draft_and_erasing_brings_it_back(open_desk: OpenDesk) -> None:
    driver = in_the_note(open_desk)

    driver.press("x")
    assert (field(driver).text(), field(driver).shown_draft) == ("x", "")
    driver.press(Qt.Key.Key_Backspace)

    assert (field(driver).text(), field(driver).shown_draft) == ("", TEXT)


def test_a_click_takes_the_draft_and_nothing_comes_under_the_pointer(open_desk: OpenDesk) -> None:
    driver = opened(open_desk)
    button, submit = choice(driver).notes.button, choice(driver).submit_button
    before = submit.mapTo(driver.window, QPoint(0, 0))

    driver.click(button)
    QApplication.processEvents()

    assert field(driver).text() == TEXT
    assert field(driver).hasFocus()
    assert submit.mapTo(driver.window, QPoint(0, 0)) == before


def test_undo_in_the_field_gives_the_draft_back(open_desk: OpenDesk) -> None:
    driver = in_the_note(open_desk)
    driver.press(TAB)

    driver.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)

    assert field(driver).shown_draft == TEXT


@pytest.mark.parametrize(
    ("draft", "expected"),
    [
        (SUMMARY, "Summary by Genesys Copilot"),
        (replace(SUMMARY, goes_along=True), "Summary by Copilot goes with the code"),
    ],
)
def test_copilots_summary_is_named_as_such(
    open_desk: OpenDesk, draft: NoteDraft, expected: str
) -> None:
    driver = opened(open_desk, draft)

    assert said(driver) == expected
    assert "A refund." in field(driver).accessibleDescription()


def test_a_draft_that_goes_along_is_sent_and_said_to_be(open_desk: OpenDesk) -> None:
    driver = opened(open_desk, replace(DRAFT, goes_along=True))
    assert said(driver) == "This draft goes with the code"

    driver.press(ENTER)

    assert notes_sent(driver) == [TEXT]
    assert driver.desk.selections == []


def test_what_is_written_goes_in_place_of_a_draft_that_goes_along(open_desk: OpenDesk) -> None:
    driver = in_the_note(open_desk, replace(DRAFT, goes_along=True))

    driver.press("Mine")
    driver.press(ENTER)

    assert notes_sent(driver) == ["Mine"]


def test_a_draft_that_goes_along_is_left_out_by_a_click_or_by_erasing(open_desk: OpenDesk) -> None:
    driver = opened(open_desk, replace(DRAFT, goes_along=True))
    wanted = ("leave_draft_out", driver.active.communication_id)

    driver.click(choice(driver).notes.button)
    driver.press("n")
    driver.press(Qt.Key.Key_Backspace)
    assert driver.desk.commands == [wanted, wanted]

    driver.show(state_with())
    driver.press(ENTER)
    assert notes_sent(driver) == [""]


def test_the_field_grows_with_what_stands_in_it(open_desk: OpenDesk) -> None:
    driver = in_the_note(open_desk, None)
    line = field(driver).fontMetrics().lineSpacing()
    least = field(driver).height()
    assert 3 * line < least < 4.5 * line

    driver.press("word " * 60)
    grown = field(driver).height()
    assert grown > least + line
    field(driver).put("")
    assert field(driver).height() == least

    driver.show(state_with(replace(DRAFT, text="word " * 60)))
    assert field(driver).height() == grown


def test_all_of_a_draft_is_painted_when_the_width_changes(open_desk: OpenDesk) -> None:
    """As when the list's scroll bar comes: its last line was not, though there was room for it."""
    text = "My order should have come on Monday. The tracking page has not changed since. " * 3
    driver = opened(open_desk, NoteDraft(text.strip()))
    window, note = driver.window, field(driver)
    heights = set()
    for less in (0, 9, 20, 30, 50, 30, 0):
        window.resize(400 - less, window.height())
        driver.settle()
        heights.add(note.height())
        frame = note.height() - note.viewport().height()
        assert note.viewport().height() >= note._flow().height
        assert frame == note.contentsMargins().top() + note.contentsMargins().bottom()
    assert len(heights) > 1


def test_enter_sends_and_with_shift_begins_a_line(open_desk: OpenDesk) -> None:
    driver = in_the_note(open_desk)

    driver.press("one")
    driver.press(ENTER, SHIFT)
    driver.press("two")
    assert notes_sent(driver) == []
    driver.press(ENTER)

    assert notes_sent(driver) == ["one\ntwo"]


def test_the_windows_own_keys_work_in_the_field(open_desk: OpenDesk) -> None:
    driver = in_the_note(open_desk)
    driver.press("kept")

    driver.press(Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    assert driver.desk.selections[-1][1:] == (choice(driver).options[1].code.id, "kept")
    driver.press(Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert driver.window.palette_panel.isVisible()
    driver.press(Qt.Key.Key_Escape)

    assert field(driver).text() == "kept"


def test_what_an_input_method_composes_stands_alone(open_desk: OpenDesk) -> None:
    driver = in_the_note(open_desk)
    with_draft = field(driver).grab().toImage()
    driver.show(state_with(None))
    field(driver).show_hint("")

    composing = QInputMethodEvent("\u3042", [])
    QApplication.sendEvent(field(driver), composing)
    alone = field(driver).grab().toImage()
    driver.show(state_with())

    assert field(driver).grab().toImage() == alone != with_draft
    QApplication.sendEvent(field(driver), QInputMethodEvent())


@pytest.mark.parametrize("key", [TAB, ENTER, Qt.Key.Key_Space])
def test_a_template_is_called_by_its_name_and_its_gap_is_selected(
    open_desk: OpenDesk, key: Qt.Key
) -> None:
    driver = in_the_note(open_desk)

    driver.press("Called. /refund")
    driver.press(key)

    assert field(driver).text() == f"Called. 42 dollars to Marta Oliveira by {GAP}"
    assert said(driver) == "Missing: date. Tab goes there."
    driver.press("Friday")
    driver.press(ENTER)
    assert notes_sent(driver) == ["Called. 42 dollars to Marta Oliveira by Friday"]


def test_templates_are_named_while_they_are_called(open_desk: OpenDesk) -> None:
    driver = in_the_note(open_desk)

    driver.press("/ref")

    assert said(driver) == "Tab fills in /refund  /refund-late"


def test_tab_fills_in_the_first_of_those_that_are_named(open_desk: OpenDesk) -> None:
    driver = in_the_note(open_desk)
    driver.press("Called. /refund-l")
    assert said(driver) == "Tab fills in /refund-late"

    driver.press(TAB)
    assert (field(driver).text(), field(driver).hasFocus()) == ("Called. Late", True)
    driver.press(". /a")
    driver.press(TAB)

    assert field(driver).text() == f"Called. Late. Asked {GAP} about Duplicate charge refunded"


def test_a_name_that_is_only_begun_is_text_to_a_space(open_desk: OpenDesk) -> None:
    driver = in_the_note(open_desk)

    driver.press("/ref ")

    assert field(driver).text() == "/ref "


def test_a_slash_that_calls_nothing_is_text(open_desk: OpenDesk) -> None:
    driver = in_the_note(open_desk)

    driver.press("24/7 /nothing ")

    assert field(driver).text() == "24/7 /nothing "


def test_tab_goes_from_gap_to_gap(open_desk: OpenDesk) -> None:
    driver = in_the_note(open_desk)
    driver.press("/ask ")
    assert field(driver).textCursor().selectedText() == GAP

    driver.press("today")
    driver.press(Qt.Key.Key_End)
    driver.press(". /ask ")

    code = choice(driver).code_to_submit
    assert code is not None
    assert field(driver).text() == f"Asked today about {code.name}. Asked {GAP} about {code.name}"
    driver.press("Friday")
    driver.press(TAB)
    assert not field(driver).hasFocus()


def test_enter_with_a_gap_left_goes_there_once_and_then_sends_without_it(
    open_desk: OpenDesk,
) -> None:
    driver = in_the_note(open_desk)
    driver.press("/refund ")
    driver.press(Qt.Key.Key_Escape)

    driver.press(ENTER)
    assert notes_sent(driver) == []
    assert field(driver).textCursor().selectedText() == GAP
    assert said(driver) == "Missing: date. Enter again sends without it."
    driver.press(ENTER)

    assert notes_sent(driver) == ["42 dollars to Marta Oliveira by \u2026"]


@pytest.mark.parametrize("sign", ["n", "😀"])
def test_no_more_is_written_or_pasted_than_genesys_takes(open_desk: OpenDesk, sign: str) -> None:
    driver = in_the_note(open_desk, None)
    note = field(driver)
    note.insertPlainText(sign * 9_999 + "pasted")
    QApplication.processEvents()
    pasted = note.text()
    driver.press("xy")
    QApplication.processEvents()

    assert pasted == note.text() == sign * 9_999 + "p"
    assert note.textCursor().atEnd()
