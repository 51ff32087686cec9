"""Turns the notifications of an agent's topics into domain events."""

from __future__ import annotations

import math

import msgspec

from wrapup_desk.adapters.genesys.channel.frames import Notification
from wrapup_desk.adapters.genesys.channel.topics import kind_of
from wrapup_desk.adapters.genesys.conversations.parser import ConversationParser
from wrapup_desk.adapters.genesys.http.decoding import Wire, decode
from wrapup_desk.domain.agent import RoutingStatus
from wrapup_desk.domain.events import (
    CodesPredicted,
    ContactCentreEvent,
    PredictedCode,
    RoutingStatusChanged,
    WordsHeard,
)
from wrapup_desk.domain.identifiers import canonical_id
from wrapup_desk.domain.outside_text import MOST_UTTERANCES, one_line, several_lines
from wrapup_desk.domain.transcript import LONGEST_DIALECT, Speaker, Utterance, shortened

# The customer's side of a transcription; INTERNAL is the agent's.
_CUSTOMER_CHANNEL = "EXTERNAL"


class _WireAlternative(Wire):
    transcript: str | None = None
    # The same words with capitals, figures and punctuation.
    decorated_transcript: str | None = None
    confidence: float | None = None


class _WireTranscript(Wire):
    utterance_id: str | None = None
    is_final: bool | None = None
    channel: str | None = None
    dialect: str | None = None
    alternatives: list[_WireAlternative] | None = None


class _WireTranscription(Wire):
    conversation_id: str
    communication_id: str | None = None
    transcripts: list[_WireTranscript] | None = None

    def __post_init__(self) -> None:
        self.conversation_id = canonical_id(self.conversation_id)
        self.communication_id = canonical_id(self.communication_id)


class _WirePrediction(Wire):
    wrap_up_code_id: str | None = None
    score: float | None = None

    def __post_init__(self) -> None:
        self.wrap_up_code_id = canonical_id(self.wrap_up_code_id)


class _WireSummaryText(Wire):
    text: str | None = None


class _WireSummary(Wire):
    conversation_id: str
    summary: _WireSummaryText | None = None
    communication_ids: list[str] | None = None
    latest_communication_id: str | None = None
    wrap_up_codes: list[_WirePrediction] | None = None

    def __post_init__(self) -> None:
        self.conversation_id = canonical_id(self.conversation_id)


class _WireStatus(Wire):
    status: str | None = None


class _WireRoutingStatus(Wire):
    routing_status: _WireStatus | None = None


def read_event(
    notification: Notification, reader: ConversationParser
) -> ContactCentreEvent | None:
    """Return what a notification means for the desk; None for topics it does not follow.

    Raises:
        WireError: the body cannot be used; names the kind of topic and the path.
    """
    kind = kind_of(notification.topic)
    if kind == "conversations":
        return reader.conversation(notification.body, "topic conversations")
    if kind == "transcription":
        return _words(notification.body)
    if kind == "summaries":
        return _predictions(notification.body)
    if kind == "routingStatus":
        return _routing_status(notification.body)
    return None


def routing_status_named(status: str | None) -> RoutingStatus:
    """Return Genesys' status by its name; UNKNOWN for one added later."""
    try:
        return RoutingStatus(status or "")
    except ValueError:
        return RoutingStatus.UNKNOWN


def _words(body: msgspec.Raw) -> WordsHeard | None:
    wire = decode(body, _WireTranscription, "topic transcription")
    newest = (wire.transcripts or [])[-MOST_UTTERANCES:]
    heard = list(filter(None, map(_utterance, newest)))
    if not heard:
        return None
    return WordsHeard(wire.conversation_id, wire.communication_id or "", shortened(heard))


def _utterance(wire: _WireTranscript) -> Utterance | None:
    # The alternatives come with the most confident first in every recording; do not rely on it.
    best = max(wire.alternatives or (), key=lambda each: each.confidence or 0.0, default=None)
    text = (best.decorated_transcript or best.transcript) if best else None
    if not text or not wire.utterance_id:
        return None
    is_customer = (wire.channel or "").upper() == _CUSTOMER_CHANNEL
    return Utterance(
        id=wire.utterance_id,
        speaker=Speaker.CUSTOMER if is_customer else Speaker.AGENT,
        text=several_lines(text),
        is_final=wire.is_final is not False,
        dialect=one_line(wire.dialect or "", LONGEST_DIALECT),
        confidence=_sure(best.confidence if best else None),
    )


def _predictions(body: msgspec.Raw) -> CodesPredicted | None:
    wire = decode(body, _WireSummary, "topic summaries")
    codes = tuple(
        PredictedCode(each.wrap_up_code_id, as_confidence(each.score))
        for each in wire.wrap_up_codes or ()
        if each.wrap_up_code_id
    )
    text = several_lines((wire.summary.text if wire.summary else None) or "").strip()
    if not codes and not text:
        return None
    said_of = wire.communication_ids or [wire.latest_communication_id or ""]
    return CodesPredicted(
        wire.conversation_id, tuple(filter(None, map(canonical_id, said_of))), codes, text
    )


def _sure(confidence: float | None) -> float | None:
    """Return how sure the recogniser was; what it did not say, or cannot be, is unknown."""
    return confidence if confidence is not None and 0.0 <= confidence <= 1.0 else None


def as_confidence(score: float | None) -> float:
    """Return *score* between 0 and 1; a missing or senseless one says nothing."""
    if score is None or math.isnan(score):
        return 0.0
    return min(1.0, max(0.0, score))


def _routing_status(body: msgspec.Raw) -> RoutingStatusChanged:
    wire = decode(body, _WireRoutingStatus, "topic routingStatus")
    return RoutingStatusChanged(
        routing_status_named(wire.routing_status.status if wire.routing_status else None)
    )
