"""The sign-in page is opened without holding up the desk."""

from __future__ import annotations

import os
import sys
import threading
import webbrowser
from pathlib import Path

import pytest

from wrapup_desk.main.system.browser import open_system_browser

pytestmark = pytest.mark.skipif(
    sys.platform == "win32", reason="$BROWSER is how Unix names a browser"
)


def test_a_browser_that_runs_in_the_terminal_does_not_hold_up_the_desk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if sys.platform == "win32":
        raise NotImplementedError("Windows has no mkfifo")
    page = tmp_path / "page"
    os.mkfifo(page)
    browser = tmp_path / "terminal-browser"
    browser.write_text(f'#!/bin/sh\necho "$1" > {page}\n')
    browser.chmod(0o700)
    monkeypatch.setenv("BROWSER", f"{browser} %s")
    # The module reads $BROWSER once, at its first use.
    monkeypatch.setattr(webbrowser, "_tryorder", None)
    monkeypatch.setattr(webbrowser, "_browsers", {})

    # It comes back only when somebody has read what it shows: nobody has, yet.
    open_system_browser("http://localhost:1/signin")
    shown = page.read_text()

    assert shown == "http://localhost:1/signin\n"
    for thread in threading.enumerate():
        if thread.name == "browser":
            thread.join(10)
