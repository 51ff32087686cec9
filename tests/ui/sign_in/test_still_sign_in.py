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
from wrapup_desk.application.base.settings import LanguageChoice, Settings, ThemeChoice
from wrapup_desk.application.desk.desk_state import Connection, DeskState, SignInOffer

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
