"""Runs the whole program in a process of its own, with somebody in it who works its window.

`python -m tests.journeys.window.visit MODULE:FUNCTION POLICY READY ARGUMENTS…` starts the program
as ARGUMENTS say, below a policy file, and sends the generator of that name through it: it does
something, and yields what it waits for.
"""

from __future__ import annotations

import importlib
import json
import os
import subprocess
import sys
import time
import traceback
from collections.abc import Callable, Generator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from tests.simulator_process import SimulatorProcess, browser_of

ROOT = Path(__file__).resolve().parents[3]
# How long one wait may take on a loaded machine, and the whole visit.
_LONGEST_WAIT_S, _LONGEST_VISIT_S = 30.0, 300.0
_LOOK_EVERY_MS = 20
GIVEN_UP = 3
_HAS_NO_SCREEN = "This plugin does not support"

Steps = Generator[Callable[[], Any], Any, None]


def visit(
    steps: Callable[[SimulatorProcess], Steps],
    simulator: SimulatorProcess,
    folder: Path,
    *arguments: str,
    agent: str = "",
    is_set_up: bool = False,
    **environment: str,
) -> None:
    """Run *steps* in the program, on an empty profile in *folder*; fails with what it says.

    An administrator's policy leads to *simulator*, and names the client where it *is_set_up*;
    *agent* (an e-mail address) signs in.
    """
    policy, ready = folder / "policy.toml", folder / "ready.json"
    lines = {"api_url": "api", "login_url": "login"}
    lines |= {"client_id": "client_id"} if is_set_up else {}
    policy.write_text(
        "".join(f'{key} = "{simulator.ready[name]}"\n' for key, name in lines.items()), "utf-8"
    )
    ready.write_text(json.dumps(simulator.ready), "utf-8")
    agent = agent or simulator.ready["agents"][0]["email"]
    name = f"{steps.__module__}:{steps.__name__}"
    ended = subprocess.run(
        [
            *(sys.executable, "-m", __name__, name, str(policy), str(ready)),
            *("--profile", str(folder / "profile"), "--platform", "offscreen", *arguments),
        ],
        env={
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "BROWSER": browser_of(agent),
            "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring",
            **environment,
        },
        cwd=folder,
        capture_output=True,
        encoding="utf-8",
        timeout=_LONGEST_VISIT_S,
        check=False,
    )
    # The offscreen platform has no windows to raise, and says so each time.
    said = [line for line in ended.stderr.splitlines() if not line.startswith(_HAS_NO_SCREEN)]
    assert (ended.returncode, said) == (0, []), "\n".join(said)


def take_usual_size() -> None:
    """Give the window the size it asks for: the screen of the offscreen platform is smaller."""
    from PySide6.QtWidgets import QApplication

    for window in QApplication.topLevelWidgets():
        if window.isVisible():
            window.resize(window.sizeHint())


def _main(arguments: list[str]) -> int:
    from PySide6.QtCore import QTimer
    from PySide6.QtGui import QAccessible

    from wrapup_desk.__main__ import main
    from wrapup_desk.main.apps import desk_window
    from wrapup_desk.main.commands import repair

    name, policy, ready, *rest = arguments
    for module in (desk_window, repair):
        vars(module)["policy_path"] = lambda: Path(policy)
    simulator = SimulatorProcess()
    simulator.ready = json.loads(Path(ready).read_text("utf-8"))
    module_name, _, function = name.partition(":")
    steps: Steps = getattr(importlib.import_module(module_name), function)(simulator)
    app = desk_window.make_application()
    QAccessible.setActive(True)  # as while a screen reader listens: tables tell their changes
    visitor = _Visitor(steps, app.quit)
    timer = QTimer()
    timer.timeout.connect(visitor.look)
    timer.start(_LOOK_EVERY_MS)
    code = main(rest)
    return code if visitor.is_through else GIVEN_UP


class _Visitor:
    def __init__(self, steps: Steps, leave: Callable[[], None]) -> None:
        self.is_through = False
        self._steps = steps
        self._leave = leave
        self._wanted: Callable[[], Any] | None = None  # nothing yet: the visit begins
        self._since = time.monotonic()

    def look(self) -> None:
        if self.is_through:
            return
        with ExitStack() as failing:
            failing.callback(self._give_up)  # whatever it is, it is the visit's result
            self._look()
            failing.pop_all()

    def _look(self) -> None:
        try:
            if self._wanted is None:
                self._go_on(None)
            elif found := self._wanted():
                self._go_on(found)
            elif time.monotonic() - self._since > _LONGEST_WAIT_S:
                self._steps.throw(TimeoutError("what was waited for never came"))
        except StopIteration:
            self.is_through = True
            self._leave()

    def _go_on(self, found: object) -> None:
        self._wanted = self._steps.send(found)
        self._since = time.monotonic()

    def _give_up(self) -> None:
        from tests.journeys.window.tree import told

        traceback.print_exc()
        sys.stderr.write("\n".join(("the windows tell:", *told())) + "\n")
        sys.stderr.flush()
        os._exit(GIVEN_UP)


if __name__ == "__main__":
    sys.exit(_main(sys.argv[1:]))
