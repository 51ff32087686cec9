"""Opens the sign-in page: in the system's browser, or approved at once where nobody is there."""

from __future__ import annotations

import logging
import threading
import urllib.error
import urllib.request
import webbrowser
from http.client import HTTPMessage
from typing import IO

log = logging.getLogger(__name__)


def open_system_browser(url: str) -> None:
    """Show *url* in the browser the user has chosen; the address is no secret, its answer is.

    A browser that runs in the terminal comes back only when it is closed; the desk goes on
    meanwhile, and does not wait for it at its end.
    """
    threading.Thread(target=_open, args=(url,), name="browser", daemon=True).start()


def _open(url: str) -> None:
    if not webbrowser.open(url):
        log.warning("no browser could be opened")


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
