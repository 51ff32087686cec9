"""In a help page what is wider than its line is parted as people part it, and copied whole."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from PySide6.QtGui import QTextBlock
from PySide6.QtWidgets import QApplication

from tests.languages.speaking import speaking
from tests.ui.conftest import OpenDesk
from tests.ui.dialogs.help_pages import PAGES, open_help, settle
from wrapup_desk.application.base.settings import LanguageChoice
from wrapup_desk.domain.language.texts import hyphens_in_use
from wrapup_desk.ui.dialogs.help_window import HelpWindow

_NARROW = 320
_HYPHEN = "\N{HYPHEN}"
# What a page's line was ended by is no part of its words.
_MARK = re.compile("\N{HYPHEN}?\N{LINE SEPARATOR}")


@pytest.fixture(autouse=True)
def _german() -> Iterator[None]:
    with speaking(LanguageChoice.GERMAN):
        yield


def _open(open_desk: OpenDesk, percent: int, width: int) -> HelpWindow:
    shown = open_help(open_desk, percent)
    shown.setMinimumSize(1, 1)
    shown.resize(width, 700)
    settle()
    return shown


def _blocks(shown: HelpWindow) -> Iterator[QTextBlock]:
    block = shown.page.document().begin()
    while block.isValid():
        yield block
        block = block.next()


def _broken(shown: HelpWindow) -> Iterator[tuple[str, str]]:
    """Yield each word that a line ends inside of: what is before the end, and what is after it."""
    for block in _blocks(shown):
        layout, text = block.layout(), block.text()
        for number in range(1, layout.lineCount()):
            place = layout.lineAt(number).textStart()
            before = text[:place].rpartition(" ")[2]
            after = text[place:].partition(" ")[0]
            if before and after and not before.endswith(("-", "/")):
                yield before, after


def _is_of_letters(word: str) -> bool:
    return re.fullmatch(r"\W?\W?[^\W\d_][^\W\d_A-Z]+\W?\W?", word) is not None


@pytest.mark.parametrize(("percent", "width"), [(200, _NARROW), (200, 400), (175, _NARROW)])
def test_a_german_word_of_the_help_is_broken_only_with_a_hyphen_between_its_syllables(
    open_desk: OpenDesk, percent: int, width: int
) -> None:
    shown, hyphens = _open(open_desk, percent, width), 0
    for page in PAGES:
        shown.buttons[page].click()
        settle()
        for before, after in _broken(shown):
            whole = _MARK.sub("", before + after)
            word = re.search(r"\w+", whole)
            if word is not None and _is_of_letters(whole):
                assert before.endswith(f"{_HYPHEN}\N{LINE SEPARATOR}"), (page, before, after)
                place = len(_MARK.sub("", before)) - word.start()
                assert place in hyphens_in_use().places(word[0]), (page, before, after)
                hyphens += 1
            else:  # a name that programs use
                ends = _MARK.sub("", before)
                is_part = ends[-1].islower() and after[0].isupper()
                assert is_part or ends.endswith((":", ".", "_", "/", "=")), (page, before, after)

    assert hyphens > 2


def test_where_the_lines_are_wide_enough_no_word_has_a_hyphen(open_desk: OpenDesk) -> None:
    shown = _open(open_desk, 200, _NARROW)
    shown.buttons["troubleshooting"].click()
    settle()
    assert _HYPHEN in shown.page.toPlainText()

    shown.resize(720, 700)
    settle()
    text = shown.page.toPlainText()
    assert _HYPHEN not in text
    assert "Benachrichtigungen" in text


def test_a_word_that_is_parted_is_copied_as_it_is(open_desk: OpenDesk) -> None:
    shown = _open(open_desk, 200, _NARROW)
    shown.buttons["supervisors"].click()
    settle()
    assert "\N{LINE SEPARATOR}" in shown.page.document().toRawText()

    shown.page.selectAll()
    shown.page.copy()

    copied = QApplication.clipboard().text()
    assert "WrapUp Desk für Supervisoren\n" in copied
    assert "learning.sqlite3" in copied
    assert _HYPHEN not in copied
    assert "\N{LINE SEPARATOR}" not in copied
