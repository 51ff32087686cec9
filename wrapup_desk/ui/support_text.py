"""Joins what support needs with the versions of the program, of Qt and of the system."""

from __future__ import annotations

import platform
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6 import __version__ as pyside_version

from wrapup_desk.application.base.notice import Notice
from wrapup_desk.application.base.settings import Settings
from wrapup_desk.application.desk.desk_state import DeskState
from wrapup_desk.application.services.program_version import program_version

if TYPE_CHECKING:  # the agent's window has no repair desk to load
    from wrapup_desk.application.repair.state import RepairState


def of_desk(state_of: Callable[[], DeskState], notice: Notice) -> str:
    """Return the details of a notice in the agent's window."""
    # Loaded when first asked for: nobody's first paint waits for it.
    from wrapup_desk.application.services.support_details import desk_states, support_details

    state = state_of()
    return support_details(_versions(), notice, state.settings, desk_states(state))


def of_repair(settings: Settings, state_of: Callable[[], RepairState], notice: Notice) -> str:
    """Return the details of a notice in the repair window."""
    from wrapup_desk.application.services.support_details import repair_states, support_details

    return support_details(_versions(), notice, settings, repair_states(state_of()))


def _versions() -> dict[str, str]:
    return {
        "program": program_version() or "not installed",
        "PySide6": pyside_version,
        "Python": platform.python_version(),
        "system": f"{platform.system()} {platform.release()} {platform.machine()}",
    }
