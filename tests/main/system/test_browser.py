"""The sign-in page is opened without holding up the desk."""

from __future__ import annotations

import asyncio
import os
import sys
import threading
import webbrowser
from pathlib import Path

import pytest

from tests.conftest import ExpectLog
from wrapup_desk.main.system.browser import SystemBrowser

pytestmark = pytest.mark.skipif(
    sys.platform == "win32", reason="$BROWSER is how Unix names a browser"
)


@pytest.fixture(autouse=True)
def browsers_looked_up_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    # The module reads $BROWSER once, at its first use.
    monkeypatch.setattr(webbrowser, "_tryorder", None)
    monkeypatch.setattr(webbrowser, "_browsers", {})


async def test_a_browser_that_runs_in_the_terminal_does_not_hold_up_the_desk(
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

    # It comes back only when somebody has read what it shows: nobody has, yet.
    SystemBrowser()("http://localhost:1/signin")
    shown = page.read_text()

    assert shown == "http://localhost:1/signin\n"
    for thread in threading.enumerate():
        if thread.name == "browser":
            thread.join(10)


async def test_without_any_browser_it_is_told_on_the_loop(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, expect_log: ExpectLog
) -> None:
    expect_log("no browser could be opened")
    monkeypatch.setenv("PATH", str(tmp_path))
    for name in ("BROWSER", "DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    is_told = asyncio.Event()
    browser = SystemBrowser()
    browser.on_failure = is_told.set

    browser("http://localhost:1/signin")

    async with asyncio.timeout(10):
        await is_told.wait()
