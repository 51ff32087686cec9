"""Lets one hostile text in by every way the program reads what outsiders wrote."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import httpx

from tests.adapters.genesys.rest_harness import AGENT_ID, HandClock, a_leg, rest_on
from tests.adapters.genesys.rest_table import conversation
from tests.hostile import as_json
from wrapup_desk.adapters.genesys.channel.frames import Notification, read_frame
from wrapup_desk.adapters.genesys.conversations.codes import CodeLists
from wrapup_desk.adapters.genesys.conversations.events import read_event
from wrapup_desk.adapters.genesys.conversations.parser import ConversationParser
from wrapup_desk.adapters.genesys.conversations.texts import MessageTexts
from wrapup_desk.adapters.genesys.history.parser import legs_in
from wrapup_desk.adapters.genesys.history.past_wire import read_listing
from wrapup_desk.adapters.genesys.history.transcripts import Transcripts
from wrapup_desk.application.base.ports import ContactCentreError
from wrapup_desk.domain.events import ConversationChanged, WordsHeard
from wrapup_desk.domain.interaction import LegKey, Media

Letting = Callable[[], Awaitable[list[str]]]
# Takes the text, and returns what lets it in: only that is the program's own work.
Reading = Callable[[str], Letting]
_READER = ConversationParser(AGENT_ID, b"salt")
_STORAGE = "https://storage.test/transcript"


def _mail_in_html(text: str) -> Letting:
    return _written(Media.EMAIL, {"id": "1", "htmlBody": text})


def _mail_as_text(text: str) -> Letting:
    return _written(Media.EMAIL, {"id": "1", "textBody": text})


def _mail_subject(text: str) -> Letting:
    return _written(Media.EMAIL, {"id": "1", "subject": text, "textBody": "Hello"})


def _message(text: str) -> Letting:
    texts = [{"id": "1", "direction": "inbound", "normalizedMessage": {"text": text}}]
    return _written(Media.MESSAGE, {"entities": texts})


def _written(media: Media, body: object) -> Letting:
    words = MessageTexts(rest_on(_answering(body)))

    async def read() -> list[str]:
        found = await words.read(a_leg(media, direction="outbound"), ["1"])
        return [each.text for each in found]

    return read


def _transcription(text: str) -> Letting:
    transcript = {
        "utteranceId": "1", "isFinal": True, "channel": "EXTERNAL",
        "alternatives": [{"transcript": text}],
    }  # fmt: skip
    body = {"conversationId": "c-1", "communicationId": "m-1", "transcripts": [transcript]}
    return _event("v2.conversations.c-1.transcription", body)


def _customer_name(text: str) -> Letting:
    return _conversation(conversation(), {"name": text, "address": text})


def _attribute(text: str) -> Letting:
    body = conversation(attributes={"wrapup_notes": text})
    return _conversation(body, {"attributes": {text: "x"}})


def _note_on_record(text: str) -> Letting:
    return _conversation(conversation(wrapup={"code": "w-1", "notes": text}), {})


def _code_names(text: str) -> Letting:
    listed = [{"id": "w-1", "name": text, "description": text}] * 10
    lists = CodeLists(rest_on(_answering(listed)), HandClock())

    async def read() -> list[str]:
        return [code.name for code in await lists.read(a_leg())]

    return read


def _past_transcript(text: str) -> Letting:
    phrases = [{"text": text, "participantPurpose": "external"}]
    file = {"transcripts": [{"transcriptId": "t", "phrases": phrases}]}
    storage = httpx.AsyncClient(transport=httpx.MockTransport(_answering(file)))
    rest = rest_on(_answering({"url": _STORAGE}))
    transcripts = Transcripts(rest, storage, HandClock(), is_demo=False)

    async def read() -> list[str]:
        return [each.text for each in await transcripts.read(LegKey("c-1", "p-1", "m-1"))]

    return read


def _past_name(text: str) -> Letting:
    talk = {"segmentType": "interact", "segmentStart": "2026-11-22T00:00:00Z", "queueId": "q"}
    session = {"sessionId": "s", "mediaType": "voice", "ani": text, "segments": [talk]}
    customer = {"purpose": "customer", "participantName": text, "sessions": [session]}
    mine = {"purpose": "agent", "participantId": "p", "userId": "u", "sessions": [session]}
    past = {
        "conversationId": "c-1", "conversationStart": "2026-11-22T00:00:00Z",
        "participants": [customer, mine],
    }  # fmt: skip
    raw = as_json({"conversations": [past]})

    async def read() -> list[str]:
        return [leg.customer_name for leg in legs_in(read_listing(raw, "a page").conversations)]

    return read


def _broken_frame(text: str) -> Letting:
    async def read() -> list[str]:
        read_frame(text)
        return []

    return read


READINGS: Mapping[str, Reading] = {
    "a mail in HTML": _mail_in_html,
    "a mail as text": _mail_as_text,
    "a mail's subject": _mail_subject,
    "a message": _message,
    "a spoken phrase": _transcription,
    "a customer's name": _customer_name,
    "an attribute": _attribute,
    "a note on record": _note_on_record,
    "names of codes": _code_names,
    "a past transcript": _past_transcript,
    "a past name": _past_name,
    "a broken frame": _broken_frame,
}


async def read_or_refuse(letting: Letting, text: str) -> list[str]:
    """Return what came in; nothing where the program says in its own words that it cannot read it."""
    try:
        return await letting()
    except ContactCentreError as refused:
        if len(text) > 1 and text in str(refused):
            raise AssertionError("a customer's words are in an error") from None
        return []


def _conversation(body: dict[str, Any], of_customer: dict[str, Any]) -> Letting:
    body["participants"][0] |= of_customer
    return _event(f"v2.users.{AGENT_ID}.conversations", body)


def _event(topic: str, body: object) -> Letting:
    raw = as_json({"topicName": topic, "eventBody": body})

    async def read() -> list[str]:
        frame = read_frame(raw)
        event = read_event(frame, _READER) if isinstance(frame, Notification) else None
        if isinstance(event, WordsHeard):
            return [each.text for each in event.utterances]
        legs = event.legs if isinstance(event, ConversationChanged) else ()
        return [
            text
            for leg in legs
            for text in (leg.customer_name, leg.queue_name, *leg.attributes.values())
        ]

    return read


def _answering(body: object) -> Callable[[httpx.Request], httpx.Response]:
    raw, headers = as_json(body), {"content-type": "application/json"}
    return lambda _request: httpx.Response(200, content=raw, headers=headers)
