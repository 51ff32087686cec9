"""A program with one window on a real X server, in a process of its own; tells which it is.

`python -m tests.main.desktop.two_windows caller` is any other program: a field to type into;
`… desk Ctrl+Alt+W` is the agent's window, joined to the desktop.
"""

from __future__ import annotations

import asyncio
import sys

from PySide6.QtWidgets import QApplication, QLineEdit

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
    caller() if sys.argv[1] == "caller" else desk(sys.argv[2])
