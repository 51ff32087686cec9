"""Says what the build and the acceptance need of a Windows computer, real or Wine."""

from __future__ import annotations

import os
import shutil
import subprocess
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

TIMED_OUT = 124


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a Windows program ended; *code* is `TIMED_OUT` when it had to be stopped."""

    code: int
    output: str

    @property
    def is_well(self) -> bool:
        return self.code == 0


class CommandFailed(Exception):
    """A step of the build did not work; the text has the command and the end of its output."""


def ending_with_us(command: Sequence[str]) -> list[str]:
    """Return *command* so that Linux kills the program if we are killed: nobody else would end it.

    It ends with the thread that starts it, too; and it does not begin when it is not ours any more.
    """
    setpriv = shutil.which("setpriv")
    if setpriv is None:
        return list(command)
    # Killed before the signal is set, we would be missed: the shell, begun after it, looks.
    still_ours = '[ "$PPID" = "$0" ] && exec "$@"'
    return [setpriv, "--pdeathsig", "KILL", "sh", "-c", still_ours, str(os.getpid()), *command]


class Running:
    """A Windows program that runs beside us; its output is read all the time."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self.process = process
        self._lines: list[str] = []
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def wait(self, limit_s: float) -> Outcome:
        """Return how it ended; after *limit_s* it is stopped."""
        try:
            code = self.process.wait(limit_s)
        except subprocess.TimeoutExpired:
            self.stop()
            code = TIMED_OUT
        # What the program started itself may hold the pipe open: never wait for that.
        self._reader.join(5)
        return Outcome(code, self.output)

    def stop(self) -> None:
        """Kill it, without any chance to tidy up."""
        self.process.kill()
        self.process.wait()

    @property
    def output(self) -> str:
        return "".join(self._lines)

    def _read(self) -> None:
        if self.process.stdout is not None:
            for line in self.process.stdout:
                self._lines.append(line.decode("utf-8", "replace").replace("\r", ""))


class Computer(Protocol):
    """Where Windows programs run; every run has a time limit and gives its output."""

    def start(
        self, command: Sequence[str | Path], environment: Mapping[str, str] | None = None
    ) -> Running:
        """Start a program; a `Path` in *command* becomes the path Windows knows."""

    def windows_path(self, path: Path) -> str: ...

    @property
    def open_command(self) -> list[str]:
        """What opens a file, or a shortcut, as a double click does."""

    @property
    def credentials_command(self) -> list[str]:
        """What lists the names in the Credential Manager."""

    @property
    def local_app_data(self) -> Path:
        """Where this user's programs and files are, as a path of the machine we run on."""

    @property
    def app_data(self) -> Path: ...

    @property
    def program_data(self) -> Path: ...

    @property
    def program_files(self) -> Path: ...

    @property
    def system_drive(self) -> Path: ...


def run(
    computer: Computer,
    command: Sequence[str | Path],
    limit_s: float = 120,
    environment: Mapping[str, str] | None = None,
) -> Outcome:
    """Run a Windows program to its end."""
    return computer.start(command, environment).wait(limit_s)


def run_well(
    computer: Computer,
    command: Sequence[str | Path],
    limit_s: float = 120,
    environment: Mapping[str, str] | None = None,
) -> str:
    """Run a Windows program that has to succeed, and return its output.

    Raises:
        CommandFailed: another exit code than 0, or no end in time.
    """
    outcome = run(computer, command, limit_s, environment)
    if not outcome.is_well:
        line = " ".join(str(part) for part in command)
        raise CommandFailed(f"exit code {outcome.code} of: {line}\n{outcome.output[-4000:]}")
    return outcome.output
