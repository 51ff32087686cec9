"""Signing in and out, and following the stream while somebody is signed in."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable

from wrapup_desk.application.base.background import Background
from wrapup_desk.application.base.ports import (
    Authenticator,
    Clock,
    ContactCentre,
    ContactCentreError,
    NotPermitted,
    SignInFailed,
    SignInNeeded,
)
from wrapup_desk.application.desk.desk import Desk
from wrapup_desk.application.desk.desk_state import Connection
from wrapup_desk.domain.agent import Agent
from wrapup_desk.domain.events import StreamLost
from wrapup_desk.domain.language.texts import tr

log = logging.getLogger(__name__)

RETRY_AFTER_S = 5.0
# A sign-in page that shows the browser an error never comes back to tell of it.
LOOK_AFTER_S = 20.0

_SIGNED_OUT = (Connection.SIGNED_OUT, Connection.SIGN_IN_ENDED)


class SignIn:
    """Gets the agent in, keeps the stream going, and lets them out.

    `why_not` finds out what keeps somebody from signing in: what is wrong and what to do, or an
    empty text.
    """

    why_not: Callable[[], Awaitable[str]] | None = None

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
        self._looking: asyncio.Task[None] | None = None
        self._address = ""
        self._signing_in: asyncio.Task[None] | None = None
        self._signing_out: asyncio.Task[None] | None = None
        self._following: asyncio.Task[None] | None = None

    async def restore(self) -> bool:
        """Go on with the token kept from last time; tell whether there was a good one."""
        self._desk.set_connection(Connection.CONNECTING)
        if not await self._authenticator.restore():
            self._desk.set_connection(Connection.SIGNED_OUT)
            return False
        # In the background: without a network it takes as long as it takes.
        self._signing_in = self._background.start(self._begin(), "greet the agent")
        return True

    def sign_in(self) -> None:
        """Open the browser and wait for the agent; while signed in or waiting it does nothing."""
        is_busy = self._signing_in is not None and not self._signing_in.done()
        if not is_busy and self._desk.state.connection in _SIGNED_OUT:
            self._signing_in = self._background.start(self._sign_in(), "sign in")

    def cancel(self) -> None:
        """Stop waiting for the browser."""
        if self._desk.state.connection is Connection.SIGNING_IN:
            self._stop_signing_in()
            self._desk.set_sign_in_problem("")
            self._desk.set_connection(Connection.SIGNED_OUT)

    def sign_out(self) -> None:
        """Revoke and forget the token; what waits stays on this computer."""
        self._stop_signing_in()
        self._signing_out = self._background.start(self._sign_out(), "sign out")

    async def _sign_in(self) -> None:
        # Whoever signs in now may be another person: from here on the token is not the old one.
        self._desk.stop_sending()
        await self._stop_following()
        if self._signing_out is not None:
            # Forgetting the old token must not catch the new one.
            await asyncio.wait((self._signing_out,))
        self._desk.set_sign_in_problem("")
        self._desk.set_connection(Connection.SIGNING_IN)
        self._look_for_the_cause("", after_s=LOOK_AFTER_S)
        try:
            await self._authenticator.sign_in(self._show)
        except SignInFailed as error:
            log.info("the sign-in failed: %s", error)
            self._give_up(str(error))
            self._look_for_the_cause(str(error))
            return
        self._stop_looking()
        await self._begin()

    def tell_no_browser(self) -> None:
        """Say that no browser could be opened: the agent opens one, at the address shown."""
        if self._desk.state.connection is Connection.SIGNING_IN:
            self._desk.set_sign_in_address(self._address, has_browser=False)

    def _show(self, address: str) -> None:
        self._address = address
        self._desk.set_sign_in_address(address)
        self._open_browser(address)

    async def _begin(self) -> None:
        """Learn who signed in, then follow the stream; a bad line is waited out."""
        self._desk.set_connection(Connection.CONNECTING)
        try:
            agent = await self._who_signed_in()
        except (SignInNeeded, NotPermitted) as error:
            self._give_up(str(error))
            return
        self._desk.greet(agent)
        self._desk.set_connection(Connection.CONNECTING)
        await self._stop_following()
        self._following = self._background.start(self._follow(), "follow the stream")

    async def _who_signed_in(self) -> Agent:
        while True:
            try:
                return await self._centre.me()
            except (SignInNeeded, NotPermitted):
                raise
            except ContactCentreError as error:
                log.info("who signed in cannot be asked now: %s", error)
                self._desk.set_connection(Connection.OFFLINE, str(error))
                wait = error.retry_after
                await self._clock.sleep(wait.total_seconds() if wait else RETRY_AFTER_S)

    async def _follow(self) -> None:
        """Follow the stream; should that fail by a fault of ours, say so and begin again."""
        while True:
            try:
                await self._centre.follow(self._desk.on_event)
            except Exception:
                log.exception("following the stream failed; it is started again")
            self._desk.on_event(StreamLost(tr("The connection was interrupted.")))
            await self._clock.sleep(RETRY_AFTER_S)

    async def _sign_out(self) -> None:
        await self._stop_following()
        self._desk.say_goodbye()
        self._desk.set_connection(Connection.SIGNED_OUT)
        await self._authenticator.sign_out()

    def _give_up(self, problem: str) -> None:
        self._desk.set_sign_in_problem(problem)
        self._desk.set_connection(Connection.SIGNED_OUT)

    def _stop_signing_in(self) -> None:
        self._stop_looking()
        if self._signing_in is not None:
            self._signing_in.cancel()
            self._signing_in = None

    async def _stop_following(self) -> None:
        if self._following is not None and not self._following.done():
            self._following.cancel()
            await asyncio.wait((self._following,))

    def _look_for_the_cause(self, problem: str, *, after_s: float = 0.0) -> None:
        """Find out what is behind *problem*, beside whatever the agent does meanwhile."""
        self._stop_looking()
        self._looking = self._background.start(self._look(problem, after_s), "look for the cause")

    async def _look(self, problem: str, after_s: float) -> None:
        if self.why_not is None:
            return
        await self._clock.sleep(after_s)
        connection = self._desk.state.connection
        cause = await self.why_not()
        state = self._desk.state
        if cause and state.connection is connection and state.sign_in.problem == problem:
            self._desk.set_sign_in_problem(problem, cause)

    def _stop_looking(self) -> None:
        if self._looking is not None:
            self._looking.cancel()
            self._looking = None
