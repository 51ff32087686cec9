"""Speaks with services on the desktop's message bus; nothing here waits in the event loop.

QtDBus, as Python has it, can send no unsigned number, which showing a notification takes.
"""

from __future__ import annotations

import asyncio
import importlib
import logging
import os
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from wrapup_desk.application.base.background import Background

log = logging.getLogger(__name__)

# Services answer within milliseconds; one that does not is taken for dead.
_ANSWERS_WITHIN_S = 10.0


class BusServiceSilent(Exception):
    """A service is not there, refuses, or does not answer; or there is no bus at all."""


class BusObject(NamedTuple):
    """An object of a service on the bus, by one of its interfaces."""

    service: str
    path: str
    interface: str


class BusSignal(NamedTuple):
    """What an object told everybody."""

    path: str
    member: str
    body: tuple[Any, ...]


class SessionBus:
    """One connection; answers and signals come in by a task of its own."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection
        self._answers: dict[int, asyncio.Future[Any]] = {}
        self._listeners: list[tuple[str, Callable[[BusSignal], None]]] = []
        self.is_over = False

    @classmethod
    async def open(cls, background: Background, address: str) -> SessionBus:
        """Connect to the bus at *address*.

        Raises:
            BusServiceSilent: there is none.
        """
        try:
            # By name, and late: the other systems' installers need not bring it along.
            io = importlib.import_module("jeepney.io.asyncio")
            async with asyncio.timeout(_ANSWERS_WITHIN_S):
                connection = await io.open_dbus_connection(address)
        except (ImportError, KeyError, RuntimeError, ValueError, OSError, EOFError) as error:
            raise BusServiceSilent(type(error).__name__) from None
        bus = cls(connection)
        background.start(bus._receive(), "read the message bus")
        return bus

    @property
    def own_name(self) -> str:
        return str(self._connection.unique_name)

    async def call(self, to: BusObject, member: str, signature: str = "", *body: Any) -> Any:
        """Return what *member* answers, as a tuple.

        Raises:
            BusServiceSilent: no answer, or a refusal.
        """
        if self.is_over:
            raise BusServiceSilent(member)
        jeepney = importlib.import_module("jeepney")
        address = jeepney.DBusAddress(to.path, to.service, to.interface)
        message = jeepney.new_method_call(address, member, signature or None, body)
        serial = next(self._connection.outgoing_serial)
        answer = self._answers[serial] = asyncio.get_running_loop().create_future()
        try:
            async with asyncio.timeout(_ANSWERS_WITHIN_S):
                await self._connection.send(message, serial=serial)
                reply = await answer
        except (TimeoutError, OSError) as error:
            raise BusServiceSilent(type(error).__name__) from None
        finally:
            del self._answers[serial]
        if reply.header.message_type is jeepney.MessageType.error:
            raise BusServiceSilent(f"{to.interface}.{member}")
        return reply.body

    async def listen(self, to: BusObject, listener: Callable[[BusSignal], None]) -> None:
        """Call *listener* with every signal of the interface, from that service alone.

        Raises:
            BusServiceSilent: the bus does not take the wish.
        """
        self._listeners.append((to.interface, listener))
        rule = f"type='signal',sender='{to.service}',interface='{to.interface}'"
        bus = "org.freedesktop.DBus"
        await self.call(BusObject(bus, "/org/freedesktop/DBus", bus), "AddMatch", "s", rule)

    async def _receive(self) -> None:
        fields = importlib.import_module("jeepney").HeaderFields
        try:
            while True:
                message = await self._connection.receive()
                told = message.header.fields
                answer = self._answers.get(told.get(fields.reply_serial, 0))
                if answer is not None and not answer.done():
                    answer.set_result(message)
                    await asyncio.sleep(0)  # who asked goes on before the next message is told
                elif told.get(fields.reply_serial) is None:
                    self._tell(told.get(fields.interface, ""), message, fields)
        except (EOFError, OSError):
            log.info("the desktop's message bus ended")
        finally:
            self.is_over = True
            for each in self._answers.values():
                if not each.done():
                    each.set_exception(ConnectionResetError())
            with suppress(OSError):
                await self._connection.close()

    def _tell(self, interface: str, message: Any, fields: Any) -> None:
        told = message.header.fields
        signal = BusSignal(
            told.get(fields.path, ""), told.get(fields.member, ""), message.body or ()
        )
        for wanted, listener in self._listeners:
            if wanted == interface:
                listener(signal)


def session_address(environment: Mapping[str, str] = os.environ) -> str:
    """Return where the desktop's bus is; empty if the environment names none."""
    address = environment.get("DBUS_SESSION_BUS_ADDRESS", "")
    usual = Path(environment.get("XDG_RUNTIME_DIR") or "/no/where", "bus")
    if not address and usual.exists():
        return f"unix:path={usual}"
    return address
