"""A desktop without a screen ends the start with one line; one whose bus hangs goes without it."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.benchmarks.parts.desktop_environments import frozen_service, message_bus
from tests.conftest import ExpectLog
from wrapup_desk.main.system.window_system import (
    leave_out_a_silent_bus,
    leave_out_silent_accessibility,
)

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="other systems have one desktop")

SOON_MS = 300


def start(*arguments: str, platform: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "DISPLAY": ":4711", "QT_QPA_PLATFORM": platform}
    environment.pop("WAYLAND_DISPLAY", None)
    command = [sys.executable, "-m", "wrapup_desk", *arguments]
    return subprocess.run(
        command, env=environment, capture_output=True, text=True, timeout=60, check=False
    )


@pytest.mark.parametrize("platform", ["xcb", "no-such-platform", ""])
def test_a_dead_display_is_one_line_and_no_crash(platform: str, tmp_path: Path) -> None:
    ended = start("--profile", str(tmp_path / "profile"), platform=platform)

    assert ended.returncode == 1
    (line,) = ended.stderr.splitlines()
    assert line.startswith("wrapup-desk: no window can be shown (")
    assert "use wrapup-desk headless" in line
    assert not (tmp_path / "profile").exists(), "nothing was begun yet"


def test_doctor_on_a_dead_display_is_one_line_too(tmp_path: Path) -> None:
    ended = start("--profile", str(tmp_path / "profile"), "doctor", platform="xcb")

    assert (ended.returncode, ended.stdout) == (1, "")
    (line,) = ended.stderr.splitlines()
    assert line.startswith("wrapup-desk: no window can be shown (")


# The repair window after a start that went on without something, until its notices are there.
LEFT_OUT = """
import sys
from PySide6.QtCore import QTimer
from wrapup_desk.main.apps.desk_window import make_application
from wrapup_desk.main.system.window_system import no_accessibility, no_bus
app = make_application()
app.left_out = (no_bus(), no_accessibility())
def look():
    for window in app.topLevelWidgets():
        bridge = getattr(window, "_bridge", None)
        if window.isVisible() and bridge is not None and bridge.state.notices:
            print([notice.key for notice in bridge.state.notices])
            timer.stop()
            app.quit()
timer = QTimer()
timer.timeout.connect(look)
timer.start(20)
from wrapup_desk.__main__ import main
sys.exit(main(sys.argv[1:]))
"""


def test_the_repair_window_says_what_of_the_desktop_it_goes_on_without(tmp_path: Path) -> None:
    command = [sys.executable, "-c", LEFT_OUT, "--profile", str(tmp_path), "repair"]
    ended = subprocess.run(
        [*command, "--platform", "offscreen"],
        env={**os.environ, "PYTHONPATH": str(Path.cwd())},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert (ended.returncode, ended.stderr) == (0, "")
    assert ended.stdout == "['message bus', 'accessibility']\n"


@contextmanager
def bus_at(place: str, answer: bytes | None) -> Iterator[None]:
    if sys.platform == "win32":
        raise NotImplementedError("Windows has no message bus")
    with socket.socket(socket.AF_UNIX) as bus:
        bus.bind(place)
        bus.listen()

        is_over = threading.Event()

        def serve() -> None:
            with bus.accept()[0] as other:
                other.recv(100)
                if answer is not None:
                    other.sendall(answer)
                is_over.wait(10)

        serving = threading.Thread(target=serve)
        serving.start()
        yield
        is_over.set()
        serving.join()


@pytest.mark.parametrize("kind", ["path", "abstract"])
def test_a_bus_that_hangs_is_left_out(kind: str, tmp_path: Path, expect_log: ExpectLog) -> None:
    expect_log("the desktop's message bus does not answer")
    name = f"{tmp_path}/bus"
    environment = {"DBUS_SESSION_BUS_ADDRESS": f"unix:{kind}={name},guid=ab12"}

    with bus_at(name if kind == "path" else f"\0{name}", None):
        assert leave_out_a_silent_bus(environment)

    assert environment == {"DBUS_SESSION_BUS_ADDRESS": "disabled:"}


def test_the_usual_place_is_looked_at_too(tmp_path: Path, expect_log: ExpectLog) -> None:
    expect_log("the desktop's message bus does not answer")
    environment = {"XDG_RUNTIME_DIR": str(tmp_path)}

    with bus_at(f"{tmp_path}/bus", None):
        assert leave_out_a_silent_bus(environment)


@pytest.mark.parametrize(
    "environment",
    [
        {},
        {"DBUS_SESSION_BUS_ADDRESS": "disabled:"},
        {"DBUS_SESSION_BUS_ADDRESS": "unix:path=/no/where"},
        {"DBUS_SESSION_BUS_ADDRESS": "tcp:host=127.0.0.1,port=9"},
        {"XDG_RUNTIME_DIR": "/no/where"},
    ],
)
def test_one_that_is_not_there_is_left_to_the_libraries(environment: dict[str, str]) -> None:
    before = dict(environment)

    assert not leave_out_a_silent_bus(environment)
    assert environment == before


def test_one_that_lives_is_used(tmp_path: Path) -> None:
    environment = {"DBUS_SESSION_BUS_ADDRESS": f"unix:path={tmp_path}/bus"}

    with bus_at(f"{tmp_path}/bus", b"REJECTED EXTERNAL\r\n"):
        assert not leave_out_a_silent_bus(environment)

    assert environment["DBUS_SESSION_BUS_ADDRESS"].startswith("unix:")


needs_a_bus = pytest.mark.skipif(
    shutil.which("dbus-daemon") is None, reason="there is no message bus on this computer"
)


@needs_a_bus
def test_a_frozen_accessibility_service_is_left_out(expect_log: ExpectLog) -> None:
    expect_log("accessibility service does not answer")
    with message_bus() as address, frozen_service(address, "org.a11y.Bus"):
        environment = {"DBUS_SESSION_BUS_ADDRESS": address}

        assert leave_out_silent_accessibility("xcb", environment, SOON_MS)

    assert environment["AT_SPI_BUS_ADDRESS"] == "disabled:"


@needs_a_bus
def test_a_frozen_registry_of_screen_readers_is_left_out(expect_log: ExpectLog) -> None:
    expect_log("accessibility service does not answer")
    with message_bus() as address, frozen_service(address, "org.a11y.atspi.Registry"):
        environment = {"AT_SPI_BUS_ADDRESS": address}

        assert leave_out_silent_accessibility("xcb", environment, SOON_MS)


def test_an_accessibility_bus_that_says_nothing_is_left_out(
    tmp_path: Path, expect_log: ExpectLog
) -> None:
    expect_log("accessibility service does not answer")
    environment = {"AT_SPI_BUS_ADDRESS": f"unix:path={tmp_path}/bus"}

    with bus_at(f"{tmp_path}/bus", None):
        assert leave_out_silent_accessibility("xcb", environment, SOON_MS)


@needs_a_bus
@pytest.mark.parametrize("variable", ["DBUS_SESSION_BUS_ADDRESS", "AT_SPI_BUS_ADDRESS"])
def test_a_desktop_whose_services_answer_keeps_its_screen_readers(variable: str) -> None:
    with message_bus() as address:
        environment = {variable: address}

        assert not leave_out_silent_accessibility("xcb", environment, SOON_MS)

    assert environment == {variable: address}


@pytest.mark.parametrize("address", ["disabled:", "unix:path=/no/where", ""])
def test_a_desktop_without_accessibility_is_left_to_qt(address: str) -> None:
    environment = {"DBUS_SESSION_BUS_ADDRESS": address}

    assert not leave_out_silent_accessibility("xcb", environment, SOON_MS)


def test_nothing_is_asked_where_there_is_no_screen(tmp_path: Path) -> None:
    environment = {"AT_SPI_BUS_ADDRESS": f"unix:path={tmp_path}/bus"}

    assert not leave_out_silent_accessibility("offscreen", environment, SOON_MS)
