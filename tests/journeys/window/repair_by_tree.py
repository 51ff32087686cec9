"""A supervisor's repair by the accessibility tree alone."""

from __future__ import annotations

from tests.journeys.window.hearing import hearing
from tests.journeys.window.newcomer import says
from tests.journeys.window.tree import Role, find, get
from tests.journeys.window.visit import Steps, take_usual_size
from tests.simulator_process import SimulatorProcess


def repairs_by_tree(_simulator: SimulatorProcess) -> Steps:
    """Sign in, find rows without a code, give one of them a code, and hear and read the result."""
    with hearing() as said:
        yield from _finds()
        yield from _corrects(said)


def _finds() -> Steps:
    yield says("Sign in to Genesys Cloud", Role.Button)
    take_usual_size()
    get(Role.Button, "Sign in to Genesys Cloud").press()
    yield lambda: find(Role.Button, "Time range")
    get(Role.Button, "Time range").press()
    yield lambda: find(Role.MenuItem, "Last 30 days")
    get(Role.MenuItem, "Last 30 days").press()
    yield lambda: find(Role.Cell, "Code now: ")

    get(Role.Button, "Problems").press()
    yield lambda: find(Role.MenuItem, "No code")
    get(Role.MenuItem, "No code").press()
    yield lambda: find(Role.Button, "Problems: No code")
    get(Role.Button, "Problems").press()
    yield lambda: find(Role.PopupMenu, "") is None
    # Rows come in as long as they are looked for.
    yield lambda: find(Role.Button, "Stop") is None and find(Role.Cell, "Code now: No code")


def _corrects(said: list[str]) -> Steps:
    get(Role.Cell, "not selected").act("Toggle")
    yield says("1 selected")
    get(Role.Button, "One code for all").press()
    yield lambda: find(Role.EditableText, "Search codes")
    get(Role.EditableText, "Search codes").write("late fee")
    yield lambda: find(Role.ListItem, "Late fee waived")
    get(Role.ListItem, "Late fee waived").act("Toggle")
    yield lambda: find(Role.EditableText, "Reason")
    assert said[-1].startswith("1 row will change."), "before it is asked for the reason"
    get(Role.EditableText, "Reason").write("Missed by the agent")
    get(Role.Button, "Change 1").press()
    yield lambda: any(each.startswith("1 changed in Genesys.") for each in said)
    assert find(Role.StaticText, "1 changed in Genesys.")
    get(Role.Button, "Each row").press()
    yield lambda: find(Role.Cell, "Result: Changed")
    assert find(Role.Cell, "New code: Late fee waived")
