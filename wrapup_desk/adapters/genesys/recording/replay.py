"""Reads a recording, and answers requests as the recorded server did at that moment."""

from __future__ import annotations

import asyncio
import json
from collections import defaultdict, deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import httpx

from wrapup_desk.adapters.genesys.recording.pseudonyms import BEGINNING
from wrapup_desk.adapters.genesys.recording.recorder import FORMAT

_API = "/api/v2"
# What stands for a document that was broken when it came.
BROKEN = b'{"broken'
# How often the loop turns until everything has run that can run without time passing. Nothing of
# a replay waits for a file or a network.
_TURNS = 200


class RecordingError(ValueError):
    """The file is no recording this version can play; the text names the line."""


@dataclass(frozen=True, slots=True)
class Line:
    """One frame or answer; *asked_at* and *sent* are of requests that wrote."""

    kind: str
    at: float
    content: bytes
    method: str = ""
    path: str = ""
    status: int = 0
    asked_at: float = 0.0
    sent: Any = field(default=None, repr=False)


def read_recording(path: Path) -> tuple[Line, ...]:
    """Return the lines of the recording at *path*, in the order they came.

    Raises:
        RecordingError: it is none, or of another version.
        OSError: it cannot be read.
    """
    lines = []
    with path.open(encoding="ascii", errors="replace") as file:
        for number, text in enumerate(file, 1):
            try:
                raw = json.loads(text)
                if number == 1:
                    _check_header(raw)
                else:
                    lines.append(_line(raw))
            except (ValueError, KeyError, TypeError, AttributeError) as error:
                why = str(error) if isinstance(error, RecordingError) else "it is damaged"
                raise RecordingError(f"{path.name}, line {number}: {why}.") from None
    if not lines:
        raise RecordingError(f"{path.name}: nothing was recorded.")
    return tuple(lines)


def _check_header(raw: dict[str, Any]) -> None:
    if raw.get("kind") != "header":
        raise RecordingError("it is no recording")
    if raw.get("format") != FORMAT:
        raise RecordingError(f"it has format {raw.get('format')}, and {FORMAT} can be played")


def _line(raw: dict[str, Any]) -> Line:
    content = b"" if raw["body"] is None else json.dumps(raw["body"]).encode("ascii")
    return Line(
        kind=str(raw["kind"]),
        at=float(raw["at"]),
        content=BROKEN if raw.get("is_broken") else content,
        method=str(raw.get("method", "")),
        path=str(raw.get("path", "")),
        status=int(raw.get("status", 0)),
        asked_at=float(raw.get("asked_at", raw["at"])),
        sent=raw.get("sent"),
    )


class ReplayClock:
    """A clock that goes on only from line to line (`Clock`)."""

    def __init__(self) -> None:
        self._at_s = 0.0
        self._sleepers: list[tuple[float, asyncio.Future[None]]] = []

    def now(self) -> datetime:
        return BEGINNING + timedelta(seconds=self._at_s)

    def monotonic(self) -> float:
        return self._at_s

    async def sleep(self, seconds: float) -> None:
        if seconds <= 0:
            await asyncio.sleep(0)
            return
        sleeper = (self._at_s + seconds, asyncio.get_running_loop().create_future())
        self._sleepers.append(sleeper)
        try:
            await sleeper[1]
        finally:
            self._sleepers.remove(sleeper)

    async def advance_to(self, at_s: float) -> None:
        """Let time pass up to *at_s*, waking each sleeper at its moment."""
        await settle()
        while (due_s := self._next_due_s()) <= at_s:
            self._at_s = max(self._at_s, due_s)
            for wake_s, sleeper in tuple(self._sleepers):
                if wake_s <= self._at_s and not sleeper.done():
                    sleeper.set_result(None)
            await settle()
        self._at_s = max(self._at_s, at_s)
        await settle()

    def _next_due_s(self) -> float:
        return min((wake_s for wake_s, _ in self._sleepers), default=float("inf"))


async def settle() -> None:
    """Let everything run that can run without time passing."""
    for _ in range(_TURNS):
        await asyncio.sleep(0)


class ReplayTransport(httpx.AsyncBaseTransport):
    """Answers from a recording: reads as of the moment, writes one by one."""

    def __init__(self, lines: tuple[Line, ...], now_s: Callable[[], float]) -> None:
        self._now_s = now_s
        self._reads: dict[tuple[str, str], list[Line]] = defaultdict(list)
        self._writes: dict[tuple[str, str], deque[Line]] = defaultdict(deque)
        for line in lines:
            if line.kind == "answer":
                known = self._reads if line.method in ("GET", "HEAD") else self._writes
                known[line.method, line.path].append(line)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        path = request.url.path.removeprefix(_API)
        line = self._answer_to(request.method, path)
        if line is None:
            unknown = {"code": "not.found", "status": 404, "message": "not in the recording"}
            return httpx.Response(404, json=unknown)
        return httpx.Response(
            line.status, content=line.content, headers={"Content-Type": "application/json"}
        )

    def _answer_to(self, method: str, path: str) -> Line | None:
        if method not in ("GET", "HEAD"):
            writes = self._writes.get((method, path))
            return writes.popleft() if writes else None
        reads = self._reads.get((method, path), [])
        past = [line for line in reads if line.at <= self._now_s()]
        if not reads:
            return None
        return past[-1] if past else reads[0]


def in_order(lines: tuple[Line, ...]) -> Iterator[tuple[float, Line]]:
    """Yield each line with its moment: a write's is when it was asked for."""
    moments = [(line.asked_at if line.sent is not None else line.at, line) for line in lines]
    yield from sorted(moments, key=lambda each: each[0])
