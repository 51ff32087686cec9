"""Signing in and out, and following the stream while somebody is signed in."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable

from wrapup_desk.application.background import Background
from wrapup_desk.application.desk import Desk
from wrapup_desk.application.desk_state import Connection
from wrapup_desk.application.ports import (
    Authenticator,
    Clock,
    ContactCentre,
    ContactCentreError,
    SignInFailed,
    SignInNeeded,
)

log = logging.getLogger(__name__)

RETRY_AFTER_S = 5.0


class SignIn:
    """Gets the agent in, keeps the stream going, and lets them out."""

    def __init__(
        self,
        authenticator: Authenticator,
        centre: ContactCentre,
        desk: Desk,
        clock: Clock,
        background: Background,
        open_browser: Callable[[str], None],
    ) -> None:
        self._authenticator = authenticator
        self._centre = centre
        self._desk = desk
        self._clock = clock
        self._background = background
        self._open_browser = open_browser
        self._signing_in: asyncio.Task[None] | None = None
        self._following: asyncio.Task[None] | None = None

    async def restore(self) -> bool:
        """Go on with the token kept from last time, if it is still good."""
        self._desk.set_connection(Connection.CONNECTING)
        if not await self._authenticator.restore():
            self._desk.set_connection(Connection.SIGNED_OUT)
            return False
        await self._begin()
        return True

    def sign_in(self) -> None:
        """Open the browser and wait for the agent; a second wish while waiting does nothing."""
        if self._signing_in is None or self._signing_in.done():
            self._signing_in = self._background.start(self._sign_in(), "sign in")

    def cancel(self) -> None:
        """Stop waiting for the browser."""
        if self._signing_in is not None and not self._signing_in.done():
            self._signing_in.cancel()
        self._desk.set_connection(Connection.SIGNED_OUT)

    def sign_out(self) -> None:
        """Revoke and forget the token; what waits stays on this computer."""
        self._background.start(self._sign_out(), "sign out")

    async def _sign_in(self) -> None:
        self._desk.set_sign_in_problem("")
        self._desk.set_connection(Connection.SIGNING_IN)
        try:
            await self._authenticator.sign_in(self._open_browser)
        except SignInFailed as error:
            self._desk.set_sign_in_problem(str(error))
            self._desk.set_connection(Connection.SIGNED_OUT)
            return
        await self._begin()

    async def _begin(self) -> None:
        """Learn who signed in, then follow the stream; a bad line is waited out."""
        self._desk.set_connection(Connection.CONNECTING)
        while True:
            try:
                agent = await self._centre.me()
                break
            except SignInNeeded as error:
                self._desk.set_sign_in_problem(str(error))
                self._desk.set_connection(Connection.SIGNED_OUT)
                return
            except ContactCentreError as error:
                self._desk.set_connection(Connection.OFFLINE, str(error))
                wait = error.retry_after
                await self._clock.sleep(wait.total_seconds() if wait else RETRY_AFTER_S)
        self._desk.greet(agent)
        await self._stop_following()
        self._following = self._background.start(
            self._centre.follow(self._desk.on_event), "follow the stream"
        )

    async def _sign_out(self) -> None:
        await self._stop_following()
        self._desk.say_goodbye()
        self._desk.set_connection(Connection.SIGNED_OUT)
        await self._authenticator.sign_out()

    async def _stop_following(self) -> None:
        if self._following is not None and not self._following.done():
            self._following.cancel()
            await asyncio.wait((self._following,))
