"""A client's side of the line for tests: plain REST and a plain socket."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
from websockets.sync.client import ClientConnection, connect

from tests.simulator_process import SimulatorProcess, token_of_user


class SimulatorClient:
    """One signed-in user and their REST client."""

    def __init__(self, simulator: SimulatorProcess, token: str) -> None:
        self.rest = httpx.Client(
            base_url=f"{simulator.api}/api/v2",
            headers={"Authorization": f"Bearer {token}"},
            timeout=10,
            trust_env=False,
        )

    def channel(self, *topics: str) -> str:
        """A new channel with *topics*; its socket's address."""
        channel = self.rest.post("/notifications/channels").json()
        path = f"/notifications/channels/{channel['id']}/subscriptions"
        self.rest.put(path, json=[{"id": topic} for topic in topics])
        return str(channel["connectUri"])

    @contextmanager
    def socket(self, *topics: str) -> Iterator[ClientConnection]:
        # No pings of the library's own: the simulator is to be heard alone
        with connect(self.channel(*topics), ping_interval=None, close_timeout=1) as socket:
            yield socket


@contextmanager
def agent_line(simulator: SimulatorProcess, number: int = 0) -> Iterator[SimulatorClient]:
    line = SimulatorClient(
        simulator, token_of_user(simulator.ready, simulator.ready["agents"][number]["email"])
    )
    try:
        yield line
    finally:
        line.rest.close()


def wrapup_path(leg: dict[str, Any], media: str = "calls") -> str:
    return (
        f"/conversations/{media}/{leg['conversation_id']}/participants/{leg['participant_id']}"
        f"/communications/{leg['communication_id']}/wrapup"
    )
