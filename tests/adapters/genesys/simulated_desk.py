"""The adapter put together on a simulator process, as main would; for conversations."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from random import Random
from typing import Any

from tests.adapters.genesys.notification_server import EventRecorder
from tests.adapters.genesys.rest_harness import browser_with, local_network
from tests.simulator_process import SimulatorProcess
from wrapup_desk.adapters.genesys.channel.driver import ChannelParts
from wrapup_desk.adapters.genesys.conversations.contact_centre import GenesysContactCentre
from wrapup_desk.adapters.genesys.http.oauth import GenesysAuthenticator, SignInRequest
from wrapup_desk.adapters.genesys.http.regions import demo_address
from wrapup_desk.adapters.genesys.http.rest import RestClient
from wrapup_desk.adapters.genesys.http.token import AccessToken
from wrapup_desk.adapters.keyring_secrets import MemorySecrets
from wrapup_desk.adapters.system_clock import SystemClock
from wrapup_desk.domain.events import (
    ContactCentreEvent,
    ConversationChanged,
    Resynced,
)
from wrapup_desk.domain.interaction import Leg, LegKey


@dataclass
class Desk:
    """The adapter as main would put it together, and what it told."""

    simulator: SimulatorProcess
    token: AccessToken
    sign_in: GenesysAuthenticator
    centre: GenesysContactCentre
    listener: EventRecorder

    async def off_loop(self, act: Callable[..., Any], *arguments: Any, **more: Any) -> Any:
        """Move the simulator's side without stopping ours."""
        return await asyncio.to_thread(act, *arguments, **more)

    async def start(self, media: str = "call", **fields: Any) -> dict[str, Any]:
        agent = self.simulator.ready["agents"][0]["id"]
        leg: dict[str, Any] = await self.off_loop(
            self.simulator.start_conversation,
            **{"queue": "Billing", "media": media, "agent": agent, "answered": True, **fields},
        )
        return leg

    async def press(self, leg: dict[str, Any], button: str) -> None:
        await self.off_loop(
            self.simulator.post, f"/simulator/legs/{leg['communication_id']}/{button}"
        )

    async def fault(self, **fields: Any) -> None:
        await self.off_loop(self.simulator.post, "/simulator/faults", fields)

    async def switch(self, **values: Any) -> None:
        await self.off_loop(self.simulator.post, "/simulator/capabilities", values)

    async def sees(self, leg: dict[str, Any], holds: Callable[[Leg], bool]) -> Leg:
        """Wait until the newest snapshot of *leg* fits."""
        await self.listener.until(lambda events: self._newest(events, leg, holds) is not None)
        seen = self._newest(self.listener.events, leg, holds)
        assert seen is not None
        return seen

    def _newest(
        self,
        events: list[ContactCentreEvent],
        leg: dict[str, Any],
        holds: Callable[[Leg], bool],
    ) -> Leg | None:
        for event in reversed(events):
            changes = event.conversations if isinstance(event, Resynced) else (event,)
            for change in changes:
                if isinstance(change, ConversationChanged):
                    for each in change.legs:
                        if each.key == key_of(leg):
                            return each if holds(each) else None
        return None


def key_of(leg: dict[str, Any]) -> LegKey:
    return LegKey(leg["conversation_id"], leg["participant_id"], leg["communication_id"])


@asynccontextmanager
async def desk_on(simulator: SimulatorProcess, *, follows: bool = True) -> AsyncIterator[Desk]:
    """Sign in as the first agent, and follow."""
    ready = simulator.ready
    address = demo_address(ready["api"], ready["login"])
    network, token, clock = local_network(), AccessToken(), SystemClock()
    http = network.http_client(address)
    agent = ready["agents"][0]["email"]
    sign_in = GenesysAuthenticator(
        SignInRequest(address, ready["client_id"], agent), token, http, MemorySecrets(), clock
    )
    rest = RestClient(address, token, http, clock, Random(7))
    parts = ChannelParts(rest, address, network, clock, Random(7))
    centre = GenesysContactCentre(parts, b"salt")
    desk = Desk(simulator, token, sign_in, centre, EventRecorder())
    await sign_in.sign_in(browser_with())
    await centre.me()
    following = asyncio.get_running_loop().create_task(centre.follow(desk.listener))
    try:
        if follows:
            await desk.listener.count(Resynced)
        yield desk
    finally:
        following.cancel()
        await asyncio.gather(following, return_exceptions=True)
        await centre.close()
