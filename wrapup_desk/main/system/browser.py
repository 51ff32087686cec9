"""Opens the sign-in page: in the system's browser, or approved at once where nobody is there."""

from __future__ import annotations

import asyncio
import logging
import threading
import urllib.error
import urllib.request
import webbrowser
from collections.abc import Callable
from contextlib import suppress
from http.client import HTTPMessage
from typing import IO

log = logging.getLogger(__name__)


class SystemBrowser:
    """The browser the user has chosen.

    A browser that runs in the terminal comes back only when it is closed, and a desktop that hangs
    never does; the desk goes on meanwhile, and does not wait for it at its end.

    Attributes:
        on_failure: called on the event loop where no browser could be opened.
    """

    def __init__(self) -> None:
        self.on_failure: Callable[[], None] = lambda: None

    def __call__(self, url: str) -> None:
        """Show *url*; the address is no secret, its answer is."""
        loop = asyncio.get_running_loop()
        opening = threading.Thread(
            target=self._open, args=(url, loop), name="browser", daemon=True
        )
        opening.start()

    def _open(self, url: str, loop: asyncio.AbstractEventLoop) -> None:
        if has_opened(url):
            return
        log.warning("no browser could be opened")
        with suppress(RuntimeError):  # the loop was closed: nobody waits any more
            loop.call_soon_threadsafe(self.on_failure)


def has_opened(url: str) -> bool:
    """Open *url* in a browser, and tell whether there is one; may take as long as it likes."""
    try:
        return webbrowser.open(url)
    except (webbrowser.Error, OSError):
        return False


def approve_at_once(url: str) -> None:
    """Follow the simulator's sign-in page to its end, as a browser whose user just clicks."""
    threading.Thread(target=_follow, args=(url,), name="demo browser", daemon=True).start()


class _ToThisMachine(urllib.request.HTTPRedirectHandler):
    """Follows redirects to localhost by number: a bare container cannot resolve the name."""

    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: HTTPMessage,
        newurl: str,
    ) -> urllib.request.Request | None:
        there = newurl.replace("http://localhost:", "http://127.0.0.1:", 1)
        return super().redirect_request(req, fp, code, msg, headers, there)


def _follow(url: str) -> None:
    # The simulator and the loopback listener are on this machine: no proxy may come between.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), _ToThisMachine())
    try:
        with opener.open(url, timeout=30) as page:
            page.read()
    except (urllib.error.URLError, OSError) as error:
        log.warning("the demo sign-in did not work: %s", type(error).__name__)
