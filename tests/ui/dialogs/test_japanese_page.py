"""A help page in Japanese ends its lines between words, at any width and text size."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from itertools import accumulate

import pytest
from PySide6.QtGui import QFont, QFontMetricsF, QTextBlock, QTextCursor
from PySide6.QtWidgets import QApplication

from tests.languages.speaking import speaking
from tests.ui.conftest import OpenDesk
from tests.ui.dialogs.help_pages import PAGES, open_help, settle
from wrapup_desk.application.base.settings import LanguageChoice, ThemeChoice
from wrapup_desk.domain.language.japanese_lines import words_in
from wrapup_desk.ui.dialogs.help_window import HelpWindow
from wrapup_desk.ui.scrolled.japanese_page import without_ends
from wrapup_desk.ui.scrolled.whole_lines import SCROLL_BAR

_NOT_FIRST = tuple("、。\uff09」』・ーっゃゅょッャュョ\uff1a")
_NOT_LAST = tuple("\uff08「『")


@pytest.fixture(autouse=True)
def _japanese() -> Iterator[None]:
    with speaking(LanguageChoice.JAPANESE):
        yield


def _show(shown: HelpWindow, page: str) -> None:
    shown.page.show_page(page)
    settle()


def _lines_of(block: QTextBlock) -> list[str]:
    layout, text = block.layout(), block.text()
    lines = (layout.lineAt(each) for each in range(layout.lineCount()))
    found = (text[line.textStart() : line.textStart() + line.textLength()] for line in lines)
    return [each.strip(" \N{LINE SEPARATOR}") for each in found]


def _lines_of_title(shown: HelpWindow) -> list[str]:
    return _lines_of(shown.page.document().begin())


def _blocks(shown: HelpWindow) -> Iterator[QTextBlock]:
    block = shown.page.document().begin()
    while block.isValid():
        yield block
        block = block.next()


def test_a_title_ends_its_lines_between_words_at_any_width(open_desk: OpenDesk) -> None:
    shown = open_help(open_desk, 200)
    title = shown.page.document().begin()
    wide = QFontMetricsF(_font_of(title)).horizontalAdvance
    # What is around the line; a machine without a font for Japanese has wider signs, or none.
    spare = shown.page.width() - title.layout().lineAt(0).width() + 1
    whole, guide = "WrapUp Desk エージェント向けガイド", "エージェント向けガイド"

    shown.page.setFixedWidth(int(wide(whole) + spare + SCROLL_BAR))
    settle()
    assert _lines_of_title(shown) == [whole]
    shown.page.setFixedWidth(int(wide(guide) + spare + SCROLL_BAR))
    settle()
    assert _lines_of_title(shown) == ["WrapUp Desk", guide]
    shown.page.setFixedWidth(int(max(wide("エージェント向"), wide("WrapUp Desk ")) + spare))
    settle()
    first, *lines = _lines_of_title(shown)
    assert (first, "".join(lines)) == ("WrapUp Desk", guide)
    assert lines in (["エージェント", "向けガイド"], ["エージェント向け", "ガイド"])


@pytest.mark.parametrize("percent", [100, 200])
def test_paragraphs_in_japanese_end_their_lines_between_words(
    open_desk: OpenDesk, percent: int
) -> None:
    ended = 0
    shown = open_help(open_desk, percent)
    for page in PAGES:
        _show(shown, page)
        for block in _blocks(shown):
            if QTextCursor(block).currentTable() is not None:
                continue
            words = words_in(without_ends(block.text()), with_endings=True)
            starts = [*accumulate(map(len, words))]
            lines = [each.replace(" ", "") for each in _lines_of(block)]
            for place, line in zip(accumulate(map(len, lines[:-1])), lines[1:], strict=True):
                word = words[bisect_left(starts, place)]
                assert place in starts or not _has_room_for(word, block), line
                ended += 1
    assert ended > 20


def _font_of(block: QTextBlock) -> QFont:
    """Return the font *block* is drawn in."""
    return QTextCursor(block).charFormat().font()


def _has_room_for(word: str, block: QTextBlock) -> bool:
    """Whether a line of *block* holds *word* with room to spare, as it is drawn here."""
    room = block.layout().lineAt(0).width()
    return QFontMetricsF(_font_of(block)).horizontalAdvance(word) < room * 2 / 3


@pytest.mark.parametrize("width", [360, 720])
def test_no_line_of_help_in_japanese_begins_or_ends_with_a_mark_that_must_not(
    open_desk: OpenDesk, width: int
) -> None:
    shown = open_help(open_desk)
    shown.resize(width, 500)
    for page in PAGES:
        _show(shown, page)
        for block in _blocks(shown):
            lines = _lines_of(block)
            assert not [each for each in lines[1:] if each.startswith(_NOT_FIRST)]
            assert not [each for each in lines[:-1] if each.endswith(_NOT_LAST)]


def test_columns_of_a_table_in_japanese_stay_as_wide_as_what_is_in_them(
    open_desk: OpenDesk,
) -> None:
    shown = open_help(open_desk)
    keys = {"Shift+1 2 3", "残り時間が最も短いインタラクションへ移動"}

    assert keys == {block.text() for block in _blocks(shown) if block.text() in keys}
    assert [_lines_of(block) for block in _blocks(shown) if block.text() in keys] == [
        ["Shift+1 2 3"],
        ["残り時間が最も短いインタラクションへ移動"],
    ]


def test_line_ends_in_japanese_are_taken_off_for_another_width_and_text_size(
    open_desk: OpenDesk,
) -> None:
    shown = open_help(open_desk)
    before = [_lines_of(block) for block in _blocks(shown)]

    shown.resize(400, 500)
    settle()
    assert [_lines_of(block) for block in _blocks(shown)] != before
    shown.theme.use(ThemeChoice.LIGHT, 200)
    settle()
    at_once = [_lines_of(block) for block in _blocks(shown)]
    _show(shown, "agents")
    assert at_once == [_lines_of(block) for block in _blocks(shown)]

    shown.theme.use(ThemeChoice.LIGHT, 100)
    shown.resize(720, 680)
    settle()
    assert [_lines_of(block) for block in _blocks(shown)] == before


def test_what_is_copied_has_the_line_ends_of_the_document_only(open_desk: OpenDesk) -> None:
    shown = open_help(open_desk)
    assert "\N{LINE SEPARATOR}" in shown.page.document().toRawText()

    shown.page.selectAll()
    shown.page.copy()

    copied = QApplication.clipboard().text()
    assert "Genesysの時計による残り秒数が表示されます" in copied
    assert "\nサインイン\n" in copied
