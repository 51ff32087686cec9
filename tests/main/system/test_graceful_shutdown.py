"""Whoever ends the program from outside, it ends in order, with 0, and keeps what it has."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from installer.acceptance_bench import settings_for, until
from tests.simulator_process import SimulatorProcess, browser_of

# Started by `-c`: the program itself, and somebody who acts once its window is there.
ACTING = """
import sys
from PySide6.QtCore import QEvent, QTimer
from wrapup_desk.main.apps.desk_window import make_application
app = make_application()
def act():
    if any(each.isVisible() for each in app.topLevelWidgets()):
        timer.stop()
        {action}
timer = QTimer()
timer.timeout.connect(act)
timer.start(20)
from wrapup_desk.__main__ import main
sys.exit(main(sys.argv[1:]))
"""
ACTIONS = {
    "the application is told to quit": "app.quit()",
    "a Quit event is posted": "app.postEvent(app, QEvent(QEvent.Type.Quit))",
    "the event loop is left": "app.exit()",
    # As Qt tells of it from within WM_ENDSESSION: what follows may never be reached.
    "the session ends": "app.aboutToQuit.emit(); import os; os._exit(9 if timer.isActive() else 0)",
}
LIMIT_S = 60.0


@contextmanager
def program(*arguments: str, **environment: str) -> Iterator[subprocess.Popen[str]]:
    here = {"QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(Path.cwd())}
    process = subprocess.Popen(
        [sys.executable, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        env={**os.environ, **here, **environment},
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


@pytest.mark.parametrize("action", ACTIONS.values(), ids=ACTIONS.keys())
@pytest.mark.parametrize("command", [[], ["repair"]], ids=["desk", "repair desk"])
def test_a_window_ends_in_order_when(action: str, command: list[str], tmp_path: Path) -> None:
    options = ["--profile", str(tmp_path), "--platform", "offscreen", *command]

    with program("-c", ACTING.format(action=action), *options) as process:
        _, trouble = process.communicate(timeout=LIMIT_S)

    assert (process.returncode, trouble) == (0, "")
    # The place of the window is written when the window is done with.
    assert (tmp_path / "window.ini").is_file()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals to receive")
@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP"])
@pytest.mark.parametrize("command", [[], ["repair"]], ids=["desk", "repair desk"])
def test_a_window_ends_in_order_at_a_signal(name: str, command: list[str], tmp_path: Path) -> None:
    action = f"import os, signal; os.kill(os.getpid(), signal.{name})"
    options = ["--profile", str(tmp_path), "--platform", "offscreen", *command]
    # The tests themselves may have been started to outlive their terminal.
    before = f"import signal; signal.signal(signal.{name}, signal.SIG_DFL)\n"

    with program("-c", before + ACTING.format(action=action), *options) as process:
        _, trouble = process.communicate(timeout=LIMIT_S)

    assert (process.returncode, trouble) == (0, "")
    assert (tmp_path / "window.ini").is_file()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals to receive")
def test_a_window_started_to_outlive_its_terminal_does(tmp_path: Path) -> None:
    ignored = "import os, signal; os.kill(os.getpid(), signal.SIGHUP); app.quit()"
    options = ["--profile", str(tmp_path), "--platform", "offscreen"]
    before = "import signal; signal.signal(signal.SIGHUP, signal.SIG_IGN)\n"

    with program("-c", before + ACTING.format(action=ignored), *options) as process:
        _, trouble = process.communicate(timeout=LIMIT_S)

    assert (process.returncode, trouble) == (0, "")
    assert (tmp_path / "window.ini").is_file()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGTERM to receive")
def test_a_code_that_waits_at_sigterm_is_sent_at_the_next_start(tmp_path: Path) -> None:
    with SimulatorProcess("--idle") as simulator:
        (tmp_path / "settings.toml").write_text(settings_for(simulator), encoding="utf-8")
        agent = simulator.ready["agents"][0]
        command = [
            "-m",
            "wrapup_desk",
            "--profile",
            str(tmp_path),
            "headless",
            "--choose",
            "first",
        ]
        browser = browser_of(agent["email"])
        refused = {"kind": "http", "effect": "status", "match": "(POST|PUT|PATCH) .*wrapup"}
        simulator.post("/simulator/faults", {**refused, "status": 503, "times": 100_000})
        with program(*command, BROWSER=browser) as process:
            assert _tells(process, lambda line: line.get("is") == "live")
            fields = {
                "answered": True,
                "queue": "Support",
                "media": "call",
                "agent": agent["name"],
            }
            leg = str(simulator.start_conversation(**fields)["communication_id"])
            simulator.post(f"/simulator/legs/{leg}/hangup")
            assert _tells(process, lambda line: "503" in json.dumps(line))
            process.terminate()
            _, trouble = process.communicate(timeout=LIMIT_S)
        assert (process.returncode, trouble) == (0, "")
        assert simulator.leg(leg)["codes"] == []

        simulator.call("DELETE", "/simulator/faults")
        with program(*command, BROWSER=browser) as process:
            assert until(lambda: len(simulator.leg(leg)["codes"]) == 1, LIMIT_S)


def _tells(process: subprocess.Popen[str], is_it: Callable[[dict[str, object]], bool]) -> bool:
    """Read what the program tells until *is_it*; its end is an answer, too."""
    lines = process.stdout or ()
    return any(line.startswith("{") and is_it(json.loads(line)) for line in lines)
