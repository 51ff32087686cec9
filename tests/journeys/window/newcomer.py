"""A newcomer at an empty profile: three steps, practice, the first code; by keyboard alone."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from PySide6.QtWidgets import QApplication

from tests.journeys.window.by_keys import Key, focused_name, press, tab_to
from tests.journeys.window.foreign import foreign_in
from tests.journeys.window.tree import Role, find, shown
from tests.journeys.window.visit import Steps
from tests.simulator_process import SimulatorProcess
from wrapup_desk.domain.language.texts import language_in_use, tr_marked
from wrapup_desk.ui.card.panel import CardPanel
from wrapup_desk.ui.desk.window import MainWindow

_SAID = "I was charged twice and want the duplicate charge refunded"


def says(text: str, role: Role = Role.StaticText) -> Callable[[], object]:
    """Return whether *text*, in the language in use, is to be read somewhere."""
    return lambda: find(role, tr_marked(text))


def comes_in_by_sign_in(simulator: SimulatorProcess) -> Steps:
    """Read what this is, sign in, practise, and code the first interaction."""
    seen = _Reader(simulator)
    yield seen(says("Every interaction gets its wrap-up code"))
    tab_to(tr_marked("Next"))
    press(Key.Key_Space)

    yield seen(says("Sign in to Genesys Cloud"))
    tab_to(tr_marked("Client ID"))
    press(simulator.ready["client_id"])
    tab_to(tr_marked("Sign in"))
    press(Key.Key_Space)

    yield seen(says("A minute of practice"))
    yield from _practises(seen)
    yield from _codes_one(simulator, seen)


def chooses_a_language(simulator: SimulatorProcess) -> Steps:
    """Choose German in the settings: what says so is read there, in German."""
    yield says("Every interaction gets its wrap-up code")
    (window,) = (each for each in QApplication.topLevelWidgets() if isinstance(each, MainWindow))
    window.open_settings()
    yield lambda: find(Role.ComboBox, tr_marked("Language"))
    tab_to(tr_marked("Language"))
    press("d")

    yield lambda: language_in_use() == "de" and find(Role.ComboBox, "Sprache")
    yield lambda: focused_name() == "Sprache"
    yield says("Every interaction gets its wrap-up code")


def _practises(seen: _Reader) -> Steps:
    tab_to(tr_marked("Practise now"))
    press(Key.Key_Space)
    yield seen(says("A call has ended"))
    yield seen(may_be_chosen)
    press("2", Key.Key_Return)
    yield seen(says("Sent"))
    press("z")
    yield seen(says("Choose another one"))
    yield seen(may_be_chosen)
    press("1", Key.Key_Return)
    yield seen(says("That is all"))
    press(Key.Key_Escape)
    yield seen(says("Waiting for your next interaction"))


def _codes_one(simulator: SimulatorProcess, seen: _Reader) -> Steps:
    leg_id = hangs_up_a_call(simulator)
    yield seen(may_be_chosen)
    press("1", Key.Key_Return)
    yield seen(lambda: simulator.leg(leg_id)["codes"])
    yield seen(lambda: find(Role.StaticText, tr_marked("Coded")))
    assert simulator.leg(leg_id)["coded_before_complete"]


def hangs_up_a_call(simulator: SimulatorProcess) -> str:
    """Let a customer call, say something and hang up; return the leg's id."""
    leg = simulator.start_conversation(queue="Billing", answered=True)
    path = f"/simulator/conversations/{leg['conversation_id']}"
    simulator.post(f"{path}/words", {"speaker": "customer", "text": _SAID})
    leg_id: str = leg["communication_id"]
    simulator.post(f"/simulator/legs/{leg_id}/hangup")
    return leg_id


def may_be_chosen() -> bool:
    """Whether suggestions stand there for so long that a key is meant for them.

    Where the codes are long in coming, the card stands there before them.
    """
    cards = [each for each in QApplication.allWidgets() if isinstance(each, CardPanel)]
    return any(each.isVisible() and _offers_codes(each) for each in cards)


def _offers_codes(panel: CardPanel) -> bool:
    has_codes = panel.card is not None and bool(panel.card.codes) and bool(panel.choice.options)
    return has_codes and panel.offers_choice and panel.choice.is_settled


class _Reader:
    """Reads all that shows each time somebody looks, and does not take another language."""

    def __init__(self, simulator: SimulatorProcess) -> None:
        ready = simulator.ready
        people = (*ready["agents"], *ready["queues"])
        self._names: Collection[str] = frozenset(each["name"] for each in people)

    def __call__(self, holds: Callable[[], Any]) -> Callable[[], Any]:
        def look() -> Any:
            found = holds()
            for node in shown() if found else ():
                for text in (node.name, node.value):
                    foreign = foreign_in(text, language_in_use(), self._names)
                    assert not foreign, f"{node}: {foreign}"
            return found

        return look
