"""Permissions, gaps and the end of a sign-in, against the simulator."""

from typing import Any

import pytest

from tests.adapters.genesys.rest_harness import browser_with
from tests.adapters.genesys.simulated_desk import Desk, desk_on, key_of
from tests.simulator_process import SimulatorProcess
from wrapup_desk.adapters.system_clock import SystemClock
from wrapup_desk.domain.events import (
    Resynced,
    RoutingStatusChanged,
    SignInEnded,
    StreamLost,
    SubscriptionRefused,
)
from wrapup_desk.domain.interaction import Media, Phase
from wrapup_desk.domain.submission import ServerReply


async def test_a_denied_permission_is_named_and_nothing_else_is_lost(
    simulator: SimulatorProcess,
) -> None:
    simulator.post("/simulator/capabilities", {"denied_permissions": "conversation:summary:view"})
    async with desk_on(simulator) as desk:
        leg = await desk.start()
        await desk.sees(leg, lambda seen: seen.phase is Phase.CONNECTED)

    (refused,) = desk.listener.of(SubscriptionRefused)
    assert refused == SubscriptionRefused("summaries", ("conversation:summary:view",))


async def test_a_missing_scope_is_told_as_such_and_not_as_a_broken_line(
    fresh: SimulatorProcess,
) -> None:
    fresh.post("/simulator/capabilities", {"granted_scopes": "conversations,users:readonly"})
    async with desk_on(fresh, follows=False) as desk:
        await desk.listener.count(StreamLost)

    lost = desk.listener.of(StreamLost)[0]
    assert lost.is_not_permitted
    assert "scope notifications" in lost.reason


async def test_without_the_wrapup_permission_a_write_names_it(desk: Desk) -> None:
    leg = await desk.start()
    seen = await desk.sees(leg, lambda seen: seen.phase is Phase.CONNECTED)
    codes = await desk.centre.codes_for(seen)
    await desk.switch(denied_permissions="conversation:participant:wrapup")

    said = await desk.centre.submit(seen.key, seen.media, codes[0].id, "")

    assert said.said is ServerReply.NOT_PERMITTED
    assert "conversation:participant:wrapup" in said.message


@pytest.mark.parametrize("effect", ["close", "abort"])
async def test_what_happened_during_a_gap_is_known_after_it(
    fresh: SimulatorProcess, effect: str
) -> None:
    async with desk_on(fresh) as desk:
        leg = await desk.start()
        await desk.sees(leg, lambda seen: seen.phase is Phase.CONNECTED)

        await desk.fault(kind="sockets", effect=effect)
        await desk.press(leg, "hangup")
        await desk.listener.count(Resynced, 2)

        await desk.sees(leg, lambda seen: seen.phase is Phase.AFTER_CALL)
        assert desk.listener.of(StreamLost) != []


async def test_an_announced_closing_of_the_socket_is_no_loss(fresh: SimulatorProcess) -> None:
    async with desk_on(fresh) as desk:
        leg = await desk.start()
        await desk.sees(leg, lambda seen: seen.phase is Phase.CONNECTED)

        await desk.fault(kind="sockets", effect="closing")
        await desk.press(leg, "hangup")
        await desk.listener.count(Resynced, 2)

        await desk.sees(leg, lambda seen: seen.phase is Phase.AFTER_CALL)
        assert desk.listener.of(StreamLost) == []


async def test_a_deleted_channel_is_replaced(fresh: SimulatorProcess) -> None:
    async with desk_on(fresh) as desk:
        await desk.fault(kind="channels", effect="delete")
        await desk.listener.count(Resynced, 2)

        leg = await desk.start()
        await desk.sees(leg, lambda seen: seen.phase is Phase.CONNECTED)


async def test_garbled_events_do_not_end_the_stream(desk: Desk, expect_log: Any) -> None:
    expect_log("a frame cannot be used")
    await desk.fault(kind="event", effect="garbage", match="conversations$")
    await desk.start()
    leg = await desk.start()

    await desk.sees(leg, lambda seen: seen.phase is Phase.CONNECTED)


async def test_an_expired_sign_in_is_told_once_and_the_next_one_goes_on(
    fresh: SimulatorProcess,
) -> None:
    async with desk_on(fresh) as desk:
        leg = await desk.start()
        seen = await desk.sees(leg, lambda seen: seen.phase is Phase.CONNECTED)

        await desk.fault(kind="tokens", effect="expire")
        said = await desk.centre.submit(seen.key, Media.CALL, "x", "")
        await desk.listener.count(SignInEnded)
        await desk.sign_in.sign_in(browser_with())
        await desk.listener.count(Resynced, 2)

        assert said.said is ServerReply.NOT_SIGNED_IN
        assert len(desk.listener.of(SignInEnded)) == 1
        await desk.sees(leg, lambda seen: seen.phase is Phase.CONNECTED)


async def test_a_sign_in_that_expires_while_nothing_is_asked_is_noticed(
    fresh: SimulatorProcess,
) -> None:
    async with desk_on(fresh) as desk:
        await desk.fault(kind="tokens", effect="expire")

        await desk.listener.count(SignInEnded)


async def test_the_rate_limit_is_honoured(desk: Desk) -> None:
    await desk.fault(
        kind="http", effect="status", status=429, retry_after=3, match="POST .*/wrapup$"
    )
    leg = await desk.start()

    said = await desk.centre.submit(key_of(leg), Media.CALL, "x", "")

    assert said.said is ServerReply.TOO_MANY
    assert said.retry_after is not None
    assert said.retry_after.total_seconds() == 3


async def test_the_servers_clock_is_known(desk: Desk) -> None:
    now = SystemClock().now()

    assert abs((desk.centre.server_now() - now).total_seconds()) < 1.5
    assert desk.listener.of(RoutingStatusChanged) is not None
