"""States to start from, for tests of the core: made by messages, without any part at work."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from tests.examples import AGENT, CODES, NOON, a_key, a_leg
from wrapup_desk.application.base.settings import Settings
from wrapup_desk.application.desk.core.desk_core import handle
from wrapup_desk.application.desk.desk_state import DeskState, InteractionCard
from wrapup_desk.application.desk.effects import DeskEffect
from wrapup_desk.application.desk.messages import (
    CodesRead,
    DeskMessage,
    Greet,
    RecommenderLoaded,
    UseSettings,
)
from wrapup_desk.domain.events import ConversationChanged, Resynced, StreamOpened
from wrapup_desk.domain.interaction import Leg, Phase


def after(state: DeskState, *messages: DeskMessage, at: datetime = NOON) -> DeskState:
    """Return *state* once these messages were handled, whatever they want done."""
    for message in messages:
        state, _ = handle(message, state, at)
    return state


def effects_of(
    state: DeskState, message: DeskMessage, at: datetime = NOON
) -> Sequence[DeskEffect]:
    return handle(message, state, at)[1]


def seen(leg: Leg) -> ConversationChanged:
    return ConversationChanged(leg.key.conversation_id, (leg,))


def a_desk(settings: Settings | None = None) -> DeskState:
    """A desk whose agent is signed in, whose stream is live and whose recommender is loaded."""
    return after(
        DeskState(),
        UseSettings(settings or Settings()),
        RecommenderLoaded(),
        Greet(AGENT),
        StreamOpened(),
        Resynced(()),
    )


def a_desk_with_a_call(
    phase: Phase = Phase.AFTER_CALL, *, is_dialer: bool = False, settings: Settings | None = None
) -> DeskState:
    """The same with one interaction whose codes are read."""
    leg = a_leg(phase=phase, is_dialer=is_dialer)
    return after(a_desk(settings), seen(leg), CodesRead(a_key(), CODES))


def the_card(state: DeskState) -> InteractionCard:
    (card,) = state.cards
    return card
