"""Speaks REST with Genesys Cloud: token, retries of reads, rate limits, the server's clock."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from random import Random
from typing import Any
from urllib.parse import urlsplit

import httpx

from wrapup_desk.adapters.genesys.http.errors import HttpRefusal, is_of_genesys, read_refusal
from wrapup_desk.adapters.genesys.http.network import unreachable
from wrapup_desk.adapters.genesys.http.regions import ServiceAddress
from wrapup_desk.adapters.genesys.http.routed_transport import RoutedClient
from wrapup_desk.adapters.genesys.http.server_clock import ServerClock
from wrapup_desk.adapters.genesys.http.token import AccessToken
from wrapup_desk.application.base.backoff import Backoff
from wrapup_desk.application.base.ports import (
    Clock,
    ContactCentreError,
    RateLimited,
    SignInNeeded,
    Unreachable,
)
from wrapup_desk.domain.language.texts import tr
from wrapup_desk.domain.submission import ServerReply

log = logging.getLogger(__name__)

_READ_ATTEMPTS = 3
_READ_BACKOFF = Backoff(first_s=0.6, longest_s=1.2, least_share=0.0)
# A read that would have to wait longer for the rate limit fails instead, and says how long.
_LONGEST_READ_WAIT_S = 5.0
_DEFAULT_RETRY_AFTER = timedelta(seconds=5)
# Genesys counts requests by the minute; whoever asks for more is asked again.
_LONGEST_PAUSE = timedelta(minutes=1)
# The last tenth of a token's requests per minute is kept for codes.
_KEPT_FOR_WRITES = 10
# Decoding holds everything up, some milliseconds a megabyte; no listing comes near this.
LARGEST_ANSWER_BYTES = 8 * 2**20

# A write that finds a dead connection has to learn it soon: the agent completes in seconds. Each
# write in a row without an answer is given twice the time, for servers that are just slow.
FIRST_WRITE_TIMEOUT_S = 2.5
_LONGEST_WRITE_TIMEOUT_S = 20.0
# When the wall clock runs on for so much longer than the monotonic one, the computer slept.
_SLEPT_S = 15.0

JsonBody = dict[str, Any] | list[Any]


@dataclass(frozen=True, slots=True)
class Reply:
    """A successful answer."""

    status: int
    body: bytes


class Refused(Exception):
    """The server answered, and it was no success."""

    def __init__(self, refusal: HttpRefusal) -> None:
        super().__init__(refusal.message)
        self.refusal = refusal


class TooLarge(Unreachable):
    """The answer is larger than anything the program reads."""


class RestClient:
    """The one way REST requests leave the program.

    Reads (`get`, `read`) are retried a few times; `request` goes out once, because only the
    outbox may decide to write again. Ids and codes are logged, bodies never.
    """

    def __init__(
        self,
        address: ServiceAddress,
        token: AccessToken,
        http: httpx.AsyncClient,
        clock: Clock,
        random: Random,
    ) -> None:
        self.token = token
        self._base = f"{address.api}/api/v2"
        self._host = urlsplit(address.api).hostname or address.api
        self._http = http
        self._clock = clock
        self._random = random
        self._server_clock = ServerClock(clock)
        # No read before this monotonic time; set by 429 and by a nearly used-up limit.
        self._reads_from_s = 0.0
        self._write_timeout_s = FIRST_WRITE_TIMEOUT_S
        # The address that the stream, or its proxy, was last reached at.
        self.peer = ""
        self._on_network_changed: list[Callable[[], None]] = []
        self._on_reachable_again: list[Callable[[], None]] = []
        self._is_out_of_reach = False
        self._asked_s, self._asked_at = clock.monotonic(), clock.now()

    def server_now(self) -> datetime:
        return self._server_clock.now()

    @property
    def quiet_for_s(self) -> float:
        """Seconds since the last request."""
        return self._clock.monotonic() - self._asked_s

    async def get(self, path: str, params: dict[str, str] | None = None) -> bytes:
        """Read *path* below `/api/v2`, trying again where that may help.

        Raises:
            ContactCentreError: what the server refused, or that it did not answer.
        """
        return await self.read("GET", path, params=params)

    async def read(
        self,
        method: str,
        path: str,
        *,
        params: dict[str, str] | None = None,
        body: JsonBody | None = None,
        may_jump_the_queue: bool = False,
    ) -> bytes:
        """Make a request that changes nothing, like `get`; some reads of Genesys are POSTs.

        A read a code waits for may use the requests that others leave for writes.
        """
        for attempt in range(1, _READ_ATTEMPTS + 1):
            if not may_jump_the_queue:
                await self._wait_for_turn()
            try:
                return (await self.request(method, path, params=params, body=body)).body
            except Refused as refused:
                failure = refused.refusal.as_error()
            except Unreachable as error:
                failure = error
            is_last = attempt == _READ_ATTEMPTS
            if is_last or not _may_help_again(failure):
                raise failure
            log.info("%s %s failed, trying again", method, path)
            await self._clock.sleep(_READ_BACKOFF.pause_s(attempt, self._random))
        raise AssertionError("the loop above always returns or raises")

    async def write(self, method: str, path: str, body: JsonBody) -> Reply:
        """Make one request that an agent waits for, like `request`, with less patience."""
        try:
            reply = await self.request(
                method, path, body=body, answer_within_s=self._write_timeout_s
            )
        except Unreachable:
            self._write_timeout_s = min(2 * self._write_timeout_s, _LONGEST_WRITE_TIMEOUT_S)
            raise
        self._write_timeout_s = FIRST_WRITE_TIMEOUT_S
        return reply

    async def request(
        self,
        method: str,
        path: str,
        *,
        params: dict[str, str] | None = None,
        body: JsonBody | None = None,
        answer_within_s: float | None = None,
    ) -> Reply:
        """Make one request and return its answer; by default the client's time-outs hold.

        Raises:
            Refused: the server answered, and it was no success.
            SignInNeeded: there is no token to send.
            Unreachable: no answer came.
        """
        token = self.token.current
        if token is None:
            raise SignInNeeded(tr("You are signed out. Sign in again to continue."))
        await self._drop_after_sleep()
        sent_at_s = self._clock.monotonic()
        headers = {"Authorization": f"Bearer {token}", "Accept": "application/json"}
        url = f"{self._base}{path}"
        try:
            async with (
                asyncio.timeout(answer_within_s),
                self._http.stream(
                    method, url, params=params, json=body, headers=headers
                ) as response,
            ):
                content = await self._content(response, path)
        except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
            # The path has ids only; the error's own text may have more, so it stays out.
            log.info("%s %s: %s", method, path, type(error).__name__)
            if isinstance(error, TimeoutError | httpx.TimeoutException):
                await self.drop_connections()  # the others may be as dead as this one
            self._is_out_of_reach = True
            raise unreachable(self._host, error) from error
        self._note_answer()
        self._note_clock(response, sent_at_s)
        self._note_limits(response)
        if response.is_success and not _is_a_web_page(response):
            return Reply(response.status_code, content)
        raise self._refused(method, path, response, content)

    def on_reachable_again(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Call *listener* at the first answer after none came; return how to stop that."""
        self._on_reachable_again.append(listener)
        return lambda: self._on_reachable_again.remove(listener)

    def _note_answer(self) -> None:
        was_out_of_reach, self._is_out_of_reach = self._is_out_of_reach, False
        if was_out_of_reach:
            for listener in tuple(self._on_reachable_again):
                listener()

    def on_network_changed(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Call *listener* at each change of the network; return how to stop that."""
        self._on_network_changed.append(listener)
        return lambda: self._on_network_changed.remove(listener)

    async def network_changed(self) -> None:
        """Note that this computer has other ways to the world: what is open may be dead."""
        log.info("the network changed: open connections are left")
        self._write_timeout_s = FIRST_WRITE_TIMEOUT_S
        for listener in tuple(self._on_network_changed):
            listener()
        await self.drop_connections()

    async def drop_connections(self) -> None:
        """Use no connection that is open now again: after silence, sleep, or another network."""
        if isinstance(self._http, RoutedClient):
            await self._http.drop_connections()

    async def close(self) -> None:
        await self._http.aclose()

    async def _drop_after_sleep(self) -> None:
        now_s, now_at = self._clock.monotonic(), self._clock.now()
        by_wall_s = (now_at - self._asked_at).total_seconds()
        has_slept = by_wall_s - (now_s - self._asked_s) > _SLEPT_S
        self._asked_s, self._asked_at = now_s, now_at
        if has_slept:
            self._server_clock.forget()
            await self.drop_connections()

    async def _content(self, response: httpx.Response, path: str) -> bytes:
        content = bytearray()
        async for chunk in response.aiter_bytes():
            if len(content) + len(chunk) > LARGEST_ANSWER_BYTES:
                log.info("%s: the answer is too large and was not read", path)
                raise TooLarge(tr("{host} sent more than can be read at once.", host=self._host))
            content += chunk
        return bytes(content)

    def _refused(
        self, method: str, path: str, response: httpx.Response, content: bytes
    ) -> Refused:
        # A sign-in page of a proxy answers 200 to anything; nothing has reached Genesys then.
        status = 502 if response.is_success else response.status_code
        refusal = read_refusal(status, response.headers, content, self.server_now())
        log.info(
            "%s %s: %d %s, correlation id %s",
            method, path, response.status_code, refusal.code, refusal.correlation_id,
        )  # fmt: skip
        if refusal.said is ServerReply.TOO_MANY:
            self._pause_reads(refusal.retry_after or _DEFAULT_RETRY_AFTER)
        is_theirs = is_of_genesys(response.status_code, response.headers, content)
        if refusal.said is ServerReply.NOT_SIGNED_IN and is_theirs:
            sent = response.request.headers["authorization"].removeprefix("Bearer ")
            self.token.reject(sent, refusal.message)
        return Refused(refusal)

    async def _wait_for_turn(self) -> None:
        wait_s = self._reads_from_s - self._clock.monotonic()
        if wait_s > _LONGEST_READ_WAIT_S:
            raise RateLimited(tr("Genesys asks us to wait."), timedelta(seconds=wait_s))
        if wait_s > 0:
            await self._clock.sleep(wait_s)

    def _pause_reads(self, span: timedelta) -> None:
        until_s = self._clock.monotonic() + min(span, _LONGEST_PAUSE).total_seconds()
        self._reads_from_s = max(self._reads_from_s, until_s)

    def _note_limits(self, response: httpx.Response) -> None:
        try:
            count = int(response.headers["inin-ratelimit-count"])
            allowed = int(response.headers["inin-ratelimit-allowed"])
            reset = timedelta(seconds=min(int(response.headers["inin-ratelimit-reset"]), 3600))
        except (KeyError, ValueError):
            return
        if allowed - count <= allowed // _KEPT_FOR_WRITES:
            self._pause_reads(reset)

    def _note_clock(self, response: httpx.Response, sent_at_s: float) -> None:
        if not _is_of_the_api(response):
            return  # a block page tells the time of whoever made it
        try:
            server_at = parsedate_to_datetime(response.headers.get("date", ""))
        except (ValueError, IndexError, TypeError):
            return
        if server_at.tzinfo is not None:
            self._server_clock.note(server_at, sent_at_s, self._clock.monotonic())


def _may_help_again(failure: ContactCentreError) -> bool:
    if isinstance(failure, TooLarge):
        return False
    return isinstance(failure, Unreachable) and not failure.retry_after


def _is_of_the_api(response: httpx.Response) -> bool:
    """Whether Genesys' API wrote this answer, and no gateway, proxy or sign-in page before it."""
    is_an_answer = response.is_success or 400 <= response.status_code < 500
    kind = str(response.headers.get("content-type", "application/json")).lower()
    return is_an_answer and "inin-correlation-id" in response.headers and "json" in kind


def _is_a_web_page(response: httpx.Response) -> bool:
    return str(response.headers.get("content-type", "")).lower().startswith("text/html")
