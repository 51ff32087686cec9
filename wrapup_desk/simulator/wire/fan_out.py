"""Turns each change of the contact centre into the events of the topics it belongs to."""

from collections.abc import Callable, Iterator
from datetime import datetime

from wrapup_desk.simulator.wire.basics import Json
from wrapup_desk.simulator.wire.conversation import conversation_event
from wrapup_desk.simulator.wire.events import (
    DetailKind,
    detail_event,
    routing_status_event,
    summary_event,
    transcription,
    transcription_ended,
)
from wrapup_desk.simulator.wire.media import media_event
from wrapup_desk.simulator.wire.routing_status import routing_status
from wrapup_desk.simulator.world import changes
from wrapup_desk.simulator.world.contact_centre import SimulatedCentre
from wrapup_desk.simulator.world.conversation import Conversation, Participant

# Sends one event body to everyone who wants the topic
Publish = Callable[[str, Json], None]
Event = tuple[str, Json]


class FanOut:
    """Listens to the contact centre and publishes."""

    def __init__(
        self, centre: SimulatedCentre, publish: Publish, now: Callable[[], datetime]
    ) -> None:
        self._centre = centre
        self._publish = publish
        self._now = now

    def __call__(self, change: changes.Change) -> None:
        for topic, body in self._events(change):
            self._publish(topic, body)

    def _events(self, change: changes.Change) -> Iterator[Event]:
        match change:
            case changes.ConversationChanged(conversation):
                yield from self._snapshots(conversation)
            case changes.WordsSpoken():
                yield from self._transcription(change)
            case changes.CodesPredicted():
                yield from self._summaries(change)
            case changes.RoutingStatusChanged(user_id):
                status = routing_status(self._centre, user_id, self._now())
                yield f"v2.users.{user_id}.routingStatus", routing_status_event(user_id, status)
            case _:
                yield from self._leg_events(change)

    def _leg_events(self, change: changes.Change) -> Iterator[Event]:
        match change:
            case changes.LegStarted(conversation, leg):
                yield self._detail("user.start", conversation, leg)
            case changes.LegDisconnected(conversation, leg):
                kind: DetailKind = "user.end" if leg.is_agent else "customer.end"
                yield self._detail(kind, conversation, leg)
                yield from self._transcription_end(conversation, leg)
            case changes.CodeApplied(conversation, leg):
                yield self._detail("wrapup", conversation, leg)
            case changes.LegCompleted(conversation, leg):
                yield self._detail("acw", conversation, leg)

    def _summaries(self, change: changes.CodesPredicted) -> Iterator[Event]:
        body = summary_event(change.conversation, change.prediction, self._centre.organization)
        for user_id in _user_ids(change.conversation):
            yield f"v2.users.{user_id}.conversations.summaries", body

    def _snapshots(self, conversation: Conversation) -> Iterator[Event]:
        whole = conversation_event(conversation, quirks=self._centre.capabilities.quirks)
        flat = media_event(conversation)
        ending = conversation.medium.topic
        for user_id in _user_ids(conversation):
            yield f"v2.users.{user_id}.conversations", whole
            yield f"v2.users.{user_id}.conversations.{ending}", flat
        for queue_id in _queue_ids(conversation):
            yield f"v2.routing.queues.{queue_id}.conversations", whole
            if ending in {"calls", "callbacks", "emails", "messages"}:
                yield f"v2.routing.queues.{queue_id}.conversations.{ending}", flat

    def _transcription(self, change: changes.WordsSpoken) -> Iterator[Event]:
        conversation = change.conversation
        if not conversation.medium.is_spoken or not conversation.legs:
            return
        speaker = conversation.participant(change.words.participant_id)
        leg = speaker if speaker is not None and speaker.is_agent else conversation.legs[-1]
        now = self._now()
        body = transcription(conversation, change.words, leg, is_final=change.is_final, now=now)
        yield f"v2.conversations.{conversation.id}.transcription", body

    def _transcription_end(self, conversation: Conversation, leg: Participant) -> Iterator[Event]:
        if conversation.medium.is_spoken and leg.is_agent and conversation.ended_at:
            body = transcription_ended(conversation, leg, self._now())
            yield f"v2.conversations.{conversation.id}.transcription", body

    def _detail(self, kind: DetailKind, conversation: Conversation, leg: Participant) -> Event:
        topic = f"v2.detail.events.conversation.{conversation.id}.{kind}"
        return topic, detail_event(kind, conversation, leg, self._now())


def _user_ids(conversation: Conversation) -> list[str]:
    return list(dict.fromkeys(one.user_id for one in conversation.participants if one.user_id))


def _queue_ids(conversation: Conversation) -> list[str]:
    queues = (one.queue.id for one in conversation.participants if one.queue)
    return list(dict.fromkeys(queues))
