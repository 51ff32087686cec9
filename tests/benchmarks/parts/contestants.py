"""Who takes part in the race: the story's backend, a polling SDK program, and our own desk."""

from __future__ import annotations

import asyncio
import logging
import os
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from types import ModuleType
from typing import Any, Protocol

from tests.faults.desks import SignedInDesk, SureRecommender, signed_in_desk
from tests.faults.simulator_harness import SimulatorHarness
from tests.simulator_process import token_of_service, token_of_user
from wrapup_desk.adapters.system_clock import SystemClock
from wrapup_desk.application.base.settings import Settings
from wrapup_desk.application.desk.desk_state import DeskState, InteractionCard
from wrapup_desk.domain.interaction import Phase
from wrapup_desk.domain.modes import Mode
from wrapup_desk.domain.submission import SubmissionState

POLL_EVERY_S = 1.0
KEY_AFTER_S = 0.25
_PROBED_EVERY_S = 0.1


@dataclass
class Times:
    """How long our own program took, over and above the round trip, in milliseconds."""

    # From the decision to the moment its request has left for the server.
    added_ms: list[float] = field(default_factory=list)
    # Of it, what was not spent waiting until the decision was safe on disk.
    own_ms: list[float] = field(default_factory=list)
    # What a bare write of one page to the same disk took meanwhile, until it was safe there.
    disk_ms: list[float] = field(default_factory=list)


class Contestant(Protocol):
    """Somebody who tries to code each interaction before the agent completes it."""

    name: str

    def take_part(self, stage: SimulatorHarness, times: Times) -> Any:
        """Return an async context in which the contestant works."""

    def after_heat(self, stage: SimulatorHarness, legs: list[dict[str, Any]]) -> None:
        """Do what is only done once interactions are complete."""


@dataclass
class StoryBackend:
    """Client credentials, and a PATCH once it hears that the interaction was completed."""

    name: str = "(a) the story's backend: PATCH after completion"
    tried: int = 0
    refused: int = 0

    @asynccontextmanager
    async def take_part(self, stage: SimulatorHarness, times: Times) -> AsyncIterator[None]:
        yield

    def after_heat(self, stage: SimulatorHarness, legs: list[dict[str, Any]]) -> None:
        token = token_of_service(stage.simulator.ready)
        body = b'{"actionType":"WRAPUP","wrapupCode":"%s","wrapupDuration":0}'
        for leg in legs[:20]:  # each one is answered alike
            request = urllib.request.Request(
                f"{stage.api}/api/v2/interactions/{leg['interaction_id']}/actions",
                data=body % stage.codes[0].encode(),
                headers={
                    "Authorization": f"Bearer {token}",
                    "Content-Type": "application/json",
                },
                method="PATCH",
            )
            self.tried += 1
            try:
                with urllib.request.urlopen(request, timeout=10):
                    pass
            except urllib.error.HTTPError as refusal:
                with refusal:
                    self.refused += refusal.code == 409


@dataclass
class SdkPoller:
    """A program on Genesys' official SDK that looks once a second and codes what it finds."""

    name: str = "(b) official SDK, polling once a second"

    @asynccontextmanager
    async def take_part(self, stage: SimulatorHarness, times: Times) -> AsyncIterator[None]:
        sdk = await asyncio.to_thread(_official_sdk)
        sdk.configuration.host = stage.api
        stop = threading.Event()
        threads = []
        for agent in stage.simulator.ready["agents"]:
            token = await asyncio.to_thread(token_of_user, stage.simulator.ready, agent["email"])
            client = sdk.api_client.ApiClient()
            client.access_token = token
            api = sdk.ConversationsApi(client)
            arguments = (api, agent["id"], stage.codes[0], stop)
            threads.append(threading.Thread(target=_poll, args=arguments, daemon=True))
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            stop.set()
            for thread in threads:
                await asyncio.to_thread(thread.join)

    def after_heat(self, stage: SimulatorHarness, legs: list[dict[str, Any]]) -> None:
        """Nothing is left to do."""


def _poll(api: Any, agent_id: str, code_id: str, stop: threading.Event) -> None:
    stop.wait(Random(agent_id).uniform(0, POLL_EVERY_S))
    while not stop.is_set():
        begun_s = time.monotonic()
        for conversation in api.get_conversations().entities:
            for participant in conversation.participants:
                for call in participant.calls or ():
                    if participant.user_id == agent_id and _wants_a_code(participant, call):
                        api.post_conversations_call_participant_communication_wrapup(
                            conversation.id, participant.id, call.id, body={"code": code_id}
                        )
        stop.wait(max(0.0, begun_s + POLL_EVERY_S - time.monotonic()))


def _wants_a_code(participant: Any, call: Any) -> bool:
    work = call.after_call_work
    return participant.wrapup is None and work is not None and work.state == "pending"


def _official_sdk() -> ModuleType:
    # The SDK would otherwise start a thread that watches a file in the home folder.
    with tempfile.TemporaryDirectory() as home:
        config = Path(home) / ".genesyscloudpython" / "config"
        config.parent.mkdir()
        config.write_text("[general]\nlive_reload_config = false\n", encoding="utf-8")
        before = os.environ.get("HOME", "")
        os.environ["HOME"] = home
        try:
            import PureCloudPlatformClientV2

            official: ModuleType = PureCloudPlatformClientV2
        finally:
            os.environ["HOME"] = before
    return official


@dataclass
class OurDesk:
    """The program's own core, built as the program builds it; the mode is a setting.

    Where it acts by itself, the recommender is one that may act as soon as a word was said.
    *reads_talk* gives it the real one, whose encoder reads each sentence while the key is pressed.
    """

    name: str
    settings: Settings
    presses_key: bool = False
    reads_talk: bool = False

    @asynccontextmanager
    async def take_part(self, stage: SimulatorHarness, times: Times) -> AsyncIterator[None]:
        async with AsyncExitStack() as closing:
            root = Path(closing.enter_context(tempfile.TemporaryDirectory(prefix="race-")))
            closing.enter_context(_probed_disk(root, times))
            departures = closing.enter_context(_departures(times))
            hands = await closing.enter_async_context(asyncio.TaskGroup())
            for index, agent in enumerate(stage.simulator.ready["agents"]):
                token = await asyncio.to_thread(
                    token_of_user, stage.simulator.ready, agent["email"]
                )
                desk = await closing.enter_async_context(
                    signed_in_desk(
                        stage.api,
                        token,
                        root / str(index),
                        self.settings,
                        SureRecommender(),
                        with_real_recommender=self.reads_talk,
                    )
                )
                watch = _Watch(desk, departures, hands if self.presses_key else None)
                desk.desk.listen(watch.on_state)
            yield

    def after_heat(self, stage: SimulatorHarness, legs: list[dict[str, Any]]) -> None:
        """Nothing is left to do."""


class _Departures(logging.Handler):
    """Notes when the first write of each leg has left, by what the HTTP library logs.

    A delivery's task is named after its leg, and the library logs within that task.
    """

    def __init__(self, times: Times) -> None:
        super().__init__()
        self._times = times
        self._decided_at_s: dict[str, float] = {}
        self._kept_at_s: dict[str, float] = {}
        self._leaving: set[str] = set()

    def decided(self, leg_id: str) -> None:
        """Start the time of a leg's first decision."""
        self._decided_at_s.setdefault(leg_id, time.perf_counter())

    def sent(self, leg_id: str) -> None:
        """Note that the decision is on disk and is about to leave."""
        self._kept_at_s.setdefault(leg_id, time.perf_counter())

    def emit(self, record: logging.LogRecord) -> None:
        now_s = time.perf_counter()
        message = record.getMessage()
        task = asyncio.current_task()
        leg_id = task.get_name().removeprefix("deliver ") if task else ""
        if message.startswith("send_request_body.started") and "b'POST'" in message:
            self._leaving.add(leg_id)
        elif message.startswith("send_request_body.complete") and leg_id in self._leaving:
            self._leaving.discard(leg_id)
            # A later write of the same leg is a revision or a second try: another measure.
            if decided_at_s := self._decided_at_s.get(leg_id):
                kept_at_s = self._kept_at_s.get(leg_id, decided_at_s)
                self._times.added_ms.append((now_s - decided_at_s) * 1000)
                self._times.own_ms.append((now_s - kept_at_s) * 1000)
                self._decided_at_s[leg_id] = 0.0


@contextmanager
def _probed_disk(folder: Path, times: Times) -> Iterator[None]:
    """Measure the disk beside the desks: a code is on it before it is sent."""
    stop = threading.Event()

    def probe() -> None:
        if sys.platform == "win32":
            raise NotImplementedError("Windows has no pwrite")
        descriptor = os.open(folder / "probe", os.O_CREAT | os.O_RDWR, 0o600)
        while not stop.wait(_PROBED_EVERY_S):
            begun_s = time.perf_counter()
            os.pwrite(descriptor, b"\0" * 4096, 0)
            os.fsync(descriptor)
            times.disk_ms.append((time.perf_counter() - begun_s) * 1000)
        os.close(descriptor)

    thread = threading.Thread(target=probe, daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


@contextmanager
def _departures(times: Times) -> Iterator[_Departures]:
    handler = _Departures(times)
    logger = logging.getLogger("httpcore.http11")
    before = logger.level
    logger.addHandler(handler)
    logger.setLevel(logging.DEBUG)
    try:
        yield handler
    finally:
        logger.setLevel(before)
        logger.removeHandler(handler)


class _Watch:
    """Notes each decision of one desk, and presses the agent's key where one is pressed."""

    def __init__(
        self, desk: SignedInDesk, departures: _Departures, hands: asyncio.TaskGroup | None
    ) -> None:
        self._desk = desk
        self._departures = departures
        self._hands = hands
        self._clock = SystemClock()
        self._pressed: set[str] = set()

    def on_state(self, state: DeskState) -> None:
        for card in state.cards:
            leg_id = card.leg.key.communication_id
            if card.submission is not None:
                self._departures.decided(leg_id)
                if card.submission.state is SubmissionState.SENT:
                    self._departures.sent(leg_id)
            is_due = card.leg.phase is Phase.AFTER_CALL and card.submission is None
            if self._hands is not None and is_due and leg_id not in self._pressed:
                self._pressed.add(leg_id)
                self._hands.create_task(self._press(card))

    async def _press(self, card: InteractionCard) -> None:
        """Choose the first code, so long after the hang-up as a quick agent needs."""
        assert card.leg.disconnected_at is not None
        passed = (self._clock.now() - card.leg.disconnected_at).total_seconds()
        await self._clock.sleep(max(0.0, KEY_AFTER_S - passed))
        now = self._desk.card(card.leg.key.communication_id)
        if now is not None and now.submission is None and now.codes:
            self._desk.desk.choose_code(card.leg.key.communication_id, now.codes[0].id)


def contestants() -> list[Contestant]:
    """Return everybody, in the order of the table."""
    auto = Settings(mode=Mode.AUTO, min_probability=0.9, hold_seconds=0.0)
    early = Settings(mode=Mode.EARLY, min_probability=0.9)
    return [
        StoryBackend(),
        SdkPoller(),
        OurDesk("(c) ours, a key 250 ms after hang-up", Settings(), presses_key=True),
        OurDesk("(d) ours, auto without a hold", auto),
        OurDesk("(e) ours, early", early),
        OurDesk("(g) as (c), talk encoded", Settings(), presses_key=True, reads_talk=True),
    ]
