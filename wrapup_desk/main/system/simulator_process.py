"""Runs the embedded simulator as a process of its own, and ends it with the program."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import IO, Any

from wrapup_desk.application.base.settings import Settings

if sys.platform == "win32":
    _NO_CONSOLE = subprocess.CREATE_NO_WINDOW
else:
    _NO_CONSOLE = 0


CONSOLE_TWIN = "wrapup-desk.exe"


class SimulatorFailed(Exception):
    """The embedded simulator did not start; the text says why."""


@dataclass(frozen=True, slots=True)
class DemoAgent:
    """One agent of the simulator."""

    id: str
    name: str
    email: str


def own_command() -> list[str]:
    """Return how this program starts itself, installed or from source."""
    if getattr(sys, "frozen", False):
        # The windowed program has no standard streams; its twin beside it has.
        twin = Path(sys.executable).with_name(CONSOLE_TWIN)
        return [str(twin if twin.is_file() else sys.executable)]
    return [sys.executable, "-m", "wrapup_desk"]


def read_record(api_url: str) -> dict[str, Any]:
    """Return the simulator's own record: what was played, and what came of it.

    Raises:
        OSError: it does not answer.
    """
    # It is on this machine, where no proxy of the computer's settings could reach it.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(f"{api_url}/simulator/record", timeout=30) as answer:
        record: dict[str, Any] = json.load(answer)
    return record


class SimulatorProcess:
    """The embedded simulator: started on enter, gone on exit, gone with us if we crash.

    Its standard input is a pipe held by this process; the simulator ends when it closes.
    """

    def __init__(self, arguments: Sequence[str] = ()) -> None:
        self._arguments = arguments
        self._process: subprocess.Popen[str] | None = None
        self._cleanup = ExitStack()
        self.api_url = ""
        self.login_url = ""
        self.client_id = ""
        self.agents: tuple[DemoAgent, ...] = ()
        self.supervisor = DemoAgent("", "", "")

    def __enter__(self) -> SimulatorProcess:
        # A file, not a pipe: nobody reads it unless the start fails, and a full pipe would block.
        complaints = self._cleanup.enter_context(tempfile.TemporaryFile())
        command = [*own_command(), "simulate", "--port", "0", "--exit-with-parent"]
        # Nothing is played before this program listens.
        command += ["--wait-for-clients", "1"]
        self._process = subprocess.Popen(
            [*command, *self._arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=complaints,
            text=True,
            encoding="utf-8",
            creationflags=_NO_CONSOLE,
        )
        self._take_ready_line(self._process, complaints)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._cleanup.close()
        process = self._process
        if process is None:
            return
        if process.stdin is not None:
            process.stdin.close()
        try:
            process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        if process.stdout is not None:
            process.stdout.close()
        self._process = None

    def connected(self, settings: Settings) -> Settings:
        """Return *settings* with this simulator as the contact centre to sign in to."""
        return replace(
            settings, api_url=self.api_url, login_url=self.login_url, client_id=self.client_id
        )

    def _take_ready_line(self, process: subprocess.Popen[str], complaints: IO[bytes]) -> None:
        line = process.stdout.readline() if process.stdout else ""
        try:
            ready = json.loads(line)
            self.api_url = ready["api"]
            self.login_url = ready["login"]
            self.client_id = ready["client_id"]
            person = ready["supervisor"]
            self.supervisor = DemoAgent(person["id"], person["name"], person["email"])
            self.agents = tuple(
                DemoAgent(each["id"], each["name"], each["email"]) for each in ready["agents"]
            )
        except (ValueError, KeyError, TypeError):
            process.kill()
            process.wait()
            complaints.seek(0)
            trouble = complaints.read().decode(errors="replace").strip()
            self.__exit__(None, None, None)
            last = trouble.splitlines()[-1] if trouble else "it said nothing"
            raise SimulatorFailed(f"The simulator did not start: {last}") from None
