import json
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import pytest
from websockets.sync.client import ClientConnection, connect

from tests.contract.strictness import complaints
from tests.simulator_process import SimulatorProcess

MODELS = {
    "v2.users.{user}.conversations": "ConversationEventTopicConversation",
    "v2.users.{user}.conversations.calls": "ConversationCallEventTopicCallConversation",
    "v2.users.{user}.conversations.callbacks": (
        "ConversationCallbackEventTopicCallbackConversation"
    ),
    "v2.users.{user}.conversations.messages": "ConversationMessageEventTopicMessageConversation",
    "v2.users.{user}.conversations.emails": "ConversationEmailEventTopicEmailConversation",
    "v2.users.{user}.conversations.videos": "ConversationVideoEventTopicVideoConversation",
    "v2.users.{user}.conversations.socialexpressions": (
        "ConversationSocialExpressionEventTopicSocialConversation"
    ),
    "v2.users.{user}.conversations.cobrowseSessions": (
        "ConversationCobrowseEventTopicCobrowseConversation"
    ),
    "v2.users.{user}.conversations.screenshares": (
        "ConversationScreenShareEventTopicScreenShareConversation"
    ),
    "v2.users.{user}.conversations.summaries": "ConversationSummaryTopicConversationSummaryEvent",
    "v2.users.{user}.routingStatus": "UserRoutingStatusUserRoutingStatus",
    "v2.routing.queues.{queue}.conversations": "QueueConversationEventTopicConversation",
    "v2.routing.queues.{queue}.conversations.calls": (
        "QueueConversationCallEventTopicCallConversation"
    ),
    "v2.routing.queues.{queue}.conversations.messages": (
        "QueueConversationMessageEventTopicMessageConversation"
    ),
}
OF_CONVERSATION = {
    "v2.conversations.{id}.transcription": "TranscriptionTopicTranscriptionMessage",
    "v2.detail.events.conversation.{id}.wrapup": "WrapupDetailEventTopicWrapupEvent",
    "v2.detail.events.conversation.{id}.acw": "AcwDetailEventTopicAfterCallWorkEvent",
    "v2.detail.events.conversation.{id}.user.end": "UserEndDetailEventTopicUserEndEvent",
    "v2.detail.events.conversation.{id}.customer.end": (
        "CustomerEndDetailEventTopicCustomerEndEvent"
    ),
}
ALL_MEDIA = (
    *("call", "callback", "message", "email"),
    *("video", "social", "cobrowse", "screenshare", "chat"),
)


class EventListener:
    """One channel with its socket, and the events that have come."""

    def __init__(
        self, sdk: ModuleType, client: Any, socket: ClientConnection, channel_id: str
    ) -> None:
        self._api = sdk.NotificationsApi(client)
        self._socket = socket
        self._channel_id = channel_id
        self.events: list[dict[str, Any]] = []

    def subscribe(self, *topics: str) -> Any:
        fields = [{"id": topic} for topic in topics]
        return self._api.post_notifications_channel_subscriptions(self._channel_id, fields)

    def until(self, topic: str, count: int = 1) -> dict[str, Any]:
        """Wait until *topic* has come *count* times; the last of them."""
        while sum(event["topicName"] == topic for event in self.events) < count:
            self.events.append(json.loads(self._socket.recv(timeout=10)))
        return [event for event in self.events if event["topicName"] == topic][-1]


@pytest.fixture
def listener(sdk: ModuleType, agent: Any, simulator: SimulatorProcess) -> Iterator[EventListener]:
    channel = sdk.NotificationsApi(agent).post_notifications_channels()
    with connect(channel.connect_uri) as socket:
        yield EventListener(sdk, agent, socket, channel.id)


def topics_of(simulator: SimulatorProcess) -> dict[str, str]:
    user, queue = simulator.ready["agents"][0]["id"], simulator.ready["queues"][0]["id"]
    return {topic.format(user=user, queue=queue): model for topic, model in MODELS.items()}


def start(simulator: SimulatorProcess, media: str, **more: Any) -> dict[str, Any]:
    agent = simulator.ready["agents"][0]["id"]
    return simulator.start_conversation(queue="Billing", media=media, agent=agent, **more)


def live(simulator: SimulatorProcess, leg: dict[str, Any]) -> None:
    """The whole life of a leg, with everything that makes an event."""
    path = f"/simulator/legs/{leg['communication_id']}"
    talk = f"/simulator/conversations/{leg['conversation_id']}"
    simulator.post(f"{path}/answer")
    simulator.post(f"{talk}/words", {"speaker": "customer", "text": "I was", "partial": True})
    simulator.post(f"{talk}/words", {"speaker": "customer", "text": "I was charged twice"})
    simulator.post(f"{talk}/words", {"speaker": "agent", "text": "Let me look"})
    simulator.post(f"{path}/hold")
    simulator.post(f"{path}/retrieve")
    codes = [["Duplicate charge refunded", 0.8]]
    simulator.post(f"{talk}/predict", {"text": "Charged twice", "codes": codes})
    simulator.post(f"{path}/hangup")


@pytest.mark.parametrize("media", [*ALL_MEDIA, "dialed call"])
def test_every_event_of_a_whole_life_fits_the_sdk_model_of_its_topic(
    sdk: ModuleType, agent: Any, simulator: SimulatorProcess, listener: EventListener, media: str
) -> None:
    topics = topics_of(simulator)
    listener.subscribe(*topics)
    leg = start(simulator, media.rpartition(" ")[2], dialer=media.startswith("dialed"))
    own = {key.format(id=leg["conversation_id"]): model for key, model in OF_CONVERSATION.items()}
    listener.subscribe(*own)
    live(simulator, leg)
    sdk.ConversationsApi(agent).patch_conversation_participant(
        leg["conversation_id"],
        leg["participant_id"],
        body={"wrapup": {"code": _code_id(sdk, agent, leg)}},
    )

    listener.until(f"v2.detail.events.conversation.{leg['conversation_id']}.acw")

    kinds = {**topics, **own}
    found = [
        complaint
        for event in listener.events
        for complaint in complaints(
            sdk, event["eventBody"], kinds[event["topicName"]], event["topicName"]
        )
    ]
    assert found == []
    seen = {event["topicName"] for event in listener.events}
    expected = {
        key for key in kinds if ".conversations." not in key and "transcription" not in key
    }
    assert expected <= seen


def test_snapshots_come_in_the_order_of_the_life(
    sdk: ModuleType, agent: Any, simulator: SimulatorProcess, listener: EventListener
) -> None:
    user = simulator.ready["agents"][0]["id"]
    topic = f"v2.users.{user}.conversations"
    listener.subscribe(topic)
    leg = start(simulator, "call")
    live(simulator, leg)
    simulator.post(f"/simulator/legs/{leg['communication_id']}/complete")
    listener.until(topic, 6)

    calls = [_my_call(event, leg) for event in listener.events]
    states = [(call["state"], call.get("afterCallWork", {}).get("state")) for call in calls]

    assert states == [
        ("alerting", None),
        ("connected", None),
        ("connected", None),
        ("connected", None),
        ("disconnected", "pending"),
        ("disconnected", "skipped"),
    ]
    assert [call["held"] for call in calls][1:4] == [False, True, False]


def test_the_after_call_deadline_follows_from_the_snapshot(
    sdk: ModuleType, agent: Any, simulator: SimulatorProcess, listener: EventListener
) -> None:
    user = simulator.ready["agents"][0]["id"]
    listener.subscribe(f"v2.users.{user}.conversations")
    leg = start(simulator, "call", answered=True)
    simulator.post(f"/simulator/legs/{leg['communication_id']}/hangup")
    event = listener.until(f"v2.users.{user}.conversations", 3)

    mine = _mine(event, leg)

    assert mine["wrapupPrompt"] == "timeout"
    assert mine["wrapupTimeoutMs"] == 60_000
    assert mine["startAcwTime"] == mine["endTime"]


def test_partial_utterances_repeat_the_id_of_the_final_one(
    sdk: ModuleType, agent: Any, simulator: SimulatorProcess, listener: EventListener
) -> None:
    leg = start(simulator, "call")
    topic = f"v2.conversations.{leg['conversation_id']}.transcription"
    listener.subscribe(topic)
    live(simulator, leg)
    listener.until(topic, 4)

    said = [event["eventBody"]["transcripts"][0] for event in listener.events[:3]]

    assert [one["isFinal"] for one in said] == [False, True, True]
    assert said[0]["utteranceId"] == said[1]["utteranceId"] != said[2]["utteranceId"]
    assert [one["channel"] for one in said] == ["EXTERNAL", "EXTERNAL", "INTERNAL"]
    assert listener.events[3]["eventBody"]["status"]["status"] == "SESSION_ENDED"


def test_subscriptions_are_listed_replaced_and_judged_by_permission(
    sdk: ModuleType, agent: Any, simulator: SimulatorProcess
) -> None:
    api = sdk.NotificationsApi(agent)
    mine, other = (user["id"] for user in simulator.ready["agents"])
    channel = api.post_notifications_channels()
    topics = [f"v2.users.{mine}.conversations", f"v2.users.{other}.conversations"]

    answer = api.put_notifications_channel_subscriptions(
        channel.id, [{"id": topic} for topic in topics]
    )
    answered = json.loads(agent.last_response.data)
    listed = api.get_notifications_channel_subscriptions(channel.id)

    assert complaints(sdk, answered, "ChannelTopicEntityListing") == []
    assert [topic.state for topic in answer.entities] == ["Permitted", "Rejected"]
    assert answer.entities[1].missing_permissions
    assert [topic.id for topic in listed.entities] == topics[:1]


def test_an_unknown_topic_is_refused_as_documented(sdk: ModuleType, agent: Any) -> None:
    api = sdk.NotificationsApi(agent)
    channel = api.post_notifications_channels()

    with pytest.raises(sdk.rest.ApiException) as refusal:
        api.put_notifications_channel_subscriptions(channel.id, [{"id": "v2.no.such.topic"}])

    assert json.loads(refusal.value.body)["code"] == "notification.invalid.topic"


def test_a_channel_that_is_gone_is_not_found(sdk: ModuleType, agent: Any) -> None:
    api = sdk.NotificationsApi(agent)
    channel = api.post_notifications_channels()
    api.head_notifications_channel(channel.id)

    with pytest.raises(sdk.rest.ApiException) as refusal:
        api.head_notifications_channel("streaming-5-gone")

    assert refusal.value.status == 404


def _mine(event: dict[str, Any], leg: dict[str, Any]) -> dict[str, Any]:
    participants = event["eventBody"]["participants"]
    found: dict[str, Any] = next(one for one in participants if one["id"] == leg["participant_id"])
    return found


def _my_call(event: dict[str, Any], leg: dict[str, Any]) -> dict[str, Any]:
    call: dict[str, Any] = _mine(event, leg)["calls"][0]
    return call


def _code_id(sdk: ModuleType, client: Any, leg: dict[str, Any]) -> str:
    codes = sdk.ConversationsApi(client).get_conversation_participant_wrapupcodes(
        leg["conversation_id"], leg["participant_id"]
    )
    return str(codes[0].id)


def test_a_parked_mail_and_whoever_joined_a_call_fit_the_model_of_their_event(
    sdk: ModuleType, simulator: SimulatorProcess, listener: EventListener
) -> None:
    topic = next(iter(topics_of(simulator)))
    listener.subscribe(topic)
    mail = start(simulator, "email", answered=True)
    for button in ("park", "resume", "hangup"):
        simulator.post(f"/simulator/legs/{mail['communication_id']}/{button}")
    call = start(simulator, "call", answered=True)
    supervisor = simulator.ready["supervisor"]["id"]
    for role in ("monitored", "coached", "barged"):
        path = f"/simulator/conversations/{call['conversation_id']}/join"
        simulator.post(path, {"user": supervisor, "as": role})
    joined = ("monitoredParticipantId", "coachedParticipantId", "bargedParticipantId")
    seen: set[str] = set()
    while not seen.issuperset({"parked", *joined}):
        listener.until(topic, 1 + sum(event["topicName"] == topic for event in listener.events))
        for participant in listener.events[-1]["eventBody"]["participants"]:
            seen |= set(participant) & set(joined)
            seen |= {mail["state"] for mail in participant.get("emails", ())}

    model = topics_of(simulator)[topic]
    bodies = [event["eventBody"] for event in listener.events if event["topicName"] == topic]
    assert [found for body in bodies for found in complaints(sdk, body, model, topic)] == []
