"""Runs the desk on plain asyncio without Qt, one JSON line for each change of state."""

from __future__ import annotations

import asyncio
import json
import sys
import tempfile
import urllib.request
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

from wrapup_desk.adapters.keyring_secrets import KeyringSecrets, MemorySecrets
from wrapup_desk.application.desk.desk_state import Connection
from wrapup_desk.application.headless import Change, Choice, HeadlessAgent
from wrapup_desk.application.settings import Settings
from wrapup_desk.main.demo_browser import approve_at_once, open_system_browser
from wrapup_desk.main.ending import Ending, end_on_signal
from wrapup_desk.main.profile import Profile, ProfileLock
from wrapup_desk.main.running_desk import RunningDesk, running_desk
from wrapup_desk.main.simulator_process import SimulatorProcess
from wrapup_desk.main.suggesting_and_measuring import suggest_and_measure

RECORD_EVERY_S = 0.25


@dataclass(frozen=True, slots=True)
class HeadlessOptions:
    """What the command line asked for."""

    settings: Settings
    profile: Profile
    is_demo: bool = False
    simulator_arguments: tuple[str, ...] = ()
    choice: Choice = Choice.NONE
    key_after_s: float = 0.0
    login_hint: str = ""


class Lines:
    """Writes one JSON object a line to standard output; nothing follows the last word."""

    def __init__(self) -> None:
        self._is_over = False

    def tell(self, change: Change) -> None:
        if self._is_over:
            return
        sys.stdout.write(json.dumps(change, ensure_ascii=False) + "\n")
        sys.stdout.flush()

    def tell_last(self, change: Change) -> None:
        """Tell the last word: what changes while the program closes is of no use to a reader."""
        self.tell(change)
        self._is_over = True


def run_headless(options: HeadlessOptions) -> int:
    """Run until the demo is played through, or until stopped; 0 if no code was missed."""
    with ExitStack() as closing:
        if not options.is_demo:
            closing.enter_context(ProfileLock(options.profile))
            return asyncio.run(_work(options, None))
        simulator = closing.enter_context(SimulatorProcess(options.simulator_arguments))
        folder = Path(closing.enter_context(tempfile.TemporaryDirectory(prefix="wrapup-desk-")))
        agent = simulator.agents[0]
        settings = simulator.connected(options.settings)
        demo = replace(
            options, settings=settings, profile=Profile.at(folder), login_hint=agent.email
        )
        return asyncio.run(_work(demo, simulator))


async def _work(options: HeadlessOptions, simulator: SimulatorProcess | None) -> int:
    secrets = MemorySecrets() if options.is_demo else KeyringSecrets()
    browser: Callable[[str], None] = approve_at_once if options.is_demo else open_system_browser
    lines = Lines()
    async with running_desk(
        options.settings, options.profile, secrets, browser, options.login_hint
    ) as core:
        agent = HeadlessAgent(
            core.desk, core.clock, core.background, lines.tell, options.choice, options.key_after_s
        )
        core.desk.listen(agent.on_state)
        await core.desk.start()
        await _suggestions_are_ready(core)
        if not await core.sign_in.restore():
            core.sign_in.sign_in()
        if simulator is None:
            ending = Ending()
            end_on_signal(ending)
            await ending.happened.wait()
            return 0
        return await _until_played(core, simulator, agent, lines)


async def _suggestions_are_ready(core: RunningDesk) -> None:
    """Load the recommender before the first interaction comes."""
    is_ready = asyncio.Event()
    core.desk.listen(lambda state: is_ready.set() if state.is_recommender_ready else None)
    core.background.start(suggest_and_measure(core), "suggest and measure")
    await is_ready.wait()


async def _until_played(
    core: RunningDesk, simulator: SimulatorProcess, agent: HeadlessAgent, lines: Lines
) -> int:
    """Watch the simulator's record until all is played; count by that record alone."""
    while True:
        record = await asyncio.to_thread(_record, simulator.api_url)
        legs = [leg for leg in record["legs"] if leg["user_id"] == simulator.agents[0].id]
        agent.expect({str(leg["communication_id"]): leg["expected_code_id"] or "" for leg in legs})
        if record["finished"] and core.desk.state.unfinished_count == 0:
            break
        if core.desk.state.connection is Connection.SIGNED_OUT:
            problem = core.desk.state.sign_in.problem
            if problem:
                lines.tell_last({"event": "problem", "text": problem})
                return 1
        await core.clock.sleep(RECORD_EVERY_S)
    answered = [leg for leg in legs if leg["answered_at"]]
    coded = [leg for leg in answered if leg["coded_before_complete"]]
    right = [leg for leg in coded if leg["final_code_id"] == leg["expected_code_id"]]
    lines.tell_last(
        {
            "event": "summary",
            "interactions": len(answered),
            "coded_before_complete": len(coded),
            "as_expected": len(right),
            "missed_alerts": len(legs) - len(answered),
            "tasks": len(asyncio.all_tasks()),
        }
    )
    return 0 if len(coded) == len(answered) else 1


def _record(api_url: str) -> dict[str, list[dict[str, str | None]]]:
    with urllib.request.urlopen(f"{api_url}/simulator/record", timeout=30) as answer:
        record: dict[str, list[dict[str, str | None]]] = json.load(answer)
    return record
