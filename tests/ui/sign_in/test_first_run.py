from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QApplication

from tests.languages.speaking import speaking
from tests.ui.conftest import OpenDesk
from tests.ui.driver import Driver
from tests.ui.snapshots import MARTA, decided, desk
from wrapup_desk.application.base.settings import LanguageChoice, Settings, ThemeChoice
from wrapup_desk.application.desk.desk_state import Connection, DeskState, SignInOffer
from wrapup_desk.domain.submission import SubmissionState
from wrapup_desk.main.apps.desk_window import lead_newcomer
from wrapup_desk.main.system.profile import Profile
from wrapup_desk.ui.desk.window import MainWindow
from wrapup_desk.ui.placement.window_place import WindowPlace
from wrapup_desk.ui.sign_in.first_run import FirstRunStep
from wrapup_desk.ui.widgets.text_label import TextLabel

A_CLIENT_ID = "1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed"


def _keep_place(window: MainWindow, profile: Profile) -> None:
    file = QSettings(str(profile.window_path), QSettings.Format.IniFormat)
    WindowPlace(window, file).keep()


def _newcomer(open_desk: OpenDesk, profile: Profile, state: DeskState | None = None) -> Driver:
    driver = open_desk(state or DeskState())
    lead_newcomer(driver.window, profile)
    return driver


def test_a_newcomer_reads_what_this_is_then_signs_in_then_practises(
    open_desk: OpenDesk, tmp_path: Path
) -> None:
    driver = _newcomer(open_desk, Profile.at(tmp_path))
    window, first_run = driver.window, driver.window.first_run
    practices: list[bool] = []
    window.practice_requested.connect(lambda: practices.append(True))
    assert first_run.isVisible()
    assert not window.sign_in.isVisible(), "first what this is"

    first_run.go_on.click()
    assert first_run.step is FirstRunStep.SIGN_IN
    assert window.sign_in.isVisible()
    assert not first_run.go_on.isVisible(), "the sign-in goes on"
    assert window.sign_in.client_id.hasFocus(), "what is asked for can be pasted at once"

    driver.desk.show(desk())
    driver.qtbot.waitUntil(lambda: first_run.step is FirstRunStep.PRACTICE)
    first_run.go_on.click()
    assert practices == [True]
    assert not first_run.isVisible()
    assert window.waiting.isVisible()


def test_enter_goes_on_from_the_first_step_and_opens_nothing_later(
    open_desk: OpenDesk, tmp_path: Path
) -> None:
    driver = _newcomer(open_desk, Profile.at(tmp_path))
    first_run = driver.window.first_run
    practices: list[bool] = []
    driver.window.practice_requested.connect(lambda: practices.append(True))

    driver.press(Qt.Key.Key_Return)
    assert first_run.step is FirstRunStep.SIGN_IN
    driver.desk.show(desk())
    driver.qtbot.waitUntil(lambda: first_run.step is FirstRunStep.PRACTICE)
    # Enter may be meant for a card that is about to come.
    driver.press(Qt.Key.Key_Return)

    assert (first_run.step, practices) == (FirstRunStep.PRACTICE, [])


def test_a_sign_in_under_way_is_seen_and_so_is_why_it_failed(
    open_desk: OpenDesk, tmp_path: Path
) -> None:
    driver = _newcomer(open_desk, Profile.at(tmp_path))
    window = driver.window
    assert not window.sign_in.isVisible()

    driver.show(DeskState(connection=Connection.SIGNING_IN))
    assert window.sign_in.waiting.cancel.isVisible()
    assert not window.first_run.isVisible(), "what it says can be done now is not what is going on"
    problem = SignInOffer(problem="This OAuth client is not approved.")
    driver.show(DeskState(connection=Connection.SIGNED_OUT, sign_in=problem))

    assert window.first_run.step is FirstRunStep.SIGN_IN
    assert window.sign_in.sign_in.isVisible()


def test_where_all_is_set_up_enter_is_the_whole_way_to_the_browser(
    open_desk: OpenDesk, tmp_path: Path
) -> None:
    driver = open_desk(DeskState(), Settings(region="mypurecloud.de", client_id=A_CLIENT_ID))
    driver.window.use_settings(driver.window._settings, frozenset({"region", "client_id"}))
    lead_newcomer(driver.window, Profile.at(tmp_path))

    driver.press(Qt.Key.Key_Return)
    assert driver.window.sign_in.advice.shown_text == "Set by your administrator"
    with driver.qtbot.waitSignal(driver.window.sign_in_requested) as asked:
        driver.press(Qt.Key.Key_Return)

    assert asked.args == ["mypurecloud.de", A_CLIENT_ID]


def test_who_goes_on_while_a_kept_sign_in_is_tried_has_the_keys_at_the_sign_in_after_that(
    open_desk: OpenDesk, tmp_path: Path
) -> None:
    driver = _newcomer(open_desk, Profile.at(tmp_path))
    driver.show(DeskState(connection=Connection.CONNECTING))
    driver.press(Qt.Key.Key_Return)
    assert not driver.window.sign_in.isVisible()

    driver.show(DeskState())
    driver.qtbot.waitUntil(driver.window.sign_in.client_id.hasFocus)


def test_a_desk_that_started_again_for_the_sign_in_does_not_say_again_what_it_is(
    open_desk: OpenDesk, tmp_path: Path
) -> None:
    driver = open_desk(DeskState())
    lead_newcomer(driver.window, Profile.at(tmp_path), is_signing_in=True)

    assert driver.window.first_run.step is FirstRunStep.SIGN_IN
    assert driver.window.sign_in.isVisible()


@pytest.mark.parametrize("language", [LanguageChoice.ENGLISH, LanguageChoice.JAPANESE])
@pytest.mark.parametrize(
    ("width", "height", "percent"), [(683, 384, 100), (683, 384, 200), (320, 480, 200)]
)
def test_where_both_have_no_room_the_sign_in_has_it_and_the_step_comes_back_with_the_room(
    open_desk: OpenDesk, language: LanguageChoice, width: int, height: int, percent: int
) -> None:
    with speaking(language):
        driver = open_desk(DeskState(), Settings(theme=ThemeChoice.LIGHT, text_percent=percent))
        window = driver.window
        window.resize(width, height)
        window.first_run.begin()
        window.first_run.go_on.click()
        around = (window.header, window.foot)

        def has_all_the_room() -> bool:
            taken = sum(each.height() for each in around if each.isVisible())
            return window.sign_in.height() == height - taken

        driver.qtbot.waitUntil(has_all_the_room)
        assert not window.first_run.isVisible()
        field = window.sign_in.client_id
        driver.qtbot.waitUntil(lambda: field.visibleRegion().boundingRect() == field.rect())

        window.resize(600, 1600)
        driver.qtbot.waitUntil(window.first_run.isVisible)
        driver.qtbot.waitUntil(lambda: window.sign_in.verticalScrollBar().maximum() == 0)


def test_cards_come_before_the_introduction(open_desk: OpenDesk, tmp_path: Path) -> None:
    driver = _newcomer(open_desk, Profile.at(tmp_path), desk())
    first_run = driver.window.first_run
    assert first_run.step is FirstRunStep.PRACTICE, "who is signed in has no need to sign in"

    driver.desk.show(desk(MARTA))
    driver.qtbot.waitUntil(lambda: not first_run.isVisible())
    driver.desk.show(desk())
    driver.qtbot.waitUntil(first_run.isVisible)


def test_the_introduction_can_be_skipped_and_does_not_come_again(
    open_desk: OpenDesk, tmp_path: Path
) -> None:
    profile = Profile.at(tmp_path)
    first = _newcomer(open_desk, profile).window
    first.first_run.skip.click()
    assert not first.first_run.isVisible()
    assert first.sign_in.isVisible()

    again = _newcomer(open_desk, profile).window
    assert not again.first_run.isVisible()
    assert again.sign_in.isVisible()


def test_who_coded_an_interaction_needs_no_practice_and_is_not_led_again(
    open_desk: OpenDesk, tmp_path: Path
) -> None:
    profile = Profile.at(tmp_path)
    driver = _newcomer(open_desk, profile, desk())
    first_run = driver.window.first_run

    driver.desk.show(desk(decided(MARTA, "Refund", SubmissionState.WAITING)))
    driver.qtbot.waitUntil(lambda: not first_run.isVisible())
    assert first_run.step is FirstRunStep.PRACTICE, "it is not sent yet"
    driver.desk.show(desk(decided(MARTA, "Refund", SubmissionState.CONFIRMED)))
    driver.qtbot.waitUntil(lambda: first_run.step is FirstRunStep.OVER)
    driver.desk.show(desk())
    driver.qtbot.waitUntil(driver.window.waiting.isVisible)
    assert not first_run.isVisible()

    assert not _newcomer(open_desk, profile).window.first_run.isVisible()


def test_who_closed_the_window_half_way_is_led_again(open_desk: OpenDesk, tmp_path: Path) -> None:
    profile = Profile.at(tmp_path)
    first = _newcomer(open_desk, profile).window
    first.first_run.go_on.click()
    _keep_place(first, profile)

    assert _newcomer(open_desk, profile).window.first_run.step is FirstRunStep.WHAT_IT_IS


def test_who_had_a_window_before_there_were_steps_sees_none(
    open_desk: OpenDesk, tmp_path: Path
) -> None:
    profile = Profile.at(tmp_path)
    _keep_place(open_desk(DeskState()).window, profile)

    window = _newcomer(open_desk, profile).window
    assert window.first_run.step is FirstRunStep.OVER
    assert not window.first_run.isVisible()


def test_a_sign_in_that_ends_later_leads_nobody_again(open_desk: OpenDesk, tmp_path: Path) -> None:
    driver = _newcomer(open_desk, Profile.at(tmp_path), desk())
    driver.window.first_run.skip.click()

    driver.desk.show(DeskState(connection=Connection.SIGNED_OUT))
    driver.qtbot.waitUntil(driver.window.sign_in.isVisible)
    assert not driver.window.first_run.isVisible()


@pytest.mark.parametrize(
    "language", [LanguageChoice.ENGLISH, LanguageChoice.GERMAN, LanguageChoice.JAPANESE]
)
@pytest.mark.parametrize("height", [480, 600, 800])
def test_each_step_is_read_and_left_in_the_narrowest_window_at_the_largest_text(
    open_desk: OpenDesk, language: LanguageChoice, height: int
) -> None:
    with speaking(language):
        driver = open_desk(DeskState(), Settings(theme=ThemeChoice.LIGHT, text_percent=200))
        driver.window.resize(320, height)
        first_run, faults = driver.window.first_run, []
        first_run.begin()
        for step in (FirstRunStep.WHAT_IT_IS, FirstRunStep.SIGN_IN, FirstRunStep.PRACTICE):
            first_run._go_to(step)
            for _ in range(5):
                QApplication.processEvents()
            for label in first_run.findChildren(TextLabel):
                if label.height() + 1 < label._laid_out(label.width()).height:
                    faults.append((step, label.shown_text))
            for button in (first_run.go_on, first_run.skip):
                shown = button.visibleRegion().boundingRect().height()
                if button.isVisible() and shown < button.sizeHint().height():
                    faults.append((step, button.caption))

    assert faults == []
