"""Asks where to write a file, or which one to read; the dialog blocks nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from wrapup_desk.domain.language.texts import tr


class FileDialogs:
    """The one file dialog of a window: a new one takes the place of the last."""

    def __init__(self, owner: QWidget) -> None:
        self._owner = owner
        self._open: QFileDialog | None = None

    def ask_for_table(self, name: str, write: Callable[[Path], None]) -> None:
        """Ask where to write a table: as a workbook, or as CSV."""
        workbook = tr("Excel workbook (*.xlsx)")
        self.ask_to_write(f"{name}.xlsx", f"{workbook};;{csv_filter()}", write)

    def ask_for_csv(self, name: str, write: Callable[[Path], None]) -> None:
        """Ask where to write a CSV file."""
        self.ask_to_write(f"{name}.csv", csv_filter(), write)

    def ask_to_write(self, name: str, filters: str, write: Callable[[Path], None]) -> None:
        """Ask where to write; *filters* are Qt's, and the first is what *name* is completed by."""
        dialog = self._new(tr("Export"), filters)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(name.rpartition(".")[2])
        # "CSV files (*.csv)" → csv
        dialog.filterSelected.connect(
            lambda chosen: dialog.setDefaultSuffix(chosen.rpartition("*.")[2].rstrip(")"))
        )
        dialog.selectFile(name)
        dialog.fileSelected.connect(lambda path: write(Path(path)))
        dialog.show()

    def ask_to_read(self, filters: str, read: Callable[[Path], None]) -> None:
        """Ask which file to read."""
        dialog = self._new(tr("Import"), filters)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda path: read(Path(path)))
        dialog.show()

    def _new(self, title: str, filters: str) -> QFileDialog:
        if self._open is not None:
            self._open.deleteLater()
        dialog = self._open = QFileDialog(self._owner, title)
        dialog.setNameFilter(filters)
        dialog.setWindowModality(Qt.WindowModality.NonModal)
        return dialog


def csv_filter() -> str:
    """Return what a dialog offers for CSV files."""
    return tr("CSV files (*.csv)")
