"""Kills, doubles and restarts the program as a user starts it, by its own command line."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.adapters.other_kinds import each_kind
from tests.simulator_process import SimulatorProcess, browser_of

_ROOT = Path(__file__).parents[2]
_LIMIT_S = 40.0

pytestmark = pytest.mark.slow


@pytest.fixture
def simulator() -> Iterator[SimulatorProcess]:
    with SimulatorProcess("--idle", "--agents", "1", "--rtt-ms", "150") as process:
        yield process


@pytest.fixture
def profile(simulator: SimulatorProcess, tmp_path: Path) -> Path:
    """A folder with settings that lead to the simulator."""
    (tmp_path / "settings.toml").write_text(settings_for(simulator), encoding="utf-8")
    return tmp_path


def call_that_ended(simulator: SimulatorProcess) -> str:
    """Let the agent answer a call and the customer hang up; return the leg's id."""
    leg_id: str = simulator.start_conversation(queue="Billing", answered=True)["communication_id"]
    simulator.post(f"/simulator/legs/{leg_id}/hangup")
    return leg_id


class Program:
    """The program, headless, as a process of its own; its lines are read as they come."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        self.lines: list[dict[str, Any]] = []

    def until(self, holds: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """Read lines until one fits."""
        assert self._process.stdout is not None
        for text in self._process.stdout:
            line: dict[str, Any] = json.loads(text)
            self.lines.append(line)
            if holds(line):
                return line
        raise AssertionError(f"the program ended before; it told {self.lines}")

    def until_live(self) -> None:
        self.until(lambda line: line == {"event": "connection", "is": "live"})

    @property
    def pid(self) -> int:
        return self._process.pid

    def kill(self) -> None:
        self._process.kill()
        self._process.wait(_LIMIT_S)


def environment(email: str = "sam.agent@example.com") -> dict[str, str]:
    """Let the sign-in page be approved by a browser that is a few lines of Python."""
    return {**os.environ, "BROWSER": browser_of(email), "PYTHONPATH": str(_ROOT)}


def settings_for(simulator: SimulatorProcess) -> str:
    lines = [f'{key} = "{simulator.ready[name]}"' for key, name in _SETTINGS.items()]
    return "\n".join(lines)


_SETTINGS = {"api_url": "api", "login_url": "login", "client_id": "client_id"}


def command(folder: Path, *more: str) -> list[str]:
    return [sys.executable, "-m", "wrapup_desk", "--profile", str(folder), "headless", *more]


@contextmanager
def running(folder: Path, *within: str, at: Path | None = None) -> Iterator[Program]:
    """Start the program, *within* another command if there is one."""
    process = subprocess.Popen(
        [*within, *command(folder, "--choose", "first")],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        encoding="utf-8",
        env=environment(),
        cwd=at or folder,
    )
    # A program that says nothing more must not hold up the test: without it the pipe ends.
    limit = threading.Timer(_LIMIT_S, process.kill)
    limit.start()
    with process:
        try:
            yield Program(process)
        finally:
            limit.cancel()
            process.kill()


def test_a_code_chosen_just_before_a_kill_is_on_the_server_after_the_next_start(
    simulator: SimulatorProcess, profile: Path
) -> None:
    with running(profile) as program:
        program.until_live()
        leg_id = call_that_ended(simulator)
        # With a round trip of 150 ms the write cannot have been answered yet.
        decided = program.until(lambda line: line.get("submission") in ("waiting", "sent"))
        program.kill()
    assert simulator.leg(leg_id)["final_code_id"] is None

    with running(profile) as program:
        survivor = program.until(lambda line: line.get("submission") is not None)
        confirmed = program.until(lambda line: line.get("submission") == "confirmed")

    final = simulator.leg(leg_id)["codes"]
    assert survivor["communication"] == leg_id
    assert confirmed["decided"] == decided["decided"]
    assert [code["code_name"] for code in final] == [decided["decided"]]


def test_of_two_programs_started_on_one_profile_one_works_and_the_other_says_why_not(
    profile: Path,
) -> None:
    with running(profile) as program:
        program.until_live()

        second = subprocess.run(
            command(profile),
            env=environment(),
            cwd=profile,
            capture_output=True,
            encoding="utf-8",
            timeout=_LIMIT_S,
            check=False,
        )

    assert second.returncode == 1
    assert "already running" in second.stderr


def test_the_program_starts_on_a_database_that_is_not_one(
    profile: Path,
) -> None:
    (profile / "desk.sqlite3").write_bytes(b"not a database at all " * 500)

    with running(profile) as program:
        program.until_live()

    kept = [path.name for path in profile.glob("desk-damaged-*.sqlite3")]
    assert len(kept) == 1


# What a start reads or writes beside the settings; each may be there from who knows whom.
READ_AT_THE_START = (
    "running.lock",
    "running.json",
    "installation",
    "desk.sqlite3",
    "desk-promised",
    "learning.sqlite3",
    "capabilities.json",
    "updates.json",
    "window.ini",
    "logs/wrapup-desk.log",
    "logs/wrapup-desk-crash.log",
)
BESIDE_THE_DATABASE = ("desk.sqlite3-wal", "desk.sqlite3-journal", "learning.sqlite3-wal")


@pytest.mark.parametrize("names", [READ_AT_THE_START, BESIDE_THE_DATABASE])
@pytest.mark.parametrize("put", each_kind())
def test_a_start_waits_for_no_pipe_or_device_in_a_files_place_and_codes_are_sent(
    put: Callable[[Path], None],
    names: tuple[str, ...],
    simulator: SimulatorProcess,
    profile: Path,
) -> None:
    (profile / "logs").mkdir()
    for name in names:
        put(profile / name)

    with running(profile) as program:
        notice = program.until(lambda line: line.get("key") == "store")
        program.until_live()
        call_that_ended(simulator)
        program.until(lambda line: line.get("submission") == "confirmed")

    assert "it is a folder, a pipe or a device, and has to be a file" in notice["text"]


@pytest.mark.parametrize("put", each_kind())
def test_without_a_settings_file_in_its_place_the_program_says_so_and_ends(
    put: Callable[[Path], None], profile: Path
) -> None:
    (profile / "settings.toml").unlink()
    put(profile / "settings.toml")

    ended = subprocess.run(
        command(profile),
        env=environment(),
        capture_output=True,
        encoding="utf-8",
        timeout=_LIMIT_S,
        check=False,
    )

    assert ended.returncode == 1
    assert "it is a folder, a pipe or a device, and has to be a file" in ended.stderr


OWN_DISK = """
mount -t tmpfs -o size=1m none "$1" || exit 9
printf %s "$2" > "$1/settings.toml"
cd "$1"
eval "$3"
shift 3
exec "$@"
"""
FILL = "dd if=/dev/zero of=filler bs=4k 2> /dev/null"
MAKE_READ_ONLY = "cd / && mount -o remount,ro"


def on_a_disk_that(happening: str, disk: Path, settings: str) -> tuple[str, ...]:
    """Return the words before a command that give it a file system of its own at *disk*."""
    if sys.platform == "win32":
        pytest.skip("a small disk of its own, or one to read only, needs a driver on Windows")
    disk.mkdir()
    own = ("unshare", "--mount", "--map-root-user", "sh", "-c", OWN_DISK, "sh", str(disk))
    check = subprocess.run([*own, "", "", "true"], capture_output=True, text=True, check=False)
    if check.returncode:
        pytest.skip(f"no file system of its own can be mounted here: {check.stderr.strip()}")
    return (*own, settings, happening)


def test_the_program_starts_on_a_full_disk_sends_all_the_same_and_keeps_codes_once_there_is_room(
    simulator: SimulatorProcess, tmp_path: Path
) -> None:
    disk = tmp_path / "disk"
    within = on_a_disk_that(FILL, disk, settings_for(simulator))
    with running(disk, *within, at=tmp_path) as program:
        notice = program.until(lambda line: line.get("key") == "store")
        program.until_live()
        leg_id = call_that_ended(simulator)
        program.until(lambda line: line.get("submission") == "confirmed")
        inside = Path(f"/proc/{program.pid}/root{disk}")
        (inside / "filler").unlink()
        program.until(lambda line: line == {"event": "notice", "key": "store", "text": ""})
        for part in ("desk.sqlite3", "desk.sqlite3-wal"):
            (tmp_path / part).write_bytes((inside / part).read_bytes())

    assert notice["text"].startswith("Codes are sent but not kept on this PC: there is no room")
    with closing(sqlite3.connect(tmp_path / "desk.sqlite3")) as file:
        kept = file.execute("SELECT communication_id, is_final FROM submissions").fetchall()
    assert kept == [(leg_id, 1)]


def test_the_program_starts_on_a_disk_it_may_only_read_and_sends_all_the_same(
    simulator: SimulatorProcess, tmp_path: Path
) -> None:
    disk = tmp_path / "disk"
    within = on_a_disk_that(f"{MAKE_READ_ONLY} {disk}", disk, settings_for(simulator))
    with running(disk, *within, at=tmp_path) as program:
        notice = program.until(lambda line: line.get("key") == "store")
        program.until_live()
        call_that_ended(simulator)
        program.until(lambda line: line.get("submission") == "confirmed")

    assert "Read-only file system" in notice["text"]
