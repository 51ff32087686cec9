"""Decodes Genesys' JSON tolerantly into the fields the program uses.

Only fields named in the public contract are here. Unknown fields and nulls pass; a leaf of the
wrong type is left out rather than losing the conversation it stands in. What cannot be used at
all is a `WireError` that names the topic and the path, never the content.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, TypeVar

import msgspec

from wrapup_desk.application.base.ports import Unreachable
from wrapup_desk.domain.identifiers import canonical_id
from wrapup_desk.domain.language.texts import tr

Body = TypeVar("Body")
Json = dict[str, Any] | list[Any] | str | int | float | bool | None

# How many unusable leaves of one message may be left out before it is given up.
MOST_LEAVES_LEFT_OUT = 20
# No time is written longer.
_LONGEST_REMEMBERED = 40


class WireError(Unreachable):
    """Something from the wire that cannot be used; names the topic and path, never content."""

    def __init__(self, what: str, fault: str) -> None:
        super().__init__(
            tr(
                "Genesys sent data that could not be read ({what}: {fault}).",
                what=what,
                fault=fault,
            )
        )


class Wire(msgspec.Struct, rename="camel", kw_only=True):
    """A JSON object of which only the named fields matter."""


class Named(Wire):
    """A reference to another thing; both parts may be missing (`language: {}` is seen).

    The id is as it came; `id_of` makes it one that can be compared.
    """

    id: str | None = None
    name: str | None = None


def id_of(named: Named | None) -> str:
    """Return the id of what is referred to, as ids are compared; "" if there is none."""
    return canonical_id(named.id) if named else ""


class WireWrapup(Wire):
    """The wrap-up on record for a communication or participant."""

    code: str | None = None
    notes: str | None = None
    tags: list[str] | None = None
    end_time: str | None = None
    provisional: bool | None = None

    def __post_init__(self) -> None:
        self.code = canonical_id(self.code)


class WireAfterCallWork(Wire):
    """The after-call work of one communication."""

    state: str | None = None
    start_time: str | None = None
    end_time: str | None = None


class WireMessageMetadata(Wire):
    """What kind of thing a message is: only texts are worth reading."""

    type: str | None = None


class WireMessageDetails(Wire):
    """One written message of a communication: its id, not its text."""

    message_id: str | None = None
    message_time: str | None = None
    message_status: str | None = None
    message_metadata: WireMessageMetadata | None = None


class WireDialerPreview(Wire):
    """The campaign a previewed callback belongs to."""

    campaign_id: str | None = None
    contact_id: str | None = None


class WireDisposition(Wire):
    """The dialer's call analysis ("Call resolution data for Dialer bulk make calls")."""

    name: str | None = None
    analyzer: str | None = None


class WireCommunication(Wire):
    """One communication of any medium; what a wrap-up code belongs to. Its id is as it came."""

    id: str | None = None
    state: str | None = None
    direction: str | None = None
    held: bool | None = None
    disconnect_type: str | None = None
    start_alerting_time: str | None = None
    connected_time: str | None = None
    disconnected_time: str | None = None
    wrapup: WireWrapup | None = None
    after_call_work: WireAfterCallWork | None = None
    after_call_work_required: bool | None = None
    messages: list[WireMessageDetails] | None = None
    message_id: str | None = None
    callback_user_name: str | None = None
    social_user_name: str | None = None
    dialer_preview: WireDialerPreview | None = None
    external_campaign: bool | None = None
    disposition: WireDisposition | None = None


class WireRoutingData(Wire):
    """What routing knew of the conversation: queue, language, skills."""

    queue: Named | None = None
    language: Named | None = None
    skills: list[Named] | None = None


class WireParticipant(Wire):
    """One leg attempt of one party; event, REST and per-media shapes in one.

    Each event repeats dozens of ids, of which few are looked at: they are as they came.
    """

    id: str | None = None
    user_id: str | None = None
    user: Named | None = None
    purpose: str | None = None
    name: str | None = None
    address: str | None = None
    external_contact_id: str | None = None
    external_contact: Named | None = None
    queue_id: str | None = None
    queue_name: str | None = None
    queue: Named | None = None
    locale: str | None = None
    start_time: str | None = None
    connected_time: str | None = None
    end_time: str | None = None
    monitored_participant_id: str | None = None
    coached_participant_id: str | None = None
    barged_participant_id: str | None = None
    wrapup_required: bool | None = None
    wrapup_prompt: str | None = None
    wrapup_timeout_ms: int | None = None
    wrapup_skipped: bool | None = None
    wrapup: WireWrapup | None = None
    start_acw_time: str | None = None
    end_acw_time: str | None = None
    conversation_routing_data: WireRoutingData | None = None
    attributes: dict[str, Any] | None = None
    calls: list[WireCommunication] | None = None
    callbacks: list[WireCommunication] | None = None
    messages: list[WireCommunication] | None = None
    emails: list[WireCommunication] | None = None
    videos: list[WireCommunication] | None = None
    social_expressions: list[WireCommunication] | None = None
    cobrowsesessions: list[WireCommunication] | None = None
    screenshares: list[WireCommunication] | None = None
    chats: list[WireCommunication] | None = None


class WireConversation(Wire):
    """One conversation with all its participants."""

    id: str
    participants: list[WireParticipant] | None = None

    def __post_init__(self) -> None:
        self.id = canonical_id(self.id)


class WireConversationListing(Wire):
    """A page of conversations, each to be decoded by itself."""

    entities: list[msgspec.Raw] | None = None


def decode(raw: bytes | str | msgspec.Raw, shape: type[Body], what: str) -> Body:
    """Return *raw* as *shape*; *what* names the topic or path in the error.

    Raises:
        WireError: it is no JSON, or a part that cannot be done without is missing.
    """
    try:
        return msgspec.json.decode(raw, type=shape, strict=False)
    except msgspec.ValidationError:
        return _decode_piecemeal(raw, shape, what)
    except (msgspec.DecodeError, UnicodeError):
        return _decode_mended(raw, shape, what)
    except RecursionError:
        raise WireError(what, "not valid JSON") from None


def _decode_mended(raw: bytes | str | msgspec.Raw, shape: type[Body], what: str) -> Body:
    """Decode what is JSON but for signs that are none, such as half of a cut-off emoji."""
    text = raw if isinstance(raw, str) else bytes(raw).decode("utf-8", "replace")
    try:
        # The standard library lets halves pass; written again, each is a question mark.
        # Raw tabs and the like are let pass as well, and numbers that are none become null.
        loaded = json.loads(text, strict=False, parse_constant=lambda _: None)
        tree = json.dumps(loaded, ensure_ascii=False)
        return msgspec.json.decode(tree.encode("utf-8", "replace"), type=shape, strict=False)
    except msgspec.ValidationError:
        return _decode_piecemeal(tree.encode("utf-8", "replace"), shape, what)
    except (ValueError, RecursionError):
        raise WireError(what, "not valid JSON") from None


def decode_each(
    raws: Sequence[msgspec.Raw], shape: type[Body], what: str, id_name: str = "id"
) -> tuple[list[Body], list[str]]:
    """Return the entities that can be read, and the ids of those that cannot."""
    found: list[Body] = []
    unread: list[str] = []
    for raw in raws:
        try:
            found.append(decode(raw, shape, what))
        except WireError:
            unread.append(_id_in(raw, id_name))
    return found, unread


def _id_in(raw: msgspec.Raw, id_name: str) -> str:
    try:
        named = msgspec.json.decode(raw, type=dict[str, msgspec.Raw]).get(id_name)
        return "" if named is None else msgspec.json.decode(named, type=str)
    except (msgspec.DecodeError, UnicodeError):
        return ""


def instant(stamp: str | None) -> datetime | None:
    """Return an ISO 8601 time of Genesys as an aware UTC instant; None if it is none."""
    if not stamp:
        return None
    return _remembered(stamp) if len(stamp) <= _LONGEST_REMEMBERED else _instant(stamp)


def _instant(stamp: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(stamp)
        # Genesys always names the zone; a time without one is UTC in every recording.
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None


# Each event of a conversation repeats the times of all that came before.
_remembered = lru_cache(maxsize=1024)(_instant)


def _decode_piecemeal(raw: bytes | str | msgspec.Raw, shape: type[Body], what: str) -> Body:
    """Leave out one wrong leaf after another, until the rest is usable."""
    try:
        tree: Json = msgspec.json.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise WireError(what, "not valid JSON") from None
    path = "$"
    for _ in range(MOST_LEAVES_LEFT_OUT):
        try:
            return msgspec.convert(tree, type=shape, strict=False)
        except msgspec.ValidationError as error:
            path = _path_in(str(error))
            if not _leave_out(tree, path):
                break
        except RecursionError:
            break
    raise WireError(what, f"unexpected value at {path}") from None


def _path_in(message: str) -> str:
    """Return where msgspec found the fault; only names of our own structs and numbers."""
    found = re.search(r"at `(?:key` in `)?(\$[^`]*)`", message)
    return found.group(1) if found else "$"


def _leave_out(tree: Json, path: str) -> bool:
    """Remove the leaf at *path* from *tree*; False if it is the whole message."""
    # Keys of a dictionary are data: msgspec writes them as [...], and the whole of it goes.
    steps = re.findall(r"\.(\w+)|\[(\d+)\]", path.partition("[...]")[0])
    node: Any = tree
    for index, (name, number) in enumerate(steps):
        key: Any = name or int(number)
        try:
            if index == len(steps) - 1:
                del node[key]
                return True
            node = node[key]
        except (KeyError, IndexError, TypeError):
            return False
    return False
