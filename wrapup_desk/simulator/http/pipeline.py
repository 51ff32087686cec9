"""What every API request passes: faults, round trip, token, rate limit, scope, permission."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from email.utils import format_datetime
from typing import Any

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from wrapup_desk.simulator.platform.connections import Connections
from wrapup_desk.simulator.platform.faults import HttpFault
from wrapup_desk.simulator.platform.oauth import IssuedToken
from wrapup_desk.simulator.platform.rate_limit import RateLimitStatus
from wrapup_desk.simulator.platform.simulation import Simulation
from wrapup_desk.simulator.platform.spoilt_text import SPOILT
from wrapup_desk.simulator.wire.basics import Json
from wrapup_desk.simulator.wire.errors import (
    ApiError,
    error_of_status,
    missing_permissions,
    new_correlation_id,
)
from wrapup_desk.simulator.world.organization import User

API = "/api/v2"


@dataclass(frozen=True)
class Call:
    """One request that got through the gate."""

    simulation: Simulation
    token: IssuedToken
    request: Request
    body: Any

    @property
    def user(self) -> User | None:
        return self.simulation.user_of(self.token)

    def path(self, name: str) -> str:
        return str(self.request.path_params[name])

    @property
    def query(self) -> Mapping[str, str]:
        return self.request.query_params

    def object_body(self) -> Mapping[str, Any]:
        """The body as a JSON object.

        Raises:
            ApiError: `bad.request` when it is anything else.
        """
        if not isinstance(self.body, dict):
            raise ApiError("bad.request")
        return self.body


Answer = Callable[[Call], Awaitable[Response]]


@dataclass(frozen=True)
class Operation:
    """One operation of the public API: where, who may, what it does."""

    method: str
    path: str
    answer: Answer
    # A token needs one of these scopes, a user one of these permissions
    scopes: tuple[str, ...] = ()
    permissions: tuple[str, ...] = ()
    needs_user: bool = False

    @property
    def name(self) -> str:
        return f"{self.method} {API}{self.path}"


def json_answer(body: Json | list[Json], status: int = 200) -> Response:
    """A JSON response; no model gets a body of its own."""
    return Response(json.dumps(body), status, media_type="application/json")


def accepted() -> Response:
    """202 without a body: the change comes later."""
    return Response(status_code=202)


def routes(operations: list[Operation], simulation: Simulation) -> list[Route]:
    """Starlette routes that put the gate before each operation."""
    return [
        Route(
            API + operation.path, _Gate(operation, simulation).pass_on, methods=[operation.method]
        )
        for operation in operations
    ]


class _Gate:
    def __init__(self, operation: Operation, simulation: Simulation) -> None:
        self._operation = operation
        self._simulation = simulation

    async def pass_on(self, request: Request) -> Response:
        """Answer the request, or suffer the fault that waits for it."""
        one_way = self._simulation.options.round_trip.total_seconds() / 2
        await self._simulation.clock.wait(one_way)
        fault = self._simulation.faults.take_http(request.method, request.url.path)
        if fault is not None and fault.delay_ms:
            await self._simulation.clock.wait(fault.delay_ms / 1000)
        if fault is not None and fault.when == "before" and fault.effect != "delay":
            response = self._suffered(fault, b"{}")
        else:
            response = await self._answered(request)
            if fault is not None and fault.effect != "delay":
                response = self._suffered(fault, bytes(response.body))
        self._simulation.requests.count(self._operation.name, response.status_code)
        await self._simulation.clock.wait(one_way)
        return response

    async def _answered(self, request: Request) -> Response:
        correlation_id = new_correlation_id()
        standing: RateLimitStatus | None = None
        try:
            token = self._token(request)
            standing = self._standing(token)
            if standing.is_exceeded:
                raise standing.refusal()
            self._check_rights(token)
            call = Call(self._simulation, token, request, await _body(request))
            response = await self._operation.answer(call)
        except ApiError as refusal:
            response = _refusal(refusal, correlation_id)
        except ClientDisconnect:
            # The client died before it had sent everything: nobody reads the answer
            response = _refusal(ApiError("bad.request"), correlation_id)
        response.headers["ININ-Correlation-Id"] = correlation_id
        # Of the same clock as the times in events: clients reckon deadlines by it
        response.headers["Date"] = format_datetime(self._simulation.date_now(), usegmt=True)
        if standing is not None:
            response.headers.update(standing.headers())
        return response

    def _token(self, request: Request) -> IssuedToken:
        kind, _, value = request.headers.get("authorization", "").partition(" ")
        if kind.lower() != "bearer" or not value:
            raise ApiError("authentication.required")
        idle = timedelta(seconds=self._simulation.capabilities.idle_timeout_seconds)
        now = self._simulation.clock.now()
        token = self._simulation.oauth.used_token(value, now, idle)
        if token is None:
            raise ApiError("bad.credentials")
        return token

    def _standing(self, token: IssuedToken) -> RateLimitStatus:
        # The limit is per scripted minute, so that a fast day is not throttled like a slow one
        speed = max(1.0, self._simulation.clock.speed)
        allowed = round(self._simulation.capabilities.requests_per_minute * speed)
        now_seconds = asyncio.get_running_loop().time()
        return self._simulation.rate_limit.count(token.value, allowed, now_seconds)

    def _check_rights(self, token: IssuedToken) -> None:
        operation = self._operation
        user = self._simulation.user_of(token)
        if user is None:
            if operation.needs_user:
                raise ApiError("not.a.user")
        elif operation.scopes and not self._simulation.scopes_of(token) & set(operation.scopes):
            raise _missing_scope(operation.scopes)
        granted = self._simulation.permissions_of(user)
        if operation.permissions and not granted & set(operation.permissions):
            raise missing_permissions(operation.permissions)

    def _suffered(self, fault: HttpFault, body: bytes) -> Response:
        connections = self._simulation.connections
        if fault.effect == "drop":
            return _CutResponse(connections, b"", is_reset=True)
        if fault.effect == "truncate":
            return _CutResponse(connections, body[: max(1, len(body) // 2)], is_reset=False)
        if fault.effect in SPOILT:
            return Response(SPOILT[fault.effect](body), 200, media_type="application/json")
        if fault.effect == "garbage":
            return Response("<html>gateway</html>", 200, media_type="text/html")
        refusal = error_of_status(fault.status)
        refusal.retry_after_seconds = fault.retry_after
        return _refusal(refusal, new_correlation_id())


class _CutResponse(Response):
    """Sends nothing, or a part, then ends the connection."""

    def __init__(self, connections: Connections, part: bytes, *, is_reset: bool) -> None:
        super().__init__(status_code=200)
        self._connections = connections
        self._part = part
        self._is_reset = is_reset

    async def __call__(self, scope: Scope, _receive: Receive, send: Send) -> None:
        if self._part:
            # Promise more than is sent
            length = str(len(self._part) + 64).encode()
            headers = [(b"content-type", b"application/json"), (b"content-length", length)]
            await send({"type": "http.response.start", "status": 200, "headers": headers})
            await send({"type": "http.response.body", "body": self._part, "more_body": True})
        if self._is_reset:
            self._connections.abort(scope)
        else:
            self._connections.close(scope)
        # Let the loop tell uvicorn that the client is gone
        await asyncio.sleep(0)


async def _body(request: Request) -> Any:
    raw = await request.body()
    if not raw:
        return None
    if not request.headers.get("content-type", "").startswith("application/json"):
        raise ApiError("unsupported.media.type")
    try:
        return json.loads(raw)
    except json.JSONDecodeError:
        raise ApiError("bad.request") from None


def _refusal(refusal: ApiError, correlation_id: str) -> Response:
    response = json_answer(refusal.body(correlation_id), refusal.status)
    if refusal.retry_after_seconds is not None:
        response.headers["Retry-After"] = str(refusal.retry_after_seconds)
    response.headers["ININ-Correlation-Id"] = correlation_id
    return response


def _missing_scope(scopes: tuple[str, ...]) -> ApiError:
    # The wording that was observed; no code of its own is documented
    listed = f"[{', '.join(scopes)}]"
    return ApiError("not.authorized", message=f"App not authorized to use scope {listed}")
