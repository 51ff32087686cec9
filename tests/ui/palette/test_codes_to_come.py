"""What is typed while a queue's codes are still loading goes where it was meant to go."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from tests.languages.speaking import speaking
from tests.ui import snapshots as s
from tests.ui.conftest import OpenDesk
from wrapup_desk.application.base.settings import LanguageChoice

LATER = replace(s.LOADING, codes=s.CODES)
# Each of these letters is a key of its own where nothing is written: D opens My day, Z undoes.
WANTED = "invdzrg"


def test_the_search_opens_before_the_codes_are_there_and_says_so(open_desk: OpenDesk) -> None:
    driver = open_desk(s.desk(s.LOADING))
    driver.settle()

    driver.press("/")
    driver.press(WANTED)

    palette = driver.window.palette_panel
    assert palette.isVisible()
    assert palette.field.text() == WANTED
    assert palette._empty.shown_text == "Loading the codes of this queue …"
    assert palette._empty.isVisible()
    assert driver.window.side_windows.day is None
    driver.press(Qt.Key.Key_Return)
    assert palette.isVisible()
    assert [name for name, *_ in driver.desk.commands if name != "select"] == []


@pytest.mark.parametrize("language", list(LanguageChoice)[1:])
def test_what_was_typed_finds_its_code_as_soon_as_the_codes_are_there(
    open_desk: OpenDesk, language: LanguageChoice
) -> None:
    with speaking(language):
        driver = open_desk(s.desk(s.LOADING))
        driver.settle()
        driver.press("/")
        driver.press(s.CODES[2].name[:5])

        driver.show(s.desk(LATER))

        palette = driver.window.palette_panel
        assert not palette._empty.isVisible()
        assert palette.current_code == s.CODES[2]
        assert (
            palette.view.viewport()
            .rect()
            .contains(palette.view.visualRect(palette.view.currentIndex()))
        )
        assert str(len(s.CODES)) in palette.field.placeholderText()
        driver.press(Qt.Key.Key_Return)
        assert driver.active.choice.code_to_submit == s.CODES[2]


def test_codes_that_cannot_be_loaded_are_told_of_in_the_search(open_desk: OpenDesk) -> None:
    driver = open_desk(s.desk(s.LOADING))
    driver.settle()
    driver.press("/")

    driver.show(s.desk(replace(s.LOADING, codes_problem=s.NO_CODES.codes_problem)))

    told = driver.window.palette_panel._empty
    assert told.isVisible()
    assert told.shown_text == driver.active.choice._unclear.shown_text != ""


def test_a_note_is_begun_before_the_codes_are_there_and_kept(open_desk: OpenDesk) -> None:
    driver = open_desk(s.desk(s.LOADING))
    driver.settle()

    driver.press("n")
    driver.press(WANTED)
    driver.show(s.desk(LATER))

    assert driver.active.choice.note.hasFocus()
    assert driver.active.choice.note.text() == WANTED
    assert driver.window.side_windows.day is None
    assert not driver.window.palette_panel.isVisible()
