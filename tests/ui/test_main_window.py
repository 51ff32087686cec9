from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication, QLineEdit

from tests.ui import snapshots as s
from tests.ui.conftest import OpenDesk
from wrapup_desk.application.desk_state import (
    Connection,
    DeskState,
    Notice,
    NoticeAction,
    NoticeKind,
)
from wrapup_desk.application.settings import Settings, Theme
from wrapup_desk.domain.submission import SubmissionState
from wrapup_desk.ui.card_panel import CardPanel

ENTER, ESC, TAB = Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_Tab
CTRL = Qt.KeyboardModifier.ControlModifier


def test_enter_sends_the_clear_first_suggestion(open_desk: OpenDesk) -> None:
    driver = open_desk(s.desk(s.MARTA))
    driver.settle()

    driver.press(ENTER)

    assert driver.desk.wishes == [("choose_code", "marta", "code-0", "")]


def test_a_number_selects_and_enter_sends(open_desk: OpenDesk) -> None:
    driver = open_desk(s.desk(s.MARTA))
    driver.settle()

    driver.press("2")
    assert driver.desk.wishes == []
    driver.press(ENTER)

    assert driver.desk.wishes == [("choose_code", "marta", "code-1", "")]


def test_nothing_is_sent_without_a_choice_when_no_suggestion_is_clear(open_desk: OpenDesk) -> None:
    driver = open_desk(s.desk(s.UNSURE))
    driver.settle()

    driver.press(ENTER)
    assert driver.desk.wishes == []
    driver.press("3")
    driver.press(ENTER)

    assert driver.desk.wishes == [("choose_code", "unsure", "code-4", "")]


def test_a_note_is_written_and_sent_by_keyboard_alone(open_desk: OpenDesk) -> None:
    driver = open_desk(s.desk(s.MARTA))
    driver.settle()

    driver.press("n")
    driver.press("2 nights, 1 refund/z r")
    driver.press(ENTER)

    assert driver.desk.wishes == [("choose_code", "marta", "code-0", "2 nights, 1 refund/z r")]
    assert not isinstance(QApplication.focusWidget(), QLineEdit)


def test_any_code_is_found_and_sent_by_keyboard_alone(open_desk: OpenDesk) -> None:
    driver = open_desk(s.desk(s.MARTA))
    driver.settle()

    driver.press("/")
    driver.press("dup no")
    driver.press(ENTER)
    assert driver.active.choice._submit.caption == "Submit “Duplicate charge, no refund”"
    driver.press(ENTER)

    assert driver.desk.wishes == [("choose_code", "marta", "code-6", "")]


def test_ctrl_enter_in_the_palette_sends_at_once(open_desk: OpenDesk) -> None:
    driver = open_desk(s.desk(s.MARTA))
    driver.settle()

    driver.press("/")
    driver.press("passw")
    driver.press(ENTER, CTRL)

    assert driver.desk.wishes == [("choose_code", "marta", "code-3", "")]


def test_escape_closes_the_palette_and_gives_the_focus_back(open_desk: OpenDesk) -> None:
    driver = open_desk(s.desk(s.MARTA))

    driver.press("/")
    assert driver.window.palette_panel.isVisible()
    driver.press(ESC)

    assert not driver.window.palette_panel.isVisible()
    assert driver.active is QApplication.focusWidget()


def test_the_palette_stays_closed_for_a_leg_without_codes(open_desk: OpenDesk) -> None:
    driver = open_desk(s.desk(s.LOADING))

    driver.press("/")

    assert not driver.window.palette_panel.isVisible()


def test_the_palette_closes_when_its_interaction_no_longer_needs_a_code(
    open_desk: OpenDesk,
) -> None:
    driver = open_desk(s.desk(s.MARTA))
    driver.press("/")

    driver.show(s.desk(s.decided(s.MARTA, "Refund", SubmissionState.SENT)))

    assert not driver.window.palette_panel.isVisible()


def test_z_undoes_the_code_sent_last_although_another_card_is_open(open_desk: OpenDesk) -> None:
    driver = open_desk(s.desk(s.MARTA, s.UNSURE))
    driver.settle()
    driver.press(ENTER)
    saved = s.decided(s.MARTA, "Duplicate charge refunded", SubmissionState.WAITING)
    driver.show(s.desk(saved, s.UNSURE))
    assert driver.window.list.active_id == "unsure"

    driver.press("z")

    assert driver.desk.wishes[-1] == ("undo", "marta")
    assert driver.window.list.active_id == "marta"


def test_z_does_nothing_when_nothing_can_be_undone(open_desk: OpenDesk) -> None:
    driver = open_desk(s.desk(s.AISHA))

    driver.press("z")

    assert driver.desk.wishes == []


def test_r_tries_a_refused_code_again(open_desk: OpenDesk) -> None:
    driver = open_desk(s.desk(s.TOM, s.REFUSED))

    driver.press("r")

    assert driver.desk.wishes == [("retry", "refused")]


def test_escape_holds_what_would_go_out_by_itself(open_desk: OpenDesk) -> None:
    driver = open_desk(s.desk(replace(s.MARTA, plan=s.GUARD_PLAN)))

    driver.press(ESC)

    assert driver.desk.wishes == [("hold", "marta")]


def test_escape_leaves_the_note_before_it_holds_anything(open_desk: OpenDesk) -> None:
    driver = open_desk(s.desk(replace(s.MARTA, plan=s.GUARD_PLAN)))
    driver.press("n")

    driver.press(ESC)

    assert driver.desk.wishes == []
    assert driver.active is QApplication.focusWidget()


def test_choosing_by_hand_stops_the_automatic_submission(open_desk: OpenDesk) -> None:
    driver = open_desk(s.desk(replace(s.MARTA, plan=s.AUTO_PLAN)))

    driver.press("2")

    assert driver.desk.wishes == [("hold", "marta")]


def test_escape_ends_choosing_again(open_desk: OpenDesk) -> None:
    driver = open_desk(s.desk(replace(s.CODED_OPEN, is_choosing_again=True)))

    driver.press(ESC)

    assert driver.desk.wishes == [("choose_again", "coded")]


def test_up_and_down_go_through_the_cards(open_desk: OpenDesk) -> None:
    driver = open_desk(s.desk(s.MARTA, s.TOM))
    driver.active.setFocus()

    driver.press(Qt.Key.Key_Down)
    assert driver.window.list.active_id == "tom"
    assert driver.active is QApplication.focusWidget()
    driver.press(Qt.Key.Key_Up)

    assert driver.window.list.active_id == "marta"


def test_a_live_card_can_be_coded_before_the_call_ends(open_desk: OpenDesk) -> None:
    driver = open_desk(s.desk(s.MARTA, s.TOM))

    driver.press(Qt.Key.Key_Down)
    driver.settle()
    driver.press(ENTER)

    assert driver.desk.wishes == [("choose_code", "tom", "code-3", "")]


def test_single_keys_do_nothing_once_switched_off(open_desk: OpenDesk) -> None:
    settings = Settings(theme=Theme.LIGHT, has_single_keys=False)
    driver = open_desk(s.desk(s.MARTA), settings)
    driver.settle()

    for key in ("2", "/", "n", "?"):
        driver.press(key)
    driver.press(ENTER)

    assert driver.desk.wishes == [("choose_code", "marta", "code-0", "")]
    assert not driver.window.palette_panel.isVisible()


def test_ctrl_keys_work_without_single_keys(open_desk: OpenDesk) -> None:
    settings = Settings(theme=Theme.LIGHT, has_single_keys=False)
    driver = open_desk(s.desk(s.MARTA), settings)
    driver.settle()

    driver.press(Qt.Key.Key_2, CTRL)
    driver.press(ENTER)

    assert driver.desk.wishes == [("choose_code", "marta", "code-1", "")]


def test_a_held_down_enter_sends_once(open_desk: OpenDesk, qapp: QApplication) -> None:
    from PySide6.QtGui import QKeyEvent

    driver = open_desk(s.desk(s.MARTA))
    driver.settle()

    for is_repeat in (False, True, True):
        event = QKeyEvent(
            QEvent.Type.KeyPress, ENTER, Qt.KeyboardModifier.NoModifier, "\r", is_repeat
        )
        qapp.sendEvent(driver.active, event)

    assert len(driver.desk.wishes) == 1


def test_a_bouncing_enter_does_not_send_another_code_after_the_first(open_desk: OpenDesk) -> None:
    driver = open_desk(s.desk(s.MARTA))
    driver.settle()
    driver.press("2")

    driver.press(ENTER)
    driver.press(ENTER)

    assert driver.desk.wishes == [("choose_code", "marta", "code-1", "")]


def test_enter_does_not_send_a_code_that_only_just_took_the_first_place(
    open_desk: OpenDesk,
) -> None:
    driver = open_desk(s.desk(s.MARTA))
    driver.settle()
    swapped = replace(s.CLEAR, suggestions=tuple(reversed(s.CLEAR.suggestions)))

    driver.show(s.desk(replace(s.MARTA, ranking=swapped)))
    driver.press(ENTER)
    assert driver.desk.wishes == []
    driver.settle()
    driver.press(ENTER)

    assert driver.desk.wishes == [("choose_code", "marta", "code-2", "")]


def test_a_hand_made_selection_survives_a_new_ranking(open_desk: OpenDesk) -> None:
    driver = open_desk(s.desk(s.MARTA))
    driver.settle()
    driver.press("3")
    swapped = replace(s.CLEAR, suggestions=tuple(reversed(s.CLEAR.suggestions)))

    driver.show(s.desk(replace(s.MARTA, ranking=swapped)))
    driver.press(ENTER)

    assert driver.desk.wishes == [("choose_code", "marta", "code-2", "")]


def test_the_whole_journey_works_with_tab_space_and_enter_alone(open_desk: OpenDesk) -> None:
    settings = Settings(theme=Theme.LIGHT, has_single_keys=False)
    driver = open_desk(s.desk(s.MARTA), settings)
    driver.settle()
    driver.active.setFocus()

    names = []
    for _ in range(12):
        driver.press(TAB)
        focused = QApplication.focusWidget()
        assert focused is not None
        names.append(focused.accessibleName())
        if focused.accessibleName().startswith("2, Payment method updated"):
            driver.press(Qt.Key.Key_Space)
        if focused.accessibleName().startswith("Submit"):
            driver.press(ENTER)
            break

    assert driver.desk.wishes == [("choose_code", "marta", "code-1", "")], names


def test_the_first_focus_is_no_control_that_enter_would_press(open_desk: OpenDesk) -> None:
    driver = open_desk(s.desk(s.MARTA))

    assert driver.window._stage is QApplication.focusWidget()


def test_a_snapshot_never_moves_the_focus_out_of_the_note(open_desk: OpenDesk) -> None:
    driver = open_desk(s.desk(s.TOM))
    driver.press("n")
    note = QApplication.focusWidget()
    driver.press("Half a sen")

    driver.show(s.desk(s.MARTA, s.TOM, s.UNSURE))
    driver.press("tence")

    assert note is QApplication.focusWidget()
    assert driver.window.list.active_id == "tom"
    assert driver.active.choice.note.text() == "Half a sentence"


def test_a_field_that_goes_away_leaves_the_focus_on_its_card(open_desk: OpenDesk) -> None:
    driver = open_desk(s.desk(s.MARTA, s.TOM))
    driver.press("n")

    driver.show(s.desk(s.decided(s.MARTA, "Refund", SubmissionState.CONFIRMED), s.TOM))

    focused = QApplication.focusWidget()
    assert not isinstance(focused, QLineEdit)
    assert isinstance(focused, CardPanel)


def test_an_empty_profile_offers_sign_in_and_demo(open_desk: OpenDesk) -> None:
    driver = open_desk(DeskState())

    assert driver.window.sign_in.isVisible()
    with driver.qtbot.waitSignal(driver.window.demo_wanted):
        driver.click(driver.window.sign_in.demo)


def test_sign_in_asks_for_the_region_and_client_id_it_shows(open_desk: OpenDesk) -> None:
    driver = open_desk(DeskState())
    driver.window.sign_in.region.setCurrentIndex(1)
    driver.window.sign_in.client_id.setText("  my-client  ")

    with driver.qtbot.waitSignal(driver.window.sign_in_wanted) as wanted:
        driver.click(driver.window.sign_in.sign_in)

    assert wanted.args == ["mypurecloud.de", "my-client"]


def test_waiting_for_the_browser_can_be_cancelled(open_desk: OpenDesk) -> None:
    driver = open_desk(DeskState(connection=Connection.SIGNING_IN))

    driver.click(driver.window.sign_in.cancel)

    assert driver.desk.wishes == [("cancel_sign_in",)]


def test_an_ended_sign_in_keeps_the_cards_and_offers_to_sign_in(open_desk: OpenDesk) -> None:
    driver = open_desk(s.gallery()["08-sign-in-ended"])

    assert driver.panel("marta").isVisible()
    driver.click(driver.window.notices.bars[0]._button)

    assert driver.desk.wishes == [("sign_in",)]


def test_a_notice_is_dismissed_by_its_key(open_desk: OpenDesk) -> None:
    notice = Notice("a-key", NoticeKind.INFO, "Something happened.")
    driver = open_desk(s.desk(notices=(notice,)))

    driver.click(driver.window.notices.bars[0]._close)

    assert driver.desk.wishes == [("dismiss_notice", "a-key")]


def test_what_the_window_cannot_do_about_a_notice_is_handed_on(open_desk: OpenDesk) -> None:
    notice = Notice("logs", NoticeKind.ERROR, "Something broke.", NoticeAction.OPEN_LOGS)
    driver = open_desk(s.desk(notices=(notice,)))

    with driver.qtbot.waitSignal(driver.window.notice_acted) as acted:
        driver.click(driver.window.notices.bars[0]._button)

    assert acted.args == ["logs", NoticeAction.OPEN_LOGS]


@pytest.mark.parametrize("waiting", [0, 2])
def test_offline_says_that_codes_are_safe(open_desk: OpenDesk, waiting: int) -> None:
    driver = open_desk(s.desk(connection=Connection.OFFLINE, waiting_count=waiting))

    text = driver.window.notices.bars[0].text
    expected = (
        "Offline. Your codes are saved (2) and go out by themselves."
        if waiting
        else "Offline. What you choose is saved and goes out by itself."
    )
    assert expected == text


def test_the_demo_label_is_there_in_every_demo_state(open_desk: OpenDesk) -> None:
    driver = open_desk(s.desk(is_demo=True))

    for state in s.gallery().values():
        driver.show(replace(state, is_demo=True))
        assert driver.window.foot._demo.isVisible()


def test_the_last_results_stay_in_sight_after_their_cards_went(open_desk: OpenDesk) -> None:
    driver = open_desk(s.desk(s.AISHA))

    driver.show(s.desk())

    lines = [line.shown_text for line in driver.window.waiting._lines if line.isVisible()]
    assert lines == ["Delivery delayed · coded 1.2 s after hang-up"]


def test_the_keys_overview_opens_beside_the_window_and_closes_again(open_desk: OpenDesk) -> None:
    driver = open_desk(s.desk(s.MARTA))

    driver.press("?")
    keys = driver.window.side_windows.keys
    assert keys is not None
    assert keys.isVisible()
    assert not keys.isModal()
    driver.window.side_windows.open_keys()

    assert not keys.isVisible()


def test_buttons_of_outcomes_become_wishes(open_desk: OpenDesk) -> None:
    driver = open_desk(s.desk(s.REFUSED, s.SENDING, s.CODED_OPEN, s.NO_CODE))

    driver.click(driver.panel("refused").outcome._supervisor)
    driver.click(driver.panel("refused").outcome._retry)
    driver.click(driver.panel("sending").outcome._undo)
    driver.click(driver.panel("coded").outcome._change)
    driver.click(driver.panel("late").header._dismiss)

    assert driver.desk.wishes == [
        ("tell_supervisor", "refused"),
        ("retry", "refused"),
        ("undo", "sending"),
        ("choose_again", "coded"),
        ("dismiss", "late"),
    ]


async def test_the_window_follows_the_desk_on_the_loop_the_program_uses(
    open_desk: OpenDesk,
) -> None:
    import asyncio

    driver = open_desk(s.desk())
    drawn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
    driver.window._bridge.state_changed.connect(lambda _state: drawn.set_result(None))

    driver.desk.show(s.desk(s.MARTA))
    await asyncio.wait_for(drawn, 5)

    assert driver.order == ["marta"]
