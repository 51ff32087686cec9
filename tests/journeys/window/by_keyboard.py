"""An agent's day, and a supervisor's repair, by the keyboard alone."""

from __future__ import annotations

from typing import Any

from tests.journeys.window.by_keys import Key, focused_name, go_down_to, press, tab_to
from tests.journeys.window.newcomer import hangs_up_a_call, may_be_chosen, says
from tests.journeys.window.tree import Role, find, shown
from tests.journeys.window.visit import Steps, take_usual_size
from tests.simulator_process import SimulatorProcess


def works_by_keyboard(simulator: SimulatorProcess) -> Steps:
    """Sign in, code by the palette and with a note, take one back, and look at the day."""
    yield says("Every interaction gets its wrap-up code")
    tab_to("Next")
    press(Key.Key_Return)
    yield says("Sign in to Genesys Cloud")
    yield lambda: focused_name() == "Sign in"
    assert not _has_signed_in(simulator), "nobody asked for the browser yet"
    press(Key.Key_Return)
    yield says("A minute of practice")
    assert _has_signed_in(simulator)
    tab_to("Skip")
    press(Key.Key_Space)
    yield says("Waiting for your next interaction")
    yield from _codes_by_palette(simulator)
    yield from _codes_with_a_note_and_changes_it(simulator)
    press("d")
    yield lambda: find(Role.Dialog, "My day")
    yield lambda: [each.name for each in shown()].count("State: Coded") == 2
    press(Key.Key_Escape)
    yield lambda: find(Role.Dialog, "My day") is None


def _codes_by_palette(simulator: SimulatorProcess) -> Steps:
    by_palette = hangs_up_a_call(simulator)
    yield may_be_chosen
    press("/")
    press("method", Key.Key_Return)
    yield lambda: find(Role.Button, "Submit “Payment method updated”")
    press(Key.Key_Return)
    yield lambda: _codes(simulator, by_palette) == ["Payment method updated"]
    yield says("Coded")


def _codes_with_a_note_and_changes_it(simulator: SimulatorProcess) -> Steps:
    noted = hangs_up_a_call(simulator)
    yield may_be_chosen
    press("n")
    press("Paid back today", Key.Key_Escape)
    press("1")
    yield lambda: find(Role.Button, "Submit “")
    press(Key.Key_Return)
    yield lambda: len(_codes(simulator, noted)) == 1
    assert simulator.leg(noted)["codes"][-1]["notes"] == "Paid back today"
    yield lambda: find(Role.Button, "Change")
    press("z")
    yield may_be_chosen
    press("3")
    yield lambda: find(Role.Button, "Submit “")
    press(Key.Key_Return)
    yield lambda: len(set(_codes(simulator, noted))) == 2


def repairs_by_keyboard(_simulator: SimulatorProcess) -> Steps:
    """Sign in, filter, select a row, correct it with another code, and confirm."""
    yield says("Sign in to Genesys Cloud", Role.Button)
    take_usual_size()
    tab_to("Sign in to Genesys Cloud")
    press(Key.Key_Space)
    yield lambda: find(Role.Button, "Time range")
    yield from _choose("Time range", "Last 30 days")
    yield lambda: find(Role.Cell, "Code now: ")
    yield from _choose("Problems", "No code")
    press(Key.Key_Escape)
    yield lambda: find(Role.StaticText, lambda name: name.endswith(" rows"))
    yield lambda: find(Role.Button, "Stop") is None

    tab_to("Interactions to fix")
    press(Key.Key_Down, Key.Key_Space)
    yield says("1 selected")
    tab_to("One code for all")
    press(Key.Key_Space)
    yield lambda: focused_name() == "Search codes"
    press("late fee", Key.Key_Return)
    yield lambda: find(Role.EditableText, "Reason")
    tab_to("Reason")
    press("Missed by the agent")
    tab_to("Change 1")
    press(Key.Key_Space)
    yield says("1 changed")


def _choose(chip: str, entry: str) -> Steps:
    """Open the menu of *chip*, and go down to *entry*."""
    tab_to(chip)
    press(Key.Key_Space)
    yield lambda: find(Role.MenuItem, entry)
    go_down_to(entry)
    press(Key.Key_Return)


def _has_signed_in(simulator: SimulatorProcess) -> bool:
    return "/oauth/token" in str(simulator.record()["requests"])


def _codes(simulator: SimulatorProcess, leg_id: str) -> list[Any]:
    return [each["code_name"] for each in simulator.leg(leg_id)["codes"]]
