"""Keeps a run without a window signed in, or ends it with the reason and what to do."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable

from wrapup_desk.application.base.ports import Clock
from wrapup_desk.application.desk.desk_state import Connection, DeskState
from wrapup_desk.application.services.headless_agent import Change
from wrapup_desk.domain.language.texts import tr

log = logging.getLogger(__name__)

# The task that gave up has to be over before the next one may begin.
_PAUSE_S = 0.5


class HeadlessSignIn:
    """Signs in once more whenever the sign-in has ended; a second failure in a row is final.

    Genesys lets only a person's own token write an agent's code, so there is nothing but the
    browser to sign in by: its address is printed, for someone at another screen.

    Args:
        sign_in: opens the browser.
        clock: for a pause before the second try.
        tell: told that somebody has to sign in.
        give_up: told why signing in again did not help.
    """

    def __init__(
        self,
        sign_in: Callable[[], None],
        clock: Clock,
        tell: Callable[[Change], None],
        give_up: Callable[[str], None],
    ) -> None:
        self._sign_in = sign_in
        self._clock = clock
        self._tell = tell
        self._give_up = give_up
        self._reason = ""
        self._is_needed = asyncio.Event()
        self._has_tried = False

    def on_state(self, state: DeskState) -> None:
        """Note whether the desk is signed out, and why."""
        if state.connection is Connection.LIVE:
            self._has_tried = False
        reason = _reason_in(state)
        if reason:
            self._reason = reason
            self._is_needed.set()
        else:
            self._is_needed.clear()

    def begin(self) -> None:
        """Sign in by the browser."""
        self._has_tried = True
        self._sign_in()

    async def run(self) -> None:
        """Sign in again when that is needed, until it does not help."""
        while True:
            await self._is_needed.wait()
            if self._has_tried:
                log.warning("nobody is signed in, so the run ends: %s", self._reason)
                self._give_up(self._reason)
                return
            log.info("the sign-in has ended, and is begun again: %s", self._reason)
            self._tell(
                {"event": "sign-in", "text": tr("{reason} Sign in again.", reason=self._reason)}
            )
            await self._clock.sleep(_PAUSE_S)
            self._is_needed.clear()
            self.begin()


def telling_browser(
    tell: Callable[[Change], None], open_browser: Callable[[str], None]
) -> Callable[[str], None]:
    """Return a browser that also tells the address: it is no secret, only its answer is."""

    def open_and_tell(url: str) -> None:
        tell(
            {"event": "sign-in", "text": tr("Sign in on this page, on this computer."), "url": url}
        )
        open_browser(url)

    return open_and_tell


def _reason_in(state: DeskState) -> str:
    if state.connection is Connection.SIGN_IN_ENDED:
        return state.connection_note or tr("The sign-in has ended.")
    return state.sign_in.reason if state.connection is Connection.SIGNED_OUT else ""
