"""A conversation as JSON: the REST snapshot and the one that events carry.

REST is models/conversation.py, the event is ConversationEventTopicConversation. They share
most fields, but not all: each difference is named where it is made.
"""

from datetime import datetime

from wrapup_desk.simulator.wire.basics import Json, iso, without_absent
from wrapup_desk.simulator.world.conversation import (
    AppliedCode,
    Conversation,
    FurtherCall,
    Participant,
    Words,
)
from wrapup_desk.simulator.world.leg_life import LegState
from wrapup_desk.simulator.world.media import CALL, CALLBACK, EMAIL, MESSAGE, SOCIAL
from wrapup_desk.simulator.world.organization import stable_id


def conversation_event(conversation: Conversation, *, quirks: bool = False) -> Json:
    """The whole snapshot as `v2.users.{id}.conversations` carries it."""
    participants = [_participant_event(conversation, party) for party in conversation.parties]
    if quirks:
        _add_quirks(participants, conversation)
    return {"id": conversation.id, "participants": participants, "recordingState": "none"}


def conversation_rest(conversation: Conversation) -> Json:
    """The whole snapshot as `GET /conversations/{id}` answers it."""
    return without_absent(
        {
            "id": conversation.id,
            "startTime": iso(conversation.started_at),
            "endTime": iso(conversation.ended_at),
            "participants": [
                _participant_rest(conversation, party) for party in conversation.parties
            ],
            "recordingState": "NONE",
            "selfUri": f"/api/v2/conversations/{conversation.id}",
        }
    )


def wire_state(participant: Participant) -> str:
    """The communication's `state`: held is a flag of a connected one."""
    if participant.is_over:
        return "disconnected"
    if participant.is_parked:
        return "parked"
    return "alerting" if participant.state is LegState.ALERTING else "connected"


def wrapup_json(code: AppliedCode | None) -> Json | None:
    """`wrapup` of a communication or participant."""
    if code is None:
        return None
    return without_absent(
        {
            "code": code.code_id,
            "notes": code.notes,
            "tags": list(code.tags),
            "durationSeconds": code.duration_seconds,
            "endTime": iso(code.ended_at),
        }
    )


def wrapup_required(participant: Participant) -> bool:
    """Seen on recordings: false while alerting and on a missed leg, true once connected."""
    return (
        participant.is_agent and participant.connected_at is not None and _has_queue(participant)
    )


def _participant_event(conversation: Conversation, party: list[Participant]) -> Json:
    one = party[-1]
    body = _participant_common(party)
    if one.queue is not None:
        # REST refers to a skill by its id alone
        named = [{"id": skill_id, "name": name} for skill_id, name in one.queue.skills]
        body["conversationRoutingData"]["skills"] = named
    body["wrapupExpected"] = one.is_agent and _has_queue(one)
    body.update(_communications(conversation, party, is_event=True))
    return without_absent(body)


def _participant_rest(conversation: Conversation, party: list[Participant]) -> Json:
    one = party[-1]
    body = _participant_common(party)
    body["startTime"] = iso(party[0].started_at)
    body["queueName"] = one.queue.name if one.queue else None
    body["wrapupSkipped"] = one.acw_state == "skipped" if one.is_agent else None
    body.update(_communications(conversation, party, is_event=False))
    return without_absent(body)


def _participant_common(party: list[Participant]) -> Json:
    one = party[-1]
    # Of a thread that came back, the times and the code of before stand until there are newer ones
    known = [each for each in reversed(party) if each.connected_at] or [one]
    coded = [each.final_code for each in known if each.final_code]
    prompt = one.prompt if one.is_agent else None
    return {
        "id": one.id,
        "connectedTime": iso(known[-1].connected_at),
        "endTime": iso(known[0].disconnected_at),
        "userId": one.user_id,
        "name": one.name,
        "queueId": one.queue.id if one.queue else None,
        "purpose": one.purpose,
        "consultParticipantId": one.consult_participant_id,
        "address": one.address,
        "wrapupRequired": wrapup_required(one),
        "wrapupPrompt": prompt.on_participant if prompt else None,
        "wrapupTimeoutMs": one.queue.timeout_ms if prompt and one.queue else None,
        "wrapup": wrapup_json(coded[0] if coded else None),
        "startAcwTime": iso(_newest(known, "acw_started_at")),
        "endAcwTime": iso(_newest(known, "acw_ended_at")),
        "alertingTimeoutMs": one.alerting_timeout_ms if one.is_agent else None,
        "conversationRoutingData": _routing_data(one),
        "attributes": dict(one.attributes),
        **({f"{one.joined_as}ParticipantId": one.joined_participant_id} if one.joined_as else {}),
    }


def _routing_data(one: Participant) -> Json | None:
    if one.queue is None:
        return None
    return {
        "queue": {"id": one.queue.id},
        "language": {},
        "priority": 0,
        "skills": [{"id": skill_id} for skill_id, _ in one.queue.skills],
        "scoredAgents": [],
    }


def _newest(known: list[Participant], name: str) -> datetime | None:
    found: list[datetime | None] = [getattr(each, name) for each in known]
    return next((moment for moment in found if moment), None)


def _communications(
    conversation: Conversation, party: list[Participant], *, is_event: bool
) -> Json:
    """What the participant communicates by, under the names of the media."""
    body: Json = {}
    for one in party:
        own = _communication(conversation, one, is_event=is_event)
        if one.further_calls:
            calls = [_further_call(call) for call in one.further_calls]
            _place_code(conversation, one, own, calls)
            body.setdefault(CALL.key, []).extend(calls)
        body.setdefault(conversation.medium.key, []).append(own)
    return body


def _place_code(
    conversation: Conversation, one: Participant, own: Json, calls: list[Json]
) -> None:
    """Show the code on what it counts for: the participant alone, or one of several calls."""
    if not conversation.is_coded_by_communication:
        own.pop("wrapup", None)
        return
    talked = [call for call in calls if "connectedTime" in call]
    if conversation.medium is CALLBACK and talked:
        for name in ("wrapup", "afterCallWork"):
            if name in own:
                talked[-1][name] = own.pop(name)
        if one.is_over:
            own["afterCallWork"] = {"state": "notApplicable"}


def _further_call(call: FurtherCall) -> Json:
    return without_absent(
        {
            "id": call.id,
            "state": "disconnected" if call.disconnected_at else "connected",
            "initialState": "dialing",
            "direction": "outbound",
            "provider": "Edge",
            "held": False,
            "connectedTime": iso(call.connected_at),
            "disconnectedTime": iso(call.disconnected_at),
            "disconnectType": call.disconnect_type,
            "afterCallWorkRequired": False,
        }
    )


def _communication(conversation: Conversation, one: Participant, *, is_event: bool) -> Json:
    medium = conversation.medium
    body: Json = {
        "id": one.communication_id,
        "state": wire_state(one),
        "initialState": _initial_state(conversation, one),
        "provider": "Edge" if medium in (CALL, CALLBACK) else "PureCloud Simulator",
        "peerId": one.peer_id,
        "connectedTime": iso(one.connected_at),
        "disconnectedTime": iso(one.disconnected_at),
        "disconnectType": one.disconnect_type,
        "wrapup": wrapup_json(one.final_code),
        "afterCallWork": _after_call_work(one),
        "afterCallWorkRequired": one.acw_requested,
    }
    if medium.name not in {"video", "cobrowse", "screenshare"}:
        body["held"] = one.state is LegState.HELD and not one.is_parked
        body["startHoldTime"] = iso(one.hold_started_at)
    if medium in (CALL, CALLBACK, EMAIL, MESSAGE):
        body["direction"] = one.direction
    if not is_event and medium is SOCIAL:
        del body["initialState"]  # the event has it, models/social_expression.py has not
    if not is_event:
        body["startAlertingTime"] = iso(one.started_at) if one.is_agent else None
    body.update(_extras(conversation, one, is_event=is_event))
    return without_absent(body)


def _initial_state(conversation: Conversation, one: Participant) -> str:
    # Messages and emails have no "offering"
    if one.initial_state == "offering" and not conversation.medium.is_spoken:
        return "connected"
    return one.initial_state


def _extras(conversation: Conversation, one: Participant, *, is_event: bool) -> Json:
    medium = conversation.medium
    if medium is CALL:
        return {
            "recording": False,
            "recordingState": "none",
            "muted": False,
            "confined": False,
            "securePause": False,
            "disposition": call_analysis(conversation, one),
        }
    if medium is CALLBACK:
        return _callback_extras(conversation, one)
    if medium is EMAIL:
        return {
            "subject": conversation.subject,
            "autoGenerated": False,
            "spam": False,
            "messagesSent": sum(words.speaker == "agent" for words in conversation.words),
            "messageId": _last_message_id(conversation, one),
            "parkTime": iso(one.parked_at),
        }
    if medium is MESSAGE:
        words = conversation.words_of(one)
        details = [message_details(conversation, said, is_event=is_event) for said in words]
        return {"type": "webmessaging", "recipientCountry": "AU", "messages": details}
    return {}


def call_analysis(conversation: Conversation, one: Participant) -> Json | None:
    """What the dialer found out about who answered: on the call it dialled, the customer's."""
    if not conversation.is_dialer or one.is_agent or one is not conversation.customer:
        return None
    return {"name": "disposition.classification.callable.person", "analyzer": "speech.person"}


def callback_basics(conversation: Conversation) -> Json:
    """What both feeds say of a callback; the preview of a dialer's differs."""
    return {
        "callbackNumbers": ["+61491570006"],
        "callbackUserName": conversation.customer.name,
        "externalCampaign": conversation.is_dialer,
        "skipEnabled": False,
    }


def _callback_extras(conversation: Conversation, one: Participant) -> Json:
    extras = callback_basics(conversation)
    if conversation.is_dialer and one.is_agent:
        extras["dialerPreview"] = {
            "id": stable_id(conversation.id, "preview"),
            "contactId": stable_id(conversation.id, "contact"),
            "contactListId": stable_id("contact list", "Renewals"),
            "campaignId": stable_id("campaign", "Renewals"),
            "phoneNumberColumns": [],
        }
    return extras


def message_details(conversation: Conversation, words: Words, *, is_event: bool) -> Json:
    """One entry of `messages[]`: an id to read the text by."""
    body: Json = {
        "messageId": words.id,
        "messageTime": iso(words.at),
        "messageStatus": "received" if words.speaker == "customer" else "sent",
        "messageSegmentCount": 1,
        "media": [],
        "stickers": [],
    }
    if not is_event:
        path = f"/api/v2/conversations/messages/{conversation.id}/messages/{words.id}"
        body["messageURI"] = path
    return body


def _last_message_id(conversation: Conversation, one: Participant) -> str | None:
    speaker = "agent" if one.is_agent else "customer"
    said = [words.id for words in conversation.words if words.speaker == speaker]
    return said[-1] if said else None


def _after_call_work(one: Participant) -> Json | None:
    if one.acw_state is None or not one.is_agent:
        return None
    return without_absent(
        {
            "state": one.acw_state,
            "startTime": iso(one.acw_started_at),
            "endTime": iso(one.acw_ended_at),
        }
    )


def _has_queue(participant: Participant) -> bool:
    return participant.queue is not None


def _add_quirks(participants: list[Json], conversation: Conversation) -> None:
    """Observed on recordings: further keys, `terminated` at the end, ids in capital letters."""
    for participant in participants:
        if participant.get("wrapup"):
            participant["wrapup"]["code"] = participant["wrapup"]["code"].upper()
        participant["additionalProperties"] = {}
        for communication in participant[conversation.medium.key]:
            communication["additionalProperties"] = {}
            if communication.get("wrapup"):
                communication["wrapup"]["code"] = communication["wrapup"]["code"].upper()
            is_voice = conversation.medium in (CALL, CALLBACK)
            if is_voice and communication["state"] == "disconnected":
                communication["state"] = "terminated"
