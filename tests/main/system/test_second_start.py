"""A second start tells a first that lives from one that hangs, and takes its place if that is wanted."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from wrapup_desk.main.system.profile import Profile, ProfileInUse, ProfileLock
from wrapup_desk.main.system.second_start import run_alone
from wrapup_desk.main.system.single_instance import activate_running

# A first start whose event loop runs, or never gets its turn.
FIRST = """
import sys, time
from pathlib import Path
from PySide6.QtCore import QCoreApplication, QTimer
from wrapup_desk.main.system.profile import Profile, ProfileLock
from wrapup_desk.main.system.single_instance import SingleInstanceServer
profile = Profile.at(Path(sys.argv[1]))
app = QCoreApplication([])
with ProfileLock(profile, has_window=True):
    if sys.argv[2] == "starting":
        print("ready", flush=True)
        time.sleep(600)
    with SingleInstanceServer(profile) as door:
        if sys.argv[2] == "hangs up":
            door._server.newConnection.disconnect()
            door._server.newConnection.connect(lambda: door._server.nextPendingConnection().close())
        print("ready", flush=True)
        time.sleep(600) if sys.argv[2] == "hangs" else app.exec()
"""
SOON_MS = 400


@contextmanager
def first(folder: Path, state: str) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, "-c", FIRST, str(folder), state],
        stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": str(Path.cwd())},
    )  # fmt: skip
    assert process.stdout is not None
    try:
        assert process.stdout.readline() == "ready\n"
        yield process
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def start(
    folder: Path,
    *,
    agrees: bool | None = None,
    asked: list[str] | None = None,
    within_ms: int = SOON_MS,
) -> str | None:
    """Start the program; *agrees* is what a person says, None where there is none."""

    def may_end(text: str) -> bool | None:
        if asked is not None:
            asked.append(text)
        return agrees

    return run_alone(Profile.at(folder), lambda: "started", may_end, within_ms)


def test_alone_it_runs_and_says_who_it_is_meanwhile(qtbot: QtBot, tmp_path: Path) -> None:
    profile = Profile.at(tmp_path)

    def run() -> dict[str, object]:
        who: dict[str, object] = json.loads(profile.holder_path.read_text())
        return who

    assert run_alone(profile, run, lambda _: False) == {"pid": os.getpid(), "has_window": True}
    assert not profile.holder_path.exists()


def test_one_that_lives_comes_forward_and_nobody_is_asked(qtbot: QtBot, tmp_path: Path) -> None:
    asked: list[str] = []
    with first(tmp_path, "lives") as process:
        assert start(tmp_path, asked=asked, within_ms=10_000) is None

        assert process.poll() is None
    assert asked == []


@pytest.mark.parametrize("state", ["hangs", "starting"])
def test_one_that_hangs_is_told_and_stays_where_nobody_can_be_asked(
    qtbot: QtBot, tmp_path: Path, state: str
) -> None:
    asked: list[str] = []
    with first(tmp_path, state) as process:
        with pytest.raises(ProfileInUse, match=f"End the process {process.pid}"):
            start(tmp_path, asked=asked)

        assert process.poll() is None
    assert "does not answer" in asked[0]
    assert "sent at the next start" in asked[0]


def test_whoever_leaves_one_that_hangs_running_is_told_nothing_more(
    qtbot: QtBot, tmp_path: Path
) -> None:
    asked: list[str] = []
    with first(tmp_path, "hangs") as process:
        assert start(tmp_path, agrees=False, asked=asked) is None

        assert process.poll() is None
    assert len(asked) == 1


@pytest.mark.parametrize("state", ["hangs", "starting"])
def test_one_that_hangs_is_ended_and_its_place_taken(
    qtbot: QtBot, tmp_path: Path, state: str
) -> None:
    with first(tmp_path, state) as process:
        assert start(tmp_path, agrees=True) == "started"

        assert process.wait(10) != 0


@pytest.mark.skipif(sys.platform == "win32", reason="Windows cannot stop a process by a signal")
def test_a_stopped_one_is_ended_by_force(qtbot: QtBot, tmp_path: Path) -> None:
    if sys.platform == "win32":
        raise NotImplementedError("Windows cannot stop a process by a signal")
    with first(tmp_path, "lives") as process:
        os.kill(process.pid, signal.SIGSTOP)

        assert start(tmp_path, agrees=True) == "started"

        assert process.wait(10) == -signal.SIGKILL


def test_one_that_is_just_ending_is_waited_for(qtbot: QtBot, tmp_path: Path) -> None:
    lock = ProfileLock(Profile.at(tmp_path), has_window=True)
    lock.take()
    ending = threading.Timer(0.2, lock.__exit__, (None, None, None))
    ending.start()

    assert start(tmp_path, within_ms=10_000) == "started"
    ending.join()


def test_one_without_a_window_is_never_offered_to_be_ended(qtbot: QtBot, tmp_path: Path) -> None:
    asked: list[str] = []
    profile = Profile.at(tmp_path)
    with ProfileLock(profile):
        profile.holder_path.write_text('{"pid": 4711, "has_window": false}')
        with pytest.raises(ProfileInUse, match=r"without a window \(process 4711\)"):
            start(tmp_path, asked=asked)

    assert asked == []


@pytest.mark.parametrize("content", ["", "[]", '{"pid": "x"}', '{"pid": -1, "has_window": true}'])
def test_who_cannot_be_known_is_not_ended(qtbot: QtBot, tmp_path: Path, content: str) -> None:
    asked: list[str] = []
    profile = Profile.at(tmp_path)
    with ProfileLock(profile, has_window=True):
        profile.holder_path.write_text(content)
        with pytest.raises(ProfileInUse, match="already running"):
            start(tmp_path, agrees=True, asked=asked)

    assert asked == []


def test_one_of_an_earlier_version_that_only_hangs_up_has_answered(
    qtbot: QtBot, tmp_path: Path
) -> None:
    # Its event loop ran: nobody else can close the connection.
    with first(tmp_path, "hangs up"):
        assert activate_running(Profile.at(tmp_path), 10_000)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows cannot stop a process by a signal")
@pytest.mark.slow
def test_the_program_itself_says_that_the_first_does_not_answer(tmp_path: Path) -> None:
    if sys.platform == "win32":
        raise NotImplementedError("Windows cannot stop a process by a signal")
    command = [sys.executable, "-m", "wrapup_desk", "--platform", "offscreen"]
    command += ["--profile", str(tmp_path)]
    environment = {**os.environ, "PYTHONPATH": str(Path.cwd())}
    running = subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL)
    try:
        deadline_s = time.monotonic() + 60
        while not activate_running(Profile.at(tmp_path), 100):
            assert time.monotonic() < deadline_s, "the window never came"
        os.kill(running.pid, signal.SIGSTOP)

        second = subprocess.run(
            command, env=environment, capture_output=True, text=True, timeout=60, check=False
        )
    finally:
        running.kill()
        running.wait()

    assert second.returncode == 1
    assert "does not answer" in second.stderr
    assert f"End the process {running.pid}" in second.stderr
