"""A real X server for tests, programs on it, and hands that press keys there."""

from __future__ import annotations

import ctypes.util
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
_LIBRARIES = ("xcb", "xcb-keysyms", "xcb-icccm", "xcb-cursor", "xkbcommon-x11")
on_x = pytest.mark.skipif(
    sys.platform != "linux"
    or not (shutil.which("Xvfb") and shutil.which("xdotool"))
    or not all(ctypes.util.find_library(name) for name in _LIBRARIES),
    reason="there is no X server to try it on",
)


class Program:
    """A program on the display, which tells what happens line by line."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def tells(self, wanted: str) -> str:
        """Wait until it tells *wanted*, and return what follows on that line."""
        assert self._process.stdout is not None
        for line in self._process.stdout:
            if line.startswith(wanted):
                return line.removeprefix(wanted).strip()
        raise AssertionError(f"it ended before it told {wanted!r}")


def environment(display: str) -> dict[str, str]:
    wanted = {**os.environ, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb", "PYTHONPATH": str(ROOT)}
    wanted.pop("WAYLAND_DISPLAY", None)
    wanted.pop("XDG_SESSION_TYPE", None)
    return {**wanted, "DBUS_SESSION_BUS_ADDRESS": "disabled:"}


@contextmanager
def program(display: str, *arguments: str, **around: str) -> Iterator[Program]:
    """Run one of the programs, with *around* in its environment."""
    command = [sys.executable, "-m", "tests.main.desktop.two_windows", *arguments]
    with subprocess.Popen(
        command, env=environment(display) | around, stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            yield Program(process)
        finally:
            process.terminate()


def hands(display: str, *command: str) -> None:
    subprocess.run(["xdotool", *command], env=environment(display), check=True, timeout=30)


def has_keyboard(display: str, window: str) -> bool:
    command = ["xdotool", "getwindowfocus"]
    told = subprocess.run(
        command, env=environment(display), capture_output=True, text=True, check=False, timeout=30
    )
    return told.stdout.strip() == window


def use_layout(display: str, layout: str) -> None:
    subprocess.run(["setxkbmap", layout], env=environment(display), check=True, timeout=30)
