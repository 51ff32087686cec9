"""Puts together what joins the window and this desktop, until the program ends."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Callable, Mapping

from PySide6.QtGui import QGuiApplication

from wrapup_desk.application.base.background import Background
from wrapup_desk.application.base.hot_key import GlobalKeys, HotKey, HotKeyReport, HotKeyState
from wrapup_desk.application.base.settings import Settings
from wrapup_desk.main.desktop.notifications import DesktopNotifications
from wrapup_desk.main.desktop.portal_keys import PortalKeys
from wrapup_desk.main.desktop.qt_signs import QtSigns
from wrapup_desk.main.desktop.session_bus import session_address
from wrapup_desk.main.desktop.tray_toasts import TrayToasts
from wrapup_desk.main.desktop.user32 import User32
from wrapup_desk.main.desktop.windows_keys import WindowsKeys
from wrapup_desk.main.desktop.x11_keys import X11Keys
from wrapup_desk.ui.attention.attention import Attention
from wrapup_desk.ui.attention.front_and_back import FrontAndBack
from wrapup_desk.ui.attention.toasts import ToastAction, ToastDisplay
from wrapup_desk.ui.desk.bridge import DeskBridge
from wrapup_desk.ui.desk.window import MainWindow
from wrapup_desk.ui.theme import running_application


class NoKeys:
    """`GlobalKeys` of a system that offers programs none."""

    def use(
        self,
        keys: HotKey | None,  # noqa: ARG002
        pressed: Callable[[], None],  # noqa: ARG002
        report: Callable[[HotKeyReport], None],
    ) -> None:
        report(HotKeyReport(HotKeyState.NOT_OFFERED))

    def window_in_front(self) -> int:
        return 0

    def give_keyboard_to(self, window: int) -> bool:  # noqa: ARG002
        return False

    def close(self) -> None:
        """Nothing was taken."""


async def join_desktop(
    background: Background,
    window: MainWindow,
    bridge: DeskBridge,
    settings: Callable[[], Settings],
) -> None:
    """Join them until cancelled; then the keys are given back."""
    _attend(background, window, bridge, settings)
    keys = global_keys(background, window, os.environ)
    front_and_back = FrontAndBack(window, keys)
    in_use = settings().hot_key

    def use(text: str) -> None:
        keys.use(HotKey.of(text), front_and_back.turn, window.side_windows.show_hot_key)

    def follow(changed: Settings) -> None:
        nonlocal in_use
        if changed.hot_key != in_use:
            in_use = changed.hot_key
            use(in_use)

    window.settings_changed.connect(follow)
    use(in_use)
    try:
        await asyncio.Event().wait()
    finally:
        keys.close()


def _attend(
    background: Background,
    window: MainWindow,
    bridge: DeskBridge,
    settings: Callable[[], Settings],
) -> None:
    def answered(communication_id: str, action: ToastAction) -> None:
        attention.answer(communication_id, action)

    display: ToastDisplay = TrayToasts(window, answered)
    if sys.platform == "linux":
        address = session_address(os.environ)
        display = DesktopNotifications(background, address, display, answered)
    signs = QtSigns(window, running_application())
    attention = Attention(window, bridge, settings, display, signs)


def global_keys(
    background: Background, window: MainWindow, environment: Mapping[str, str]
) -> GlobalKeys:
    """Return what takes keys on this desktop."""
    if sys.platform == "win32":
        return WindowsKeys(User32())
    # A program that draws by way of X on a Wayland desktop sees only keys meant for such programs.
    is_wayland = environment.get("WAYLAND_DISPLAY") or (
        environment.get("XDG_SESSION_TYPE") == "wayland"
    )
    if is_wayland:
        entry = QGuiApplication.desktopFileName()
        return PortalKeys(background, session_address(environment), entry)
    return X11Keys(window) if QGuiApplication.platformName() == "xcb" else NoKeys()
