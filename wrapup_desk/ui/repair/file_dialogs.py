"""Asks where to write a file, or which one to read; the dialog blocks nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QSettings, Qt, QUrl
from PySide6.QtWidgets import QFileDialog, QWidget

from wrapup_desk.domain.language.texts import tr

_LISTS = ("shortcuts", "history")

Answering = Callable[[frozenset[Path]], None]


class FileDialogs:
    """The one file dialog of a window: a new one takes the place of the last.

    Qt asks for each folder it remembers as it builds a dialog, and the window would stand still
    for a share that no longer answers. So `find_answering` is asked first, and what does not
    answer is forgotten; the dialog then shows the person's own folder.
    """

    def __init__(self, owner: QWidget) -> None:
        self._owner = owner
        self._open: QFileDialog | None = None
        self._folder: Path | None = None
        self._asks = 0
        # Given folders, to call back with those that answer; all do, where nobody looks.
        self.find_answering: Callable[[Sequence[Path], Answering], None] = lambda folders, tell: (
            tell(frozenset(folders))
        )

    def ask_for_table(self, name: str, write: Callable[[Path], None]) -> None:
        """Ask where to write a table: as a workbook, or as CSV."""
        workbook = tr("Excel workbook (*.xlsx)")
        self.ask_to_write(f"{name}.xlsx", f"{workbook};;{csv_filter()}", write)

    def ask_for_csv(self, name: str, write: Callable[[Path], None]) -> None:
        """Ask where to write a CSV file."""
        self.ask_to_write(f"{name}.csv", csv_filter(), write)

    def ask_to_write(self, name: str, filters: str, write: Callable[[Path], None]) -> None:
        """Ask where to write; *filters* are Qt's, and the first is what *name* is completed by."""
        self._when_safe(lambda: self._show_to_write(name, filters, write))

    def ask_to_read(self, filters: str, read: Callable[[Path], None]) -> None:
        """Ask which file to read."""
        self._when_safe(lambda: self._show_to_read(filters, read))

    def _show_to_write(self, name: str, filters: str, write: Callable[[Path], None]) -> None:
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

    def _show_to_read(self, filters: str, read: Callable[[Path], None]) -> None:
        dialog = self._new(tr("Import"), filters)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda path: read(Path(path)))
        dialog.show()

    def _when_safe(self, show: Callable[[], None]) -> None:
        """Call *show* once it is known which folders answer, unless something else is asked."""
        self._asks += 1
        this = self._asks
        self._leave()
        folders = _remembered() if self._folder is None else [self._folder, *_remembered()]

        def answered(answering: frozenset[Path]) -> None:
            if this == self._asks:
                _forget_all_but(answering)
                self._folder = next((each for each in folders if each in answering), None)
                show()

        self.find_answering(folders, answered)

    def _new(self, title: str, filters: str) -> QFileDialog:
        dialog = self._open = QFileDialog(self._owner, title, str(Path.home()))
        if self._folder is not None:
            dialog.setDirectory(str(self._folder))
        dialog.setNameFilter(filters)
        # Qt's own Japanese lacks these two.
        dialog.setLabelText(QFileDialog.DialogLabel.LookIn, tr("Look in:"))
        dialog.setLabelText(QFileDialog.DialogLabel.FileType, tr("Files of type:"))
        dialog.setWindowModality(Qt.WindowModality.NonModal)
        dialog.finished.connect(lambda _result: self._leave())
        return dialog

    def _leave(self) -> None:
        """Remember where the dialog was, in place of Qt, which would go there without asking."""
        dialog, self._open = self._open, None
        if dialog is None:
            return
        folder = self._folder = Path(dialog.directory().absolutePath())
        dialog.setDirectory(str(Path.home()))
        dialog.destroyed.connect(lambda: _remember(folder))  # after Qt has written its own
        dialog.deleteLater()


def _memory() -> QSettings:
    """Return where Qt's dialogs keep what they remember, for all programs of this user."""
    memory = QSettings(QSettings.Scope.UserScope, "QtProject")
    memory.beginGroup("FileDialog")
    return memory


def _remembered() -> list[Path]:
    """Return the folders that Qt would ask for, the last one first."""
    memory = _memory()
    urls = [memory.value("lastVisited"), *(url for name in _LISTS for url in _list(memory, name))]
    return [folder for url in urls if (folder := _folder_of(url)) is not None]


def _forget_all_but(answering: frozenset[Path]) -> None:
    """Take out of Qt's memory what did not answer."""
    memory = _memory()
    last = _folder_of(memory.value("lastVisited"))
    if last is not None and last not in answering:
        memory.remove("lastVisited")
    for name in _LISTS:
        urls = _list(memory, name)
        kept = [
            url for url in urls if (_folder_of(url) or Path.home()) in {*answering, Path.home()}
        ]
        if kept != urls:
            memory.setValue(name, kept)


def _remember(folder: Path) -> None:
    _memory().setValue("lastVisited", QUrl.fromLocalFile(str(folder)).toString())


def _list(memory: QSettings, name: str) -> list[str]:
    value = memory.value(name)
    return [str(each) for each in value] if isinstance(value, list) else [str(value or "")]


def _folder_of(url: object) -> Path | None:
    """Return the folder that *url* names; None for another place, such as all drives."""
    path = QUrl(str(url)).toLocalFile() if url else ""
    return Path(path) if path else None


def csv_filter() -> str:
    """Return what a dialog offers for CSV files."""
    return tr("CSV files (*.csv)")
