"""Lives one life of the program reduced to what carries a code: desk, store, Genesys adapter.

It is built from the product's own parts; only the window, the sign-in, the recommender and the
notification stream are left out, so that a life costs some milliseconds. The stream's news comes
from reading the conversation, by a client of its own. Everything that matters is told on a pipe,
one JSON line each, so that what was told survives the process: above all what the card told the
agent, in the window's own words.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import sqlite3
import sys
import threading
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random
from types import FrameType
from typing import Any

import httpx

from tests.faults.known_codes import CentreWithKnownCodes
from tests.faults.life import Life, Order, leg_from
from tests.faults.trials.variants import VARIANTS, Variant
from wrapup_desk.adapters.genesys.channel.driver import ChannelParts
from wrapup_desk.adapters.genesys.conversations.contact_centre import GenesysContactCentre
from wrapup_desk.adapters.genesys.http.network import Network
from wrapup_desk.adapters.genesys.http.regions import demo_address
from wrapup_desk.adapters.genesys.http.rest import RestClient
from wrapup_desk.adapters.genesys.http.token import AccessToken
from wrapup_desk.adapters.sqlite_store import SqliteStore
from wrapup_desk.adapters.system_clock import SystemClock
from wrapup_desk.application.base.background import Background
from wrapup_desk.application.base.ports import ContactCentreError, StoreError
from wrapup_desk.application.desk.desk_state import InteractionCard
from wrapup_desk.domain.interaction import LegKey, Media
from wrapup_desk.domain.submission import Submission, SubmissionState
from wrapup_desk.domain.wrapup import WrapupCode
from wrapup_desk.main.system.profile import Profile, ProfileInUse, ProfileLock
from wrapup_desk.ui.card.appearance import appearance_of, state_of
from wrapup_desk.ui.card.wording import progress_text

NEWS_EVERY_S = 0.02
# What a process that ended itself at a step leaves as its exit code.
STEPPED_OUT = 77

Tell = Callable[..., None]


class ShiftedClock(SystemClock):
    """A clock whose wall time is off; the monotonic one is right, as on a real machine."""

    def __init__(self, offset_s: float, settings: tuple[tuple[float, float], ...] = ()) -> None:
        self._begun_s = time.monotonic()
        self._offsets = ((0.0, offset_s), *settings)

    def now(self) -> datetime:
        lived_s = time.monotonic() - self._begun_s
        offset_s = [offset_s for from_s, offset_s in self._offsets if from_s <= lived_s][-1]
        return super().now() + timedelta(seconds=offset_s)


class Steps:
    """Counts what a process does to the outside, and ends it at one of those steps."""

    def __init__(self, life: Life, tell: Tell) -> None:
        self._stop_at = life.stop_at_step
        self._is_on = life.counts_steps or life.stop_at_step > 0
        self._tell = tell
        self._count = 0

    def pass_(self, name: str) -> None:
        """Note one step, or end here as if the power went."""
        if not self._is_on:
            return
        self._count += 1
        if self._stop_at == 0:
            self._tell("step", name=name)
        elif self._count == self._stop_at:
            os._exit(STEPPED_OUT)

    def watch_sqlite(self) -> None:
        """Take the moments before and after each SQL statement of this process as steps."""

        def watch(_frame: FrameType, event: str, called: Any) -> None:
            if event not in ("c_call", "c_return"):
                return
            if isinstance(getattr(called, "__self__", None), sqlite3.Connection):
                moment = "before" if event == "c_call" else "after"
                self.pass_(f"{moment} sqlite3 {called.__name__}")

        if self._is_on:
            # The store works in a thread of its own, which starts after this.
            threading.setprofile(watch)


class StepTransport(httpx.AsyncHTTPTransport):
    """Sends requests, and takes each stage of one as a step: connect, send, receive."""

    def __init__(self, steps: Steps, tell: Tell) -> None:
        super().__init__(verify=False)  # plain http to this machine: no trust store to read
        self._steps = steps
        self._tell = tell

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        async def trace(stage: str, info: dict[str, Any]) -> None:
            self._steps.pass_(f"http {request.method} {stage}")

        request.extensions["trace"] = trace
        if request.method != "GET":
            self._tell("write", path=request.url.path)
        response = await super().handle_async_request(request)
        self._steps.pass_(f"http {request.method} answered")
        self._tell("answered", status=response.status_code)
        return response


class ToldStore(SqliteStore):
    """The product's store, which tells what it has taken: from then on a code is accepted."""

    def __init__(self, life: Life, clock: SystemClock, tell: Tell, steps: Steps) -> None:
        super().__init__(life.database, clock)
        self._tell = tell
        self._steps = steps
        self._stop_after_keeping = life.stop_after_keeping
        self._kept = 0

    async def save(self, submission: Submission) -> None:
        try:
            await super().save(submission)
        except StoreError:
            self._tell("unsaved", id=submission.key.communication_id)
            raise
        self._steps.pass_("saved")
        _tell_submission(self._tell, "kept", submission)
        self._kept += 1
        if self._kept == self._stop_after_keeping:
            os._exit(STEPPED_OUT)


@dataclass
class OutboxProcess:
    """What runs during one life."""

    variant: Variant
    store: ToldStore
    known: dict[str, Submission] = field(default_factory=dict)
    # Set once the legs that were there have been shown.
    has_looked: asyncio.Event = field(default_factory=asyncio.Event)
    changed: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def is_settled(self) -> bool:
        return all(each.state.is_final for each in self.known.values())


def tell_on(pipe: int) -> Tell:
    """Return a function that writes one line at once; what it wrote survives a kill."""

    def tell(event: str, **facts: Any) -> None:
        line = json.dumps({"event": event, "at": time.monotonic(), **facts}) + "\n"
        os.write(pipe, line.encode())

    return tell


async def live(life: Life, network: Network, tell: Tell) -> None:
    """Start on the life's database, do its orders, and go when all is settled."""
    try:
        with (
            ProfileLock(Profile.at(life.database.parent)) if life.holds_profile else nullcontext()
        ):
            await _live(life, network, tell)
    except ProfileInUse:
        tell("in use")
    tell("end")


async def _live(life: Life, network: Network, tell: Tell) -> None:
    steps = Steps(life, tell)
    steps.watch_sqlite()
    async with running(life, network, tell, steps) as program:
        tell("ready")
        if life.pages_left >= 0:
            _fill_the_disk(life)
        try:
            async with asyncio.timeout(life.patience_s), asyncio.TaskGroup() as group:
                tasks = []
                for order in life.orders:
                    carry_out = _change_mind if order.acts else _carry_out
                    tasks.append(group.create_task(carry_out(life, order, program, tell)))
                if life.quits_after_s:
                    await _quit(life, program, tasks)
                    return
            async with asyncio.timeout(life.patience_s):
                while not program.is_settled:
                    program.changed.clear()
                    await program.changed.wait()
            await _look_on(life, program)
        except TimeoutError:
            waiting = [each for each in program.known.values() if not each.state.is_final]
            tell("stuck", legs=[each.key.communication_id for each in waiting])
        if life.tells_rows:
            for row in await program.store.since(datetime.fromtimestamp(0, UTC)):
                _tell_submission(tell, "row", row)


@asynccontextmanager
async def running(
    life: Life, network: Network, tell: Tell, steps: Steps
) -> AsyncIterator[OutboxProcess]:
    clock = ShiftedClock(life.clock_offset_s, life.clock_settings)
    async with AsyncExitStack() as closing:
        store = ToldStore(life, clock, tell, steps)
        await store.open()
        closing.push_async_callback(store.close)
        unfinished = await store.unfinished()
        tell("unfinished", ids=[each.key.communication_id for each in unfinished])
        centre = await _centre(life, network, clock, StepTransport(steps, tell), closing)
        news = await _centre(life, network, clock, httpx.AsyncHTTPTransport(verify=False), closing)
        background = Background(lambda failure: tell("failed", why=repr(failure)))
        closing.push_async_callback(background.stop)

        def show(card: InteractionCard) -> None:
            submission = card.submission
            assert submission is not None
            program.known[submission.key.communication_id] = submission
            program.changed.set()
            _tell_submission(tell, "shown", submission)
            if says_it_is_safe(card, centre.server_now()):
                _tell_submission(tell, "told", submission)

        variant = VARIANTS[life.variant](
            centre, store, clock, background, show, lambda why: tell("trouble", why=why)
        )
        program = OutboxProcess(variant, store)
        if life.signs_in:
            await centre.me()
        await variant.begin(life.agent_id)
        keys = tuple(leg_from(row, life.agent_id).key for row in life.legs)
        background.start(_bring_news(program, news, keys), "news")
        yield program


def _fill_the_disk(life: Life) -> None:
    """Let every write beyond the pages that are left fail.

    It is done by a limit on the size of files, as a full disk cannot be had without being root.
    Commits go to the write-ahead log, whose frames are a page and 24 bytes.
    """
    if sys.platform == "win32":
        raise NotImplementedError("Windows cannot limit the size of files")
    import resource  # there is none on Windows

    log = life.database.with_name(life.database.name + "-wal")
    limit = log.stat().st_size + life.pages_left * (4096 + 24)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))


async def _centre(
    life: Life,
    network: Network,
    clock: SystemClock,
    transport: httpx.AsyncHTTPTransport,
    closing: AsyncExitStack,
) -> GenesysContactCentre:
    http = httpx.AsyncClient(transport=transport, timeout=life.times_out_after_s)
    await closing.enter_async_context(http)
    token = AccessToken()
    token.hold(life.token)
    address = demo_address(life.api)
    rest = RestClient(address, token, http, clock, Random())
    codes = tuple(
        WrapupCode(code_id, "code")
        for code_id in dict.fromkeys(code for order in life.orders for code in _codes_of(order))
    )
    parts = ChannelParts(rest, address, network, clock, Random())
    return CentreWithKnownCodes(parts, b"salt", codes)


def _codes_of(order: Order) -> list[str]:
    return [code for code, _ in order.choices] + [act.code_id for act in order.acts if act.code_id]


async def _carry_out(life: Life, order: Order, program: OutboxProcess, tell: Tell) -> None:
    leg = leg_from(order.leg, life.agent_id)
    begun_s = time.monotonic()
    for code_id, after_s in order.choices:
        if life.is_one_by_one:
            await _until_final(program, leg.key.communication_id)
        await asyncio.sleep(max(0.0, begun_s + after_s - time.monotonic()))
        tell("decided", id=leg.key.communication_id, code=code_id)
        await program.variant.decide(leg, code_id)


async def _until_final(program: OutboxProcess, communication_id: str) -> None:
    while True:
        known = program.known.get(communication_id)
        if known is None or known.state.is_final:
            return
        program.changed.clear()
        await program.changed.wait()


async def _bring_news(
    program: OutboxProcess, news: GenesysContactCentre, followed: tuple[LegKey, ...]
) -> None:
    """Show the desk each unsettled leg as the stream would, a moment after it changed.

    Those that are *followed* are shown at once and to the end, changed or not.
    """
    while True:
        unsettled = [each.key for each in program.known.values() if not each.state.is_final]
        for key in dict.fromkeys((*followed, *unsettled)):
            with contextlib.suppress(ContactCentreError):
                read = await news.read_back(key, Media.CALL)
                if read.leg is not None:
                    program.variant.observe(read.leg)
        program.has_looked.set()
        await asyncio.sleep(NEWS_EVERY_S)


async def _quit(life: Life, program: OutboxProcess, tasks: list[asyncio.Task[None]]) -> None:
    """Quit as the program does, whatever the agent is at."""
    await asyncio.sleep(life.quits_after_s)
    for task in tasks:
        task.cancel()
    await program.variant.stop()


async def _look_on(life: Life, program: OutboxProcess) -> None:
    """Stay until nothing has changed for a while: what applies late is still to be put right."""
    if not life.lingers_s:
        return
    await program.has_looked.wait()
    with contextlib.suppress(TimeoutError):
        while True:
            program.changed.clear()
            async with asyncio.timeout(life.lingers_s):
                await program.changed.wait()


async def _change_mind(life: Life, order: Order, program: OutboxProcess, tell: Tell) -> None:
    """Choose, choose again and take back; tell what is meant, and what the desk made of it."""
    leg = leg_from(order.leg, life.agent_id)
    leg_id = leg.key.communication_id
    begun_s = time.monotonic()
    await program.has_looked.wait()
    for act in order.acts:
        await asyncio.sleep(max(0.0, begun_s + act.after_s - time.monotonic()))
        if act.code_id:
            await program.variant.offered(leg)
        tell("meant", id=leg_id, code=act.code_id, note=act.note)
        is_undone = False
        if act.code_id:
            await program.variant.decide(leg, act.code_id, act.note)
        else:
            is_undone = program.variant.undo(leg_id)
        submission = program.known.get(leg_id)
        if submission is not None:
            if is_undone:  # the card shows none any more
                submission = program.known[leg_id] = submission.undone()
                program.changed.set()
            _tell_submission(tell, "understood", submission)


def says_it_is_safe(card: InteractionCard, now: datetime) -> bool:
    """Whether the card lets the agent believe that the code cannot be lost any more."""
    submission = card.submission
    if submission is not None and submission.state is SubmissionState.CONFIRMED:
        return True
    state = state_of(card, now)
    words = f"{appearance_of(state).word} {progress_text(card, state, now)}".casefold()
    return "saved" in words or "waiting" in words


def _tell_submission(tell: Tell, event: str, submission: Submission) -> None:
    tell(
        event,
        id=submission.key.communication_id,
        revision=submission.revision,
        code=submission.decision.code.id,
        state=submission.state.value,
        reason=submission.reason,
        other=submission.other_code_id,
        note=submission.decision.note,
        is_undone=submission.is_undone,
    )
