"""A supervisor's repair by the accessibility tree alone."""

from __future__ import annotations

from tests.journeys.window.newcomer import says
from tests.journeys.window.tree import Role, find, get
from tests.journeys.window.visit import Steps
from tests.simulator_process import SimulatorProcess


def repairs_by_tree(_simulator: SimulatorProcess) -> Steps:
    """Sign in, filter, select a row, correct it with another code, confirm, and read the result."""
    yield says("Sign in to Genesys Cloud", Role.Button)
    get(Role.Button, "Sign in to Genesys Cloud").press()
    yield lambda: find(Role.Button, "Time range")
    get(Role.Button, "Time range").press()
    yield lambda: find(Role.MenuItem, "Last 30 days")
    get(Role.MenuItem, "Last 30 days").press()
    yield lambda: find(Role.Cell, "Code now: ")

    get(Role.Button, "Problems").press()
    yield lambda: find(Role.MenuItem, "No code")
    get(Role.MenuItem, "No code").press()
    yield lambda: find(Role.StaticText, lambda name: name.endswith(" rows"))
    get(Role.Button, "Problems").press()
    yield lambda: find(Role.PopupMenu, "") is None

    yield lambda: find(Role.Cell, "not selected")
    get(Role.Cell, "not selected").act("Toggle")
    yield says("1 selected")
    get(Role.Button, "One code for all").press()
    yield lambda: find(Role.EditableText, "Search codes")
    get(Role.EditableText, "Search codes").write("late fee")
    yield lambda: find(Role.ListItem, "Late fee waived")
    get(Role.ListItem, "Late fee waived").act("Toggle")
    yield lambda: find(Role.EditableText, "Reason")
    get(Role.EditableText, "Reason").write("Missed by the agent")
    get(Role.Button, "Change 1").press()
    yield says("1 changed")
