"""A toast is shown once the desktop's service answers, and one that hangs holds up nothing."""

from __future__ import annotations

import importlib
import shutil
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from wrapup_desk.ui.desk.desktop_services import NotificationService

pytestmark = pytest.mark.skipif(
    shutil.which("dbus-daemon") is None, reason="there is no message bus to try it on"
)
SERVICE = "org.freedesktop.Notifications"


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """A message bus of the test's own."""
    address = f"unix:path={tmp_path}/bus"
    command = ["dbus-daemon", "--session", "--nofork", "--print-address", f"--address={address}"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as daemon:
        assert daemon.stdout is not None
        daemon.stdout.readline()
        yield address
        daemon.terminate()


@pytest.fixture
def bus(address: str) -> Iterator[Any]:
    dbus = importlib.import_module("PySide6.QtDBus")
    yield dbus.QDBusConnection.connectToBus(address, "tested")
    dbus.QDBusConnection.disconnectFromBus("tested")


@pytest.fixture
def owner(address: str) -> Iterator[Any]:
    """Who owns the service's name; nobody reads what it is asked."""
    jeepney = importlib.import_module("jeepney")
    with importlib.import_module("jeepney.io.blocking").open_dbus_connection(address) as owner:
        owner.send_and_get_reply(jeepney.bus_messages.message_bus.RequestName(SERVICE))
        yield owner


def answer_once(owner: Any) -> None:
    jeepney = importlib.import_module("jeepney")
    while True:
        asked = owner.receive()
        if asked.header.fields.get(jeepney.HeaderFields.member) == "GetServerInformation":
            owner.send(jeepney.new_method_return(asked, "ssss", ("a", "b", "1", "1.2")))
            return


def test_a_service_that_hangs_is_asked_and_not_waited_for(
    qtbot: QtBot, bus: Any, owner: Any
) -> None:
    shown: list[str] = []
    with_parent = QObject()

    NotificationService(with_parent, lambda: bus).when_it_answers(lambda: shown.append("toast"))

    qtbot.wait(50)
    assert shown == []


def test_a_service_that_lives_shows_it(qtbot: QtBot, bus: Any, owner: Any) -> None:
    shown: list[str] = []
    answering = threading.Thread(target=answer_once, args=(owner,))
    answering.start()
    parent = QObject()

    NotificationService(parent, lambda: bus).when_it_answers(lambda: shown.append("toast"))

    qtbot.waitUntil(lambda: shown == ["toast"], timeout=10_000)
    answering.join()


def test_where_there_is_no_service_qt_shows_it_by_itself(qtbot: QtBot, bus: Any) -> None:
    shown: list[str] = []
    parent = QObject()

    NotificationService(parent, lambda: bus).when_it_answers(lambda: shown.append("toast"))

    qtbot.waitUntil(lambda: shown == ["toast"], timeout=10_000)


def test_where_the_system_needs_no_service_it_is_shown_at_once(qtbot: QtBot) -> None:
    shown: list[str] = []
    parent = QObject()

    NotificationService(parent, lambda: None).when_it_answers(lambda: shown.append("toast"))

    assert shown == ["toast"]
