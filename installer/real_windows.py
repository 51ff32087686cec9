"""Runs Windows programs where they belong, on Windows itself; never run so far."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from installer.computer import Running


class RealWindows:
    """This Windows computer and its present user; a `Computer`."""

    def start(
        self, command: Sequence[str | Path], environment: Mapping[str, str] | None = None
    ) -> Running:
        process = subprocess.Popen(
            [str(part) for part in command],
            env={**os.environ, **(environment or {})},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        return Running(process)

    def windows_path(self, path: Path) -> str:
        return str(path)

    @property
    def open_command(self) -> list[str]:
        # The empty text is the title, which `start` takes the first quoted word for.
        return ["cmd", "/c", "start", "", "/wait"]

    @property
    def credentials_command(self) -> list[str]:
        return ["cmdkey", "/list"]

    @property
    def local_app_data(self) -> Path:
        return Path(os.environ["LOCALAPPDATA"])

    @property
    def app_data(self) -> Path:
        return Path(os.environ["APPDATA"])

    @property
    def program_data(self) -> Path:
        return Path(os.environ["PROGRAMDATA"])

    @property
    def program_files(self) -> Path:
        return Path(os.environ["PROGRAMFILES"])

    @property
    def system_drive(self) -> Path:
        return Path(os.environ["SYSTEMDRIVE"] + "\\")
