"""Starts Qt on a desktop as it is found: without a screen one line, and nothing that hangs."""

from __future__ import annotations

import importlib
import logging
import os
import re
import socket
import sys
from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

from wrapup_desk.application.base.notice import Notice, NoticeKind
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

_ACCESSIBILITY_BUS = "AT_SPI_BUS_ADDRESS"
# Longer than for a bus: left out for good, it leaves people without their screen reader.
_ACCESSIBILITY_ANSWERS_WITHIN_MS = 5000
_ACCESSIBILITY = ("org.a11y.Bus", "/org/a11y/bus")
_REGISTRY = ("org.a11y.atspi.Registry", "/org/a11y/atspi/registry")
_ASKING = "wrapup-desk looks for accessibility"
_SILENCE = tuple(
    f"org.freedesktop.DBus.Error.{name}" for name in ("NoReply", "Timeout", "TimedOut")
)


def no_bus() -> Notice:
    """Return what the agent is told of a message bus that does not answer."""
    text = tr(
        "The desktop's message bus does not answer: WrapUp Desk shows no notifications and no tray"
        " icon, and you sign in again at the next start."
    )
    return Notice("message bus", NoticeKind.WARNING, text)


def no_accessibility() -> Notice:
    """Return what the agent is told of an accessibility service that does not answer."""
    text = tr(
        "The desktop's accessibility service does not answer: screen readers cannot read this"
        " window. Start WrapUp Desk again once it does."
    )
    return Notice("accessibility", NoticeKind.WARNING, text)


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
    if sys.platform != "linux" or not _hangs(_place_of(_address_of_bus(environment))):
        return False
    environment[_BUS] = "disabled:"
    log.warning("the desktop's message bus does not answer: no tray, no keyring")
    return True


def leave_out_silent_accessibility(
    platform: str,
    environment: MutableMapping[str, str] = os.environ,
    answer_within_ms: int = _ACCESSIBILITY_ANSWERS_WITHIN_MS,
) -> bool:
    """Go on without screen readers if what they need does not answer; tell whether that was so.

    Qt asks for it when the first window is shown, and waits: 50 s for each service that hangs, for
    ever for a bus. So it is asked here first, by what Qt will ask.
    """
    if sys.platform != "linux" or platform in ("offscreen", "minimal"):
        return False
    try:
        _ask_for_accessibility(environment, answer_within_ms)
    except TimeoutError:
        environment[_ACCESSIBILITY_BUS] = "disabled:"
        log.warning("the desktop's accessibility service does not answer: no screen readers")
        return True
    return False


def _ask_for_accessibility(environment: MutableMapping[str, str], within_ms: int) -> None:
    """Ask what Qt asks, of the same services.

    Raises:
        TimeoutError: one of them does not answer.
    """
    address = environment.get(_ACCESSIBILITY_BUS, "")
    if not address:
        with _bus_at(_address_of_bus(environment)) as desktop:
            read = "org.freedesktop.DBus.Properties.Get"
            states = ("ScreenReaderEnabled", "IsEnabled")
            if not any(
                _asked(desktop, within_ms, *_ACCESSIBILITY, read, "org.a11y.Status", state)
                for state in states
            ):
                return
            address = str(
                _asked(desktop, within_ms, *_ACCESSIBILITY, "org.a11y.Bus.GetAddress") or ""
            )
    if _hangs(_place_of(address)):
        raise TimeoutError
    with _bus_at(address) as bus:
        _asked(bus, within_ms, *_REGISTRY, "org.a11y.atspi.Registry.GetRegisteredEvents")


@contextmanager
def _bus_at(address: str) -> Iterator[Any]:
    # By name: the other systems' installers need not bring it along.
    connection = importlib.import_module("PySide6.QtDBus").QDBusConnection
    try:
        yield connection.connectToBus(address, _ASKING)
    finally:
        connection.disconnectFromBus(_ASKING)


def _asked(bus: Any, within_ms: int, service: str, path: str, member: str, *given: str) -> Any:
    """Return the first of what *service* answers, None for a refusal or where there is none.

    Raises:
        TimeoutError: it does not answer.
    """
    dbus = importlib.import_module("PySide6.QtDBus")
    question = dbus.QDBusMessage.createMethodCall(service, path, *member.rsplit(".", 1))
    question.setArguments(list(given))
    question.setAutoStartService(False)
    reply = bus.call(question, dbus.QDBus.CallMode.Block, within_ms)
    if reply.errorName() in _SILENCE:
        raise TimeoutError
    said = reply.arguments()
    if reply.type() is not dbus.QDBusMessage.MessageType.ReplyMessage or not said:
        return None
    return said[0].variant() if isinstance(said[0], dbus.QDBusVariant) else said[0]


def _hangs(place: str) -> bool:
    """Whether a bus takes a connection at *place* and then says nothing."""
    if sys.platform == "win32" or not place:
        return False  # Windows has no message bus
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


def _address_of_bus(environment: MutableMapping[str, str]) -> str:
    folder = environment.get("XDG_RUNTIME_DIR", "")
    usual = Path(folder, "bus") if folder and _BUS not in environment else None
    is_there = usual is not None and usual.exists()
    return f"unix:path={usual}" if is_there else environment.get(_BUS, "")


def _place_of(address: str) -> str:
    """Return the socket that *address* names; empty for another kind of address."""
    found = _UNIX_SOCKET.match(address)
    if found is None:
        return ""
    return f"\0{found[2]}" if found[1] == "abstract" else found[2]
