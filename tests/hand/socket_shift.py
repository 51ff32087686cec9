"""A shift with the whole program in a process that is killed -9, and the simulator over sockets."""

from __future__ import annotations

import asyncio
import math
import multiprocessing
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.faults.simulator_harness import SimulatorHarness
from tests.hand.agent_model import Coded, Sight
from tests.hand.journey import INTERACTIONS, Doer
from tests.hand.window_process import Run, run_window
from wrapup_desk.domain.interaction import Phase
from wrapup_desk.domain.wrapup import WrapupCode, is_system_code

# How long after-call work takes here; what is selected goes five seconds before its end.
AFTER_CALL_S = 20.0
_PHASES = {"alerting": Phase.ALERTING, "connected": Phase.CONNECTED, "held": Phase.HELD}
_PATIENCE_S = 30.0


class FarHands:
    """The hands in the program's process."""

    def __init__(self, shift: SocketShift, *, can_type: bool) -> None:
        self._shift = shift
        self.can_type = can_type

    async def see(self, number: int) -> Sight:
        seen: Sight = await self._shift.order("see", number)
        return seen

    async def look(self, number: int) -> None:
        await self._shift.order("look", number)

    async def select(self, number: int, code_id: str, name: str) -> None:
        await self._shift.order("select", number, code_id, name)

    async def add(self, number: int, code_id: str, name: str) -> None:
        await self._shift.order("add", number, code_id, name)

    async def write(self, number: int, text: str) -> None:
        await self._shift.order("write", number, text)

    async def send(self, number: int) -> None:
        await self._shift.order("send", number)

    async def bounce(self) -> None:
        await self._shift.order("bounce")

    async def undo(self, number: int) -> None:
        await self._shift.order("undo", number)

    async def change(self, number: int) -> None:
        await self._shift.order("change", number)

    async def keep(self, number: int) -> None:
        await self._shift.order("keep", number)

    async def meanwhile(self) -> None:
        """What happens meanwhile happens by itself here."""


class SocketShift:
    """One shift; the simulator lives on from journey to journey."""

    last_moments_s = 9.0
    keeping_s = 0.6
    to_the_end_s = AFTER_CALL_S + 2
    longest_wait_s = 3.0

    def __init__(
        self, harness: SimulatorHarness, folder: Path, seed: int, fault: str = ""
    ) -> None:
        self._harness = harness
        self._fault = fault
        self._folder = folder
        self._by_keyboard = bool(seed % 2)
        self._undo_seconds = 4.0 if seed % 4 >= 2 else 0.0
        self.failures: list[BaseException] = []
        self.codes: Sequence[WrapupCode] = ()
        self._legs: list[dict[str, Any]] = []
        self._rows: dict[str, dict[str, Any]] = {}
        self._hung_up_s: dict[int, float] = {}
        if sys.platform == "win32":
            self._start_method = multiprocessing.get_context("spawn")
        else:
            self._start_method = multiprocessing.get_context("forkserver")
            self._start_method.set_forkserver_preload(["tests.hand.window_process"])
        self._process: Any = None
        self.hands: Doer = FarHands(self, can_type=self._by_keyboard)

    async def begin(self) -> None:
        lines = [
            *(f'{key} = "{self._harness.api}"' for key in ("api_url", "login_url")),
            'client_id = "any"',
            f"undo_seconds = {self._undo_seconds}",
        ]
        (self._folder / "settings.toml").write_text("\n".join(lines), encoding="utf-8")
        self._legs = [self._harness.new_leg(is_over=False) for _ in range(INTERACTIONS)]
        self._read_record()
        await self.start()
        self.codes = await self.order("offered", 0)

    async def start(self) -> None:
        """Start the program on what the last run left."""
        ours, theirs = self._start_method.Pipe()
        self._read_record()
        ids = tuple(leg["communication_id"] for leg in self._legs)
        ends = tuple(self._open_until(number) for number in range(len(ids)))
        run = Run(self._folder, self._harness.token, self._by_keyboard, ids, ends, self._fault)
        self._process = self._start_method.Process(
            target=run_window, args=(run, theirs), daemon=True
        )
        self._process.start()
        theirs.close()
        self._pipe = ours
        await self._answer("start")

    async def kill(self) -> None:
        """SIGKILL: nothing more is written, sent or said."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            await asyncio.to_thread(process.join)
            self._pipe.close()

    async def end(self) -> None:
        await self.kill()
        self._read_record()
        for number, leg in enumerate(self._legs):
            if self.phase(number) in (Phase.CONNECTED, Phase.HELD):
                self._harness.act(leg["communication_id"], "hangup")
            if not self.phase(number).is_over:
                self._harness.act(leg["communication_id"], "complete")

    async def order(self, act: str, *words: Any) -> Any:
        """Let the hands do something, and wait until they have."""
        self._pipe.send((act, words))
        result = await self._answer(act)
        self._read_record()
        return result

    async def cut_off(self, act: str, number: int, *words: str, after_s: float) -> None:
        self._pipe.send((act, (number, *words)))
        await asyncio.sleep(after_s)
        await self.kill()

    async def _answer(self, act: str) -> Any:
        for _ in range(round(_PATIENCE_S / 0.01)):
            if self._pipe.poll():
                said, result = self._pipe.recv()
                if said == "failed":
                    self.failures.append(RuntimeError(result))
                assert said in ("did", "ready"), f"{act}: {result}"
                return result
            await asyncio.sleep(0.01)
        raise AssertionError(f"{act}: the program does not answer")

    async def rest(self) -> None:
        await self.order("rest")

    async def hang_up(self, number: int) -> None:
        await self.hang_up_meanwhile(number)
        await asyncio.sleep(0.2)
        await self.rest()

    async def hang_up_meanwhile(self, number: int) -> None:
        self._harness.act(self._legs[number]["communication_id"], "hangup")
        self._hung_up_s[number] = asyncio.get_running_loop().time()
        self._read_record()

    async def lose_a_request(self) -> None:
        self._harness.add_faults({"kind": "http", "effect": "status", "match": "POST .*/wrapup"})

    async def pass_time(self, seconds: float) -> None:
        await asyncio.sleep(seconds)
        await self.rest()

    # The truth

    def _read_record(self) -> None:
        self._rows = {row["communication_id"]: row for row in self._harness.record()}

    def _row(self, number: int) -> dict[str, Any]:
        return self._rows[self._legs[number]["communication_id"]]

    def phase(self, number: int) -> Phase:
        row = self._row(number)
        if row["completed_at"] is not None:
            return Phase.COMPLETED
        return Phase.AFTER_CALL if row["hung_up_at"] is not None else Phase.CONNECTED

    def seconds_left(self, number: int) -> float | None:
        hung_up_s = self._hung_up_s.get(number)
        if hung_up_s is None or self.phase(number).is_over:
            return None
        return hung_up_s + AFTER_CALL_S - asyncio.get_running_loop().time()

    def _open_until(self, number: int) -> float:
        if self.phase(number).is_over:
            return 0.0
        hung_up_s = self._hung_up_s.get(number)
        return math.inf if hung_up_s is None else hung_up_s + AFTER_CALL_S

    def on_record(self, number: int) -> Coded | None:
        codes = [each for each in self._row(number)["codes"] if not each["provisional"]]
        if not codes or is_system_code(codes[-1]["code_id"]):
            return None
        ids = {code.name: code.id for code in self.codes}
        tags = tuple(ids[tag] for tag in codes[-1]["tags"])
        return codes[-1]["code_id"], codes[-1]["notes"] or "", tags


def simulator_for(seed: int) -> SimulatorHarness:
    """Return a simulator whose after-call work is short, and which a code does not end."""
    after_call = ("--acw-timeout-ms", str(round(AFTER_CALL_S * 1000)))
    return SimulatorHarness(seed, *after_call, "--set", "code_ends_acw=false")
