"""Opens the sign-in page: in the system's browser, or approved at once where nobody is there."""

from __future__ import annotations

import logging
import threading
import urllib.error
import urllib.request
import webbrowser

log = logging.getLogger(__name__)


def open_system_browser(url: str) -> None:
    """Show *url* in the browser the user has chosen; the address is no secret, its answer is."""
    if not webbrowser.open(url):
        log.warning("no browser could be opened")


def approve_at_once(url: str) -> None:
    """Follow the simulator's sign-in page to its end, as a browser whose user just clicks."""
    threading.Thread(target=_follow, args=(url,), name="demo browser", daemon=True).start()


def _follow(url: str) -> None:
    # The simulator and the loopback listener are on this machine: no proxy may come between.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(url, timeout=30) as page:
            page.read()
    except (urllib.error.URLError, OSError) as error:
        log.warning("the demo sign-in did not work: %s", type(error).__name__)
