"""Shows toasts with their answers as buttons, where the desktop's service of notifications has such."""

from __future__ import annotations

import asyncio
import html
import logging
import os
from collections.abc import Callable
from typing import Any

from wrapup_desk.application.base.background import Background
from wrapup_desk.main.desktop.session_bus import (
    BusObject,
    BusServiceSilent,
    BusSignal,
    SessionBus,
)
from wrapup_desk.ui.attention.toasts import Toast, ToastAction, ToastDisplay

log = logging.getLogger(__name__)

_NAME = "org.freedesktop.Notifications"
SERVICE = BusObject(_NAME, "/org/freedesktop/Notifications", _NAME)
# What the service calls a click on the toast itself.
_CLICK = "default"
# Left to the desktop, which knows how long its people need.
_AS_LONG_AS_USUAL = -1
_NORMAL = ("y", 1)


class DesktopNotifications:
    """`ToastDisplay` by the Desktop Notifications Specification; *otherwise* where there is no such.

    Every question to the service is a task: one that hangs holds up nothing and shows nothing.
    """

    def __init__(
        self,
        background: Background,
        address: str,
        otherwise: ToastDisplay,
        answered: Callable[[str, ToastAction], None],
    ) -> None:
        self._background = background
        self._address = address
        self._otherwise = otherwise
        self._answered = answered
        self._bus: SessionBus | None = None
        self._connecting = asyncio.Lock()  # two toasts at once need one connection
        self._abilities: frozenset[str] = frozenset()
        self._on_way: dict[str, Toast] = {}  # the latest of each interaction
        self._numbers: dict[str, int] = {}

    def show(self, toast: Toast) -> None:
        self._on_way[toast.communication_id] = toast
        self._background.start(self._show(toast), "show a toast")

    def withdraw(self, communication_id: str) -> None:
        self._otherwise.withdraw(communication_id)
        self._on_way.pop(communication_id, None)
        number = self._numbers.pop(communication_id, None)
        if number is not None:
            self._background.start(self._close(number), "take back a toast")

    async def _show(self, toast: Toast) -> None:
        try:
            bus = await self._connected()
            (number,) = await bus.call(SERVICE, "Notify", "susssasa{sv}i", *self._told(toast))
        except BusServiceSilent:
            if self._is_still_wanted(toast):
                self._otherwise.show(toast)
            return
        if self._is_still_wanted(toast):
            self._numbers[toast.communication_id] = number
        else:
            await self._close(number)

    def _is_still_wanted(self, toast: Toast) -> bool:
        """Tell whether it was neither taken back nor followed by another on its way."""
        is_wanted = self._on_way.get(toast.communication_id) is toast
        if is_wanted:
            del self._on_way[toast.communication_id]
        return is_wanted

    def _told(self, toast: Toast) -> tuple[Any, ...]:
        text = html.escape(toast.text) if "body-markup" in self._abilities else toast.text
        actions = []
        if "actions" in self._abilities:
            actions = [_CLICK, toast.actions[-1][1]]
            for action, words in toast.actions:
                actions += [action.value, words]
        # It tells of now: nobody wants it in a list of old ones.
        hints = {"urgency": _NORMAL, "transient": ("b", True)}
        return ("WrapUp Desk", 0, "", toast.title, text, actions, hints, _AS_LONG_AS_USUAL)

    async def _close(self, number: int) -> None:
        try:
            if self._bus is not None:
                await self._bus.call(SERVICE, "CloseNotification", "u", number)
        except BusServiceSilent:
            log.debug("a toast was gone before it was taken back")

    async def _connected(self) -> SessionBus:
        async with self._connecting:
            if self._bus is None or self._bus.is_over:
                bus = await SessionBus.open(self._background, self._address)
                await bus.listen(SERVICE, self._on_signal)
                (abilities,) = await bus.call(SERVICE, "GetCapabilities")
                self._abilities = frozenset(abilities)
                self._bus = bus
            return self._bus

    def _on_signal(self, signal: BusSignal) -> None:
        found = [each for each, number in self._numbers.items() if number == signal.body[0]]
        if not found:
            return
        if signal.member == "ActivationToken":
            # Wayland lets a window come forward only with the token of what was clicked; Qt takes
            # it from here.
            os.environ["XDG_ACTIVATION_TOKEN"] = signal.body[1]
        elif signal.member == "ActionInvoked":
            is_sending = signal.body[1] == ToastAction.SEND.value
            self._answered(found[0], ToastAction.SEND if is_sending else ToastAction.OPEN)
        elif signal.member == "NotificationClosed":
            del self._numbers[found[0]]
