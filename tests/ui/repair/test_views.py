"""Tests what the repair window remembers, asks for and writes: views, columns, notes, files."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt, QUrl
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit

from tests.languages.speaking import speaking
from tests.ui.repair import snapshots as s
from tests.ui.repair.conftest import OpenRepair
from wrapup_desk.application.base.settings import LanguageChoice
from wrapup_desk.domain.repair.code_issue import CodeIssue
from wrapup_desk.domain.repair.table_view import Column, Filters, Order
from wrapup_desk.ui.repair.table.model import LegColumn
from wrapup_desk.ui.repair.window import RepairWindow

Fault = tuple[object, ...]
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


def test_a_view_is_saved_by_name_and_shown_again(open_repair: OpenRepair) -> None:
    filters = Filters(issues=frozenset({CodeIssue.MISSING}), text="M. Oliveira")
    driver = open_repair(s.state(filters=filters, order=Order(Column.QUEUE)))
    window = driver.window
    window._fill_view_menu()
    field = window.area.view_menu.menu.findChildren(QLineEdit)[0]
    field.setText("Mornings")
    field.returnPressed.emit()

    kept = window._views.views
    assert [view.name for view in kept] == ["Mornings"]
    assert kept[0].filters == filters
    window.use_view(kept[0])
    assert driver.commands("set_filters") == [(kept[0].filters,)]
    assert driver.commands("sort") == [(Column.QUEUE, True)]


def test_the_columns_chosen_are_there_again_the_next_time(open_repair: OpenRepair) -> None:
    driver = open_repair(s.gallery()["40-repair"])
    chip = driver.window.area.view_menu
    chip.open_menu()
    columns = {action.text(): action for action in chip.menu.actions() if action.isCheckable()}
    assert not columns["Problem"].isChecked()
    columns["Problem"].trigger()
    columns["Queue"].trigger()

    again = open_repair(s.gallery()["40-repair"]).window.area.table

    assert not again.isColumnHidden(int(LegColumn.PROBLEM))
    assert again.isColumnHidden(int(LegColumn.QUEUE))
    assert not again.isColumnHidden(int(LegColumn.CHECK))


def test_a_required_note_is_asked_for_before_anything_is_changed(open_repair: OpenRepair) -> None:
    driver = open_repair(replace(s.gallery()["46-repair-preview"], needs_note=True))
    part = driver.window.area.fix_bar.preview
    assert part.note.placeholderText() == "Note (required)"

    driver.click(part.confirm)

    assert driver.commands("confirm") == []
    assert part.missing.shown_text == "Write a note: it goes with each code."
    assert QApplication.focusWidget() is part.note
    driver.press("read")
    driver.click(part.confirm)
    assert driver.commands("confirm") == [("", "read")]


def test_exporting_asks_without_blocking_and_the_desk_writes(open_repair: OpenRepair) -> None:
    driver = open_repair(s.state())

    driver.click(driver.window.export)
    dialog = driver.window.findChild(QFileDialog)
    assert dialog is not None
    assert not dialog.isModal()
    dialog.fileSelected.emit("/somewhere/codes.csv")
    dialog.close()

    assert driver.commands("export_rows") == [(Path("/somewhere/codes.csv"),)]


@pytest.mark.parametrize(
    ("language", "labels"),
    [
        (LanguageChoice.JAPANESE, ["場所\uff1a", "ファイルの種類\uff1a"]),
        (LanguageChoice.GERMAN, ["Suchen in:", "Dateityp:"]),
    ],
)
def test_what_a_file_dialog_asks_for_is_in_the_language_of_the_window(
    open_repair: OpenRepair, language: LanguageChoice, labels: list[str]
) -> None:
    with speaking(language):
        driver = open_repair(s.state())
        driver.click(driver.window.export)
        dialog = the_dialog(driver.window)

    asked = (QFileDialog.DialogLabel.LookIn, QFileDialog.DialogLabel.FileType)
    assert [dialog.labelText(each) for each in asked] == labels
    dialog.close()


class Looking:
    """Keeps what a window asks about folders, and answers when it is told to."""

    def __init__(self, window: RepairWindow) -> None:
        self.asked: list[list[Path]] = []
        self._tell: Callable[[frozenset[Path]], None] = lambda _found: None
        window.files.find_answering = self._find

    def _find(self, folders: Sequence[Path], tell: Callable[[frozenset[Path]], None]) -> None:
        self.asked.append(list(folders))
        self._tell = tell

    def answer(self, *found: Path) -> None:
        self._tell(frozenset(found))


def the_dialog(window: RepairWindow) -> QFileDialog:
    """Return the file dialog that is open."""
    (dialog,) = [each for each in window.findChildren(QFileDialog) if each.isVisible()]
    return dialog


def leave_in(window: RepairWindow, folder: Path) -> None:
    """Close the file dialog after looking into *folder*."""
    dialog = the_dialog(window)
    dialog.setDirectory(str(folder))
    dialog.reject()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def test_an_export_begins_in_the_folder_of_the_last_one(
    open_repair: OpenRepair, tmp_path: Path
) -> None:
    window = (driver := open_repair(s.state())).window
    driver.click(window.export)
    leave_in(window, tmp_path)

    driver.click(window.export)

    assert Path(the_dialog(window).directory().absolutePath()) == tmp_path


def test_a_folder_that_no_longer_answers_is_never_gone_to(
    open_repair: OpenRepair, tmp_path: Path
) -> None:
    share = tmp_path / "share"
    share.mkdir()
    window = (driver := open_repair(s.state())).window
    looking = Looking(window)
    driver.click(window.export)
    looking.answer()
    the_dialog(window).setSidebarUrls([QUrl.fromLocalFile(str(share))])
    leave_in(window, share)

    driver.click(window.export)
    assert looking.asked[-1].count(share) >= 2, "the last folder, and one among the shortcuts"
    assert not any(each.isVisible() for each in window.findChildren(QFileDialog))
    looking.answer(tmp_path)

    dialog = the_dialog(window)
    assert Path(dialog.directory().absolutePath()) == Path.home()
    assert QUrl.fromLocalFile(str(share)) not in dialog.sidebarUrls()


def test_only_what_was_asked_for_last_is_shown(open_repair: OpenRepair) -> None:
    window = (driver := open_repair(s.state())).window
    looking = Looking(window)
    driver.click(window.export)
    first = looking._tell
    driver.click(window.export)

    first(frozenset())
    looking.answer()

    assert the_dialog(window).isVisible()
