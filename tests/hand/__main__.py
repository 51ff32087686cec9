"""Plays generated journeys of six interactions at once through the agent's window.

`python -m tests.hand [--count 500] [--first 0]`. Each is seeded: keys alone or the mouse alone,
choices, changes, notes, sends with a key that bounces, time-outs and kill -9. A model of what the
agent means says which code and note the server has to have. With DISPLAY and QT_QPA_PLATFORM=xcb it
runs on a real window system.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
import tempfile
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_LOGGING_RULES", "default.warning=false")

from PySide6.QtWidgets import QApplication

from tests.hand.journey import Journey
from tests.hand.stage import stage_for


def main() -> int:
    """Play the journeys, tell the wrong ones, and return 1 if there is any."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=500)
    parser.add_argument("--first", type=int, default=0, help="the first seed")
    given = parser.parse_args()
    app = QApplication([])
    wrong = 0
    for seed in range(given.first, given.first + given.count):
        with tempfile.TemporaryDirectory(prefix="wrapup-desk-hand-") as folder:
            outcome = asyncio.run(Journey(stage_for(app, Path(folder), seed), seed).play())
        if outcome.wrong:
            wrong += 1
            sys.stdout.write(f"seed {seed}: {outcome.wrong}\n  {outcome.acts}\n")
            sys.stdout.flush()
    sys.stdout.write(f"{given.count - wrong} of {given.count} journeys as meant\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
