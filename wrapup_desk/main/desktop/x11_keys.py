"""Takes the window's keys from an X server, and gives the keyboard back to who had it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QSocketNotifier, QTimer

from wrapup_desk.application.base.hot_key import HotKey, HotKeyReport, HotKeyState
from wrapup_desk.main.desktop.xcb import (
    KEY_PRESS,
    KEY_RELEASE,
    MAPPING_CHANGED,
    XServer,
    XServerGone,
)
from wrapup_desk.ui.shortcuts import X11_PLACES

_MASKS = {"Shift": 1, "Ctrl": 4, "Alt": 8, "Meta": 64}
# The same keys count whether Caps Lock (2) and Num Lock (16) are on or not.
_LOCKS = (0, 2, 16, 18)
_KEYSYMS = {
    "Space": 0x20, "Home": 0xFF50, "Left": 0xFF51, "Up": 0xFF52, "Right": 0xFF53, "Down": 0xFF54,
    "PgUp": 0xFF55, "PgDown": 0xFF56, "End": 0xFF57, "Ins": 0xFF63,
}  # fmt: skip
_F1 = 0xFFBE


def _nothing() -> None:
    """Do nothing."""


class X11Keys(QObject):
    """`GlobalKeys` on X11: a passive grab, by which the server tells of these keys alone."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._server: XServer | None = None
        self._notifier: QSocketNotifier | None = None
        self._keys: HotKey | None = None
        self._grabbed: list[tuple[int, int]] = []
        self._pressed: Callable[[], None] = _nothing
        self._report: Callable[[HotKeyReport], None] = lambda _report: None
        self._pressed_ms = self._released_ms = 0
        self._is_down = False

    def use(
        self,
        keys: HotKey | None,
        pressed: Callable[[], None],
        report: Callable[[HotKeyReport], None],
    ) -> None:
        self._keys, self._pressed, self._report = keys, pressed, report
        if keys is not None and self._server is None:
            self._connect()
        self._grab()

    def window_in_front(self) -> int:
        found = self._server.window_in_front() if self._server is not None else 0
        self._read_soon()
        return found

    def give_keyboard_to(self, window: int) -> bool:
        if self._server is None or not self._server.exists(window):
            return False
        self._server.bring_forward(window, self._pressed_ms)
        self._read_soon()
        return True

    def close(self) -> None:
        """Give the keys back."""
        if self._notifier is not None:
            self._notifier.setEnabled(False)
        if self._server is not None:
            self._server.close()
        self._notifier = self._server = None

    def _connect(self) -> None:
        try:
            self._server = XServer()
        except XServerGone:
            return
        descriptor = self._server.file_descriptor
        self._notifier = QSocketNotifier(descriptor, QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._read)

    def _grab(self) -> None:
        server, keys = self._server, self._keys
        if server is None:
            self._report(HotKeyReport(HotKeyState.NOT_OFFERED if keys else HotKeyState.OFF))
            return
        for grabbed in self._grabbed:
            server.ungrab(*grabbed)
        self._grabbed = []
        if keys is None:
            self._report(HotKeyReport())
            return
        mask = sum(_MASKS[each] for each in keys.modifiers)
        # A keyboard that writes no Latin letters has them at the usual places.
        place = [code for code, sign in X11_PLACES.items() if sign == keys.key.lower()]
        codes = server.key_codes(keysym_of(keys)) or place
        wanted = [(code, mask | lock) for code in codes for lock in _LOCKS]
        self._grabbed = [each for each in wanted if server.grab(*each)]
        works = bool(wanted) and len(self._grabbed) == len(wanted)
        if not works:
            for grabbed in self._grabbed:
                server.ungrab(*grabbed)
            self._grabbed = []
        self._report(HotKeyReport(HotKeyState.WORKS if works else HotKeyState.TAKEN))
        self._read_soon()

    def _read_soon(self) -> None:
        """Look at what came in while an answer was awaited: the socket is silent about that."""
        QTimer.singleShot(0, self, self._read)

    def _read(self) -> None:
        if self._server is None:
            return
        is_new_keyboard = False
        for kind, code, time_ms in self._server.events():
            if kind == MAPPING_CHANGED:
                is_new_keyboard = True
            elif code in {grabbed for grabbed, _ in self._grabbed}:
                self._note(kind, time_ms)
        if is_new_keyboard:
            self._grab()

    def _note(self, kind: int, time_ms: int) -> None:
        """Act once a press: a key that is held repeats as pairs of release and press at one time."""
        if kind == KEY_RELEASE:
            self._released_ms, self._is_down = time_ms, False
        elif kind == KEY_PRESS:
            repeats = self._is_down or time_ms == self._released_ms
            self._pressed_ms, self._is_down = time_ms, True
            if not repeats:
                self._pressed()


def keysym_of(keys: HotKey) -> int:
    """Return the X server's number of what the key writes."""
    if keys.key in _KEYSYMS:
        return _KEYSYMS[keys.key]
    if len(keys.key) == 1:
        return ord(keys.key.lower())
    return _F1 + int(keys.key[1:]) - 1
