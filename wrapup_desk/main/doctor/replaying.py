"""Plays a recording through the desk without a window and prints each change: `replay FILE`."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from random import Random
from typing import Any

import httpx

from wrapup_desk.adapters.base import daemon_threads
from wrapup_desk.adapters.genesys.channel.driver import ChannelParts
from wrapup_desk.adapters.genesys.channel.frames import Notification, read_frame
from wrapup_desk.adapters.genesys.conversations.contact_centre import GenesysContactCentre
from wrapup_desk.adapters.genesys.conversations.events import read_event
from wrapup_desk.adapters.genesys.conversations.parser import ConversationParser
from wrapup_desk.adapters.genesys.http.decoding import WireError
from wrapup_desk.adapters.genesys.http.me import ME_PATH, agent_of
from wrapup_desk.adapters.genesys.http.network import Network, tls_context
from wrapup_desk.adapters.genesys.http.regions import demo_address
from wrapup_desk.adapters.genesys.http.rest import RestClient
from wrapup_desk.adapters.genesys.http.token import AccessToken
from wrapup_desk.adapters.genesys.recording.replay import (
    Line,
    RecordingError,
    ReplayClock,
    ReplayTransport,
    in_order,
    read_recording,
    settle,
)
from wrapup_desk.application.base.background import Background
from wrapup_desk.application.base.settings import Settings
from wrapup_desk.application.desk.desk import Desk
from wrapup_desk.application.services.headless_agent import Change, Choice, HeadlessAgent
from wrapup_desk.domain.events import Resynced, StreamOpened
from wrapup_desk.domain.history.leg_records import LegRecord
from wrapup_desk.domain.interaction import LegKey
from wrapup_desk.domain.submission import Submission

# After the last line: what is on its way is read back and confirmed.
_AFTERWARDS_S = 30.0
# Nothing is asked of it: the transport answers.
_NOWHERE = "http://127.0.0.1:9"


def run_replay(path: Path) -> int:
    """Print one JSON line for each change of the desk's state."""
    daemon_threads.run(replay(path, _print))
    return 0


def _print(change: Change) -> None:
    sys.stdout.write(json.dumps(change, ensure_ascii=False) + "\n")


async def replay(path: Path, tell: Callable[[Change], None]) -> None:
    """Play the recording at *path*; *tell* is called with each change, in the recorded time.

    Raises:
        RecordingError: it is no recording.
        OSError: it cannot be read.
    """
    lines = read_recording(path)
    clock = ReplayClock()
    failures: list[BaseException] = []
    background = Background(failures.append)
    token = AccessToken()
    token.hold("of a recording")
    address = demo_address(_NOWHERE)
    async with httpx.AsyncClient(transport=ReplayTransport(lines, clock.monotonic)) as http:
        rest = RestClient(address, token, http, clock, Random(0))
        parts = ChannelParts(rest, address, Network(tls_context()), clock, Random(0))
        store = MemoryStore()
        desk = Desk(
            GenesysContactCentre(parts, b"replay"), store, store, clock, background, Settings()
        )
        agent = HeadlessAgent(
            desk,
            clock,
            background,
            lambda change: tell({"at": round(clock.monotonic(), 3), **change}),
            Choice.NONE,
        )
        desk.listen(agent.on_state)
        await desk.start()
        stage = _Stage(desk, _agent_id(lines))
        for at_s, line in in_order(lines):
            await clock.advance_to(at_s)
            stage.play(line)
            await settle()
        await clock.advance_to(clock.monotonic() + _AFTERWARDS_S)
        await background.stop()
    if failures:
        raise failures[0]


class _Stage:
    """Gives the desk what was recorded, and plays the agent who chose."""

    def __init__(self, desk: Desk, agent_id: str) -> None:
        self._desk = desk
        self._reader = ConversationParser(agent_id, b"replay")

    def play(self, line: Line) -> None:
        if line.kind == "frame":
            self._play_frame(line)
        elif line.sent is not None:
            self._play_write(line)
        elif (line.method, line.path, line.status) == ("GET", ME_PATH, 200):
            self._desk.greet(agent_of(line.content))
        elif (line.method, line.path, line.status) == ("GET", "/conversations", 200):
            with suppress(WireError):
                listed = self._reader.conversations(line.content, "GET /conversations")
                self._desk.on_event(StreamOpened())
                self._desk.on_event(Resynced(tuple(listed)))

    def _play_frame(self, line: Line) -> None:
        with suppress(WireError):  # as live: a frame that cannot be used costs itself alone
            frame = read_frame(line.content)
            if isinstance(frame, Notification):
                event = read_event(frame, self._reader)
                if event is not None:
                    self._desk.on_event(event)

    def _play_write(self, line: Line) -> None:
        """Choose what was chosen then; a draft was nobody's choice."""
        wrapup = _wrapup_in(line)
        code = wrapup.get("code")
        if not isinstance(code, str) or wrapup.get("provisional"):
            return
        for card in self._desk.state.cards:
            key = card.leg.key
            if key.communication_id in line.path or line.path.endswith(f"/{key.participant_id}"):
                self._desk.choose_code(key.communication_id, code, str(wrapup.get("notes") or ""))


def _wrapup_in(line: Line) -> dict[str, Any]:
    """Return the wrap-up that a write had; both ways to write one."""
    sent = line.sent if isinstance(line.sent, dict) else {}
    wrapup = sent if line.path.endswith("/wrapup") else sent.get("wrapup")
    return wrapup if isinstance(wrapup, dict) else {}


def _agent_id(lines: tuple[Line, ...]) -> str:
    for line in lines:
        if (line.method, line.path, line.status) == ("GET", ME_PATH, 200):
            with suppress(WireError):
                return agent_of(line.content).id
    raise RecordingError("The recording does not say who was signed in; begin it at the start.")


class MemoryStore:
    """Keeps submissions for as long as a replay lasts (`DeskStore`, `ModelStore`)."""

    def __init__(self) -> None:
        self._submissions: dict[LegKey, Submission] = {}

    async def check(self) -> None:
        """There is always room."""

    async def save(self, submission: Submission) -> None:
        self._submissions[submission.key] = submission

    async def unfinished(self) -> tuple[Submission, ...]:
        return tuple(each for each in self._submissions.values() if not each.state.is_final)

    async def since(self, instant: datetime) -> tuple[Submission, ...]:
        found = self._submissions.values()
        return tuple(each for each in found if each.decision.decided_at >= instant)

    async def newest_at(self) -> datetime | None:
        decided = (each.decision.decided_at for each in self._submissions.values())
        return max(decided, default=None)

    async def forget_before(self, instant: datetime) -> None:
        """Keep all: a replay is short."""

    async def save_record(self, record: LegRecord) -> None:
        """Keep none: nobody selects anything in a replay."""

    async def forget_selection(self, key: LegKey) -> None:
        """There is none."""

    async def leg_records(self) -> tuple[LegRecord, ...]:
        return ()

    async def load_model(self) -> bytes | None:
        return None

    async def save_model(self, model: bytes) -> None:
        """Keep none: a replay teaches nothing."""
