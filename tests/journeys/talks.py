"""A desk that suggests as soon as something was said, and talk that goes on while a test waits."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from tests.faults.desks import SignedInDesk, SureRecommender, signed_in_desk
from tests.simulator_process import SimulatorProcess, token_of_user
from wrapup_desk.application.base.settings import Settings


@asynccontextmanager
async def a_desk(
    simulator: SimulatorProcess, folder: Path, settings: Settings
) -> AsyncIterator[SignedInDesk]:
    """A desk whose recommender may act as soon as the customer has said something."""
    agent = simulator.ready["agents"][0]
    token = await asyncio.to_thread(token_of_user, simulator.ready, agent["email"])
    async with signed_in_desk(
        simulator.api, token, folder, settings, SureRecommender(needs_turns=1)
    ) as desk:
        yield desk


@asynccontextmanager
async def talk(
    simulator: SimulatorProcess, leg: dict[str, Any], *turns: tuple[str, str]
) -> AsyncIterator[None]:
    """Let *turns* (speaker, text) be said again and again: the line to the words opens late."""
    path = f"/simulator/conversations/{leg['conversation_id']}/words"

    async def speak() -> None:
        while True:
            for speaker, text in turns:
                simulator.post(path, {"speaker": speaker, "text": text})
            await asyncio.to_thread(simulator.record)  # a turn of the line, no fixed time

    speaking = asyncio.get_running_loop().create_task(speak())
    try:
        yield
    finally:
        speaking.cancel()
        await asyncio.gather(speaking, return_exceptions=True)
