"""Says what all participants of one conversation tell together about a leg in it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from operator import attrgetter
from typing import Any

from wrapup_desk.adapters.genesys.conversations.leg_phase import lowered
from wrapup_desk.adapters.genesys.conversations.sessions import Session
from wrapup_desk.adapters.genesys.http.decoding import (
    Named,
    WireCommunication,
    WireDialerPreview,
    WireParticipant,
    id_of,
    instant,
)
from wrapup_desk.domain.identifiers import canonical_id
from wrapup_desk.domain.interaction import Media
from wrapup_desk.domain.outside_text import (
    LONGEST_DETAIL,
    LONGEST_NAME,
    MOST_ATTRIBUTES,
    MOST_MESSAGES,
    one_line,
    several_lines,
)
from wrapup_desk.domain.privacy.customer_key import customer_key

_MEDIA_BY_FIELD = {
    "calls": Media.CALL,
    "callbacks": Media.CALLBACK,
    "messages": Media.MESSAGE,
    "emails": Media.EMAIL,
    "videos": Media.VIDEO,
    "social_expressions": Media.SOCIAL,
    "cobrowsesessions": Media.COBROWSE,
    "screenshares": Media.SCREENSHARE,
    "chats": Media.CHAT,
}
_MEDIA = tuple(_MEDIA_BY_FIELD.values())
_listed_by_medium = attrgetter(*_MEDIA_BY_FIELD)
CUSTOMER_PURPOSES = ("customer", "external")
# Purposes of dialer parties, and attributes the dialer writes on the customer's participant.
_DIALER_PURPOSES = frozenset({"dialer", "campaign"})
_DIALER_ATTRIBUTES = frozenset({"dialerCampaignId", "dialerContactId", "dialerContactListId"})
# Not texts: typing signals, receipts.
_NOT_TEXT = frozenset({"receipt", "event"})


class Party:
    """One participant as it is asked about again and again while a conversation is read.

    Attributes:
        wire: as it came; its ids are compared as they stand here.
        purpose: what it is there for, in lower case.
        user_id: whose it is; "" if it is no user's.
        communications: each with its medium.
        attributes: those that are texts or figures, as texts.
    """

    __slots__ = ("attributes", "communications", "purpose", "user_id", "wire")

    def __init__(self, wire: WireParticipant) -> None:
        self.wire = wire
        self.purpose = lowered(wire.purpose)
        self.user_id = canonical_id(wire.user_id) or id_of(wire.user)
        self.communications: list[tuple[Media, WireCommunication]] = [
            (_MEDIA[at], communication)
            for at, listed in enumerate(_listed_by_medium(wire))
            if listed
            for communication in listed
        ]
        self.attributes = _text_attributes(wire.attributes) if wire.attributes else {}

    @property
    def id(self) -> str:
        return canonical_id(self.wire.id)

    @property
    def was_transferred(self) -> bool:
        return any(is_transfer(communication) for _, communication in self.communications)

    @property
    def queue(self) -> Named | None:
        """The queue, which events and REST have in different places."""
        routing = self.wire.conversation_routing_data
        return self.wire.queue or (routing.queue if routing else None)

    @property
    def queue_id(self) -> str:
        return canonical_id(self.wire.queue_id) or id_of(self.queue)


class ConversationView:
    """What all participants of one conversation say together about a leg in it.

    Attributes:
        parties: the participants, in their order.
        customer: the first of them that is a customer.
        attributes: those of all; a backend may write on any participant, and a later one wins.
    """

    def __init__(self, participants: list[WireParticipant], key_salt: bytes) -> None:
        self.parties = [Party(each) for each in participants]
        self.customer: Party | None = None
        self.attributes: dict[str, str] = {}
        self._key_salt = key_salt
        for each in self.parties:
            if self.customer is None and each.purpose in CUSTOMER_PURPOSES:
                self.customer = each
            if each.attributes:
                self.attributes |= each.attributes

    @property
    def customer_name(self) -> str:
        if self.customer is None:
            return ""
        wire = self.customer.wire
        names = (
            each.callback_user_name or each.social_user_name
            for _, each in self.customer.communications
        )
        spoken = wire.name or next(filter(None, names), None)
        return one_line(spoken or _bare_address(wire.address or ""))

    @property
    def customer_key(self) -> str:
        if self.customer is None:
            return ""
        wire = self.customer.wire
        identity = wire.external_contact_id or id_of(wire.external_contact) or wire.address
        return customer_key(identity, self._key_salt) if identity else ""

    def message_ids(self, session: Session) -> tuple[str, ...]:
        """Ids of a session's texts, oldest first: each side's are on its own communication."""
        found: list[tuple[str, str]] = []
        for party in self.parties:
            for _, communication in party.communications:
                found.extend(_texts(communication))
        if session.since or session.until:
            found = [text for text in found if _is_written_in(text[0], session)]
        # Stable, so that of two at the same moment the customer's, who comes first, stays first.
        found.sort(key=lambda text: text[0])
        return tuple(dict.fromkeys(message_id for _, message_id in found[-MOST_MESSAGES:]))

    @property
    def is_dialled(self) -> bool:
        if not self.attributes.keys().isdisjoint(_DIALER_ATTRIBUTES):
            return True
        # What the dialer found out about who answered lies on the call it dialled, the customer's.
        for each in self.parties:
            if each.purpose in _DIALER_PURPOSES:
                return True
            for _, communication in each.communications:
                if communication.external_campaign or communication.disposition:
                    return True
                if communication.dialer_preview and _is_filled(communication.dialer_preview):
                    return True
        return False

    def queue_name(self, queue_id: str) -> str:
        """The queue's own participant carries its name."""
        for each in self.parties if queue_id else ():
            if each.purpose == "acd" and each.wire.name and each.queue_id == queue_id:
                return each.wire.name
        return ""

    def was_handed_over_to(self, mine: Party) -> bool:
        for each in self.parties:
            if each.purpose == "agent" and each.was_transferred and each.id != mine.id:
                return True
        return False


def _texts(communication: WireCommunication) -> Iterator[tuple[str, str]]:
    """Yield (time, id) of each written text of a communication."""
    for details in communication.messages or ():
        kind = lowered(details.message_metadata.type if details.message_metadata else None)
        if details.message_id and kind not in _NOT_TEXT and details.message_status != "removed":
            yield details.message_time or "", details.message_id
    if communication.message_id:
        yield communication.connected_time or "", communication.message_id


def _is_written_in(stamp: str, session: Session) -> bool:
    written, since, until = instant(stamp), session.since, session.until
    if written is None:
        return until is None
    return (since is None or written > since) and (until is None or written <= until)


def _is_filled(preview: WireDialerPreview) -> bool:
    return bool(preview.campaign_id or preview.contact_id)


def is_transfer(communication: WireCommunication) -> bool:
    """Whether *communication* ended by a transfer."""
    return lowered(communication.disconnect_type).startswith("transfer")


def purpose_of(participant: WireParticipant) -> str:
    """Return what *participant* is there for, in lower case."""
    return lowered(participant.purpose)


def _text_attributes(attributes: dict[str, Any]) -> dict[str, str]:
    """Return the attributes that are texts or figures, as texts, and no more than are of use."""
    return {
        name: several_lines(str(value), LONGEST_DETAIL)
        for name, value in islice(attributes.items(), MOST_ATTRIBUTES)
        if len(name) <= LONGEST_NAME and isinstance(value, str | int | float)
    }


def _bare_address(address: str) -> str:
    scheme, _, rest = address.partition(":")
    return rest if scheme in ("tel", "sip", "mailto", "sips") and rest else address
