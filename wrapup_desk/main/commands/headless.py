"""Runs the desk on plain asyncio without Qt, one JSON line for each change of state."""

from __future__ import annotations

import asyncio
import json
import logging
import sys
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

from wrapup_desk.adapters.base import daemon_threads
from wrapup_desk.adapters.keyring_secrets import KeyringSecrets, MemorySecrets
from wrapup_desk.adapters.log_files import stop_logs, unhandled_errors_are_logged, write_logs
from wrapup_desk.application.base.ports import Clock
from wrapup_desk.application.base.settings import Settings
from wrapup_desk.application.desk.desk_state import Connection
from wrapup_desk.application.services.headless_agent import Change, Choice, HeadlessAgent
from wrapup_desk.main.apps.desk_app import DeskApp, open_desk_app
from wrapup_desk.main.apps.recommender_setup import run_recommender
from wrapup_desk.main.apps.recovery_notice import put_back_lines
from wrapup_desk.main.commands.headless_sign_in import HeadlessSignIn, telling_browser
from wrapup_desk.main.commands.output import NOBODY_READS, write_nowhere
from wrapup_desk.main.system.browser import SystemBrowser, approve_at_once
from wrapup_desk.main.system.profile import Profile, ProfileLock
from wrapup_desk.main.system.shutdown_request import ShutdownRequest, shut_down_on_signal
from wrapup_desk.main.system.simulator_process import SimulatorProcess, read_record

log = logging.getLogger(__name__)

RECORD_EVERY_S = 0.25
# Scripted talk and after-call work have pauses of a minute and a half at most.
_LONGEST_PAUSE_S = 120.0
_SHORTEST_QUIET_S = 10.0

# How a run ends; docs/admin.md tells administrators.
ENDED_IN_ORDER = 0
CODES_MISSED = 1
NOT_SIGNED_IN = 3


@dataclass(frozen=True, slots=True)
class HeadlessOptions:
    """What the command line asked for."""

    settings: Settings
    profile: Profile
    is_demo: bool = False
    simulator_arguments: tuple[str, ...] = ()
    speed: float = 1.0
    choice: Choice = Choice.NONE
    key_after_s: float = 0.0
    login_hint: str = ""


class Lines:
    """Writes one JSON object a line to standard output; nothing follows the last word.

    What cannot be written is lost: no code waits for whoever reads.

    Args:
        when_unread: called once nobody reads any more.
    """

    def __init__(self, when_unread: Callable[[], None] = lambda: None) -> None:
        self._when_unread = when_unread
        self._is_over = False
        self._is_failing = False

    def tell(self, change: Change) -> None:
        if self._is_over:
            return
        try:
            sys.stdout.write(json.dumps(change, ensure_ascii=False) + "\n")
            sys.stdout.flush()
            self._is_failing = False
        except BrokenPipeError:
            self._is_over = True
            write_nowhere()
            self._when_unread()
        except OSError as error:
            if not self._is_failing:
                log.warning("what happens cannot be told: %s", error.strerror)
            self._is_failing = True

    def tell_last(self, change: Change) -> None:
        """Tell the last word: what changes while the program closes is of no use to a reader."""
        self.tell(change)
        self._is_over = True


class _Ending(ShutdownRequest):
    """Why a run without a window ends, and with which code."""

    def __init__(self) -> None:
        super().__init__()
        self.lines = Lines(self._leave)
        self.code = ENDED_IN_ORDER

    def _leave(self) -> None:
        """End in order because nobody reads any more: what waits is kept."""
        self.code = NOBODY_READS
        self.quit()

    def give_up(self, reason: str) -> None:
        """End because nobody is signed in, and say why."""
        self.lines.tell_last({"event": "problem", "text": reason})
        self.code = NOT_SIGNED_IN
        self.quit()


def run_headless(options: HeadlessOptions) -> int:
    """Run until the demo is played through, or until stopped; return how it ended."""
    with ExitStack() as closing:
        if not options.is_demo:
            closing.enter_context(ProfileLock(options.profile))
            logs = write_logs(options.profile.log_folder, options.settings.log_level)
            closing.callback(stop_logs, logs)
            closing.enter_context(unhandled_errors_are_logged())
            return daemon_threads.run(_work(options, None))
        simulator = closing.enter_context(SimulatorProcess(options.simulator_arguments))
        folder = Path(closing.enter_context(tempfile.TemporaryDirectory(prefix="wrapup-desk-")))
        agent = simulator.agents[0]
        settings = simulator.connected(options.settings)
        demo = replace(
            options,
            settings=settings,
            profile=replace(Profile.at(folder), recording_path=options.profile.recording_path),
            login_hint=agent.email,
        )
        return daemon_threads.run(_work(demo, simulator))


async def _work(options: HeadlessOptions, simulator: SimulatorProcess | None) -> int:
    secrets = MemorySecrets() if options.is_demo else KeyringSecrets()
    ending = _Ending()
    lines = ending.lines
    browser: Callable[[str], None] = approve_at_once
    if not options.is_demo:
        browser = telling_browser(lines.tell, SystemBrowser())
    async with open_desk_app(
        options.settings, options.profile, secrets, browser, options.login_hint
    ) as core:
        agent = HeadlessAgent(
            core.desk, core.clock, core.background, lines.tell, options.choice, options.key_after_s
        )
        for line in put_back_lines(core.store.recovered):
            lines.tell(line)
        core.desk.listen(agent.on_state)
        signing_in = HeadlessSignIn(core.sign_in.sign_in, core.clock, lines.tell, ending.give_up)
        core.desk.listen(signing_in.on_state)
        await core.desk.start()
        await _suggestions_are_ready(core)
        if not await core.sign_in.restore():
            signing_in.begin()
        shut_down_on_signal(ending)
        if simulator is not None:
            return await _until_played(core, simulator, agent, ending, options.speed)
        core.background.start(signing_in.run(), "keep signed in")
        await ending.happened.wait()
        return ending.code


async def _suggestions_are_ready(core: DeskApp) -> None:
    """Load the recommender before the first interaction comes; without it codes go out, too."""
    is_settled = asyncio.Event()
    core.desk.listen(lambda state: is_settled.set() if state.is_recommender_ready else None)

    async def suggest() -> None:
        try:
            await run_recommender(core)
        finally:
            is_settled.set()

    core.background.start(suggest(), "suggest and measure")
    await is_settled.wait()


class Quiet:
    """Notices that nothing more will happen: an agent who owes a code may leave it at that."""

    def __init__(self, clock: Clock, for_s: float) -> None:
        self._clock = clock
        self._for_s = for_s
        self._count = -1
        self._since_s = clock.monotonic()

    def is_over(self, events_published: int) -> bool:
        """Whether the simulator, asked again and again, has long had nothing to tell."""
        now_s = self._clock.monotonic()
        if events_published != self._count:
            self._count, self._since_s = events_published, now_s
        return now_s - self._since_s >= self._for_s


async def _until_played(
    core: DeskApp, simulator: SimulatorProcess, agent: HeadlessAgent, ending: _Ending, speed: float
) -> int:
    """Watch the simulator's record until all is played; count by that record alone."""
    quiet = Quiet(core.clock, max(_SHORTEST_QUIET_S, _LONGEST_PAUSE_S / speed))
    while True:
        record = await asyncio.to_thread(read_record, simulator.api_url)
        legs = [leg for leg in record["legs"] if leg["user_id"] == simulator.agents[0].id]
        agent.expect({str(leg["communication_id"]): leg["expected_code_id"] or "" for leg in legs})
        is_over = record["finished"] or quiet.is_over(record["events_published"])
        if is_over and core.desk.state.unfinished_count == 0:
            break
        if core.desk.state.connection is Connection.SIGNED_OUT:
            problem = core.desk.state.sign_in.reason
            if problem:
                ending.give_up(problem)
        if ending.happened.is_set():
            return ending.code
        await core.clock.sleep(RECORD_EVERY_S)
    answered = [leg for leg in legs if leg["answered_at"]]
    coded = [leg for leg in answered if leg["coded_before_complete"]]
    right = [leg for leg in coded if leg["final_code_id"] == leg["expected_code_id"]]
    ending.lines.tell_last(
        {
            "event": "summary",
            "interactions": len(answered),
            "coded_before_complete": len(coded),
            "as_expected": len(right),
            "missed_alerts": len(legs) - len(answered),
            "tasks": len(asyncio.all_tasks()),
        }
    )
    return ENDED_IN_ORDER if len(coded) == len(answered) else CODES_MISSED
