"""Writes what Genesys sends to a file, with everything personal replaced, while that is wanted."""

from __future__ import annotations

import json
import logging
from pathlib import Path
from typing import IO, Any
from urllib.parse import parse_qsl

import httpx

from wrapup_desk.adapters.genesys.recording.pseudonyms import Pseudonyms
from wrapup_desk.application.base.ports import Clock

log = logging.getLogger(__name__)

FORMAT = 1
_API = "/api/v2"
# Of the token, which is no news of conversations.
_LEFT_OUT = ("/tokens", "/oauth")
_KEPT_QUERY = frozenset({"pageSize", "pageNumber", "expand", "provisional", "ignoreErrors"})


class Recorder:
    """One recording. What cannot be written ends it; the desk goes on.

    Args:
        path: the file; an older one of that name is replaced.
        clock: for the time of each line.

    Raises:
        OSError: the file cannot be made.
    """

    def __init__(self, path: Path, clock: Clock) -> None:
        self._clock = clock
        self._began_at_s = clock.monotonic()
        self._pseudonyms = Pseudonyms(clock.now())
        # For its owner alone, as the settings are: the lines are safe, and still of their work.
        path.unlink(missing_ok=True)
        path.touch(mode=0o600)
        self._file: IO[str] | None = path.open("w", encoding="ascii")
        self._write({"kind": "header", "format": FORMAT})

    def frame(self, frame: str | bytes) -> None:
        """Record one frame of the notification socket."""
        self._write({"kind": "frame", "at": self._at(), **self._body(frame)})

    async def asked(self, request: httpx.Request) -> None:
        """Note when a request went out (an httpx hook)."""
        request.extensions["recorded_at"] = self._at()

    async def answer(self, response: httpx.Response) -> None:
        """Record one answer of the API (an httpx hook: the body has to be read here)."""
        path = response.request.url.path.removeprefix(_API)
        if path == response.request.url.path or path.startswith(_LEFT_OUT):
            return
        at, body = self._at(), await response.aread()
        line = {
            "kind": "answer",
            "at": at,
            "method": response.request.method,
            "path": self._pseudonyms.path(path),
            "query": self._query(response.request.url.query.decode("ascii", "replace")),
            "status": response.status_code,
            **self._body(body),
        }
        if response.request.content:
            line["asked_at"] = response.request.extensions.get("recorded_at", at)
            line["sent"] = self._body(response.request.content)["body"]
        self._write(line)

    def listen_to(self, http: httpx.AsyncClient) -> None:
        """Record every answer that *http* gets from now on."""
        http.event_hooks = {"request": [self.asked], "response": [self.answer]}

    def close(self) -> None:
        """End the recording."""
        file, self._file = self._file, None
        if file is not None:
            file.close()

    def _at(self) -> float:
        return round(self._clock.monotonic() - self._began_at_s, 3)

    def _body(self, raw: str | bytes) -> dict[str, Any]:
        """Return the document, and of a broken one only that it is: it may hold anything."""
        if not raw:
            return {"body": None}
        try:
            return {"body": self._pseudonyms.document(json.loads(raw))}
        except (ValueError, RecursionError):
            return {"body": None, "is_broken": True, "length": len(raw)}

    def _query(self, query: str) -> dict[str, str]:
        return {
            name: value if value.isalnum() else self._pseudonyms.text(value)
            for name, value in parse_qsl(query)
            if name in _KEPT_QUERY
        }

    def _write(self, line: dict[str, Any]) -> None:
        if self._file is None:
            return
        try:
            # ASCII: a lone surrogate of the wire is written as what it is.
            self._file.write(json.dumps(line, ensure_ascii=True, allow_nan=False) + "\n")
            self._file.flush()
        except OSError as error:
            log.warning("the recording ends: %s", error.strerror)
            self.close()
