"""Sets the stage for trials: a real simulator process, legs to code, and another person's hand."""

from __future__ import annotations

import http.client
import json
from http import HTTPStatus
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory, mkdtemp
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

from tests.simulator_process import SimulatorProcess, token_of_user

# Far beyond what trials ask for: the limit is tried by trials of its own.
_NO_LIMIT = "requests_per_minute=100000000"


class RequestRefusedError(RuntimeError):
    """The simulator refused a request of the harness; *status* is HTTP's."""

    def __init__(self, text: str, status: int) -> None:
        super().__init__(text)
        self.status = status


class SimulatorHarness:
    """A simulator that plays nothing by itself, and one signed-in agent of it."""

    def __init__(self, seed: int, *options: str) -> None:
        self.random = Random(seed)
        self.simulator = SimulatorProcess("--idle", "--set", _NO_LIMIT, *options)
        self._folder = TemporaryDirectory(prefix="faults-")
        self._connection: http.client.HTTPConnection | None = None
        self.token = ""

    def __enter__(self) -> Self:
        self.simulator.start()
        address = urlsplit(self.simulator.api)
        self._connection = http.client.HTTPConnection(address.hostname or "", address.port)
        self.agent = self.simulator.ready["agents"][0]
        self.sign_in()
        self.queue = self.simulator.ready["queues"][0]
        self.codes = [code["id"] for code in self._codes_of_queue()]
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._connection is not None:
            self._connection.close()
        self.simulator.stop()
        self._folder.cleanup()

    def sign_in(self) -> None:
        """Get a token for the first agent."""
        self.token = token_of_user(self.simulator.ready, self.agent["email"])

    @property
    def api(self) -> str:
        return self.simulator.api

    def fresh_database(self, name: str) -> Path:
        folder = mkdtemp(prefix=f"{name}-", dir=self._folder.name)
        return Path(folder) / "desk.sqlite3"

    def new_leg(self, *, is_over: bool = True, **fields: Any) -> dict[str, Any]:
        """Start a call the agent has answered, and hung up if *is_over*."""
        fields = {"queue": self.queue["name"], "answered": True, **fields}
        leg: dict[str, Any] = self.ask("POST", "/simulator/conversations", fields)
        if is_over:
            leg = self.act(leg["communication_id"], "hangup")
        return leg

    def act(self, communication_id: str, action: str) -> dict[str, Any]:
        row: dict[str, Any] = self.ask("POST", f"/simulator/legs/{communication_id}/{action}")
        return row

    def complete(self, communication_id: str) -> None:
        """Click Complete; a code that was still on its way may have completed the leg meanwhile."""
        try:
            self.act(communication_id, "complete")
        except RequestRefusedError as problem:
            if problem.status != HTTPStatus.CONFLICT:
                raise

    def set(self, **capabilities: Any) -> None:
        self.ask("POST", "/simulator/capabilities", capabilities)

    def add_faults(self, *faults: dict[str, Any]) -> None:
        self.ask("POST", "/simulator/faults", list(faults))

    def record(self) -> list[dict[str, Any]]:
        legs: list[dict[str, Any]] = self.ask("GET", "/simulator/record")["legs"]
        return legs

    def choose_in_genesys(self, row: dict[str, Any], code_id: str) -> None:
        """Put a code on a leg the way Genesys' own window does: the agent's token, no program."""
        path = (
            f"/api/v2/conversations/calls/{row['conversation_id']}"
            f"/participants/{row['participant_id']}"
            f"/communications/{row['communication_id']}/wrapup"
        )
        self.ask("POST", path, {"code": code_id, "notes": "by hand", "tags": []})

    def revoke(self, token: str) -> None:
        """Log out whoever has *token*, as an administrator or another window may."""
        own, self.token = self.token, token
        try:
            self.ask("DELETE", "/api/v2/tokens/me")
        finally:
            self.token = own

    def ask(self, method: str, path: str, body: object = None) -> Any:
        """Make one request as the agent; an answer that is no success fails the trial."""
        assert self._connection is not None
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        payload = b"" if body is None else json.dumps(body).encode()
        self._connection.request(method, path, payload, headers)
        answer = self._connection.getresponse()
        text = answer.read()
        if answer.status >= 300:
            problem = f"{method} {path}: {answer.status} {text[:300]!r}"
            raise RequestRefusedError(problem, answer.status)
        return json.loads(text or b"null")

    def _codes_of_queue(self) -> list[dict[str, Any]]:
        path = f"/api/v2/routing/queues/{self.queue['id']}/wrapupcodes?pageSize=100"
        listed: list[dict[str, Any]] = self.ask("GET", path)["entities"]
        return listed
