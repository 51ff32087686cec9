"""Shows why the program cannot start, or what it has to ask first, and waits for the answer."""

from __future__ import annotations

import asyncio
import sys

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMessageBox

from wrapup_desk.domain.language.texts import tr
from wrapup_desk.main.qt_loop import qt_runner


def show_startup_error(app: QApplication, text: str) -> None:
    """Show *text*: in a box where there is a screen, always on standard error if there is one."""
    # A windowed program on Windows has no standard error.
    if sys.stderr is not None:
        sys.stderr.write(f"wrapup-desk: {text}\n")
    if app.platformName() != "offscreen":
        with qt_runner(app) as runner:
            runner.run(_shown(text))


def may_end_running(app: QApplication, text: str) -> bool | None:
    """Ask whether the program that *text* tells of is to be ended; None where nobody can answer."""
    if app.platformName() == "offscreen":
        return None
    with qt_runner(app) as runner:
        return runner.run(_agreed(text, tr("End it and start again"), tr("Leave it running")))


async def _shown(text: str) -> None:
    box = _box(QMessageBox.Icon.Critical, tr("WrapUp Desk cannot start."), text)
    await _closed(box)
    box.deleteLater()


async def _agreed(text: str, yes: str, no: str) -> bool:
    box = _box(QMessageBox.Icon.Warning, tr("WrapUp Desk does not answer."), text)
    agreeing = box.addButton(yes, QMessageBox.ButtonRole.DestructiveRole)
    leaving = box.addButton(no, QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(leaving)
    await _closed(box)
    has_agreed = box.clickedButton() is agreeing
    box.deleteLater()
    return has_agreed


def _box(icon: QMessageBox.Icon, title: str, text: str) -> QMessageBox:
    box = QMessageBox(icon, "WrapUp Desk", title)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setInformativeText(text)
    return box


async def _closed(box: QMessageBox) -> None:
    is_closed = asyncio.Event()
    box.finished.connect(lambda _result: is_closed.set())
    box.open()
    await is_closed.wait()
