"""Shapes seen in public recordings, through the real parsers, to cards and what owes a code."""

from __future__ import annotations

import json
from typing import Any

import msgspec

from tests.adapters.genesys.rest_harness import RECORDINGS
from tests.application.desk.core.states import after, the_card
from wrapup_desk.adapters.genesys.channel.frames import Notification, read_frame
from wrapup_desk.adapters.genesys.conversations.events import read_event
from wrapup_desk.adapters.genesys.conversations.parser import ConversationParser
from wrapup_desk.adapters.genesys.history.parser import legs_in
from wrapup_desk.adapters.genesys.history.past_wire import read_listing
from wrapup_desk.adapters.genesys.history.queue_parser import ended_legs
from wrapup_desk.application.desk.desk_state import DeskState
from wrapup_desk.application.desk.messages import Greet
from wrapup_desk.domain.agent import Agent
from wrapup_desk.domain.events import (
    ContactCentreEvent,
    ConversationChanged,
    Resynced,
    StreamOpened,
    WordsHeard,
)
from wrapup_desk.domain.history.past_leg import PastLeg
from wrapup_desk.domain.interaction import Media, Phase, Prompt
from wrapup_desk.domain.transcript import Speaker
from wrapup_desk.domain.wrapup_duty import owes_code

ME = Agent("00000000-0000-4000-8000-0000000000a1", "Ana Lima", "ana@example.com")
PARSER = ConversationParser(ME.id, b"salt")


def raw(name: str) -> bytes:
    return (RECORDINGS / name).read_bytes()


def event_of(name: str) -> ContactCentreEvent:
    frame = read_frame(raw(name))
    assert isinstance(frame, Notification)
    event = read_event(frame, PARSER)
    assert event is not None
    return event


def desk_after(*events: ContactCentreEvent) -> DeskState:
    return after(DeskState(), Greet(ME), StreamOpened(), Resynced(()), *events)


def past_of(name: str) -> list[PastLeg]:
    return list(legs_in(read_listing(raw(name), "test").conversations))


def test_a_callback_in_after_call_work_is_one_card_that_owes_a_code() -> None:
    state = desk_after(event_of("callback_in_after_call_work.json"))

    card = the_card(state)  # the two alerts nobody answered were over when they were first seen
    assert (card.leg.media, card.leg.phase) == (Media.CALLBACK, Phase.AFTER_CALL)
    assert card.leg.prompt is Prompt.OPTIONAL
    assert card.leg.deadline_at is None
    assert owes_code(card.leg)
    assert card.needs_a_code


def test_a_web_chat_among_the_active_conversations_is_one_card() -> None:
    conversations = PARSER.conversations(raw("web_chat_listed.json"))

    state = desk_after(Resynced(conversations))

    card = the_card(state)
    assert (card.leg.media, card.leg.phase) == (Media.CHAT, Phase.CONNECTED)
    assert card.leg.customer_name == "Somebody"
    assert card.needs_a_code
    assert [leg.phase for leg in conversations[0].legs].count(Phase.MISSED) == 2


def test_words_of_two_speakers_are_told_apart() -> None:
    heard = event_of("words_of_two_speakers.json")

    assert isinstance(heard, WordsHeard)
    assert [each.speaker for each in heard.utterances] == [Speaker.AGENT, Speaker.CUSTOMER]
    assert all(each.is_final for each in heard.utterances)


def test_an_agent_who_never_talked_has_a_leg_with_their_code_and_the_next_one_timed_out() -> None:
    first, second = past_of("past_after_call_work_without_talk.json")

    assert (first.answered_at, bool(first.code_id)) == (None, True)
    assert not first.code_id.startswith("ININ")
    assert second.code_id == "ININ-WRAP-UP-TIMEOUT"
    assert second.answered_at is not None
    assert first.agent_id != second.agent_id


def test_a_message_thread_that_came_back_is_six_legs_of_one_agent_in_two_queues() -> None:
    legs = past_of("past_message_thread_of_one_agent.json")
    of_one = [leg for leg in legs if leg.agent_id == legs[-1].agent_id]

    assert len(of_one) == 6
    assert len({leg.key.communication_id for leg in of_one}) == 6
    assert len({leg.queue_id for leg in of_one}) == 2
    assert {leg.media for leg in of_one} == {Media.MESSAGE}
    assert all(not leg.code_id for leg in of_one)


def test_a_colleague_who_dials_a_queue_leaves_the_agents_leg_alone() -> None:
    (leg,) = past_of("past_call_of_a_colleague.json")

    assert leg.agent_id == ME.id
    assert leg.code_id
    assert leg.completed_at is not None
    assert leg.hung_up_at is not None
    assert leg.completed_at > leg.hung_up_at


def test_news_of_the_queue_says_the_same_of_the_callback_once_it_is_coded() -> None:
    envelope: dict[str, Any] = json.loads(raw("callback_in_after_call_work.json"))
    body = envelope["eventBody"]
    assert ended_legs(msgspec.json.encode(body)) == ()
    mine = body["participants"][-1]
    mine["callbacks"][0]["afterCallWork"]["state"] = "complete"
    mine["wrapup"] = {"code": "00000000-0000-4000-8000-00000000C0DE"}

    (leg,) = ended_legs(msgspec.json.encode(body))
    changed = PARSER.conversation(msgspec.json.encode(body))

    assert leg.code_id == "00000000-0000-4000-8000-00000000c0de"
    assert isinstance(changed, ConversationChanged)
    assert leg.key in {each.key for each in changed.legs}
