"""Begins what joins the window and the desktop around it, once the window has been painted."""

from __future__ import annotations

from collections.abc import Callable

from wrapup_desk.application.base.background import Background
from wrapup_desk.application.base.ports import Clock
from wrapup_desk.application.base.settings import Settings
from wrapup_desk.main.system.first_paint import FirstPaint
from wrapup_desk.ui.desk.bridge import DeskBridge
from wrapup_desk.ui.desk.window import MainWindow


def stand_beside(
    background: Background,
    clock: Clock,
    window: MainWindow,
    bridge: DeskBridge,
    settings: Callable[[], Settings],
) -> None:
    """Tell of what is due outside the window, and have its keys bring it forward and back."""

    async def join() -> None:
        await FirstPaint(window).wait(clock)
        # Nothing of this is loaded before the window shows.
        from wrapup_desk.main.desktop.joined import join_desktop

        await join_desktop(background, window, bridge, settings)

    background.start(join(), "stand beside other windows")
