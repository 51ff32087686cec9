"""Starts Qt on a desktop as it is found: without a screen one line, without a live bus no bus."""

from __future__ import annotations

import logging
import os
import re
import socket
import sys
from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

from wrapup_desk.domain.language.texts import tr

log = logging.getLogger(__name__)

NO_WINDOW = 1
_TOLD = (QtMsgType.QtWarningMsg, QtMsgType.QtCriticalMsg)
_REASON = re.compile(
    r"could not connect to display.*|\S+ (or \S+ )?is needed|Could not find the Qt"
)

_BUS = "DBUS_SESSION_BUS_ADDRESS"
# A bus on this computer answers within a millisecond, and a busy computer within less than this.
_BUS_ANSWERS_WITHIN_S = 2.0
_UNIX_SOCKET = re.compile(r"unix:(path|abstract)=([^,;]+)")


@contextmanager
def one_line_without_a_screen() -> Iterator[None]:
    """Where Qt finds no screen to draw on, end with one line; left to itself it aborts.

    To be entered while there is nothing yet that has to be closed.
    """
    said: list[str] = []

    def hear(kind: QtMsgType, _context: QMessageLogContext, text: str) -> None:
        if kind is QtMsgType.QtFatalMsg:
            _end(_reason(said) or text)
        if kind in _TOLD:
            said.append(text)

    former = qInstallMessageHandler(hear)
    try:
        yield
    finally:
        qInstallMessageHandler(former)
    for text in said:
        log.warning("Qt: %s", text)


def _reason(said: list[str]) -> str:
    found = [each.group() for text in said if (each := _REASON.search(text))]
    return found[0].strip() if found else ""


def _end(reason: str) -> None:
    if sys.stderr is not None:
        sys.stderr.write(
            tr(
                "wrapup-desk: no window can be shown ({reason}); use wrapup-desk"
                " headless, or --platform offscreen\n",
                reason=reason.splitlines()[0].rstrip("."),
            )
        )
        sys.stderr.flush()
    os._exit(NO_WINDOW)


def leave_out_a_silent_bus(environment: MutableMapping[str, str] = os.environ) -> bool:
    """Go on without the desktop's message bus if it does not answer; tell whether that was so.

    Qt and the keyring would wait for it for ever, before there is a window.
    """
    if sys.platform != "linux" or not _is_silent(environment):
        return False
    environment[_BUS] = "disabled:"
    log.warning("the desktop's message bus does not answer: no tray, no keyring")
    return True


def _is_silent(environment: MutableMapping[str, str]) -> bool:
    place = _place_of_bus(environment)
    if not place:
        return False
    with socket.socket(socket.AF_UNIX) as bus:
        bus.settimeout(_BUS_ANSWERS_WITHIN_S)
        try:
            bus.connect(place)
            # An empty request to sign in is refused at once (D-Bus specification, "Authentication").
            bus.sendall(b"\0AUTH\r\n")
            bus.recv(1)
        except TimeoutError:
            return True
        except OSError:
            return False  # there is none, and libraries find that out as fast
    return False


def _place_of_bus(environment: MutableMapping[str, str]) -> str:
    if found := _UNIX_SOCKET.match(environment.get(_BUS, "")):
        return f"\0{found[2]}" if found[1] == "abstract" else found[2]
    folder = environment.get("XDG_RUNTIME_DIR", "")
    usual = Path(folder, "bus") if folder and _BUS not in environment else None
    return str(usual) if usual is not None and usual.exists() else ""
