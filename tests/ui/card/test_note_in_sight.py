"""With the caret in a note, the note is in sight, and what is said below it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.ui import snapshots as s
from tests.ui.conftest import OpenDesk
from tests.ui.desk.test_out_of_sight import is_in_sight
from tests.ui.driver import TIMEOUT_MS
from tests.ui.looks.test_texts_fit import at_text_size
from wrapup_desk.domain.notes.note_draft import NoteDraft


@pytest.mark.parametrize(("width", "height"), [(320, 480), (400, 400), (683, 384)])
def test_what_is_said_below_a_note_is_in_sight_while_it_is_written(
    open_desk: OpenDesk, width: int, height: int
) -> None:
    driver = open_desk(
        s.desk(replace(s.MARTA, draft=NoteDraft("The customer disputes a charge.")))
    )
    driver.window.resize(width, height)
    QApplication.processEvents()
    notes = driver.active.choice.notes
    assert not is_in_sight(notes.caption, driver.window)

    driver.press("n")
    driver.qtbot.waitUntil(lambda: is_in_sight(notes.caption, driver.window), timeout=TIMEOUT_MS)
    assert is_in_sight(notes.field, driver.window)
    QTest.keyClicks(notes.field, "Paid with 4111 1111 1111 1111")

    driver.qtbot.waitUntil(lambda: is_in_sight(notes.warning, driver.window), timeout=TIMEOUT_MS)
    assert is_in_sight(notes.field, driver.window)


def test_a_note_stays_in_sight_where_there_is_no_room_for_what_is_said_below_it(
    open_desk: OpenDesk,
) -> None:
    driver = open_desk(
        s.desk(replace(s.MARTA, draft=NoteDraft("The customer disputes a charge.")))
    )
    driver.window.resize(320, 300)
    QApplication.processEvents()
    note = driver.active.choice.note

    driver.press("n")

    driver.qtbot.waitUntil(lambda: is_in_sight(note, driver.window), timeout=TIMEOUT_MS)


def test_of_a_note_that_is_higher_than_the_view_the_line_that_is_written_is_in_sight(
    open_desk: OpenDesk,
) -> None:
    driver = at_text_size(open_desk, 200)
    driver.show(s.desk(s.MARTA))
    driver.window.resize(320, 480)
    QApplication.processEvents()
    note = driver.active.choice.note

    driver.press("n")
    QTest.keyClicks(note, "Refund promised for Friday. " * 12)

    def is_written_in_sight() -> bool:
        edges, view = driver.window.list.edges, driver.window.list.viewport()
        top = note.viewport().mapTo(view, note.cursorRect().topLeft()).y()
        end = view.height() - edges.bottom.inset
        return edges.top.inset <= top and top + note.cursorRect().height() <= end

    driver.qtbot.waitUntil(is_written_in_sight, timeout=TIMEOUT_MS)
    driver.settle()
    assert is_written_in_sight()
    assert not is_in_sight(note, driver.window)
