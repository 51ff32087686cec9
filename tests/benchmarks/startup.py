"""Measures the time and memory from starting the process to the window's first paint.

Beside it stands what a user would write instead: importing the official SDK, without a window.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

RUNS = 5

# Neither the run-time lock nor the installed program has what httpx's command line needs: with the
# development packages beside it, httpx would import that as well, which no user's computer does.
OURS = """
import sys, time
sys.modules["httpx._main"] = sys.modules["pygments"] = sys.modules["rich"] = None
from pathlib import Path
from wrapup_desk.main.before_qt import import_desk_parts
import_desk_parts()  # as the program's own start does
from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication
from wrapup_desk.main.system.profile import Profile
from wrapup_desk.main.apps.desk_window import make_application, run_sessions
from wrapup_desk.ui.desk.window import MainWindow

class FirstPaint(QObject):
    done = False
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint and isinstance(watched, MainWindow) and not self.done:
            self.done = True
            QTimer.singleShot(0, self.report)
        return False
    def report(self):
        print(time.monotonic(), flush=True)
        sys.stdin.readline()  # the parent reads this process's memory now
        QApplication.closeAllWindows()

app = make_application()
first_paint = FirstPaint()
app.installEventFilter(first_paint)
run_sessions(app, Profile.at(Path(sys.argv[1])))
"""

SDK = """
import sys, time
import PureCloudPlatformClientV2
print(time.monotonic(), flush=True)
sys.stdin.readline()
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Print both, as a table or as JSON."""
    parser = argparse.ArgumentParser(prog="dev.py bench startup")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--runs", type=int, default=RUNS)
    options = parser.parse_args(arguments)
    ours: list[tuple[float, float]] = []
    sdk: list[tuple[float, float]] = []
    for run in range(options.runs + 1):
        pair = measure(OURS), measure(SDK)
        if run:  # the first run only warms the caches
            ours.append(pair[0])
            sdk.append(pair[1])
    result = {"window to first paint": summary(ours), "import of the official SDK": summary(sdk)}
    if options.json:
        print(json.dumps(result, indent=2))
        return 0
    print(f"{'median of ' + str(options.runs) + ' runs':<28}{'seconds':>9}{'MB':>8}")
    for name, row in result.items():
        print(f"{name:<28}{row['seconds']:>9.2f}{row['megabytes']:>8.0f}")
    return 0


def measure(code: str) -> tuple[float, float]:
    """Return seconds from start to the printed moment, and the memory in MB just then."""
    import time

    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONDONTWRITEBYTECODE": ""}
    with tempfile.TemporaryDirectory() as folder:
        began_s = time.monotonic()
        process = subprocess.Popen(
            [sys.executable, "-c", code, folder],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=environment,
        )
        if process.stdin is None or process.stdout is None:
            raise RuntimeError("the process has no pipes")
        with process, process.stdin, process.stdout:
            line = process.stdout.readline()
            if not line:
                raise RuntimeError("the program did not reach its first paint")
            megabytes = resident_megabytes(process.pid)
            process.stdin.write("\n")
            process.stdin.flush()
            process.wait(timeout=30)
        return float(line) - began_s, megabytes


def resident_megabytes(pid: int) -> float:
    """Return the resident memory of a process; 0 where the system does not tell it this way."""
    status = Path(f"/proc/{pid}/status")
    if not status.exists():
        return 0.0
    for line in status.read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return 0.0


def summary(rows: list[tuple[float, float]]) -> dict[str, float]:
    """Return the medians."""
    return {
        "seconds": round(statistics.median(row[0] for row in rows), 3),
        "megabytes": round(statistics.median(row[1] for row in rows), 1),
    }


if __name__ == "__main__":
    sys.exit(main())
