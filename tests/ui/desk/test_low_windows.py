"""In a low window at large text no text that stays is squeezed below the height it asks for."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication

from tests.languages.speaking import speaking
from tests.ui.conftest import OpenDesk
from tests.ui.looks.more_states import all_states
from wrapup_desk.application.base.settings import LanguageChoice, Settings, ThemeChoice
from wrapup_desk.ui.tokens import PANEL_MIN_WIDTH
from wrapup_desk.ui.widgets.text_label import TextLabel

WITHOUT_CHOICE = ("09-waiting", "10-waiting-empty", "11-connecting")


@pytest.mark.parametrize("language", list(LanguageChoice)[1:])
def test_what_is_said_while_one_waits_has_its_height(
    open_desk: OpenDesk, language: LanguageChoice
) -> None:
    with speaking(language):
        settings = Settings(theme=ThemeChoice.LIGHT, text_percent=200, language=language)
        driver = open_desk(all_states()["01-agent"], settings)
        window = driver.window
        window.resize(PANEL_MIN_WIDTH, 560)
        window.header.show_form(is_compact=True)
        window.list.use_compact(is_compact=True)
        squeezed = []
        for name in WITHOUT_CHOICE:
            driver.show(all_states()[name])
            for _ in range(3):
                QApplication.processEvents()
            for part in (window.header, window.waiting, window.foot):
                squeezed += [
                    (name, label.shown_text)
                    for label in part.findChildren(TextLabel)
                    if label.isVisible() and label.height() < label.heightForWidth(label.width())
                ]

    assert squeezed == []


def test_what_the_demo_means_is_said_in_a_low_window_that_is_wide(open_desk: OpenDesk) -> None:
    driver = open_desk(all_states()["09-waiting"])
    driver.window.resize(683, 384)
    QApplication.processEvents()

    assert driver.window.foot._demo_text.isVisible()


def test_the_foot_does_not_depend_on_how_high_the_window_was_before(open_desk: OpenDesk) -> None:
    shown = []
    with speaking(LanguageChoice.JAPANESE):
        settings = Settings(theme=ThemeChoice.LIGHT, text_percent=200)
        for before in (PANEL_MIN_WIDTH, 400):
            window = open_desk(all_states()["09-waiting"], settings).window
            window.resize(before, 800)
            QApplication.processEvents()
            window.resize(PANEL_MIN_WIDTH, 560)
            window.header.show_form(is_compact=True)
            window.list.use_compact(is_compact=True)
            for _ in range(3):
                QApplication.processEvents()
            shown.append(window.foot.isVisible())

    assert shown == [True, True]


def test_the_dot_of_the_connection_is_beside_the_first_line(open_desk: OpenDesk) -> None:
    settings = Settings(theme=ThemeChoice.LIGHT, text_percent=200)
    driver = open_desk(all_states()["11-connecting"], settings)
    driver.window.resize(PANEL_MIN_WIDTH, 760)
    QApplication.processEvents()
    header = driver.window.header
    first_end = header._place.line_spans()[0][1]

    assert len(header._place.line_spans()) > 1
    middle = header._dot.mapTo(header, QPoint(0, header._dot.height() // 2)).y()
    top = header._place.mapTo(header, QPoint(0, 0)).y()
    assert abs(middle - (top + first_end // 2)) <= 2
