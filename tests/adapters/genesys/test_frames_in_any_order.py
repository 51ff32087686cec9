"""Frames that come late, twice, in another order or not at all lead to the same cards.

So does a restart: what the last frame shows is all that a desk has which was not there before.
"""

from __future__ import annotations

import json
from random import Random
from typing import Any

import pytest

from tests.application.desk.core.states import after
from tests.simulator.centre import Centre
from wrapup_desk.adapters.genesys.conversations.parser import ConversationParser
from wrapup_desk.adapters.genesys.conversations.wrapup_scope import WrapupScope
from wrapup_desk.application.desk.desk_state import DeskState
from wrapup_desk.application.desk.messages import Greet
from wrapup_desk.domain.agent import Agent
from wrapup_desk.domain.events import ConversationChanged, Resynced, StreamOpened
from wrapup_desk.simulator.wire.conversation import conversation_event
from wrapup_desk.simulator.world import changes
from wrapup_desk.simulator.world.conversation import Conversation, Participant
from wrapup_desk.simulator.world.leg_life import LegState, Prompt
from wrapup_desk.simulator.world.media import CALL, CALLBACK, EMAIL, MESSAGE

STORIES = 12


class Story:
    """One conversation of an agent, played at random; *frames* are what Genesys tells of it."""

    def __init__(self, choice: Random, prompt: Prompt) -> None:
        self.frames: list[str] = []
        self._choice = choice
        self._desk = Centre(prompt)
        self._desk.centre.listen(self._note)
        self.agent_id = self._desk.organization.agents[0].id
        medium = choice.choice((CALL, CALLBACK, MESSAGE, EMAIL))
        conversation, leg = self._desk.alert(medium)
        while self._talk(conversation, leg) and not medium.is_spoken and self._happens(0.6):
            self._desk.centre.come_back(conversation, leg, self._desk.later(100))
            leg = conversation.legs[-1]

    def _note(self, change: changes.Change) -> None:
        if isinstance(change, changes.ConversationChanged):
            self.frames.append(json.dumps(conversation_event(change.conversation)))

    def _happens(self, probability: float) -> bool:
        return self._choice.random() < probability

    def _talk(self, conversation: Conversation, leg: Participant) -> bool:
        """From the alert on; whether somebody answered."""
        desk, centre = self._desk, self._desk.centre
        if self._happens(0.15):
            centre.miss(conversation, leg, desk.later(8))
            return False
        centre.answer(conversation, leg, desk.later(3))
        if self._happens(0.5):
            centre.hold(conversation, leg, desk.later(1))
            centre.retrieve(conversation, leg)
        if conversation.medium in (CALL, CALLBACK) and self._happens(0.6):
            centre.dial(conversation, leg, desk.later(2), is_busy=self._happens(0.5))
        if self._happens(0.3):
            centre.apply_code(conversation, leg, desk.code(), desk.later(1))
        centre.hang_up(conversation, leg, desk.later(60))
        if leg.state is LegState.AFTER_CALL_WORK and self._happens(0.5):
            centre.apply_code(conversation, leg, desk.code(), desk.later(5))
        if leg.state is LegState.AFTER_CALL_WORK and self._happens(0.4):
            centre.time_out(conversation, leg, desk.later(30))
        return True


def shown(state: DeskState) -> list[tuple[Any, ...]]:
    """What is on the cards that are not done with; those stay or go by how often they were told."""
    return sorted(
        (
            card.leg.key.communication_id,
            card.leg.phase.value,
            card.needs_a_code,
            card.leg.wrapup.code_id if card.leg.wrapup else "",
            str(card.leg.deadline_at),
        )
        for card in state.cards
        if not card.leg.phase.is_over
    )


def disturbed(choice: Random, events: list[ConversationChanged]) -> list[ConversationChanged]:
    """The same with some lost, one twice and two exchanged; the newest stays where it is."""
    *before, newest = [each for each in events[:-1] if choice.random() < 0.8] + events[-1:]
    if before:
        before.insert(choice.randrange(len(before)), choice.choice(before))
        place = choice.randrange(len(before))
        before[place], before[0] = before[0], before[place]
    return [*before, newest]


@pytest.mark.parametrize("scope", WrapupScope)
@pytest.mark.parametrize("prompt", Prompt)
def test_the_newest_frame_is_what_is_shown_whatever_came_of_those_before(
    prompt: Prompt, scope: WrapupScope
) -> None:
    for seed in range(STORIES):
        choice = Random(f"{seed} {prompt}")
        story = Story(choice, prompt)
        parser = ConversationParser(story.agent_id, b"salt", scope)
        events = [parser.conversation(frame) for frame in story.frames]
        greeted = after(DeskState(), Greet(Agent(story.agent_id, "A", "a@x")), StreamOpened())
        live = after(greeted, Resynced(()))
        in_order = after(live, *events)

        assert shown(after(greeted, Resynced((events[-1],)))) == shown(in_order), seed
        assert shown(after(live, *disturbed(choice, events))) == shown(in_order), seed
        assert shown(after(in_order, choice.choice(events))) == shown(in_order), seed
