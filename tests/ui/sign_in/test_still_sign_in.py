"""What comes later by itself, while somebody signs in, moves nothing that can be used."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication, QWidget

from tests.languages.speaking import speaking
from tests.ui import snapshots as s
from tests.ui.conftest import OpenDesk
from tests.ui.driver import Driver
from wrapup_desk.application.base.notice import Notice, NoticeAction, NoticeKind
from wrapup_desk.application.base.settings import LanguageChoice, Settings, ThemeChoice
from wrapup_desk.application.desk.desk_state import Connection, DeskState, SignInOffer
from wrapup_desk.ui.sign_in.first_run import FirstRunStep

CAUSE = (
    "Client ID: the login host does not know this one. Copy it from the OAuth client once more, or"
    " ask your administrator whether the client was removed."
)
LANGUAGES = [LanguageChoice.ENGLISH, LanguageChoice.GERMAN, LanguageChoice.JAPANESE]


def _places(driver: Driver, *parts: QWidget) -> list[QPoint]:
    for _ in range(5):
        QApplication.processEvents()
    assert all(part.isVisible() for part in parts)
    return [part.mapTo(driver.window, QPoint(0, 0)) for part in parts]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("percent", [100, 200])
def test_while_the_browser_is_waited_for_nothing_moves_under_the_hand(
    open_desk: OpenDesk, language: LanguageChoice, percent: int
) -> None:
    with speaking(language):
        waiting = DeskState(connection=Connection.SIGNING_IN)
        driver = open_desk(waiting, Settings(theme=ThemeChoice.LIGHT, text_percent=percent))
        panel = driver.window.sign_in
        parts = (panel.waiting.by_hand.copy, panel.waiting.cancel)
        _places(driver, *parts)
        panel.waiting.cancel.setFocus()
        before = _places(driver, *parts)

        offer = SignInOffer(address=s.SIGN_IN_PAGE)
        for later in (
            offer,
            replace(offer, cause=CAUSE),
            replace(offer, cause=CAUSE, has_browser=False),
        ):
            driver.show(replace(waiting, sign_in=later))
            assert _places(driver, *parts) == before


@pytest.mark.parametrize("percent", [100, 200])
def test_what_is_found_behind_a_failure_moves_neither_fields_nor_buttons(
    open_desk: OpenDesk, percent: int
) -> None:
    failed = DeskState(sign_in=SignInOffer(problem="Genesys refused the sign-in."))
    driver = open_desk(failed, Settings(theme=ThemeChoice.LIGHT, text_percent=percent))
    panel = driver.window.sign_in
    panel.take_keys()
    parts = (panel.region, panel.client_id, panel.sign_in, panel.demo)
    before = _places(driver, *parts)

    driver.show(replace(failed, sign_in=replace(failed.sign_in, cause=CAUSE)))

    assert _places(driver, *parts) == before
    assert panel._cause.shown_text == CAUSE


@pytest.mark.parametrize("is_typing", [False, True])
def test_in_a_low_window_the_cause_is_scrolled_to_unless_somebody_types_there(
    open_desk: OpenDesk, *, is_typing: bool
) -> None:
    failed = DeskState(sign_in=SignInOffer(problem="Genesys refused the sign-in."))
    driver = open_desk(failed)
    driver.window.resize(400, 330)
    panel = driver.window.sign_in
    if is_typing:
        panel.take_keys()
    (before,) = _places(driver, panel.client_id)

    driver.show(replace(failed, sign_in=replace(failed.sign_in, cause=CAUSE)))
    (after,) = _places(driver, panel.client_id)

    is_seen = not panel._cause.visibleRegion().isEmpty()
    assert (is_seen, after == before) == (not is_typing, is_typing)


def _newcomer(driver: Driver, *, at_step: FirstRunStep) -> None:
    """Lead a newcomer to *at_step*; there is room for all of it."""
    first_run = driver.window.first_run
    first_run.begin()
    if at_step is FirstRunStep.SIGN_IN:
        first_run.go_on.click()
    assert first_run.step is at_step


NEWS = tuple(
    Notice(f"news-{number}", NoticeKind.WARNING, "Codes are sent but not kept on this PC. " * 3)
    for number in range(3)
)


@pytest.mark.parametrize("percent", [100, 200])
@pytest.mark.parametrize("connection", [Connection.SIGNED_OUT, Connection.SIGNING_IN])
def test_a_notice_that_comes_while_nobody_is_signed_in_moves_nothing(
    open_desk: OpenDesk, percent: int, connection: Connection
) -> None:
    calm = DeskState(connection=connection, sign_in=SignInOffer(address=s.SIGN_IN_PAGE))
    driver = open_desk(calm, Settings(theme=ThemeChoice.LIGHT, text_percent=percent))
    panel = driver.window.sign_in
    is_asking = connection is Connection.SIGNED_OUT
    asking = (panel.region, panel.client_id, panel.sign_in, panel.demo)
    parts = asking if is_asking else (panel.waiting.by_hand.copy, panel.waiting.cancel)
    (panel.client_id if is_asking else panel.waiting.cancel).setFocus()
    before = _places(driver, *parts)

    for count in (1, 2, 3):
        driver.show(replace(calm, notices=NEWS[:count]))
        assert _places(driver, *parts) == before
    assert [bar.text for bar in panel.notices.bars] == [each.text for each in NEWS]
    driver.show(calm)
    assert _places(driver, *parts) == before


@pytest.mark.parametrize("step", [FirstRunStep.WHAT_IT_IS, FirstRunStep.SIGN_IN])
def test_news_moves_no_step_of_a_newcomer(open_desk: OpenDesk, step: FirstRunStep) -> None:
    driver = open_desk(DeskState())
    first_run, panel = driver.window.first_run, driver.window.sign_in
    _newcomer(driver, at_step=step)
    asked = (panel.region, panel.client_id, panel.demo) if first_run.go_on.isHidden() else ()
    parts = (first_run.skip, *asked)
    # The lowest window that has room for all of the step, and so none for what comes.
    for height in range(400, 1400, 20):
        driver.window.resize(400, height)
        QApplication.processEvents()
        if not (first_run.isHidden() or panel.verticalScrollBar().maximum()):
            break
    before = _places(driver, *parts)

    driver.show(DeskState(notices=NEWS, sign_in=SignInOffer(cause=CAUSE)))

    assert _places(driver, *parts) == before


def test_a_notice_below_the_sign_in_can_be_acted_on_and_put_away(open_desk: OpenDesk) -> None:
    notice = Notice("logs", NoticeKind.ERROR, "Something broke.", NoticeAction.OPEN_LOGS)
    driver = open_desk(DeskState(notices=(notice,)))
    (bar,) = driver.window.sign_in.notices.bars

    with driver.qtbot.waitSignal(driver.window.notice_acted) as acted:
        driver.click(bar._button)
    driver.click(bar._close)

    assert acted.args == ["logs", NoticeAction.OPEN_LOGS]
    assert driver.desk.commands == [("dismiss_notice", "logs")]


def test_once_somebody_is_signed_in_the_notices_stand_above_the_cards(
    open_desk: OpenDesk,
) -> None:
    driver = open_desk(DeskState(notices=NEWS[:1]))

    driver.show(s.desk(s.MARTA, notices=NEWS[:1]))

    assert [bar.text for bar in driver.window.notices.bars] == [NEWS[0].text]
    assert not driver.window.sign_in.notices.bars


@pytest.mark.parametrize("was_there", [False, True])
def test_a_low_sign_in_starts_at_its_top_and_scrolls_to_what_comes_while_nobody_uses_it(
    open_desk: OpenDesk, *, was_there: bool
) -> None:
    noticed = DeskState(notices=NEWS)
    driver = open_desk(noticed if was_there else DeskState())
    panel = driver.window.sign_in
    driver.window.resize(400, 330)
    driver.show(noticed)
    _places(driver, panel)

    is_at_top = panel.verticalScrollBar().value() == 0
    is_seen = not panel.notices.bars[-1].visibleRegion().isEmpty()
    assert (is_at_top, is_seen) == (was_there, not was_there)
