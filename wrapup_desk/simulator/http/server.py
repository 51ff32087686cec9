"""Serves one simulation on one port: login, REST, notification socket and its own page."""

import asyncio
import json
import os
import socket
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, WebSocketRoute
from starlette.websockets import WebSocket

from wrapup_desk.simulator.http.pipeline import routes
from wrapup_desk.simulator.http.routes import (
    conversations as routes_conversations,
)
from wrapup_desk.simulator.http.routes import (
    directory as routes_directory,
)
from wrapup_desk.simulator.http.routes import (
    notifications as routes_notifications,
)
from wrapup_desk.simulator.http.routes import (
    settings as routes_settings,
)
from wrapup_desk.simulator.http.routes import users as routes_users
from wrapup_desk.simulator.http.routes import (
    wrapup as routes_wrapup,
)
from wrapup_desk.simulator.http.routes.aggregates import aggregate_operations
from wrapup_desk.simulator.http.routes.analytics import analytics_operations
from wrapup_desk.simulator.http.routes.control import control_routes
from wrapup_desk.simulator.http.routes.history import history_routes
from wrapup_desk.simulator.http.routes.interactions import InteractionIds
from wrapup_desk.simulator.http.routes.login import login_routes
from wrapup_desk.simulator.http.routes.transcripts import TranscriptRoutes
from wrapup_desk.simulator.platform.oauth import (
    PUBLIC_CLIENT_ID,
    SERVICE_CLIENT_ID,
    SERVICE_CLIENT_SECRET,
)
from wrapup_desk.simulator.platform.simulation import Simulation
from wrapup_desk.simulator.script.player import Player
from wrapup_desk.simulator.wire.errors import ApiError, new_correlation_id
from wrapup_desk.simulator.world.organization import User

# How long a stop waits for clients to hang up
_STOP_SECONDS = 1
_EXPIRY_CHECK_SECONDS = 0.2
_LARGEST_MESSAGE_BYTES = 1 << 20


class CannotListen(Exception):
    """The address cannot be used; the message names it and what to do."""


@dataclass(frozen=True)
class Address:
    """Where to listen; port 0 takes any free one."""

    host: str = "127.0.0.1"
    port: int = 0


def application(simulation: Simulation, player: Player) -> Starlette:
    """The ASGI application with every route."""

    async def channel_socket(websocket: WebSocket) -> None:
        await simulation.sockets.serve(websocket, simulation.permissions_of_channel)

    transcripts = TranscriptRoutes(simulation, simulation.analytics)
    operations = [
        *routes_directory.OPERATIONS,
        *routes_users.OPERATIONS,
        *routes_settings.OPERATIONS,
        *routes_conversations.OPERATIONS,
        *routes_wrapup.OPERATIONS,
        *routes_notifications.OPERATIONS,
        *analytics_operations(simulation.analytics),
        *aggregate_operations(simulation.analytics),
        *transcripts.operations(),
    ]
    if simulation.options.speaks_dialect:
        operations += InteractionIds(simulation.centre).operations()
    table: list[BaseRoute] = [
        *control_routes(simulation, player),
        *history_routes(simulation, simulation.analytics),
        *transcripts.routes(),
        *login_routes(simulation),
        *routes(operations, simulation),
        WebSocketRoute("/channels/{channel_id}", channel_socket),
    ]
    return Starlette(routes=table, exception_handlers={404: _not_found, 405: _not_found})


def listening_socket(address: Address) -> socket.socket:
    """A bound socket, so that the port is known before the server runs.

    Raises:
        CannotListen: The port is taken, or the host is not ours.
    """
    # Named protocol: only then does asyncio switch Nagle off, which costs 40 ms an answer
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    if os.name != "nt":
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((address.host, address.port))
    except (OSError, OverflowError) as problem:
        listener.close()
        where, why = f"{address.host}:{address.port}", getattr(problem, "strerror", problem)
        text = f"Cannot listen on {where} ({why}): choose another --port or --host."
        raise CannotListen(text) from problem
    return listener


class Server(uvicorn.Server):
    """A uvicorn server that stops quietly when it is told to."""

    def __init__(self, simulation: Simulation, player: Player) -> None:
        config = uvicorn.Config(
            application(simulation, player),
            http=simulation.connections.protocol(),
            ws="websockets-sansio",
            # Only our own heartbeat: Genesys' is what clients watch for
            ws_ping_interval=None,
            ws_max_size=_LARGEST_MESSAGE_BYTES,
            lifespan="off",
            log_config=None,
            access_log=False,
            server_header=False,
            # Uvicorn's is up to two seconds old; the gate writes its own
            date_header=False,
            timeout_keep_alive=75,
            timeout_graceful_shutdown=_STOP_SECONDS,
        )
        super().__init__(config)
        self._simulation = simulation
        self._when_listening: Callable[[], None] = lambda: None

    def handle_exit(self, _sig: int, _frame: FrameType | None) -> None:
        """Stop without raising the signal again: being told to stop is a success."""
        self.should_exit = True

    async def run_until_stopped(
        self, listener: socket.socket, when_listening: Callable[[], None]
    ) -> None:
        """Serve until `should_exit`; *when_listening* is called once requests are taken."""
        self._simulation.start(self._watch_expiry())
        self._when_listening = when_listening
        try:
            await self.serve(sockets=[listener])
        finally:
            await self._simulation.stop()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Listen, then say so."""
        await super().startup(sockets)
        self._when_listening()

    async def _watch_expiry(self) -> None:
        while True:
            await asyncio.sleep(_EXPIRY_CHECK_SECONDS)
            await self._simulation.sockets.close_expired()


def ready_facts(simulation: Simulation) -> dict[str, Any]:
    """What a client needs to know to use this simulator."""
    organization = simulation.organization
    client = simulation.oauth.clients[PUBLIC_CLIENT_ID]
    return {
        "api": simulation.base_url,
        "login": simulation.base_url,
        "client_id": PUBLIC_CLIENT_ID,
        "redirect_uris": list(client.redirect_uris),
        "service_client_id": SERVICE_CLIENT_ID,
        "service_client_secret": SERVICE_CLIENT_SECRET,
        "agents": [_user_facts(agent) for agent in organization.agents],
        "supervisor": _user_facts(organization.supervisor),
        "queues": [{"id": queue.id, "name": queue.name} for queue in organization.queues],
    }


def write_ready_file(path: Path, facts: dict[str, Any]) -> None:
    """Write *facts* so that a reader sees all of them or no file."""
    partial = path.with_name(path.name + ".partial")
    partial.write_text(json.dumps(facts), encoding="utf-8")
    partial.replace(path)


def _user_facts(user: User) -> dict[str, str]:
    return {"id": user.id, "name": user.name, "email": user.email}


async def _not_found(_request: Request, _problem: Exception) -> Response:
    # The public API answers JSON for paths it does not know, too
    correlation_id = new_correlation_id()
    headers = {"ININ-Correlation-Id": correlation_id}
    return JSONResponse(ApiError("not.found").body(correlation_id), 404, headers)
