"""What a start does about the sign-in: a kept one is used, and a newcomer's browser waits."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.faults.desks import KeptToken
from tests.simulator_process import SimulatorProcess, token_of_user
from wrapup_desk.adapters.keyring_secrets import MemorySecrets
from wrapup_desk.application.base.ports import SecretStore
from wrapup_desk.application.base.settings import Settings
from wrapup_desk.application.desk.desk_state import Connection, DeskState
from wrapup_desk.main.apps.desk_app import DeskApp, open_desk_app
from wrapup_desk.main.apps.desk_window import begin
from wrapup_desk.main.system.first_paint import FirstPaint
from wrapup_desk.main.system.profile import Profile

PATIENCE_S = 20.0


@asynccontextmanager
async def _started(
    api: str, secrets: SecretStore, browser: list[str], folder: Path
) -> AsyncIterator[DeskApp]:
    place = replace(Settings(), api_url=api, login_url=api, client_id="any")
    async with open_desk_app(place, Profile.at(folder), secrets, browser.append) as core:
        yield core


async def _until(core: DeskApp, holds: Callable[[DeskState], bool]) -> None:
    reached = asyncio.Event()

    def look(state: DeskState) -> None:
        if holds(state):
            reached.set()

    core.desk.listen(look)
    look(core.desk.state)
    async with asyncio.timeout(PATIENCE_S):
        await reached.wait()


async def test_a_kept_sign_in_is_used_without_a_click_for_a_newcomer_too(
    qtbot: QtBot, tmp_path: Path
) -> None:
    window, browser = QWidget(), list[str]()
    qtbot.addWidget(window)
    with SimulatorProcess("--idle", "--agents", "1") as simulator:
        email = simulator.ready["agents"][0]["email"]
        token = await asyncio.to_thread(token_of_user, simulator.ready, email)
        async with _started(simulator.api, KeptToken(token), browser, tmp_path) as core:
            await begin(core, FirstPaint(window), is_configured=True, opens_browser=False)
            await _until(core, lambda state: state.connection is Connection.LIVE)

    assert browser == []


async def test_without_a_kept_sign_in_the_browser_opens_unless_it_waits_to_be_asked_for(
    qtbot: QtBot, tmp_path: Path
) -> None:
    window, browser = QWidget(), list[str]()
    qtbot.addWidget(window)
    async with _started("http://127.0.0.1:9", MemorySecrets(), browser, tmp_path) as core:
        await begin(core, FirstPaint(window), is_configured=True, opens_browser=False)
        assert (core.desk.state.connection, browser) == (Connection.SIGNED_OUT, [])

        await begin(core, FirstPaint(window), is_configured=True)
        await _until(core, lambda state: bool(state.sign_in.address))
        assert len(browser) == 1
