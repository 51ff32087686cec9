"""Holds the access token in memory and tells, once, when it stops being good."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable

log = logging.getLogger(__name__)


class AccessToken:
    """The one place the token lives while the program runs."""

    def __init__(self) -> None:
        self._token: str | None = None
        self._is_there = asyncio.Event()
        self._listeners: list[Callable[[str], None]] = []

    def __repr__(self) -> str:
        return f"AccessToken({'held' if self._token else 'none'})"

    @property
    def current(self) -> str | None:
        return self._token

    def hold(self, token: str) -> None:
        """Use *token* from now on."""
        self._token = token
        self._is_there.set()

    def forget(self) -> None:
        """Drop the token without telling anyone: the agent signed out."""
        self._token = None
        self._is_there.clear()

    def reject(self, token: str, reason: str) -> None:
        """Drop *token*, which the server refused, and tell the listeners why.

        Fifty requests in flight are refused together; only the first one counts. A refusal of
        an older token says nothing about the one that replaced it.
        """
        if token != self._token:
            return
        log.info("the server no longer accepts the sign-in")
        self.forget()
        for listener in tuple(self._listeners):
            listener(reason)

    def on_rejected(self, listener: Callable[[str], None]) -> Callable[[], None]:
        """Call *listener* with the reason at each rejection; return how to stop that."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    async def wait(self) -> str:
        """Return the token once there is one."""
        while self._token is None:
            await self._is_there.wait()
        return self._token
