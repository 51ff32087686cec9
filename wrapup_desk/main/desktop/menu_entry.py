"""Finds this program's entry in a Linux desktop's menu: its icon, badge and keys depend on it."""

from __future__ import annotations

import sys

from PySide6.QtCore import QStandardPaths
from PySide6.QtGui import QGuiApplication

# The name of the file without its ending, as docs/admin.md has it.
ENTRY = "wrapup-desk"


def use_menu_entry() -> None:
    """Tell Qt of the entry, where somebody has made one: pip makes none."""
    place = QStandardPaths.StandardLocation.ApplicationsLocation
    if sys.platform == "linux" and QStandardPaths.locate(place, f"{ENTRY}.desktop"):
        QGuiApplication.setDesktopFileName(ENTRY)
