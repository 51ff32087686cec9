"""The kinds of media and the different names each one has in paths, JSON and topics."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Medium:
    """One kind of media, under each of its names in the public API."""

    name: str
    # Path segment of /conversations/{...} and, for most, key in the participant's JSON
    path: str
    key: str
    # Ending of v2.users.{id}.conversations.{...}
    topic: str
    # MediaType of the v2.detail.events topics
    detail: str
    # Whether PATCH of the participant (write B) and a per-media GET exist for it
    has_participant_patch: bool = False
    has_conversation_read: bool = False
    # Whether codes can be written and read by communication (write A)
    has_communication_wrapup: bool = True
    # Whether spoken words arrive by the transcription topic (else as messages)
    is_spoken: bool = True


CALL = Medium(
    "call",
    "calls",
    "calls",
    "calls",
    "VOICE",
    has_participant_patch=True,
    has_conversation_read=True,
)
CALLBACK = Medium(
    "callback",
    "callbacks",
    "callbacks",
    "callbacks",
    "CALLBACK",
    has_participant_patch=True,
    has_conversation_read=True,
)
MESSAGE = Medium(
    "message",
    "messages",
    "messages",
    "messages",
    "MESSAGE",
    has_participant_patch=True,
    has_conversation_read=True,
    is_spoken=False,
)
EMAIL = Medium(
    "email",
    "emails",
    "emails",
    "emails",
    "EMAIL",
    has_participant_patch=True,
    has_conversation_read=True,
    is_spoken=False,
)
VIDEO = Medium("video", "videos", "videos", "videos", "VIDEO")
SOCIAL = Medium("social", "socials", "socialExpressions", "socialexpressions", "UNKNOWN")
COBROWSE = Medium(
    "cobrowse",
    "cobrowsesessions",
    "cobrowsesessions",
    "cobrowseSessions",
    "COBROWSE",
    has_participant_patch=True,
)
SCREENSHARE = Medium("screenshare", "screenshares", "screenshares", "screenshares", "SCREENSHARE")
# Web chat v2: still in events, its paths are gone
CHAT = Medium(
    "chat", "chats", "chats", "chats", "CHAT", has_communication_wrapup=False, is_spoken=False
)

ALL_MEDIA = (CALL, CALLBACK, MESSAGE, EMAIL, VIDEO, SOCIAL, COBROWSE, SCREENSHARE, CHAT)
BY_NAME = {medium.name: medium for medium in ALL_MEDIA}
