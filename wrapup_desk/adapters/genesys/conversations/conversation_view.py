"""Says what all participants of one conversation tell together about a leg in it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from operator import attrgetter

from wrapup_desk.adapters.genesys.conversations.leg_phase import lowered
from wrapup_desk.adapters.genesys.http.decoding import WireCommunication, WireParticipant
from wrapup_desk.domain.customer_key import customer_key
from wrapup_desk.domain.interaction import Media
from wrapup_desk.domain.outside_text import (
    LONGEST_DETAIL,
    LONGEST_NAME,
    MOST_ATTRIBUTES,
    MOST_MESSAGES,
    one_line,
    several_lines,
)

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
        wire: as it came.
        purpose: what it is there for, in lower case.
        communications: each with its medium.
        attributes: those that are texts or figures, as texts.
    """

    __slots__ = ("attributes", "communications", "purpose", "wire")

    def __init__(self, wire: WireParticipant) -> None:
        self.wire = wire
        self.purpose = purpose_of(wire)
        self.communications: list[tuple[Media, WireCommunication]] = [
            (media, communication)
            for media, listed in zip(_MEDIA, _listed_by_medium(wire), strict=True)
            if listed
            for communication in listed
        ]
        self.attributes = _text_attributes(wire)


class ConversationView:
    """What all participants of one conversation say together about a leg in it."""

    def __init__(self, participants: list[WireParticipant], key_salt: bytes) -> None:
        self.parties = tuple(map(Party, participants))
        self._key_salt = key_salt
        self._customer = next(
            (each for each in self.parties if each.purpose in CUSTOMER_PURPOSES), None
        )
        self.attributes = self._merged_attributes()

    @property
    def customer(self) -> WireParticipant | None:
        return None if self._customer is None else self._customer.wire

    @property
    def customer_name(self) -> str:
        if self._customer is None:
            return ""
        customer = self._customer.wire
        names = (
            each.callback_user_name or each.social_user_name
            for _, each in self._customer.communications
        )
        spoken = customer.name or next(filter(None, names), None)
        return one_line(spoken or _bare_address(customer.address or ""))

    @property
    def customer_key(self) -> str:
        if self.customer is None:
            return ""
        contact = self.customer.external_contact
        known = self.customer.external_contact_id or (contact.id if contact else None)
        identity = known or self.customer.address
        if not identity:
            return ""
        return customer_key(identity, self._key_salt)

    @property
    def message_ids(self) -> tuple[str, ...]:
        """Ids of all texts, oldest first: each side's are listed on its own communication."""
        found: list[tuple[str, str]] = []
        for party in self.parties:
            for _, communication in party.communications:
                found.extend(_texts(communication))
        # Stable, so that of two at the same moment the customer's, who comes first, stays first.
        found.sort(key=lambda text: text[0])
        return tuple(dict.fromkeys(message_id for _, message_id in found[-MOST_MESSAGES:]))

    @property
    def is_dialled(self) -> bool:
        if not self.attributes.keys().isdisjoint(_DIALER_ATTRIBUTES):
            return True
        # What the dialer found out about who answered lies on the call it dialled, the customer's.
        return any(
            each.purpose in _DIALER_PURPOSES
            or any(_is_dialer(communication) for _, communication in each.communications)
            for each in self.parties
        )

    def queue_name(self, queue_id: str) -> str:
        """The queue's own participant carries its name."""
        for each in self.parties if queue_id else ():
            if each.purpose == "acd" and each.wire.name and queue_id_of(each.wire) == queue_id:
                return each.wire.name
        return ""

    def was_handed_over_to(self, mine: WireParticipant) -> bool:
        return any(
            each.purpose == "agent"
            and each.wire.id != mine.id
            and any(is_transfer(communication) for _, communication in each.communications)
            for each in self.parties
        )

    def _merged_attributes(self) -> dict[str, str]:
        # A backend may write on any participant; a later one wins.
        merged: dict[str, str] = {}
        for each in self.parties:
            merged |= each.attributes
        return merged


def _texts(communication: WireCommunication) -> Iterator[tuple[str, str]]:
    """Yield (time, id) of each written text of a communication."""
    for details in communication.messages or ():
        kind = lowered(details.message_metadata.type if details.message_metadata else None)
        if details.message_id and kind not in _NOT_TEXT and details.message_status != "removed":
            yield details.message_time or "", details.message_id
    if communication.message_id:
        yield communication.connected_time or "", communication.message_id


def _is_dialer(communication: WireCommunication) -> bool:
    preview = communication.dialer_preview
    is_previewed = preview is not None and bool(preview.campaign_id or preview.contact_id)
    return is_previewed or bool(communication.external_campaign or communication.disposition)


def is_transfer(communication: WireCommunication) -> bool:
    """Whether *communication* ended by a transfer."""
    return lowered(communication.disconnect_type).startswith("transfer")


def purpose_of(participant: WireParticipant) -> str:
    """Return what *participant* is there for, in lower case."""
    return lowered(participant.purpose)


def queue_id_of(participant: WireParticipant) -> str:
    """Return the id of the queue, which events and REST have in different places; "" if none."""
    routing = participant.conversation_routing_data
    queue = participant.queue or (routing.queue if routing else None)
    return participant.queue_id or (queue.id if queue else None) or ""


def _text_attributes(mine: WireParticipant) -> dict[str, str]:
    """Return the attributes that are texts or figures, as texts, and no more than are of use."""
    found = islice((mine.attributes or {}).items(), MOST_ATTRIBUTES)
    return {
        name: several_lines(str(value), LONGEST_DETAIL)
        for name, value in found
        if len(name) <= LONGEST_NAME and isinstance(value, str | int | float)
    }


def _bare_address(address: str) -> str:
    scheme, _, rest = address.partition(":")
    return rest if scheme in ("tel", "sip", "mailto", "sips") and rest else address
