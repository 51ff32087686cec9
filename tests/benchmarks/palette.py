"""Measures how soon the palette shows 500 codes in levels, and answers what is typed.

`python dev.py bench palette [--times 30] [--json]`: the real window on a card with 500 codes; printed
is the time from a key's arrival until its answer was painted: `/` opens (within 50 ms), a letter
searches, and `→` opens a branch (each within 20 ms at the 95th of a hundred).
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import time

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.ui.code_lists import FIVE_HUNDRED, of_one_branch
from tests.ui.recording_desk import RecordingDesk
from wrapup_desk.application.base.settings import Settings, ThemeChoice
from wrapup_desk.domain.codes.names import names_of
from wrapup_desk.domain.codes.tree import tree_of
from wrapup_desk.main.apps.desk_window import make_application
from wrapup_desk.ui.desk.bridge import DeskBridge
from wrapup_desk.ui.desk.window import MainWindow
from wrapup_desk.ui.tokens import PANEL_WIDTH

LIMITS_MS = {"/ first": 50.0, "/": 50.0, "letter": 20.0, "→": 20.0}


def _pressed(window: MainWindow, key: Qt.Key | str) -> float:
    """Return how many milliseconds a key takes until everything it changed is painted."""
    target = QApplication.focusWidget() or window
    began = time.perf_counter()
    if isinstance(key, str):
        QTest.keyClicks(target, key)
    else:
        QTest.keyClick(target, key)
    QApplication.sendPostedEvents()
    QApplication.processEvents()
    return (time.perf_counter() - began) * 1000


def measure(app: QApplication, times: int) -> dict[str, list[float]]:
    """Return what each key took, in milliseconds."""
    window = MainWindow(
        DeskBridge(RecordingDesk(of_one_branch())),
        Settings(theme=ThemeChoice.LIGHT),
        frozenset(),
        (),
    )
    window.resize(PANEL_WIDTH, 800)
    window.show()
    window.activateWindow()
    app.processEvents()
    took: dict[str, list[float]] = {name: [] for name in LIMITS_MS}
    names_of.cache_clear()
    tree_of.cache_clear()
    for turn in range(times):
        took["/" if turn else "/ first"].append(_pressed(window, "/"))
        palette = window.palette_panel
        palette._select(palette.codes.row_of_branch("Sales"))
        took["→"].append(_pressed(window, Qt.Key.Key_Right))
        took["letter"].append(_pressed(window, "o"))
        if len(palette.codes.rows) != len(FIVE_HUNDRED):
            raise RuntimeError("the palette did not search all codes")
        _pressed(window, Qt.Key.Key_Escape)
    window.close()
    return took


def main() -> int:
    """Print the measures; 1 when one of them misses its limit."""
    parser = argparse.ArgumentParser(prog="dev.py bench palette", description=__doc__)
    parser.add_argument("--times", type=int, default=30)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    options = parser.parse_args()
    took = measure(make_application(), max(2, options.times))
    p95 = {name: sorted(each)[int(len(each) * 0.95)] for name, each in took.items()}
    is_ok = all(p95[name] < limit for name, limit in LIMITS_MS.items())
    if options.json:
        print(json.dumps({"took_ms": took, "p95_ms": p95, "ok": is_ok}))
        return 0 if is_ok else 1
    print(f"{len(FIVE_HUNDRED)} codes in levels; key to painted answer, in ms\n")
    print(f"{'':10}{'presses':>9}{'p50':>9}{'p95':>9}{'limit':>9}")
    for name, each in took.items():
        missed = "" if p95[name] < LIMITS_MS[name] else "  MISSED"
        row = f"{statistics.median(each):>9.1f}{p95[name]:>9.1f}{LIMITS_MS[name]:>9.0f}{missed}"
        print(f"{name:10}{len(each):>9}{row}")
    return 0 if is_ok else 1


if __name__ == "__main__":
    sys.exit(main())
