"""Imports what needs no Qt before Qt: of what comes after it, PySide reads the source first.

From its own import on, PySide opens the source of every module that is imported, to find its name
in it, and keeps the text (`feature_imported` in shibokensupport; the reports napari 8584 and
PYSIDE-2029). Of our start that was a sixth, for modules that never see Qt.
"""

from __future__ import annotations

from importlib import import_module

_OF_THE_DESK = "wrapup_desk.main.apps.desk_app"
_OF_REPAIR = ("wrapup_desk.main.apps.repair_session", "wrapup_desk.application.repair.desk")


def import_desk_parts() -> None:
    """Import the agent's program but for its window."""
    import_module(_OF_THE_DESK)


def import_repair_parts() -> None:
    """Import the supervisors' program but for its window."""
    for name in _OF_REPAIR:
        import_module(name)
