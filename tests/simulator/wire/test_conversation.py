from typing import Any

import pytest

from tests.simulator.centre import Centre
from wrapup_desk.simulator.history.details import analytics_conversation
from wrapup_desk.simulator.wire.conversation import conversation_event, conversation_rest
from wrapup_desk.simulator.world.arrivals import leg_for
from wrapup_desk.simulator.world.conversation import Conversation, Participant, Words
from wrapup_desk.simulator.world.leg_life import ImpossibleLegMove, Prompt
from wrapup_desk.simulator.world.media import CALL, MESSAGE


def mine(conversation: Conversation, leg: Participant, **options: bool) -> dict[str, Any]:
    event = conversation_event(conversation, **options)
    return next(one for one in event["participants"] if one["id"] == leg.id)


def test_a_wrapup_is_required_from_the_connection_on_and_never_of_a_missed_leg() -> None:
    desk = Centre()
    conversation, leg = desk.alert()
    alerting = mine(conversation, leg)
    desk.centre.miss(conversation, leg, desk.later(8))
    missed = mine(conversation, leg)
    talk, answered = desk.answered()

    assert (alerting["wrapupRequired"], alerting["wrapupExpected"]) == (False, True)
    assert (missed["wrapupRequired"], "connectedTime" in missed) == (False, False)
    assert missed["endTime"] == missed["calls"][0]["disconnectedTime"]
    assert mine(talk, answered)["wrapupRequired"] is True


@pytest.mark.parametrize(
    ("prompt", "word", "has_timeout"),
    [
        (Prompt.OPTIONAL, "optional", False),
        (Prompt.MANDATORY, "mandatory", False),
        (Prompt.MANDATORY_TIMEOUT, "timeout", True),
        (Prompt.MANDATORY_FORCED_TIMEOUT, "forcedTimeout", True),
        (Prompt.AGENT_REQUESTED, "agentRequested", True),
    ],
)
def test_the_prompt_has_its_participant_name_and_a_timeout_only_where_it_may(
    prompt: Prompt,
    word: str,
    has_timeout: bool,  # noqa: FBT001 - a column of the table
) -> None:
    participant = mine(*Centre(prompt).answered())

    assert participant["wrapupPrompt"] == word
    assert ("wrapupTimeoutMs" in participant) is has_timeout


def test_the_leg_and_the_participant_show_the_same_code() -> None:
    desk = Centre()
    conversation, leg = desk.in_after_call_work()
    desk.centre.apply_code(conversation, leg, desk.code(), desk.later(4))

    participant = mine(conversation, leg)

    assert participant["wrapup"]["code"] == desk.refund
    assert participant["calls"][0]["wrapup"] == participant["wrapup"]
    assert participant["endAcwTime"] == participant["calls"][0]["afterCallWork"]["endTime"]


def test_rest_and_event_differ_only_where_their_models_do() -> None:
    desk = Centre()
    conversation, leg = desk.in_after_call_work()
    rest = conversation_rest(conversation)
    participant = next(one for one in rest["participants"] if one["id"] == leg.id)

    only_in_rest = set(participant) - set(mine(conversation, leg))
    only_in_event = set(mine(conversation, leg)) - set(participant)

    assert only_in_rest == {"startTime", "queueName", "wrapupSkipped"}
    assert only_in_event == {"wrapupExpected"}


def test_a_consulted_agent_names_the_participant_who_asked() -> None:
    desk = Centre()
    conversation, first = desk.answered()
    second = leg_for(conversation, desk.organization.agents[1], first.queue, desk.now)
    second.consult_participant_id = first.id
    desk.centre.alert(conversation, second)

    assert mine(conversation, second)["consultParticipantId"] == first.id


@pytest.mark.parametrize(("medium", "expected"), [(CALL, "terminated"), (MESSAGE, "disconnected")])
def test_the_observed_oddities_can_be_switched_on(medium: Any, expected: str) -> None:
    desk = Centre()
    conversation, leg = desk.answered(medium)
    desk.centre.hang_up(conversation, leg, desk.later(5))

    participant = mine(conversation, leg, quirks=True)

    assert participant["additionalProperties"] == {}
    assert participant[medium.key][0]["state"] == expected


def a_thread_that_came_back(desk: Centre) -> tuple[Conversation, Participant, Participant]:
    conversation, first = desk.answered(MESSAGE)
    desk.centre.hang_up(conversation, first, desk.later(60))
    desk.centre.apply_code(conversation, first, desk.code(), desk.later(4))
    desk.centre.come_back(conversation, first, desk.later(600))
    return conversation, first, conversation.legs[-1]


def test_who_comes_back_rings_the_same_participant_with_another_communication() -> None:
    conversation, first, second = a_thread_that_came_back(Centre())
    event = conversation_event(conversation)
    (participant,) = (one for one in event["participants"] if one.get("userId"))

    assert second.id == first.id
    assert [one["id"] for one in participant["messages"]] == [
        first.communication_id,
        second.communication_id,
    ]
    assert [one["state"] for one in participant["messages"]] == ["disconnected", "alerting"]
    # Nothing newer is known of the participant yet
    assert participant["wrapup"] == participant["messages"][0]["wrapup"]
    assert participant["endAcwTime"] == participant["messages"][0]["afterCallWork"]["endTime"]


def test_what_was_written_is_listed_in_its_own_session() -> None:
    desk = Centre()
    conversation, first = desk.answered(MESSAGE)
    desk.centre.speak(conversation, Words("w-1", "agent", "Hello", desk.now, first.id))
    desk.centre.hang_up(conversation, first, desk.later(60))
    desk.centre.come_back(conversation, first, desk.later(600))
    second = conversation.legs[-1]
    desk.centre.answer(conversation, second, desk.later(3))
    desk.centre.speak(conversation, Words("w-2", "agent", "Again", desk.now, second.id))

    messages = mine(conversation, second)["messages"]

    assert [[said["messageId"] for said in one["messages"]] for one in messages] == [
        ["w-1"],
        ["w-2"],
    ]


def test_analytics_has_one_participant_with_a_session_for_each_time() -> None:
    desk = Centre()
    conversation, first, second = a_thread_that_came_back(desk)
    desk.centre.answer(conversation, second, desk.later(3))
    body = analytics_conversation(conversation, desk.later(60), with_attributes=False)
    (participant,) = (one for one in body["participants"] if one.get("userId"))

    assert [one["sessionId"] for one in participant["sessions"]] == [
        first.communication_id,
        second.communication_id,
    ]
    assert "conversationEnd" not in body


def test_a_call_and_a_thread_that_is_not_over_do_not_come_back() -> None:
    desk = Centre()
    call, over = desk.in_after_call_work()
    thread, live = desk.answered(MESSAGE)

    for conversation, leg in ((call, over), (thread, live)):
        with pytest.raises(ImpossibleLegMove):
            desk.centre.come_back(conversation, leg, desk.now)
