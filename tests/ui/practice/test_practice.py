"""Practice takes a newcomer through one code with the real card and the real keys."""

from __future__ import annotations

import pytest
import shiboken6
from PySide6.QtCore import QEvent, QPoint, QRect, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.languages.speaking import speaking
from tests.ui import snapshots as s
from tests.ui.conftest import OpenDesk
from tests.ui.driver import Driver
from wrapup_desk.application.base.settings import LanguageChoice, Settings, ThemeChoice
from wrapup_desk.ui.practice.practice_dialog import PracticeDialog


def _open(open_desk: OpenDesk, settings: Settings | None = None) -> tuple[Driver, PracticeDialog]:
    driver = open_desk(s.desk(), settings)
    practice = PracticeDialog(driver.window.theme, driver.window, lambda: s.NOW)
    driver.window.practice_requested.connect(practice.open_again)
    driver.window.header.practice_requested.emit()
    return driver, practice


def _settle(driver: Driver, practice: PracticeDialog) -> None:
    """Wait until the card offers its choice, and takes an Enter: it has been seen."""

    def is_ready() -> bool:
        panel = practice.cards.active_panel
        return panel is not None and panel.offers_choice and panel.choice.is_settled

    driver.qtbot.waitUntil(is_ready, timeout=3000)


def _press(practice: PracticeDialog, *keys: Qt.Key) -> None:
    for key in keys:
        QTest.keyClick(practice, key)


def _coded(practice: PracticeDialog) -> str:
    submission = practice.desk.card.submission
    return "" if submission is None else submission.decision.code.name


def test_a_code_is_sent_changed_and_sent_again_by_keys(open_desk: OpenDesk) -> None:
    driver, practice = _open(open_desk)

    _settle(driver, practice)
    _press(practice, Qt.Key.Key_2, Qt.Key.Key_Return)
    assert _coded(practice) == "Address changed"
    _press(practice, Qt.Key.Key_Z)
    assert practice.desk.card.is_choosing_again
    _settle(driver, practice)
    _press(practice, Qt.Key.Key_1, Qt.Key.Key_Return)

    assert _coded(practice) == "Refund"
    driver.qtbot.waitUntil(lambda: practice.title.shown_text == "That is all", timeout=3000)
    assert driver.desk.commands == []


@pytest.mark.parametrize("language", list(LanguageChoice)[1:])
def test_the_card_is_seen_to_its_foot_in_each_language(
    open_desk: OpenDesk, language: LanguageChoice
) -> None:
    with speaking(language):
        driver, practice = _open(open_desk)
        _settle(driver, practice)

        assert practice.cards.verticalScrollBar().maximum() == 0


@pytest.mark.parametrize("height", [744, 384])
@pytest.mark.parametrize("language", list(LanguageChoice)[1:])
def test_the_button_that_sends_is_seen_at_large_text_on_a_low_screen(
    open_desk: OpenDesk, language: LanguageChoice, height: int
) -> None:
    with speaking(language):
        settings = Settings(theme=ThemeChoice.LIGHT, text_percent=200)
        driver, practice = _open(open_desk, settings)
        _settle(driver, practice)
        panel = practice.cards.active_panel
        assert panel is not None
        practice.resize(practice.width(), height)
        QApplication.processEvents()
        practice.cards.tick()
        pinned = practice.cards.edges.bottom.submit
        sends = pinned if pinned.isVisible() else panel.choice._submit

        for button in (sends, practice.skip):
            place = QRect(button.mapTo(practice, QPoint()), button.size())
            assert practice.rect().contains(place)


def test_practice_can_be_skipped_and_repeated(open_desk: OpenDesk) -> None:
    driver, practice = _open(open_desk)
    _settle(driver, practice)
    _press(practice, Qt.Key.Key_2, Qt.Key.Key_Return)
    assert _coded(practice) == "Address changed"

    practice.skip.click()
    assert not practice.isVisible()
    driver.window.header.practice_requested.emit()

    assert practice.isVisible()
    assert _coded(practice) == ""


def test_nothing_of_a_practice_runs_on_once_its_window_is_gone(open_desk: OpenDesk) -> None:
    driver, practice = _open(open_desk)
    _settle(driver, practice)
    practice.begin()
    running = [each for each in practice._bridge.pace.findChildren(QTimer) if each.isActive()]
    assert running  # the frame of the redraw that a start asks for

    practice.close()
    practice.deleteLater()
    QApplication.sendPostedEvents(None, int(QEvent.Type.DeferredDelete))

    assert [each for each in running if shiboken6.isValid(each)] == []


def test_the_card_stands_in_line_with_what_is_around_it(open_desk: OpenDesk) -> None:
    driver, practice = _open(open_desk)
    _settle(driver, practice)
    panel = practice.cards.active_panel
    assert panel is not None

    lefts = {each.mapTo(practice, QPoint()).x() for each in (practice.task, panel, practice.again)}
    assert len(lefts) == 1
