"""Speaks REST slowly on purpose: a long piece of work leaves most of the limit to others."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from random import Random

import httpx

from wrapup_desk.adapters.genesys.http.regions import ServiceAddress
from wrapup_desk.adapters.genesys.http.rest import JsonBody, Reply, RestClient
from wrapup_desk.adapters.genesys.http.retry import told_to_wait
from wrapup_desk.adapters.genesys.http.token import AccessToken
from wrapup_desk.application.base.ports import Clock
from wrapup_desk.application.base.rate_gate import RateGate


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast requests go out, and what reports the waits that the server asks for."""

    requests_per_minute: float
    report: Callable[[str], None] = lambda _: None


class ThrottledRestClient(RestClient):
    """A `RestClient` that makes so many requests a minute, each try counted.

    A Retry-After, and a limit that is nearly used up by others, stop it as they stop any.
    """

    def __init__(
        self,
        address: ServiceAddress,
        token: AccessToken,
        http: httpx.AsyncClient,
        clock: Clock,
        pace: Pace,
    ) -> None:
        super().__init__(address, token, http, clock, Random())
        self._pacer = RateGate(clock, pace.requests_per_minute)
        self._report = pace.report
        self._told_until_s = clock.monotonic()

    async def request(
        self,
        method: str,
        path: str,
        *,
        params: dict[str, str] | None = None,
        body: JsonBody | None = None,
        answer_within_s: float | None = None,
    ) -> Reply:
        await self._pacer.turn()
        return await super().request(
            method, path, params=params, body=body, answer_within_s=answer_within_s
        )

    def _pause_reads(self, span: timedelta) -> None:
        super()._pause_reads(span)
        until_s = self._clock.monotonic() + span.total_seconds()
        # Requests that were on their way are answered alike: that is reported once.
        if until_s > self._told_until_s + 1:
            self._told_until_s = until_s
            self._report(told_to_wait(span.total_seconds()))
