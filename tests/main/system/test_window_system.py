"""A desktop without a screen ends the start with one line; one whose bus hangs goes without it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.conftest import ExpectLog
from wrapup_desk.main.system.window_system import leave_out_a_silent_bus

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="other systems have one desktop")


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


@contextmanager
def bus_at(place: str, answer: bytes | None) -> Iterator[None]:
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
