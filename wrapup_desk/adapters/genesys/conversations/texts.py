"""Reads the texts of written messages and mails over REST."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import msgspec

from wrapup_desk.adapters.genesys.http.decoding import Wire, WireError, decode
from wrapup_desk.adapters.genesys.http.rest import RestClient, TooLarge
from wrapup_desk.application.base.ports import NotFound
from wrapup_desk.domain.interaction import Leg, Media
from wrapup_desk.domain.outside_text import (
    LONGEST_NAME,
    LONGEST_UTTERANCE,
    one_line,
    several_lines,
)
from wrapup_desk.domain.transcript import LONGEST_DIALECT, Speaker, Utterance, shortened

# No document gives a limit for bulk reads.
_MOST_IDS_IN_BULK = 100
_MOST_THREADS_KNOWN = 200


class _WireText(Wire):
    body: str | None = None


class _WireContent(Wire):
    text: _WireText | None = None


class _WireLanguage(Wire):
    language: str | None = None


class _WireEnrichment(Wire):
    language: _WireLanguage | None = None


class _WireNormalized(Wire):
    text: str | None = None
    content: list[_WireContent] | None = None
    # What Genesys found out about the message, such as the language it is written in.
    enrichment: _WireEnrichment | None = None


class _WireMessage(Wire):
    id: str
    direction: str | None = None
    normalized_message: _WireNormalized | None = None


class _WireMessageListing(Wire):
    entities: list[_WireMessage] | None = None


class _WireSender(Wire):
    email: str | None = None


class _WireMail(Wire):
    id: str | None = None
    sender: _WireSender | None = msgspec.field(default=None, name="from")
    subject: str | None = None
    text_body: str | None = None
    html_body: str | None = None
    time: str | None = None


class _WireMailListing(Wire):
    entities: list[_WireMail] | None = None


class MessageTexts:
    """Texts of messages and mails, each side known apart."""

    def __init__(self, rest: RestClient) -> None:
        self._rest = rest
        # Who wrote the first mail of a thread; a mail has no direction of its own.
        self._first_senders: dict[str, str] = {}

    async def read(self, leg: Leg, message_ids: Sequence[str]) -> tuple[Utterance, ...]:
        """Return the texts in the order of *message_ids*; what is gone or empty is left out.

        Raises:
            ContactCentreError: they could not be read.
        """
        if not message_ids:
            return ()
        read = self._mails if leg.media is Media.EMAIL else self._messages
        return shortened(await read(leg, message_ids))

    async def _messages(self, leg: Leg, message_ids: Sequence[str]) -> tuple[Utterance, ...]:
        path = f"/conversations/messages/{leg.key.conversation_id}/messages/bulk"
        found: dict[str, Utterance] = {}
        for start in range(0, len(message_ids), _MOST_IDS_IN_BULK):
            ids = list(message_ids[start : start + _MOST_IDS_IN_BULK])
            raw = await self._rest.read("POST", path, body=ids)
            for wire in decode(raw, _WireMessageListing, f"POST {path}").entities or ():
                if text := _text_of(wire.normalized_message):
                    is_customer = (wire.direction or "").lower() == "inbound"
                    speaker = Speaker.CUSTOMER if is_customer else Speaker.AGENT
                    dialect = _dialect_of(wire.normalized_message)
                    found[wire.id] = Utterance(wire.id, speaker, text, dialect=dialect)
        return tuple(found[each] for each in message_ids if each in found)

    async def _mails(self, leg: Leg, message_ids: Sequence[str]) -> tuple[Utterance, ...]:
        customer = await self._customer_address(leg)
        found: list[Utterance] = []
        for message_id in message_ids:
            path = f"/conversations/emails/{leg.key.conversation_id}/messages/{message_id}"
            try:
                mail = decode(await self._rest.get(path), _WireMail, f"GET {path}")
            except (NotFound, TooLarge, WireError):
                # A draft that was thrown away, or one nobody can read: the others still count.
                continue
            if text := await _mail_text(mail):
                is_customer = customer in ("", _sender(mail))
                speaker = Speaker.CUSTOMER if is_customer else Speaker.AGENT
                found.append(Utterance(message_id, speaker, text))
        return tuple(found)

    async def _customer_address(self, leg: Leg) -> str:
        """Return the address of the customer: who began an inbound thread."""
        if leg.direction == "outbound":
            return "nobody: the agent began"
        conversation_id = leg.key.conversation_id
        if conversation_id not in self._first_senders:
            path = f"/conversations/emails/{conversation_id}/messages"
            listing = decode(await self._rest.get(path), _WireMailListing, f"GET {path}")
            mails = sorted(listing.entities or (), key=lambda mail: mail.time or "")
            while len(self._first_senders) >= _MOST_THREADS_KNOWN:
                del self._first_senders[next(iter(self._first_senders))]
            self._first_senders[conversation_id] = _sender(mails[0]) if mails else ""
        return self._first_senders[conversation_id]


def _text_of(message: _WireNormalized | None) -> str:
    if message is None:
        return ""
    bodies = (each.text.body for each in message.content or () if each.text and each.text.body)
    return several_lines(message.text or next(bodies, ""))


def _dialect_of(message: _WireNormalized | None) -> str:
    language = message.enrichment.language if message and message.enrichment else None
    return one_line((language.language if language else None) or "", LONGEST_DIALECT)


async def _mail_text(mail: _WireMail) -> str:
    body = mail.text_body or ""
    if not body and mail.html_body:
        # Anybody may send a mail of many thousand tags: the loop goes on meanwhile.
        body = await asyncio.to_thread(_words_of_html, mail.html_body)
    subject = one_line(mail.subject or "", LONGEST_NAME)
    return "\n".join(filter(None, (subject, several_lines(body).strip())))


def _words_of_html(markup: str) -> str:
    # Many agents get no mail: the names of all signs of HTML are loaded with the first one.
    from wrapup_desk.adapters.genesys.conversations.html_text import text_of_html

    return text_of_html(markup, LONGEST_UTTERANCE)


def _sender(mail: _WireMail) -> str:
    return ((mail.sender.email if mail.sender else None) or "").lower()
