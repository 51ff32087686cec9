"""An agent's day by the accessibility tree alone: found by role and name, done by its actions."""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import Any

from tests.journeys.window.hearing import hearing
from tests.journeys.window.newcomer import says
from tests.journeys.window.tree import Node, Role, find, get, shown
from tests.journeys.window.visit import Steps
from tests.simulator_process import SimulatorProcess

_SAID = "I was charged twice and want the duplicate charge refunded"
TOO_EARLY = "Not sent: this has just changed."


def works_by_tree(simulator: SimulatorProcess) -> Steps:
    """Sign in, code three interactions each in another way, change one, and look at the day."""
    with hearing() as said:
        agent = _Agent(simulator, said)
        yield from _signs_in(simulator)
        yield from agent.codes_by_suggestion("Ada First")
        yield from agent.codes_by_palette("Ben Second")
        yield from agent.codes_with_a_note_and_changes_it("Cleo Third")
        yield from agent.opens_the_other_of_two("Dora Fourth", "Emil Fifth")
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


class _Agent:
    """Finds everything below the card of one customer; others may stand beside it."""

    def __init__(self, simulator: SimulatorProcess, said: list[str]) -> None:
        self._simulator = simulator
        self._said = said

    def codes_by_suggestion(self, customer: str) -> Steps:
        leg_id = yield from self._talks(customer)
        yield lambda: self._offers(customer)
        assert "% likely, “" in self._row(customer, 1).name, "how sure it is, and by which words"
        code = yield from self._chooses_row(customer, 2)
        yield from self._submits(customer, leg_id, code)
        assert self._said[-1].startswith(f"Coded: {customer}, ")

    def codes_by_palette(self, customer: str) -> Steps:
        leg_id = yield from self._talks(customer)
        yield lambda: self._in_card(customer, Role.Button, "Search ")
        get(Role.Client, customer).get(Role.Button, "Search ").press()
        yield lambda: find(Role.List, "Codes of this queue")
        get(Role.EditableText, "Search codes").write("method")
        item = get(Role.ListItem, lambda name: "ethod" in name)
        code = item.name.split(", ")[0]
        item.act("Toggle")
        assert find(Role.List, "Codes of this queue") is None, "chosen: the palette closes"
        yield from self._submits(customer, leg_id, code)

    def codes_with_a_note_and_changes_it(self, customer: str) -> Steps:
        leg_id = yield from self._talks(customer)
        yield lambda: self._offers(customer)
        self._card(customer).get(Role.EditableText, "Note for the wrap-up").write("Paid today")
        first = yield from self._chooses_row(customer, 1)
        yield from self._submits(customer, leg_id, first)
        assert self._codes(leg_id) == [(first, "Paid today")]

        yield lambda: self._in_card(customer, Role.Button, "Change")
        self._card(customer).get(Role.Button, "Change").press()
        yield lambda: self._offers(customer)
        third = yield from self._chooses_row(customer, 3)
        yield from self._submits(customer, leg_id, third)
        assert third != first

    def opens_the_other_of_two(self, one: str, other: str) -> Steps:
        """Two calls wait for a code; whichever is open, the other can be opened."""
        legs = {}
        for each in (one, other):
            legs[each] = yield from self._talks(each)
        yield lambda: any(self._offers(each) for each in legs)
        closed = next(each for each in legs if not self._offers(each))
        yield from self._opens_and_codes(closed, legs[closed])
        still = next(each for each in legs if each != closed)
        yield from self._opens_and_codes(still, legs[still])

    def _talks(self, customer: str) -> Generator[Callable[[], Any], Any, str]:
        """Let a customer call, say what it is about until that is heard, and hang up."""
        leg = self._simulator.start_conversation(
            queue="Billing", answered=True, customer={"name": customer}
        )
        words = f"/simulator/conversations/{leg['conversation_id']}/words"

        def is_heard() -> bool:
            # What is said before the program listens is lost, as it is in Genesys.
            self._simulator.post(words, {"speaker": "customer", "text": _SAID})
            card = find(Role.Client, f"{customer}, ")
            return card is not None and "Leading: " in card.name

        yield is_heard
        leg_id: str = leg["communication_id"]
        self._simulator.post(f"/simulator/legs/{leg_id}/hangup")
        yield lambda: find(Role.Client, f"{customer}, After-call, ")
        return leg_id

    def _opens_and_codes(self, customer: str, leg_id: str) -> Steps:
        self._card(customer).act("SetFocus")
        yield lambda: self._offers(customer)
        code = yield from self._chooses_row(customer, 1)
        yield from self._submits(customer, leg_id, code)

    def _chooses_row(self, customer: str, number: int) -> Generator[Callable[[], Any], Any, str]:
        """Press a row; return its code, wherever it stands by the time that it is chosen."""
        row = self._row(customer, number)
        code = row.name.split(", ")[1]
        row.press()
        yield lambda: self._is_chosen(customer, code)
        return code

    def _is_chosen(self, customer: str, code: str) -> bool:
        row = self._card(customer).find(Role.CheckBox, lambda name: code in name)
        return row is not None and row.is_checked

    def _offers(self, customer: str) -> bool:
        return self._in_card(customer, Role.CheckBox, "3, ") is not None

    def _submits(self, customer: str, leg_id: str, code: str) -> Steps:
        """Press Submit; where the answer is that it was too early to be meant, press again."""
        yield lambda: self._in_card(customer, Role.Button, f"Submit “{code}”")
        is_sent = False
        while not is_sent:
            self._said.clear()
            self._card(customer).get(Role.Button, f"Submit “{code}”").press()
            yield lambda: self._is_coded(customer, code) or self._was_too_early
            is_sent = not self._was_too_early
        assert self._codes(leg_id)[-1][0] == code

    def _is_coded(self, customer: str, code: str) -> bool:
        card = find(Role.Client, f"{customer}, Coded, ")
        return card is not None and code in card.name

    @property
    def _was_too_early(self) -> bool:
        return any(each.startswith(TOO_EARLY) for each in self._said)

    def _row(self, customer: str, number: int) -> Node:
        return self._card(customer).get(Role.CheckBox, f"{number}, ")

    def _in_card(self, customer: str, role: Role, begins: str) -> Node | None:
        card = find(Role.Client, f"{customer}, ")
        return None if card is None else card.find(role, begins)

    def _card(self, customer: str) -> Node:
        return get(Role.Client, f"{customer}, ")

    def _codes(self, leg_id: str) -> list[tuple[Any, Any]]:
        codes = self._simulator.leg(leg_id)["codes"]
        return [(each["code_name"], each["notes"]) for each in codes]


def _looks_at_the_day() -> Steps:
    get(Role.Button, "Menu").press()
    yield lambda: find(Role.MenuItem, "My day")
    get(Role.MenuItem, "My day").press()
    yield lambda: find(Role.Dialog, "My day")
    assert find(Role.PopupMenu, "") is None, "the menu goes when something of it is chosen"
    yield lambda: len([each for each in shown() if each.name == "State: Coded"]) == 5
