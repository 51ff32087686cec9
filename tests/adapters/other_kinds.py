"""Puts something that is no file where a file is looked for."""

from __future__ import annotations

import contextlib
import os
import socket
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest


def _pipe(path: Path) -> None:
    if sys.platform == "win32":
        pytest.skip("Windows has no pipes in folders")
    os.mkfifo(path)


def _folder(path: Path) -> None:
    path.mkdir()


def _socket(path: Path) -> None:
    if sys.platform == "win32":
        pytest.skip("Windows has no sockets in folders")
    # From within the folder: the whole path may be longer than the name of a socket.
    with contextlib.chdir(path.parent), socket.socket(socket.AF_UNIX) as listening:
        listening.bind(path.name)


@cache
def _terminal() -> str:
    """Return the name of a terminal of our own: no harm to the computer in whatever is done to it."""
    if sys.platform == "win32":
        pytest.skip("Windows has no terminals in folders")
    return os.ttyname(os.openpty()[1])


def _device(path: Path) -> None:
    path.symlink_to(_terminal())


KINDS: dict[str, Callable[[Path], None]] = {
    "pipe": _pipe,
    "folder": _folder,
    "socket": _socket,
    "device": _device,
}


def each_kind() -> list[object]:
    """Return a parameter for each: what puts it at a path."""
    return [pytest.param(put, id=name) for name, put in KINDS.items()]
