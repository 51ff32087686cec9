"""Reads the texts of written messages and mails over REST."""

from __future__ import annotations

from collections.abc import Sequence
from html.parser import HTMLParser

import msgspec

from wrapup_desk.adapters.genesys.rest import RestClient
from wrapup_desk.adapters.genesys.wire_format import Wire, decode
from wrapup_desk.application.ports import NotFound
from wrapup_desk.domain.interaction import Leg, Media
from wrapup_desk.domain.transcript import Speaker, Utterance

# No document gives a limit for bulk reads.
_MOST_IDS_IN_BULK = 100
_MOST_THREADS_KNOWN = 200
_HIDDEN_TAGS = frozenset({"style", "script", "head", "title"})


class _WireText(Wire):
    body: str | None = None


class _WireContent(Wire):
    text: _WireText | None = None


class _WireNormalized(Wire):
    text: str | None = None
    content: list[_WireContent] | None = None


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


class WrittenWords:
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
        if leg.media is Media.EMAIL:
            return await self._mails(leg, message_ids)
        return await self._messages(leg, message_ids)

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
                    found[wire.id] = Utterance(wire.id, speaker, text)
        return tuple(found[each] for each in message_ids if each in found)

    async def _mails(self, leg: Leg, message_ids: Sequence[str]) -> tuple[Utterance, ...]:
        customer = await self._customer_address(leg)
        found: list[Utterance] = []
        for message_id in message_ids:
            path = f"/conversations/emails/{leg.key.conversation_id}/messages/{message_id}"
            try:
                mail = decode(await self._rest.get(path), _WireMail, f"GET {path}")
            except NotFound:
                continue  # a draft that was thrown away
            if text := _mail_text(mail):
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
    return message.text or next(bodies, "")


def _mail_text(mail: _WireMail) -> str:
    body = mail.text_body or _plain(mail.html_body or "")
    return "\n".join(filter(None, (mail.subject, body.strip())))


def _sender(mail: _WireMail) -> str:
    return ((mail.sender.email if mail.sender else None) or "").lower()


class _PlainText(HTMLParser):
    """Keeps the words of a mail and drops all markup; nothing in it is ever loaded or run."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        self._hidden += tag in _HIDDEN_TAGS

    def handle_endtag(self, tag: str) -> None:
        self._hidden = max(0, self._hidden - (tag in _HIDDEN_TAGS))

    def handle_data(self, data: str) -> None:
        if not self._hidden and data.strip():
            self.words.append(" ".join(data.split()))


def _plain(html: str) -> str:
    parser = _PlainText()
    parser.feed(html)
    parser.close()
    return " ".join(parser.words)
