"""Has the desktop itself bind the window's keys: the GlobalShortcuts portal, for Wayland."""

from __future__ import annotations

import asyncio
import itertools
import logging
import os
from collections.abc import Callable
from typing import Any

from wrapup_desk.application.base.background import Background
from wrapup_desk.application.base.hot_key import HotKey, HotKeyReport, HotKeyState
from wrapup_desk.domain.language.texts import tr
from wrapup_desk.main.desktop.session_bus import (
    BusObject,
    BusServiceSilent,
    BusSignal,
    SessionBus,
)

log = logging.getLogger(__name__)

_NAME = "org.freedesktop.portal.Desktop"
_PATH = "/org/freedesktop/portal/desktop"
PORTAL = BusObject(_NAME, _PATH, "org.freedesktop.portal.GlobalShortcuts")
_REQUESTS = BusObject(_NAME, _PATH, "org.freedesktop.portal.Request")
_REGISTRY = BusObject(_NAME, _PATH, "org.freedesktop.host.portal.Registry")
_PROPERTIES = BusObject(_NAME, _PATH, "org.freedesktop.DBus.Properties")
_SHORTCUT = "window-forward-and-back"
# As the specification of shortcuts for such portals writes them.
_MODIFIERS = {"Ctrl": "CTRL", "Alt": "ALT", "Shift": "SHIFT", "Meta": "LOGO"}
_KEYS = {"Space": "space", "PgUp": "Page_Up", "PgDown": "Page_Down", "Ins": "Insert"}


class PortalKeys:
    """`GlobalKeys` on Wayland: the desktop asks the person, and may bind other keys than wished.

    No program learns there which window has the keyboard, nor can it give that to another.

    Args:
        address: the session bus's.
        entry: this program's entry in the desktop's menu; "" where it has none. Portals since
            xdg-desktop-portal 1.21 bind keys for none without one.
    """

    def __init__(self, background: Background, address: str, entry: str = "") -> None:
        self._background = background
        self._address = address
        self._entry = entry
        self._bus: SessionBus | None = None
        self._session = ""
        self._numbers = itertools.count(1)
        self._pressed: Callable[[], None] | None = None
        self._responses: dict[str, asyncio.Future[tuple[Any, ...]]] = {}
        self._task: asyncio.Task[None] | None = None

    def use(
        self,
        keys: HotKey | None,
        pressed: Callable[[], None],
        report: Callable[[HotKeyReport], None],
    ) -> None:
        if self._task is not None:
            self._task.cancel()
        self._pressed = pressed
        self._task = self._background.start(self._use(keys, report), "bind the window's keys")

    def window_in_front(self) -> int:
        return 0

    def give_keyboard_to(self, window: int) -> bool:  # noqa: ARG002
        return False

    def close(self) -> None:
        """The end of the connection ends the desktop's session, too."""

    async def _use(self, keys: HotKey | None, report: Callable[[HotKeyReport], None]) -> None:
        try:
            bus = await self._connected()
            await self._end_session(bus)
            report(HotKeyReport() if keys is None else await self._bound(bus, keys))
        except BusServiceSilent:
            report(HotKeyReport(HotKeyState.NOT_OFFERED))

    async def _connected(self) -> SessionBus:
        if self._bus is None or self._bus.is_over:
            bus = await SessionBus.open(self._background, self._address)
            await self._say_who_asks(bus)
            # Where the desktop has no such portal, this is refused.
            await bus.call(_PROPERTIES, "Get", "ss", PORTAL.interface, "version")
            await bus.listen(_REQUESTS, self._on_response)
            await bus.listen(PORTAL, self._on_signal)
            self._bus, self._session = bus, ""
        return self._bus

    async def _say_who_asks(self, bus: SessionBus) -> None:
        """Name the program, which a portal takes once, and before anything else is asked."""
        if not self._entry:
            return
        try:
            await bus.call(_REGISTRY, "Register", "sa{sv}", self._entry, {})
        except BusServiceSilent:
            log.info("The desktop's portal takes no name of this program")

    async def _end_session(self, bus: SessionBus) -> None:
        session, self._session = self._session, ""
        if session:
            of_session = BusObject(_NAME, session, "org.freedesktop.portal.Session")
            await bus.call(of_session, "Close")

    async def _bound(self, bus: SessionBus, keys: HotKey) -> HotKeyReport:
        token = f"wrapup_desk_{next(self._numbers)}"
        made = await self._asked(
            bus, "CreateSession", "", (), {"session_handle_token": ("s", token)}
        )
        if made is None:
            return HotKeyReport(HotKeyState.DECLINED)
        self._session = made["session_handle"][1]
        shortcut = {
            "description": ("s", tr("Bring WrapUp Desk forward, and go back")),
            "preferred_trigger": ("s", trigger_of(keys)),
        }
        given = (self._session, [(_SHORTCUT, shortcut)], "")
        bound = await self._asked(bus, "BindShortcuts", "oa(sa{sv})s", given, {})
        listed = bound["shortcuts"][1] if bound is not None and "shortcuts" in bound else []
        if not listed:
            return HotKeyReport(HotKeyState.DECLINED)
        trigger = listed[0][1].get("trigger_description", ("s", ""))[1]
        return HotKeyReport(HotKeyState.WORKS, str(trigger))

    async def _asked(
        self,
        bus: SessionBus,
        member: str,
        signature: str,
        given: tuple[Any, ...],
        options: dict[str, Any],
    ) -> dict[str, Any] | None:
        """Return what the portal answers, once the person has; None if they declined."""
        token = f"wrapup_desk_{next(self._numbers)}"
        sender = bus.own_name.removeprefix(":").replace(".", "_")
        request = f"{_PATH}/request/{sender}/{token}"
        response = self._responses[request] = asyncio.get_running_loop().create_future()
        try:
            told = {**options, "handle_token": ("s", token)}
            await bus.call(PORTAL, member, f"{signature}a{{sv}}", *given, told)
            declined, results = await response
        finally:
            del self._responses[request]
        return None if declined else results

    def _on_response(self, signal: BusSignal) -> None:
        response = self._responses.get(signal.path)
        if response is not None and not response.done():
            response.set_result(signal.body)

    def _on_signal(self, signal: BusSignal) -> None:
        if signal.member != "Activated" or signal.body[0] != self._session:
            return
        token = signal.body[3].get("activation_token")
        if token is not None:
            os.environ["XDG_ACTIVATION_TOKEN"] = token[1]  # lets Qt bring the window forward
        if self._pressed is not None:
            self._pressed()


def trigger_of(keys: HotKey) -> str:
    """Return the keys as the specification of shortcuts writes them: "CTRL+ALT+w"."""
    held = [name for each, name in _MODIFIERS.items() if each in keys.modifiers]
    key = keys.key.lower() if len(keys.key) == 1 else _KEYS.get(keys.key, keys.key)
    return "+".join((*held, key))
