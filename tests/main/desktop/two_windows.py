"""A program with one window on a real X server, in a process of its own; tells which it is.

`python -m tests.main.desktop.two_windows caller` is any other program: a field to type into;
`… desk Ctrl+Alt+W` is the agent's window, joined to the desktop; `… keys` tells what is asked of it.
"""

from __future__ import annotations

import asyncio
import sys
from dataclasses import replace

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from tests.ui import snapshots as s
from tests.ui.recording_desk import RecordingDesk
from wrapup_desk.application.base.background import Background
from wrapup_desk.application.base.hot_key import HotKeyReport
from wrapup_desk.application.base.settings import Settings
from wrapup_desk.main.desktop.joined import join_desktop
from wrapup_desk.main.qt_loop import qt_runner
from wrapup_desk.ui.desk.bridge import DeskBridge
from wrapup_desk.ui.desk.window import MainWindow
from wrapup_desk.ui.dialogs.side_windows import SideWindows


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def caller() -> None:
    app = QApplication([])
    field = QLineEdit()
    field.textChanged.connect(lambda text: say(f"typed {text}"))
    field.show()
    field.activateWindow()
    say(f"window {int(field.winId())}")
    app.exec()


class TellingSideWindows(SideWindows):
    """Says what became of the keys."""

    def show_hot_key(self, report: HotKeyReport) -> None:
        super().show_hot_key(report)
        say(f"keys {report.state.name}")


class TellingList(list[tuple[str, ...]]):
    """Says what is put into it."""

    def append(self, asked: tuple[str, ...]) -> None:
        super().append(asked)
        say(f"asked {' '.join(asked)}")


class TellingWords(QObject):
    """Says what an input method has under way, and where Submit is meanwhile."""

    def _say_where_submit_is(self, window: QWidget) -> None:
        panel = window.list.active_panel if isinstance(window, MainWindow) else None
        if panel is not None:
            submit = panel.choice.submit_button
            middle = submit.mapToGlobal(submit.rect().center())
            say(f"submit {middle.x()} {middle.y()}")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QInputMethodEvent) and isinstance(watched, QWidget):
            say(f"composing {event.preeditString()}")
            self._say_where_submit_is(watched.window())
        return super().eventFilter(watched, event)


def keys() -> None:
    """Show one card with topics; each key told of is the window's last, so the next can come."""
    app = QApplication([])
    recording = RecordingDesk(s.desk(replace(s.MARTA, takes_topics=True)))
    recording.selections = TellingList()
    recording.commands = TellingList()
    window = MainWindow(DeskBridge(recording), Settings(), frozenset(), ())
    window.show()
    window.activateWindow()
    app.focusChanged.connect(
        lambda _before, now: say(f"focus {type(now).__name__ if now else 'none'}")
    )
    words = TellingWords()
    app.installEventFilter(words)
    say(f"window {int(window.winId())}")
    app.exec()


def desk(keys: str) -> None:
    app = QApplication([])
    app.setQuitOnLastWindowClosed(False)
    settings = Settings(hot_key=keys)
    bridge = DeskBridge(RecordingDesk(s.desk(s.MARTA)))
    window = MainWindow(bridge, settings, frozenset(), ())
    window.side_windows = TellingSideWindows(window.theme, window, ())
    window.show()
    say(f"window {int(window.winId())}")

    async def run() -> None:
        background = Background(lambda failure: say(f"failed {failure!r}"))
        background.start(join_desktop(background, window, bridge, lambda: settings), "join")
        await asyncio.Event().wait()

    with qt_runner(app) as runner:
        runner.run(run())


if __name__ == "__main__":
    if sys.argv[1] == "caller":
        caller()
    elif sys.argv[1] == "keys":
        keys()
    else:
        desk(sys.argv[2])
