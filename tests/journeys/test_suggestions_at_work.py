"""A team's model from the web, shadow mode and its report, in the whole program."""

from __future__ import annotations

import asyncio
import hashlib
import json
import os
import ssl
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from tests.adapters.genesys.http.test_network import CAN_TRUST, authority
from tests.adapters.learning.test_outcome_store import an_outcome
from tests.fakes import FakeCase, FakeRecommender
from tests.faults.certificates import Authority
from tests.faults.desks import KeptToken, SignedInDesk
from tests.simulator_process import SimulatorProcess, token_of_user
from wrapup_desk.__main__ import main
from wrapup_desk.adapters.keyring_secrets import MemorySecrets
from wrapup_desk.adapters.learning.outcome_store import SqliteOutcomes
from wrapup_desk.adapters.system_clock import SystemClock
from wrapup_desk.application.base.ports import Case
from wrapup_desk.application.base.settings import Settings
from wrapup_desk.application.desk.desk_state import Connection
from wrapup_desk.domain.interaction import Phase
from wrapup_desk.domain.modes import HiddenReason, Mode, QueueRule, Suggestions
from wrapup_desk.domain.suggestion import CaseFacts, Ranking
from wrapup_desk.domain.wrapup import WrapupCode
from wrapup_desk.main.apps.desk_app import DeskApp, open_desk_app
from wrapup_desk.main.apps.recommender_setup import build_recommender, run_recommender
from wrapup_desk.main.apps.team_model import team_model_place
from wrapup_desk.main.system.profile import Profile

__all__ = ["authority"]  # a fixture

TIMEOUT_S = 30.0


@pytest.fixture(scope="module")
def simulator() -> Iterator[SimulatorProcess]:
    with SimulatorProcess("--idle", "--agents", "2") as process:
        yield process


@asynccontextmanager
async def desk_with_suggestions(
    settings: Settings, folder: Path, token: str = ""
) -> AsyncIterator[tuple[DeskApp, SignedInDesk]]:
    """The program's core with what `window` starts beside it."""
    secrets = KeptToken(token) if token else MemorySecrets()
    async with open_desk_app(settings, Profile.at(folder), secrets, _no_browser) as core:
        driven = SignedInDesk(
            core.desk, core.sign_in, KeptToken(token), asyncio.Event(), core.rest
        )
        core.desk.listen(lambda _: driven.changed.set())
        await core.desk.start()
        core.background.start(run_recommender(core), "suggest and measure")
        await driven.until(lambda state: state.is_recommender_ready, TIMEOUT_S, what="ready")
        if token:
            assert await core.sign_in.restore()
        yield core, driven


def _no_browser(url: str) -> None:
    raise AssertionError("nobody has to sign in here")


async def test_in_shadow_mode_the_report_tells_what_would_have_been_right(
    simulator: SimulatorProcess, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    agent = simulator.ready["agents"][0]
    token = await asyncio.to_thread(token_of_user, simulator.ready, agent["email"])
    rule = QueueRule(Mode.AUTO, suggestions=Suggestions.SHADOW)
    settings = Settings(
        api_url=simulator.api,
        login_url=simulator.api,
        client_id="any",
        queues={"Billing": rule},
    )
    async with desk_with_suggestions(settings, tmp_path, token) as (core, driven):
        leg = await asyncio.to_thread(
            lambda: simulator.start_conversation(queue="Billing", answered=True, agent=agent["id"])
        )
        leg_id = leg["communication_id"]
        card = await driven.until_card(leg_id, lambda card: bool(card.codes))
        assert card.hidden_reason is HiddenReason.SHADOW
        await asyncio.to_thread(simulator.post, f"/simulator/legs/{leg_id}/hangup")
        await driven.until_card(leg_id, lambda card: card.leg.phase is Phase.AFTER_CALL)
        core.desk.choose_code(leg_id, card.codes[0].id)
        await driven.until_confirmed(leg_id)
        await driven.until_card(leg_id, lambda card: card.leg.phase is Phase.COMPLETED)

    command = ["--profile", str(tmp_path), "report", "--json"]
    assert await asyncio.to_thread(main, command) == 0

    told = json.loads(capsys.readouterr().out)
    (queue,) = told["queues"]
    assert told["seen"] == {"shadow": 1}
    assert (queue["queue"], queue["legs"], queue["legs_unseen"]) == ("Billing", 1, 1)
    assert [code["name"] for code in queue["codes"] if code["chosen"]] == [card.codes[0].name]
    kept = (tmp_path / "learning.sqlite3").read_bytes()
    for known in (leg["conversation_id"], leg_id, agent["id"]):
        assert known.encode() not in kept


class Notebook(FakeRecommender):
    """Writes down the facts it is told, and says that it has."""

    def __init__(self) -> None:
        super().__init__()
        self.facts: dict[str, CaseFacts] = {}
        self.when_written: Callable[[], None] = lambda: None

    def suggest(self, case: Case, *, has_ended: bool) -> Ranking:
        assert isinstance(case, FakeCase)
        self.facts[case.facts.media] = case.facts
        self.when_written()
        return super().suggest(case, has_ended=has_ended)


async def test_what_the_stream_tells_of_a_leg_reaches_the_recommender_as_facts(
    simulator: SimulatorProcess, tmp_path: Path
) -> None:
    mine, other = simulator.ready["agents"]
    token = await asyncio.to_thread(token_of_user, simulator.ready, mine["email"])
    settings = Settings(
        api_url=simulator.api, login_url=simulator.api, client_id="any", attributes=("product",)
    )
    notebook = Notebook()
    async with open_desk_app(
        settings, Profile.at(tmp_path), KeptToken(token), _no_browser
    ) as core:
        driven = SignedInDesk(
            core.desk, core.sign_in, KeptToken(token), asyncio.Event(), core.rest
        )
        core.desk.listen(lambda _: driven.changed.set())
        notebook.when_written = driven.changed.set
        await core.desk.start()
        core.desk.use_recommender(notebook)
        assert await core.sign_in.restore()
        await driven.until(lambda state: state.connection is Connection.LIVE, what="live")
        first = await asyncio.to_thread(
            lambda: simulator.start_conversation(
                queue="Billing",
                answered=True,
                agent=other["id"],
                attributes={"product": "phone", "account": "DE89 3704"},
            )
        )
        leg = await asyncio.to_thread(
            simulator.post,
            f"/simulator/conversations/{first['conversation_id']}/transfer",
            {"agent": mine["id"]},
        )
        leg_id = leg["communication_id"]
        await driven.until_card(leg_id, lambda card: card.leg.phase is Phase.ALERTING)
        await asyncio.to_thread(simulator.post, f"/simulator/legs/{leg_id}/answer")
        await driven.until_card(leg_id, lambda card: card.leg.phase.is_live)
        await asyncio.to_thread(simulator.post, f"/simulator/legs/{leg_id}/hangup")
        card = await driven.until_card(leg_id, lambda card: card.leg.phase is Phase.AFTER_CALL)
        await driven.until(
            lambda _: (
                "calls" in notebook.facts and notebook.facts["calls"].talk_seconds is not None
            ),
            what="ranked once the codes were there and the call over",
        )

    facts = notebook.facts["calls"]
    assert (facts.queue_id, facts.queue_name) == (card.leg.queue_id, "Billing")
    assert (facts.direction, facts.agent_id) == ("inbound", mine["id"])
    assert facts.attributes == {"product": "phone"}
    assert facts.was_transferred
    assert facts.customer_key
    assert facts.hour_of_day is not None
    assert facts.talk_seconds is not None


@pytest.mark.parametrize(("form", "start"), [("--csv", '\ufeff"queue"'), ("--days", "0 legs")])
def test_without_any_figures_the_report_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], form: str, start: str
) -> None:
    more = [form, "7"] if form == "--days" else [form]

    assert main(["--profile", str(tmp_path), "report", *more]) == 0
    assert capsys.readouterr().out.startswith(start)


async def test_a_report_of_several_desks_counts_each_leg_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    paths = [tmp_path / "one.sqlite3", tmp_path / "two.sqlite3"]
    now = SystemClock().now()
    for path, ids in zip(paths, ("ab", "bc"), strict=True):
        store = SqliteOutcomes(path)
        await store.add([an_outcome(id_, at=now) for id_ in ids])
        await store.close()

    command = ["report", "--json", *map(str, paths)]
    assert await asyncio.to_thread(main, command) == 0

    assert json.loads(capsys.readouterr().out)["queues"][0]["legs"] == 3


async def test_redirected_the_report_is_utf_8_whatever_the_computers_code_page(
    tmp_path: Path,
) -> None:
    path = tmp_path / "learning.sqlite3"
    store = SqliteOutcomes(path)
    codes = (WrapupCode("code-1", "請求書"),)
    now = SystemClock().now()
    await store.add([an_outcome(at=now, chosen_code_id="code-1", codes=codes)])
    await store.close()

    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "wrapup_desk", "report", "--csv", str(path)),
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONIOENCODING": "ascii"},
    )
    told, _ = await process.communicate()

    assert process.returncode == 0
    assert told.decode("utf-8-sig").splitlines()[1].startswith('"Support","請求書"')
    assert b"\r\r" not in told


def test_a_file_that_is_not_there_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["report", "nowhere.sqlite3"]) == 1
    assert "nowhere.sqlite3" in capsys.readouterr().err


# A model from the web


class Web:
    """A web server with one file."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.requests: list[bytes] = []
        self.port = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            self.requests.append(await reader.readuntil(b"\r\n\r\n"))
            head = f"HTTP/1.1 200 OK\r\nContent-Length: {len(self.content)}\r\n"
            writer.write(f"{head}Connection: close\r\n\r\n".encode() + self.content)
            await writer.drain()
        except (OSError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()


@asynccontextmanager
async def web(context: ssl.SSLContext, content: bytes) -> AsyncIterator[Web]:
    made = Web(content)
    server = await asyncio.start_server(made.serve, "127.0.0.1", 0, ssl=context)
    made.port = server.sockets[0].getsockname()[1]
    async with server:
        yield made


@pytest.fixture(scope="module")
def model() -> bytes:
    return build_recommender(None)[0].export()


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "localhost,127.0.0.1")


@pytest.mark.skipif(not CAN_TRUST, reason="no test may teach Windows or macOS a new root")
async def test_a_model_from_the_web_is_fetched_once_and_used_without_a_network_afterwards(
    authority: Authority, tmp_path: Path, model: bytes
) -> None:
    sha256 = hashlib.sha256(model).hexdigest()
    kept = tmp_path / "profile" / "models" / f"{sha256}.model"
    async with web(authority.server("localhost"), model) as server:
        address = f"https://localhost:{server.port}/team.model"
        settings = Settings(model=address, model_sha256=sha256)
        async with desk_with_suggestions(settings, tmp_path / "profile") as (_, driven):
            await driven.until(lambda _: kept.exists(), TIMEOUT_S, what="fetched and used")
            assert driven.desk.state.notices == ()
        # Another fetch would be counted, and what it brings would be told.
        server.content = b"something else"
        async with desk_with_suggestions(settings, tmp_path / "profile") as (core, driven):
            assert driven.desk.state.notices == ()
            place = team_model_place(settings, core.profile, core.address, core.network)

    assert len(server.requests) == 1
    assert b"uthorization" not in server.requests[0]
    assert place.at_hand()[0].content == model


@pytest.mark.skipif(not CAN_TRUST, reason="no test may teach Windows or macOS a new root")
async def test_another_file_than_the_named_one_is_told_once_and_suggestions_go_on(
    authority: Authority, tmp_path: Path, model: bytes
) -> None:
    async with web(authority.server("localhost"), model) as server:
        address = f"https://localhost:{server.port}/team.model"
        settings = Settings(model=address, model_sha256="0" * 64)
        async with desk_with_suggestions(settings, tmp_path / "profile") as (_, driven):
            await driven.until(lambda state: bool(state.notices), TIMEOUT_S, what="told")

            (notice,) = driven.desk.state.notices
            assert "does not match model_sha256" in notice.text
            assert driven.desk.state.is_recommender_ready


def test_a_model_over_plain_http_is_no_valid_setting(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "settings.toml").write_text('model = "http://intranet.example/team.model"\n')

    assert main(["--profile", str(tmp_path), "headless"]) == 1
    assert "https://" in capsys.readouterr().err
