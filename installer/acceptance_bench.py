"""What the acceptance works with: computers, setup programs, simulators, and its tally."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from installer.computer import Computer, Outcome, Running, run
from installer.places import CONSOLE_EXE, HERE, PROGRAM, WINDOWED_EXE
from installer.wine.display import Display
from tests.simulator_process import SimulatorProcess

UNINSTALL_KEY = rf"Software\Microsoft\Windows\CurrentVersion\Uninstall\{PROGRAM}"
RUN_KEY = r"Software\Microsoft\Windows\CurrentVersion\Run"
LINK_KEY = r"Software\Classes\wrapup-desk\shell\open\command"
START_MENU = "Microsoft/Windows/Start Menu/Programs/WrapUp Desk.lnk"
# For a machine that others work on, too; what is waited for is looked for all the time.
SETUP_LIMIT_S = 300.0
START_LIMIT_S = 240.0
QUERY_LIMIT_S = 120.0


def print_at_once(line: str) -> None:
    """Print a line that nobody has to wait for."""
    print(line, flush=True)


@dataclass(slots=True)
class Tally:
    """How many checks held, each told as it is made."""

    passed: int = 0
    failed: int = 0
    say: Callable[[str], None] = print_at_once

    def check(self, name: str, *, holds: bool, because: object = "") -> None:
        if holds:
            self.passed += 1
            self.say(f"   ok   {name}")
            return
        self.failed += 1
        self.say(f"   FAIL {name}: {str(because)[-3000:]}")

    def not_run(self, why: str) -> None:
        """Say that something was not tried; it is neither passed nor failed."""
        self.say(f"        NOT RUN: {why}; nothing here was proved or counted")


@dataclass(slots=True)
class Bench:
    """The computers and programs of some stories; *python* runs on the Windows side.

    *display* shows the first computer's screen, where it is one of ours: then it is Wine's.
    """

    computers: list[Computer]
    display: Display | None
    old_setup: Path
    new_setup: Path
    new_version: str
    python: Path
    folder: Path
    # The older and the new one, where there are any.
    msis: tuple[Path, Path] | None = None
    _running: list[Running] = field(default_factory=list)
    _simulators: list[SimulatorProcess] = field(default_factory=list)

    @property
    def computer(self) -> Computer:
        """The one that most stories happen on."""
        return self.computers[0]

    def installed(self, computer: Computer | None = None) -> Path:
        """Where the program is when nobody said otherwise."""
        return (computer or self.computer).local_app_data / "Programs" / PROGRAM

    def data(self, computer: Computer | None = None) -> Path:
        """Where the user's own files are."""
        return (computer or self.computer).local_app_data / PROGRAM

    def set_up(self, setup: Path, *options: str, computer: Computer | None = None) -> Outcome:
        """Run a setup program silently."""
        return self.begin_set_up(setup, *options, computer=computer).wait(SETUP_LIMIT_S)

    def begin_set_up(
        self, setup: Path, *options: str, computer: Computer | None = None
    ) -> Running:
        """Start a setup program silently."""
        return (computer or self.computer).start([setup, "/S", *options])

    def remove(self, folder: Path, *options: str, computer: Computer | None = None) -> Outcome:
        """Run the uninstaller silently and wait until it is really done.

        It goes on in a copy of itself after its first process has ended.
        """
        uninstaller = folder / "uninstall.exe"
        outcome = run(computer or self.computer, [uninstaller, "/S", *options], SETUP_LIMIT_S)
        until(lambda: not uninstaller.exists())
        return outcome

    def self_test(self, exe: Path, *options: str) -> dict[str, Any]:
        """Run the installed program's self-test and return its report; empty if there is none."""
        report = self.folder / "self-test.json"
        report.unlink(missing_ok=True)
        outcome = run(
            self.computer, [exe, *options, "self-test", "--report", report], START_LIMIT_S
        )
        return read_report(report, outcome)

    def registry(self, key: str, value: str = "", computer: Computer | None = None) -> str:
        """Return what the registry has there, or an empty text."""
        what = ["/v", value] if value else ["/ve"]
        outcome = run(computer or self.computer, ["reg", "query", key, *what], QUERY_LIMIT_S)
        return outcome.output if outcome.is_well else ""

    def start(
        self,
        exe: Path,
        *options: str,
        environment: Mapping[str, str] | None = None,
        computer: Computer | None = None,
    ) -> Running:
        """Start the installed program; it is ended with the story at the latest."""
        running = (computer or self.computer).start([exe, *options], environment)
        self._running.append(running)
        return running

    def start_by_link(self, link: str) -> Running:
        """Let Windows open *link* with the program it is registered for, and wait for that."""
        running = self.computer.start([*self.computer.open_command, link])
        self._running.append(running)
        return running

    def simulator(self) -> SimulatorProcess:
        """Start a contact centre in which nothing happens by itself."""
        simulator = SimulatorProcess("--idle")
        simulator.start()
        self._simulators.append(simulator)
        return simulator

    def browser(self, email: str) -> dict[str, str]:
        """Return the environment in which the program's browser signs *email* in."""
        words = [self.computer.windows_path(path) for path in (self.python, HERE / "browser.py")]
        # Python takes this apart as a shell would, so with slashes; & means not to wait.
        command = " ".join(words).replace("\\", "/")
        return {"BROWSER": f"{command} {email} %s &"}

    def newcomer(self, exe: Path, simulator: SimulatorProcess) -> Running:
        """Start the window, where an agent's browser signs in once the person goes on."""
        running = self.start(exe, environment=self.browser(simulator.ready["agents"][0]["email"]))

        def is_signed_in() -> bool:
            self.person("go-on")
            return bool(simulator.record()["open_sockets"] == 1)

        until(is_signed_in)
        return running

    def person(self, action: str, title: str = "WrapUp Desk") -> Outcome:
        """Let somebody do something with the windows of that title; see person.py."""
        return run(self.computer, [self.python, HERE / "person.py", action, title], START_LIMIT_S)

    def shows_a_window(self) -> bool:
        """Tell whether the program's window is there to be seen."""
        if self.display is not None:
            return any('"WrapUp Desk"' in line for line in self.display.windows())
        tasks = ["tasklist", "/v", "/fo", "csv", "/fi", f"imagename eq {WINDOWED_EXE}"]
        return '"WrapUp Desk' in run(self.computer, tasks, QUERY_LIMIT_S).output

    def take_picture(self, name: str) -> None:
        """Save what the display shows, where there is one of ours."""
        if self.display is not None:
            picture = self.folder / name
            self.display.picture(picture)

    def tidy_up(self) -> None:
        """End what a story started."""
        for running in self._running:
            running.stop()
        for simulator in self._simulators:
            simulator.stop()
        self._running.clear()
        self._simulators.clear()


def read_report(report: Path, outcome: Outcome) -> dict[str, Any]:
    """Return a self-test's report, with how its process ended."""
    if not report.is_file():
        return {"ok": False, "failed": f"no report; exit code {outcome.code}: {outcome.output}"}
    content: dict[str, Any] = json.loads(report.read_text(encoding="utf-8"))
    content["exit code"] = outcome.code
    return content


def write_settings(bench: Bench, text: str, computer: Computer | None = None) -> None:
    """Write the personal settings of the user of *computer*."""
    folder = bench.data(computer)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "settings.toml").write_text(text, encoding="utf-8")


def hang_up_a_call(simulator: SimulatorProcess, **wish: object) -> str:
    """Let one call begin and end; the agent stays in after-call work until a code is there."""
    call = {"answered": True, "queue": "Support", "media": "call", **wish}
    communication_id = str(simulator.start_conversation(**call)["communication_id"])
    simulator.post(f"/simulator/legs/{communication_id}/hangup")
    return communication_id


def settings_for(simulator: SimulatorProcess) -> str:
    """Return settings, or a policy, that lead to *simulator*."""
    lines = {"api_url": "api", "login_url": "login", "client_id": "client_id"}
    return "".join(f'{key} = "{simulator.ready[name]}"\n' for key, name in lines.items())


def until(holds: Callable[[], bool], limit_s: float = START_LIMIT_S) -> bool:
    """Wait until *holds*; tell whether it did in time."""
    deadline = time.monotonic() + limit_s
    while not holds():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.1)
    return True


def programs(folder: Path) -> tuple[Path, Path]:
    """Return the windowed program and its console twin."""
    return folder / WINDOWED_EXE, folder / CONSOLE_EXE
