"""Reads what was said in past conversations, from behind pre-signed links.

The link's host is a storage provider's, not Genesys': the token must never get there, so the
download has a client of its own that knows no token, follows no redirect, and takes https only.
"""

from __future__ import annotations

import logging
from urllib.parse import urlsplit

import httpx

from wrapup_desk.adapters.genesys.http.decoding import Wire, decode
from wrapup_desk.adapters.genesys.http.network import unreachable
from wrapup_desk.adapters.genesys.http.regions import is_loopback
from wrapup_desk.adapters.genesys.http.rest import RestClient
from wrapup_desk.adapters.genesys.http.retry import ReadRetry
from wrapup_desk.application.base.ports import (
    Clock,
    ContactCentreError,
    NotFound,
    NotPermitted,
    Unreachable,
)
from wrapup_desk.domain.interaction import LegKey
from wrapup_desk.domain.language.texts import tr
from wrapup_desk.domain.outside_text import several_lines
from wrapup_desk.domain.transcript import Speaker, Utterance

log = logging.getLogger(__name__)

# Some hours of talk; decoding more would hold everything up.
_LARGEST_BYTES = 8 * 2**20

# Deleted by a retention policy while Genesys still names it: there are no words, which is no trouble.
_GONE = (httpx.codes.NOT_FOUND, httpx.codes.GONE)


class _WireUrl(Wire):
    url: str | None = None


class _WireUrls(Wire):
    urls: list[_WireUrl] | None = None


class _WirePhrase(Wire):
    text: str | None = None
    decorated_text: str | None = None
    start_time_ms: float | None = None
    participant_purpose: str | None = None


class _WirePart(Wire):
    transcript_id: str | None = None
    phrases: list[_WirePhrase] | None = None


class _WireTranscript(Wire):
    transcripts: list[_WirePart] | None = None


class Transcripts:
    """The words of past legs, where the supervisor may read them.

    *storage* must be a client without any credentials of Genesys'.
    """

    def __init__(
        self, rest: RestClient, storage: httpx.AsyncClient, clock: Clock, *, is_demo: bool
    ) -> None:
        self._rest = rest
        self._storage = storage
        self._patience = ReadRetry(clock)
        self._is_demo = is_demo

    async def read(self, key: LegKey) -> tuple[Utterance, ...]:
        """Return the leg's words; empty when there is no transcript.

        Raises:
            NotPermitted: the supervisor may not read transcripts; names the permission.
            ContactCentreError: anything else that went wrong.
        """
        found: list[Utterance] = []
        for url in await self._urls(key):
            try:
                raw = await self._download(url)
            except NotFound as gone:
                log.info("words of %s: %s", key.communication_id, gone)
                continue
            wire = decode(raw, _WireTranscript, "a transcript")
            for part in wire.transcripts or ():
                found.extend(_utterances(part, len(found)))
        return tuple(found)

    async def _urls(self, key: LegKey) -> list[str]:
        path = (
            f"/speechandtextanalytics/conversations/{key.conversation_id}"
            f"/communications/{key.communication_id}"
        )
        try:
            raw = await self._patience.ask(lambda: self._rest.get(f"{path}/transcripturl"))
        except NotFound:
            return []
        except NotPermitted as refused:
            # The list of links wants one permission, the single link wants two.
            return await self._urls_by_recording(path, refused)
        url = decode(raw, _WireUrl, "GET transcripturl").url
        return [url] if url else []

    async def _urls_by_recording(self, path: str, refused: NotPermitted) -> list[str]:
        try:
            raw = await self._patience.ask(lambda: self._rest.get(f"{path}/transcripturls"))
        except NotFound:
            return []
        except NotPermitted:
            raise refused from None
        listed = decode(raw, _WireUrls, "GET transcripturls").urls or ()
        return [each.url for each in listed if each.url]

    async def _download(self, url: str) -> bytes:
        host = self._checked_host(url)
        body = bytearray()
        try:
            async with self._storage.stream("GET", url) as response:
                if response.status_code in _GONE:
                    raise NotFound(tr("{host} no longer has the transcript.", host=host))
                if response.status_code != httpx.codes.OK:
                    # The URL is a secret while it lasts: only the host is reported.
                    raise Unreachable(
                        tr(
                            "{host} refused to hand out the transcript ({status}).",
                            host=host,
                            status=response.status_code,
                        )
                    )
                async for chunk in response.aiter_bytes():
                    body += chunk
                    if len(body) > _LARGEST_BYTES:
                        raise ContactCentreError(
                            tr("The transcript on {host} is too large.", host=host)
                        )
        except (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError) as error:
            raise unreachable(host, error) from None
        return bytes(body)

    def _checked_host(self, url: str) -> str:
        try:
            parts = urlsplit(url)
            host = parts.hostname or ""
        except ValueError:
            parts, host = urlsplit(""), ""
        is_here = self._is_demo and parts.scheme == "http" and is_loopback(host)
        if not host or parts.username or not (parts.scheme == "https" or is_here):
            raise ContactCentreError(tr("Genesys gave no usable address for the transcript."))
        return host


def storage_client(http: httpx.AsyncClient) -> httpx.AsyncClient:
    """Return *http* if it carries no credentials of its own.

    Raises:
        ValueError: it has headers, cookies or a way to sign in that would go to another host.
    """
    if "authorization" in http.headers or http.auth is not None or http.follow_redirects:
        raise ValueError("The client for pre-signed links must carry no credentials.")
    return http


def _utterances(part: _WirePart, before: int) -> list[Utterance]:
    ordered = sorted(part.phrases or (), key=lambda phrase: phrase.start_time_ms or 0)
    return [
        Utterance(
            id=f"{part.transcript_id or 'transcript'}/{before + place}",
            speaker=Speaker.CUSTOMER if _is_customers(phrase) else Speaker.AGENT,
            text=several_lines(phrase.decorated_text or phrase.text or ""),
        )
        for place, phrase in enumerate(ordered)
        if phrase.decorated_text or phrase.text
    ]


def _is_customers(phrase: _WirePhrase) -> bool:
    return (phrase.participant_purpose or "").lower() in ("external", "customer")
