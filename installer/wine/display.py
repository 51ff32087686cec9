"""Gives Wine an X display of its own, and takes pictures of it."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from types import TracebackType
from typing import Self

from installer.computer import ending_with_us


class Display:
    """An Xvfb on a free number; xvfb-run is not used, for its clean-up can leave one behind."""

    def __init__(self) -> None:
        self.name = ""
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        reading, writing = os.pipe()
        command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1280x900x24"]
        self._process = subprocess.Popen(
            ending_with_us([*command, "-nolisten", "tcp"]),
            pass_fds=[writing],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(writing)
        with os.fdopen(reading) as answer:
            self.name = ":" + answer.readline().strip()
        if self.name == ":":
            raise RuntimeError("Xvfb did not start")
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._process is not None:
            self._process.terminate()
            self._process.wait()

    def windows(self) -> list[str]:
        """Return the display's windows, one line each, with their titles."""
        command = ["xwininfo", "-display", self.name, "-root", "-tree"]
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=30)
        return done.stdout.splitlines()

    def picture(self, target: Path) -> None:
        """Save what the display shows as PNG."""
        command = ["import", "-display", self.name, "-window", "root", str(target)]
        subprocess.run(command, check=True, timeout=30)
