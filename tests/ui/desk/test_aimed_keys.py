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
from wrapup_desk.ui.desk.interaction_list import IN_HAND_MS

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


class Stopwatch:
    """Stands in for how long a choice has stood there: that passes only when a test says so."""

    def __init__(self) -> None:
        self.ms = 0
        self.isValid = lambda: True

    def elapsed(self) -> int:
        return self.ms

    def restart(self) -> int:
        self.ms, stood = 0, self.ms
        return stood


def stop_time(driver: Driver) -> Stopwatch:
    """Let the choice have come this moment, and no time pass on a machine that is busy."""
    watch, choice = Stopwatch(), driver.active.choice
    choice._settled = watch  # type: ignore[assignment]  # what a stand-in is for
    if choice._look.isActive():
        choice._look.start(60_000)
    return watch


def test_a_second_enter_does_not_code_the_card_that_came_by_itself(open_desk: OpenDesk) -> None:
    driver = open_desk(s.desk(s.MARTA, LATER))
    send_first(driver, LATER)
    assert driver.window.list.active_id == "later"

    stop_time(driver).ms = LOOK_MS - 1
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

    watch = stop_time(driver)
    watch.ms = LOOK_AT_LIVE_MS - 1
    driver.press(ENTER)
    assert driver.desk.commands == []
    watch.ms = LOOK_AT_LIVE_MS
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


def test_enter_counts_on_a_card_that_only_moved_in_the_order(open_desk: OpenDesk) -> None:
    driver = open_desk(s.desk(s.MARTA, s.TOM))
    driver.settle()
    sooner = s.with_seconds_left(s.card("sooner", Phase.AFTER_CALL, "Lena Vogel", s.CLEAR), 5)

    driver.show(s.desk(sooner, s.MARTA, s.TOM))
    assert (driver.order[0], driver.window.list.active_id) == ("sooner", "marta")
    driver.press(ENTER)

    assert driver.desk.commands == [("choose_code", "marta", "code-0", "")]


def test_a_number_or_note_does_not_reach_a_card_that_came_this_moment(open_desk: OpenDesk) -> None:
    driver = open_desk(s.desk(s.TOM, s.BACKEND))

    driver.show(s.desk(s.TOM, s.BACKEND, s.MARTA))
    assert driver.window.list.active_id == "marta"
    watch = stop_time(driver)
    driver.press("2")
    driver.press("n")
    driver.press("/")
    assert driver.desk.selections == []
    assert not driver.active.choice.note.hasFocus()
    assert not driver.window.palette_panel.isVisible()
    watch.ms = SETTLE_MS
    driver.press("2")

    assert driver.desk.selections == [("marta", "code-1", "")]


def test_what_is_typed_on_after_a_key_for_the_card_before_does_nothing_either(
    open_desk: OpenDesk,
) -> None:
    driver = open_desk(s.desk(s.TOM, s.BACKEND))
    driver.show(s.desk(s.TOM, s.BACKEND, s.MARTA))
    watch = stop_time(driver)

    watch.ms = SETTLE_MS - 1
    driver.press("n")
    watch.ms += SETTLE_MS - 1
    driver.press("2")

    assert driver.desk.selections == []


def test_a_code_found_in_the_palette_is_the_one_of_the_card_it_was_opened_for(
    open_desk: OpenDesk,
) -> None:
    driver = open_desk(s.desk(s.TOM, s.BACKEND))
    driver.press("/")
    driver.show(s.desk(s.TOM, s.BACKEND, s.MARTA))

    driver.press(ENTER)

    assert [chosen[0] for chosen in driver.desk.selections] == ["tom"]
    assert driver.window.list.active_id == "tom"


def test_a_topic_found_in_the_palette_is_the_one_of_the_card_it_was_opened_for_too(
    open_desk: OpenDesk,
) -> None:
    tom = replace(s.TOM, takes_topics=True)
    driver = open_desk(s.desk(tom, s.BACKEND))
    driver.press("/")
    driver.press(Qt.Key.Key_Down)
    topic = driver.window.palette_panel.current_code
    driver.show(s.desk(tom, s.BACKEND, s.MARTA))

    driver.press(ENTER, Qt.KeyboardModifier.ShiftModifier)

    assert topic is not None
    assert [(of, topics) for of, _, _, *topics in driver.desk.selections] == [("tom", [topic.id])]
    assert driver.window.list.active_id == "tom"


def test_a_key_is_meant_for_the_card_that_was_open_when_it_was_pressed(
    open_desk: OpenDesk,
) -> None:
    driver = open_desk(s.desk(s.TOM, s.BACKEND))
    driver.point_at(driver.panel("backend"))
    driver.show(s.desk(s.TOM, s.BACKEND, s.MARTA))
    assert driver.window.list.active_id == "tom"

    driver.press("1")

    assert [chosen[0] for chosen in driver.desk.selections] == ["tom"]


def test_a_card_gone_to_by_hand_is_not_taken_away_the_next_moment(open_desk: OpenDesk) -> None:
    driver = open_desk(s.desk(s.TOM, s.BACKEND))
    driver.press(Qt.Key.Key_Down)
    assert driver.window.list.active_id == "backend"

    driver.show(s.desk(s.TOM, s.BACKEND, s.MARTA))

    assert driver.window.list.active_id == "backend"
    driver.qtbot.waitUntil(
        lambda: driver.window.list.active_id == "marta", timeout=IN_HAND_MS + TIMEOUT_MS
    )


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


def test_rows_wait_for_a_pointer_that_moves_and_what_is_clear_meanwhile_is_not_taken_for_them(
    open_desk: OpenDesk,
) -> None:
    """The first row of before was offered as the clear suggestion, and Enter would have sent it."""
    unclear = replace(s.MARTA, ranking=s.UNCLEAR, plan=None)
    driver = open_desk(s.desk(unclear))
    choice = driver.active.choice
    driver.point_at(choice._rows.rows[1])
    driver.qtbot.waitUntil(choice._rows.underMouse)
    before = choice.options

    driver.show(s.desk(replace(unclear, ranking=s.CLEAR)))
    assert choice.options == before
    assert choice.code_to_submit is None
    driver.settle()
    driver.press(ENTER)
    assert driver.desk.commands == []


def test_a_pointer_that_lies_over_the_rows_keeps_no_suggestion_away(open_desk: OpenDesk) -> None:
    """It did for the whole talk: whoever left it there never saw what was suggested."""
    unclear = replace(s.MARTA, ranking=s.UNCLEAR, plan=None)
    driver = open_desk(s.desk(unclear))
    choice, cards = driver.active.choice, driver.window.list
    driver.point_at(choice._rows.rows[1])
    driver.qtbot.waitUntil(choice._rows.underMouse)
    driver.show(s.desk(replace(unclear, ranking=s.CLEAR)))

    cards._pointer.rest()  # three seconds later
    assert choice._rows.underMouse()
    assert choice.options[0].code == s.CLEAR.suggestions[0].code == choice.code_to_submit

    driver.show(s.desk(replace(unclear, ranking=s.PASSWORD)))
    assert choice.options[0].code == s.PASSWORD.suggestions[0].code == choice.code_to_submit
