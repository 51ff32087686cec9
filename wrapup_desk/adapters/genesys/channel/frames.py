"""Reads the frames of the notification socket: events of topics, and control messages."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import msgspec

from wrapup_desk.adapters.genesys.http.decoding import Wire, decode

_CHANNEL_METADATA = "channel.metadata"
_SYSTEM = re.compile(r"^v2\.system\.(socket_closing|no_longer_subscribed|token_revoked)\b")


@dataclass(frozen=True, slots=True)
class Notification:
    """One event of a topic; *body* is decoded only by who wants it."""

    topic: str
    body: msgspec.Raw


@dataclass(frozen=True, slots=True)
class AliveSign:
    """A heartbeat or the answer to our ping."""

    is_pong: bool


@dataclass(frozen=True, slots=True)
class SocketClosing:
    """The server will close this socket in about a minute."""


@dataclass(frozen=True, slots=True)
class ChannelLost:
    """The channel no longer carries anything of ours; *reason* is the server's own word."""

    reason: str


@dataclass(frozen=True, slots=True)
class SubscribeReply:
    """The answer to an in-band subscribe."""

    result: str
    correlation_id: str


Frame = Notification | AliveSign | SocketClosing | ChannelLost | SubscribeReply


class _WireFrame(Wire):
    topic_name: str | None = None
    # A union with None would make msgspec drop it.
    event_body: msgspec.Raw = msgspec.Raw()
    result: str | int | None = None
    correlation_id: str | None = None


class _WireMetadata(Wire):
    message: str | None = None


def read_frame(text: str | bytes) -> Frame | None:
    """Return what one frame of the socket says; None for what the program does not know.

    Raises:
        WireError: it is no JSON object.
    """
    frame = decode(text, _WireFrame, "notification")
    topic = frame.topic_name or ""
    if system := _SYSTEM.match(topic):
        word = system.group(1)
        return SocketClosing() if word == "socket_closing" else ChannelLost(word)
    if topic == _CHANNEL_METADATA:
        body = decode(frame.event_body or b"{}", _WireMetadata, topic)
        return AliveSign(is_pong=body.message == "pong")
    if topic and frame.event_body:
        return Notification(topic, frame.event_body)
    if frame.result is not None:
        return SubscribeReply(str(frame.result), frame.correlation_id or "")
    return None


def subscribe_message(topics: Sequence[str], correlation_id: str) -> str:
    """Return the frame that asks for *topics*, and for a reply of this id."""
    message = {"message": "subscribe", "topics": topics, "correlationId": correlation_id}
    return msgspec.json.encode(message).decode()
