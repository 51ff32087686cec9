"""A message bus of the test's own, and services on it that answer as desktops' do."""

from __future__ import annotations

import asyncio
import importlib
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from wrapup_desk.application.base.background import Background
from wrapup_desk.main.desktop.session_bus import BusObject

# Member and body of a call in, signature and body of the answer out; None: it never answers.
Answer = Callable[[str, tuple[Any, ...]], tuple[str, tuple[Any, ...]] | None]
WAIT_S = 20


class Refused(Exception):
    """The service has no such member."""


class Service:
    """Owns a name on the bus and answers what it is asked."""

    def __init__(self, connection: Any, answer: Answer) -> None:
        # Linux has it alone, and what of these tests needs no bus runs on Windows too.
        self._jeepney: Any = importlib.import_module("jeepney")
        self._connection = connection
        self._answer = answer
        self.asked: list[tuple[str, tuple[Any, ...]]] = []
        self._was_asked = asyncio.Event()

    async def serve(self) -> None:
        jeepney = self._jeepney
        fields = jeepney.HeaderFields
        while True:
            call = await self._connection.receive()
            if call.header.message_type is not jeepney.MessageType.method_call:
                continue
            member = call.header.fields[fields.member]
            try:
                answer = self._answer(member, call.body)
            except Refused:
                name = "org.freedesktop.DBus.Error.UnknownMethod"
                await self._connection.send(jeepney.new_error(call, name))
            else:
                if answer is not None:
                    await self._connection.send(jeepney.new_method_return(call, *answer))
            self.asked.append((member, call.body))
            self._was_asked.set()

    async def tell(self, place: BusObject, member: str, signature: str, *body: Any) -> None:
        """Send a signal to everybody."""
        jeepney = self._jeepney
        address = jeepney.DBusAddress(place.path, place.service, place.interface)
        signal = jeepney.new_signal(address, member, signature, body)
        await self._connection.send(signal)

    async def until_asked(self, member: str, times: int = 1) -> tuple[Any, ...]:
        """Return what the service was asked, once it was."""
        async with asyncio.timeout(WAIT_S):
            while len(found := [body for name, body in self.asked if name == member]) < times:
                self._was_asked.clear()
                await self._was_asked.wait()
        return found[-1]


@asynccontextmanager
async def service_at(address: str, name: str, answer: Answer) -> AsyncIterator[Service]:
    jeepney = importlib.import_module("jeepney")
    io = importlib.import_module("jeepney.io.asyncio")
    connection = await io.open_dbus_connection(address)
    service = Service(connection, answer)
    rule = jeepney.bus_messages.message_bus.RequestName(name)
    async with asyncio.TaskGroup() as group:
        await connection.send(rule)
        serving = group.create_task(service.serve())
        yield service
        serving.cancel()
    await connection.close()


@asynccontextmanager
async def background_tasks() -> AsyncIterator[Background]:
    failures: list[BaseException] = []
    background = Background(failures.append)
    yield background
    await background.stop()
    assert failures == []
