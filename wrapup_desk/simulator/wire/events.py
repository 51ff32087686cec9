"""The smaller events: transcription, Copilot summary, routing status, flat detail events."""

from datetime import datetime
from typing import Literal

from wrapup_desk.simulator.wire.basics import Json, epoch_ms, iso, without_absent
from wrapup_desk.simulator.world.conversation import Conversation, Participant, Prediction, Words
from wrapup_desk.simulator.world.media import CALL, EMAIL, MESSAGE
from wrapup_desk.simulator.world.organization import ORGANIZATION_ID, Organization, stable_id

DetailKind = Literal["wrapup", "acw", "user.start", "user.end", "customer.start", "customer.end"]

# DisconnectType of the flat events is spelled differently from that of the snapshots
_DETAIL_DISCONNECT = {
    "peer": "PEER",
    "endpoint": "ENDPOINT",
    "client": "CLIENT",
    "transfer": "TRANSFER",
    "transfer.noanswer": "NO_ANSWER_TRANSFER",
    "transfer.consult": "CONSULT_TRANSFER",
    "system": "SYSTEM",
}
_SUMMARY_MEDIA = {CALL: "CALL", MESSAGE: "MESSAGE", EMAIL: "EMAIL"}


def transcription(
    conversation: Conversation, words: Words, leg: Participant, *, is_final: bool, now: datetime
) -> Json:
    """`v2.conversations.{id}.transcription`; partial ones repeat the utterance's id."""
    is_customer = words.speaker == "customer"
    offset_ms = max(0, epoch_ms(words.at) - epoch_ms(conversation.started_at))
    speaker = conversation.customer if is_customer else leg
    return {
        "eventTime": iso(now),
        "organizationId": ORGANIZATION_ID,
        "conversationId": conversation.id,
        "communicationId": speaker.communication_id,
        "sessionStartTimeMs": epoch_ms(conversation.started_at),
        "transcriptionStartTimeMs": epoch_ms(conversation.started_at),
        "transcripts": [
            {
                "utteranceId": words.id,
                "isFinal": is_final,
                "channel": "EXTERNAL" if is_customer else "INTERNAL",
                "alternatives": [
                    {
                        "confidence": 0.93 if is_final else 0.71,
                        "offsetMs": offset_ms,
                        "durationMs": 60 * len(words.text),
                        "transcript": words.text.lower(),
                        "decoratedTranscript": words.text,
                    }
                ],
                "engineProvider": "GENESYS",
                "engineId": "simulator",
                "engineName": "simulator",
                "dialect": "en-AU",
                "agentAssistEnabled": False,
                "voiceTranscriptionEnabled": True,
            }
        ],
        "status": {"offsetMs": offset_ms, "status": "SESSION_ONGOING"},
    }


def transcription_ended(conversation: Conversation, leg: Participant, now: datetime) -> Json:
    """The last message of a transcription: no words, the session ended."""
    return {
        "eventTime": iso(now),
        "organizationId": ORGANIZATION_ID,
        "conversationId": conversation.id,
        "communicationId": leg.communication_id,
        "sessionStartTimeMs": epoch_ms(conversation.started_at),
        "transcriptionStartTimeMs": epoch_ms(conversation.started_at),
        "transcripts": [],
        "status": {
            "offsetMs": max(0, epoch_ms(now) - epoch_ms(conversation.started_at)),
            "status": "SESSION_ENDED",
        },
    }


def summary_event(
    conversation: Conversation, prediction: Prediction, organization: Organization
) -> Json:
    """`v2.users.{id}.conversations.summaries` with the predicted codes."""
    leg = conversation.leg_of(prediction.communication_id)
    return without_absent(
        {
            "conversationId": conversation.id,
            "queueId": leg.queue.id if leg and leg.queue else None,
            "participants": _summary_participants(conversation),
            "communicationIds": [prediction.communication_id],
            "latestCommunicationId": prediction.communication_id,
            "createdDate": iso(prediction.at),
            "mediaType": _SUMMARY_MEDIA.get(conversation.medium, "UNKNOWN"),
            "summaryId": prediction.id,
            "language": "en-us",
            "summary": {"text": prediction.text, "score": 0.9},
            "wrapUpCodes": [
                {"wrapUpCodeId": code_id, "name": organization.code_name(code_id), "score": score}
                for code_id, score in prediction.codes
            ],
            "triggerSource": {
                "sourceType": "COPILOT",
                "sourceId": stable_id("assistant", "Copilot"),
            },
            "summarySourceType": "GENESYS_NATIVE_SERVICE",
            "triggerType": "AFTER_DISCONNECT",
            "durationMs": 900,
        }
    )


def routing_status_event(user_id: str, status: Json) -> Json:
    """`v2.users.{id}.routingStatus`."""
    kept = {"status": status["status"], "startTime": status["startTime"]}
    return {"id": user_id, "routingStatus": kept}


def detail_event(
    kind: DetailKind, conversation: Conversation, one: Participant, now: datetime
) -> Json:
    """`v2.detail.events.conversation.{id}.{kind}`: flat, in epoch milliseconds."""
    body: Json = {
        "eventTime": epoch_ms(now),
        "conversationId": conversation.id,
        "participantId": one.id,
        "sessionId": one.communication_id,
        "mediaType": conversation.medium.detail,
        "provider": "Edge",
        "direction": one.direction.upper(),
    }
    if kind != "customer.start" and kind != "customer.end":
        body["queueId"] = one.queue.id if one.queue else None
    # The wrapup event has no userId
    if kind in {"acw", "user.start", "user.end"}:
        body["userId"] = one.user_id
    if kind in {"user.end", "customer.end"}:
        body["disconnectType"] = _DETAIL_DISCONNECT.get(one.disconnect_type or "", "OTHER")
    code = one.final_code
    if kind in {"wrapup", "acw"} and code is not None:
        body["wrapupCode"] = code.code_id
        body["wrapupNotes"] = code.notes
        body["wrapupDurationMs"] = code.duration_seconds * 1000
    return without_absent(body)


def _summary_participants(conversation: Conversation) -> list[Json]:
    known = {"customer": "CUSTOMER", "external": "CUSTOMER", "acd": "ACD", "agent": "AGENT"}
    return [
        without_absent({"userId": one.user_id, "purpose": known.get(one.purpose, "UNKNOWN")})
        for one in conversation.participants
    ]
