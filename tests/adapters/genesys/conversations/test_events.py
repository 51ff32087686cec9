import json
from typing import Any

import pytest

from tests.adapters.genesys.rest_harness import AGENT_ID, a_conversation
from wrapup_desk.adapters.genesys.channel.frames import Notification, read_frame
from wrapup_desk.adapters.genesys.channel.topics import agent_topics, transcription_topic
from wrapup_desk.adapters.genesys.conversations.events import read_event
from wrapup_desk.adapters.genesys.conversations.parser import ConversationParser
from wrapup_desk.domain.agent import RoutingStatus
from wrapup_desk.domain.events import (
    CodesPredicted,
    ContactCentreEvent,
    ConversationChanged,
    PredictedCode,
    RoutingStatusChanged,
    WordsHeard,
)
from wrapup_desk.domain.transcript import Speaker, Utterance

READER = ConversationParser(AGENT_ID, b"salt")


def frame(topic: str, body: object) -> str:
    return json.dumps({"topicName": topic, "version": "2", "eventBody": body, "metadata": {}})


def event(topic: str, body: object) -> ContactCentreEvent | None:
    notification = read_frame(frame(topic, body))
    assert isinstance(notification, Notification)
    return read_event(notification, READER)


def heard(**transcript: Any) -> ContactCentreEvent | None:
    fields = {"utteranceId": "u-1", "isFinal": True, "channel": "EXTERNAL",
            "alternatives": [{"transcript": "charged twice", "confidence": 0.9}]}  # fmt: skip
    body = {"conversationId": "c-1", "communicationId": "m-1",
            "transcripts": [fields | transcript]}  # fmt: skip
    return event(transcription_topic("c-1"), body)


def test_an_event_of_the_main_feed_is_a_snapshot_of_the_agents_legs() -> None:
    body = a_conversation()
    changed = event(agent_topics(AGENT_ID)[0], body)

    assert isinstance(changed, ConversationChanged)
    assert changed == READER.conversation(json.dumps(body))
    assert len(changed.legs) == 1


def test_the_external_channel_is_the_customer_and_the_internal_the_agent() -> None:
    assert heard() == WordsHeard(
        "c-1", "m-1", (Utterance("u-1", Speaker.CUSTOMER, "charged twice"),)
    )
    inside = heard(channel="INTERNAL", isFinal=False)
    assert isinstance(inside, WordsHeard)
    assert inside.utterances[0].speaker is Speaker.AGENT
    assert not inside.utterances[0].is_final


def test_the_most_confident_alternative_is_heard() -> None:
    words = heard(alternatives=[{"transcript": "a"}, {"transcript": "b", "confidence": 0.4}])

    assert isinstance(words, WordsHeard)
    assert words.utterances[0].text == "b"


def test_words_with_capitals_and_figures_are_preferred() -> None:
    words = heard(
        alternatives=[{"transcript": "i paid twenty", "decoratedTranscript": "I paid 20"}]
    )

    assert isinstance(words, WordsHeard)
    assert words.utterances[0].text == "I paid 20"


@pytest.mark.parametrize(
    "transcript", [{"alternatives": []}, {"alternatives": None}, {"utteranceId": None}]
)
def test_a_transcript_without_words_is_no_event(transcript: dict[str, Any]) -> None:
    assert heard(**transcript) is None


@pytest.mark.parametrize(
    ("confidence", "known"), [(0.4, 0.4), (0, 0.0), (None, None), (-1, None), (7, None)]
)
def test_a_transcript_tells_its_language_and_how_sure_it_is(
    confidence: float | None, known: float | None
) -> None:
    words = heard(
        dialect="de-DE", alternatives=[{"transcript": "zweimal", "confidence": confidence}]
    )

    assert isinstance(words, WordsHeard)
    assert [(each.dialect, each.confidence) for each in words.utterances] == [("de-DE", known)]


def test_the_end_of_a_transcription_session_is_no_event() -> None:
    body = {"conversationId": "c-1", "status": {"status": "SESSION_ENDED", "offsetMs": 1}}

    assert event(transcription_topic("c-1"), body) is None


def test_copilots_summary_event_predicts_codes() -> None:
    predicted = event(
        f"v2.users.{AGENT_ID}.conversations.summaries",
        {
            "conversationId": "c-1",
            "latestCommunicationId": "m-1",
            "wrapUpCodes": [
                {"wrapUpCodeId": "w-1", "score": 0.8},
                {"wrapUpCodeId": "w-2", "score": 7},
                {"wrapUpCodeId": "w-3", "score": None},
                {"name": "without an id"},
            ],
        },
    )

    assert predicted == CodesPredicted(
        "c-1",
        ("m-1",),
        (PredictedCode("w-1", 0.8), PredictedCode("w-2", 1.0), PredictedCode("w-3", 0.0)),
    )


def test_copilots_summary_is_told_without_codes_as_well() -> None:
    topic = f"v2.users.{AGENT_ID}.conversations.summaries"
    body = {
        "conversationId": "c-1",
        "communicationIds": ["m-1"],
        "summary": {"text": " Refund agreed. ", "score": 0.9},
    }

    assert event(topic, body) == CodesPredicted("c-1", ("m-1",), (), "Refund agreed.")


def test_a_summary_without_codes_and_words_is_no_event() -> None:
    topic = f"v2.users.{AGENT_ID}.conversations.summaries"

    assert event(topic, {"conversationId": "c-1", "errorType": "RATE_LIMITED"}) is None


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ({"status": "INTERACTING"}, RoutingStatus.INTERACTING),
        ({"status": "JUGGLING"}, RoutingStatus.UNKNOWN),
        (None, RoutingStatus.UNKNOWN),
    ],
)
def test_the_routing_status_is_told(status: object, expected: RoutingStatus) -> None:
    told = event(f"v2.users.{AGENT_ID}.routingStatus", {"id": AGENT_ID, "routingStatus": status})

    assert told == RoutingStatusChanged(expected)


def test_a_topic_the_program_does_not_follow_is_no_event() -> None:
    assert event(f"v2.users.{AGENT_ID}.presence", {"x": 1}) is None
