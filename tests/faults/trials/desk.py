"""Breaks the notification stream under whole desks: sockets, and what the events say."""

from __future__ import annotations

import asyncio
import contextlib
import math
import time
from collections.abc import Sequence
from contextlib import AsyncExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import urlsplit

from tests.faults.desks import LONG_S, SignedInDesk, signed_in_desk
from tests.faults.ledger import Ledger
from tests.faults.proxy import Breakage, Proxy
from tests.faults.report import Report
from tests.faults.simulator_harness import SimulatorHarness
from tests.simulator_process import token_of_user
from wrapup_desk.application.desk.desk_state import Connection
from wrapup_desk.domain.interaction import Phase

_QUICK = tuple(each for each in Breakage if each is not Breakage.HALF_OPEN)
# A half-open socket is noticed by two pings that nobody answers, at the latest.
_NOTICED_S = 60.0
_EVENT_FAULTS: tuple[dict[str, Any], ...] = (
    {"effect": "duplicate", "copies": 1},
    {"effect": "duplicate", "copies": 5},
    {"effect": "swap"},
    {"effect": "drop"},
    {"effect": "delay", "delay_ms": 150},
    {"effect": "truncate"},
    {"effect": "garbage"},
)
# When an event is lost on a line that works, nothing tells of it; the agent sees an old card.
_LOST_S = 0.6

# A desk, the proxy it is behind, and its agent.
_Behind = tuple[SignedInDesk, Proxy, dict[str, Any]]


class DeskTrials:
    """Trials of desks that run side by side in this process, each behind a proxy of its own."""

    def __init__(self, stage: SimulatorHarness) -> None:
        self._stage = stage

    def sockets(self, each: int, half_open: int) -> list[Report]:
        """Break the sockets of some desks at once, each in its own way; then again with new ones.

        New ones, because a desk whose socket breaks again and again waits longer each time.
        Half-open ones are broken together: it takes half a minute to notice one, or twelve.
        """
        reports = self._broken_sockets([*_QUICK, *_QUICK], math.ceil(each / 2))
        if half_open:
            desks = min(half_open, len(self._stage.simulator.ready["agents"]))
            rounds = math.ceil(half_open / desks)
            reports += self._broken_sockets([Breakage.HALF_OPEN] * desks, rounds)
        return reports

    def _broken_sockets(self, kinds: Sequence[Breakage], rounds: int) -> list[Report]:
        reports = {kind: Report(f"socket {kind.value}") for kind in dict.fromkeys(kinds)}
        for number in range(rounds):
            asyncio.run(self._sockets(kinds, reports, is_at_once=number % 2 == 1))
        return list(reports.values())

    def events(self, trials: int) -> Report:
        """Let events come twice, in the wrong order, late, damaged, or never."""
        return asyncio.run(self._events(trials))

    def tokens(self, rounds: int) -> Report:
        """Let every token expire, or revoke it, while a code is chosen; then sign in again."""
        return asyncio.run(self._tokens(rounds))

    async def _sockets(
        self, kinds: Sequence[Breakage], reports: dict[Breakage, Report], *, is_at_once: bool
    ) -> None:
        begun_s = time.monotonic()
        ledgers = {kind: Ledger("decided") for kind in kinds}
        async with AsyncExitStack() as closing:
            desks = await self._desks(closing, len(kinds))
            async with asyncio.TaskGroup() as group:
                for behind, kind in zip(desks, kinds, strict=True):
                    work = self._break(
                        behind, kind, reports[kind], ledgers[kind], is_at_once=is_at_once
                    )
                    group.create_task(work)
        record = self._stage.record()
        for kind, report in reports.items():
            report.verdict.add(ledgers[kind].verdict(record))
            report.seconds += time.monotonic() - begun_s

    async def _break(
        self,
        behind: _Behind,
        kind: Breakage,
        report: Report,
        ledger: Ledger,
        *,
        is_at_once: bool,
    ) -> None:
        """Break the socket, hang up meanwhile, and choose: at once, or when the desk is right."""
        desk, proxy, agent = behind
        leg_id = await self._connected_leg(desk, agent)
        broken_at_s = time.monotonic()
        assert proxy.break_streams(kind) == 1, "the desk had no socket"
        self._stage.act(leg_id, "hangup")
        if is_at_once:
            await self._choose(desk, leg_id, ledger)
        await desk.until_card(
            leg_id,
            lambda card: card.leg.phase in (Phase.AFTER_CALL, Phase.COMPLETED),
            _NOTICED_S if kind is Breakage.HALF_OPEN else LONG_S,
            what=f"the hang-up seen after {kind}",
        )
        name = "s at most until the desk was right"
        seconds = round(time.monotonic() - broken_at_s, 1)
        report.notes[name] = max(report.notes.get(name, 0.0), seconds)
        if not is_at_once:
            await self._choose(desk, leg_id, ledger)
        await desk.until_confirmed(leg_id)
        report.trials += 1

    async def _events(self, trials: int) -> Report:
        report = Report("events twice, swapped, late, damaged or lost", trials)
        begun_s = time.monotonic()
        ledger = Ledger("decided")
        async with AsyncExitStack() as closing:
            desks = await self._desks(closing, min(6, trials))
            async with asyncio.TaskGroup() as group:
                for index, (desk, _, agent) in enumerate(desks):
                    share = len(range(index, trials, len(desks)))
                    group.create_task(self._confuse(desk, agent, share, ledger))
        report.verdict.add(ledger.verdict(self._stage.record()))
        report.seconds = time.monotonic() - begun_s
        return report

    async def _tokens(self, rounds: int) -> Report:
        report = Report("token expired or revoked while a code was chosen; signed in again")
        begun_s = time.monotonic()
        ledger = Ledger("decided")
        async with AsyncExitStack() as closing:
            desks = await self._desks(closing, 4)
            for number in range(rounds):
                async with asyncio.TaskGroup() as group:
                    legs = [
                        group.create_task(self._connected_leg(desk, agent))
                        for desk, _, agent in desks
                    ]
                if number % 2 == 0:
                    self._stage.add_faults({"kind": "tokens", "effect": "expire"})
                else:
                    for desk, _, _ in desks:
                        self._stage.revoke(desk.secrets.token)
                async with asyncio.TaskGroup() as group:
                    for (desk, _, agent), leg in zip(desks, legs, strict=True):
                        group.create_task(self._sign_in_again(desk, agent, leg.result(), ledger))
                        report.trials += 1
        self._stage.sign_in()
        report.verdict.add(ledger.verdict(self._stage.record()))
        report.seconds = time.monotonic() - begun_s
        return report

    async def _sign_in_again(
        self, desk: SignedInDesk, agent: dict[str, Any], leg_id: str, ledger: Ledger
    ) -> None:
        await self._choose(desk, leg_id, ledger)
        await desk.until(
            lambda state: (
                state.connection is Connection.SIGN_IN_ENDED and state.waiting_count == 1
            ),
            what="the sign-in ended, and one code waits",
        )
        self._stage.act(leg_id, "hangup")
        ready = self._stage.simulator.ready
        desk.secrets.token = await asyncio.to_thread(token_of_user, ready, agent["email"])
        assert await desk.sign_in.restore()
        await desk.until_confirmed(leg_id)

    async def _confuse(
        self, desk: SignedInDesk, agent: dict[str, Any], trials: int, ledger: Ledger
    ) -> None:
        topic = f"^v2.users.{agent['id']}.conversations$"
        random = self._stage.random
        for _ in range(trials):
            leg_id = await self._connected_leg(desk, agent)
            for fault in random.sample(_EVENT_FAULTS, 2):
                self._stage.add_faults({"kind": "event", "match": topic, **fault})
            self._stage.act(leg_id, "hangup")
            # Where the event is lost, the card still says connected, and can be coded all the same.
            with contextlib.suppress(AssertionError):
                await desk.until_card(
                    leg_id, lambda card: card.leg.phase is Phase.AFTER_CALL, _LOST_S
                )
            await self._choose(desk, leg_id, ledger)
            await desk.until_confirmed(leg_id)

    async def _desks(self, closing: AsyncExitStack, number: int) -> list[_Behind]:
        ready = self._stage.simulator.ready
        root = Path(closing.enter_context(TemporaryDirectory(prefix="desks-")))
        port = urlsplit(self._stage.api).port
        assert port is not None
        desks = []
        for index, agent in enumerate(ready["agents"][:number]):
            proxy = Proxy(port)
            api = await proxy.start()
            closing.push_async_callback(proxy.stop)
            token = await asyncio.to_thread(token_of_user, ready, agent["email"])
            folder = root / str(index)
            desk = await closing.enter_async_context(signed_in_desk(api, token, folder))
            desks.append((desk, proxy, agent))
        assert len(desks) == number, "the simulator has too few agents"
        return desks

    async def _connected_leg(self, desk: SignedInDesk, agent: dict[str, Any]) -> str:
        row = self._stage.new_leg(is_over=False, agent=agent["id"])
        leg_id: str = row["communication_id"]
        await desk.until_card(
            leg_id, lambda card: card.leg.phase is Phase.CONNECTED and bool(card.codes)
        )
        return leg_id

    async def _choose(self, desk: SignedInDesk, leg_id: str, ledger: Ledger) -> None:
        code_id = self._stage.random.choice(self._stage.codes)
        ledger.note({"event": "decided", "id": leg_id, "code": code_id})
        # The socket's trouble may well be the line's trouble, and lead to a second try.
        ledger.enter_fault(leg_id)
        desk.desk.choose_code(leg_id, code_id)
