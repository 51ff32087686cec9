"""Faults planted in the program on purpose: journeys that would not notice them prove nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from wrapup_desk.adapters.sqlite_store import SqliteStore
from wrapup_desk.application.delivery.outbox import Outbox
from wrapup_desk.application.desk.core import card_changes, commands
from wrapup_desk.application.desk.desk import Desk
from wrapup_desk.ui.card.wrapup_panel import WrapupPanel
from wrapup_desk.ui.desk.interaction_list import InteractionList


def _first_suggestion(panel: WrapupPanel) -> object:
    """Return what Enter sent once: after Change the first suggestion, not what is on record."""
    if panel._selected is not None:
        return panel._selected
    return panel._options[0].code if panel._options else None


async def _kept_by_nobody(_store: SqliteStore, _value: object) -> None:
    """Say that something is on disk that is not."""


def _without_note(
    desk: Desk, communication_id: str, code_id: str, _note: str = "", topics: tuple[str, ...] = ()
) -> None:
    _CHOOSE_CODE(desk, communication_id, code_id, "", topics)


def _without_topics(
    desk: Desk, communication_id: str, code_id: str, note: str = "", *_topics: object
) -> None:
    _CHOOSE_CODE(desk, communication_id, code_id, note)


_CHOOSE_CODE = Desk.choose_code


@dataclass(frozen=True)
class Fault:
    """A part of the program, what stands in its place, and a journey that notices.

    Attributes:
        seed: the first journey known to notice it; the ones after it do sooner or later.
    """

    owner: Any
    part: str
    instead: Any
    seed: int = 0


FAULTS: dict[str, Fault] = {
    "Change starts at the first suggestion": Fault(
        WrapupPanel, "code_to_submit", property(_first_suggestion), seed=6
    ),
    "a bounced Enter counts on the next card": Fault(
        WrapupPanel, "is_settled", property(lambda _: True), seed=1
    ),
    "the order moves under the pointer": Fault(
        InteractionList, "is_frozen", property(lambda _: False), seed=22
    ),
    "what is selected is not kept": Fault(SqliteStore, "save_record", _kept_by_nobody, seed=1),
    "what is decided is not kept": Fault(SqliteStore, "save", _kept_by_nobody, seed=29),
    "nothing goes before the time-out": Fault(
        card_changes, "plan_for_selected", lambda *_: None, seed=1
    ),
    "an undo is not heard": Fault(Outbox, "withdrawn", lambda outbox, _key: (outbox, ()), seed=15),
    "Esc is not heard": Fault(commands, "_hold", lambda _turn, _card: None, seed=10),
    "the note stays behind": Fault(Desk, "choose_code", _without_note, seed=9),
    "further topics stay behind": Fault(Desk, "choose_code", _without_topics, seed=2),
}


@contextmanager
def planted(name: str) -> Iterator[None]:
    """Let the program have this fault until the block ends; an empty name is none."""
    if not name:
        yield
        return
    fault = FAULTS[name]
    whole = vars(fault.owner)[fault.part]
    setattr(fault.owner, fault.part, fault.instead)
    try:
        yield
    finally:
        setattr(fault.owner, fault.part, whole)
