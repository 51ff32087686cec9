"""Starts the desk in each environment of a table, and tells what the agent sees and what is lost."""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractAsyncContextManager, AsyncExitStack, contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import urlsplit

from tests.benchmarks.parts import desktop_environments as desktop
from tests.faults.certificates import Authority
from tests.faults.connect_proxy import ConnectProxy, connect_proxy
from tests.faults.desks import SignedInDesk, signed_in_desk
from tests.faults.proxy import Proxy
from tests.faults.simulator_harness import SimulatorHarness
from wrapup_desk.adapters.genesys.http.network import NetworkSettingsError, open_network
from wrapup_desk.adapters.genesys.http.regions import address_of
from wrapup_desk.application.base.settings import Settings
from wrapup_desk.application.desk.desk_state import DeskState
from wrapup_desk.domain.interaction import Phase

_VARIABLES = (
    "HTTPS_PROXY",
    "HTTP_PROXY",
    "ALL_PROXY",
    "NO_PROXY",
    "SSL_CERT_FILE",
    "SSL_CERT_DIR",
)
_CONFIRMED_WITHIN_S = 90.0
_WRITE = "(POST|PATCH) .*(wrapup|/participants/)"
_PASSWORD = "pa55word"
_REGION = "eu-central-1"
_Fault = Mapping[str, Any]


@dataclass(frozen=True)
class Environment:
    """One row: variables, faults of the line, or connections that die without a word."""

    name: str
    # `:8080` stands for the port of a real proxy, which lets everything through to the simulator.
    variables: Mapping[str, str] = field(default_factory=dict)
    faults: tuple[_Fault, ...] = ()
    has_dead_lines: bool = False
    # Whether one line of text is all there is: nothing can have been lost.
    cannot_start: bool = False
    is_slow: bool = False
    # What hangs or changes while the code is on its way; yields what the agent sees of it.
    meanwhile: Callable[[SignedInDesk], AbstractAsyncContextManager[str]] | None = None


def _by_variable(variable: str, *values: str) -> list[Environment]:
    return [Environment(f"{variable}={value}", {variable: value}) for value in values]


def _by_write(name: str, *, is_slow: bool = False, **fault: object) -> Environment:
    return Environment(name, faults=({"kind": "http", "match": _WRITE, **fault},), is_slow=is_slow)


ENVIRONMENTS = [
    Environment("nothing set"),
    *_by_variable(
        "HTTPS_PROXY",
        "http://127.0.0.1:8080",
        "127.0.0.1:8080",
        "http://127.0.0.1:8080/path",
        " http://127.0.0.1:8080 ",
        f"http://ann:{_PASSWORD}@127.0.0.1:8080",
        f"http://ann:{_PASSWORD}#s@127.0.0.1:8080",
        "http://ann@127.0.0.1:8080",
        "https://127.0.0.1:8080",
        "socks4://127.0.0.1:8080",
        f"socks5://ann:{_PASSWORD}@127.0.0.1:8080",
        "ftp://127.0.0.1:8080",
        "http://127.0.0.1:port",
        "http://:8080",
        "http://[::1]:8080",
        "http://[::zz]:8080",
    ),
    *_by_variable("ALL_PROXY", "socks5://127.0.0.1:8080", "127.0.0.1:8080"),
    *_by_variable("HTTP_PROXY", "http://127.0.0.1:8080"),
    *[
        Environment(f"a proxy, NO_PROXY={value}", {"ALL_PROXY": "127.0.0.1:8080", "NO_PROXY": value})
        for value in ("localhost,[::1]", "10.0.0.0/8", ".mypurecloud.de", "*", "10.0.0.0/99")
    ],
    Environment("SSL_CERT_FILE=/no/where", {"SSL_CERT_FILE": "/no/where"}, cannot_start=True),
    Environment("all open connections dead", has_dead_lines=True),
    _by_write("a write dropped before it arrives", effect="drop"),
    _by_write("a write's answer dropped", effect="drop", when="after"),
    _by_write("a write's answer cut", effect="truncate", when="after"),
    _by_write("a sign-in page in place of the answer", effect="garbage", when="after"),
    _by_write("a write answered after 4 s", effect="delay", delay_ms=4000),
    _by_write("503 to a write", effect="status", status=503),
    _by_write("429 to a write, Retry-After 2", effect="status", status=429, retry_after=2),
    _by_write(
        "429 to a write, Retry-After 3600",
        effect="status", status=429, retry_after=3600, is_slow=True,
    ),
    Environment(
        "another network, all open connections dead",
        has_dead_lines=True, meanwhile=desktop.network_change,
    ),
    Environment("100 names that are not resolved", meanwhile=desktop.hung_names),
    Environment("an export to a share that hangs", meanwhile=desktop.dead_share),
    Environment("a file dialog whose last folder hangs", meanwhile=desktop.hung_folder),
    Environment("a keyring that hangs", meanwhile=desktop.hung_keyring),
    Environment("a notification service that hangs", meanwhile=desktop.frozen_toasts),
    Environment("a message bus that hangs", meanwhile=desktop.silent_bus),
    Environment("an accessibility service that hangs", meanwhile=desktop.frozen_accessibility),
    Environment("a tray that comes late", meanwhile=desktop.late_tray),
    Environment("no browser", meanwhile=desktop.no_browser),
    Environment("a second start while the first hangs", meanwhile=desktop.second_start),
]  # fmt: skip


@dataclass(frozen=True)
class Outcome:
    """What became of one row."""

    environment: str
    way_to_genesys: str
    agent_sees: str
    codes_lost: int


@dataclass(frozen=True)
class Stage:
    """What all rows are tried on: a simulator, and a proxy that leads to it."""

    simulator: SimulatorHarness
    proxy: ConnectProxy

    def variables_of(self, environment: Environment) -> dict[str, str]:
        """Return what a row sets, with the proxy's real ports; its certificate is trusted."""
        set_ = {"SSL_CERT_FILE": str(self.proxy.authority.file)}
        for name, value in environment.variables.items():
            port = self.proxy.tls_port if "https://" in value else self.proxy.port
            set_[name] = value.replace(":8080", f":{port}")
        return set_


@contextmanager
def _variables(wanted: Mapping[str, str]) -> Iterator[None]:
    """Set *wanted* and none of the others for this process."""
    names = [each for name in _VARIABLES for each in (name, name.lower())]
    before = {name: os.environ.pop(name) for name in names if name in os.environ}
    os.environ.update(wanted)
    try:
        yield
    finally:
        for name in wanted:
            os.environ.pop(name, None)
        os.environ.update(before)


async def try_environment(environment: Environment, stage: Stage) -> Outcome:
    """Start the desk there, choose one code, and see whether it gets onto the record."""
    with _variables(stage.variables_of(environment)):
        try:
            network = open_network(os.environ)
        except NetworkSettingsError as problem:
            return Outcome(environment.name, "", str(problem), int(not environment.cannot_start))
        address = address_of(_REGION)
        is_by_proxy = bool(network.proxy_for(address.api, address))
        before = stage.proxy.streams
        seen, is_lost = await _work(environment, stage, is_by_proxy=is_by_proxy)
        went_by_proxy = stage.proxy.streams > before
    way = "by the proxy" if went_by_proxy else "direct"
    # Where it should have gone another way, nothing proves that the code would have arrived.
    is_lost = is_lost or went_by_proxy is not is_by_proxy
    return Outcome(environment.name, way, seen, int(is_lost))


async def _work(environment: Environment, stage: Stage, *, is_by_proxy: bool) -> tuple[str, bool]:
    """Let a desk code one interaction: by the proxy as if with Genesys Cloud, else on this computer."""
    line = Proxy(urlsplit(stage.simulator.api).port or 0)
    api = await line.start()
    token = stage.simulator.token
    settings = Settings(region=_REGION if is_by_proxy else "")
    try:
        with TemporaryDirectory(prefix="environment-") as folder:
            async with signed_in_desk(
                "" if is_by_proxy else api, token, Path(folder), settings
            ) as desk:
                words = [notice.text for notice in desk.desk.state.notices]
                desk.desk.listen(lambda state: words.extend(_reasons(state)))
                is_lost = await _code_one(environment, stage.simulator, desk, line, words)
                return " ".join(dict.fromkeys(words)), is_lost
    finally:
        await line.stop()


def _reasons(state: DeskState) -> list[str]:
    """Return what the cards say of trouble with a code on its way."""
    submissions = [card.submission for card in state.cards if card.submission is not None]
    return [submission.reason for submission in submissions if submission.reason]


async def _code_one(
    environment: Environment,
    stage: SimulatorHarness,
    desk: SignedInDesk,
    line: Proxy,
    words: list[str],
) -> bool:
    """Code one interaction; tell whether the code is missing from the record."""
    leg_id = stage.new_leg()["communication_id"]
    await desk.until_card(
        leg_id, lambda card: card.leg.phase is Phase.AFTER_CALL and bool(card.codes)
    )
    if environment.faults:
        stage.add_faults(*(dict(fault) for fault in environment.faults))
    if environment.has_dead_lines:
        line.black_hole()
    code_id = stage.codes[0]
    async with AsyncExitStack() as closing:
        closing.callback(stage.ask, "DELETE", "/simulator/faults")
        if environment.meanwhile is not None:
            words.append(await closing.enter_async_context(environment.meanwhile(desk)))
        desk.desk.choose_code(leg_id, code_id)
        await desk.until_confirmed(leg_id, _CONFIRMED_WITHIN_S)
    [row] = [row for row in stage.record() if row["communication_id"] == leg_id]
    return code_id not in json.dumps(row)


async def run(*, with_slow: bool) -> list[Outcome]:
    """Try every row, the slow ones only if wanted."""
    wanted = [each for each in ENVIRONMENTS if with_slow or not each.is_slow]
    with TemporaryDirectory(prefix="authority-") as folder, SimulatorHarness(1) as simulator:
        port = urlsplit(simulator.api).port or 0
        host = urlsplit(address_of(_REGION).api).hostname or ""
        async with connect_proxy(port, host, Authority(Path(folder))) as proxy:
            return [await try_environment(each, Stage(simulator, proxy)) for each in wanted]


def main(arguments: list[str] | None = None) -> int:
    """Print the table; 1 if a code was lost."""
    parser = argparse.ArgumentParser(prog="dev.py bench environments", description=__doc__)
    parser.add_argument("--short", action="store_true", help="without rows that take a minute")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args(arguments)
    outcomes = asyncio.run(run(with_slow=not options.short))
    for outcome in outcomes:
        shown = asdict(outcome)
        shown["environment"] = shown["environment"].replace(_PASSWORD, "…")
        if options.json:
            print(json.dumps(shown))
        else:
            print(
                "{environment:46} {way_to_genesys:16} lost: {codes_lost}  {agent_sees}".format(
                    **shown
                )
            )
    lost = sum(outcome.codes_lost for outcome in outcomes)
    print(f"{len(outcomes)} environments, codes lost: {lost}", file=sys.stderr)
    return 1 if lost else 0


if __name__ == "__main__":
    sys.exit(main())
