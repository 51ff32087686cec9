"""A number of a payment card in a note is warned about at once, and left out by itself."""

from __future__ import annotations

from PySide6.QtCore import Qt

from tests.ui import snapshots as s
from tests.ui.conftest import OpenDesk
from tests.ui.driver import Driver
from wrapup_desk.domain.privacy.card_data import CARD_REMOVED

NUMBER = "4111 1111 1111 1111"
ENTER = Qt.Key.Key_Return


def type_note(open_desk: OpenDesk, text: str) -> Driver:
    driver = open_desk(s.desk(s.MARTA))
    driver.settle()
    driver.press("n")
    driver.press(text)
    return driver


def note_sent(driver: Driver) -> str:
    driver.press(ENTER)
    [sent] = [each for each in driver.desk.commands if each[0] == "choose_code"]
    return str(sent[3])


def test_it_warns_while_it_is_typed_and_one_enter_sends_the_rest(open_desk: OpenDesk) -> None:
    driver = type_note(open_desk, f"paid with {NUMBER} today")
    warning = driver.active.choice.notes.warning

    assert warning.isVisible()
    assert "left out" in driver.active.choice.note.accessibleDescription()
    assert note_sent(driver) == f"paid with {CARD_REMOVED} today"


def test_an_agent_who_insists_sends_it(open_desk: OpenDesk) -> None:
    driver = type_note(open_desk, NUMBER)

    driver.click(driver.active.choice.notes.warning._keep)

    assert "with the number" in driver.active.choice.note.accessibleDescription()
    assert note_sent(driver) == NUMBER


def test_to_insist_once_is_for_one_number_only(open_desk: OpenDesk) -> None:
    driver = type_note(open_desk, NUMBER)
    driver.click(driver.active.choice.notes.warning._keep)
    assert driver.active.choice.note.hasFocus()
    driver.active.choice.note.clear()
    driver.press(f"again {NUMBER}")

    assert note_sent(driver) == f"again {CARD_REMOVED}"


def test_another_note_is_no_reason_to_warn(open_desk: OpenDesk) -> None:
    driver = type_note(open_desk, "order 4711, tel. 02 9000 0000")

    assert not driver.active.choice.notes.warning.isVisible()
    assert driver.active.choice.note.accessibleDescription() == ""
    assert note_sent(driver) == "order 4711, tel. 02 9000 0000"


def test_what_is_kept_before_it_is_sent_has_no_number(open_desk: OpenDesk) -> None:
    driver = type_note(open_desk, f"paid {NUMBER}")

    assert driver.desk.selections[-1][-1] == f"paid {CARD_REMOVED}"
