"""Opens the repair window as the agent's menu does: detached, in a process of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from wrapup_desk.main.system.profile import Profile
from wrapup_desk.main.system.single_instance import activate_running

LONGEST_S = 60.0
ROOT = Path(__file__).parents[2]
_OPEN = """
import sys
from pathlib import Path
from wrapup_desk.main.system.profile import Profile
from wrapup_desk.main.system.repair_launcher import open_repair
sys.exit(0 if open_repair(Profile.at(Path(sys.argv[1]))) else 1)
"""

pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="processes are looked up in /proc"
)


def open_as_the_menu_does(folder: Path) -> None:
    """Start it from a process that ends at once, as an agent's window that is closed."""
    environment = {
        **os.environ,
        "QT_QPA_PLATFORM": "offscreen",
        "PYTHONPATH": str(ROOT),
        # Never this computer's own keyring.
        "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring",
    }
    done = subprocess.run(
        [sys.executable, "-c", _OPEN, str(folder)],
        env=environment,
        cwd=ROOT,
        timeout=LONGEST_S,
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")


def repair_windows(folder: Path) -> list[int]:
    """Return the processes of repair windows on the profile at *folder*."""
    found = []
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            words = (entry / "cmdline").read_bytes().split(b"\0")
            is_dead = "State:\tZ" in (entry / "status").read_text()
        except OSError:
            continue  # it ended meanwhile
        if not is_dead and str(folder).encode() in words and b"repair" in words:
            found.append(int(entry.name))
    return found


def wait_until(holds: Callable[[], bool]) -> None:
    deadline_s = time.monotonic() + LONGEST_S
    while not holds():
        assert time.monotonic() < deadline_s, "it never came"
        time.sleep(0.05)


def is_ready(folder: Path) -> bool:
    """Whether the window is shown: its ledger is made just before."""
    return Profile.at(folder).ledger_path.is_file()


def test_it_outlives_who_opened_it_opens_once_and_ends_in_order(tmp_path: Path) -> None:
    folder = tmp_path / "profile"
    open_as_the_menu_does(folder)
    wait_until(lambda: is_ready(folder))
    (process,) = repair_windows(folder)
    try:
        wait_until(lambda: activate_running(Profile.at(folder / "repair"), 5_000))
        open_as_the_menu_does(folder)
        wait_until(lambda: len(repair_windows(folder)) == 1)
        assert repair_windows(folder) == [process]
    finally:
        os.kill(process, signal.SIGTERM)
    wait_until(lambda: repair_windows(folder) == [])

    log = "".join(path.read_text("utf-8") for path in folder.rglob("*.log"))
    assert "Traceback" not in log
    assert "ERROR" not in log
    assert Profile.at(folder).window_path.is_file(), "where it stood is remembered"
