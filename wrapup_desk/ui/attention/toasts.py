"""Words a toast for a code that is due, and does what is answered if it still fits."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import Protocol

from wrapup_desk.application.desk.desk_state import InteractionCard
from wrapup_desk.domain.interaction import Phase
from wrapup_desk.domain.language.conventions import labelled
from wrapup_desk.domain.language.texts import tr
from wrapup_desk.domain.notes.templates import without_gaps
from wrapup_desk.domain.wrapup import WrapupCode


class ToastAction(enum.Enum):
    """What can be answered; a click on the toast itself opens the card."""

    SEND = "send"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Toast:
    """What stands on a screen that others may see: a code and a queue, no customer and no note."""

    communication_id: str
    title: str
    text: str
    # With the words on their buttons.
    actions: tuple[tuple[ToastAction, str], ...]
    code_id: str = ""


@dataclass(frozen=True, slots=True)
class Sending:
    """What "Send now" sends: what Enter would send on that card."""

    communication_id: str
    code_id: str
    note: str
    topic_ids: tuple[str, ...]


class ToastDisplay(Protocol):
    """Shows toasts outside the window; what is answered comes back by a callback."""

    def show(self, toast: Toast) -> None:
        """Show it; returns at once, whatever the desktop does."""

    def withdraw(self, communication_id: str) -> None:
        """Take it back, if it still stands there."""


def is_due(card: InteractionCard) -> bool:
    """Whether the card's after-call work runs and its code is still owed."""
    return card.needs_a_code and card.leg.phase is Phase.AFTER_CALL


def toast_for(card: InteractionCard) -> Toast:
    """Return the toast for a card whose code is due."""
    communication_id = card.leg.key.communication_id
    code = _offered(card)
    if code is None:
        text = tr("An interaction needs a wrap-up code.")
        choose = ((ToastAction.OPEN, tr("Choose a code")),)
        return Toast(communication_id, tr("WrapUp Desk"), _with_queue(card, text), choose)
    return Toast(
        communication_id,
        tr("Code due: {code}", code=code.name),
        card.leg.queue_name or tr("WrapUp Desk"),
        ((ToastAction.SEND, tr("Send now")), (ToastAction.OPEN, tr("Change…"))),
        code.id,
    )


def sending_for(card: InteractionCard | None, code_id: str) -> Sending | None:
    """Return what "Send now" sends; None where the toast is no longer true.

    That is so when the interaction or its code is gone, a code was sent, or another was selected.
    """
    if card is None or not is_due(card) or card.submission is not None:
        return None
    if code_id not in {code.id for code in card.codes}:
        return None
    kept = card.selection
    if kept is None:
        return Sending(card.leg.key.communication_id, code_id, _draft_that_goes(card), ())
    if kept.code is not None and kept.code.id != code_id:
        return None
    note = without_gaps(kept.note) or _draft_that_goes(card)
    topics = tuple(topic.id for topic in kept.topics)
    return Sending(card.leg.key.communication_id, code_id, note, topics)


def _offered(card: InteractionCard) -> WrapupCode | None:
    """Return what Enter would send on the card now."""
    if card.submission is not None:
        return None  # being chosen again: the present code needs no sending
    if card.selected_code is not None:
        return card.selected_code
    first = card.ranking.first
    return first.code if first is not None and card.ranking.is_clear else None


def _draft_that_goes(card: InteractionCard) -> str:
    return card.draft.text if card.draft is not None and card.draft.goes_along else ""


def _with_queue(card: InteractionCard, text: str) -> str:
    return labelled(card.leg.queue_name, text) if card.leg.queue_name else text
