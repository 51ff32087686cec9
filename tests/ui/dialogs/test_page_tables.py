"""Tables of the help are read at any width: as columns with whole words, or a line for each cell."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QTextBlock, QTextCursor

from tests.languages.speaking import speaking
from tests.ui.conftest import OpenDesk
from tests.ui.dialogs.help_pages import open_help, settle
from wrapup_desk.application.base.settings import LanguageChoice
from wrapup_desk.ui.dialogs.help_window import HelpWindow
from wrapup_desk.ui.dialogs.page_tables import as_paragraphs, tables_in

_PAGE = """# Troubles

| message | meaning | what to do |
|---|---|---|
| It is *full*. | no room | [make room](admin.md) |
| It is `late`. | | wait |

| key | what it does |
|---|---|
| `N` | writes a note |
"""


def _open(open_desk: OpenDesk, page: str, percent: int = 100) -> HelpWindow:
    shown = open_help(open_desk, percent)
    shown.setMinimumWidth(100)
    shown.page.show_page(page)
    settle()
    return shown


def _widen(shown: HelpWindow, width: int) -> None:
    shown.resize(width, 600)
    settle()


def _blocks(shown: HelpWindow) -> Iterator[QTextBlock]:
    block = shown.page.document().begin()
    while block.isValid():
        yield block
        block = block.next()


def _cells(shown: HelpWindow) -> list[QTextBlock]:
    return [block for block in _blocks(shown) if QTextCursor(block).currentTable() is not None]


def _broken_words(block: QTextBlock) -> list[str]:
    layout, text = block.layout(), block.text()
    lines = [layout.lineAt(each) for each in range(layout.lineCount())]
    ends = [line.textStart() + line.textLength() for line in lines[:-1]]
    return [text[end - 8 : end + 8] for end in ends if text[end - 1 : end + 1].isalnum()]


def _seen_first(shown: HelpWindow) -> str:
    return shown.page.cursorForPosition(QPoint(30, 4)).block().text()


def test_a_row_is_a_paragraph_and_what_its_columns_say_of_it() -> None:
    assert as_paragraphs(_PAGE, tables_in(_PAGE)).splitlines() == [
        "# Troubles",
        "",
        "**It is *full*.**",
        "",
        "- meaning: no room",
        "- what to do: [make room](admin.md)",
        "",
        "**It is `late`.**",
        "",
        "- what to do: wait",
        "",
        "",
        "**`N`**: writes a note",
        "",
    ]


def test_a_table_that_fits_stays_a_table() -> None:
    _, keys = tables_in(_PAGE)

    assert as_paragraphs(_PAGE, [keys]).startswith(_PAGE[: _PAGE.index("| key")])


@pytest.mark.parametrize("percent", [100, 200])
@pytest.mark.parametrize("choice", [LanguageChoice.ENGLISH, LanguageChoice.GERMAN])
@pytest.mark.parametrize("page", ["agents", "supervisors", "troubleshooting"])
def test_no_word_of_a_table_is_broken_at_any_width(
    open_desk: OpenDesk, choice: LanguageChoice, page: str, percent: int
) -> None:
    seen = 0
    with speaking(choice):
        shown = _open(open_desk, page, percent)
        for width in (320, 400, 520, 579, 720, 1060, 1300):
            _widen(shown, width)
            cells = _cells(shown)
            seen += len(cells)
            assert [word for cell in cells for word in _broken_words(cell)] == [], width
            assert shown.page.horizontalScrollBar().maximum() == 0

    assert seen, "where there is room they are tables"


def test_a_narrow_window_shows_all_that_the_tables_of_troubles_say(open_desk: OpenDesk) -> None:
    with speaking(LanguageChoice.GERMAN):
        shown = _open(open_desk, "troubleshooting")
        _widen(shown, 900)
        cells = [cell.text() for cell in _cells(shown)]
        links = set(re.findall(r'href="([^"]+)"', shown.page.toHtml()))

        _widen(shown, 320)
        text = shown.page.toPlainText()
        assert _cells(shown) == []
        assert cells
        assert [cell for cell in cells if cell not in text and cell != "Meldung"] == []
        assert "Was zu tun ist: starten Sie den Computer neu" in text
        assert set(re.findall(r'href="([^"]+)"', shown.page.toHtml())) == links

        _widen(shown, 900)
        assert [cell.text() for cell in _cells(shown)] == cells


@pytest.mark.parametrize(
    ("said", "in_a_line"),
    [
        ("Die Verbindung wurde unterbrochen.", "Die Verbindung wurde unterbrochen."),
        ("der Datenstrom ist abgerissen", "Bedeutung: der Datenstrom ist abgerissen"),
    ],
)
def test_what_is_read_stays_in_sight_where_its_table_becomes_paragraphs(
    open_desk: OpenDesk, said: str, in_a_line: str
) -> None:
    with speaking(LanguageChoice.GERMAN):
        shown = _open(open_desk, "troubleshooting")
        _widen(shown, 900)
        cell = next(block for block in _blocks(shown) if block.text() == said)
        layout = shown.page.document().documentLayout()
        shown.page.verticalScrollBar().setValue(int(layout.blockBoundingRect(cell).top()))
        row = {block.text() for block in _row_of(cell)}
        assert _seen_first(shown) in row

        _widen(shown, 320)
        first = _seen_first(shown)
        assert any(first.endswith(each) for each in row), first
        assert in_a_line in shown.page.toPlainText()

        _widen(shown, 900)
        assert _seen_first(shown) in row


def _row_of(cell: QTextBlock) -> list[QTextBlock]:
    table = QTextCursor(cell).currentTable()
    place = table.cellAt(cell.position()).row()
    return [
        table.cellAt(place, column).firstCursorPosition().block()
        for column in range(table.columns())
    ]


def test_a_page_that_is_at_its_beginning_stays_there(open_desk: OpenDesk) -> None:
    shown = _open(open_desk, "troubleshooting")

    for width in (900, 320, 900):
        _widen(shown, width)
        assert shown.page.verticalScrollBar().value() == 0
