"""What is made of conversations as analytics tells them."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from tests.adapters.genesys.history.test_analytics import NOON, conversation
from wrapup_desk.adapters.genesys.history.parser import legs_in
from wrapup_desk.adapters.genesys.history.past_wire import read_listing
from wrapup_desk.domain.history.past_leg import PastLeg
from wrapup_desk.domain.interaction import LegKey, Media


def legs_of(*found: dict[str, Any]) -> list[PastLeg]:
    raw = json.dumps({"conversations": list(found)}).encode()
    return list(legs_in(read_listing(raw, "test").conversations))


def test_a_leg_has_what_analytics_tells_of_it() -> None:
    leg = legs_of(conversation(1, NOON))[0]

    assert leg.key == LegKey("conv-1", "p-1", "s-1")
    assert (leg.media, leg.agent_name, leg.queue_id) == (Media.CALL, "Mia", "q")
    assert (leg.customer_name, leg.customer_address) == ("Anna", "+61255500001")
    assert (leg.code_id, leg.note) == ("code-1", "noted")
    assert leg.answered_at == NOON + timedelta(seconds=20)
    assert leg.hung_up_at == NOON + timedelta(seconds=200)
    assert leg.completed_at == NOON + timedelta(seconds=212)
    assert leg.is_over


def told_of(**agent: Any) -> dict[str, Any]:
    """A call whose queue asked for skills and whose parties carry attributes."""
    call = conversation(1, NOON, **agent)
    call["participants"][0]["attributes"] = {"reason": "card", "caller": "Anna Lee", "vip": "yes"}
    waited = {"segmentType": "interact", "queueId": "q", "requestedRoutingSkillIds": ["skill-acd"]}
    acd = {"participantId": "acd", "purpose": "acd", "sessions": [{"segments": [waited]}]}
    call["participants"].insert(1, acd)
    return call


def facts_in(found: dict[str, Any], *allowed: str) -> tuple[tuple[str, ...], dict[str, str]]:
    raw = json.dumps({"conversations": [found]}).encode()
    (leg,) = legs_in(read_listing(raw, "test").conversations, allowed)
    return leg.skills, dict(leg.attributes)


def test_only_allowed_attributes_are_taken_and_the_agents_own_win() -> None:
    call = told_of(attributes={"vip": "no", "desk": "7"})

    assert facts_in(call, "reason", "vip")[1] == {"reason": "card", "vip": "no"}
    assert facts_in(call)[1] == {}


def test_skills_are_those_of_the_leg_or_else_those_its_queue_asked_for() -> None:
    call = told_of()
    assert facts_in(call)[0] == ("skill-acd",)

    segments = call["participants"][2]["sessions"][0]["segments"]
    segments[0]["requestedRoutingSkillIds"] = ["skill-a", "skill-b"]
    segments[1]["requestedRoutingSkillIds"] = ["skill-b"]

    assert facts_in(call)[0] == ("skill-a", "skill-b")


def segment(kind: str, **more: Any) -> dict[str, Any]:
    start, end = NOON.isoformat(), (NOON + timedelta(seconds=9)).isoformat()
    return {"segmentType": kind, "segmentStart": start, "segmentEnd": end, **more}


@pytest.mark.parametrize(
    "sessions",
    [
        [],
        [{"sessionId": "s", "mediaType": "voice", "segments": [segment("alert")]}],
        [{"sessionId": "s", "mediaType": "voice", "segments": [segment("monitoring")]}],
        [{"sessionId": "s", "mediaType": "voice", "segments": None}],
        [{"mediaType": "voice", "segments": [segment("interact")]}],
    ],
)
def test_who_never_talked_has_no_leg(sessions: list[dict[str, Any]]) -> None:
    assert legs_of(conversation(1, NOON, sessions=sessions)) == []


def test_a_callback_and_its_call_are_one_leg_with_one_code() -> None:
    sessions = [
        {
            "sessionId": "the-call",
            "mediaType": "voice",
            "segments": [segment("interact", queueId="q")],
        },
        {
            "sessionId": "the-callback",
            "mediaType": "callback",
            "outboundCampaignId": "campaign",
            "segments": [segment("interact", queueId="q"), segment("wrapup", wrapUpCode="c")],
        },
    ]

    legs = legs_of(conversation(1, NOON, sessions=sessions))

    assert len(legs) == 1
    assert legs[0].key.communication_id == "the-callback"
    assert (legs[0].media, legs[0].code_id, legs[0].is_dialer) == (Media.CALLBACK, "c", True)


def test_a_leg_that_talks_or_wraps_up_is_not_over() -> None:
    talking = [segment("interact", segmentEnd=None)]
    in_acw = [segment("interact"), segment("wrapup", segmentEnd=None)]

    for segments, is_in_acw in ((talking, False), (in_acw, True)):
        sessions = [{"sessionId": "s", "mediaType": "voice", "segments": segments}]
        leg = legs_of(conversation(1, NOON, sessions=sessions))[0]
        assert not leg.is_over
        assert leg.is_in_after_call is is_in_acw


def test_a_code_on_the_talk_itself_counts() -> None:
    sessions = [
        {
            "sessionId": "s",
            "mediaType": "message",
            "acwSkipped": True,
            "segments": [segment("interact", wrapUpCode="c")],
        }
    ]

    leg = legs_of(conversation(1, NOON, sessions=sessions))[0]

    assert (leg.code_id, leg.was_skipped, leg.media) == ("c", True, Media.MESSAGE)


def test_a_conversation_without_a_start_began_with_its_first_segment() -> None:
    whole = conversation(1, NOON)
    del whole["conversationStart"]

    assert [leg.started_at for leg in legs_of(whole)] == [NOON]


def test_who_is_no_agent_and_what_has_no_time_is_left_out() -> None:
    timeless = [{"segmentType": "interact"}]
    sessions = [{"sessionId": "s", "mediaType": "voice", "segments": timeless}]

    assert legs_of(conversation(1, NOON, sessions=sessions)) == []
    assert legs_of(conversation(2, NOON, purpose="user")) == []
