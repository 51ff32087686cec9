"""Starts a real simulator process for a test and stops it afterwards, whatever happens."""

import base64
import hashlib
import json
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any, Self

_BROWSER = Path(__file__).resolve().parents[1] / "installer" / "browser.py"
START_TIMEOUT_SECONDS = 30.0
STOP_TIMEOUT_SECONDS = 10.0
_POLL_SECONDS = 0.02


class SimulatorProcess:
    """A simulator on a free port; ``with SimulatorProcess("--idle") as simulator: ...``.

    Args:
        options: Further command-line options, e.g. ``"--idle"`` to play nothing by itself.
    """

    def __init__(self, *options: str, start_within_s: float = START_TIMEOUT_SECONDS) -> None:
        self._start_within_s = start_within_s
        self._options = options
        self._folder = tempfile.TemporaryDirectory(prefix="simulator-")
        # A file, not a pipe: nobody reads it while tests run, and a full pipe would stop it.
        self._complaints = Path(self._folder.name) / "complaints"
        self._process: subprocess.Popen[bytes] | None = None
        # the JSON of the ready file: api, login, client_id, agents, queues, ...
        self.ready: dict[str, Any] = {}

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    @property
    def api(self) -> str:
        return str(self.ready["api"])

    def start(self) -> None:
        """Start the process and wait until it listens."""
        ready_file = Path(self._folder.name) / "ready.json"
        command = [
            *(sys.executable, "-m", "wrapup_desk.simulator"),
            *("--port", "0", "--ready-file", str(ready_file), "--exit-with-parent"),
            *self._options,
        ]
        with self._complaints.open("wb") as complaints:
            self._process = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=complaints
            )
        deadline = time.monotonic() + self._start_within_s
        while not ready_file.exists():
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"The simulator did not start: {self.stop()}")
            time.sleep(_POLL_SECONDS)
        self.ready = json.loads(ready_file.read_text(encoding="utf-8"))

    def stop(self) -> str:
        """End the process (closing its stdin is enough) and return what it complained about."""
        process, self._process = self._process, None
        if process is not None:
            try:
                process.communicate(timeout=STOP_TIMEOUT_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.communicate()
        complaint = ""
        if self._complaints.exists():
            complaint = self._complaints.read_text("utf-8", "replace")
        self._folder.cleanup()
        return complaint

    # --- the simulator's own side -------------------------------------------------------------

    def record(self) -> dict[str, Any]:
        """The truth: every leg with its codes, and the requests that were made."""
        record: dict[str, Any] = self.call("GET", "/simulator/record")
        return record

    def post(self, path: str, body: object = None) -> Any:
        """POST JSON to the simulator's own side and return its JSON answer."""
        return self.call("POST", path, body)

    def start_conversation(self, **fields: Any) -> dict[str, Any]:
        """Start one conversation by hand (``answered=True`` to skip the ringing)."""
        leg: dict[str, Any] = self.post("/simulator/conversations", fields)
        return leg

    def leg(self, communication_id: str) -> dict[str, Any]:
        """One leg's row of the record."""
        legs = self.record()["legs"]
        return next(leg for leg in legs if leg["communication_id"] == communication_id)

    def wait_until(
        self, holds: Callable[[dict[str, Any]], bool], timeout_seconds: float = 10.0
    ) -> dict[str, Any]:
        """The first record for which *holds*; fails the test when time is up."""
        deadline = time.monotonic() + timeout_seconds
        while True:
            record = self.record()
            if holds(record):
                return record
            if time.monotonic() > deadline:
                raise AssertionError(f"The record never fitted; it was {record['legs']}")
            time.sleep(_POLL_SECONDS)

    def call(self, method: str, path: str, body: object = None) -> Any:
        """One request without a token; raises urllib's HTTPError for a refusal."""
        payload = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(
            self.api + path,
            data=payload if payload is not None or method != "POST" else b"",
            method=method,
            headers={"Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=10) as response:
            return json.loads(response.read() or b"null")


def browser_of(email: str) -> str:
    """What $BROWSER says where the sign-in page is approved as one agent."""
    # Python takes this apart as a shell would, so with slashes on Windows too; & means not to wait.
    return f"{Path(sys.executable).as_posix()} {_BROWSER.as_posix()} {email} %s &"


def token_of_service(ready: dict[str, Any]) -> str:
    """A client-credentials token, for tests that need no user."""
    return _token(ready, {"grant_type": "client_credentials"}, is_basic=True)


def token_of_user(ready: dict[str, Any], email: str) -> str:
    """A user's token by PKCE, the browser's part done by ``login_hint``."""
    verifier = "v" * 64
    digest = hashlib.sha256(verifier.encode()).digest()
    challenge = base64.urlsafe_b64encode(digest).decode().rstrip("=")
    redirect_uri = ready["redirect_uris"][0]
    query = urllib.parse.urlencode(
        {
            "client_id": ready["client_id"],
            "response_type": "code",
            "redirect_uri": redirect_uri,
            "code_challenge": challenge,
            "code_challenge_method": "S256",
            "state": "s",
            "login_hint": email,
        }
    )
    location = redirect_target(f"{ready['login']}/oauth/authorize?{query}")
    code = urllib.parse.parse_qs(urllib.parse.urlsplit(location).query)["code"][0]
    return _token(
        ready,
        {
            "grant_type": "authorization_code",
            "code": code,
            "code_verifier": verifier,
            "client_id": ready["client_id"],
            "redirect_uri": redirect_uri,
        },
        is_basic=False,
    )


def _token(ready: dict[str, Any], form: dict[str, str], *, is_basic: bool) -> str:
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    if is_basic:
        pair = f"{ready['service_client_id']}:{ready['service_client_secret']}"
        headers["Authorization"] = "Basic " + base64.b64encode(pair.encode()).decode()
    request = urllib.request.Request(
        f"{ready['login']}/oauth/token",
        data=urllib.parse.urlencode(form).encode(),
        headers=headers,
    )
    with urllib.request.urlopen(request, timeout=10) as response:
        return str(json.loads(response.read())["access_token"])


class _StayHere(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        return None


def redirect_target(url: str) -> str:
    try:
        with urllib.request.build_opener(_StayHere).open(url, timeout=10) as response:
            raise AssertionError(f"No redirect but {response.status}")
    except urllib.error.HTTPError as answer:
        with answer:
            return str(answer.headers["Location"])
