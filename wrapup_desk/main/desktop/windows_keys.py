"""Takes the window's keys from Windows, which sends a message when they are pressed."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QAbstractNativeEventFilter, QByteArray, QCoreApplication

from wrapup_desk.application.base.hot_key import HotKey, HotKeyReport, HotKeyState
from wrapup_desk.main.desktop.user32 import HOT_KEY_PRESSED, User32, WindowsMessage

_NUMBER = 1


class WindowsKeys:
    """`GlobalKeys` on Windows: RegisterHotKey, no hook that would see what else is typed."""

    def __init__(self, user32: User32) -> None:
        self._user32 = user32
        self._filter: _HotKeyFilter | None = None

    def use(
        self,
        keys: HotKey | None,
        pressed: Callable[[], None],
        report: Callable[[HotKeyReport], None],
    ) -> None:
        self.close()
        if keys is None:
            report(HotKeyReport())
        elif self._user32.register(_NUMBER, keys):
            self._filter = _HotKeyFilter(pressed)
            report(HotKeyReport(HotKeyState.WORKS))
        else:
            report(HotKeyReport(HotKeyState.TAKEN))

    def window_in_front(self) -> int:
        return self._user32.window_in_front()

    def give_keyboard_to(self, window: int) -> bool:
        return self._user32.bring_forward(window)

    def close(self) -> None:
        """Give the keys back."""
        if self._filter is not None:
            self._user32.unregister(_NUMBER)
            self._filter.remove()
            self._filter = None


class _HotKeyFilter(QAbstractNativeEventFilter):
    """Sees every message on its way to Qt, so it is there only while there are keys."""

    def __init__(self, pressed: Callable[[], None]) -> None:
        super().__init__()
        self._pressed = pressed
        self._application = QCoreApplication.instance()
        if self._application is not None:
            self._application.installNativeEventFilter(self)

    def remove(self) -> None:
        if self._application is not None:
            self._application.removeNativeEventFilter(self)

    # Qt overrides

    def nativeEventFilter(
        self,
        kind: QByteArray | bytes | bytearray | memoryview,  # noqa: ARG002
        message: int,
    ) -> tuple[bool, int]:
        # It comes as "windows_generic_MSG" (seen), though Qt's documents say "…_dispatcher_MSG".
        told = WindowsMessage.from_address(int(message))
        is_ours = told.kind == HOT_KEY_PRESSED and told.word == _NUMBER
        if is_ours:
            self._pressed()
        return is_ours, 0
