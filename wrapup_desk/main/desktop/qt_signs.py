"""Shows the window's signs by what Qt and the system have for them."""

from __future__ import annotations

import importlib
import shutil
import sys

from PySide6.QtCore import QProcess
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget

from wrapup_desk.resource_files import resource

# Long enough to be seen, and over before it is a nuisance: the badge stays.
_FLASH_MS = 5_000
# One of these comes with every Linux desktop that has sound: PipeWire, PulseAudio, ALSA.
_PLAYERS = ("pw-play", "paplay", "aplay")


class QtSigns:
    """`TaskbarSigns` of a window; no library of Qt's is loaded for its sound."""

    def __init__(self, window: QWidget, application: QGuiApplication) -> None:
        self._window = window
        self._application = application
        self._badge = 0

    def show_badge(self, count: int) -> None:
        # On Linux a badge belongs to a program's entry in the desktop's menu, if it has one.
        has_place = sys.platform != "linux" or QGuiApplication.desktopFileName()
        if has_place and count != self._badge:
            self._badge = count
            self._application.setBadgeNumber(count)

    def flash(self) -> None:
        QApplication.alert(self._window, _FLASH_MS)

    def play_sound(self) -> None:
        path = str(resource("sounds", "due.wav"))
        if sys.platform == "win32":
            winsound = importlib.import_module("winsound")
            how = winsound.SND_FILENAME | winsound.SND_ASYNC | winsound.SND_NODEFAULT
            winsound.PlaySound(path, how)
            return
        player = next(filter(None, map(shutil.which, _PLAYERS)), "")
        if not player or not QProcess.startDetached(player, [path])[0]:
            QApplication.beep()
