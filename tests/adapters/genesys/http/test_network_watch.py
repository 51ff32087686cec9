"""A change of the way to Genesys leaves all open connections, and only that does."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import timedelta

import pytest

from tests.adapters.genesys.rest_harness import HandClock, answer, rest_on
from wrapup_desk.adapters.genesys.http.network_watch import routes_to, watch_network
from wrapup_desk.adapters.genesys.http.rest import RestClient


class Watched:
    """A watch that sees one set of routes after another, and what it told."""

    def __init__(self, *seen: Sequence[str]) -> None:
        self._seen = [tuple(each) for each in seen]
        self.clock = HandClock()
        self.rest: RestClient = rest_on(lambda _: answer(200, {}), clock=self.clock)
        self.told = 0
        self.rest.on_network_changed(self._count)
        self.asked_for: list[str] = []

    def _count(self) -> None:
        self.told += 1

    def look(self, peer: str) -> tuple[str, ...]:
        self.asked_for.append(peer)
        if not self._seen:
            raise asyncio.CancelledError
        return self._seen.pop(0)

    async def run(self) -> int:
        with pytest.raises(asyncio.CancelledError):
            await watch_network(self.rest, self.clock, self.look)
        return self.told


HOME, VPN, NONE = ("192.168.0.7", ""), ("10.8.0.2", ""), ("", "")


@pytest.mark.parametrize(
    ("seen", "told"),
    [
        ([HOME, HOME, HOME, HOME], 0),
        ([HOME, VPN, VPN], 1),
        ([HOME, VPN, HOME, HOME], 2),
        ([HOME, NONE, NONE, HOME], 2),
    ],
)
async def test_each_change_is_told_once(seen: list[Sequence[str]], told: int) -> None:
    assert await Watched(*seen).run() == told


async def test_a_computer_that_slept_has_changed_even_if_it_looks_the_same() -> None:
    watched = Watched(HOME, HOME, HOME, HOME)
    awake = watched.clock.sleep

    async def sleep(seconds: float) -> None:
        await awake(seconds)
        if len(watched.clock.slept) == 2:
            watched.clock.started_at += timedelta(hours=1)

    watched.clock.sleep = sleep  # type: ignore[method-assign]  # the lid is closed meanwhile

    assert await watched.run() == 1


async def test_the_stream_of_another_address_is_no_change_of_the_network() -> None:
    watched = Watched(HOME, HOME, (*HOME, "10.8.0.2"), (*HOME, "10.8.0.2"), (*HOME, "10.8.0.9"))
    awake = watched.clock.sleep

    async def sleep(seconds: float) -> None:
        await awake(seconds)
        if len(watched.clock.slept) == 2:
            watched.rest.peer = "3.120.0.1"

    watched.clock.sleep = sleep  # type: ignore[method-assign]  # the stream opens meanwhile

    assert await watched.run() == 1, "the last one: the VPN leads the stream elsewhere"
    assert watched.asked_for[-1] == "3.120.0.1"


def test_this_computers_own_routes_can_be_told_without_sending_anything() -> None:
    first, again = routes_to("127.0.0.1"), routes_to("127.0.0.1")

    assert first == again
    assert first[-1] == "127.0.0.1"
    assert len(routes_to("")) == 2
