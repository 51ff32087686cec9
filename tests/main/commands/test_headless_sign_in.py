"""A run without a window says why it is not signed in, tries once more, and ends with a code."""

from __future__ import annotations

import asyncio
import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.adapters.genesys.rest_harness import HandClock
from tests.conftest import ExpectLog
from tests.simulator_process import SimulatorProcess
from wrapup_desk.adapters.genesys.http.loopback import REGISTERED_PORTS
from wrapup_desk.application.desk.desk_state import Connection, DeskState, SignInOffer
from wrapup_desk.application.services.headless_agent import Change
from wrapup_desk.main.commands.headless import ENDED_IN_ORDER, NOT_SIGNED_IN
from wrapup_desk.main.commands.headless_sign_in import HeadlessSignIn

LONGEST_S = 60


@contextmanager
def headless(profile: Path) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "wrapup_desk", "--profile", str(profile), "headless"]
    # No browser is to open on the developer's screen.
    environment = {**os.environ, "BROWSER": "true"}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8", env=environment
    ) as process:
        yield process
        process.kill()


def lines_until(process: subprocess.Popen[str], **wanted: str) -> dict[str, str]:
    assert process.stdout is not None
    for line in process.stdout:
        told: dict[str, str] = json.loads(line)
        if wanted.items() <= told.items():
            return told
    raise AssertionError(f"never told: {wanted}")


def connect(profile: Path, api: str, client_id: str) -> None:
    (profile / "settings.toml").write_text(f'api_url = "{api}"\nclient_id = "{client_id}"\n')


def test_without_a_client_id_it_says_so_and_ends(tmp_path: Path) -> None:
    with headless(tmp_path) as process:
        problem = lines_until(process, event="problem")
        code = process.wait(LONGEST_S)

    assert "client ID" in problem["text"]
    assert code == NOT_SIGNED_IN


def test_taken_ports_are_the_reason_it_gives(tmp_path: Path) -> None:
    connect(tmp_path, "http://127.0.0.1:1", "some-client")
    with ExitStack() as taken:
        for port in REGISTERED_PORTS:
            for family, host in ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")):
                listener = taken.enter_context(socket.socket(family))
                if sys.platform != "win32":
                    # A port that rests after an earlier sign-in is free for the program, too
                    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                try:
                    listener.bind((host, port))
                    listener.listen()
                except OSError:
                    continue  # somebody else has it: as good
        with headless(tmp_path) as process:
            problem = lines_until(process, event="problem")
            code = process.wait(LONGEST_S)

    assert "All ports the sign-in can return to are in use" in problem["text"]
    assert code == NOT_SIGNED_IN


def test_the_page_to_sign_in_on_is_told_and_a_signal_ends_it_in_order(tmp_path: Path) -> None:
    with SimulatorProcess("--idle") as simulator:
        connect(tmp_path, simulator.api, str(simulator.ready["client_id"]))
        with headless(tmp_path) as process:
            first = lines_until(process, event="sign-in")
            assert process.stderr is not None
            process.terminate()
            code = process.wait(LONGEST_S)
            told = process.stderr.read()

    assert first["url"].startswith(simulator.api)
    # Windows has no signal to send: there it is ended by force.
    assert (code, told) == (ENDED_IN_ORDER if sys.platform != "win32" else 1, "")


class Sitting:
    """A run without a window, as far as signing in goes."""

    def __init__(self) -> None:
        self.tries = 0
        self.told: list[Change] = []
        self.given_up: list[str] = []
        self.signing_in = HeadlessSignIn(
            self._try, HandClock(), self.told.append, self.given_up.append
        )

    def _try(self) -> None:
        self.tries += 1

    async def see(self, *states: DeskState) -> None:
        for state in states:
            self.signing_in.on_state(state)
            for _ in range(5):
                await asyncio.sleep(0)


LIVE = DeskState(connection=Connection.LIVE)
ENDED = DeskState(connection=Connection.SIGN_IN_ENDED, connection_note="The sign-in has ended.")
REFUSED = DeskState(sign_in=SignInOffer(problem="Genesys refused the sign-in."))
WAITING = DeskState(connection=Connection.SIGNING_IN)


async def test_a_sign_in_that_ends_is_begun_again_and_told() -> None:
    sitting = Sitting()
    async with asyncio.TaskGroup() as group:
        running = group.create_task(sitting.signing_in.run())
        await sitting.see(LIVE, ENDED, WAITING, LIVE, ENDED, WAITING, LIVE)
        running.cancel()

    assert (sitting.tries, sitting.given_up) == (2, [])
    assert [each["text"] for each in sitting.told] == ["The sign-in has ended. Sign in again."] * 2


async def test_a_second_failure_in_a_row_is_final(expect_log: ExpectLog) -> None:
    expect_log("nobody is signed in, so the run ends: Genesys refused")
    sitting = Sitting()
    async with asyncio.TaskGroup() as group:
        group.create_task(sitting.signing_in.run())
        await sitting.see(LIVE, ENDED, WAITING, REFUSED)

    assert (sitting.tries, sitting.given_up) == (1, ["Genesys refused the sign-in."])


def test_the_log_of_the_profile_says_why_it_ended(tmp_path: Path) -> None:
    with headless(tmp_path) as process:
        problem = lines_until(process, event="problem")
        process.wait(LONGEST_S)

    logged = (tmp_path / "logs" / "wrapup-desk.log").read_text(encoding="utf-8")
    assert f"nobody is signed in, so the run ends: {problem['text']}" in logged
