"""Shows why the program cannot start, where somebody can see it, and waits until they have."""

from __future__ import annotations

import asyncio
import sys

import qasync
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMessageBox


def show_startup_error(app: QApplication, text: str) -> None:
    """Show *text*: in a box where there is a screen, always on standard error if there is one."""
    # A windowed program on Windows has no standard error.
    if sys.stderr is not None:
        sys.stderr.write(f"wrapup-desk: {text}\n")
    if app.platformName() != "offscreen":
        with asyncio.Runner(loop_factory=lambda: qasync.QEventLoop(app)) as runner:
            runner.run(_shown(text))


async def _shown(text: str) -> None:
    is_read = asyncio.Event()
    box = QMessageBox(QMessageBox.Icon.Critical, "WrapUp Desk", "WrapUp Desk cannot start.")
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setInformativeText(text)
    box.finished.connect(lambda _result: is_read.set())
    box.open()
    await is_read.wait()
    box.deleteLater()
