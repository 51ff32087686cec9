from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from tests.ui import snapshots as s
from tests.ui.conftest import OpenDesk
from wrapup_desk.application.base.notice import Notice, NoticeAction, NoticeKind
from wrapup_desk.application.desk.desk_state import Connection, DeskState
from wrapup_desk.domain.submission import SubmissionState
from wrapup_desk.ui.card.panel import CardPanel

ENTER, ESC, TAB = Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_Tab
CTRL = Qt.KeyboardModifier.ControlModifier


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


def test_an_empty_note_that_has_the_focus_keeps_everything_in_place(open_desk: OpenDesk) -> None:
    driver = open_desk(s.desk(s.TOM))
    driver.press("n")

    driver.show(s.desk(s.MARTA, s.TOM))
    assert driver.window.list.active_id == "tom"
    assert driver.order == ["tom", "marta"]
    driver.press(ESC)
    driver.qtbot.waitUntil(lambda: driver.order == ["marta", "tom"])

    assert driver.window.list.active_id == "marta"


def test_a_pressed_button_that_goes_away_leaves_the_focus_on_its_own_card(
    open_desk: OpenDesk,
) -> None:
    driver = open_desk(s.desk(s.NO_CODES, s.BACKEND))
    driver.panel("nocodes").choice._retry.setFocus()
    driver.press(ENTER)
    assert driver.desk.commands == [("retry", "nocodes")]

    driver.show(s.desk(replace(s.NO_CODES, codes=s.CODES, codes_problem=""), s.BACKEND))

    assert driver.panel("nocodes") is QApplication.focusWidget()
    assert driver.window.list.active_id == "nocodes"


def test_an_empty_profile_offers_sign_in_and_demo(open_desk: OpenDesk) -> None:
    driver = open_desk(DeskState())

    assert driver.window.sign_in.isVisible()
    with driver.qtbot.waitSignal(driver.window.demo_requested):
        driver.click(driver.window.sign_in.demo)


def test_sign_in_asks_for_the_region_and_client_id_it_shows(open_desk: OpenDesk) -> None:
    driver = open_desk(DeskState())
    driver.window.sign_in.region.setCurrentIndex(1)
    driver.window.sign_in.client_id.setText("  my-client  ")

    with driver.qtbot.waitSignal(driver.window.sign_in_requested) as wanted:
        driver.click(driver.window.sign_in.sign_in)

    assert wanted.args == ["mypurecloud.de", "my-client"]


def test_waiting_for_the_browser_can_be_cancelled(open_desk: OpenDesk) -> None:
    driver = open_desk(DeskState(connection=Connection.SIGNING_IN))

    driver.click(driver.window.sign_in.waiting.cancel)

    assert driver.desk.commands == [("cancel_sign_in",)]


def test_an_ended_sign_in_keeps_the_cards_and_offers_to_sign_in(open_desk: OpenDesk) -> None:
    driver = open_desk(s.gallery()["08-sign-in-ended"])

    assert driver.panel("marta").isVisible()
    driver.click(driver.window.notices.bars[0]._button)

    assert driver.desk.commands == [("sign_in",)]


def test_a_notice_is_dismissed_by_its_key(open_desk: OpenDesk) -> None:
    notice = Notice("a-key", NoticeKind.INFO, "Something happened.")
    driver = open_desk(s.desk(notices=(notice,)))

    driver.click(driver.window.notices.bars[0]._close)

    assert driver.desk.commands == [("dismiss_notice", "a-key")]


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
        "Offline. Your codes are saved (2) and will be sent automatically."
        if waiting
        else "Offline. What you choose is saved and will be sent automatically."
    )
    assert expected == text


def test_a_missing_scope_is_named_and_not_called_offline(open_desk: OpenDesk) -> None:
    driver = open_desk(s.gallery()["08-not-permitted"])
    window = driver.window

    assert window.notices.bars[0].text == (
        "Genesys does not permit this (the OAuth client lacks the scope notifications)."
        " Your interactions cannot be shown. Ask your administrator. Your codes are saved (1)."
    )
    assert window.header._place.shown_text == "Sydney · not permitted"
    assert window.waiting._title.shown_text == "Not connected"


def test_no_ids_and_numbers_of_requests_stand_in_the_window(open_desk: OpenDesk) -> None:
    driver = open_desk(s.desk())

    for name in ("07-not-as-asked", "08-not-permitted", "15-codes-changed"):
        driver.show(s.gallery()[name])
        shown = [each.accessibleName() for each in driver.window.findChildren(QWidget)]
        assert not any("correlation" in text or "40" in text for text in shown), name


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


def test_buttons_of_outcomes_become_commands(open_desk: OpenDesk) -> None:
    driver = open_desk(s.desk(s.REFUSED, s.SENDING, s.CODED_OPEN, s.NO_CODE))

    driver.click(driver.panel("refused").outcome._supervisor)
    driver.click(driver.panel("refused").outcome._retry)
    driver.click(driver.panel("sending").outcome._undo)
    driver.click(driver.panel("coded").outcome._change)
    driver.click(driver.panel("late").header._dismiss)

    assert driver.desk.commands == [
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


def test_a_trouble_has_details_to_copy_and_news_have_none(open_desk: OpenDesk) -> None:
    trouble = Notice("store", NoticeKind.ERROR, "Codes are sent but not kept on this PC: full.")
    news = Notice("update", NoticeKind.INFO, "A newer version is there.")
    driver = open_desk(s.desk(notices=(trouble, news)))
    first, second = driver.window.notices.bars

    driver.click(first.copy)

    assert "error, store: Codes are sent" in QApplication.clipboard().text()
    assert first.copy.accessibleName() == "Copied"
    assert not second.copy.isVisible()
