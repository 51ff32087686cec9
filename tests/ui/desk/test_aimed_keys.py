"""Enter belongs to the card it was aimed at, and what was selected is never taken away."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt

from tests.ui import snapshots as s
from tests.ui.conftest import OpenDesk
from tests.ui.driver import TIMEOUT_MS, Driver
from wrapup_desk.application.desk.desk_state import InteractionCard
from wrapup_desk.domain.interaction import Phase
from wrapup_desk.domain.submission import SubmissionState
from wrapup_desk.ui.card.wrapup_panel import LOOK_AT_LIVE_MS, LOOK_MS, SETTLE_MS

ENTER, ESC = Qt.Key.Key_Return, Qt.Key.Key_Escape
LATER = s.with_seconds_left(s.card("later", Phase.AFTER_CALL, "Lena Vogel", s.CLEAR), 25)


def send_first(driver: Driver, following: InteractionCard) -> None:
    """Send the code of the first card, so that the next comes into the hand."""
    driver.settle()
    driver.press(ENTER)
    driver.desk.commands.clear()
    sent = s.decided(s.MARTA, "Duplicate charge refunded", SubmissionState.WAITING)
    driver.show(s.desk(sent, following))


def wait_ms(driver: Driver, ms: int) -> None:
    """Wait until the choice has stood for so long."""
    settled = driver.active.choice._settled
    driver.qtbot.waitUntil(lambda: settled.elapsed() >= ms, timeout=TIMEOUT_MS)


def test_a_second_enter_does_not_code_the_card_that_came_by_itself(open_desk: OpenDesk) -> None:
    driver = open_desk(s.desk(s.MARTA, LATER))
    send_first(driver, LATER)
    assert driver.window.list.active_id == "later"

    wait_ms(driver, SETTLE_MS + 50)
    driver.press(ENTER)

    assert driver.desk.commands == []


def test_after_a_look_a_bare_enter_counts(open_desk: OpenDesk) -> None:
    driver = open_desk(s.desk(s.MARTA, LATER))
    send_first(driver, LATER)

    wait_ms(driver, LOOK_MS)
    driver.press(ENTER)

    assert driver.desk.commands == [("choose_code", "later", "code-0", "")]


def test_a_customer_who_is_still_there_needs_a_longer_look(open_desk: OpenDesk) -> None:
    driver = open_desk(s.desk(s.MARTA, s.TOM))
    send_first(driver, s.TOM)
    assert driver.window.list.active_id == "tom"

    wait_ms(driver, LOOK_MS + 100)
    driver.press(ENTER)
    assert driver.desk.commands == []
    wait_ms(driver, LOOK_AT_LIVE_MS)
    driver.press(ENTER)

    assert driver.desk.commands == [("choose_code", "tom", "code-3", "")]


def test_a_number_of_its_own_aims_at_the_next_card(open_desk: OpenDesk) -> None:
    driver = open_desk(s.desk(s.MARTA, LATER))
    send_first(driver, LATER)

    driver.press("2")
    wait_ms(driver, SETTLE_MS)
    driver.press(ENTER)

    assert driver.desk.commands == [("choose_code", "later", "code-1", "")]


def test_going_to_a_card_by_key_aims_at_it(open_desk: OpenDesk) -> None:
    driver = open_desk(s.desk(s.MARTA, LATER))
    driver.press(Qt.Key.Key_Down)

    driver.settle()
    driver.press(ENTER)

    assert driver.desk.commands == [("choose_code", "later", "code-0", "")]


def test_the_button_shows_enter_only_while_it_counts(open_desk: OpenDesk) -> None:
    driver = open_desk(s.desk(s.MARTA, LATER))
    send_first(driver, LATER)
    button = driver.active.choice.submit_button
    assert button._key == ""

    wait_ms(driver, LOOK_MS)

    driver.qtbot.waitUntil(lambda: button._key == "⏎", timeout=TIMEOUT_MS)


# What is selected


def test_a_choice_and_each_letter_of_a_note_are_told_to_be_kept(open_desk: OpenDesk) -> None:
    driver = open_desk(s.desk(s.MARTA))

    driver.press("3")
    driver.press("n")
    driver.press("ok")

    assert driver.desk.selections == [
        ("marta", "code-2", ""),
        ("marta", "code-2", "o"),
        ("marta", "code-2", "ok"),
    ]
    assert driver.desk.commands == []


def test_what_was_selected_before_a_restart_is_selected_again(open_desk: OpenDesk) -> None:
    driver = open_desk(s.desk(s.SELECTED))
    driver.settle()

    assert driver.active.choice.note.text() == "Refund for Friday"
    driver.press(ENTER)

    assert driver.desk.commands == [
        ("choose_code", "marta", "code-2", "Refund for Friday"),
    ]


def test_the_countdown_of_a_selected_code_says_what_goes_and_escape_keeps_it(
    open_desk: OpenDesk,
) -> None:
    driver = open_desk(s.desk(s.SELECTED))
    choice = driver.active.choice
    assert choice._plan.shown_text == "Sends “Invoice explained” in 13 s"
    assert choice._hold.caption == "Keep it"

    driver.press(ESC)
    assert driver.desk.commands == [("hold", "marta")]
    driver.show(s.desk(replace(s.SELECTED, plan=None, keeps_selection=True)))

    assert choice._plan.shown_text == "Kept. Only you send it now."
    driver.press(ESC)
    assert driver.desk.selections == [("marta", "", "Refund for Friday")]


def test_a_card_that_is_not_open_says_what_it_will_send(open_desk: OpenDesk) -> None:
    driver = open_desk(s.desk(s.URGENT, s.SELECTED))
    assert driver.window.list.active_id == "urgent"

    leading = driver.panel("marta").leading

    assert leading._text.shown_text == "Selected, not sent: Invoice explained · sends in 13 s"
    driver.desk.advance(3)
    driver.window.list.tick()
    assert leading._text.shown_text.endswith("sends in 10 s")
