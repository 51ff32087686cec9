"""Speaks REST slowly on purpose: a long piece of work leaves most of the limit to others."""

from __future__ import annotations

from random import Random

import httpx

from wrapup_desk.adapters.genesys.access_token import AccessToken
from wrapup_desk.adapters.genesys.regions import ServiceAddress
from wrapup_desk.adapters.genesys.rest import JsonBody, Reply, RestClient
from wrapup_desk.application.ports import Clock
from wrapup_desk.application.repair.pacer import Pacer


class PacedRestClient(RestClient):
    """A `RestClient` that makes so many requests a minute, each try counted.

    A Retry-After, and a limit that is nearly used up by others, stop it as they stop any.
    """

    def __init__(
        self,
        address: ServiceAddress,
        token: AccessToken,
        http: httpx.AsyncClient,
        clock: Clock,
        requests_per_minute: float,
    ) -> None:
        super().__init__(address, token, http, clock, Random())
        self._pacer = Pacer(clock, requests_per_minute)

    async def request(
        self,
        method: str,
        path: str,
        *,
        params: dict[str, str] | None = None,
        body: JsonBody | None = None,
    ) -> Reply:
        await self._pacer.turn()
        return await super().request(method, path, params=params, body=body)
