import asyncio
import json
from collections.abc import AsyncIterator, Iterator, Sequence
from random import Random
from typing import Any

import httpx
import pytest

from tests.adapters.genesys.notification_server import SPEED, NotificationServer
from tests.adapters.genesys.rest_harness import (
    CANARY,
    FastClock,
    local_address,
    local_network,
    recorded,
    rest_on,
    signed_in,
)
from tests.simulator_process import SimulatorProcess, token_of_user
from wrapup_desk.adapters.genesys.channel.driver import ChannelParts
from wrapup_desk.adapters.genesys.history.queue_feed import GenesysQueueNews
from wrapup_desk.adapters.genesys.history.queue_parser import ended_legs
from wrapup_desk.adapters.genesys.http.decoding import WireError
from wrapup_desk.adapters.genesys.http.regions import demo_address
from wrapup_desk.adapters.genesys.http.rest import RestClient
from wrapup_desk.adapters.genesys.http.token import AccessToken
from wrapup_desk.adapters.system_clock import SystemClock
from wrapup_desk.domain.history.past_leg import NameDirectory, PastLeg
from wrapup_desk.domain.repair.code_issue import CodeIssue, issue_of

TIMEOUT_S = 20


@pytest.fixture
def simulator() -> Iterator[SimulatorProcess]:
    with SimulatorProcess("--idle", "--set", "mandatory_complete_needs_code=false") as process:
        yield process


class Follower:
    """Follows every queue as the supervisor, and keeps what it is told."""

    def __init__(self, simulator: SimulatorProcess) -> None:
        address = demo_address(simulator.api)
        network = local_network()
        self.http: httpx.AsyncClient = network.http_client(address)
        token = AccessToken()
        token.hold(token_of_user(simulator.ready, simulator.ready["supervisor"]["email"]))
        clock = SystemClock()
        rest = RestClient(address, token, self.http, clock, Random(1))
        self.news = GenesysQueueNews(ChannelParts(rest, address, network, clock, Random(1)))
        self.queue_ids = [queue["id"] for queue in simulator.ready["queues"]]
        self.legs: dict[str, PastLeg] = {}
        self.said: list[str] = []
        self.changed = asyncio.Event()

    def publish(self, legs: Sequence[PastLeg]) -> None:
        self.legs.update({leg.key.communication_id: leg for leg in legs})
        self.changed.set()

    def report(self, problem: str) -> None:
        self.said.append(problem)
        self.changed.set()

    async def until(self, holds: Any) -> None:
        async with asyncio.timeout(TIMEOUT_S):
            while not holds():
                self.changed.clear()
                await self.changed.wait()


@pytest.fixture
async def follower(simulator: SimulatorProcess) -> AsyncIterator[Follower]:
    made = Follower(simulator)
    work = made.news.follow(made.queue_ids, made.publish, made.report)
    task = asyncio.get_running_loop().create_task(work)
    await made.until(lambda: "" in made.said)
    yield made
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    await made.http.aclose()


async def call_that_ends_without_a_code(simulator: SimulatorProcess) -> dict[str, Any]:
    leg = await asyncio.to_thread(simulator.start_conversation, queue="Billing", answered=True)
    for action in ("hangup", "complete"):
        await asyncio.to_thread(
            simulator.post, f"/simulator/legs/{leg['communication_id']}/{action}"
        )
    return leg


async def test_a_leg_that_just_ended_without_a_code_shows_up_by_itself(
    simulator: SimulatorProcess, follower: Follower
) -> None:
    leg = await call_that_ends_without_a_code(simulator)

    await follower.until(lambda: leg["communication_id"] in follower.legs)

    found = follower.legs[leg["communication_id"]]
    assert issue_of(found, NameDirectory()) in (CodeIssue.MISSING, CodeIssue.SKIPPED)
    assert found.key.conversation_id == leg["conversation_id"]
    assert (found.agent_name, found.queue_id) == (leg["agent"], leg["queue_id"])


async def test_a_thread_that_comes_back_is_told_each_time_with_the_queue_it_was_in(
    simulator: SimulatorProcess, follower: Follower
) -> None:
    first = await asyncio.to_thread(
        simulator.start_conversation, queue="Billing", answered=True, media="message"
    )

    async def act(leg_id: str, *actions: str) -> None:
        for action in actions:
            await asyncio.to_thread(simulator.post, f"/simulator/legs/{leg_id}/{action}")

    await act(first["communication_id"], "hangup", "complete")
    await follower.until(lambda: first["communication_id"] in follower.legs)
    await act(first["communication_id"], "come-back")
    second = (await asyncio.to_thread(simulator.record))["legs"][-1]
    await act(second["communication_id"], "answer", "hangup", "complete")
    await follower.until(lambda: second["communication_id"] in follower.legs)

    for leg in (first, second):
        assert follower.legs[leg["communication_id"]].queue_id == leg["queue_id"]


async def test_news_goes_on_after_the_line_was_cut(
    simulator: SimulatorProcess, follower: Follower
) -> None:
    await asyncio.to_thread(
        simulator.post, "/simulator/faults", {"kind": "sockets", "effect": "abort"}
    )
    await follower.until(lambda: follower.said[-1] == "" and len(follower.said) >= 3)

    leg = await call_that_ends_without_a_code(simulator)

    await follower.until(lambda: leg["communication_id"] in follower.legs)
    assert any(follower.said), "it said why news had stopped"


async def test_a_queue_that_may_not_be_followed_is_told_with_the_permission(
    simulator: SimulatorProcess,
) -> None:
    denied = {"denied_permissions": "routing:queue:view"}
    await asyncio.to_thread(simulator.post, "/simulator/capabilities", denied)
    refused = Follower(simulator)
    work = refused.news.follow(refused.queue_ids, refused.publish, refused.report)
    task = asyncio.get_running_loop().create_task(work)

    await refused.until(lambda: bool(refused.said))

    assert "routing:queue:view is missing" in refused.said[0]
    await refused.until(lambda: len(refused.said) > len(refused.queue_ids))
    assert "routing:queue:view is missing" in refused.said[-1], "it stays told once news is live"
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    await refused.http.aclose()


async def test_a_sign_in_that_ended_is_told_and_news_goes_on_after_the_next(
    genesys: NotificationServer,
) -> None:
    address, said = local_address(genesys.port), asyncio.Queue[str]()
    clock = FastClock(SPEED)
    rest = rest_on(genesys.rest, clock=clock, token=signed_in(), address=address)
    news = GenesysQueueNews(ChannelParts(rest, address, local_network(), clock, Random(1)))
    work = news.follow(["q-1"], lambda _legs: None, said.put_nowait)
    task = asyncio.get_running_loop().create_task(work)
    async with asyncio.timeout(TIMEOUT_S):
        assert await said.get() == ""
        rest.token.reject(CANARY, "You were signed out.")
        assert await said.get() == "You were signed out."
        rest.token.hold(CANARY)
        assert await said.get() == ""

    assert genesys.channels == 2
    assert genesys.topics == ["v2.routing.queues.q-1.conversations"]
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


def event(**changes: Any) -> bytes:
    """The recorded call, wrapped up, with changes on the agent's participant."""
    body = recorded("call_from_alert_to_code.json")[-1]["eventBody"]
    body["participants"][2] |= changes
    return json.dumps(body).encode()


def test_a_coded_leg_is_told_with_its_code() -> None:
    legs = ended_legs(event())

    assert len(legs) == 1
    assert legs[0].code_id
    assert legs[0].is_over


def test_a_leg_that_is_not_over_is_not_told() -> None:
    live = recorded("call_from_alert_to_code.json")[1]["eventBody"]

    assert ended_legs(json.dumps(live).encode()) == ()
    assert ended_legs(b'{"id": "c"}') == ()


def test_what_is_no_conversation_is_named_without_its_content() -> None:
    with pytest.raises(WireError, match="queue conversations"):
        ended_legs(b'["a customer\'s words"]')
