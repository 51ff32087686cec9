"""Measures how soon the palette shows 500 codes in levels, opens a branch, and searches them all."""

from __future__ import annotations

import json
import statistics
import time

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.ui.code_lists import FIVE_HUNDRED, of_one_branch
from tests.ui.recording_desk import RecordingDesk
from wrapup_desk.application.base.settings import Settings, ThemeChoice
from wrapup_desk.domain.codes.names import names_of
from wrapup_desk.domain.codes.tree import tree_of
from wrapup_desk.ui.desk.bridge import DeskBridge
from wrapup_desk.ui.desk.window import MainWindow
from wrapup_desk.ui.tokens import PANEL_WIDTH

_TIMES = 30
# By the key: the first time the names are read as well.
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
    for _ in range(8):  # a key is pressed in a window that has been painted
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


def report(app: QApplication, *, as_json: bool) -> bool:
    """Print what each key took; return whether all are within their limits."""
    took = measure(app, _TIMES)
    p95 = {name: sorted(each)[int(len(each) * 0.95)] for name, each in took.items()}
    is_ok = all(p95[name] < limit for name, limit in LIMITS_MS.items())
    if as_json:
        print(json.dumps({"took_ms": took, "p95_ms": p95, "ok": is_ok}))
        return is_ok
    print(f"{len(FIVE_HUNDRED)} codes in levels; key to painted answer, in ms\n")
    print(f"{'':10}{'presses':>9}{'p50':>9}{'p95':>9}{'limit':>9}")
    for name, each in took.items():
        missed = "" if p95[name] < LIMITS_MS[name] else "  MISSED"
        row = f"{statistics.median(each):>9.1f}{p95[name]:>9.1f}{LIMITS_MS[name]:>9.0f}{missed}"
        print(f"{name:10}{len(each):>9}{row}")
    return is_ok
