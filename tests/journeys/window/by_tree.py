"""An agent's day by the accessibility tree alone: found by role and name, done by its actions."""

from __future__ import annotations

from typing import Any

from tests.journeys.window.newcomer import hangs_up_a_call, may_be_chosen, says
from tests.journeys.window.tree import Role, find, get, shown
from tests.journeys.window.visit import Steps
from tests.simulator_process import SimulatorProcess


def works_by_tree(simulator: SimulatorProcess) -> Steps:
    """Sign in, code four interactions each in another way, and look at the day."""
    yield from _signs_in(simulator)
    yield from _codes_by_suggestion(simulator)
    yield from _codes_by_palette(simulator)
    yield from _codes_with_a_note_and_changes_it(simulator)
    yield from _looks_at_the_day()


def _signs_in(simulator: SimulatorProcess) -> Steps:
    yield says("Every interaction gets its wrap-up code")
    get(Role.Button, "Next").press()
    yield says("Sign in to Genesys Cloud")
    assert get(Role.ComboBox, "Region").value
    get(Role.EditableText, "Client ID").write(simulator.ready["client_id"])
    get(Role.Button, "Sign in").press()
    yield says("A minute of practice")
    get(Role.Button, "Skip").press()
    yield says("Waiting for your next interaction")


def _codes_by_suggestion(simulator: SimulatorProcess) -> Steps:
    leg_id = hangs_up_a_call(simulator)
    yield may_be_chosen
    second = get(Role.CheckBox, "2, ")
    second.press()
    yield lambda: get(Role.CheckBox, "2, ").is_checked
    code = second.name.split(", ")[1]
    get(Role.Button, f"Submit “{code}”").press()
    yield lambda: _codes(simulator, leg_id) == [code]
    yield says("Coded")


def _codes_by_palette(simulator: SimulatorProcess) -> Steps:
    leg_id = hangs_up_a_call(simulator)
    yield may_be_chosen
    get(Role.Button, "Search ").press()
    yield lambda: find(Role.List, "Codes of this queue")
    get(Role.EditableText, "Search codes").write("method")
    yield lambda: find(Role.ListItem, lambda name: "ethod" in name)
    item = get(Role.ListItem, lambda name: "ethod" in name)
    code = item.name.split(", ")[0]
    item.act("Toggle")
    yield lambda: find(Role.Button, f"Submit “{code}”")
    get(Role.Button, f"Submit “{code}”").press()
    yield lambda: _codes(simulator, leg_id) == [code]


def _codes_with_a_note_and_changes_it(simulator: SimulatorProcess) -> Steps:
    leg_id = hangs_up_a_call(simulator)
    yield may_be_chosen
    get(Role.EditableText, "Note for the wrap-up").write("Paid back today")
    get(Role.CheckBox, "1, ").press()
    yield lambda: find(Role.Button, "Submit “")
    get(Role.Button, "Submit “").press()
    yield lambda: len(_codes(simulator, leg_id)) == 1
    assert simulator.leg(leg_id)["codes"][-1]["notes"] == "Paid back today"
    yield lambda: find(Role.Button, "Change")
    get(Role.Button, "Change").press()
    yield may_be_chosen
    get(Role.CheckBox, "3, ").press()
    yield lambda: find(Role.Button, "Submit “")
    get(Role.Button, "Submit “").press()
    yield lambda: len(set(_codes(simulator, leg_id))) == 2


def _looks_at_the_day() -> Steps:
    get(Role.Button, "Menu").press()
    yield lambda: find(Role.MenuItem, "My day")
    get(Role.MenuItem, "My day").press()
    yield lambda: find(Role.Dialog, "My day")
    assert find(Role.PopupMenu, "") is None, "the menu goes when something of it is chosen"
    yield lambda: find(Role.Cell, "State: Coded")
    assert len([each for each in shown() if each.name == "State: Coded"]) == 3


def _codes(simulator: SimulatorProcess, leg_id: str) -> list[Any]:
    return [each["code_name"] for each in simulator.leg(leg_id)["codes"]]
