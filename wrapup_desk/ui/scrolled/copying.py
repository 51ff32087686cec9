"""Copies what is selected in a page as plain text, in a form that outlives the program's end."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QMimeData, QTimer
from PySide6.QtGui import QClipboard, QGuiApplication
from PySide6.QtWidgets import QTextEdit

from wrapup_desk.ui.scrolled.japanese_page import copied_text


def copied_from(page: QTextEdit) -> QMimeData:
    """Return what is selected in *page*, for its `createMimeDataFromSelection`.

    Data made in Python that still lies on the clipboard as Qt ends is asked for after Python has:
    the process ends with a fault. So it is replaced, in the next turn, by what Qt makes itself.
    """
    text = copied_text(page.textCursor())
    made = QMimeData()
    made.setText(text)
    clipboard = QGuiApplication.clipboard()
    QTimer.singleShot(0, clipboard, partial(_leave_to_qt, clipboard, text))
    return made


def _leave_to_qt(clipboard: QClipboard, text: str) -> None:
    modes = [QClipboard.Mode.Clipboard]
    if clipboard.supportsSelection():
        modes.append(QClipboard.Mode.Selection)
    for mode in modes:
        if clipboard.text(mode) == text:  # it was copied there, not dragged
            clipboard.setText(text, mode)
