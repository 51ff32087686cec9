"""Builds what the adapter's tests share: clocks, REST clients on fake transports, conversations."""

import asyncio
import copy
import json
import threading
import time
import urllib.request
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import httpx

from wrapup_desk.adapters.genesys.http.network import Network, tls_context
from wrapup_desk.adapters.genesys.http.regions import ServiceAddress, address_of, demo_address
from wrapup_desk.adapters.genesys.http.rest import RestClient
from wrapup_desk.adapters.genesys.http.token import AccessToken
from wrapup_desk.application.base.ports import Clock
from wrapup_desk.domain.interaction import Leg, LegKey, Media, Phase

RECORDINGS = Path(__file__).parent / "recordings"
AGENT_ID = "5b3f0a4e-6f0e-4a53-9b0c-0d7c2d9f1a11"
SYDNEY = address_of("ap-southeast-2")
# Planted as the token wherever a test looks for leaks.
CANARY = "canary-token-7f3d9a51c0de"

Handler = (
    Callable[[httpx.Request], httpx.Response]
    | Callable[[httpx.Request], Coroutine[None, None, httpx.Response]]
)


class HandClock:
    """A clock that moves only when a test says so."""

    def __init__(self) -> None:
        self.seconds = 1000.0
        self.started_at = datetime(2026, 11, 22, 0, 10, tzinfo=UTC)
        self.slept: list[float] = []

    def now(self) -> datetime:
        return self.started_at + timedelta(seconds=self.seconds - 1000.0)

    def monotonic(self) -> float:
        return self.seconds

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.seconds += seconds
        await asyncio.sleep(0)


class FastClock:
    """A clock on which *factor* seconds pass in each real one."""

    def __init__(self, factor: float) -> None:
        self._factor = factor
        self._began = time.monotonic()

    def now(self) -> datetime:
        return datetime(2026, 11, 22, tzinfo=UTC) + timedelta(seconds=self.monotonic())

    def monotonic(self) -> float:
        return (time.monotonic() - self._began) * self._factor

    async def sleep(self, seconds: float) -> None:
        until_s = self.monotonic() + seconds
        while (left_s := until_s - self.monotonic()) > 0:  # noqa: ASYNC110 -- a clock, no poll
            await asyncio.sleep(left_s / self._factor)


def signed_in() -> AccessToken:
    token = AccessToken()
    token.hold(CANARY)
    return token


def rest_on(
    handler: Handler,
    *,
    clock: Clock | None = None,
    token: AccessToken | None = None,
    address: ServiceAddress = SYDNEY,
) -> RestClient:
    """A client whose requests are answered by *handler*."""
    http = httpx.AsyncClient(transport=httpx.MockTransport(handler))
    return RestClient(address, token or signed_in(), http, clock or HandClock(), Random(1))


def local_network() -> Network:
    return Network(tls=tls_context())


def local_address(port: int) -> ServiceAddress:
    return demo_address(f"http://127.0.0.1:{port}")


def answer(status: int = 200, body: object = None, **headers: str) -> httpx.Response:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return httpx.Response(status, json=body, headers=named)


def error_body(status: int, code: str, message: str = "", **headers: str) -> httpx.Response:
    body = {"status": status, "code": code, "message": message, "contextId": "c" * 36}
    return answer(status, body, inin_correlation_id="corr-0123456789", **headers)


def recorded(name: str) -> list[dict[str, Any]]:
    envelopes: list[dict[str, Any]] = json.loads((RECORDINGS / name).read_text("utf-8"))
    return envelopes


def a_conversation(**mine: Any) -> dict[str, Any]:
    """The recorded connected call, with other fields on the agent's participant."""
    body: dict[str, Any] = copy.deepcopy(recorded("call_from_alert_to_code.json")[1]["eventBody"])
    body["participants"][2] |= mine
    return body


def a_leg(media: Media = Media.CALL, **more: Any) -> Leg:
    fields = {"queue_id": "q-1", "phase": Phase.CONNECTED, "agent_id": AGENT_ID, **more}
    return Leg(key=LegKey("c-1", "p-1", "m-1"), media=media, **fields)


def browser_with(login_hint: str = "") -> Callable[[str], None]:
    """A browser that follows the sign-in page's redirects, off the event loop."""

    def open_url(url: str) -> None:
        suffix = f"&login_hint={login_hint}" if login_hint else ""

        def visit() -> None:
            with urllib.request.urlopen(url + suffix, timeout=10) as page:
                page.read()

        threading.Thread(target=visit, daemon=True).start()

    return open_url
